//! Reading a struct from a JSON object, and from nothing else, with every key once.
//!
//! serde's derived code knows the fields, but not exactly: alone it would also take an array (serde issue 1587), and
//! it forgets the keys that it ignores. So it is handed the members that it knows, by index.

use std::borrow::Cow;
use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error, IntoDeserializer, MapAccess, Visitor};

use super::strict::{Keys, Skip, Word};

/// An object of which a struct or nothing is made.
pub struct Object<'t, D> {
    deserializer: D,
    tag: Tag<'t>,
}

/// The key that a union has read, or still stands among the members; no field claims it.
#[derive(Clone, Copy)]
enum Tag<'t> {
    None,
    /// It must be among the members, with this value.
    Ahead(&'static str, &'t str),
    Behind(&'static str),
}

/// A struct with its private twin: what the union of its tag reads.
pub(crate) trait Record: Sized {
    /// Reads it from an object.
    fn read<'de, D: Deserializer<'de>>(object: Object<'_, D>) -> Result<Self, D::Error>;
}

impl<'t, D> Object<'t, D> {
    /// All of an object.
    pub(super) fn whole(deserializer: D) -> Self {
        Self { deserializer, tag: Tag::None }
    }

    /// All of an object whose tag is said to stand somewhere in it with this value; it is refused if it does not.
    pub(super) fn tagged(tag: &'static str, value: &'t str, deserializer: D) -> Self {
        Self { deserializer, tag: Tag::Ahead(tag, value) }
    }
}

impl<'de, A: MapAccess<'de>> Object<'_, MapAccessDeserializer<A>> {
    /// What stands behind the tag.
    pub(super) fn behind(tag: &'static str, members: A) -> Self {
        Self { deserializer: MapAccessDeserializer::new(members), tag: Tag::Behind(tag) }
    }
}

impl<'de, D: Deserializer<'de>> Object<'_, D> {
    /// Reads it and keeps nothing.
    pub(super) fn skip(self) -> Result<(), D::Error> {
        self.deserialize_struct("", &[], Skip)
    }
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Object<'_, D> {
    type Error = D::Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.deserializer.deserialize_map(ObjectVisitor { fields, tag: self.tag, visitor })
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.deserialize_struct("", &[], visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

struct ObjectVisitor<'t, V> {
    fields: &'static [&'static str],
    tag: Tag<'t>,
    visitor: V,
}

impl<'de, V: Visitor<'de>> Visitor<'de> for ObjectVisitor<'_, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        let Self { fields, tag, visitor } = self;
        visitor.visit_map(Members { map, fields, next: 0, tag, others: Keys::default() })
    }
}

/// The members of an object that a struct has fields for; the others are read strictly and left out.
struct Members<'de, 't, A> {
    map: A,
    fields: &'static [&'static str],
    /// The field behind the last one: writers keep to the document's order, mostly.
    next: usize,
    tag: Tag<'t>,
    others: Keys<'de>,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Members<'de, '_, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        loop {
            let key = FieldKey { fields: self.fields, next: self.next };
            match self.map.next_key_seed(key)? {
                None => match self.tag {
                    Tag::Ahead(tag, _) => return Err(A::Error::missing_field(tag)),
                    Tag::None | Tag::Behind(_) => return Ok(None),
                },
                Some(Key::Field(index)) => {
                    self.next = index + 1;
                    // The derived code knows a field by its index too, and sees to its standing there once.
                    return seed.deserialize((index as u64).into_deserializer()).map(Some);
                }
                Some(Key::Other(key)) => match self.tag {
                    Tag::Ahead(tag, value) if key == tag => {
                        if self.map.next_value_seed(Word)? != value {
                            return Err(A::Error::custom("another tag"));
                        }
                        self.tag = Tag::Behind(tag);
                    }
                    Tag::Behind(tag) if key == tag => return Err(A::Error::custom("duplicate key")),
                    Tag::None | Tag::Ahead(..) | Tag::Behind(_) => {
                        self.others.note(key)?;
                        self.map.next_value_seed(Skip)?;
                    }
                },
            }
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.map.next_value_seed(seed)
    }
}

/// Reads a key: which field it is.
struct FieldKey {
    fields: &'static [&'static str],
    next: usize,
}

enum Key<'de> {
    Field(usize),
    Other(Cow<'de, str>),
}

impl FieldKey {
    /// Looks for a key from the expected field on, then among those before it.
    #[inline]
    fn find(&self, key: &str) -> Option<usize> {
        let is_key = |index: &usize| self.fields[*index] == key;
        (self.next..self.fields.len()).find(is_key).or_else(|| (0..self.next).find(is_key))
    }
}

impl<'de> DeserializeSeed<'de> for FieldKey {
    type Value = Key<'de>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key<'de>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for FieldKey {
    type Value = Key<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    #[inline]
    fn visit_borrowed_str<E: Error>(self, key: &'de str) -> Result<Key<'de>, E> {
        Ok(self.find(key).map_or(Key::Other(Cow::Borrowed(key)), Key::Field))
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Key<'de>, E> {
        Ok(self.find(key).map_or_else(|| Key::Other(Cow::Owned(key.to_owned())), Key::Field))
    }
}

/// Implements serde's traits for a struct whose derived code stands on a private twin.
macro_rules! record {
    ($name:ident, $twin:ident) => {
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $twin::serialize(self, serializer)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $twin::deserialize($crate::frame::records::Object::whole(deserializer))
            }
        }

        impl $crate::frame::records::Record for $name {
            fn read<'de, D: ::serde::Deserializer<'de>>(
                object: $crate::frame::records::Object<'_, D>,
            ) -> Result<Self, D::Error> {
                $twin::deserialize(object)
            }
        }

        impl $crate::frame::strict::Strict<'_> for $name {}
    };
}
pub(super) use record;
