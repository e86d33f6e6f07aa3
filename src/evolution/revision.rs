//! The two revisions of the document, and what is compared of them.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::contract::{Contract, Definition, DiagnosticId, Field, Parse, Type};
use crate::evolution::gates::{self, Gates};
use crate::well_known::ACTION_RESULT;

/// One of the two revisions that are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Revision {
    /// The one that is deployed.
    Old,
    /// The one that is to be.
    New,
}

/// A revision of the document: its text and what was read of it.
#[derive(Debug, Clone, Copy)]
pub struct Document<'a> {
    /// The document's text.
    pub text: &'a str,
    /// The result of [`parse`](crate::contract::parse) on it; it must be free of errors.
    pub parse: &'a Parse,
}

/// Two documents that are compared, and their contracts as they are spoken behind gates.
pub(in crate::evolution) struct Comparison<'a> {
    pub(in crate::evolution) old: &'a Document<'a>,
    pub(in crate::evolution) new: &'a Document<'a>,
    /// The gates that a reader of each revision can advertise: those that its document states.
    pub(in crate::evolution) gates: PerRevision<Gates>,
    /// The contracts that were asked for, since each is asked for often.
    spoken: RefCell<HashMap<(Revision, Gates), Rc<Contract>>>,
}

/// A value for each revision. Of answers and what leads to them, the revision is that of the writer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::evolution) struct PerRevision<T> {
    pub(in crate::evolution) old: T,
    pub(in crate::evolution) new: T,
}

impl Revision {
    /// The other revision.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Old => Self::New,
            Self::New => Self::Old,
        }
    }

    /// `old` or `new`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Old => "old",
            Self::New => "new",
        }
    }
}

impl<T> PerRevision<T> {
    pub(in crate::evolution) fn of(mut each: impl FnMut(Revision) -> T) -> Self {
        Self { old: each(Revision::Old), new: each(Revision::New) }
    }

    pub(in crate::evolution) const fn get(&self, revision: Revision) -> &T {
        match revision {
            Revision::Old => &self.old,
            Revision::New => &self.new,
        }
    }

    pub(in crate::evolution) fn map<U>(self, mut each: impl FnMut(T) -> U) -> PerRevision<U> {
        PerRevision { old: each(self.old), new: each(self.new) }
    }
}

impl<'a> Document<'a> {
    pub(in crate::evolution) const fn contract(&self) -> &'a Contract {
        &self.parse.contract
    }

    /// Returns true if the document has this name in a code span or in quotes.
    pub(in crate::evolution) fn mentions(&self, name: &str) -> bool {
        [format!("`{name}`"), format!("\"{name}\"")].iter().any(|written| self.text.contains(written))
    }

    /// Returns true if the document says nothing of a field's type.
    pub(in crate::evolution) fn is_untyped(&self, field: &Field) -> bool {
        field.ty == Type::Any
            && self.parse.diagnostics.iter().any(|diagnostic| {
                diagnostic.id == DiagnosticId::UntypedField && diagnostic.span == field.span
            })
    }

    /// Returns true if any row says since when it holds.
    pub(in crate::evolution) fn states_since(&self) -> bool {
        self.contract().definitions().any(|definition| {
            let fields = definition.fields.iter().map(|field| &field.notes);
            [&definition.notes].into_iter().chain(fields).any(|notes| notes.since.is_some())
        })
    }
}

impl<'a> Comparison<'a> {
    pub(in crate::evolution) fn new(old: &'a Document<'a>, new: &'a Document<'a>) -> Self {
        let gates = PerRevision { old: gates::of(old.contract()), new: gates::of(new.contract()) };
        Self { old, new, gates, spoken: RefCell::default() }
    }

    /// The whole contract of a revision.
    pub(in crate::evolution) const fn contract(&self, revision: Revision) -> &'a Contract {
        match revision {
            Revision::Old => self.old.contract(),
            Revision::New => self.new.contract(),
        }
    }

    /// The text of a revision.
    pub(in crate::evolution) const fn text(&self, revision: Revision) -> &'a str {
        match revision {
            Revision::Old => self.old.text,
            Revision::New => self.new.text,
        }
    }

    /// A contract as it is spoken when exactly these gates are advertised.
    pub(in crate::evolution) fn spoken(&self, revision: Revision, advertised: &Gates) -> Rc<Contract> {
        let mut spoken = self.spoken.borrow_mut();
        let key = (revision, advertised.clone());
        let under = || Rc::new(gates::under(self.contract(revision), advertised));
        Rc::clone(spoken.entry(key).or_insert_with(under))
    }
}

/// The frame that carries the results of actions, and its field for them.
pub(in crate::evolution) fn carrier_of_results(contract: &Contract) -> Option<(&Definition, &Field)> {
    let is_result = |field: &&Field| matches!(&field.ty, Type::Named(name) if name == ACTION_RESULT);
    contract.frames().find_map(|frame| frame.fields.iter().find(is_result).map(|field| (frame, field)))
}
