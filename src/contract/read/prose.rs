//! The text of a document outside its constructs: sentences by section, for whoever compares two revisions.

use crate::contract::position::{Section, Span};

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
    /// True for a row or a fenced block, false for a sentence.
    pub is_block: bool,
    /// Its place.
    pub span: Span,
}

/// The part of a block in the text of its document.
#[derive(Debug)]
pub(super) enum Role {
    /// A heading, which opens this section.
    Heading(Section),
    /// A construct, were it malformed: the contract has it, so that it is no prose.
    Construct,
    /// An example or a comment, which is neither a construct nor prose.
    Silent,
    /// One passage as a whole.
    Block(String),
    /// Prose, which is read with all that is around it.
    Running,
}

/// The prose of a document while its blocks are walked through.
#[derive(Debug)]
pub(super) struct Prose<'a> {
    text: &'a str,
    sections: Vec<SectionText>,
    /// The end of all that was taken.
    end: usize,
}

impl<'a> Prose<'a> {
    /// The prose before the first block. What is before the first heading belongs to a section without a title.
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, sections: vec![SectionText::new(Section::default(), 0..0)], end: 0 }
    }

    /// Takes the next block, which fills `span`.
    pub(super) fn take(&mut self, span: Span, role: Role) {
        if matches!(role, Role::Running) {
            return;
        }
        self.take_until(span.start);
        self.end = span.end.max(self.end);
        match role {
            Role::Heading(section) => self.sections.push(SectionText::new(section, span)),
            Role::Block(text) => self.push([Passage { text, is_block: true, span }]),
            Role::Construct | Role::Silent | Role::Running => {}
        }
    }

    /// The sections that say something or have a title, when all blocks are taken.
    pub(super) fn finish(mut self) -> Vec<SectionText> {
        self.take_until(self.text.len());
        self.sections.retain(|section| !section.section.title.is_empty() || !section.passages.is_empty());
        self.sections
    }

    /// Takes the running text before `start`.
    fn take_until(&mut self, start: usize) {
        if start > self.end {
            self.push(passages(self.text, self.end..start));
        }
    }

    fn push(&mut self, passages: impl IntoIterator<Item = Passage>) {
        if let Some(section) = self.sections.last_mut() {
            section.passages.extend(passages);
        }
    }
}

impl SectionText {
    fn new(section: Section, span: Span) -> Self {
        Self { section, span, passages: Vec::new() }
    }
}

/// The sentences and rows of a stretch of the document.
fn passages(text: &str, stretch: Span) -> Vec<Passage> {
    let mut found = Vec::new();
    let mut paragraph: Option<Span> = None;
    let mut start = stretch.start;
    for line in text[stretch].split_inclusive('\n') {
        let span = start..start + line.len();
        start = span.end;
        let written = line.trim();
        let is_row = written.starts_with('|');
        if written.is_empty() || is_row || opens_item(written) {
            found.extend(paragraph.take().into_iter().flat_map(|span| sentences(text, span)));
        }
        if is_row {
            if written.contains(|c: char| !matches!(c, '|' | '-' | ':' | ' ')) {
                found.push(Passage { text: single_spaced(written), is_block: true, span });
            }
        } else if !written.is_empty() {
            paragraph = Some(paragraph.map_or(span.start, |begun| begun.start)..span.end);
        }
    }
    found.extend(paragraph.into_iter().flat_map(|span| sentences(text, span)));
    found
}

/// Returns true if a line begins with the mark of a list item.
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
