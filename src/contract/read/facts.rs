//! Facts tables: keys and values that make no schema.

use crate::contract::diagnostic::DiagnosticId;
use crate::contract::field::Notes;
use crate::contract::markdown::cells::{Cell, unescape_pipes};
use crate::contract::model::Fact;
use crate::contract::position::Section;
use crate::contract::read::column::Column;
use crate::contract::read::draft::Draft;
use crate::contract::read::meaning;
use crate::contract::read::table::{Row, Table};
use crate::contract::read::verdict;

/// Reads the rows of a facts table.
pub(super) fn read_table<'a>(draft: &mut Draft<'a>, table: &Table<'a>, section: Option<&Section>) {
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
    let mut fact = Fact {
        key: name,
        value: String::new(),
        meaning: String::new(),
        notes: Notes::default(),
        if_changed: None,
        section,
        span: key.span,
    };
    if row.intact {
        fact.value = row.filled(draft, Column::Value).map(Cell::prose).unwrap_or_default();
        fact.meaning = meaning::of_row(draft, row);
        fact.notes = meaning::notes(draft, row);
        fact.if_changed = verdict::of_row(draft, row);
    }
    draft.facts.push(fact);
}
