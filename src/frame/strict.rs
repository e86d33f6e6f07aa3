//! Reading what no type describes, as strictly as the rest of a line: keys, words, free values, unknown fields.
//!
//! serde's own ways are not exact: of a key that stands twice in a free object they take the second value, and what
//! they ignore they do not look into. Nor do they lend a word out of the line; the ways here do.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::Base64Body;
use crate::json::StrictValue;

/// Reads a string, lent out of the line where it holds no escape.
pub(super) fn word<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Cow<'de, str>, D::Error> {
    deserializer.deserialize_str(Word)
}

/// Reads a string as [`word`] does: a key, or a value whose object is at hand.
pub(super) struct Word;

/// Reads any value and keeps nothing of it.
#[derive(Clone, Copy)]
pub(super) struct Skip;

/// The keys of one object that have been seen and are not kept elsewhere.
#[derive(Default)]
pub(super) struct Keys<'de> {
    few: Vec<Cow<'de, str>>,
    /// Made when it is needed: hashing is seeded.
    many: Option<HashSet<Cow<'de, str>>>,
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

impl<'de> Keys<'de> {
    /// So many are compared one by one, which is faster than to hash them.
    const FEW: usize = 16;

    /// Notes a key.
    ///
    /// # Errors
    ///
    /// If it has been noted before.
    pub(super) fn note<E: Error>(&mut self, key: Cow<'de, str>) -> Result<(), E> {
        let is_new = if self.few.len() < Self::FEW {
            let is_new = !self.few.contains(&key);
            self.few.push(key);
            is_new
        } else {
            !self.few.contains(&key) && self.many.get_or_insert_default().insert(key)
        };
        if is_new { Ok(()) } else { Err(E::custom("duplicate key")) }
    }
}

impl<'de> DeserializeSeed<'de> for Word {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Cow<'de, str>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Word {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E: Error>(self, word: &'de str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed(word))
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(word.to_owned()))
    }

    fn visit_string<E: Error>(self, word: String) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(word))
    }
}

impl<'de> DeserializeSeed<'de> for Skip {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Skip {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<(), E> {
        if number.is_finite() { Ok(()) } else { Err(E::custom("number out of range")) }
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        while elements.next_element_seed(self)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let mut keys = Keys::default();
        while let Some(key) = members.next_key_seed(Word)? {
            keys.note(key)?;
            members.next_value_seed(self)?;
        }
        Ok(())
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
