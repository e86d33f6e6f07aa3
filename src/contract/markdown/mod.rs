//! Markdown taken apart into blocks.
//!
//! Only this room knows the Markdown parser. Blocks carry places, not meanings: what a table or a shape says is read
//! by others.

pub(super) mod cells;
pub(super) mod source;
pub(super) mod visible;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use crate::contract::position::Span;

/// A block of the document, in reading order.
#[derive(Debug)]
pub(super) enum Block {
    Heading(Heading),
    Paragraph(Paragraph),
    Table(TableLines),
    Item(ListItem),
    Code(CodeBlock),
    /// A block of HTML, a comment as a rule.
    Html(Span),
    /// Anything else; it is here because it separates its neighbours.
    Other,
}

impl Block {
    /// The bytes that it fills; of a list item, those of its first paragraph from the code span on.
    pub(super) fn span(&self) -> Span {
        match self {
            Self::Heading(heading) => heading.span.clone(),
            Self::Paragraph(paragraph) => paragraph.span.clone(),
            Self::Table(lines) => lines.header.start..lines.rows.last().unwrap_or(&lines.header).end,
            Self::Item(item) => item.code.start..item.rest.end,
            Self::Code(fence) => fence.span.clone(),
            Self::Html(span) => span.clone(),
            Self::Other => 0..0,
        }
    }
}

/// A heading.
#[derive(Debug, Default)]
pub(super) struct Heading {
    pub(super) top: bool,
    /// The text without markup.
    pub(super) text: String,
    /// Runs of text and code spans, in order: the flag says code, its place without the backticks.
    pub(super) pieces: Vec<(bool, Span)>,
    pub(super) span: Span,
}

/// A paragraph, or the words of a list item that make none.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    pub(super) span: Span,
    /// True if the first thing in it is a code span.
    pub(super) opens_with_code: bool,
    /// The code spans without their backticks.
    pub(super) codes: Vec<Span>,
    /// True outside of lists and quotations.
    pub(super) alone: bool,
}

/// The lines of a table; the delimiter row is left out.
#[derive(Debug, Default)]
pub(super) struct TableLines {
    pub(super) header: Span,
    pub(super) rows: Vec<Span>,
}

/// A list item that opens with a code span.
#[derive(Debug)]
pub(super) struct ListItem {
    /// That code span without its backticks.
    pub(super) code: Span,
    /// The rest of its first paragraph.
    pub(super) rest: Span,
    /// The paragraph before the list.
    pub(super) lead: Option<Span>,
}

/// A block of code.
#[derive(Debug, Default)]
pub(super) struct CodeBlock {
    /// True if it is one by its indentation.
    pub(super) indented: bool,
    pub(super) info: String,
    /// Content and, for each piece of it, where the piece begins in the content and in the document.
    pub(super) content: String,
    pub(super) pieces: Vec<(usize, usize)>,
    pub(super) span: Span,
}

impl CodeBlock {
    /// The place in the document of the byte `at` of the content.
    pub(super) fn place(&self, at: usize) -> usize {
        let piece = self.pieces.iter().rev().find(|(from, _)| *from <= at);
        piece.map_or(self.span.start, |(from, start)| start + at - from)
    }
}

/// The blocks of `text`.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let skipped = source::preamble(text);
    let mut scan = Scan { text, ..Scan::default() };
    for (event, range) in Parser::new_ext(&text[skipped..], Options::ENABLE_TABLES).into_offset_iter() {
        scan.event(event, range.start + skipped..range.end + skipped);
    }
    scan.blocks
}

#[derive(Default)]
struct Scan<'a> {
    text: &'a str,
    blocks: Vec<Block>,
    heading: Option<Heading>,
    paragraph: Option<(Paragraph, bool)>,
    table: Option<TableLines>,
    fence: Option<CodeBlock>,
    /// For each open list, the paragraph before it.
    lists: Vec<Option<Span>>,
    items: Vec<OpenItem>,
    /// Words of a list item that make no paragraph.
    tight: Option<Paragraph>,
    quotes: usize,
}

/// A list item that is being read.
struct OpenItem {
    /// Its place among the blocks.
    index: usize,
    code: Option<Span>,
    opened: bool,
    /// True when its first paragraph is over.
    over: bool,
    end: usize,
}

impl Scan<'_> {
    fn event(&mut self, event: Event<'_>, range: Span) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Html(_) => {}
            Event::Rule => self.blocks.push(Block::Other),
            Event::Text(words) => match &mut self.fence {
                Some(fence) => {
                    fence.pieces.push((fence.content.len(), range.start));
                    fence.content.push_str(&words);
                }
                None => self.inline(&range, false, &words),
            },
            Event::Code(words) => self.inline(&inside_backticks(self.text, &range), true, &words),
            Event::SoftBreak | Event::HardBreak => self.inline(&range, false, " "),
            _ => self.inline(&range, false, ""),
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Span) {
        match tag {
            Tag::Heading { level, .. } => {
                self.close_item_text();
                let top = level == pulldown_cmark::HeadingLevel::H1;
                self.heading = Some(Heading { top, span: range, ..Heading::default() });
            }
            Tag::Paragraph => {
                let alone = self.items.is_empty() && self.quotes == 0;
                self.paragraph = Some((Paragraph { span: range, alone, ..Paragraph::default() }, false));
            }
            Tag::Table(_) => {
                self.close_item_text();
                self.table = Some(TableLines::default());
            }
            Tag::TableHead => {
                if let Some(table) = &mut self.table {
                    table.header = line_at(self.text, range.start);
                }
            }
            Tag::TableRow => {
                if let Some(table) = &mut self.table {
                    table.rows.push(line_at(self.text, range.start));
                }
            }
            Tag::CodeBlock(kind) => {
                self.close_item_text();
                let (info, indented) = match kind {
                    CodeBlockKind::Fenced(info) => (info.to_string(), false),
                    CodeBlockKind::Indented => (String::new(), true),
                };
                self.fence = Some(CodeBlock { indented, info, span: range, ..CodeBlock::default() });
            }
            Tag::List(_) => {
                self.close_item_text();
                let lead = match (self.lists.last(), self.blocks.last()) {
                    (Some(outer), _) => outer.clone(),
                    (None, Some(Block::Paragraph(paragraph))) => Some(paragraph.span.clone()),
                    (None, _) => None,
                };
                self.lists.push(lead);
                self.blocks.push(Block::Other);
            }
            Tag::Item => {
                let index = self.blocks.len();
                self.items.push(OpenItem { index, code: None, opened: false, over: false, end: range.start });
                self.blocks.push(Block::Other);
            }
            Tag::BlockQuote(_) => {
                self.close_item_text();
                self.quotes += 1;
                self.blocks.push(Block::Other);
            }
            Tag::HtmlBlock => {
                self.close_item_text();
                self.blocks.push(Block::Html(range));
            }
            // Bold does not hide that a paragraph opens with a code span.
            Tag::Strong | Tag::Emphasis | Tag::TableCell => {}
            _ => self.inline(&range, false, ""),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => self.blocks.extend(self.heading.take().map(Block::Heading)),
            TagEnd::Paragraph => {
                self.close_item_text();
                self.blocks.extend(self.paragraph.take().map(|(paragraph, _)| Block::Paragraph(paragraph)));
            }
            TagEnd::Table => self.blocks.extend(self.table.take().map(Block::Table)),
            TagEnd::CodeBlock => self.blocks.extend(self.fence.take().map(Block::Code)),
            TagEnd::List(_) => {
                self.lists.pop();
                self.blocks.push(Block::Other);
            }
            TagEnd::Item => {
                self.close_tight_text();
                if let Some(OpenItem { index, code: Some(code), end, .. }) = self.items.pop() {
                    let lead = self.lists.last().cloned().flatten();
                    let after = code.end + closing_backticks(self.text, code.end);
                    self.blocks[index] = Block::Item(ListItem { code, rest: after..end.max(after), lead });
                }
            }
            TagEnd::BlockQuote(_) => {
                self.quotes -= 1;
                self.blocks.push(Block::Other);
            }
            _ => {}
        }
    }

    fn inline(&mut self, range: &Span, code: bool, words: &str) {
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(words);
            heading.pieces.push((code, range.clone()));
        }
        if let Some((paragraph, opened)) = &mut self.paragraph {
            paragraph.opens_with_code |= code && !*opened;
            *opened = true;
            if code {
                paragraph.codes.push(range.clone());
            }
        }
        let apart = self.heading.is_none() && self.paragraph.is_none() && self.table.is_none();
        if apart && !self.items.is_empty() {
            let tight = self.tight.get_or_insert_with(|| Paragraph {
                span: range.clone(),
                opens_with_code: code,
                ..Paragraph::default()
            });
            tight.span.end = range.end;
            tight.codes.extend(code.then(|| range.clone()));
        }
        if let Some(item) = self.items.last_mut()
            && !item.over
        {
            if code && !item.opened {
                item.code = Some(range.clone());
            }
            item.opened = true;
            item.end = item.end.max(range.end);
        }
    }

    /// The words of a list item that make no paragraph are over.
    fn close_tight_text(&mut self) {
        self.blocks.extend(self.tight.take().map(Block::Paragraph));
    }

    /// The first paragraph of the list item is over.
    fn close_item_text(&mut self) {
        self.close_tight_text();
        if let Some(item) = self.items.last_mut() {
            item.opened = true;
            item.over = true;
        }
    }
}

/// The place of a code span without its backticks.
fn inside_backticks(text: &str, range: &Span) -> Span {
    let code = &text[range.clone()];
    let ticks = code.len() - code.trim_start_matches('`').len();
    let end = range.end.saturating_sub(ticks);
    if range.start + ticks <= end { range.start + ticks..end } else { range.clone() }
}

fn closing_backticks(text: &str, end: usize) -> usize {
    let rest = &text[end..];
    rest.len() - rest.trim_start_matches('`').len()
}

/// The line from `start` on, without its end.
fn line_at(text: &str, start: usize) -> Span {
    let line = text[start..].split(['\n', '\r']).next().unwrap_or_default();
    start..start + line.trim_end().len()
}
