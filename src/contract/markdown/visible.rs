//! The words that a reader of the rendered document sees, block by block and in their order.
//!
//! Marks, link targets, list numbers and comments are none of them; they are kept beside the words, written in one way
//! whatever the document uses, so that a change of marks alone can be told from a change of words.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::contract::markdown::{cells, source};
use crate::contract::position::Span;

/// A heading, a paragraph, a row of a table, a block of code or a block of HTML.
#[derive(Debug)]
pub(in crate::contract) struct VisibleBlock {
    pub(in crate::contract) kind: VisibleKind,
    pub(in crate::contract) span: Span,
    pub(in crate::contract) runs: Vec<Run>,
}

/// The form of a visible block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::contract) enum VisibleKind {
    Heading,
    /// A paragraph, or the words of a list item that make none.
    Paragraph,
    /// The header of a table.
    Header,
    Row,
    Code,
    Html,
}

/// A stretch of a block.
#[derive(Debug)]
pub(in crate::contract) struct Run {
    /// The letters that a reader sees; none of a mark.
    pub(in crate::contract) words: String,
    /// The same with marks, in one way of writing them.
    pub(in crate::contract) text: String,
    /// True within a code span or a block of code, where a full stop ends no sentence.
    pub(in crate::contract) is_code: bool,
    /// The place in the document where it begins.
    pub(in crate::contract) place: usize,
}

/// All visible blocks of a document.
pub(in crate::contract) fn blocks(text: &str) -> Vec<VisibleBlock> {
    let skipped = source::preamble(text);
    let mut scan = Scan { text, ..Scan::default() };
    for (event, range) in Parser::new_ext(&text[skipped..], Options::ENABLE_TABLES).into_offset_iter() {
        scan.event(event, &(range.start + skipped..range.end + skipped));
    }
    scan.close();
    scan.blocks
}

#[derive(Default)]
struct Scan<'a> {
    text: &'a str,
    blocks: Vec<VisibleBlock>,
    open: Option<VisibleBlock>,
    /// The targets of the links and pictures that are open.
    targets: Vec<String>,
    /// The cells that the open row has had, and those of the header.
    cells: (usize, usize),
}

impl Scan<'_> {
    fn event(&mut self, event: Event<'_>, range: &Span) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(words) => {
                let is_code = self.open.as_ref().is_some_and(|block| block.kind == VisibleKind::Code);
                self.push(range, &words, &words, is_code);
            }
            Event::Code(words) => self.push(range, &words, &format!("`{words}`"), true),
            Event::SoftBreak | Event::HardBreak => self.push(range, " ", " ", false),
            Event::InlineHtml(html) => {
                let words = if is_break(&html) { " " } else { "" };
                let text = if words.is_empty() && !html.starts_with("<!--") { &*html } else { words };
                self.push(range, words, text, false);
            }
            Event::Html(html) => self.push(range, &html, &html, false),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: &Span) {
        match tag {
            Tag::Heading { level, .. } => {
                self.open(VisibleKind::Heading, range);
                self.push(range, "", &format!("{} ", "#".repeat(level as usize)), false);
            }
            Tag::Paragraph => self.open(VisibleKind::Paragraph, range),
            Tag::TableHead | Tag::TableRow => {
                let is_header = matches!(tag, Tag::TableHead);
                self.open(if is_header { VisibleKind::Header } else { VisibleKind::Row }, range);
                self.cells.0 = 0;
            }
            Tag::TableCell => {
                self.cells.0 += 1;
                if self.cells.0 > 1 {
                    self.push(range, " ", " | ", false);
                }
            }
            Tag::CodeBlock(_) => self.open(VisibleKind::Code, range),
            Tag::HtmlBlock => self.open(VisibleKind::Html, range),
            Tag::Strong => self.push(range, "", "**", false),
            Tag::Emphasis => self.push(range, "", "*", false),
            Tag::Link { dest_url, .. } => {
                self.targets.push(dest_url.to_string());
                self.push(range, "", "[", false);
            }
            Tag::Image { dest_url, .. } => {
                self.targets.push(dest_url.to_string());
                self.push(range, "", "![", false);
            }
            // The words of a list item that make no paragraph end where something else begins.
            Tag::List(_) | Tag::Item | Tag::BlockQuote(_) | Tag::Table(_) => self.close(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        let place = self.open.as_ref().map_or(0, |block| block.span.end);
        match tag {
            TagEnd::Strong => self.push(&(place..place), "", "**", false),
            TagEnd::Emphasis => self.push(&(place..place), "", "*", false),
            TagEnd::Link | TagEnd::Image => {
                let target = self.targets.pop().unwrap_or_default();
                self.push(&(place..place), "", &format!("]({target})"), false);
            }
            TagEnd::TableCell => {}
            TagEnd::TableHead => {
                self.cells.1 = self.cells.0;
                self.close();
            }
            TagEnd::TableRow => {
                self.push_surplus();
                self.close();
            }
            _ => self.close(),
        }
    }

    /// Adds the cells that the open row has beyond its header: nobody sees them, and the parser drops them without a sign.
    fn push_surplus(&mut self) {
        let Some(row) = self.open.as_ref().map(|block| block.span.clone()) else { return };
        let line = row.start..row.start + self.text[row].trim_end().len();
        for cell in cells::split(self.text, &line).into_iter().skip(self.cells.1) {
            self.push(&cell.span, "", &format!(" | {}", cell.text), false);
        }
    }

    fn open(&mut self, kind: VisibleKind, range: &Span) {
        self.close();
        self.open = Some(VisibleBlock { kind, span: range.clone(), runs: Vec::new() });
    }

    fn push(&mut self, range: &Span, words: &str, text: &str, is_code: bool) {
        let paragraph = || VisibleBlock {
            kind: VisibleKind::Paragraph,
            span: range.start..range.start,
            runs: Vec::new(),
        };
        let block = self.open.get_or_insert_with(paragraph);
        block.span.end = block.span.end.max(range.end);
        block.runs.push(Run { words: words.to_owned(), text: text.to_owned(), is_code, place: range.start });
    }

    fn close(&mut self) {
        if let Some(mut block) = self.open.take() {
            if block.kind == VisibleKind::Html {
                block.runs = without_tags(&block.runs);
            }
            self.blocks.push(block);
        }
    }
}

/// Returns true for a line break of HTML, in each way to write it.
fn is_break(html: &str) -> bool {
    let name = html.trim_matches(['<', '>', '/', ' ']);
    name.eq_ignore_ascii_case("br")
}

/// The lines of a block of HTML with its tags as marks and without its comments. A tag may go over several lines.
fn without_tags(lines: &[Run]) -> Vec<Run> {
    let (mut runs, mut within) = (Vec::new(), Within::Text);
    for line in lines {
        let mut rest = line.words.as_str();
        while !rest.is_empty() {
            let (end, next) = within.end(rest);
            let (piece, after) = rest.split_at(end);
            let place = line.place + line.words.len() - rest.len();
            let (words, text) = match within {
                Within::Text => (piece, piece),
                // What a tag parts is not one word.
                Within::Tag => (" ", piece),
                Within::Comment => (" ", ""),
            };
            runs.push(Run { words: words.to_owned(), text: text.to_owned(), is_code: false, place });
            (rest, within) = (after, next);
        }
    }
    runs
}

/// A place in HTML.
#[derive(Debug, Clone, Copy)]
enum Within {
    Text,
    Tag,
    Comment,
}

impl Within {
    /// The length of what belongs to this place, and the place after it.
    fn end(self, rest: &str) -> (usize, Self) {
        match self {
            Self::Text => match rest.find('<') {
                Some(at) if rest[at..].starts_with("<!--") => (at, Self::Comment),
                Some(at)
                    if rest[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c)) =>
                {
                    (at, Self::Tag)
                }
                Some(at) => (at + 1, Self::Text),
                None => (rest.len(), Self::Text),
            },
            Self::Tag => rest.find('>').map_or((rest.len(), Self::Tag), |at| (at + 1, Self::Text)),
            Self::Comment => rest.find("-->").map_or((rest.len(), Self::Comment), |at| (at + 3, Self::Text)),
        }
    }
}
