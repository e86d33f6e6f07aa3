//! Where a reader or a walk is within a frame, kept on its stack: a JSON Pointer is made of it only to be shown.

use std::fmt;

use super::violation::token;

/// A place within a frame.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    parent: Option<&'a Place<'a>>,
    step: Step<'a>,
}

/// The step from a value to one within it.
#[derive(Clone, Copy)]
pub(super) enum Step<'a> {
    /// Not a step: where one starts, as a JSON Pointer.
    From(&'a str),
    Key(&'a str),
    Index(usize),
}

impl<'a> Place<'a> {
    /// Where one starts, as a JSON Pointer.
    pub(super) fn root(pointer: &'a str) -> Self {
        Self { parent: None, step: Step::From(pointer) }
    }

    pub(super) fn below<'b>(&'b self, step: Step<'b>) -> Place<'b>
    where
        'a: 'b,
    {
        Place { parent: Some(self), step }
    }

    pub(super) fn is_root(&self) -> bool {
        self.parent.is_none()
    }
}

impl fmt::Display for Place<'_> {
    /// A JSON Pointer.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match self.step {
            Step::From(pointer) => f.write_str(pointer),
            Step::Key(key) => write!(f, "/{}", token(key)),
            Step::Index(index) => write!(f, "/{index}"),
        }
    }
}
