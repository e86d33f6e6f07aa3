//! Strict reading in passing: keys and words lent out of the text, and values of which nothing is kept.
//!
//! serde's own ways are not exact: what they ignore they do not look into, nor do they lend a word out of the text.
//! This module knows no field.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// Reads a string, lent out of the text where it holds no escape: a key, or a value whose object is at hand.
pub(crate) struct Word;

/// Reads any value and keeps nothing of it.
#[derive(Clone, Copy)]
pub(crate) struct Skip;

/// The keys of one object that have been seen and are not kept elsewhere.
#[derive(Default)]
pub(crate) struct Keys<'de> {
    few: Vec<Cow<'de, str>>,
    /// Made when it is needed: hashing is seeded.
    many: Option<HashSet<Cow<'de, str>>>,
}

impl<'de> Keys<'de> {
    /// So many are compared one by one, which is faster than to hash them.
    const FEW: usize = 16;

    /// Notes a key.
    ///
    /// # Errors
    ///
    /// If it has been noted before.
    pub(crate) fn note<E: Error>(&mut self, key: Cow<'de, str>) -> Result<(), E> {
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
