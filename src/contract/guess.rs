//! The likely type of a field that states none, for the hint of its lint.
//!
//! It reasons on names, words, examples and the rest of the document, and decides nothing: an untyped field is `any`.

mod clues;

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::diagnostic::{Diagnostic, DiagnosticId};
use super::field::{Field, Limits, Type};
use super::model::{Contract, Definition, Referent};

/// The number of types of one name that are told apart.
const MOST_TYPES: usize = 8;

/// Longer types are no hint, in bytes.
const LONGEST: usize = 60;

/// The type that a field of this name, with these words about it, most likely has; none if they do not tell.
///
/// ```
/// use relay_contract::contract::{Type, likely_type};
///
/// assert_eq!(likely_type("is_thread", ""), Some(Type::Bool));
/// assert_eq!(likely_type("wait", "in seconds"), likely_type("timeout_s", ""));
/// assert_eq!(likely_type("zz", ""), None);
/// ```
#[must_use]
pub fn likely_type(name: &str, meaning: &str) -> Option<Type> {
    clues::stated(meaning).or_else(|| clues::named(name)).or_else(|| clues::suggested(meaning))
}

/// The hint for a member of which only the name is known.
pub(in crate::contract) fn hint(name: &str) -> String {
    worded(name, likely_type(name, "").map(|ty| ty.to_string()).as_deref(), None)
}

/// Completes the hints of untyped fields from the whole document: fields of the same name, examples, meanings.
pub(in crate::contract) fn complete_hints(contract: &Contract, text: &str, diagnostics: &mut [Diagnostic]) {
    let is_untyped = |diagnostic: &&mut Diagnostic| diagnostic.id == DiagnosticId::UntypedField;
    let lints: Vec<_> = diagnostics.iter_mut().filter(is_untyped).collect();
    if lints.is_empty() {
        return;
    }
    let untyped: HashSet<usize> = lints.iter().map(|lint| lint.span.start).collect();
    let in_tables = within_tables(text, &untyped);
    let examples = examples(contract);
    let elsewhere = Elsewhere::of(contract, &untyped);
    let mut hints: HashMap<usize, String> = HashMap::new();
    for definition in contract.definitions() {
        each_field(&definition.fields, &mut |field| {
            let at = field.span.start;
            if !untyped.contains(&at) || hints.contains_key(&at) {
                return;
            }
            let (ty, like) = likely(contract, field, examples.get(&at).copied(), &elsewhere);
            let bar = if in_tables.contains(&at) { r"\|" } else { "|" };
            let ty = ty.map(|ty| ty.to_string().replace('|', bar));
            hints.insert(at, worded(&field.name, ty.as_deref(), like.as_deref()));
        });
    }
    for lint in lints {
        if let Some(hint) = hints.get(&lint.span.start) {
            lint.hint.clone_from(hint);
        }
    }
}

/// The likely type of an untyped field, and the field that it is taken from, such as `send.metadata`.
fn likely(
    contract: &Contract,
    field: &Field,
    example: Option<&Value>,
    elsewhere: &Elsewhere<'_>,
) -> (Option<Type>, Option<String>) {
    let is_list = matches!(field.ty, Type::List(_));
    let fits = |ty: &Type| {
        example.is_none_or(|value| contract.fits(value, ty)) && (!is_list || matches!(ty, Type::List(_)))
    };
    if let Some(known) = elsewhere.most_frequent(&field.name, fits) {
        return (Some(known.ty.clone()), Some(format!("{}.{}", known.owner.word(), field.name)));
    }
    let guess = likely_type(&field.name, &field.meaning);
    let ty = match example {
        Some(value) => {
            guess.filter(|guess| contract.fits(value, guess)).or_else(|| of_value(contract, value))
        }
        None => guess,
    };
    let ty = match ty {
        Some(Type::List(item)) => Some(Type::List(item)),
        item if is_list => Some(Type::List(Box::new(item.unwrap_or(Type::Any)))),
        other => other,
    };
    (ty, None)
}

fn worded(name: &str, ty: Option<&str>, like: Option<&str>) -> String {
    let like = like.map(|like| format!("as `{like}` is, ")).unwrap_or_default();
    match ty {
        Some(ty) if !like.is_empty() => {
            format!("write `{name}: {ty}`, {like}or `{name}: any` if it may be anything")
        }
        Some(ty) => format!("write `{name}: {ty}`, or `{name}: any` if it may be anything"),
        None => format!("write its type, such as `{name}: string`, or `{name}: any` if it may be anything"),
    }
}

/// The types that fields have, by the name of the field.
struct Elsewhere<'c>(HashMap<&'c str, Vec<Known<'c>>>);

/// One type of a name, and the first definition that states it.
struct Known<'c> {
    ty: &'c Type,
    owner: &'c Definition,
    count: usize,
}

impl<'c> Elsewhere<'c> {
    fn of(contract: &'c Contract, untyped: &HashSet<usize>) -> Self {
        let mut names: HashMap<&str, Vec<Known<'_>>> = HashMap::new();
        for definition in contract.definitions() {
            each_field(&definition.fields, &mut |field| {
                if untyped.contains(&field.span.start) || !is_hint(&field.ty) {
                    return;
                }
                let types = names.entry(&field.name).or_default();
                if let Some(known) = types.iter_mut().find(|known| *known.ty == field.ty) {
                    known.count += 1;
                } else if types.len() < MOST_TYPES {
                    types.push(Known { ty: &field.ty, owner: definition, count: 1 });
                }
            });
        }
        Self(names)
    }

    /// Of the types that are `fit`, the one that most fields have; of several the first.
    fn most_frequent(&self, name: &str, fit: impl Fn(&Type) -> bool) -> Option<&Known<'c>> {
        let types = self.0.get(name)?.iter().rev();
        types.filter(|known| fit(known.ty)).max_by_key(|known| known.count)
    }
}

/// Returns true for a type that says something and is short enough.
fn is_hint(ty: &Type) -> bool {
    match ty {
        Type::Any | Type::Shape(_) => false,
        Type::Nullable(inner) | Type::List(inner) => is_hint(inner),
        Type::Pair(members) => members.iter().all(|member| is_hint(&member.ty)),
        Type::ClosedSet(_) | Type::OpenSet(_) => ty.to_string().len() <= LONGEST,
        _ => true,
    }
}

/// The first value that examples show of each field without a type, by the place of its name; `null` shows nothing.
fn examples(contract: &Contract) -> HashMap<usize, &Value> {
    let mut shown = HashMap::new();
    for example in &contract.examples {
        show_named(contract, &example.name, &example.value, &mut shown);
    }
    shown
}

fn show_named<'c>(
    contract: &'c Contract,
    name: &str,
    value: &'c Value,
    shown: &mut HashMap<usize, &'c Value>,
) {
    let Value::Object(record) = value else { return };
    match contract.referent(name) {
        Some(Referent::Definition(definition)) => show_record(contract, &definition.fields, record, shown),
        Some(Referent::Union(branches)) => {
            let has_tag = |(key, tag): (&str, &str)| record.get(key).and_then(Value::as_str) == Some(tag);
            let branch = branches.into_iter().find(|branch| branch.tag().is_some_and(has_tag));
            if let Some(branch) = branch {
                show_record(contract, &branch.fields, record, shown);
            }
        }
        None => {}
    }
}

fn show_record<'c>(
    contract: &'c Contract,
    fields: &'c [Field],
    record: &'c Map<String, Value>,
    shown: &mut HashMap<usize, &'c Value>,
) {
    for field in fields {
        match record.get(&field.name) {
            None | Some(Value::Null) => {}
            Some(value) => {
                if matches!(&field.ty, Type::Any)
                    || matches!(&field.ty, Type::List(item) if **item == Type::Any)
                {
                    shown.entry(field.span.start).or_insert(value);
                }
                show(contract, &field.ty, value, shown);
            }
        }
    }
}

fn show<'c>(contract: &'c Contract, ty: &'c Type, value: &'c Value, shown: &mut HashMap<usize, &'c Value>) {
    match (ty, value) {
        (Type::Nullable(inner), _) => show(contract, inner, value, shown),
        (Type::List(item), Value::Array(items)) => {
            for value in items {
                show(contract, item, value, shown);
            }
        }
        (Type::Pair(members), Value::Array(items)) => {
            for (member, value) in members.iter().zip(items) {
                show(contract, &member.ty, value, shown);
            }
        }
        (Type::Shape(fields), Value::Object(record)) => show_record(contract, fields, record, shown),
        (Type::Named(name), _) => show_named(contract, name, value, shown),
        _ => {}
    }
}

/// The type of one value; none for `null`.
fn of_value(contract: &Contract, value: &Value) -> Option<Type> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(_) => Type::Bool,
        Value::Number(_) if contract.fits(value, &Type::Int(Limits::default())) => {
            Type::Int(Limits::default())
        }
        Value::Number(_) => Type::Number,
        Value::String(_) => Type::String(Limits::default()),
        Value::Object(_) => Type::Object,
        Value::Array(items) => {
            let item = items.first().and_then(|first| of_value(contract, first));
            let item = item.filter(|item| items.iter().all(|value| contract.fits(value, item)));
            Type::List(Box::new(item.unwrap_or(Type::Any)))
        }
    })
}

/// Calls `visit` for all fields, those of inline shapes behind the field that holds them.
fn each_field<'c>(fields: &'c [Field], visit: &mut impl FnMut(&'c Field)) {
    for field in fields {
        visit(field);
        each_field_within(&field.ty, visit);
    }
}

fn each_field_within<'c>(ty: &'c Type, visit: &mut impl FnMut(&'c Field)) {
    match ty {
        Type::Nullable(inner) | Type::List(inner) => each_field_within(inner, visit),
        Type::Pair(members) => members.iter().for_each(|member| each_field_within(&member.ty, visit)),
        Type::Shape(fields) => each_field(fields, visit),
        _ => {}
    }
}

/// Those of the places that stand in rows of tables, where `|` is written with a backslash: the lines from one below a
/// header to the next blank one.
fn within_tables(text: &str, places: &HashSet<usize>) -> HashSet<usize> {
    let mut sorted: Vec<usize> = places.iter().copied().collect();
    sorted.sort_unstable();
    let mut rest = sorted.as_slice();
    let (mut start, mut in_table, mut found) = (0, false, HashSet::new());
    for line in text.split_inclusive('\n') {
        start += line.len();
        let line = line.trim_matches(|c: char| c.is_whitespace() || c == '>');
        let is_delimiter =
            line.contains('-') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'));
        in_table = !line.is_empty() && (in_table || is_delimiter && line.contains('|'));
        let (here, behind) = rest.split_at(rest.partition_point(|place| *place < start));
        if in_table {
            found.extend(here);
        }
        rest = behind;
    }
    found
}
