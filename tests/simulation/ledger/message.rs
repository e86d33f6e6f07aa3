//! The messages of a run, from the connector to the handler.

use super::{Invariant, Ledger};

/// How a message is given to the gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Held until it is acknowledged.
    Buffered,
    /// The same, but over the frame limit: it is refused, reported and acknowledged.
    Oversized,
    /// Sent once, if there is a connection.
    Live,
}

/// One message.
pub(super) struct Message {
    pub(super) session: u64,
    pub(super) kind: Kind,
    /// How often it was read by the gateway, and how often after it was handled.
    pub(super) arrivals: usize,
    pub(super) repetitions: usize,
    /// How often it was begun.
    pub(super) begun: usize,
    /// Its handler has ended, however; or it was stopped by an interrupt, or refused with a report.
    pub(super) is_done: bool,
    pub(super) is_acknowledged: bool,
    /// An interrupt of its session was sent after it.
    pub(super) is_interruptible: bool,
}

/// How a handler ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    Handled,
    Failed,
    /// Its future was dropped.
    Stopped,
}

/// What was handled and comes again so often was never acknowledged: a slow connection may cost it some.
const REPETITIONS: usize = 40;

impl Ledger {
    /// The connector has a message for the gateway. Its number, from 0.
    pub(crate) fn offer(&self, session: u64, kind: Kind) -> usize {
        let mut book = self.book();
        let number = book.messages.len();
        book.note(format_args!("message {number} of session {session}"));
        book.messages.push(Message {
            session,
            kind,
            arrivals: 0,
            repetitions: 0,
            begun: 0,
            is_done: false,
            is_acknowledged: false,
            is_interruptible: false,
        });
        number
    }

    /// The gateway has read it whole.
    pub(crate) fn arrived(&self, number: usize) {
        let mut book = self.book();
        book.note(format_args!("arrived {number}"));
        let message = &mut book.messages[number];
        message.arrivals += 1;
        message.repetitions += usize::from(message.is_done);
        if message.repetitions == REPETITIONS {
            let seen = format_args!("message {number} comes again for ever");
            book.violate(Invariant::AdmittedIsAcknowledged, seen);
        }
    }

    /// The gateway has refused it, and said so.
    pub(crate) fn refused(&self, number: usize) {
        let mut book = self.book();
        book.note(format_args!("refused {number}"));
        book.messages[number].is_done = true;
    }

    /// The connector interrupts a session.
    pub(crate) fn interrupted(&self, session: u64) {
        let mut book = self.book();
        book.note(format_args!("interrupt of session {session}"));
        let open = |message: &&mut Message| message.session == session && !message.is_done;
        book.messages.iter_mut().filter(open).for_each(|message| message.is_interruptible = true);
    }

    /// A handler begins.
    pub(crate) fn began(&self, number: usize) {
        let mut book = self.book();
        book.note(format_args!("began {number}"));
        let Message { session, begun, is_done, kind, .. } = book.messages[number];
        let (running, last) = book.sessions.get(&session).copied().unwrap_or_default();
        if is_done || begun > 0 {
            book.violate(Invariant::NoneTwice, format_args!("message {number} begins again"));
        }
        if kind == Kind::Oversized {
            book.violate(Invariant::BoundedMemory, format_args!("message {number} is over the limit"));
        }
        if let Some(running) = running {
            book.violate(Invariant::Ordered, format_args!("message {number} begins beside {running}"));
        }
        if let Some(last) = last.filter(|last| number < *last) {
            book.violate(Invariant::Ordered, format_args!("message {number} begins behind {last}"));
        }
        book.messages[number].begun += 1;
        book.sessions.insert(session, (Some(number), last.max(Some(number))));
    }

    /// A handler has returned, or was stopped.
    pub(crate) fn ended(&self, number: usize, ended: Ended) {
        let mut book = self.book();
        book.note(format_args!("{ended:?} {number}"));
        let message = &mut book.messages[number];
        let session = message.session;
        message.is_done |= match ended {
            Ended::Handled | Ended::Failed => true,
            Ended::Stopped => message.is_interruptible,
        };
        if let Some((running, _)) = book.sessions.get_mut(&session) {
            *running = None;
        }
    }

    /// The connector reads the acknowledgement of a message.
    pub(crate) fn acknowledged(&self, number: usize) {
        let mut book = self.book();
        book.note(format_args!("acknowledged {number}"));
        let message = &mut book.messages[number];
        message.is_acknowledged = true;
        // One that cannot be read has no handler.
        message.is_done |= message.kind == Kind::Oversized;
        if message.arrivals == 0 {
            book.violate(Invariant::AcknowledgedIsHandled, format_args!("message {number} was not read"));
        }
    }

    /// The connector has waited for the acknowledgement of a message too long, and closes.
    pub(crate) fn starved(&self, number: usize) {
        let seen = format_args!("message {number} was not acknowledged within a minute");
        self.book().violate(Invariant::AcknowledgedSoon, seen);
    }
}

impl Message {
    /// Whether nothing more is owed to it.
    pub(super) fn is_over(&self) -> bool {
        self.is_done || self.is_interruptible
    }
}
