//! Tables of the constructs, and their rows by column.

use std::collections::HashSet;

use crate::contract::diagnostic::DiagnosticId;
use crate::contract::markdown::TableLines;
use crate::contract::markdown::cells::{self, Cell};
use crate::contract::position::Span;
use crate::contract::read::column::{Column, TableKind};
use crate::contract::read::draft::Draft;

/// A recognised table.
#[derive(Debug)]
pub(super) struct Table<'a> {
    pub(super) kind: TableKind,
    pub(super) header: Vec<(Column, Cell<'a>)>,
    pub(super) header_span: Span,
    rows: Vec<Span>,
}

/// One row.
#[derive(Debug)]
pub(super) struct Row<'a, 't> {
    table: &'t Table<'a>,
    cells: Vec<Cell<'a>>,
    /// True if it has as many cells as the header; else only its name can be trusted.
    pub(super) intact: bool,
}

impl<'a> Table<'a> {
    /// The table if its header words are those of a construct.
    pub(super) fn recognise(text: &'a str, lines: &TableLines) -> Option<Self> {
        let cells = cells::split(text, &lines.header);
        let mut header: Vec<_> =
            cells.into_iter().map(|cell| (Column::of(cell.plain().text), cell)).collect();
        let kind = TableKind::of(header.iter().map(|(column, _)| *column))?;
        for (column, _) in &mut header {
            if !kind.uses(*column) {
                *column = Column::Other;
            }
        }
        Some(Self { kind, header, header_span: lines.header.clone(), rows: lines.rows.clone() })
    }

    pub(super) fn has(&self, column: Column) -> bool {
        self.header.iter().any(|(known, _)| *known == column)
    }

    /// Returns true if the line is such a table's header, in a place where no table begins.
    pub(super) fn is_header(text: &str, line: &Span) -> bool {
        TableKind::of(cells::split(text, line).iter().map(|cell| Column::of(cell.plain().text))).is_some()
    }

    /// Reports columns that are missing, twice there, or without a heading.
    pub(super) fn check_header(&self, draft: &mut Draft<'_>) {
        for column in self.kind.needed().iter().filter(|column| !self.has(**column)) {
            draft.report(
                DiagnosticId::MissingColumn,
                &self.header_span,
                format!("expected a column `{}`, found none", column.title()),
                "add the column, or put `<!-- not-contract -->` above a table that is none and reword its header",
            );
        }
        let mut known = HashSet::new();
        for (column, cell) in &self.header {
            let word = match column {
                Column::Other => cell.plain().text.to_lowercase(),
                column => column.title().to_owned(),
            };
            if cell.is_empty() {
                draft.report(
                    DiagnosticId::EmptyCell,
                    &cell.span,
                    "expected a column header, found an empty cell",
                    "name the column",
                );
            } else if !known.insert((*column, word)) {
                draft.report(
                    DiagnosticId::DuplicateColumn,
                    &cell.span,
                    format!("expected each column once, found `{}` again", cell.plain().text),
                    "remove one of the two; `Required` is another word for `Always sent`",
                );
            }
        }
    }

    /// The rows; those with missing or surplus cells are reported.
    pub(super) fn rows(&self, draft: &mut Draft<'a>) -> Vec<Row<'a, '_>> {
        let wanted = self.header.len();
        let mut rows = Vec::new();
        for line in &self.rows {
            let cells = cells::split(draft.text, line);
            let found = cells.len();
            if found != wanted {
                let span = match (cells.get(wanted), cells.last()) {
                    (Some(surplus), Some(last)) => surplus.span.start..last.span.end,
                    _ => line.clone(),
                };
                draft.report(
                    DiagnosticId::CellCount,
                    &span,
                    format!("expected {wanted} cells, found {found}"),
                    "give each row as many cells as the header; a `|` inside a cell is written `\\|`",
                );
            }
            rows.push(Row { table: self, cells, intact: found == wanted });
        }
        rows
    }
}

impl<'a> Row<'a, '_> {
    /// The cell of `column`, empty or not.
    pub(super) fn cell(&self, column: Column) -> Option<&Cell<'a>> {
        let at = self.table.header.iter().position(|(known, _)| *known == column)?;
        self.cells.get(at)
    }

    /// The cells of note columns, with their headers.
    pub(super) fn others(&self) -> impl Iterator<Item = (&Cell<'a>, &Cell<'a>)> {
        let all = self.table.header.iter().zip(&self.cells);
        all.filter(|((column, _), _)| *column == Column::Other).map(|((_, header), cell)| (header, cell))
    }

    /// The cell of a column that must say something; reports it when it is empty.
    pub(super) fn filled(&self, draft: &mut Draft<'_>, column: Column) -> Option<&Cell<'a>> {
        let cell = self.cell(column)?;
        if !cell.is_empty() {
            return Some(cell);
        }
        draft.report(
            DiagnosticId::EmptyCell,
            &cell.span,
            format!("expected something under `{}`, found an empty cell", column.title()),
            "fill the cell; where it may say nothing, a dash says so",
        );
        None
    }
}
