//! From what a reader does to who deploys first.

use std::fmt;

use crate::Side;
use crate::contract::IfChanged;
use crate::evolution::revision::Revision;

/// The worst that a reader of one revision does with what a writer of the other may send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReaderAnswer {
    /// Everything is read.
    Accepted,
    /// A frame, an action or a field that the reader does not know is dropped.
    Ignored,
    /// The frame breaks the reader's contract.
    Refused,
}

/// Both answers about one change, or about all changes of one frame together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Answers {
    /// The old reader on what the new writer may send.
    pub old_reader: ReaderAnswer,
    /// The new reader on what the old writer may send.
    pub new_reader: ReaderAnswer,
}

/// The consequence of a change for a deployment, from harmless to worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Either side may go first.
    AnyOrder,
    /// The side that reads goes first.
    ReaderFirst,
    /// The side that writes goes first.
    WriterFirst,
    /// A person must decide: no frame tells, or both sides drop what the other sends.
    NeedsReview,
    /// No order works.
    Breaking,
}

impl ReaderAnswer {
    /// The answer's word in every format.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Ignored => "ignored",
            Self::Refused => "refused",
        }
    }
}

impl Answers {
    /// The verdict that the pair comes to.
    ///
    /// A refusal outweighs a drop: where one side refuses and the other merely ignores, the side that would refuse
    /// is the one to spare.
    #[must_use]
    pub const fn verdict(self) -> Verdict {
        use ReaderAnswer::{Accepted, Ignored, Refused};
        match (self.old_reader, self.new_reader) {
            (Accepted, Accepted) => Verdict::AnyOrder,
            (Ignored, Ignored) => Verdict::NeedsReview,
            (Refused, Refused) => Verdict::Breaking,
            (Refused, Accepted | Ignored) | (Ignored, Accepted) => Verdict::ReaderFirst,
            (Accepted | Ignored, Refused) | (Accepted, Ignored) => Verdict::WriterFirst,
        }
    }

    /// The worse of each answer: what readers do if both changes are made.
    #[must_use]
    pub fn joined(self, other: Self) -> Self {
        Self {
            old_reader: self.old_reader.max(other.old_reader),
            new_reader: self.new_reader.max(other.new_reader),
        }
    }

    /// The answers that are not accepted, each with the revision of the writer that gets it: the worse one first, and
    /// of equal ones that of the new writer.
    pub(in crate::evolution) fn objections(self) -> impl Iterator<Item = (Revision, ReaderAnswer)> {
        let mut answers = [(Revision::New, self.old_reader), (Revision::Old, self.new_reader)];
        answers.sort_by_key(|(_, answer)| std::cmp::Reverse(*answer));
        answers.into_iter().filter(|(_, answer)| *answer != ReaderAnswer::Accepted)
    }

    /// The answers when old and new change places.
    #[must_use]
    pub const fn swapped(self) -> Self {
        Self { old_reader: self.new_reader, new_reader: self.old_reader }
    }
}

impl Verdict {
    /// All verdicts, worst first.
    pub const WORST_FIRST: [Self; 5] =
        [Self::Breaking, Self::NeedsReview, Self::WriterFirst, Self::ReaderFirst, Self::AnyOrder];

    /// The verdict of a change that a person judged in both documents: the stricter one, where none is `needs-review`.
    pub(in crate::evolution) fn if_changed(old: Option<IfChanged>, new: Option<IfChanged>) -> Self {
        let stated = |cell: Option<IfChanged>| cell.map_or(Self::NeedsReview, Self::from);
        stated(old).max(stated(new))
    }

    /// The verdict's word in every format and on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AnyOrder => "any-order",
            Self::ReaderFirst => "reader-first",
            Self::WriterFirst => "writer-first",
            Self::NeedsReview => "needs-review",
            Self::Breaking => "breaking",
        }
    }

    /// The advice to whoever deploys it, where `writer` sends what changed.
    #[must_use]
    pub fn advice(self, writer: Option<Side>) -> String {
        match (self, writer) {
            (Self::AnyOrder, _) => "deploy in any order".to_owned(),
            (Self::ReaderFirst, Some(writer)) => format!("deploy the {} first", writer.peer()),
            (Self::WriterFirst, Some(writer)) => format!("deploy the {writer} first"),
            (Self::ReaderFirst, None) => "deploy the side that reads it first".to_owned(),
            (Self::WriterFirst, None) => "deploy the side that sends it first".to_owned(),
            (Self::NeedsReview, _) => "a person must decide".to_owned(),
            (Self::Breaking, _) => "no order of deployment works: change it in stages".to_owned(),
        }
    }
}

impl From<IfChanged> for Verdict {
    fn from(stated: IfChanged) -> Self {
        match stated {
            IfChanged::AnyOrder => Self::AnyOrder,
            IfChanged::ReaderFirst => Self::ReaderFirst,
            IfChanged::WriterFirst => Self::WriterFirst,
            IfChanged::NeedsReview => Self::NeedsReview,
            IfChanged::Breaking => Self::Breaking,
        }
    }
}

impl fmt::Display for ReaderAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
