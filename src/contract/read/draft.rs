//! A contract while it is read: references are still names.

use std::collections::HashSet;

use crate::contract::diagnostic::{Diagnostic, DiagnosticId};
use crate::contract::field::{Direction, Field};
use crate::contract::grammar::cursor::Parsed;
use crate::contract::grammar::parser::{Asides, Mention, StatedDefault};
use crate::contract::model::{Definition, Duty, Example, Fact};
use crate::contract::position::{Section, Span};

/// All that was read so far, and all that was wrong.
#[derive(Debug, Default)]
pub(in crate::contract) struct Draft<'a> {
    pub(in crate::contract) text: &'a str,
    pub(in crate::contract) title: String,
    /// The line of the title.
    pub(in crate::contract) title_span: Span,
    pub(in crate::contract) version: u32,
    pub(in crate::contract) diagnostics: Vec<Diagnostic>,
    pub(in crate::contract) objects: Vec<Definition>,
    pub(in crate::contract) frames: Vec<DefinitionDraft>,
    /// Actions, each with its result after it.
    pub(in crate::contract) actions: Vec<DefinitionDraft>,
    pub(in crate::contract) facts: Vec<Fact>,
    pub(in crate::contract) duties: Vec<Duty>,
    pub(in crate::contract) examples: Vec<Example>,
    /// Names that types and examples refer to.
    pub(in crate::contract) mentions: Vec<Mention>,
    /// Shapes of frames in running text, by their tags.
    pub(in crate::contract) loose_frames: Vec<Mention>,
    pub(in crate::contract) defaults: Vec<StatedDefault>,
    /// Names that are taken, to be found without going through all that was read.
    pub(super) taken: Taken,
    /// The direction that the paragraph before the current list states, found once for all its items.
    pub(super) lead: Option<(Span, Option<Direction>)>,
}

/// Names that must not come twice.
#[derive(Debug, Default)]
pub(super) struct Taken {
    pub(super) objects: HashSet<String>,
    pub(super) frames: HashSet<String>,
    pub(super) ops: HashSet<String>,
    pub(super) facts: HashSet<(Section, String)>,
    pub(super) duties: HashSet<String>,
}

/// A frame, action or result whose fields may be in another table.
#[derive(Debug)]
pub(in crate::contract) struct DefinitionDraft {
    pub(in crate::contract) definition: Definition,
    pub(in crate::contract) fields_from: Option<Mention>,
    /// True if the fields of its row could not be read.
    pub(in crate::contract) unread: bool,
}

/// Fields stated in place, or the name of the object that has them.
#[derive(Debug, Default)]
pub(super) struct Fields {
    pub(super) stated: Vec<Field>,
    pub(super) from: Option<Mention>,
    /// Remarks about all of them.
    pub(super) remark: String,
    /// True if the cell could not be read, which is reported; then nothing follows from what it lacks.
    pub(super) unread: bool,
}

impl Fields {
    pub(super) fn unread() -> Self {
        Self { unread: true, ..Self::default() }
    }
}

impl<'a> Draft<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, ..Self::default() }
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

    /// The thing that was parsed, whose asides are kept; reports why there is none.
    pub(super) fn settle<T>(&mut self, parsed: Parsed<(T, Asides)>) -> Option<T> {
        match parsed {
            Ok((read, asides)) => {
                self.keep(asides);
                Some(read)
            }
            Err(flaw) => {
                self.diagnostics.push(flaw);
                None
            }
        }
    }

    /// Takes over what was said beside a type, shape or member.
    pub(super) fn keep(&mut self, asides: Asides) {
        self.diagnostics.extend(asides.diagnostics);
        self.mentions.extend(asides.mentions);
        self.defaults.extend(asides.defaults);
    }

    /// Reports a definition before the first heading.
    pub(super) fn check_section(&mut self, section: Option<&Section>, name: &str, span: &Span) -> Section {
        if section.is_none() {
            self.report(
                DiagnosticId::MissingSection,
                span,
                format!("expected a heading above `{name}`, found none"),
                "give it a section, so that it can be cited",
            );
        }
        section.cloned().unwrap_or_default()
    }
}
