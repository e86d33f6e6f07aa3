//! Places within a value, kept on the stack of a reader or a walk: a JSON Pointer is made of one only to be shown.
//!
//! Words that a peer chose are cut and escaped before they are shown. This module knows no schema.

use std::fmt;

/// A place within a value.
#[derive(Clone, Copy)]
pub(crate) enum JsonPath<'a> {
    /// The start of a reader or a walk, as a JSON Pointer.
    Root(&'a str),
    /// One step from another place.
    Below(&'a JsonPath<'a>, Segment<'a>),
}

/// The step from a value to one within it.
#[derive(Clone, Copy)]
pub(crate) enum Segment<'a> {
    /// To the member of this key.
    Key(&'a str),
    /// To the element of this index.
    Index(usize),
}

impl JsonPath<'_> {
    /// The place of a part of this value.
    pub(crate) fn below<'b>(&'b self, segment: Segment<'b>) -> JsonPath<'b> {
        JsonPath::Below(self, segment)
    }

    /// Returns true where a reader begins.
    pub(crate) fn is_root(&self) -> bool {
        matches!(self, Self::Root(_))
    }
}

impl fmt::Display for JsonPath<'_> {
    /// A JSON Pointer (RFC 6901), long keys cut.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root(pointer) => f.write_str(pointer),
            Self::Below(parent, segment) => {
                parent.fmt(f)?;
                segment.fmt(f)
            }
        }
    }
}

impl fmt::Display for Segment<'_> {
    /// A slash and a reference token of a JSON Pointer.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(key) => write!(f, "/{}", cut(key).replace('~', "~0").replace('/', "~1")),
            Self::Index(index) => write!(f, "/{index}"),
        }
    }
}

/// A word or key of the peer's as it may be shown: control characters escaped, cut at 64 characters.
pub(crate) fn cut(word: &str) -> String {
    const LONGEST: usize = 64;
    let mut shown = String::new();
    for (index, letter) in word.chars().enumerate() {
        match letter {
            _ if index == LONGEST => {
                shown.push('…');
                break;
            }
            '"' | '\'' | '\\' => shown.push(letter),
            _ => shown.extend(letter.escape_debug()),
        }
    }
    shown
}
