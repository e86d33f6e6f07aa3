//! What a reader of a contract does with one value, reasoned on the model.
//!
//! The compiled validators are not asked here: they confirm afterwards what this finds.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use crate::contract::{Contract, Field, Limits, Type};
use crate::evolution::definitions::{ACTIONS, Record, branches, record_of};
use crate::evolution::verdict::ReaderAnswer;

/// What a reader does with `value` in the place of a `ty`.
pub(in crate::evolution) fn receive(contract: &Contract, ty: &Type, value: &Value) -> ReaderAnswer {
    let all = |values: &mut dyn Iterator<Item = ReaderAnswer>| values.max().unwrap_or(ReaderAnswer::Accepted);
    match (ty, value) {
        (Type::Nullable(inner), value) if !value.is_null() => receive(contract, inner, value),
        (Type::String(limits), Value::String(text)) => accepted_if(within(text.chars().count(), *limits)),
        (Type::Int(limits), Value::Number(number)) => {
            let fits = number.as_i64().is_some_and(|number| {
                number.unsigned_abs() < 1 << 53
                    && limits.min.is_none_or(|min| min <= number)
                    && limits.max.is_none_or(|max| number <= max)
            });
            accepted_if(fits)
        }
        (Type::Any, _)
        | (Type::Nullable(_), Value::Null)
        | (Type::Number, Value::Number(_))
        | (Type::Bool, Value::Bool(_))
        | (Type::Object, Value::Object(_))
        | (Type::OpenSet(_), Value::String(_)) => ReaderAnswer::Accepted,
        (Type::Base64, Value::String(text)) => accepted_if(STANDARD.decode(text).is_ok()),
        (Type::ClosedSet(words), Value::String(text)) => accepted_if(words.contains(text)),
        (Type::List(each), Value::Array(values)) => {
            all(&mut values.iter().map(|value| receive(contract, each, value)))
        }
        (Type::Pair(members), Value::Array(values)) if values.len() == 2 => {
            all(&mut members.iter().zip(values).map(|(member, value)| receive(contract, &member.ty, value)))
        }
        (Type::Named(_) | Type::Shape(_), Value::Object(members)) => match (record_of(contract, ty), ty) {
            (Some(record), _) => receive_record(contract, record, members),
            (None, Type::Named(union)) => receive_union(contract, union, members),
            (None, _) => ReaderAnswer::Refused,
        },
        _ => ReaderAnswer::Refused,
    }
}

/// Whether a reader refuses a record without this field.
pub(in crate::evolution) fn requires(field: &Field) -> bool {
    field.always_sent && field.if_absent.is_none()
}

/// Whether a reader takes `null` for an absent field, whatever the field's type.
pub(in crate::evolution) fn reads_null_as_absent(field: &Field) -> bool {
    !field.always_sent && field.if_absent.as_ref().is_none_or(Value::is_null)
}

fn receive_record(contract: &Contract, record: Record<'_>, members: &Map<String, Value>) -> ReaderAnswer {
    let tagged = record.tag.is_none_or(|(name, word)| members.get(name).is_some_and(|value| value == word));
    if !tagged {
        return ReaderAnswer::Refused;
    }
    let known = record.fields.iter().map(|field| match members.get(&field.name) {
        None => accepted_if(!requires(field)),
        Some(Value::Null) if reads_null_as_absent(field) => ReaderAnswer::Accepted,
        Some(value) => receive(contract, &field.ty, value),
    });
    let is_known = |name: &String| {
        record.tag.is_some_and(|(tag, _)| tag == name)
            || record.fields.iter().any(|field| field.name == *name)
    };
    let unknown = members
        .keys()
        .map(|name| if is_known(name) { ReaderAnswer::Accepted } else { ReaderAnswer::Ignored });
    known.chain(unknown).max().unwrap_or(ReaderAnswer::Accepted)
}

fn receive_union(contract: &Contract, union: &str, members: &Map<String, Value>) -> ReaderAnswer {
    let branches = branches(contract, union);
    let is_branch = |record: &&Record<'_>| {
        record.tag.is_some_and(|(name, word)| members.get(name).is_some_and(|value| value == word))
    };
    match branches.iter().find(is_branch) {
        Some(record) => receive_record(contract, *record, members),
        // The reader's union of actions has a branch for every other op.
        None if union == ACTIONS && members.get("op").is_some_and(Value::is_string) => ReaderAnswer::Ignored,
        None => ReaderAnswer::Refused,
    }
}

fn within(length: usize, Limits { min, max }: Limits) -> bool {
    i64::try_from(length)
        .is_ok_and(|length| min.is_none_or(|min| min <= length) && max.is_none_or(|max| length <= max))
}

fn accepted_if(fits: bool) -> ReaderAnswer {
    if fits { ReaderAnswer::Accepted } else { ReaderAnswer::Refused }
}
