//! Which delivery an undecoded line is.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// The `bufferId` of a line that is not decoded: too long, or out of contract.
///
/// Such a delivery is acknowledged and reported, or it would come for ever (contract section 13.3). The line is read
/// once; nothing is allocated for what is in it but the id, one byte for each level of nesting, and a key that is
/// written with escapes.
///
/// `None` for a line that is not one JSON object, and for a `bufferId` that is missing, empty, or neither a string nor
/// an integer. An integer is given as text, as the real gateway acknowledges it. Of several the last counts, as for the
/// JSON readers of the peers.
///
/// # Examples
///
/// ```
/// use relay_contract::relay::raw::buffer_id;
///
/// let line = r#"{"type":"inbound","event":{"bufferId":"another"},"bufferId":"buf-1"}"#;
/// assert_eq!(buffer_id(line).as_deref(), Some("buf-1"));
/// assert_eq!(buffer_id(&line[..line.len() - 1]), None);
/// ```
#[must_use]
pub fn buffer_id(line: &str) -> Option<String> {
    let mut deserializer = serde_json::Deserializer::from_str(line);
    // What is passed over is not recursed into, however deep it is.
    let found = deserializer.deserialize_map(Top).ok()?;
    deserializer.end().ok()?;
    found.filter(|id| !id.is_empty())
}

/// The top level of a frame.
struct Top;

/// Whether a key is the one looked for.
struct Key;

/// The value of that key.
struct Id;

impl<'de> Visitor<'de> for Top {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(wanted) = members.next_key_seed(Key)? {
            if wanted {
                found = members.next_value_seed(Id)?;
            } else {
                members.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }
}

impl<'de> DeserializeSeed<'de> for Key {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<bool, E> {
        Ok(key == "bufferId")
    }
}

impl<'de> DeserializeSeed<'de> for Id {
    type Value = Option<String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Id {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_str<E: Error>(self, id: &str) -> Result<Self::Value, E> {
        Ok(Some(id.to_owned()))
    }

    fn visit_i64<E: Error>(self, id: i64) -> Result<Self::Value, E> {
        Ok(Some(id.to_string()))
    }

    fn visit_u64<E: Error>(self, id: u64) -> Result<Self::Value, E> {
        Ok(Some(id.to_string()))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}
