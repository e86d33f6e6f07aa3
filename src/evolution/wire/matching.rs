//! Rows of both revisions, matched by their names.

use crate::contract::{Definition, Field, Notes, Span};
use crate::evolution::change::Spans;
use crate::evolution::revision::PerRevision;

/// A row of either revision beside what it was or became.
#[derive(Debug, Clone, Copy)]
pub(super) enum Matched<'c, R> {
    /// It has the same name in both.
    Same(&'c R, &'c R),
    /// It has another name: as either document says, or because all but the name is the same.
    Renamed(&'c R, &'c R),
    Added(&'c R),
    Removed(&'c R),
}

/// A row of a table, as far as it can be told from others.
pub(super) trait TableRow {
    fn name(&self) -> &str;
    fn notes(&self) -> &Notes;
    fn span(&self) -> &Span;
    /// Returns true if this old row may be `new` under another name.
    fn may_become(&self, new: &Self) -> bool;
    /// Returns true if all but the name is the same, and enough to tell the row by; `is_only` where no other row came or
    /// went.
    fn is_like(&self, new: &Self, is_only: bool) -> bool;
}

/// The rows of both revisions: those of the new one in its order, then those that are gone.
pub(super) fn matched<'c, R: TableRow>(
    old: impl IntoIterator<Item = &'c R>,
    new: impl IntoIterator<Item = &'c R>,
) -> Vec<Matched<'c, R>> {
    let (old, new) = (Vec::from_iter(old), Vec::from_iter(new));
    let mut rows = Vec::new();
    let mut successors = Vec::new();
    for row in new.iter().copied() {
        rows.push(if let Some(before) = find(&old, row.name()) {
            Matched::Same(before, row)
        } else if let Some(before) = renamed(&old, &new, row) {
            successors.push(before.name());
            Matched::Renamed(before, row)
        } else {
            Matched::Added(row)
        });
    }
    let is_gone = |row: &&R| find(&new, row.name()).is_none() && !successors.contains(&row.name());
    rows.extend(old.iter().copied().filter(is_gone).map(Matched::Removed));
    rows
}

/// The name in a `Renamed from` cell.
pub(super) fn former(notes: &Notes) -> Option<&str> {
    notes.renamed_from.as_deref().map(|name| name.trim_matches('`'))
}

impl<'c, R: TableRow> Matched<'c, R> {
    /// The row in each revision.
    pub(super) const fn rows(&self) -> PerRevision<Option<&'c R>> {
        match *self {
            Self::Same(old, new) | Self::Renamed(old, new) => PerRevision { old: Some(old), new: Some(new) },
            Self::Added(new) => PerRevision { old: None, new: Some(new) },
            Self::Removed(old) => PerRevision { old: Some(old), new: None },
        }
    }

    pub(super) fn spans(&self) -> Spans<'c> {
        self.rows().map(|row| row.map(R::span))
    }
}

impl TableRow for Definition {
    fn name(&self) -> &str {
        self.word()
    }

    fn notes(&self) -> &Notes {
        &self.notes
    }

    fn span(&self) -> &Span {
        &self.span
    }

    fn may_become(&self, new: &Self) -> bool {
        self.writer() == new.writer()
    }

    fn is_like(&self, new: &Self, _: bool) -> bool {
        let (before, after) = (self.fields.iter(), new.fields.iter());
        let same_names = before.map(|field| &field.name).eq(after.map(|field| &field.name));
        !new.meaning.is_empty() && self.meaning == new.meaning && same_names
    }
}

impl TableRow for Field {
    fn name(&self) -> &str {
        &self.name
    }

    fn notes(&self) -> &Notes {
        &self.notes
    }

    fn span(&self) -> &Span {
        &self.span
    }

    fn may_become(&self, _: &Self) -> bool {
        true
    }

    /// A shape in place has no meanings: one field gone and one like it come is the same field.
    fn is_like(&self, new: &Self, is_only: bool) -> bool {
        let is_told = !new.meaning.is_empty() || is_only;
        is_told
            && (&self.ty, self.always_sent, &self.if_absent, &self.meaning)
                == (&new.ty, new.always_sent, &new.if_absent, &new.meaning)
    }
}

fn find<'c, R: TableRow>(rows: &[&'c R], name: &str) -> Option<&'c R> {
    rows.iter().copied().find(|row| row.name() == name)
}

/// The old row that `row`, whose name is new, is the new name of.
fn renamed<'c, R: TableRow>(old: &[&'c R], new: &[&'c R], row: &R) -> Option<&'c R> {
    let is_gone = |old: &&R| find(new, old.name()).is_none() && old.may_become(row);
    let gone: Vec<&R> = old.iter().copied().filter(is_gone).collect();
    let is_stated =
        |old: &&R| former(row.notes()) == Some(old.name()) || former(old.notes()) == Some(row.name());
    let come = new.iter().filter(|new| find(old, new.name()).is_none());
    let is_only = come.count() == 1 && gone.len() == 1;
    let stated = gone.iter().copied().find(is_stated);
    stated.or_else(|| gone.iter().copied().find(|old| old.is_like(row, is_only)))
}
