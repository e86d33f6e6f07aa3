//! The meaning of a contract document, as values with source spans.
//!
//! The model knows nothing of JSON Schema or Rust.

use indexmap::IndexMap;
use serde_json::Value;

use crate::Side;
use crate::contract::field::{Direction, Field, Notes};
use crate::contract::position::{Section, Span};
use crate::well_known::{CONNECTOR_FRAME, GATEWAY_FRAME, OUTBOUND_ACTION};
use crate::words::upper_camel;

/// The unions that every contract has.
pub(super) const UNIONS: [&str; 3] = [GATEWAY_FRAME, CONNECTOR_FRAME, OUTBOUND_ACTION];

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
    /// Duties in document order.
    pub duties: Vec<Duty>,
    /// Examples in document order.
    pub examples: Vec<Example>,
}

/// A named record of fields: an object, a frame, an action or the result of an action.
#[derive(Debug, Clone, PartialEq)]
pub struct Definition {
    /// Its part on the wire.
    pub kind: DefinitionKind,
    /// The name, unique in its contract: `SessionSource`, `HelloFrame`, `SendAction`, `SendResult`.
    pub name: String,
    /// Fields in document order, the tag left out.
    pub fields: Vec<Field>,
    /// Prose, as Markdown: the words of its row, and the paragraph that introduces its table.
    pub meaning: String,
    /// The part of `meaning` that its row, list item or paragraph states beside the fields; the paragraph that introduces a
    /// table is none of it.
    pub remark: String,
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
        /// The way it goes.
        direction: Direction,
    },
    /// A request of the gateway to the connector.
    Action {
        /// The value of `op`.
        op: String,
    },
    /// The connector's answer to an action.
    Result {
        /// The value of `op` in the action.
        op: String,
    },
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
    /// The optional columns of its row.
    pub notes: Notes,
    /// The verdict that a person gave to another value.
    pub if_changed: Option<IfChanged>,
    /// The section that states it.
    pub section: Section,
    /// The place of its key.
    pub span: Span,
}

/// One row of a duty table: a thing that a side must do on the link beyond the shape of its frames.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Duty {
    /// The id in kebab case, unique in its contract.
    pub id: String,
    /// The side that has the duty.
    pub side: Side,
    /// The duty in a sentence or two, as Markdown.
    pub meaning: String,
    /// The section that states it.
    pub section: Section,
    /// The optional columns.
    pub notes: Notes,
    /// The consequence that its removal, or another side, has for a deployment; none where the document does not say.
    pub if_changed: Option<IfChanged>,
    /// The place of its id.
    pub span: Span,
}

/// The consequence that a change has for a deployment, as the document itself says it; from harmless to worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IfChanged {
    /// Either side may go first.
    AnyOrder,
    /// The side that reads goes first.
    ReaderFirst,
    /// The side that writes goes first.
    WriterFirst,
    /// A person must decide.
    NeedsReview,
    /// No order works.
    Breaking,
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

/// The meaning of a name in a type.
#[derive(Debug, Clone)]
pub(super) enum Referent<'a> {
    /// One definition.
    Definition(&'a Definition),
    /// One of several, which differ in their tags.
    Union(Vec<&'a Definition>),
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
            GATEWAY_FRAME => written_by(Side::Gateway),
            CONNECTOR_FRAME => written_by(Side::Connector),
            OUTBOUND_ACTION => self.actions().collect(),
            _ => Vec::new(),
        }
    }

    /// The duty with this id.
    #[must_use]
    pub fn duty(&self, id: &str) -> Option<&Duty> {
        self.duties.iter().find(|duty| duty.id == id)
    }

    /// The meaning of `name`; none where the document leaves it undefined.
    pub(super) fn referent(&self, name: &str) -> Option<Referent<'_>> {
        if let Some(definition) = self.definition(name) {
            return Some(Referent::Definition(definition));
        }
        Some(self.union(name)).filter(|branches| !branches.is_empty()).map(Referent::Union)
    }
}

impl PartialEq for Contract {
    /// The order of definitions counts: it is that of the document, of schemas and of generated code.
    fn eq(&self, other: &Self) -> bool {
        let Self { title, version, definitions, facts, duties, examples } = other;
        (&self.title, self.version, &self.facts) == (title, *version, facts)
            && (&self.duties, &self.examples) == (duties, examples)
            && self.definitions.as_slice() == definitions.as_slice()
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
        let (remark, notes) = (meaning.clone(), Notes::default());
        Self { kind, name, fields, meaning, remark, notes, section, span }
    }

    /// The field of this name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

impl IfChanged {
    /// All of them, from harmless to worst.
    pub const ALL: [Self; 5] =
        [Self::AnyOrder, Self::ReaderFirst, Self::WriterFirst, Self::NeedsReview, Self::Breaking];

    /// The word that the document writes.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AnyOrder => "any-order",
            Self::ReaderFirst => "reader-first",
            Self::WriterFirst => "writer-first",
            Self::NeedsReview => "needs-review",
            Self::Breaking => "breaking",
        }
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
