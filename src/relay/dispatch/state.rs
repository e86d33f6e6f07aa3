//! What is in the queue, and what may be.

use std::collections::{HashMap, VecDeque};

use tokio::task::AbortHandle;

use super::barred::Barred;
use super::duplicates::{Duplicates, Mark};
use super::packed::Packed;
use crate::relay::interrupted::InterruptCause;
use crate::relay::transport::Receipt;

/// When a delivery with a `bufferId` is acknowledged. Either way once, and whatever becomes of its handler.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Acknowledge {
    /// When it is admitted to the queue, in the order in which deliveries come. What a crash of the gateway loses is
    /// what is in the queue and what is being handled.
    #[default]
    AtAdmission,
    /// When its handler has ended. A crash loses nothing then, but **many connectors send the next delivery only after
    /// the acknowledgement of the one before, of whatever chat, and some close after 60 seconds without one**: a turn
    /// that takes long stops every other chat and loses the connection, and a question in it waits for an answer that
    /// cannot come. For connectors that are known not to wait, and no others.
    AtEnd,
}

/// How much may be admitted and not yet settled, whether it waits or is being handled, and what is said of it.
#[derive(Debug, Clone, Copy)]
pub(in crate::relay) struct Limits {
    pub(in crate::relay) frames: usize,
    pub(in crate::relay) bytes: usize,
    pub(in crate::relay) acknowledge: Acknowledge,
}

/// What the queue holds, under its lock.
pub(super) struct State {
    /// Only those with something to do.
    pub(super) sessions: HashMap<String, Session>,
    pub(super) frames: usize,
    pub(super) bytes: usize,
    pub(super) duplicates: Duplicates,
    pub(super) barred: Barred,
    pub(super) mode: Mode,
    /// Counts the stops: what was started before one no longer counts.
    pub(super) epoch: u64,
}

/// Whether deliveries are taken, and handlers started.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    #[default]
    Open,
    /// Deliveries are taken, and wait.
    Paused,
    /// No delivery is taken; what waits is handled.
    Draining,
    /// No delivery is taken, and what waits does not begin.
    Closed,
}

#[derive(Default)]
pub(super) struct Session {
    pub(super) waiting: VecDeque<Waiting>,
    pub(super) running: Option<Running>,
}

/// The delivery of a session that is being handled.
pub(super) struct Running {
    pub(super) handler: AbortHandle,
    /// The task that runs the session; its end ends the handler too.
    pub(super) runner: AbortHandle,
    pub(super) message_id: Option<String>,
    pub(super) origin: Origin,
    /// Why it is being stopped, if it is.
    pub(super) cause: Option<InterruptCause>,
}

/// Where a turn's message came from: what is left open there, if the turn dies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::relay) struct Origin {
    pub(in crate::relay) chat: String,
    pub(in crate::relay) message: Option<String>,
    pub(in crate::relay) thread: Option<String>,
}

/// One delivery in the queue of its session.
pub(super) struct Waiting {
    pub(super) message_id: Option<String>,
    pub(super) mark: Option<Mark>,
    pub(super) size: usize,
    /// What is still to be accepted when the handler has ended.
    pub(super) receipt: Receipt,
    pub(super) event: Packed,
}

impl State {
    /// Whether another delivery of this size may be admitted. One that is larger than everything may be alone.
    pub(super) fn has_room(&self, limits: Limits, size: usize) -> bool {
        self.frames == 0 || self.frames < limits.frames && self.bytes.saturating_add(size) <= limits.bytes
    }

    pub(super) fn interrupt(&mut self, session_key: &str, cause: InterruptCause) -> bool {
        let running = self.sessions.get_mut(session_key).and_then(|session| session.running.as_mut());
        let Some(running) = running else { return false };
        running.cause.get_or_insert(cause);
        running.handler.abort();
        true
    }
}

impl Limits {
    /// Half of what may be admitted.
    pub(super) fn half(self) -> Self {
        Self { frames: self.frames / 2, bytes: self.bytes / 2, ..self }
    }
}
