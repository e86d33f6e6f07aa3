//! Profiles of the values of one field: counts by JSON type, keys, first places; never a value.

use indexmap::IndexMap;
use relay_contract::contract::{Contract, Limits, Type};
use serde_json::Value;

/// Keys that are kept of one object; one with more has names that the data chose.
const MOST_KEYS: usize = 64;

/// Longer keys are no names of fields, in bytes.
const LONGEST_KEY: usize = 64;

/// Objects and lists in one another, as far down as they are looked at.
const DEEPEST: usize = 6;

/// A line of a capture.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) file: usize,
    pub(super) line: usize,
}

/// A JSON type, as the grammar tells them apart.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Bool,
    Int,
    Number,
    String,
    Object,
    List,
}

/// A count of sightings, and the place of the first.
#[derive(Clone, Copy)]
pub(super) struct Seen {
    pub(super) count: u64,
    pub(super) first: Place,
}

/// The values of one field.
#[derive(Default)]
pub(super) struct Profile {
    pub(super) all: Option<Seen>,
    pub(super) nulls: u64,
    kinds: [Option<Seen>; 6],
    /// Strings that are no base64.
    pub(super) plain: u64,
    pub(super) keys: Keys,
    pub(super) items: Option<Box<Items>>,
}

/// The keys of objects.
#[derive(Default)]
pub(super) struct Keys {
    pub(super) objects: u64,
    pub(super) named: IndexMap<String, Profile>,
    /// True if there were keys that are not kept.
    pub(super) is_open: bool,
    /// The number of objects that were recognised as a definition, by its name.
    pub(super) recognised: IndexMap<String, u64>,
}

/// The items of lists.
#[derive(Default)]
pub(super) struct Items {
    lists: u64,
    /// Lists of exactly two.
    twos: u64,
    pub(super) each: Profile,
    pub(super) members: [Profile; 2],
}

/// The means that all profiles share while they grow.
pub(super) struct Growth<'c> {
    pub(super) contract: &'c Contract,
    /// Keys that may still be kept.
    pub(super) budget: usize,
}

impl Kind {
    pub(super) const ALL: [Self; 6] =
        [Self::Bool, Self::Int, Self::Number, Self::String, Self::Object, Self::List];

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::Int => "int",
            Self::Number => "number",
            Self::String => "string",
            Self::Object => "object",
            Self::List => "list",
        }
    }
}

impl Profile {
    pub(super) fn add(&mut self, value: &Value, place: Place, growth: &mut Growth<'_>) {
        self.add_at(value, place, growth, 0);
    }

    /// The JSON types seen, `null` left out.
    pub(super) fn kinds(&self) -> impl Iterator<Item = (Kind, Seen)> + Clone {
        Kind::ALL.into_iter().zip(self.kinds).filter_map(|(kind, seen)| Some((kind, seen?)))
    }

    fn add_at(&mut self, value: &Value, place: Place, growth: &mut Growth<'_>, depth: usize) {
        note(&mut self.all, place);
        let kind = match value {
            Value::Null => {
                self.nulls += 1;
                return;
            }
            Value::Bool(_) => Kind::Bool,
            Value::Number(_) if growth.contract.fits(value, &Type::Int(Limits::default())) => Kind::Int,
            Value::Number(_) => Kind::Number,
            Value::String(_) => {
                self.plain += u64::from(!growth.contract.fits(value, &Type::Base64));
                Kind::String
            }
            Value::Object(object) => {
                if depth < DEEPEST {
                    self.keys.add(object, place, growth, depth + 1);
                } else {
                    self.keys.is_open = true;
                }
                Kind::Object
            }
            Value::Array(items) => {
                if depth < DEEPEST {
                    self.items.get_or_insert_default().add(items, place, growth, depth + 1);
                }
                Kind::List
            }
        };
        note(&mut self.kinds[kind as usize], place);
    }
}

impl Keys {
    fn add(
        &mut self,
        object: &serde_json::Map<String, Value>,
        place: Place,
        growth: &mut Growth<'_>,
        depth: usize,
    ) {
        self.objects += 1;
        if let Some(definition) = recognise(growth.contract, object) {
            *self.recognised.entry(definition.to_owned()).or_default() += 1;
        }
        for (key, value) in object {
            if let Some(profile) = self.profile(key, growth) {
                profile.add_at(value, place, growth, depth);
            }
        }
    }

    /// The profile of a key, if it is kept or can still be.
    pub(super) fn profile(&mut self, key: &str, growth: &mut Growth<'_>) -> Option<&mut Profile> {
        if !self.named.contains_key(key) {
            if !is_name(key) || self.named.len() == MOST_KEYS || growth.budget == 0 {
                self.is_open = true;
                return None;
            }
            growth.budget -= 1;
            self.named.insert(key.to_owned(), Profile::default());
        }
        self.named.get_mut(key)
    }
}

impl Items {
    /// Returns true if all lists are pairs: two items whose types differ, or often enough two.
    pub(super) fn are_pairs(&self) -> bool {
        let kind = |member: &Profile| {
            let mut kinds = member.kinds().map(|(kind, _)| kind);
            (kinds.next(), kinds.next())
        };
        let [first, second] = self.members.each_ref().map(kind);
        let is_stable = first.1.is_none() && second.1.is_none() && first.0.is_some() && second.0.is_some();
        self.twos == self.lists && is_stable && (first.0 != second.0 || self.lists > 2)
    }

    fn add(&mut self, items: &[Value], place: Place, growth: &mut Growth<'_>, depth: usize) {
        self.lists += 1;
        for value in items {
            self.each.add_at(value, place, growth, depth);
        }
        if let [first, second] = items {
            self.twos += 1;
            for (member, value) in self.members.iter_mut().zip([first, second]) {
                member.add_at(value, place, growth, depth);
            }
        }
    }
}

/// The object of the contract that has the most fields that are always sent, three at least, and all of them here.
pub(super) fn recognise<'c>(
    contract: &'c Contract,
    object: &serde_json::Map<String, Value>,
) -> Option<&'c str> {
    let required = |definition: &'c relay_contract::contract::Definition| {
        let mut fields = definition.fields.iter().filter(|field| field.always_sent);
        let count = fields.clone().count();
        (count > 2 && fields.all(|field| object.contains_key(&field.name)))
            .then_some((count, &definition.name))
    };
    // Of equals the first.
    let candidates = contract.objects().filter_map(required);
    candidates
        .reduce(|best, other| if other.0 > best.0 { other } else { best })
        .map(|(_, name)| name.as_str())
}

fn note(seen: &mut Option<Seen>, place: Place) {
    seen.get_or_insert(Seen { count: 0, first: place }).count += 1;
}

/// Returns true if a key can be the name of a field.
fn is_name(key: &str) -> bool {
    let first = key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    first && key.len() <= LONGEST_KEY && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}
