//! Facts tables: keys and values that make no schema.

use crate::contract::diagnostic::DiagnosticId;
use crate::contract::markdown::cells::{Cell, unescape_pipes};
use crate::contract::model::Fact;
use crate::contract::position::Section;
use crate::contract::read::column::Column;
use crate::contract::read::draft::Draft;
use crate::contract::read::meaning;
use crate::contract::read::table::{Row, Table};

/// Reads the rows of a facts table.
pub(super) fn read_table<'a>(draft: &mut Draft<'a>, table: &Table<'a>, section: Option<&Section>) {
    for (_, header) in
        table.header.iter().filter(|(column, cell)| *column == Column::Other && !cell.is_empty())
    {
        draft.report(
            DiagnosticId::UnknownColumn,
            &header.span,
            format!("expected `Fact`, `Value` or `Meaning`, found `{}`", header.plain().text),
            "the column is not compared; put what it says into Value or Meaning",
        );
    }
    for row in table.rows(draft) {
        read_row(draft, &row, section);
    }
}

fn read_row(draft: &mut Draft<'_>, row: &Row<'_, '_>, section: Option<&Section>) {
    let Some(key) = row.filled(draft, Column::Fact).map(Cell::plain) else {
        return;
    };
    let section = draft.check_section(section, key.text, &key.span);
    let name = unescape_pipes(key.text);
    if !draft.taken.facts.insert((section.clone(), name.clone())) {
        draft.report(
            DiagnosticId::DuplicateFact,
            &key.span,
            format!("expected each key once in its section, found `{name}` again"),
            "remove or rename one of the two",
        );
        return;
    }
    let (mut value, mut meaning) = (String::new(), String::new());
    if row.intact {
        value = row.filled(draft, Column::Value).map(Cell::prose).unwrap_or_default();
        meaning = meaning::of_row(draft, row);
    }
    draft.facts.push(Fact { key: name, value, meaning, section, span: key.span });
}
