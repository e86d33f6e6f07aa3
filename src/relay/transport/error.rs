//! What goes wrong on a link, in the contract's exact words (contract section 9.2).

use std::sync::Arc;
use std::time::Duration;

use crate::frame::EncodeError;

/// Why a transport could not do what it was asked. Clones are for several callers of one thing that failed.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum TransportError {
    /// There is no live connection: nothing was sent.
    #[error("relay transport not connected")]
    NotConnected,
    /// No result came within the deadline. The action may have been done.
    #[error("relay outbound timed out")]
    TimedOut,
    /// The connection broke. The action may have been done if it had been written.
    #[error("relay transport connection lost")]
    ConnectionLost {
        /// Whether the request had been handed to the socket.
        written: bool,
    },
    /// The transport was disconnected.
    #[error("relay transport closed")]
    Closed {
        /// Whether the request had been handed to the socket.
        written: bool,
    },
    /// The request could not be written: nothing was sent.
    #[error("relay send failed: {reason}")]
    Unwritable {
        /// Why.
        reason: EncodeError,
    },
    /// The request could not be written whole.
    #[error("relay send failed: {reason}")]
    Write {
        /// Whether a part of it may have arrived.
        written: bool,
        /// Why.
        reason: Arc<std::io::Error>,
    },
    /// [`super::RelayTransport::handshake`] was called before `connect`.
    #[error("handshake() called before connect()")]
    HandshakeBeforeConnect,
    /// No connection could be opened.
    #[error("the connector could not be dialled")]
    Dial {
        /// Why.
        source: Arc<dyn std::error::Error + Send + Sync>,
    },
    /// The connector refused the upgrade.
    #[error("the connector refused the upgrade with HTTP {status}")]
    Refused {
        /// The HTTP status.
        status: u16,
    },
    /// The connection ended while the hellos were being sent.
    #[error("relay ws closed during hello")]
    ClosedDuringHello,
    /// The connection ended before a descriptor.
    #[error("the connector closed before its descriptor{}", close(*.code, .reason))]
    ClosedDuringHandshake {
        /// The close code, if there was one.
        code: Option<u16>,
        /// The close reason, may be empty.
        reason: String,
    },
    /// No descriptor came within the deadline.
    #[error("the connector sent no descriptor within {} s", .after.as_secs())]
    HandshakeTimedOut {
        /// The deadline.
        after: Duration,
    },
    /// The credential was revoked, and nothing dials any more: the fatal code `relay_disabled`.
    #[error("Relay disabled (opted out — recreate the instance to re-enable)")]
    Revoked,
}

impl TransportError {
    /// Whether nobody knows if the action was done: doing it again may do it twice.
    ///
    /// Our reading for a lost connection: the real gateway leaves the mark out, though the request was sent.
    #[must_use]
    pub fn is_ambiguous(&self) -> bool {
        match self {
            Self::TimedOut => true,
            Self::ConnectionLost { written } | Self::Closed { written } | Self::Write { written, .. } => {
                *written
            }
            Self::NotConnected
            | Self::Unwritable { .. }
            | Self::HandshakeBeforeConnect
            | Self::Dial { .. }
            | Self::Refused { .. }
            | Self::ClosedDuringHello
            | Self::ClosedDuringHandshake { .. }
            | Self::HandshakeTimedOut { .. }
            | Self::Revoked => false,
        }
    }
}

fn close(code: Option<u16>, reason: &str) -> String {
    match (code, reason) {
        (None, _) => String::new(),
        (Some(code), "") => format!(" with {code}"),
        (Some(code), reason) => format!(" with {code}: {reason:?}"),
    }
}
