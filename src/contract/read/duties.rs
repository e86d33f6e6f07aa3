//! Duty tables: what a side must do on the link beyond the shape of its frames.

use crate::Side;
use crate::contract::diagnostic::DiagnosticId;
use crate::contract::markdown::cells::Cell;
use crate::contract::model::Duty;
use crate::contract::position::Section;
use crate::contract::read::column::Column;
use crate::contract::read::draft::Draft;
use crate::contract::read::meaning;
use crate::contract::read::table::{Row, Table};
use crate::contract::read::verdict;

/// Reads the rows of a duty table.
pub(super) fn read_table<'a>(draft: &mut Draft<'a>, table: &Table<'a>, section: Option<&Section>) {
    for row in table.rows(draft) {
        read_row(draft, &row, section);
    }
}

fn read_row(draft: &mut Draft<'_>, row: &Row<'_, '_>, section: Option<&Section>) {
    let Some(id) = id(draft, row) else { return };
    let section = draft.check_section(section, id.text, &id.span);
    if !row.intact {
        return;
    }
    let notes = meaning::notes(draft, row);
    let if_changed = verdict::of_row(draft, row);
    let (side, meaning) = (side(draft, row), sentence(draft, row));
    if let (Some(side), Some(meaning)) = (side, meaning) {
        let (id, span) = (id.text.to_owned(), id.span);
        draft.duties.push(Duty { id, side, meaning, section, notes, if_changed, span });
    }
}

/// The id of a row, unless it is none or was there before.
fn id<'a>(draft: &mut Draft<'_>, row: &Row<'a, '_>) -> Option<Cell<'a>> {
    let id = row.filled(draft, Column::Duty)?.plain();
    if !is_kebab(id.text) {
        draft.report(
            DiagnosticId::InvalidName,
            &id.span,
            format!("expected the id of a duty, found `{}`", id.text),
            "write small letters and digits in words parted by `-`, a letter first, such as `hello-first`",
        );
        return None;
    }
    if draft.taken.duties.insert(id.text.to_owned()) {
        return Some(id);
    }
    draft.report(
        DiagnosticId::DuplicateDuty,
        &id.span,
        format!("expected each duty once in the document, found `{}` again", id.text),
        "remove or rename one of the two: a rule of conduct cites a duty by its id alone",
    );
    None
}

fn side(draft: &mut Draft<'_>, row: &Row<'_, '_>) -> Option<Side> {
    let cell = row.filled(draft, Column::Side)?;
    let side = meaning::side(cell, cell.text);
    if side.is_none() {
        draft.report(
            DiagnosticId::UnknownSide,
            &cell.span,
            format!("expected the side that has the duty, found `{}`", cell.text),
            "write `gateway` or `connector`; a duty of both is two duties",
        );
    }
    side
}

/// The words of a duty: one that says nothing binds nobody.
fn sentence(draft: &mut Draft<'_>, row: &Row<'_, '_>) -> Option<String> {
    let cell = row.filled(draft, Column::Meaning)?;
    if cell.is_dash() {
        draft.report(
            DiagnosticId::EmptyCell,
            &cell.span,
            "expected the duty in a sentence, found a dash",
            "say what the side must do",
        );
        return None;
    }
    Some(cell.prose())
}

/// Small letters and digits in words parted by single dashes, a letter first.
fn is_kebab(text: &str) -> bool {
    let is_word =
        |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    text.starts_with(|c: char| c.is_ascii_lowercase()) && text.split('-').all(is_word)
}
