//! The columns beside a fact or a duty side by side.

use crate::contract::{IfChanged, Notes};

/// The optional columns of a row.
#[derive(Clone, Copy)]
pub(super) struct Columns<'r> {
    pub(super) if_changed: Option<IfChanged>,
    pub(super) notes: &'r Notes,
}

/// A change of a column.
pub(super) struct ColumnChange {
    /// True for Since and Stability, which say nothing of the link.
    pub(super) is_settled: bool,
    /// The change in words.
    pub(super) words: String,
}

/// Compares all columns but `Renamed from`.
pub(super) fn compare(old: Columns<'_>, new: Columns<'_>) -> Vec<ColumnChange> {
    let said = |words: Option<&str>| words.unwrap_or("nothing").to_owned();
    let verdict = |row: Columns<'_>| said(row.if_changed.map(IfChanged::as_str));
    let gate = |row: Columns<'_>| said(row.notes.gate.as_deref());
    let settled = |row: Columns<'_>| {
        format!("{}, {}", said(row.notes.since.as_deref()), said(row.notes.stability.as_deref()))
    };
    let others = |row: Columns<'_>| {
        let cells = row.notes.others.iter().map(|(header, cell)| format!("{header}: {cell}"));
        cells.collect::<Vec<_>>().join("; ")
    };
    let columns = [
        (false, "If changed", verdict(old), verdict(new)),
        (false, "the gate", gate(old), gate(new)),
        (true, "since and stability", settled(old), settled(new)),
        (false, "its other columns", others(old), others(new)),
    ];
    let differing = columns.into_iter().filter(|(_, _, before, after)| before != after);
    let changes = differing.map(|(is_settled, what, before, after)| ColumnChange {
        is_settled,
        words: format!("says {after} of {what}; it said {before}"),
    });
    changes.collect()
}
