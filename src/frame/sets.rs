//! Sets of strings as enums: the generated text invokes these macros.

/// A closed set: any other string is refused.
#[allow(unused_macros, reason = "the document decides whether there is one")]
macro_rules! closed_set {
    ($(#[$meta:meta])* $name:ident { $($value:literal => $variant:ident,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $(#[doc = concat!("`", $value, "`")] $variant,)*
        }

        impl $name {
            /// The word on the wire.
            #[must_use]
            pub const fn as_str(&self) -> &'static str {
                match self {
                    $(Self::$variant => $value,)*
                }
            }
        }

        impl TryFrom<&str> for $name {
            type Error = $crate::frame::LimitError;

            // Not `Self::Error`: a set may have that word.
            fn try_from(word: &str) -> Result<Self, $crate::frame::LimitError> {
                match word {
                    $($value => Ok(Self::$variant),)*
                    _ => Err($crate::frame::LimitError::Set { set: stringify!($name) }),
                }
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let word = $crate::frame::strict::word(deserializer)?;
                Self::try_from(&*word).map_err(::serde::de::Error::custom)
            }
        }

        impl $crate::frame::strict::Strict<'_> for $name {
            fn blank() -> Self {
                [$(Self::$variant),*][0]
            }
        }

        $crate::frame::sets::writes_its_word!($name);
    };
}
#[allow(unused_imports, reason = "the document decides whether there is one")]
pub(super) use closed_set;

/// An open set: any other string is kept.
#[allow(unused_macros, reason = "the document decides whether there is one")]
macro_rules! open_set {
    ($(#[$meta:meta])* $name:ident { $($value:literal => $variant:ident,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $(#[doc = concat!("`", $value, "`")] $variant,)*
            /// A word that this revision of the contract does not list.
            Other($crate::frame::Unlisted),
        }

        impl $name {
            /// The word on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $value,)*
                    Self::Other(word) => word.as_str(),
                }
            }
        }

        impl From<&str> for $name {
            fn from(word: &str) -> Self {
                match word {
                    $($value => Self::$variant,)*
                    _ => Self::Other($crate::frame::Unlisted::new(word.to_owned())),
                }
            }
        }

        impl From<String> for $name {
            fn from(word: String) -> Self {
                match word.as_str() {
                    $($value => Self::$variant,)*
                    _ => Self::Other($crate::frame::Unlisted::new(word)),
                }
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let word = $crate::frame::strict::word(deserializer)?;
                Ok(Self::from(&*word))
            }
        }

        impl $crate::frame::strict::Strict<'_> for $name {
            fn blank() -> Self {
                Self::Other($crate::frame::Unlisted::new(String::new()))
            }
        }

        $crate::frame::sets::writes_its_word!($name);
    };
}
#[allow(unused_imports, reason = "the document decides whether there is one")]
pub(super) use open_set;

macro_rules! writes_its_word {
    ($name:ident) => {
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}
pub(super) use writes_its_word;
