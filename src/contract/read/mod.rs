//! The walk through a document: each block to the construct that reads it, or to the prose.

mod actions;
mod column;
pub(super) mod draft;
mod duties;
mod examples;
mod facts;
mod field_list;
mod frames;
mod integrity;
pub(super) mod meaning;
mod objects;
pub(super) mod prose;
mod table;
mod verdict;

use crate::contract::diagnostic::DiagnosticId;
use crate::contract::markdown;
use crate::contract::markdown::{Block, Heading, Paragraph, TableLines};
use crate::contract::position::{Section, Span};
use crate::contract::read::column::{Column, TableKind};
use crate::contract::read::draft::Draft;
use crate::contract::read::prose::{Role, SectionText};
use crate::contract::read::table::Table;

/// Reads a document: constructs into a draft, all else as prose.
pub(super) fn read(text: &str) -> (Draft<'_>, Vec<SectionText>) {
    let blocks = markdown::blocks(text);
    let mut reader = BlockReader { draft: Draft::new(text), blocks: &blocks, section: None, heading: None };
    let mut roles: Vec<_> =
        blocks.iter().enumerate().map(|(at, block)| (block.span(), reader.block(at, block))).collect();
    roles.retain(|(_, role)| *role != Role::Prose);
    reader.title(roles.iter().any(|(_, role)| *role == Role::Construct));
    integrity::check_conflicts(&mut reader.draft);
    (reader.draft, prose::sections(text, &roles))
}

/// A reader of blocks, and where it is.
struct BlockReader<'a, 'b> {
    draft: Draft<'a>,
    blocks: &'b [Block],
    section: Option<Section>,
    heading: Option<&'b Heading>,
}

impl<'b> BlockReader<'_, 'b> {
    /// Reads a block as the construct that it is, if it is one.
    fn block(&mut self, at: usize, block: &'b Block) -> Role {
        match block {
            Block::Heading(heading) => {
                self.section = Some(Section::titled(&heading.text));
                self.heading = Some(heading);
                Role::Prose
            }
            Block::Paragraph(paragraph) => self.paragraph(at, paragraph),
            Block::Item(item) => {
                let is_frame = frames::read_item(&mut self.draft, item, self.section.as_ref());
                if is_frame { Role::Construct } else { Role::Prose }
            }
            Block::Code(fence) => {
                integrity::check_fence(&mut self.draft, fence);
                if fence.indented {
                    self.report_broken_table(at, &fence.span);
                } else if examples::read_fence(&mut self.draft, fence) {
                    return Role::Example;
                }
                frames::note_fenced(&mut self.draft, fence);
                Role::Prose
            }
            Block::Html(html) => {
                integrity::check_comment(&mut self.draft, html);
                let source = &self.draft.text[html.clone()];
                if source.trim_start().starts_with("<!--") {
                    return Role::Prose;
                }
                if source.contains("<table") && !self.is_silenced(at) {
                    let line = source.lines().next().map_or(0, |line| line.trim_end().len());
                    self.report_unrecognised(&(html.start..html.start + line));
                } else {
                    self.report_broken_table(at, html);
                }
                Role::Prose
            }
            Block::Table(lines) => self.table(at, lines),
            Block::Other => Role::Prose,
        }
    }

    fn paragraph(&mut self, at: usize, paragraph: &Paragraph) -> Role {
        self.report_broken_table(at, &paragraph.span);
        frames::note_loose(&mut self.draft, paragraph);
        let is_shape =
            paragraph.alone && objects::read_named_shape(&mut self.draft, paragraph, self.section.as_ref());
        if is_shape { Role::Construct } else { Role::Prose }
    }

    fn table(&mut self, at: usize, lines: &TableLines) -> Role {
        let text = self.draft.text;
        let name = self.heading.and_then(|heading| objects::named_by(text, heading));
        // A field table without a duty column and without a name may be about anything.
        let nameless = |table: &Table<'_>| {
            table.kind == TableKind::Object && name.is_none() && !table.has(Column::AlwaysSent)
        };
        let Some(table) = Table::recognise(text, lines).filter(|table| !nameless(table)) else {
            if !self.is_silenced(at) {
                self.report_unrecognised(&lines.header);
            }
            return Role::Prose;
        };
        table.check_header(&mut self.draft);
        let name = name.or_else(|| self.named_by_words(&table));
        let (draft, section) = (&mut self.draft, self.section.as_ref());
        match (table.kind, name) {
            (TableKind::Object, Some(name)) => {
                let before = paragraph_before(self.blocks, at);
                let meaning = before.map(|paragraph| meaning::one_line(text, &paragraph.span));
                objects::read_table(draft, &table, name, meaning.unwrap_or_default(), section);
            }
            (TableKind::Object, None) => draft.report(
                DiagnosticId::UnnamedObject,
                &table.header_span,
                "expected a heading that names the object above its table, found none",
                "put the name into the heading: in backticks, or in UpperCamelCase of two humps",
            ),
            (TableKind::Frames, _) => frames::read_table(draft, &table, section),
            (TableKind::Actions, _) => actions::read_table(draft, &table, section),
            (TableKind::Facts, _) => facts::read_table(draft, &table, section),
            (TableKind::Duties, _) => duties::read_table(draft, &table, section),
        }
        Role::Construct
    }

    /// The name that the words of the heading come to, `SessionSource` of "3.2 Session source", for an object table.
    fn named_by_words(&mut self, table: &Table<'_>) -> Option<(String, Span)> {
        let heading = self.heading.filter(|_| table.kind == TableKind::Object)?;
        let (name, span) = objects::named_by_words(self.draft.text, heading)?;
        self.draft.report(
            DiagnosticId::NamedByWords,
            &span,
            format!("expected a heading that names the object below it, found words: they read as `{name}`"),
            format!("put the name into the heading: `{name}` in backticks, or in one word"),
        );
        Some((name, span))
    }

    /// Reports the first line that looks like one of a table, in a block that is none.
    fn report_broken_table(&mut self, at: usize, block: &Span) {
        if self.is_silenced(at) || integrity::check_severed(&mut self.draft, self.blocks, at, block) {
            return;
        }
        let text = self.draft.text;
        let mut start = block.start;
        for line in text[block.clone()].split_inclusive(['\n', '\r']) {
            // The marks that a quotation puts before each of its lines but the first.
            let inside = line.trim_start_matches(|c: char| c.is_whitespace() || c == '>');
            let place = start + line.len() - inside.len()..start + line.trim_end().len();
            if inside.starts_with('|') || inside.contains('|') && Table::is_header(text, &place) {
                self.report_unrecognised(&place);
                return;
            }
            start += line.len();
        }
    }

    fn report_unrecognised(&mut self, span: &Span) {
        self.draft.report(
            DiagnosticId::UnrecognisedTable,
            span,
            "expected the header of an object, frame, action, facts or duty table, found another line",
            "repair the header words or the delimiter row, or put `<!-- not-contract -->` before or after the table",
        );
    }

    /// Returns true if `<!-- not-contract -->` is directly before or after a block.
    fn is_silenced(&self, at: usize) -> bool {
        let neighbours = [at.checked_sub(1), at.checked_add(1)];
        neighbours.into_iter().flatten().filter_map(|at| self.blocks.get(at)).any(|block| {
            let Block::Html(span) = block else { return false };
            let comment = self.draft.text[span.clone()].trim();
            let inside = comment.strip_prefix("<!--").and_then(|comment| comment.strip_suffix("-->"));
            inside.is_some_and(|inside| inside.trim() == "not-contract")
        })
    }

    /// Reads the title and the version in it; a document without any construct has no version.
    fn title(&mut self, any_construct: bool) {
        let heading = self.blocks.iter().find_map(|block| match block {
            Block::Heading(heading) if heading.top => Some(heading),
            _ => None,
        });
        self.draft.title = heading.map(|heading| heading.text.trim().to_owned()).unwrap_or_default();
        let (id, span, message, hint) = match heading {
            _ if !any_construct => (
                DiagnosticId::NoContract,
                0..0,
                "expected a contract, found no object, frame, action, fact or duty in the document",
                "see the contract grammar for the tables and shapes that are read",
            ),
            None => (
                DiagnosticId::MissingVersion,
                0..0,
                "expected a heading of level 1 with the version, found none: it reads as version 1",
                "begin the document with a title such as `# The relay contract, v1`",
            ),
            Some(heading) => {
                let line = self.draft.text[heading.span.clone()].trim_end().len();
                self.draft.title_span = heading.span.start..heading.span.start + line;
                if let Some(version) = version_in(&heading.text) {
                    self.draft.version = version;
                    return;
                }
                (
                    DiagnosticId::MissingVersion,
                    self.draft.title_span.clone(),
                    "expected a version such as `v1` in the title, found none: it reads as version 1",
                    "put the version into the title, such as `# The relay contract, v1`",
                )
            }
        };
        self.draft.version = u32::from(any_construct);
        self.draft.report(id, &span, message, hint);
    }
}

/// The paragraph directly before a block.
fn paragraph_before(blocks: &[Block], at: usize) -> Option<&Paragraph> {
    match blocks.get(at.checked_sub(1)?)? {
        Block::Paragraph(paragraph) => Some(paragraph),
        _ => None,
    }
}

/// The `N` of the first word `vN` of a title.
fn version_in(title: &str) -> Option<u32> {
    let words = title.split(|c: char| !c.is_alphanumeric());
    let digits = words.filter_map(|word| word.strip_prefix('v'));
    digits.filter(|digits| digits.chars().all(|c| c.is_ascii_digit())).find_map(|digits| digits.parse().ok())
}
