//! Values and types: which value a reader accepts for a type.
//!
//! It reasons on the model; it knows no schema.

use serde_json::{Map, Value};

use super::field::{Field, Limits, Type};
use super::model::{Contract, Definition, Referent};
use crate::json::base64::is_base64;
use crate::well_known::MAX_SAFE_INTEGER;

impl Contract {
    /// Returns true if a reader accepts `value` for the type `ty`. `1.0` and `1e3` are integers; unknown fields are no
    /// obstacle; anything fits a name that the document leaves undefined.
    #[must_use]
    pub fn fits(&self, value: &Value, ty: &Type) -> bool {
        match ty {
            Type::Any => true,
            Type::String(limits) => value.as_str().is_some_and(|text| length_within(text, *limits)),
            Type::Int(limits) => integer(value).is_some_and(|number| within(number, *limits)),
            Type::Number => value.is_number(),
            Type::Bool => value.is_boolean(),
            Type::Object => value.is_object(),
            Type::Base64 => value.as_str().is_some_and(is_base64),
            Type::OpenSet(_) => value.is_string(),
            Type::ClosedSet(literals) => {
                value.as_str().is_some_and(|text| literals.iter().any(|known| known == text))
            }
            Type::Nullable(inner) => value.is_null() || self.fits(value, inner),
            Type::List(item) => {
                value.as_array().is_some_and(|items| items.iter().all(|value| self.fits(value, item)))
            }
            Type::Pair(members) => value.as_array().is_some_and(|items| {
                let mut pairs = items.iter().zip(members.iter());
                items.len() == 2 && pairs.all(|(value, member)| self.fits(value, &member.ty))
            }),
            Type::Shape(fields) => value.as_object().is_some_and(|object| self.fields_fit(object, fields)),
            Type::Named(name) => match self.referent(name) {
                Some(Referent::Definition(definition)) => self.fits_definition(value, definition),
                Some(Referent::Union(branches)) => {
                    branches.iter().any(|branch| self.fits_definition(value, branch))
                }
                // The undefined reference is reported at its place.
                None => true,
            },
        }
    }

    /// The JSON Pointer of the first part of `value` that no writer may send for the type `ty`; none where it may be
    /// sent. Unknown fields are no fault.
    pub(super) fn misfit(&self, value: &Value, ty: &Type) -> Option<String> {
        match (ty, value) {
            (Type::Nullable(inner), value) if !value.is_null() => self.misfit(value, inner),
            (Type::List(item), Value::Array(items)) => {
                items.iter().enumerate().find_map(|(at, value)| below(at, self.misfit(value, item)))
            }
            (Type::Pair(members), Value::Array(items)) if items.len() == 2 => {
                let mut pairs = items.iter().zip(members.iter()).enumerate();
                pairs.find_map(|(at, (value, member))| below(at, self.misfit(value, &member.ty)))
            }
            (Type::Shape(fields), Value::Object(object)) => self.unsendable_field(object, fields),
            (Type::Named(name), Value::Object(object)) => match self.referent(name) {
                Some(Referent::Definition(definition)) => self.unsendable(object, definition),
                Some(Referent::Union(branches)) => {
                    let branch = branches.into_iter().find(|branch| has_tag(object, branch));
                    branch.map_or(Some(String::new()), |branch| self.unsendable(object, branch))
                }
                None => None,
            },
            _ => (!self.fits(value, ty)).then(String::new),
        }
    }

    fn unsendable(&self, object: &Map<String, Value>, definition: &Definition) -> Option<String> {
        let tag = definition.tag().filter(|_| !has_tag(object, definition));
        tag.map_or_else(
            || self.unsendable_field(object, &definition.fields),
            |(key, _)| Some(format!("/{key}")),
        )
    }

    fn unsendable_field(&self, object: &Map<String, Value>, fields: &[Field]) -> Option<String> {
        fields.iter().find_map(|field| match object.get(&field.name) {
            None => field.always_sent.then(|| format!("/{}", field.name)),
            Some(value) => below(&field.name, self.misfit(value, &field.ty)),
        })
    }

    fn fits_definition(&self, value: &Value, definition: &Definition) -> bool {
        value
            .as_object()
            .is_some_and(|object| has_tag(object, definition) && self.fields_fit(object, &definition.fields))
    }

    fn fields_fit(&self, object: &Map<String, Value>, fields: &[Field]) -> bool {
        fields.iter().all(|field| match object.get(&field.name) {
            None => !field.reader_requires(),
            Some(Value::Null) if field.reads_null_as_absent() => true,
            Some(value) => self.fits(value, &field.ty),
        })
    }
}

/// Returns true if an object has the tag of a definition, or that has none.
fn has_tag(object: &Map<String, Value>, definition: &Definition) -> bool {
    definition.tag().is_none_or(|(key, tag)| object.get(key).and_then(Value::as_str) == Some(tag))
}

/// The pointer of a part of the element or member at `at`.
fn below(at: impl std::fmt::Display, pointer: Option<String>) -> Option<String> {
    pointer.map(|pointer| format!("/{at}{pointer}"))
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
    (-MAX_SAFE_INTEGER..=MAX_SAFE_INTEGER).contains(&number).then_some(number)
}
