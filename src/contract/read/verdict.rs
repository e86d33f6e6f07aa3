//! Cells of `If changed`: the verdict that a change of the row has.

use crate::contract::diagnostic::DiagnosticId;
use crate::contract::markdown::cells::Cell;
use crate::contract::model::IfChanged;
use crate::contract::read::column::Column;
use crate::contract::read::draft::Draft;
use crate::contract::read::table::Row;

/// The verdict of a row; none where the column is missing or a dash says so. Reports a cell that is no verdict.
pub(super) fn of_row(draft: &mut Draft<'_>, row: &Row<'_, '_>) -> Option<IfChanged> {
    let cell = row.filled(draft, Column::IfChanged)?;
    if cell.is_dash() {
        return None;
    }
    let found = named(cell);
    if found.is_none() {
        let known = IfChanged::ALL.map(|verdict| format!("`{}`", verdict.as_str()));
        draft.report(
            DiagnosticId::UnknownVerdict,
            &cell.span,
            format!("expected a verdict, found `{}`", cell.text),
            format!("write one of {}, or a dash", known.join(", ")),
        );
    }
    found
}

fn named(cell: &Cell<'_>) -> Option<IfChanged> {
    let word = cell.plain().text.to_ascii_lowercase();
    IfChanged::ALL.into_iter().find(|verdict| verdict.as_str() == word)
}
