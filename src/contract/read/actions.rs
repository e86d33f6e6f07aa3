//! Action tables: each op with its fields and its result.

use crate::contract::diagnostic::DiagnosticId;
use crate::contract::field::Notes;
use crate::contract::grammar::token::is_tag;
use crate::contract::markdown::cells::Cell;
use crate::contract::model::{Definition, DefinitionKind};
use crate::contract::position::Section;
use crate::contract::read::column::Column;
use crate::contract::read::draft::{DefinitionDraft, Draft, Fields};
use crate::contract::read::field_list;
use crate::contract::read::meaning;
use crate::contract::read::table::{Row, Table};
use crate::words::spelled;

/// Reads the rows of an action table.
pub(super) fn read_table<'a>(draft: &mut Draft<'a>, table: &Table<'a>, section: Option<&Section>) {
    for row in table.rows(draft) {
        read_row(draft, &row, section);
    }
}

fn read_row(draft: &mut Draft<'_>, row: &Row<'_, '_>, section: Option<&Section>) {
    let Some(op) = row.filled(draft, Column::Op).map(Cell::plain) else {
        return;
    };
    let known = draft.taken.ops.contains(op.text);
    if !is_tag(op.text) {
        draft.report(
            DiagnosticId::InvalidName,
            &op.span,
            format!("expected the `op` of an action, found `{}`", spelled(op.text)),
            "use letters, digits and underscores, beginning with a letter: `get_chat_info`",
        );
    } else if known {
        draft.report(
            DiagnosticId::DuplicateOp,
            &op.span,
            format!("expected each op once, found `{}` again", op.text),
            "describe it in one row",
        );
    }
    let (mut fields, mut result) = (Fields::unread(), Fields::unread());
    let (mut meaning, mut notes) = (String::new(), Notes::default());
    if row.intact {
        if let Some(cell) = row.filled(draft, Column::Fields) {
            fields = field_list::read_fields(draft, cell);
        }
        if let Some(cell) = row.cell(Column::Result) {
            result = field_list::read_result(draft, cell);
        }
        meaning = meaning::of_row(draft, row);
        notes = meaning::notes(draft, row);
        notes.direction = meaning::own_direction(draft, row);
    }
    if known || !is_tag(op.text) {
        return;
    }
    draft.taken.ops.insert(op.text.to_owned());
    let section = draft.check_section(section, op.text, &op.span);
    let unread = fields.unread || result.unread;
    let op = (op.text.to_owned(), op.span);
    let kind = DefinitionKind::Result { op: op.0.clone() };
    let answer = Definition::named(kind, result.stated, result.remark, section.clone(), op.1.clone());
    let kind = DefinitionKind::Action { op: op.0 };
    let action =
        Definition::named(kind, fields.stated, meaning::both(&meaning, &fields.remark), section, op.1);
    let action = Definition { notes, ..action };
    draft.actions.push(DefinitionDraft { definition: action, fields_from: fields.from, unread });
    draft.actions.push(DefinitionDraft { definition: answer, fields_from: result.from, unread });
}
