//! Unions told apart by a tag, as enums of structs: the generated text invokes these macros.
//!
//! The tag is written first. It is read wherever it stands; when it comes first, as every known writer sends it,
//! nothing is buffered.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde_json::{Map, Value};

use super::records::Object;
use crate::json::{StrictValue, Word};

/// A union, as far as reading goes.
pub trait Union: Sized {
    /// The key of the tag.
    const TAG: &'static str;

    /// Reads the branch of a tag into its place: a frame is too big to be handed on by value. An object whose tag has
    /// no branch is read to its end, and leaves the place empty. What an error leaves in the place is not to be used.
    fn branch<'de, D: Deserializer<'de>>(
        tag: &str,
        object: Object<'_, D>,
        place: &mut Option<Self>,
    ) -> Result<(), D::Error>;

    /// What an object is whose tag has no branch; `None` if it is refused.
    fn without_branch(tag: &str) -> Option<Self>;
}

/// Reads a union, its tag first or elsewhere.
pub(super) fn read<'de, U: Union, D: Deserializer<'de>>(deserializer: D) -> Result<U, D::Error> {
    deserializer.deserialize_map(UnionVisitor(PhantomData))
}

struct UnionVisitor<U>(PhantomData<U>);

impl<'de, U: Union> Visitor<'de> for UnionVisitor<U> {
    type Value = U;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<U, A::Error> {
        let Some(first) = map.next_key_seed(Word)? else {
            return Err(A::Error::missing_field(U::TAG));
        };
        let mut branch = None;
        if first == U::TAG {
            let tag = map.next_value_seed(Word)?;
            U::branch(&tag, Object::behind(U::TAG, map), &mut branch)?;
            return branch.or_else(|| U::without_branch(&tag)).ok_or_else(unknown::<U, _>);
        }
        let mut whole = Map::new();
        let mut key = Some(first.into_owned());
        while let Some(name) = key {
            let value = map.next_value_seed(StrictValue)?;
            if whole.insert(name, value).is_some() {
                return Err(A::Error::custom("duplicate key"));
            }
            key = map.next_key()?;
        }
        let Some(Value::String(tag)) = whole.get(U::TAG).cloned() else {
            return Err(A::Error::missing_field(U::TAG));
        };
        U::branch(&tag, Object::tagged(U::TAG, &tag, Value::Object(whole)), &mut branch)
            .map_err(A::Error::custom)?;
        branch.or_else(|| U::without_branch(&tag)).ok_or_else(unknown::<U, _>)
    }
}

fn unknown<U: Union, E: Error>() -> E {
    E::custom(format_args!("unknown {}", U::TAG))
}

/// A union of the listed branches: any other tag is refused.
macro_rules! closed_union {
    (
        $(#[$meta:meta])* $name:ident, $tag:literal
        { $($(#[$branch_meta:meta])* $value:literal => $variant:ident($record:ident),)* }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, ::serde::Serialize)]
        #[serde(tag = $tag)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$branch_meta])* #[serde(rename = $value)] $variant($record),)*
        }

        impl $name {
            /// The tags of all branches, in document order.
            pub const TAGS: &'static [&'static str] = &[$($value),*];

            /// The tag of this value.
            #[must_use]
            pub const fn tag(&self) -> &'static str {
                match self {
                    $(Self::$variant(_) => $value,)*
                }
            }
        }

        $crate::frame::unions::union_impls! {
            $name, $tag { $($value => $variant($record),)* }
            |_tag| None
        }

        impl $crate::frame::strict::Strict<'_> for $name {
            fn blank() -> Self {
                let branches: &[fn() -> Self] =
                    &[$(|| Self::$variant($crate::frame::strict::Strict::blank())),*];
                branches[0]()
            }
        }
    };
}
pub(super) use closed_union;

/// A union of the listed branches that keeps any other tag as a value.
macro_rules! open_union {
    (
        $(#[$meta:meta])* $name:ident, $tag:literal
        { $($(#[$branch_meta:meta])* $value:literal => $variant:ident($record:ident),)* }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, ::serde::Serialize)]
        #[serde(tag = $tag)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$branch_meta])* #[serde(rename = $value)] $variant($record),)*
            /// One that this revision of the contract does not know: it can be read, never written.
            #[serde(skip_serializing)]
            Unknown {
                #[doc = concat!("Its `", $tag, "`.")]
                tag: String,
            },
        }

        impl $name {
            /// The tags of all known branches, in document order.
            pub const TAGS: &'static [&'static str] = &[$($value),*];

            /// The tag of this value.
            #[must_use]
            pub fn tag(&self) -> &str {
                match self {
                    $(Self::$variant(_) => $value,)*
                    Self::Unknown { tag } => tag,
                }
            }
        }

        $crate::frame::unions::union_impls! {
            $name, $tag { $($value => $variant($record),)* }
            |tag| Some(Self::Unknown { tag: tag.to_owned() })
        }

        impl $crate::frame::strict::Strict<'_> for $name {
            fn blank() -> Self {
                Self::Unknown { tag: String::new() }
            }
        }
    };
}
pub(super) use open_union;

macro_rules! union_impls {
    (
        $name:ident, $tag:literal { $($value:literal => $variant:ident($record:ident),)* }
        |$unknown:ident| $otherwise:expr
    ) => {
        $(
            impl From<$record> for $name {
                fn from(record: $record) -> Self {
                    Self::$variant(record)
                }
            }
        )*

        impl $crate::frame::unions::Union for $name {
            const TAG: &'static str = $tag;

            fn branch<'de, D: ::serde::Deserializer<'de>>(
                tag: &str,
                object: $crate::frame::records::Object<'_, D>,
                place: &mut Option<Self>,
            ) -> Result<(), D::Error> {
                match tag {
                    $($value => {
                        let blank = Self::$variant($crate::frame::records::Record::blank());
                        match place.insert(blank) {
                            Self::$variant(record) => object.fill::<$record>(record),
                            _ => Ok(()),
                        }
                    })*
                    _ => {
                        *place = None;
                        object.skip()
                    }
                }
            }

            fn without_branch($unknown: &str) -> Option<Self> {
                $otherwise
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::frame::unions::read(deserializer)
            }
        }
    };
}
pub(super) use union_impls;
