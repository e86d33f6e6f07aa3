//! Unions told apart by a tag, as enums of structs: the generated text invokes these macros.
//!
//! The tag is written first. It is read wherever it stands; when it comes first, as every known writer sends it,
//! nothing is buffered.

use serde::de::{Error, MapAccess};
use serde_json::{Map, Value};

/// What is left of an object when its tag is known.
pub(super) enum Rest<A> {
    /// The tag came first: the members behind it are still to be read.
    Behind(A),
    /// The tag came later: the whole object.
    Whole(Value),
}

/// Reads an object up to its tag.
pub(super) fn split<'de, A: MapAccess<'de>>(
    mut map: A,
    tag: &'static str,
) -> Result<(String, Rest<A>), A::Error> {
    let Some(first) = map.next_key::<String>()? else {
        return Err(A::Error::missing_field(tag));
    };
    if first == tag {
        return Ok((map.next_value()?, Rest::Behind(map)));
    }
    let mut whole = Map::new();
    whole.insert(first, map.next_value()?);
    while let Some((key, value)) = map.next_entry()? {
        whole.insert(key, value);
    }
    match whole.get(tag) {
        Some(Value::String(value)) => Ok((value.clone(), Rest::Whole(Value::Object(whole)))),
        Some(_) => Err(A::Error::custom("expected the tag to be a string")),
        None => Err(A::Error::missing_field(tag)),
    }
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
            |_map| Err(::serde::de::Error::custom(concat!("unknown ", $tag)))
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
            |tag| Ok($name::Unknown { tag })
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

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Visitor;

                impl<'de> ::serde::de::Visitor<'de> for Visitor {
                    type Value = $name;

                    fn expecting(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                        f.write_str("an object")
                    }

                    fn visit_map<A: ::serde::de::MapAccess<'de>>(self, map: A) -> Result<$name, A::Error> {
                        use ::serde::Deserialize as _;
                        use ::serde::de::{Error as _, IgnoredAny, value::MapAccessDeserializer};
                        use $crate::frame::unions::{Rest, split};

                        let (tag, rest) = split(map, $tag)?;
                        match (tag.as_str(), rest) {
                            $(
                                ($value, Rest::Behind(map)) => {
                                    let record = <$record as ::serde::Deserialize>::deserialize(
                                        MapAccessDeserializer::new(map),
                                    )?;
                                    Ok($name::$variant(record))
                                }
                                ($value, Rest::Whole(whole)) => {
                                    let record = <$record as ::serde::Deserialize>::deserialize(whole);
                                    record.map($name::$variant).map_err(A::Error::custom)
                                }
                            )*
                            (_, rest) => {
                                if let Rest::Behind(map) = rest {
                                    IgnoredAny::deserialize(MapAccessDeserializer::new(map))?;
                                }
                                let $unknown = tag;
                                $otherwise
                            }
                        }
                    }
                }

                deserializer.deserialize_map(Visitor)
            }
        }
    };
}
pub(super) use union_impls;
