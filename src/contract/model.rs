//! What a contract document says, as values with source spans.
//!
//! The model knows nothing of JSON Schema or Rust: it is the meaning of the document's tables.

use std::fmt;
use std::ops::Range;

use serde_json::Value;

use crate::Side;
use crate::words::upper_camel;

/// A byte range of the document's text.
pub type Span = Range<usize>;

/// The meaning of one contract document.
#[derive(Debug, Clone, PartialEq)]
pub struct Contract {
    /// The text of the level-1 heading.
    pub title: String,
    /// The `N` of the word `vN` in the title.
    pub version: u32,
    /// Objects in document order, named shapes among them.
    pub objects: Vec<Object>,
    /// Frames in document order.
    pub frames: Vec<Frame>,
    /// Outbound actions in document order.
    pub actions: Vec<Action>,
    /// Facts in document order.
    pub facts: Vec<Fact>,
    /// Examples in document order.
    pub examples: Vec<Example>,
}

/// A section of the document, as it is cited.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Section {
    /// The number that the heading begins with (`6.4`), if it has one.
    pub number: Option<String>,
    /// The heading's text without that number.
    pub title: String,
}

impl fmt::Display for Section {
    /// The number where there is one, else the title in quotes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.number {
            Some(number) => f.write_str(number),
            None => write!(f, "\"{}\"", self.title),
        }
    }
}

/// A named record of fields.
#[derive(Debug, Clone, PartialEq)]
pub struct Object {
    /// The definition's name, such as `SessionSource`.
    pub name: String,
    /// Fields in document order.
    pub fields: Vec<Field>,
    /// The prose that introduces it: the paragraph directly before its table, or the paragraph of a named shape.
    pub meaning: String,
    /// The section that defines it.
    pub section: Section,
    /// The place of its name.
    pub span: Span,
}

/// One field of an object, frame, action or result.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// The JSON name.
    pub name: String,
    /// The writer's type.
    pub ty: Type,
    /// Whether every writer sends it.
    pub always_sent: bool,
    /// What a reader takes when it is absent: `None` says that nothing is stated.
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
    /// Who sends it, where that differs from the whole.
    pub direction: Option<Direction>,
    /// The capability or `supported_ops` entry that must be advertised.
    pub gate: Option<String>,
    /// The date or revision it is there from.
    pub since: Option<String>,
    /// How settled it is.
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

/// Who sends something to whom, named by its writer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Direction {
    /// The side that sends.
    pub writer: Side,
}

/// One frame of the protocol.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// The value of `type`.
    pub tag: String,
    /// Who sends it.
    pub direction: Direction,
    /// Fields in document order, the tag left out.
    pub fields: Vec<Field>,
    /// Prose, as Markdown: the words of its row, and the paragraph that introduces its table.
    pub meaning: String,
    /// The optional columns.
    pub notes: Notes,
    /// The section that defines its fields.
    pub section: Section,
    /// The place of its name.
    pub span: Span,
}

/// One outbound action and its result.
#[derive(Debug, Clone, PartialEq)]
pub struct Action {
    /// The value of `op`.
    pub op: String,
    /// Fields in document order, the tag left out.
    pub fields: Vec<Field>,
    /// The fields of its result.
    pub result: Vec<Field>,
    /// Prose, as Markdown: the words of its row, and the paragraph that introduces its table.
    pub meaning: String,
    /// The optional columns.
    pub notes: Notes,
    /// The section that defines its fields.
    pub section: Section,
    /// The section that defines its result.
    pub result_section: Section,
    /// The prose that introduces the result's table, or the remarks behind its shape; empty where it has none of its
    /// own.
    pub result_meaning: String,
    /// The place of its name.
    pub span: Span,
}

/// One keyed row of a facts table.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// The key, unique within its section.
    pub key: String,
    /// The value, as Markdown.
    pub value: String,
    /// Prose, as Markdown.
    pub meaning: String,
    /// The section that states it.
    pub section: Section,
    /// The place of its key.
    pub span: Span,
}

/// An example of a definition.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// The definition it is an example of.
    pub name: String,
    /// The JSON value.
    pub value: Value,
    /// The value as the document writes it.
    pub text: String,
    /// The place of the block.
    pub span: Span,
}

impl fmt::Display for Direction {
    /// `gateway -> connector` or `connector -> gateway`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} -> {}", self.writer, self.writer.peer())
    }
}

impl Frame {
    /// The definition's name: `PassthroughForwardFrame` for `passthrough_forward`.
    #[must_use]
    pub fn name(&self) -> String {
        upper_camel(&self.tag) + "Frame"
    }
}

impl Action {
    /// The definition's name: `GetChatInfoAction` for `get_chat_info`.
    #[must_use]
    pub fn name(&self) -> String {
        upper_camel(&self.op) + "Action"
    }

    /// The name of the result's definition: `GetChatInfoResult` for `get_chat_info`.
    #[must_use]
    pub fn result_name(&self) -> String {
        upper_camel(&self.op) + "Result"
    }
}
