//! What went wrong and ended nothing.

use std::fmt;

use super::interaction::Unhandled;
use super::transport::Refusal;
use crate::frame::PassthroughForward;

/// What a handler's failure is: any error.
pub type HandlerError = Box<dyn std::error::Error + Send + Sync>;

/// Something that the gateway's operator would want to know. The link lives, and later frames arrive.
///
/// `Display` is fit for a log: it shows nothing of what was said, where `Debug` may show a whole forward.
#[derive(Debug)]
#[non_exhaustive]
pub enum Fault {
    /// There was no room, because the queue was full or the gateway leaves, and the delivery has no `bufferId`: it is
    /// lost.
    Overflow {
        /// Its session.
        session_key: String,
        /// The platform's id of the message, if it has one.
        message_id: Option<String>,
    },
    /// The queue was full, and the delivery has a `bufferId`: it is not acknowledged, and the adapter dials anew, to be
    /// sent it again, once half of the queue is free. Told once a connection;
    /// [`Snapshot::deferred`](super::Snapshot::deferred) counts them all.
    Deferred {
        /// Its session.
        session_key: String,
        /// The platform's id of the message, if it has one.
        message_id: Option<String>,
    },
    /// A line was out of contract.
    Refused(Refusal),
    /// A connector says that it speaks another version of the contract. Adopted all the same.
    ContractVersion {
        /// The platform of its descriptor.
        platform: String,
        /// Its version.
        found: i64,
    },
    /// A forward became no event. A gateway that knows what to do with it may do so; it must not wait here.
    Unhandled {
        /// The forward, whole.
        forward: Box<PassthroughForward>,
        /// Why.
        reason: Unhandled,
    },
    /// A handler returned an error. Its delivery was accepted, and does not come again.
    Failed {
        /// Its session.
        session_key: String,
        /// The platform's id of the message, if it has one.
        message_id: Option<String>,
        /// The error.
        error: HandlerError,
    },
    /// A handler panicked. Its delivery was accepted, and does not come again.
    Panicked {
        /// Its session.
        session_key: String,
        /// The platform's id of the message, if it has one.
        message_id: Option<String>,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Overflow { session_key, .. } => {
                write!(f, "no room: a delivery of {session_key} is lost")
            }
            Self::Deferred { session_key, .. } => {
                write!(f, "no room: a delivery of {session_key} is not acknowledged, and comes again")
            }
            Self::Refused(refusal) => match refusal.violations.first() {
                Some(first) => write!(f, "a line is out of contract: {} at {:?}", first.rule, first.pointer),
                None => f.write_str("a line is out of contract"),
            },
            Self::ContractVersion { platform, found } => {
                write!(f, "the connector speaks version {found} of the contract for {platform}")
            }
            Self::Unhandled { forward, reason } => {
                write!(f, "a forward of {} became no message: {reason}", forward.platform)
            }
            Self::Failed { session_key, .. } => write!(f, "a handler of {session_key} failed"),
            Self::Panicked { session_key, .. } => write!(f, "a handler of {session_key} panicked"),
        }
    }
}
