//! A contract while it is read: references are still names.

use std::collections::HashSet;

use super::diagnostic::{Diagnostic, DiagnosticId};
use super::model::{Action, Direction, Example, Fact, Field, Frame, Object, Section, Span, Type};
use serde_json::Value;

/// All that was read so far, and all that was wrong.
#[derive(Debug)]
pub(super) struct Draft<'a> {
    pub(super) text: &'a str,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) objects: Vec<Object>,
    pub(super) frames: Vec<FrameDraft>,
    pub(super) actions: Vec<ActionDraft>,
    pub(super) facts: Vec<Fact>,
    pub(super) examples: Vec<Example>,
    /// What types and examples refer to.
    pub(super) mentions: Vec<Mention>,
    /// Shapes of frames in running text, by their tags.
    pub(super) loose_frames: Vec<Mention>,
    pub(super) defaults: Vec<StatedDefault>,
    /// Whether any construct was seen, were it malformed.
    pub(super) any_construct: bool,
    /// What is taken, to be found without going through all that was read.
    pub(super) taken: Taken,
    /// The direction that the paragraph before the current list states.
    pub(super) lead: Option<(Span, Option<Direction>)>,
}

/// Names that must not come twice.
#[derive(Debug, Default)]
pub(super) struct Taken {
    pub(super) objects: HashSet<String>,
    pub(super) frames: HashSet<String>,
    pub(super) ops: HashSet<String>,
    pub(super) facts: HashSet<(Section, String)>,
}

/// A frame whose fields may stand elsewhere.
#[derive(Debug)]
pub(super) struct FrameDraft {
    pub(super) frame: Frame,
    pub(super) fields_from: Option<Mention>,
    /// Whether its fields could not be read.
    pub(super) unread: bool,
}

/// An action whose fields and result may stand elsewhere.
#[derive(Debug)]
pub(super) struct ActionDraft {
    pub(super) action: Action,
    pub(super) fields_from: Option<Mention>,
    pub(super) result_from: Option<Mention>,
    /// Whether its fields or its result could not be read.
    pub(super) unread: bool,
}

/// A definition's name where it is used.
#[derive(Debug, Clone)]
pub(super) struct Mention {
    pub(super) name: String,
    pub(super) span: Span,
}

/// A reader's default, to be compared with its type when all definitions are known.
#[derive(Debug, Clone)]
pub(super) struct StatedDefault {
    pub(super) value: Value,
    pub(super) ty: Type,
    pub(super) always_sent: bool,
    pub(super) span: Span,
}

/// Fields stated in place, or the name of the object that has them.
#[derive(Debug, Default)]
pub(super) struct Fields {
    pub(super) stated: Vec<Field>,
    pub(super) from: Option<Mention>,
    /// Remarks about all of them.
    pub(super) remark: String,
    /// Whether the cell could not be read, which is reported; then nothing follows from what it lacks.
    pub(super) unread: bool,
}

impl Fields {
    pub(super) fn unread() -> Self {
        Self { unread: true, ..Self::default() }
    }
}

impl<'a> Draft<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            diagnostics: Vec::new(),
            objects: Vec::new(),
            frames: Vec::new(),
            actions: Vec::new(),
            facts: Vec::new(),
            examples: Vec::new(),
            mentions: Vec::new(),
            loose_frames: Vec::new(),
            defaults: Vec::new(),
            any_construct: false,
            taken: Taken::default(),
            lead: None,
        }
    }

    pub(super) fn report(
        &mut self,
        id: DiagnosticId,
        span: &Span,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.diagnostics.push(Diagnostic::new(id, span.clone(), message, hint));
    }

    /// Reports a definition that stands before the first heading.
    pub(super) fn check_section(&mut self, section: Option<&Section>, name: &str, span: &Span) -> Section {
        if section.is_none() {
            self.report(
                DiagnosticId::MissingSection,
                span,
                format!("expected a heading above `{name}`, found none"),
                "give it a section, so that it can be cited",
            );
        }
        section.cloned().unwrap_or_else(|| Section { number: None, title: String::new() })
    }
}
