//! What a contract document says, as values with source spans.
//!
//! The model knows nothing of JSON Schema or Rust: it is the meaning of the document's tables.

use std::fmt;
use std::ops::Range;

use indexmap::IndexMap;
use serde_json::Value;

use crate::Side;
use crate::words::upper_camel;

/// The unions that every contract has.
pub(super) const UNIONS: [&str; 3] = ["GatewayFrame", "ConnectorFrame", "OutboundAction"];

/// A byte range of the document's text.
pub type Span = Range<usize>;

/// The meaning of one contract document.
#[derive(Debug, Clone)]
pub struct Contract {
    /// The text of the level-1 heading.
    pub title: String,
    /// The `N` of the word `vN` in the title.
    pub version: u32,
    /// All definitions by name: objects, frames, then each action and its result, in document order.
    pub(super) definitions: IndexMap<String, Definition>,
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

/// A named record of fields: an object, a frame, an action or the result of an action.
#[derive(Debug, Clone, PartialEq)]
pub struct Definition {
    /// What it is on the wire.
    pub kind: DefinitionKind,
    /// The name, unique in its contract: `SessionSource`, `HelloFrame`, `SendAction`, `SendResult`.
    pub name: String,
    /// Fields in document order, the tag left out.
    pub fields: Vec<Field>,
    /// Prose, as Markdown: the words of its row, and the paragraph that introduces its table.
    pub meaning: String,
    /// The optional columns of its row; an object and a result have no row.
    pub notes: Notes,
    /// The section that defines its fields.
    pub section: Section,
    /// The place of its name; of a result, that of its action.
    pub span: Span,
}

/// The part that a definition plays on the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DefinitionKind {
    /// A value of fields that refer to it.
    Object,
    /// A message of the link.
    Frame {
        /// The value of `type`.
        tag: String,
        /// Who sends it.
        direction: Direction,
    },
    /// What the gateway asks the connector to do.
    Action {
        /// The value of `op`.
        op: String,
    },
    /// What the connector answers to an action.
    Result {
        /// The value of `op` in the action.
        op: String,
    },
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

impl Contract {
    /// All definitions: objects, frames, then each action and its result, in document order.
    pub fn definitions(&self) -> impl Iterator<Item = &Definition> + Clone {
        self.definitions.values()
    }

    /// All definitions, to be changed in place; their kinds and names stay.
    pub fn definitions_mut(&mut self) -> impl Iterator<Item = &mut Definition> {
        self.definitions.values_mut()
    }

    #[cfg(feature = "evolution")]
    /// Keeps the definitions for which `keep` returns true; an action takes its result with it.
    pub(crate) fn retain(&mut self, keep: impl Fn(&Definition) -> bool) {
        let gone: Vec<String> =
            self.actions().filter(|action| !keep(action)).map(|action| action.word().to_owned()).collect();
        self.definitions.retain(|_, definition| match &definition.kind {
            DefinitionKind::Result { op } => !gone.contains(op),
            _ => keep(definition),
        });
    }

    /// The definition of this name.
    #[must_use]
    pub fn definition(&self, name: &str) -> Option<&Definition> {
        self.definitions.get(name)
    }

    /// Objects in document order, named shapes among them.
    pub fn objects(&self) -> impl Iterator<Item = &Definition> + Clone {
        self.definitions().filter(|definition| definition.kind == DefinitionKind::Object)
    }

    /// Frames in document order.
    pub fn frames(&self) -> impl Iterator<Item = &Definition> + Clone {
        self.definitions().filter(|definition| matches!(definition.kind, DefinitionKind::Frame { .. }))
    }

    /// Outbound actions in document order.
    pub fn actions(&self) -> impl Iterator<Item = &Definition> + Clone {
        self.definitions().filter(|definition| matches!(definition.kind, DefinitionKind::Action { .. }))
    }

    /// Each action and, after it, its result, in document order.
    pub fn actions_and_results(&self) -> impl Iterator<Item = &Definition> + Clone {
        self.definitions().filter(|definition| {
            matches!(definition.kind, DefinitionKind::Action { .. } | DefinitionKind::Result { .. })
        })
    }

    /// The frame with this value of `type`.
    #[must_use]
    pub fn frame(&self, tag: &str) -> Option<&Definition> {
        self.frames().find(|frame| frame.word() == tag)
    }

    /// The action with this value of `op`.
    #[must_use]
    pub fn action(&self, op: &str) -> Option<&Definition> {
        self.actions().find(|action| action.word() == op)
    }

    /// The result of the action with this value of `op`.
    #[must_use]
    pub fn result(&self, op: &str) -> Option<&Definition> {
        let is_result = |definition: &&Definition| matches!(&definition.kind, DefinitionKind::Result { op: known } if known == op);
        self.definitions().find(is_result)
    }

    /// The branches of a union by its name: `GatewayFrame`, `ConnectorFrame` or `OutboundAction`; none for any other
    /// name.
    #[must_use]
    pub fn union(&self, name: &str) -> Vec<&Definition> {
        let written_by = |side| self.frames().filter(move |frame| frame.writer() == Some(side)).collect();
        match name {
            "GatewayFrame" => written_by(Side::Gateway),
            "ConnectorFrame" => written_by(Side::Connector),
            "OutboundAction" => self.actions().collect(),
            _ => Vec::new(),
        }
    }
}

impl PartialEq for Contract {
    /// The order of definitions counts: it is that of the document, of schemas and of generated code.
    fn eq(&self, other: &Self) -> bool {
        let Self { title, version, definitions, facts, examples } = other;
        (&self.title, self.version, &self.facts, &self.examples) == (title, *version, facts, examples)
            && self.definitions.as_slice() == definitions.as_slice()
    }
}

impl fmt::Display for Direction {
    /// `gateway -> connector` or `connector -> gateway`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} -> {}", self.writer, self.writer.peer())
    }
}

impl Definition {
    /// The key and value that tell it from the other branches of its union: `("type", "hello")`, `("op", "send")`; none
    /// for an object or a result.
    #[must_use]
    pub fn tag(&self) -> Option<(&'static str, &str)> {
        match &self.kind {
            DefinitionKind::Frame { tag, .. } => Some(("type", tag)),
            DefinitionKind::Action { op } => Some(("op", op)),
            DefinitionKind::Object | DefinitionKind::Result { .. } => None,
        }
    }

    /// The shortest word for it: the value of its tag, or its name where it has none.
    #[must_use]
    pub fn word(&self) -> &str {
        self.tag().map_or(&self.name, |(_, word)| word)
    }

    /// The side that sends it; none for an object, which either may send.
    #[must_use]
    pub fn writer(&self) -> Option<Side> {
        match &self.kind {
            DefinitionKind::Object => None,
            DefinitionKind::Frame { direction, .. } => Some(direction.writer),
            DefinitionKind::Action { .. } => Some(Side::Gateway),
            DefinitionKind::Result { .. } => Some(Side::Connector),
        }
    }

    /// A frame, action or result, under the name of its kind and without notes.
    pub(super) fn named(
        kind: DefinitionKind,
        fields: Vec<Field>,
        meaning: String,
        section: Section,
        span: Span,
    ) -> Self {
        let name = kind.name().unwrap_or_default();
        Self { kind, name, fields, meaning, notes: Notes::default(), section, span }
    }

    /// The field of this name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

impl DefinitionKind {
    /// The name of the definition: `PassthroughForwardFrame` for the frame `passthrough_forward`, `GetChatInfoAction`
    /// and `GetChatInfoResult` for the op `get_chat_info`; none for an object, which the document names.
    pub(crate) fn name(&self) -> Option<String> {
        Some(match self {
            Self::Object => return None,
            Self::Frame { tag, .. } => upper_camel(tag) + "Frame",
            Self::Action { op } => upper_camel(op) + "Action",
            Self::Result { op } => upper_camel(op) + "Result",
        })
    }

    /// The kind in a word: `object`, `frame`, `action`, `result`.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Object => "object",
            Self::Frame { .. } => "frame",
            Self::Action { .. } => "action",
            Self::Result { .. } => "result",
        }
    }
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
