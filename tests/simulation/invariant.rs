//! What must hold at every step of a run, whatever goes wrong.

use std::fmt;

/// An invariant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Invariant {
    /// What the connector holds is accepted in the end, also what found no room: the link never stays dead.
    NoneLost,
    /// No message is handled twice.
    NoneTwice,
    /// The messages of a session begin in the order in which they were sent, one at a time.
    Ordered,
    /// What is acknowledged was admitted: it is handled, once, unless it is interrupted.
    AcknowledgedIsHandled,
    /// What was admitted is acknowledged, so that it does not come for ever.
    AdmittedIsAcknowledged,
    /// An acknowledgement does not wait for a handler.
    AcknowledgedSoon,
    /// Every request settles, and once.
    SettledOnce,
    /// What a request settles with is true: a result is the connector's, a definite failure was never sent.
    SettledTruly,
    /// The loss of a socket settles what was sent on it, before the next one is open.
    SettledAtLoss,
    /// There is at most one stream.
    OneSocket,
    /// What is queued, and what is allocated, keeps within its bounds.
    BoundedMemory,
    /// Connections that end soon are dialled ever more rarely.
    GrowingBackoff,
    /// A first 4401 is followed by a dial at once, a second one by none.
    Expulsion,
    /// The link lives on; in the end nothing of it is left.
    Alive,
}

/// Every invariant.
pub(crate) const INVARIANTS: [Invariant; 14] = [
    Invariant::NoneLost,
    Invariant::NoneTwice,
    Invariant::Ordered,
    Invariant::AcknowledgedIsHandled,
    Invariant::AdmittedIsAcknowledged,
    Invariant::AcknowledgedSoon,
    Invariant::SettledOnce,
    Invariant::SettledTruly,
    Invariant::SettledAtLoss,
    Invariant::OneSocket,
    Invariant::BoundedMemory,
    Invariant::GrowingBackoff,
    Invariant::Expulsion,
    Invariant::Alive,
];

/// An invariant that did not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Violation {
    pub(crate) invariant: Invariant,
    /// When, since the run began, and what was seen.
    pub(crate) seen: String,
}

impl fmt::Display for Invariant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoneLost => "no message is lost",
            Self::NoneTwice => "no message is handled twice",
            Self::Ordered => "messages of a session are handled in order",
            Self::AcknowledgedIsHandled => "what is acknowledged is handled, unless it is interrupted",
            Self::AdmittedIsAcknowledged => "what is admitted is acknowledged",
            Self::AcknowledgedSoon => "an acknowledgement waits for no handler",
            Self::SettledOnce => "every request settles exactly once",
            Self::SettledTruly => "what a request settles with is true",
            Self::SettledAtLoss => "a lost socket settles what was sent on it",
            Self::OneSocket => "there is at most one socket",
            Self::BoundedMemory => "memory is bounded",
            Self::GrowingBackoff => "the backoff grows",
            Self::Expulsion => "an expulsion is obeyed",
            Self::Alive => "the link lives on",
        })
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.invariant, self.seen)
    }
}
