//! Where a link stands, and every way from one place to another: a table.

use std::fmt;
use std::time::Instant;

use super::close::{About, about};

/// Where a link stands.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum LinkState {
    /// Nothing is dialled: not yet, or not any more.
    Closed,
    /// A socket is being opened.
    Connecting,
    /// The socket is open and every `hello` is on its way; no descriptor has come.
    Greeting,
    /// A descriptor has come: the link works.
    Live,
    /// The connector holds deliveries back until the next dial; requests still work.
    Idle,
    /// Taking leave: what is in flight may finish, nothing new is taken.
    Leaving,
    /// There is no socket, and another dial is due.
    BackingOff {
        /// Why the last one ended.
        reason: LossReason,
        /// When the next dial begins.
        next_attempt: Instant,
    },
    /// The credential was revoked: nothing dials any more.
    Disabled,
}

/// A [`LinkState`] without what it carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Phase {
    /// [`LinkState::Closed`].
    Closed,
    /// [`LinkState::Connecting`].
    Connecting,
    /// [`LinkState::Greeting`].
    Greeting,
    /// [`LinkState::Live`].
    Live,
    /// [`LinkState::Idle`].
    Idle,
    /// [`LinkState::Leaving`].
    Leaving,
    /// [`LinkState::BackingOff`].
    BackingOff,
    /// [`LinkState::Disabled`].
    Disabled,
}

/// What moves a link from one phase to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Cause {
    /// The gateway asks for a connection.
    Connect,
    /// The socket is open.
    Dialled,
    /// The dial that the gateway waits for failed.
    ConnectFailed,
    /// A dial of the reconnect loop failed.
    DialFailed,
    /// The first descriptor of the connection.
    Descriptor,
    /// `going_idle_ack`.
    IdleAck,
    /// Idle, and the gateway wants to sleep.
    Dormant,
    /// The gateway asks for what it turned away.
    Redial,
    /// The socket ended.
    Lost,
    /// 4401, and a fresh token may help.
    Expelled,
    /// 4401, and it is the end.
    Revoked,
    /// The wait is over.
    Retry,
    /// The gateway disconnects.
    Disconnect,
    /// Leave was taken.
    Left,
}

/// Every way from one phase to another. What is not here does not happen, but for
/// [`Session::abandon`](super::Session::abandon), which closes from anywhere.
pub const TRANSITIONS: [(Phase, Cause, Phase); 29] = {
    use Cause::{
        Connect, ConnectFailed, Descriptor, DialFailed, Dialled, Disconnect, Dormant, Expelled, IdleAck,
        Left, Lost, Redial, Retry, Revoked,
    };
    use Phase::{BackingOff, Closed, Connecting, Disabled, Greeting, Idle, Leaving, Live};
    [
        (Closed, Connect, Connecting),
        (Connecting, Dialled, Greeting),
        (Connecting, ConnectFailed, Closed),
        (Connecting, DialFailed, BackingOff),
        (Connecting, Expelled, Connecting),
        (Connecting, Revoked, Disabled),
        (Connecting, Disconnect, Closed),
        (Greeting, ConnectFailed, Closed),
        (Greeting, Descriptor, Live),
        (Greeting, Lost, BackingOff),
        (Greeting, Expelled, Connecting),
        (Greeting, Revoked, Disabled),
        (Greeting, Disconnect, Leaving),
        (Live, IdleAck, Idle),
        (Live, Redial, Connecting),
        (Live, Lost, BackingOff),
        (Live, Expelled, Connecting),
        (Live, Revoked, Disabled),
        (Live, Disconnect, Leaving),
        (Idle, Dormant, BackingOff),
        (Idle, Redial, Connecting),
        (Idle, Lost, BackingOff),
        (Idle, Expelled, Connecting),
        (Idle, Revoked, Disabled),
        (Idle, Disconnect, Leaving),
        (Leaving, Left, Closed),
        (Leaving, Lost, Closed),
        (BackingOff, Retry, Connecting),
        (BackingOff, Disconnect, Closed),
    ]
};

/// Why there is no socket, or no longer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum LossReason {
    /// No connection could be opened.
    Unreachable {
        /// Why: the system's word, or TLS's.
        reason: String,
    },
    /// The connector refused the upgrade.
    Refused {
        /// The HTTP status.
        status: u16,
    },
    /// The other side closed.
    Closed {
        /// The close code; none if the stream ended without a close frame.
        code: Option<u16>,
        /// The close reason, may be empty. Written by the peer: show it quoted.
        reason: String,
    },
    /// The stream failed, or was no WebSocket.
    Broken,
    /// A message over the socket's limit: closed with 1009.
    TooBig,
    /// A text message that was not UTF-8: closed with 1007.
    NotUtf8,
    /// The socket took nothing for the write deadline.
    Stalled,
    /// Nothing was heard for the pong deadline after a ping.
    Silent,
    /// No descriptor came within the handshake's deadline.
    NoDescriptor,
    /// The gateway went dormant.
    Dormant,
    /// The gateway dials anew to be sent again what it turned away.
    Redialled,
}

/// Where a cause leads from a phase, if it leads anywhere.
#[must_use]
pub fn next(from: Phase, cause: Cause) -> Option<Phase> {
    TRANSITIONS.iter().find(|(phase, by, _)| (*phase, *by) == (from, cause)).map(|(_, _, to)| *to)
}

impl LinkState {
    /// The phase.
    #[must_use]
    pub fn phase(&self) -> Phase {
        match self {
            Self::Closed => Phase::Closed,
            Self::Connecting => Phase::Connecting,
            Self::Greeting => Phase::Greeting,
            Self::Live => Phase::Live,
            Self::Idle => Phase::Idle,
            Self::Leaving => Phase::Leaving,
            Self::BackingOff { .. } => Phase::BackingOff,
            Self::Disabled => Phase::Disabled,
        }
    }
}

impl Phase {
    /// Whether there is a socket that frames can be written to.
    #[must_use]
    pub fn has_socket(self) -> bool {
        match self {
            Self::Greeting | Self::Live | Self::Idle | Self::Leaving => true,
            Self::Closed | Self::Connecting | Self::BackingOff | Self::Disabled => false,
        }
    }
}

impl LossReason {
    /// Whether the other side says that this gateway may not come in: close code 4401, or 401 at the upgrade.
    #[must_use]
    pub fn is_expulsion(&self) -> bool {
        match self {
            Self::Closed { code, .. } => code.map(about) == Some(About::Credential),
            Self::Refused { status } => *status == 401,
            Self::Unreachable { .. }
            | Self::Broken
            | Self::TooBig
            | Self::NotUtf8
            | Self::Stalled
            | Self::Silent
            | Self::NoDescriptor
            | Self::Dormant
            | Self::Redialled => false,
        }
    }
}

impl fmt::Display for LossReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable { reason } => write!(f, "no connection could be opened: {reason}"),
            Self::Refused { status } => write!(f, "the connector refused the upgrade with HTTP {status}"),
            Self::Closed { code: None, .. } => f.write_str("the connection ended without a close frame"),
            Self::Closed { code: Some(code), reason } if reason.is_empty() => {
                write!(f, "the connector closed with {code}")
            }
            Self::Closed { code: Some(code), reason } => {
                write!(f, "the connector closed with {code}: {reason:?}")
            }
            Self::Broken => f.write_str("the connection broke"),
            Self::TooBig => f.write_str("a message was over the socket's limit"),
            Self::NotUtf8 => f.write_str("a text message was not UTF-8"),
            Self::Stalled => f.write_str("the connector took nothing within the write deadline"),
            Self::Silent => f.write_str("the connector did not answer a ping"),
            Self::NoDescriptor => f.write_str("the connector sent no descriptor in time"),
            Self::Dormant => f.write_str("gone dormant"),
            Self::Redialled => f.write_str("dialled anew for what was turned away"),
        }
    }
}
