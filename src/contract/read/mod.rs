//! The walk through a document: each block to the construct that reads it.

pub(in crate::contract) mod actions;
pub(in crate::contract) mod column;
pub(in crate::contract) mod direction;
pub(in crate::contract) mod draft;
pub(in crate::contract) mod examples;
pub(in crate::contract) mod facts;
pub(in crate::contract) mod field_list;
pub(in crate::contract) mod frames;
pub(in crate::contract) mod objects;
pub(in crate::contract) mod prose;
pub(in crate::contract) mod table;

use crate::contract::diagnostic::DiagnosticId;
use crate::contract::markdown::block::{Block, Heading};
use crate::contract::model::{Section, Span};
use crate::contract::read::column::{Column, Kind};
use crate::contract::read::draft::Draft;
use crate::contract::read::table::Table;

/// What a document says about itself before any definition.
#[derive(Debug, Default)]
pub(in crate::contract) struct Title {
    pub(in crate::contract) text: String,
    pub(in crate::contract) version: u32,
}

/// Reads all blocks into `draft`.
pub(in crate::contract) fn read(draft: &mut Draft<'_>, blocks: &[Block]) -> Title {
    let mut section: Option<Section> = None;
    let mut heading: Option<&Heading> = None;
    for (at, block) in blocks.iter().enumerate() {
        match block {
            Block::Heading(opened) => {
                section = Some(section_of(opened));
                heading = Some(opened);
            }
            Block::Paragraph(paragraph) => {
                report_broken_table(draft, blocks, at, &paragraph.span);
                frames::note_loose(draft, paragraph);
                if paragraph.alone {
                    draft.any_construct |= objects::read_named_shape(draft, paragraph, section.as_ref());
                }
            }
            Block::Item(item) => draft.any_construct |= frames::read_item(draft, item, section.as_ref()),
            Block::Fence(fence) if fence.indented => report_broken_table(draft, blocks, at, &fence.span),
            Block::Fence(fence) => examples::read_fence(draft, fence),
            Block::Html(html) if !draft.text[html.clone()].trim_start().starts_with("<!--") => {
                report_broken_table(draft, blocks, at, html);
            }
            Block::Table(lines) => {
                let name = heading.and_then(|heading| objects::named_by(draft.text, heading));
                let table = Table::recognise(draft.text, lines);
                // A field table without a duty column and without a name may be about anything.
                let nameless = |table: &Table<'_>| {
                    table.kind == Kind::Object && name.is_none() && !table.has(Column::AlwaysSent)
                };
                match table.filter(|table| !nameless(table)) {
                    Some(table) => {
                        draft.any_construct = true;
                        let before = before(blocks, at);
                        let meaning = before.map(|span| objects::prose(draft.text, span)).unwrap_or_default();
                        read_table(draft, &table, name.zip(Some(meaning)), section.as_ref());
                    }
                    None if is_silenced(draft.text, blocks, at) => {}
                    None => report_unrecognised(draft, &lines.header),
                }
            }
            Block::Html(_) | Block::Other => {}
        }
    }
    if !draft.any_construct {
        draft.report(
            DiagnosticId::NoContract,
            &(0..0),
            "expected a contract, found no object, frame, action or facts in the document",
            "see the contract grammar for the tables and shapes that are read",
        );
        let title = heading_of_level_1(blocks).map(|heading| heading.text.trim().to_owned());
        return Title { text: title.unwrap_or_default(), version: 0 };
    }
    read_title(draft, blocks)
}

fn read_table<'a>(
    draft: &mut Draft<'a>,
    table: &Table<'a>,
    named: Option<((String, Span), String)>,
    section: Option<&Section>,
) {
    table.check_header(draft);
    match (table.kind, named) {
        (Kind::Object, Some((name, meaning))) => objects::read_table(draft, table, name, meaning, section),
        (Kind::Object, None) => draft.report(
            DiagnosticId::UnnamedObject,
            &table.header_span,
            "expected a heading that names the object above its table, found none",
            "put the name into the heading: in backticks, or in UpperCamelCase of two humps",
        ),
        (Kind::Frames, _) => frames::read_table(draft, table, section),
        (Kind::Actions, _) => actions::read_table(draft, table, section),
        (Kind::Facts, _) => facts::read_table(draft, table, section),
    }
}

/// The paragraph directly before a block.
fn before(blocks: &[Block], at: usize) -> Option<&Span> {
    match blocks.get(at.checked_sub(1)?)? {
        Block::Paragraph(paragraph) => Some(&paragraph.span),
        Block::Heading(_)
        | Block::Table(_)
        | Block::Item(_)
        | Block::Fence(_)
        | Block::Html(_)
        | Block::Other => None,
    }
}

/// Whether `<!-- not-contract -->` stands directly before or after a block.
fn is_silenced(text: &str, blocks: &[Block], at: usize) -> bool {
    let neighbours = [at.checked_sub(1), at.checked_add(1)];
    neighbours.into_iter().flatten().filter_map(|at| blocks.get(at)).any(|block| match block {
        Block::Html(span) => {
            let comment = text[span.clone()].trim();
            let inside = comment.strip_prefix("<!--").and_then(|comment| comment.strip_suffix("-->"));
            inside.is_some_and(|inside| inside.trim() == "not-contract")
        }
        Block::Heading(_)
        | Block::Paragraph(_)
        | Block::Table(_)
        | Block::Item(_)
        | Block::Fence(_)
        | Block::Other => false,
    })
}

/// Reports the first line that looks like one of a table, in a block that is none.
fn report_broken_table(draft: &mut Draft<'_>, blocks: &[Block], at: usize, block: &Span) {
    if is_silenced(draft.text, blocks, at) {
        return;
    }
    let mut start = block.start;
    for line in draft.text[block.clone()].split_inclusive(['\n', '\r']) {
        // What a quotation puts before each of its lines but the first.
        let inside = line.trim_start_matches(|c: char| c.is_whitespace() || c == '>');
        let place = start + line.len() - inside.len()..start + line.trim_end().len();
        if inside.starts_with('|') || inside.contains('|') && Table::is_header(draft.text, &place) {
            report_unrecognised(draft, &place);
            return;
        }
        start += line.len();
    }
}

fn report_unrecognised(draft: &mut Draft<'_>, span: &Span) {
    draft.report(
        DiagnosticId::UnrecognisedTable,
        span,
        "expected the header of an object, frame, action or facts table, found another line",
        "repair the header words or the delimiter row, or put `<!-- not-contract -->` before or after the table",
    );
}

/// `6.4 PassthroughForward` as number and title.
pub(in crate::contract) fn section_of(heading: &Heading) -> Section {
    let text = heading.text.trim();
    let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let number = first.strip_suffix('.').unwrap_or(first);
    let is_number =
        number.split('.').all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit()));
    if is_number {
        Section { number: Some(number.to_owned()), title: rest.trim().to_owned() }
    } else {
        Section { number: None, title: text.to_owned() }
    }
}

fn heading_of_level_1(blocks: &[Block]) -> Option<&Heading> {
    blocks.iter().find_map(|block| match block {
        Block::Heading(heading) => Some(heading).filter(|heading| heading.top),
        Block::Paragraph(_)
        | Block::Table(_)
        | Block::Item(_)
        | Block::Fence(_)
        | Block::Html(_)
        | Block::Other => None,
    })
}

/// The title and the version in it.
fn read_title(draft: &mut Draft<'_>, blocks: &[Block]) -> Title {
    let Some(heading) = heading_of_level_1(blocks) else {
        draft.report(
            DiagnosticId::MissingVersion,
            &(0..0),
            "expected a heading of level 1 with the version, found none",
            "begin the document with a title such as `# The relay contract, v1`",
        );
        return Title::default();
    };
    let text = heading.text.trim().to_owned();
    let version = text
        .split(|c: char| !c.is_alphanumeric())
        .filter_map(|word| word.strip_prefix('v').filter(|digits| digits.chars().all(|c| c.is_ascii_digit())))
        .find_map(|digits| digits.parse().ok());
    if version.is_none() {
        let line = draft.text[heading.span.clone()].trim_end().len();
        draft.report(
            DiagnosticId::MissingVersion,
            &(heading.span.start..heading.span.start + line),
            "expected a version such as `v1` in the title, found none",
            "put the version into the title, such as `# The relay contract, v1`",
        );
    }
    Title { text, version: version.unwrap_or_default() }
}
