//! Damage to a document that Markdown passes over in silence: merge conflicts, fences and comments without an end, rows
//! that have lost their table.

use crate::contract::diagnostic::DiagnosticId;
use crate::contract::markdown::cells;
use crate::contract::markdown::{Block, CodeBlock};
use crate::contract::position::Span;
use crate::contract::read::draft::Draft;
use crate::contract::read::table::Table;

/// Reports the lines that a merge has left.
pub(super) fn check_conflicts(draft: &mut Draft<'_>) {
    let mut start = 0;
    for line in draft.text.split_inclusive('\n') {
        let is_marker = ["<<<<<<< ", ">>>>>>> ", "||||||| "].iter().any(|mark| line.starts_with(mark));
        if is_marker {
            draft.report(
                DiagnosticId::ConflictMarker,
                &(start..start + line.trim_end().len()),
                "expected one text, found the mark of a merge conflict",
                "keep one of the two sides and remove the three marks",
            );
        }
        start += line.len();
    }
}

/// Reports a fence that nothing closes: all that follows it is read as code.
pub(super) fn check_fence(draft: &mut Draft<'_>, block: &CodeBlock) {
    let text = &draft.text[block.span.clone()];
    let opening = text.lines().next().unwrap_or_default().trim_end();
    let mark = opening.chars().next().filter(|mark| matches!(mark, '`' | '~'));
    let Some(mark) = mark.filter(|_| !block.indented) else { return };
    let length = opening.len() - opening.trim_start_matches(mark).len();
    let last = text.trim_end().lines().skip(1).last().unwrap_or_default();
    let last = last.trim_start_matches(|c: char| c.is_whitespace() || c == '>');
    let closes = last.len() >= length && last.chars().all(|c| c == mark);
    if !closes {
        draft.report(
            DiagnosticId::UnclosedFence,
            &(block.span.start..block.span.start + opening.len()),
            "expected a closing fence, found the end of the document",
            format!("close the block with `{}` on a line of its own", mark.to_string().repeat(length)),
        );
    }
}

/// Reports a comment that nothing closes: all that follows it is read as a comment.
pub(super) fn check_comment(draft: &mut Draft<'_>, html: &Span) {
    let text = &draft.text[html.clone()];
    if text.trim_start().starts_with("<!--") && !text.contains("-->") {
        let line = text.lines().next().map_or(0, |line| line.trim_end().len());
        draft.report(
            DiagnosticId::UnclosedComment,
            &(html.start..html.start + line),
            "expected `-->` after `<!--`, found the end of the document",
            "close the comment",
        );
    }
}

/// Reports rows in the block `at` that have lost the table before it, and returns true if there are any: a blank line,
/// a comment or a block of code is between.
pub(super) fn check_severed(draft: &mut Draft<'_>, blocks: &[Block], at: usize, block: &Span) -> bool {
    let before = blocks[..at].iter().rev().find(|block| !matches!(block, Block::Html(_) | Block::Code(_)));
    let Some(Block::Table(lines)) = before else { return false };
    let Some(table) = Table::recognise(draft.text, lines) else { return false };
    let mut start = block.start;
    let mut rows: Option<Span> = None;
    for line in draft.text[block.clone()].split_inclusive('\n') {
        let place = start..start + line.trim_end().len();
        // A header is that of another table, whose delimiter row is broken.
        if Table::is_header(draft.text, &place) {
            return false;
        }
        let is_row = line.trim_start().starts_with('|')
            && cells::split(draft.text, &place).len() == table.header.len();
        if is_row {
            rows = Some(rows.map_or(place.start, |rows| rows.start)..place.end);
        }
        start += line.len();
    }
    let Some(rows) = rows else { return false };
    draft.report(
        DiagnosticId::SeveredRow,
        &rows,
        "expected the rows of a table directly below it, found something between",
        "remove the blank line, comment or block between the table and these rows: they are not read",
    );
    true
}
