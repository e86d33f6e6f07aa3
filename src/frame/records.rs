//! Reading a struct from a JSON object, and from nothing else, with every key once.
//!
//! serde's derived code would also take an array (serde issue 1587), forgets the keys that it ignores, and hands on by
//! value what it has read: a frame would be moved six times, which costs more than to allocate its strings. So a
//! struct is filled in its place, member by member.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};

use crate::json::{Keys, Skip, Word};

/// A struct that is filled with the members of an object.
pub(crate) trait Record: Sized {
    /// The field of a key, by its index in document order.
    fn field(key: &str) -> Option<usize>;

    /// What is filled; it is nobody's to see before it is complete.
    fn blank() -> Self;

    /// Reads the value of a field into its place.
    fn set<'de, A: MapAccess<'de>>(&mut self, field: usize, members: &mut A) -> Result<(), A::Error>;

    /// Gives the fields that were not there their defaults.
    ///
    /// # Errors
    ///
    /// If a field without a default is missing.
    fn complete<E: Error>(&mut self, seen: Seen) -> Result<(), E>;
}

/// The fields of a record that have been there.
#[derive(Default)]
pub(crate) struct Seen {
    /// Bits, which is all that most records need.
    first: u64,
    /// The fields behind the first 64, in bits of the same kind; nothing is allocated until one of them is there.
    others: Vec<u64>,
}

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

impl Seen {
    /// Whether a field has been there.
    #[inline]
    pub(crate) fn has(&self, field: usize) -> bool {
        let bits = if field < 64 { Some(&self.first) } else { self.others.get(field / 64 - 1) };
        bits.is_some_and(|bits| bits >> (field % 64) & 1 == 1)
    }

    #[inline]
    fn note<E: Error>(&mut self, field: usize) -> Result<(), E> {
        if self.has(field) {
            return Err(E::custom("duplicate key"));
        }
        *self.bits(field) |= 1 << (field % 64);
        Ok(())
    }

    #[inline]
    fn bits(&mut self, field: usize) -> &mut u64 {
        if field < 64 {
            return &mut self.first;
        }
        let index = field / 64 - 1;
        if self.others.len() <= index {
            self.others.resize(index + 1, 0);
        }
        &mut self.others[index]
    }
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
    /// Reads it into a record.
    pub(super) fn fill<R: Record>(self, record: &mut R) -> Result<(), D::Error> {
        self.deserializer.deserialize_map(Fill { record, tag: self.tag })
    }

    /// Reads it and keeps nothing.
    pub(super) fn skip(self) -> Result<(), D::Error> {
        self.fill(&mut Nothing)
    }
}

/// A record without fields.
struct Nothing;

impl Record for Nothing {
    fn field(_: &str) -> Option<usize> {
        None
    }

    fn blank() -> Self {
        Self
    }

    fn set<'de, A: MapAccess<'de>>(&mut self, _: usize, _: &mut A) -> Result<(), A::Error> {
        Ok(())
    }

    fn complete<E: Error>(&mut self, _: Seen) -> Result<(), E> {
        Ok(())
    }
}

struct Fill<'r, 't, R> {
    record: &'r mut R,
    tag: Tag<'t>,
}

impl<'de, R: Record> Visitor<'de> for Fill<'_, '_, R> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let Self { record, mut tag } = self;
        let (mut seen, mut others) = (Seen::default(), Keys::default());
        while let Some(key) = members.next_key_seed(FieldKey::<R>(PhantomData))? {
            match key {
                Key::Field(field) => {
                    seen.note(field)?;
                    record.set(field, &mut members)?;
                }
                Key::Other(key) => match tag {
                    Tag::Ahead(name, value) if key == name => {
                        if members.next_value_seed(Word)? != value {
                            return Err(A::Error::custom("another tag"));
                        }
                        tag = Tag::Behind(name);
                    }
                    Tag::Behind(name) if key == name => return Err(A::Error::custom("duplicate key")),
                    Tag::None | Tag::Ahead(..) | Tag::Behind(_) => {
                        others.note(key)?;
                        members.next_value_seed(Skip)?;
                    }
                },
            }
        }
        match tag {
            Tag::Ahead(name, _) => Err(A::Error::missing_field(name)),
            Tag::None | Tag::Behind(_) => record.complete(seen),
        }
    }
}

/// Reads a key: which field it is.
struct FieldKey<R>(PhantomData<R>);

enum Key<'de> {
    Field(usize),
    Other(Cow<'de, str>),
}

impl<'de, R: Record> DeserializeSeed<'de> for FieldKey<R> {
    type Value = Key<'de>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key<'de>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de, R: Record> Visitor<'de> for FieldKey<R> {
    type Value = Key<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    #[inline]
    fn visit_borrowed_str<E: Error>(self, key: &'de str) -> Result<Key<'de>, E> {
        Ok(R::field(key).map_or(Key::Other(Cow::Borrowed(key)), Key::Field))
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Key<'de>, E> {
        Ok(R::field(key).map_or_else(|| Key::Other(Cow::Owned(key.to_owned())), Key::Field))
    }
}

/// Implements reading for a struct that is a [`Record`].
macro_rules! reads_objects {
    ($name:ident) => {
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let mut record = <Self as $crate::frame::records::Record>::blank();
                $crate::frame::records::Object::whole(deserializer).fill(&mut record)?;
                Ok(record)
            }
        }

        impl<'de> $crate::frame::strict::Strict<'de> for $name {
            fn blank() -> Self {
                $crate::frame::records::Record::blank()
            }

            fn fill<D: ::serde::Deserializer<'de>>(&mut self, deserializer: D) -> Result<(), D::Error> {
                $crate::frame::records::Object::whole(deserializer).fill(self)
            }
        }
    };
}
pub(super) use reads_objects;
