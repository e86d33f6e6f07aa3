//! Places in a document: spans, sections, and lines and columns for people.

use std::fmt;
use std::ops::Range;

/// A byte range of the document's text.
pub type Span = Range<usize>;

/// A section of the document, as it is cited.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Section {
    /// The number that the heading begins with (`6.4`), if it has one.
    pub number: Option<String>,
    /// The heading's text without that number.
    pub title: String,
}

impl Section {
    /// The section under a heading: `6.4 PassthroughForward` has a number and a title.
    pub(super) fn titled(heading: &str) -> Self {
        let text = heading.trim();
        let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let number = first.strip_suffix('.').unwrap_or(first);
        let is_number =
            number.split('.').all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit()));
        if is_number {
            Self { number: Some(number.to_owned()), title: rest.trim().to_owned() }
        } else {
            Self { number: None, title: text.to_owned() }
        }
    }
}

impl fmt::Display for Section {
    /// The number where there is one, else the title in quotes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.number {
            Some(number) => f.write_str(number),
            None => write!(f, "\"{}\"", self.title),
        }
    }
}

/// A place in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in Unicode scalar values; a byte order mark has no width.
    pub column: usize,
}

/// A text whose lines are counted once, for many places in it.
#[derive(Debug)]
pub struct Lines<'a> {
    text: &'a str,
    /// The start of each line.
    starts: Vec<usize>,
}

/// The place of the byte `offset` of `text`; for more than a few places, use [`Lines`].
///
/// An offset past the end is the end; one inside a character is that character.
#[must_use]
pub fn position(text: &str, offset: usize) -> Position {
    Lines::of(text).position(offset)
}

impl<'a> Lines<'a> {
    /// Counts the lines of `text`.
    #[must_use]
    pub fn of(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let ends_line = |at: &usize| match bytes[*at] {
            b'\n' => true,
            // A carriage return alone; before a line feed it belongs to that one's line.
            b'\r' => !matches!(bytes[*at + 1..], [b'\n', ..] | [b'\r', b'\n', ..]),
            _ => false,
        };
        let after = (0..bytes.len()).filter(ends_line).map(|end| end + 1);
        Self { text, starts: std::iter::once(0).chain(after).collect() }
    }

    /// The place of the byte `offset`; an offset past the end is the end, one inside a character is that character.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let mut end = offset.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let line = self.starts.partition_point(|start| *start <= end);
        let before = &self.text[self.starts[line - 1]..end];
        Position { line, column: before.trim_start_matches('\u{feff}').chars().count() + 1 }
    }

    /// The bytes of the line with this number, from 1, with its end; of a line past the last, the end of the text.
    #[must_use]
    pub fn line(&self, number: usize) -> Span {
        let edge = |number: usize| self.starts.get(number).copied().unwrap_or(self.text.len());
        edge(number.saturating_sub(1))..edge(number)
    }
}
