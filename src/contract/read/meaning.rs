//! Meanings, notes and directions: what rows, cells and paragraphs say in words.

use crate::Side;
use crate::contract::diagnostic::DiagnosticId;
use crate::contract::field::{Direction, Notes};
use crate::contract::markdown::cells::{Cell, unescape_pipes};
use crate::contract::position::Span;
use crate::contract::read::column::Column;
use crate::contract::read::draft::Draft;
use crate::contract::read::table::Row;
use crate::words::spelled;

/// The meaning of a row; empty where its cell says nothing or is missing.
pub(super) fn of_row(draft: &mut Draft<'_>, row: &Row<'_, '_>) -> String {
    row.cell(Column::Meaning).and_then(|cell| words(draft, cell)).unwrap_or_default()
}

/// The optional columns of a row.
pub(super) fn notes(draft: &mut Draft<'_>, row: &Row<'_, '_>) -> Notes {
    let mut note = |column| row.cell(column).and_then(|cell| words(draft, cell));
    let mut notes = Notes {
        gate: note(Column::Gate),
        since: note(Column::Since),
        stability: note(Column::Stability),
        renamed_from: note(Column::RenamedFrom),
        ..Notes::default()
    };
    for (header, cell) in row.others() {
        if let Some(text) = words(draft, cell) {
            notes.others.push((unescape_pipes(header.plain().text), text));
        }
    }
    // The order of the columns says nothing.
    notes.others.sort();
    notes
}

/// The direction of a row in a table where the column may be left out.
pub(super) fn own_direction(draft: &mut Draft<'_>, row: &Row<'_, '_>) -> Option<Direction> {
    let cell = row.filled(draft, Column::Direction)?;
    if cell.is_dash() { None } else { direction_in(draft, cell) }
}

/// The direction that fills a cell; reports a cell that says something else.
pub(super) fn direction_in(draft: &mut Draft<'_>, cell: &Cell<'_>) -> Option<Direction> {
    let plain = cell.plain();
    let sides = plain.text.split_once("->").or_else(|| plain.text.split_once('→'));
    if let Some((writer, reader)) = sides.map(|(before, after)| (side(cell, before), side(cell, after)))
        && let (Some(writer), Some(reader)) = (writer, reader)
        && writer != reader
    {
        return Some(Direction { writer });
    }
    draft.report(
        DiagnosticId::UnknownDirection,
        &cell.span,
        format!("expected a direction, found `{}`", spelled(cell.text)),
        "write `gateway -> connector` or `connector -> gateway`",
    );
    None
}

/// The side that a part of a cell names.
pub(super) fn side(cell: &Cell<'_>, part: &str) -> Option<Side> {
    let word = Cell { text: part.trim(), span: cell.span.clone() }.plain().text.to_ascii_lowercase();
    match word.as_str() {
        "gateway" => Some(Side::Gateway),
        "connector" => Some(Side::Connector),
        _ => None,
    }
}

/// All directions that a text states, with their places in it.
pub(super) fn directions_in(text: &str) -> Vec<(Direction, Span)> {
    let mut found = Vec::new();
    for arrow in ["->", "→"] {
        for (at, _) in text.match_indices(arrow) {
            let before = text[..at].trim_end_matches(is_between);
            let after = text[at + arrow.len()..].trim_start_matches(is_between);
            for (side, word) in [(Side::Gateway, "gateway"), (Side::Connector, "connector")] {
                let peer = match side {
                    Side::Gateway => "connector",
                    Side::Connector => "gateway",
                };
                if ends_with(before, word) && starts_with(after, peer) {
                    let place = before.len() - word.len()..text.len() - after.len() + peer.len();
                    found.push((Direction { writer: side }, place));
                }
            }
        }
    }
    found.sort_by_key(|(_, place)| place.start);
    found
}

/// Blanks, bold and backticks around the arrow.
fn is_between(c: char) -> bool {
    c.is_whitespace() || matches!(c, '*' | '`')
}

fn ends_with(text: &str, word: &str) -> bool {
    text.len()
        .checked_sub(word.len())
        .and_then(|at| text.get(at..))
        .is_some_and(|end| end.eq_ignore_ascii_case(word))
}

fn starts_with(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// A paragraph as one line of Markdown.
pub(super) fn one_line(text: &str, span: &Span) -> String {
    text[span.clone()].lines().map(str::trim).collect::<Vec<_>>().join(" ").trim().to_owned()
}

/// Two pieces of prose, one after the other; either may be empty.
pub(in crate::contract) fn both(first: &str, second: &str) -> String {
    [first, second].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// The words of a meaning or note cell; none where it is a dash, or empty, which is a lint.
pub(super) fn words(draft: &mut Draft<'_>, cell: &Cell<'_>) -> Option<String> {
    if cell.is_empty() {
        draft.report(
            DiagnosticId::EmptyMeaning,
            &cell.span,
            "expected a meaning or a note, found an empty cell",
            "say what it means, or write a dash",
        );
    }
    (!cell.is_empty() && !cell.is_dash()).then(|| cell.prose())
}
