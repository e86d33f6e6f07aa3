//! What a document says outside its constructs: sentences by section, for whoever compares two revisions.

use crate::contract::grammar::token::is_definition_name;
use crate::contract::markdown;
use crate::contract::markdown::block::{Block, Heading};
use crate::contract::model::{Section, Span};
use crate::contract::read::column::{Column, Kind};
use crate::contract::read::draft::Draft;
use crate::contract::read::frames;
use crate::contract::read::objects;
use crate::contract::read::section_of;
use crate::contract::read::table::Table;

/// The prose of one section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionText {
    /// The section, as it is cited.
    pub section: Section,
    /// The place of its heading.
    pub span: Span,
    /// Its sentences and blocks, in document order.
    pub passages: Vec<Passage>,
}

/// A sentence, a row of a table that is no construct, or a fenced block that is no example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The text with one blank between words; of a block, as it is.
    pub text: String,
    /// Whether it is a row or a fenced block, and no sentence.
    pub is_block: bool,
    /// Its place.
    pub span: Span,
}

/// Reads the prose of a document: everything but headings, recognised tables, frames and shapes in place, examples
/// and comments. What stands before the first heading belongs to a section without a title.
#[must_use]
pub fn prose(text: &str) -> Vec<SectionText> {
    let blocks = markdown::blocks(text);
    let mut sections = vec![SectionText::new(Section { number: None, title: String::new() }, 0..0)];
    let mut heading: Option<&Heading> = None;
    let mut draft = Draft::new(text);
    let mut read = 0;
    for block in &blocks {
        let Some(section) = sections.last_mut() else { break };
        let construct = match block {
            Block::Heading(opened) => {
                heading = Some(opened);
                section.read(text, read..opened.span.start);
                read = opened.span.end;
                sections.push(SectionText::new(section_of(opened), opened.span.clone()));
                continue;
            }
            Block::Table(lines) => {
                let is_named = heading.is_some_and(|heading| objects::named_by(text, heading).is_some());
                let table = Table::recognise(text, lines);
                let is_construct = table.is_some_and(|table| {
                    table.kind != Kind::Object || is_named || table.has(Column::AlwaysSent)
                });
                let end = lines.rows.last().unwrap_or(&lines.header).end;
                is_construct.then_some(lines.header.start..end)
            }
            Block::Fence(fence) => {
                section.read(text, read..fence.span.start.max(read));
                if !is_example(&fence.info) {
                    let content = fence.content.trim_end().to_owned();
                    section.passages.push(Passage {
                        text: content,
                        is_block: true,
                        span: fence.span.clone(),
                    });
                }
                read = fence.span.end.max(read);
                continue;
            }
            Block::Item(item) => {
                let is_frame = frames::read_item(&mut draft, item, Some(&section.section));
                is_frame.then_some(item.code.start..item.rest.end)
            }
            Block::Paragraph(paragraph) => {
                let is_shape = paragraph.alone
                    && objects::read_named_shape(&mut draft, paragraph, Some(&section.section));
                is_shape.then(|| paragraph.span.clone())
            }
            Block::Html(span) => Some(span.clone()),
            Block::Other => None,
        };
        if let Some(span) = construct {
            section.read(text, read..span.start.max(read));
            read = span.end.max(read);
        }
    }
    if let Some(section) = sections.last_mut() {
        section.read(text, read..text.len());
    }
    sections.retain(|section| !section.section.title.is_empty() || !section.passages.is_empty());
    sections
}

impl SectionText {
    fn new(section: Section, span: Span) -> Self {
        Self { section, span, passages: Vec::new() }
    }

    /// Adds the sentences and rows of a stretch of the document.
    fn read(&mut self, text: &str, stretch: Span) {
        let mut paragraph: Option<Span> = None;
        let mut start = stretch.start;
        let mut lines = text.get(stretch).unwrap_or_default().split_inclusive('\n').peekable();
        while let Some(line) = lines.next() {
            let span = start..start + line.len();
            start = span.end;
            let written = line.trim();
            let is_row = written.starts_with('|');
            if written.is_empty() || is_row || opens_item(written) {
                self.passages.extend(paragraph.take().into_iter().flat_map(|span| sentences(text, span)));
            }
            if is_row {
                if written.contains(|c: char| !matches!(c, '|' | '-' | ':' | ' ')) {
                    self.passages.push(Passage { text: single_spaced(written), is_block: true, span });
                }
            } else if !written.is_empty() {
                paragraph = Some(paragraph.map_or(span.start, |begun| begun.start)..span.end);
            }
            if lines.peek().is_none() {
                self.passages.extend(paragraph.take().into_iter().flat_map(|span| sentences(text, span)));
            }
        }
    }
}

/// Whether a fence's info string is `json <Name>`.
fn is_example(info: &str) -> bool {
    let mut words = info.split_whitespace();
    words.next() == Some("json") && words.next().is_some_and(is_definition_name)
}

/// Whether a line begins with the mark of a list item.
fn opens_item(line: &str) -> bool {
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered = digits.len() < line.len() && (digits.starts_with(". ") || digits.starts_with(") "));
    is_numbered || ["- ", "* ", "+ "].iter().any(|mark| line.starts_with(mark))
}

/// The sentences of a paragraph: each ends with `.`, `!` or `?` before a blank and something else than a small letter.
fn sentences(text: &str, paragraph: Span) -> Vec<Passage> {
    let source = &text[paragraph.clone()];
    let (mut found, mut start, mut in_code) = (Vec::new(), 0, false);
    let mut letters = source.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        in_code ^= letter == '`';
        let ends = matches!(letter, '.' | '!' | '?') && !in_code;
        if ends && letters.peek().is_some_and(|(_, next)| next.is_whitespace()) {
            let after = source[at + 1..].trim_start();
            if after.chars().next().is_none_or(|next| !next.is_lowercase()) {
                found.push(start..at + 1);
                start = at + 1;
            }
        }
    }
    found.push(start..source.len());
    let passages = found.into_iter().filter_map(|span| {
        let text = source[span.clone()].trim_start_matches(['>', ' ', '\r', '\n']);
        // The mark of an item, but not that of bold text.
        let text =
            single_spaced(["- ", "* ", "+ "].iter().find_map(|mark| text.strip_prefix(mark)).unwrap_or(text));
        let lead = source[span.clone()].len() - source[span.clone()].trim_start().len();
        let begin = paragraph.start + span.start + lead;
        (!text.is_empty()).then_some(Passage {
            text,
            is_block: false,
            span: begin..paragraph.start + span.end,
        })
    });
    passages.collect()
}

fn single_spaced(text: &str) -> String {
    text.split_whitespace().filter(|word| *word != ">").collect::<Vec<_>>().join(" ")
}
