//! A contract while it is read: references are still names.

use std::collections::HashSet;

use crate::contract::diagnostic::{Diagnostic, DiagnosticId};
use crate::contract::model::{Definition, Direction, Example, Fact, Field, Section, Span, Type};
use serde_json::Value;

/// All that was read so far, and all that was wrong.
#[derive(Debug)]
pub(in crate::contract) struct Draft<'a> {
    pub(in crate::contract) text: &'a str,
    pub(in crate::contract) diagnostics: Vec<Diagnostic>,
    pub(in crate::contract) objects: Vec<Definition>,
    pub(in crate::contract) frames: Vec<DefinitionDraft>,
    /// Actions, each with its result behind it.
    pub(in crate::contract) actions: Vec<DefinitionDraft>,
    pub(in crate::contract) facts: Vec<Fact>,
    pub(in crate::contract) examples: Vec<Example>,
    /// What types and examples refer to.
    pub(in crate::contract) mentions: Vec<Mention>,
    /// Shapes of frames in running text, by their tags.
    pub(in crate::contract) loose_frames: Vec<Mention>,
    pub(in crate::contract) defaults: Vec<StatedDefault>,
    /// Whether any construct was seen, were it malformed.
    pub(in crate::contract) any_construct: bool,
    /// What is taken, to be found without going through all that was read.
    pub(in crate::contract) taken: Taken,
    /// The direction that the paragraph before the current list states.
    pub(in crate::contract) lead: Option<(Span, Option<Direction>)>,
}

/// Names that must not come twice.
#[derive(Debug, Default)]
pub(in crate::contract) struct Taken {
    pub(in crate::contract) objects: HashSet<String>,
    pub(in crate::contract) frames: HashSet<String>,
    pub(in crate::contract) ops: HashSet<String>,
    pub(in crate::contract) facts: HashSet<(Section, String)>,
}

/// A frame, action or result whose fields may be in another table.
#[derive(Debug)]
pub(in crate::contract) struct DefinitionDraft {
    pub(in crate::contract) definition: Definition,
    pub(in crate::contract) fields_from: Option<Mention>,
    /// Whether the fields of its row could not be read.
    pub(in crate::contract) unread: bool,
}

/// A definition's name where it is used.
#[derive(Debug, Clone)]
pub(in crate::contract) struct Mention {
    pub(in crate::contract) name: String,
    pub(in crate::contract) span: Span,
}

/// A reader's default, to be compared with its type when all definitions are known.
#[derive(Debug, Clone)]
pub(in crate::contract) struct StatedDefault {
    pub(in crate::contract) value: Value,
    pub(in crate::contract) ty: Type,
    pub(in crate::contract) always_sent: bool,
    pub(in crate::contract) span: Span,
}

/// Fields stated in place, or the name of the object that has them.
#[derive(Debug, Default)]
pub(in crate::contract) struct Fields {
    pub(in crate::contract) stated: Vec<Field>,
    pub(in crate::contract) from: Option<Mention>,
    /// Remarks about all of them.
    pub(in crate::contract) remark: String,
    /// Whether the cell could not be read, which is reported; then nothing follows from what it lacks.
    pub(in crate::contract) unread: bool,
}

impl Fields {
    pub(in crate::contract) fn unread() -> Self {
        Self { unread: true, ..Self::default() }
    }
}

impl<'a> Draft<'a> {
    pub(in crate::contract) fn new(text: &'a str) -> Self {
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

    pub(in crate::contract) fn report(
        &mut self,
        id: DiagnosticId,
        span: &Span,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.diagnostics.push(Diagnostic::new(id, span.clone(), message, hint));
    }

    /// Reports a definition that stands before the first heading.
    pub(in crate::contract) fn check_section(
        &mut self,
        section: Option<&Section>,
        name: &str,
        span: &Span,
    ) -> Section {
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
