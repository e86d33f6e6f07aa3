//! The source of a document before it is Markdown: byte order mark, front matter, line ends.

use std::borrow::Cow;

use crate::contract::position::Span;

/// The text with line ends that every reader understands and without tabs before rows of tables, byte for byte as long as
/// before, so that places stay.
///
/// A carriage return alone ends a line and becomes a line feed. Two of them before a line feed are one line end, which
/// some transfer has damaged: the first becomes a blank.
pub(in crate::contract) fn with_line_ends(text: &str) -> Cow<'_, str> {
    let has_damage = text.contains('\r') && !(0..text.len()).all(|at| is_line_end(text, at));
    if !has_damage && !text.contains("\t|") {
        return Cow::Borrowed(text);
    }
    let letters = text.char_indices().map(|(at, letter)| match letter {
        '\r' if text[at + 1..].starts_with("\r\n") => ' ',
        '\r' if !text[at + 1..].starts_with('\n') => '\n',
        '\t' if indents_row(text, at) => ' ',
        letter => letter,
    });
    Cow::Owned(letters.collect())
}

/// Returns true for a tab at the beginning of a line, where a row of a table follows: with it the table would be a block
/// of code.
fn indents_row(text: &str, at: usize) -> bool {
    let is_first = |before: &str| before.is_empty() || before.ends_with(['\n', '\r']);
    is_first(text[..at].trim_end_matches('\t')) && text[at..].trim_start_matches('\t').starts_with('|')
}

/// The first line end of two carriage returns and a line feed.
pub(in crate::contract) fn damaged_line_end(text: &str) -> Option<Span> {
    text.find("\r\r\n").map(|at| at..at + 1)
}

/// The length of the part before the Markdown: a byte order mark, which the parser would take for a letter, and front
/// matter between two lines `---`, which it would take for a heading.
pub(super) fn preamble(text: &str) -> usize {
    let mark = text.len() - text.trim_start_matches('\u{feff}').len();
    mark + front_matter(&text[mark..]).unwrap_or(0)
}

/// The length of the front matter that a text begins with: lines of YAML, a key among them.
fn front_matter(text: &str) -> Option<usize> {
    let mut lines = text.split_inclusive('\n');
    let mut length = lines.next().filter(|line| line.trim_end() == "---")?.len();
    let mut has_key = false;
    for line in lines {
        length += line.len();
        let written = line.trim_end();
        if matches!(written, "---" | "...") {
            return Some(length).filter(|_| has_key);
        }
        let is_key = written.split_once(':').is_some_and(|(key, _)| {
            !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
        });
        has_key |= is_key;
        if !is_key && !written.is_empty() && !written.starts_with(['#', ' ', '\t', '-']) {
            return None;
        }
    }
    None
}

/// Returns false for a carriage return that no line feed follows.
fn is_line_end(text: &str, at: usize) -> bool {
    text.as_bytes()[at] != b'\r' || text.as_bytes().get(at + 1) == Some(&b'\n')
}
