//! The raw cells of a table line.
//!
//! Markdown parsers pad missing cells and drop surplus ones without a sign, so cells are split here.

use crate::contract::position::Span;

/// One cell, as written.
#[derive(Debug, Clone)]
pub(in crate::contract) struct Cell<'a> {
    /// The source without blanks around it.
    pub(in crate::contract) text: &'a str,
    /// Its place; of an empty cell, the blanks between the pipes.
    pub(in crate::contract) span: Span,
}

/// The cells of the line at `line`.
///
/// `\|` belongs to the cell; any other pipe ends it, even within backticks, as in GitHub's Markdown.
pub(in crate::contract) fn split<'a>(text: &'a str, line: &Span) -> Vec<Cell<'a>> {
    let mut bars = Vec::new();
    let mut escaped = false;
    for (at, c) in text[line.clone()].char_indices() {
        if c == '|' && !escaped {
            bars.push(line.start + at);
        }
        escaped = c == '\\' && !escaped;
    }
    let mut starts = vec![line.start];
    starts.extend(bars.iter().map(|bar| bar + 1));
    let mut ends = bars;
    ends.push(line.end);
    let mut pieces: Vec<Span> = starts.into_iter().zip(ends).map(|(start, end)| start..end).collect();
    // The pipes at both ends of a line are a frame, not separators.
    let is_blank = |piece: Option<&Span>| piece.is_some_and(|span| text[span.clone()].trim().is_empty());
    if pieces.len() > 1 && is_blank(pieces.first()) {
        pieces.remove(0);
    }
    if pieces.len() > 1 && is_blank(pieces.last()) {
        pieces.pop();
    }
    pieces.into_iter().map(|span| Cell::trimmed(text, span)).collect()
}

impl<'a> Cell<'a> {
    /// The stretch `span` without blanks around it.
    pub(in crate::contract) fn trimmed(text: &'a str, span: Span) -> Self {
        Self { text: &text[span.clone()], span }.trim_of(char::is_whitespace)
    }

    /// Without bold, italics and backticks around it; marks that do not close belong to the text.
    pub(in crate::contract) fn plain(&self) -> Self {
        let mut plain = self.clone();
        while let Some(mark @ ('`' | '*')) = plain.text.chars().next() {
            let length = plain.text.len() - plain.text.trim_start_matches(mark).len();
            let inside = plain.span.start + length..plain.span.end.saturating_sub(length);
            let Some(text) = plain.text.get(length..plain.text.len().saturating_sub(length)) else { break };
            let closed = plain.text[length + text.len()..].chars().all(|c| c == mark);
            if text.trim().is_empty() || text.contains(mark) || !closed {
                break;
            }
            plain = Self { text, span: inside }.trim_of(char::is_whitespace);
            // Nothing within code is a mark.
            if mark == '`' {
                break;
            }
        }
        plain
    }

    /// The source as prose: `\|` is a pipe.
    pub(in crate::contract) fn prose(&self) -> String {
        unescape_pipes(self.text)
    }

    pub(in crate::contract) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Returns true if it says "none": a hyphen, an en dash or an em dash.
    pub(in crate::contract) fn is_dash(&self) -> bool {
        matches!(self.plain().text, "-" | "–" | "—")
    }

    fn trim_of(self, blank: impl Fn(char) -> bool) -> Self {
        let start = self.text.len() - self.text.trim_start_matches(&blank).len();
        let text = self.text.trim_matches(&blank);
        if text.is_empty() {
            return Self { text, span: self.span };
        }
        let start = self.span.start + start;
        Self { text, span: start..start + text.len() }
    }
}

/// `\|` of a table cell as `|`.
pub(in crate::contract) fn unescape_pipes(text: &str) -> String {
    text.replace("\\|", "|")
}
