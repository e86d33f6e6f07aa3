//! Reading the types of fields exactly, free values as strictly as the rest of a line.
//!
//! serde's own way is not exact: of a key that stands twice in a free object it takes the second value. This module
//! knows no record and no union.

use std::borrow::Cow;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error};
use serde_json::{Map, Value};

use super::Base64Body;
use crate::json::{StrictValue, Word};

/// Reads a string, lent out of the line where it holds no escape.
pub(super) fn word<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Cow<'de, str>, D::Error> {
    deserializer.deserialize_str(Word)
}

/// A type of a field, read exactly: in place of `Deserialize`, which does not look into free values.
pub(super) trait Strict<'de>: Deserialize<'de> {
    /// What stands in a field before it is read; it costs nothing.
    fn blank() -> Self;

    /// Reads it.
    fn strict<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }

    /// Reads it into its place.
    fn fill<D: Deserializer<'de>>(&mut self, deserializer: D) -> Result<(), D::Error> {
        *self = Self::strict(deserializer)?;
        Ok(())
    }
}

/// The place of a field.
pub(super) struct Place<'a, T>(pub(super) &'a mut T);

impl<'de, T: Strict<'de>> DeserializeSeed<'de> for Place<'_, T> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.0.fill(deserializer)
    }
}

impl<'de> Strict<'de> for Value {
    fn blank() -> Self {
        Self::Null
    }

    fn strict<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        StrictValue.deserialize(deserializer)
    }
}

impl<'de> Strict<'de> for Map<String, Value> {
    fn blank() -> Self {
        Self::new()
    }

    fn strict<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match StrictValue.deserialize(deserializer)? {
            Value::Object(members) => Ok(members),
            _ => Err(D::Error::custom("expected an object")),
        }
    }
}

impl<'de, T: Strict<'de>> Strict<'de> for Option<T> {
    fn blank() -> Self {
        None
    }

    fn strict<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::<Exact<T>>::deserialize(deserializer)?.map(|Exact(value)| value))
    }
}

impl<'de, T: Strict<'de>> Strict<'de> for Vec<T> {
    fn blank() -> Self {
        Self::new()
    }

    fn strict<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let elements = Vec::<Exact<T>>::deserialize(deserializer)?;
        Ok(elements.into_iter().map(|Exact(element)| element).collect())
    }
}

impl<'de, A: Strict<'de>, B: Strict<'de>> Strict<'de> for (A, B) {
    fn blank() -> Self {
        (A::blank(), B::blank())
    }

    fn strict<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (Exact(first), Exact(second)) = Deserialize::deserialize(deserializer)?;
        Ok((first, second))
    }
}

impl Strict<'_> for bool {
    fn blank() -> Self {
        false
    }
}

impl Strict<'_> for String {
    fn blank() -> Self {
        Self::new()
    }
}

impl Strict<'_> for Base64Body {
    fn blank() -> Self {
        Self::default()
    }
}

/// An element, for the impls of serde's own containers.
struct Exact<T>(T);

impl<'de, T: Strict<'de>> Deserialize<'de> for Exact<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::strict(deserializer).map(Exact)
    }
}
