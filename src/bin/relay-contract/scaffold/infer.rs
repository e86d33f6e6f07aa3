//! From the values that were seen to the type that they show.

use std::collections::HashSet;

use relay_contract::contract::{Field, Limits, Notes, PairMember, Type, likely_type};

use super::profile::{Items, Keys, Kind, Profile};

/// Members of an inline shape that is still read with ease.
const LONGEST_SHAPE: usize = 8;

/// The names of all fields of a document, in whose words a type is said.
pub(super) struct Words<'c>(pub(super) HashSet<&'c str>);

/// The type that values show, if they show one.
pub(super) enum Shown {
    Type(Type),
    /// Types that no union of the grammar holds.
    Mixed,
    /// Only `null`, or nothing.
    Nothing,
}

impl Words<'_> {
    /// The values of a field of this name.
    pub(super) fn shown(&self, name: &str, profile: &Profile) -> Shown {
        let kinds: Vec<Kind> = profile.kinds().map(|(kind, _)| kind).collect();
        let ty = match kinds.as_slice() {
            [] => return Shown::Nothing,
            [Kind::Bool] => Type::Bool,
            [Kind::Int] => Type::Int(Limits::default()),
            [Kind::Number] | [Kind::Int, Kind::Number] => Type::Number,
            // Many a word is base64 by chance: only the name makes it likely.
            [Kind::String] if profile.plain == 0 && likely_type(name, "") == Some(Type::Base64) => {
                Type::Base64
            }
            [Kind::String] => Type::String(Limits::default()),
            [Kind::Object] => self.object(name, &profile.keys),
            [Kind::List] => self.list(name, profile.items.as_deref()),
            _ => return Shown::Mixed,
        };
        Shown::Type(nullable(ty, profile.nulls > 0))
    }

    /// The type of a member, `any` where nothing else can be said.
    pub(super) fn type_or_any(&self, name: &str, profile: &Profile) -> Type {
        match self.shown(name, profile) {
            Shown::Type(ty) => ty,
            Shown::Mixed | Shown::Nothing => Type::Any,
        }
    }

    fn list(&self, name: &str, items: Option<&Items>) -> Type {
        let Some(items) = items else { return Type::List(Box::new(Type::Any)) };
        if items.are_pairs() {
            let member = |profile| PairMember { label: None, ty: self.type_or_any("", profile) };
            return Type::Pair(Box::new(items.members.each_ref().map(member)));
        }
        Type::List(Box::new(self.type_or_any(name.strip_suffix('s').unwrap_or(name), &items.each)))
    }

    fn object(&self, name: &str, keys: &Keys) -> Type {
        if let Some((definition, count)) = keys.recognised.iter().max_by_key(|(_, count)| **count)
            && count * 2 > keys.objects
        {
            return Type::Named(definition.clone());
        }
        let is_known = !keys.is_open
            && (1..=LONGEST_SHAPE).contains(&keys.named.len())
            && keys.named.keys().all(|key| self.0.contains(key.as_str()));
        // One object shows no shape, and `metadata` holds what its writer likes.
        if !is_known || keys.objects < 2 || likely_type(name, "") == Some(Type::Object) {
            return Type::Object;
        }
        Type::Shape(keys.named.iter().map(|(key, profile)| self.field(key, profile, keys.objects)).collect())
    }

    /// A field as it was seen in `objects` objects.
    fn field(&self, name: &str, profile: &Profile, objects: u64) -> Field {
        Field {
            name: name.to_owned(),
            ty: self.type_or_any(name, profile),
            always_sent: profile.all.is_some_and(|seen| seen.count == objects),
            if_absent: None,
            meaning: String::new(),
            notes: Notes::default(),
            span: 0..0,
        }
    }
}

/// The type or `null`, written once.
pub(super) fn nullable(ty: Type, is_nullable: bool) -> Type {
    match ty {
        ty @ (Type::Nullable(_) | Type::Any) => ty,
        ty if is_nullable => Type::Nullable(Box::new(ty)),
        ty => ty,
    }
}
