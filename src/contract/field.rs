//! A field and its type, and how the grammar writes types: what is shown here parses to the same type.

use std::fmt;

use serde_json::Value;

use crate::Side;
use crate::contract::position::Span;

/// One field of an object, frame, action or result.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// The JSON name.
    pub name: String,
    /// The writer's type.
    pub ty: Type,
    /// True if every writer sends it.
    pub always_sent: bool,
    /// The reader's default when it is absent: `None` says that nothing is stated.
    pub if_absent: Option<Value>,
    /// Prose, as Markdown; empty where the document says nothing.
    pub meaning: String,
    /// The optional columns.
    pub notes: Notes,
    /// The place of its name.
    pub span: Span,
}

/// The optional columns of a row.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Notes {
    /// The direction, where that differs from the whole.
    pub direction: Option<Direction>,
    /// The capability or `supported_ops` entry that must be advertised.
    pub gate: Option<String>,
    /// The date or revision it is there from.
    pub since: Option<String>,
    /// Its stability, in words.
    pub stability: Option<String>,
    /// The name it had before.
    pub renamed_from: Option<String>,
    /// All other columns: header and cell, as Markdown, sorted.
    pub others: Vec<(String, String)>,
}

/// The type of a field, as its writer must send it.
#[derive(Debug, Clone, PartialEq)]
pub enum Type {
    /// Text; the length in Unicode scalar values.
    String(Limits),
    /// An integer; without limits from -(2^53-1) to 2^53-1.
    Int(Limits),
    /// Any finite number.
    Number,
    /// `true` or `false`.
    Bool,
    /// Any JSON object.
    Object,
    /// Any JSON value.
    Any,
    /// Bytes as canonical, padded base64 of the standard alphabet.
    Base64,
    /// A list.
    List(Box<Type>),
    /// An array of exactly two.
    Pair(Box<[PairMember; 2]>),
    /// The type or `null`.
    Nullable(Box<Type>),
    /// One of these strings.
    ClosedSet(Vec<String>),
    /// One of these strings, or another that the reader does not know.
    OpenSet(Vec<String>),
    /// A definition by name.
    Named(String),
    /// An inline shape.
    Shape(Vec<Field>),
}

/// One member of a pair.
#[derive(Debug, Clone, PartialEq)]
pub struct PairMember {
    /// The word that names it in messages, if the document gives one.
    pub label: Option<String>,
    /// Its type.
    pub ty: Type,
}

/// Inclusive limits; none where `None`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limits {
    /// The least value or length.
    pub min: Option<i64>,
    /// The greatest value or length.
    pub max: Option<i64>,
}

/// One of the two ways of the link, named by its writer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Direction {
    /// The side that sends.
    pub writer: Side,
}

impl Field {
    /// Returns true if a reader refuses a record without this field: it is always sent, and no default is stated.
    #[must_use]
    pub fn reader_requires(&self) -> bool {
        self.always_sent && self.if_absent.is_none()
    }

    /// Returns true if a reader takes `null` for an absent field, whatever the field's type: it may be left out, and its
    /// default is `null` or none.
    #[must_use]
    pub fn reads_null_as_absent(&self) -> bool {
        !self.always_sent && self.if_absent.as_ref().is_none_or(Value::is_null)
    }
}

impl Type {
    /// The names that it refers to, in their order.
    pub(super) fn names(&self) -> Vec<&str> {
        match self {
            Self::Named(name) => vec![name],
            Self::List(inner) | Self::Nullable(inner) => inner.names(),
            Self::Pair(members) => members.iter().flat_map(|member| member.ty.names()).collect(),
            Self::Shape(fields) => fields.iter().flat_map(|field| field.ty.names()).collect(),
            Self::String(_)
            | Self::Int(_)
            | Self::Number
            | Self::Bool
            | Self::Object
            | Self::Any
            | Self::Base64
            | Self::ClosedSet(_)
            | Self::OpenSet(_) => Vec::new(),
        }
    }

    /// Makes `any` of the names for which `is_open` returns true.
    pub(super) fn open_names(&mut self, is_open: &impl Fn(&str) -> bool) {
        match self {
            Self::Named(name) if is_open(name) => *self = Self::Any,
            Self::Nullable(inner) => {
                inner.open_names(is_open);
                // Anything may be `null` already.
                if **inner == Self::Any {
                    *self = Self::Any;
                }
            }
            Self::List(inner) => inner.open_names(is_open),
            Self::Pair(members) => members.iter_mut().for_each(|member| member.ty.open_names(is_open)),
            Self::Shape(fields) => fields.iter_mut().for_each(|field| field.ty.open_names(is_open)),
            Self::Named(_)
            | Self::String(_)
            | Self::Int(_)
            | Self::Number
            | Self::Bool
            | Self::Object
            | Self::Any
            | Self::Base64
            | Self::ClosedSet(_)
            | Self::OpenSet(_) => {}
        }
    }
}

impl fmt::Display for Direction {
    /// `gateway -> connector` or `connector -> gateway`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} -> {}", self.writer, self.writer.peer())
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::String(limits) => write!(f, "string{limits}"),
            Self::Int(limits) => write!(f, "int{limits}"),
            Self::Number => f.write_str("number"),
            Self::Bool => f.write_str("bool"),
            Self::Object => f.write_str("object"),
            Self::Any => f.write_str("any"),
            Self::Base64 => f.write_str("base64"),
            Self::List(each)
                if matches!(**each, Self::Nullable(_) | Self::ClosedSet(_) | Self::OpenSet(_)) =>
            {
                write!(f, "({each})[]")
            }
            Self::List(each) => write!(f, "{each}[]"),
            Self::Pair(members) => write!(f, "[{}, {}]", members[0], members[1]),
            Self::Nullable(inner) => write!(f, "{inner}|null"),
            Self::ClosedSet(words) => words_between(f, words),
            Self::OpenSet(words) => {
                words_between(f, words)?;
                f.write_str(" | string")
            }
            Self::Named(name) => f.write_str(name),
            Self::Shape(fields) => {
                f.write_str("{")?;
                for (index, field) in fields.iter().enumerate() {
                    let comma = if index > 0 { ", " } else { "" };
                    let optional = if field.always_sent { "" } else { "?" };
                    write!(f, "{comma}{}{optional}: {}", field.name, field.ty)?;
                    if let Some(default) = &field.if_absent {
                        write!(f, " = {default}")?;
                    }
                }
                f.write_str("}")
            }
        }
    }
}

impl fmt::Display for PairMember {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(label) = &self.label {
            write!(f, "{label}: ")?;
        }
        self.ty.fmt(f)
    }
}

impl fmt::Display for Limits {
    /// `(1..64)`, `(>=1)`, `(<=64)` or nothing.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.min, self.max) {
            (Some(min), Some(max)) => write!(f, "({min}..{max})"),
            (Some(min), None) => write!(f, "(>={min})"),
            (None, Some(max)) => write!(f, "(<={max})"),
            (None, None) => Ok(()),
        }
    }
}

fn words_between(f: &mut fmt::Formatter<'_>, words: &[String]) -> fmt::Result {
    for (index, word) in words.iter().enumerate() {
        let bar = if index > 0 { " | " } else { "" };
        write!(f, "{bar}\"{word}\"")?;
    }
    Ok(())
}
