//! Whether a reader's default fits the type of its field.

use serde_json::{Map, Value};

use crate::contract::check::definitions::{Definition, Definitions};
use crate::contract::grammar::limits::MAX_INT;
use crate::contract::model::{Field, Limits, Type};

/// Whether `value` may stand for a field of type `ty` that is absent.
pub(in crate::contract) fn fits(value: &Value, ty: &Type, definitions: &Definitions<'_>) -> bool {
    match ty {
        Type::Any => true,
        Type::String(limits) => text(value).is_some_and(|text| length_within(text, *limits)),
        Type::Int(limits) => integer(value).is_some_and(|number| within(number, *limits)),
        Type::Number => value.is_number(),
        Type::Bool => value.is_boolean(),
        Type::Object => value.is_object(),
        Type::Base64 => text(value).is_some_and(is_base64),
        Type::OpenSet(_) => value.is_string(),
        Type::ClosedSet(literals) => {
            text(value).is_some_and(|text| literals.iter().any(|known| known == text))
        }
        Type::Nullable(inner) => value.is_null() || fits(value, inner, definitions),
        Type::List(item) => {
            value.as_array().is_some_and(|items| items.iter().all(|value| fits(value, item, definitions)))
        }
        Type::Pair(members) => value.as_array().is_some_and(|items| {
            items.len() == 2
                && items
                    .iter()
                    .zip(members.iter())
                    .all(|(value, member)| fits(value, &member.ty, definitions))
        }),
        Type::Shape(fields) => {
            value.as_object().is_some_and(|object| fields_fit(object, fields, definitions))
        }
        Type::Named(name) => match definitions.get(name) {
            Some(Definition::Record { fields, tag }) => value.as_object().is_some_and(|object| {
                let tagged = tag.is_none_or(|(key, tag)| object.get(key).and_then(text) == Some(tag));
                tagged && fields_fit(object, fields, definitions)
            }),
            Some(Definition::Union(members)) => {
                members.iter().any(|member| fits(value, &Type::Named(member.clone()), definitions))
            }
            // The undefined reference is reported where it stands.
            None => true,
        },
    }
}

/// As a reader accepts a record: what has a default, or is not always sent, may be missing.
fn fields_fit(object: &Map<String, Value>, fields: &[Field], definitions: &Definitions<'_>) -> bool {
    fields.iter().all(|field| match object.get(&field.name) {
        None => !field.always_sent || field.if_absent.is_some(),
        Some(Value::Null) if reads_null_as_absent(field) => true,
        Some(value) => fits(value, &field.ty, definitions),
    })
}

/// Section 6 of the grammar: `null` is absent for an optional field whose default is `null` or none.
fn reads_null_as_absent(field: &Field) -> bool {
    !field.always_sent && field.if_absent.as_ref().is_none_or(Value::is_null)
}

fn text(value: &Value) -> Option<&str> {
    value.as_str()
}

fn length_within(text: &str, limits: Limits) -> bool {
    i64::try_from(text.chars().count()).is_ok_and(|length| within(length, limits))
}

fn within(number: i64, Limits { min, max }: Limits) -> bool {
    min.is_none_or(|min| min <= number) && max.is_none_or(|max| number <= max)
}

/// The integer that a number is, `1.0` and `1e3` included.
fn integer(value: &Value) -> Option<i64> {
    let from_float = || {
        let number = value.as_f64().filter(|number| number.fract() == 0.0)?;
        // Beyond 2^53-1 nothing fits, so that the decimal text of the rest is exact.
        format!("{number:.0}").parse().ok()
    };
    let number = value.as_i64().or_else(from_float)?;
    (-MAX_INT..=MAX_INT).contains(&number).then_some(number)
}

/// RFC 4648 section 4: padded, and the unused bits of the last letter zero.
fn is_base64(text: &str) -> bool {
    let letters = text.trim_end_matches('=').as_bytes();
    let padding = text.len() - letters.len();
    let unused_zero =
        |mask: u8| letters.last().and_then(|letter| sextet(*letter)).is_some_and(|bits| bits & mask == 0);
    text.len().is_multiple_of(4)
        && letters.iter().all(|letter| sextet(*letter).is_some())
        && match padding {
            0 => true,
            1 => unused_zero(0b11),
            2 => unused_zero(0b1111),
            _ => false,
        }
}

fn sextet(letter: u8) -> Option<u8> {
    match letter {
        b'A'..=b'Z' => Some(letter - b'A'),
        b'a'..=b'z' => Some(letter - b'a' + 26),
        b'0'..=b'9' => Some(letter - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}
