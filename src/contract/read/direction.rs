//! Directions in cells and in prose.

use crate::Side;

use crate::contract::diagnostic::DiagnosticId;
use crate::contract::markdown::cells::Cell;
use crate::contract::model::{Direction, Span};
use crate::contract::read::draft::Draft;

/// The direction that fills a cell; reports a cell that says something else.
pub(in crate::contract) fn in_cell(draft: &mut Draft<'_>, cell: &Cell<'_>) -> Option<Direction> {
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
        format!("expected a direction, found `{}`", cell.text),
        "write `gateway -> connector` or `connector -> gateway`",
    );
    None
}

/// The side that a part of a cell names.
fn side(cell: &Cell<'_>, part: &str) -> Option<Side> {
    let word = Cell { text: part.trim(), span: cell.span.clone() }.plain().text.to_ascii_lowercase();
    match word.as_str() {
        "gateway" => Some(Side::Gateway),
        "connector" => Some(Side::Connector),
        _ => None,
    }
}

/// All directions that a text states, with their places in it.
pub(in crate::contract) fn all_in(text: &str) -> Vec<(Direction, Span)> {
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
