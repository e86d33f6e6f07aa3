//! The text of a document by section, in the order in which people read it, for whoever compares two revisions.

use crate::contract::markdown::visible::{self, Run, VisibleBlock, VisibleKind};
use crate::contract::position::{Section, Span};
use crate::json;

/// The text of one section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionText {
    /// The section, as it is cited.
    pub section: Section,
    /// The place of its heading.
    pub span: Span,
    /// All that it says, in document order, its heading first.
    pub passages: Vec<Passage>,
}

/// A stretch of text that is compared as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The form of the passage.
    pub kind: PassageKind,
    /// The words that a reader of the rendered document sees, with one blank between them and without the punctuation
    /// around each; code is kept as it is.
    pub words: String,
    /// The same words with their punctuation.
    pub seen: String,
    /// What it says as Markdown, in one way of writing its marks; of a block of code, with its lines.
    pub text: String,
    /// Its place.
    pub span: Span,
}

impl Passage {
    /// Returns true if people read the same words in both, whatever marks and punctuation stand around them.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        self.words == other.words || self.seen == other.seen
    }
}

/// The form of a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PassageKind {
    /// A heading.
    Heading,
    /// A sentence of a paragraph, of a list item, of a quotation or of HTML.
    Sentence,
    /// A row of a table that is no construct.
    Row,
    /// A block of code that is no example.
    Block,
    /// The header of a table that states a part of the contract.
    Header,
    /// A row, a list item or a paragraph that states a part of the contract.
    Construct,
    /// An example of a definition.
    Example,
}

/// The part of a block in the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A construct, were it malformed.
    Construct,
    /// An example of a definition, were it malformed.
    Example,
    /// Anything else.
    Prose,
}

/// The text of a document by section; `roles` are the places of its constructs and examples, in their order. What is before the first
/// heading belongs to a section without a title, if it says anything.
pub(super) fn sections(text: &str, roles: &[(Span, Role)]) -> Vec<SectionText> {
    let mut sections = vec![SectionText { section: Section::default(), span: 0..0, passages: Vec::new() }];
    let mut next = 0;
    for block in visible::blocks(text) {
        // Both stand in the order of the document.
        next += roles[next..].iter().take_while(|(span, _)| span.end <= block.span.start).count();
        let role = roles.get(next).filter(|(span, _)| span.start < block.span.end);
        let role = role.map_or(Role::Prose, |(_, role)| *role);
        let passages = passages(&block, role);
        if block.kind == VisibleKind::Heading {
            let words: String = block.runs.iter().map(|run| run.words.as_str()).collect();
            sections.push(SectionText { section: Section::titled(&words), span: block.span, passages });
        } else if let Some(section) = sections.last_mut() {
            section.passages.extend(passages);
        }
    }
    sections.retain(|section| !section.passages.is_empty());
    sections
}

#[cfg(feature = "evolution")]
/// Returns true if people read the same words in two pieces of Markdown, such as cells or paragraphs.
pub(crate) fn says_the_same(old: &str, new: &str) -> bool {
    let [old, new] = [old, new].map(|markdown| {
        let mut piece = Piece::default();
        for block in visible::blocks(markdown) {
            for run in &block.runs {
                piece.push(&run.words, run.is_code, &run.text, run.place);
            }
            piece.push(" ", false, " ", block.span.end);
        }
        piece
    });
    let says_nothing =
        |piece: &Piece| !piece.letters.iter().any(|(letter, is_code)| *is_code || letter.is_alphanumeric());
    old.words() == new.words() || old.seen() == new.seen() || (says_nothing(&old) && says_nothing(&new))
}

fn passages(block: &VisibleBlock, role: Role) -> Vec<Passage> {
    let kind = match (block.kind, role) {
        (VisibleKind::Heading, _) => PassageKind::Heading,
        (VisibleKind::Header, Role::Construct) => PassageKind::Header,
        (_, Role::Construct) => PassageKind::Construct,
        (_, Role::Example) => PassageKind::Example,
        (VisibleKind::Header | VisibleKind::Row, Role::Prose) => PassageKind::Row,
        (VisibleKind::Code, Role::Prose) => PassageKind::Block,
        (VisibleKind::Paragraph | VisibleKind::Html, Role::Prose) => PassageKind::Sentence,
    };
    let pieces =
        if kind == PassageKind::Sentence { sentences(&block.runs) } else { vec![Piece::of(&block.runs)] };
    let passages = pieces.into_iter().map(|piece| Passage {
        kind,
        words: if block.kind == VisibleKind::Code { words_of_code(&piece) } else { piece.words() },
        seen: piece.seen(),
        text: if block.kind == VisibleKind::Code {
            piece.text.trim_end().to_owned()
        } else {
            single_spaced(&piece.text)
        },
        span: piece.place.unwrap_or(block.span.start)..block.span.end,
    });
    passages.filter(|passage| !passage.text.is_empty()).collect()
}

/// The words of a block of code. White space and the order of keys say nothing in JSON.
fn words_of_code(block: &Piece) -> String {
    json::read(&block.text).map_or_else(|_| block.words(), |value| value.to_string())
}

/// Signs that part sentences and words. What a quantity or a comparison is written with is none of them.
const PUNCTUATION: &str = ".,;:!?()\"'…“”„‘’«»";

/// A stretch of runs.
#[derive(Default)]
struct Piece {
    /// What people see, each letter with whether it is code.
    letters: Vec<(char, bool)>,
    text: String,
    /// The place of its first letter.
    place: Option<usize>,
}

impl Piece {
    fn of(runs: &[Run]) -> Self {
        let mut piece = Self::default();
        for run in runs {
            piece.push(&run.words, run.is_code, &run.text, run.place);
        }
        piece
    }

    fn push(&mut self, words: &str, is_code: bool, text: &str, place: usize) {
        let blank = words.len() - words.trim_start().len();
        if self.place.is_none() && blank < words.len() {
            self.place = Some(place + blank);
        }
        self.letters.extend(words.chars().map(|letter| (letter, is_code)));
        self.text += text;
    }

    /// The words as they are.
    fn seen(&self) -> String {
        single_spaced(&self.letters.iter().map(|(letter, _)| *letter).collect::<String>())
    }

    /// The words without the punctuation around each.
    fn words(&self) -> String {
        let is_mark = |(letter, is_code): &(char, bool)| !is_code && PUNCTUATION.contains(*letter);
        let words = self.letters.split(|(letter, _)| letter.is_whitespace()).filter_map(|word| {
            let start = word.iter().position(|letter| !is_mark(letter))?;
            let end = word.iter().rposition(|letter| !is_mark(letter))?;
            Some(word[start..=end].iter().map(|(letter, _)| *letter).collect::<String>())
        });
        words.collect::<Vec<_>>().join(" ")
    }
}

/// Parts a paragraph into sentences: each ends with `.`, `!` or `?` before a blank and something else than a small
/// letter, outside of code and parentheses, and not after an abbreviation.
fn sentences(runs: &[Run]) -> Vec<Piece> {
    let letters: Vec<(char, bool)> =
        runs.iter().flat_map(|run| run.words.chars().map(|letter| (letter, run.is_code))).collect();
    let ends = sentence_ends(&letters);
    let mut pieces = vec![Piece::default()];
    let mut seen = 0;
    for run in runs {
        let mut rest = 0;
        for (at, letter) in run.words.char_indices() {
            seen += 1;
            if ends.contains(&seen) {
                let end = at + letter.len_utf8();
                let piece = &run.words[rest..end];
                if let Some(last) = pieces.last_mut() {
                    last.push(piece, run.is_code, piece, run.place + rest);
                }
                rest = end;
                pieces.push(Piece::default());
            }
        }
        // A mark directly after the end of a sentence closes something in it.
        let is_closing = run.words.is_empty() && pieces.last().is_some_and(|last| last.letters.is_empty());
        let at = pieces.len() - if is_closing && pieces.len() > 1 { 2 } else { 1 };
        let text = if rest == 0 { run.text.as_str() } else { &run.words[rest..] };
        pieces[at].push(&run.words[rest..], run.is_code, text, run.place + rest);
    }
    pieces
}

/// The numbers of letters after which a sentence is over.
fn sentence_ends(letters: &[(char, bool)]) -> Vec<usize> {
    let (mut ends, mut depth) = (Vec::new(), 0_usize);
    for (at, (letter, is_code)) in letters.iter().enumerate() {
        match letter {
            _ if *is_code => {}
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '.' | '!' | '?' if depth == 0 => {
                let mut after = letters[at + 1..].iter().map(|(letter, _)| *letter);
                let is_parted = after.next().is_some_and(char::is_whitespace);
                let goes_on = after.find(|letter| !letter.is_whitespace()).is_some_and(char::is_lowercase);
                if is_parted && !goes_on && !is_abbreviation(&letters[..at]) {
                    ends.push(at + 1);
                }
            }
            _ => {}
        }
    }
    ends
}

/// Returns true if the word before a full stop is a short form: `e.g`, `i.e`, `vs`, a single letter.
fn is_abbreviation(before: &[(char, bool)]) -> bool {
    let word: String =
        before.iter().rev().map(|(letter, _)| *letter).take_while(|c| !c.is_whitespace()).collect();
    let word: String = word.chars().rev().filter(|c| c.is_alphanumeric() || *c == '.').collect();
    matches!(word.to_lowercase().as_str(), "e.g" | "i.e" | "cf" | "vs" | "approx" | "incl")
}

fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
