//! Valid values: of a type, and of a record, with nothing optional or with everything.

use serde_json::{Map, Value, json};

use super::record::Record;
use crate::contract::{Contract, Field, Limits, Type};

/// How much of a record is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// What every writer sends, `null` where it may be, lists empty.
    Minimal,
    /// Every field, nothing `null`, one element a list; records within it are minimal.
    Full,
}

/// A record that its writer may send.
pub(super) fn record(contract: &Contract, record: &Record<'_>, extent: Extent) -> Map<String, Value> {
    let tag = record.tag.map(|(key, word)| (key.to_owned(), json!(word)));
    let fields = record.fields.iter().filter(|field| extent == Extent::Full || field.always_sent);
    tag.into_iter()
        .chain(fields.map(|field| (field.name.clone(), field_value(contract, field, extent))))
        .collect()
}

/// A value of a field that its writer may send.
pub(super) fn field_value(contract: &Contract, field: &Field, extent: Extent) -> Value {
    value(contract, &field.ty, &field.name, extent)
}

/// A value of a type; free strings are made of `word`.
pub(super) fn value(contract: &Contract, ty: &Type, word: &str, extent: Extent) -> Value {
    match ty {
        Type::String(limits) => json!(string(word, *limits)),
        Type::Int(Limits { min, max }) => json!(1.max(min.unwrap_or(1)).min(max.unwrap_or(i64::MAX))),
        Type::Number => json!(1.5),
        Type::Bool => json!(true),
        Type::Object => json!({}),
        Type::Any => json!(word),
        Type::Base64 => json!("aGk="),
        Type::List(_) if extent == Extent::Minimal => json!([]),
        Type::List(each) => json!([value(contract, each, word, Extent::Full)]),
        Type::Pair(members) => {
            let member = |index: usize| {
                let label = members[index].label.as_deref().unwrap_or(word);
                value(contract, &members[index].ty, label, extent)
            };
            json!([member(0), member(1)])
        }
        Type::Nullable(_) if extent == Extent::Minimal => Value::Null,
        Type::Nullable(inner) => value(contract, inner, word, extent),
        Type::ClosedSet(words) | Type::OpenSet(words) => json!(words.first()),
        Type::Named(name) => {
            let named = Record::named(contract, name);
            Value::Object(named.map(|named| record(contract, &named, Extent::Minimal)).unwrap_or_default())
        }
        Type::Shape(fields) => Value::Object(record(contract, &Record::untagged(fields), extent)),
    }
}

/// `word` cut or drawn out to the limits.
fn string(word: &str, limits: Limits) -> String {
    let length = |limit: Option<i64>| limit.and_then(|limit| usize::try_from(limit).ok());
    let longest = length(limits.max).unwrap_or(usize::MAX);
    let missing = length(limits.min).unwrap_or(0).saturating_sub(word.chars().count());
    word.chars().chain(std::iter::repeat_n('x', missing)).take(longest).collect()
}
