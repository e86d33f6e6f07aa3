//! Deliveries that were seen before: the same chat, the same message id, and the same content.

use std::collections::HashMap;

use sha2::{Digest as _, Sha256};

use super::state::Acknowledge;
use crate::frame::MessageEvent;
use crate::relay::recent::Recent;
use crate::relay::transport::Receipt;

/// How many settled deliveries are remembered.
pub(super) const REMEMBERED: usize = 512;

/// What tells one event from another, in 32 bytes, however large it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::relay) struct Mark([u8; 32]);

/// The deliveries that are being handled, and the last that were.
#[derive(Debug)]
pub(super) struct Duplicates {
    /// As many as the queue holds. Each with the receipt of its last repetition, if one is still to be accepted.
    pending: HashMap<Mark, Option<Receipt>>,
    settled: Recent<Mark, ()>,
}

impl Mark {
    /// The mark of an event that carries the id of its chat and of its message; `None` for any other.
    ///
    /// It covers the whole event: one that was edited, and is delivered under the id of the original, is another.
    pub(in crate::relay) fn of(event: &MessageEvent) -> Option<Self> {
        let set = |id: Option<&str>| id.is_some_and(|id| !id.is_empty());
        // An interaction has its id in the source, and names no message.
        let named = set(event.message_id.as_deref()) || set(event.source.message_id.as_deref());
        if !named || event.source.chat_id.is_empty() {
            return None;
        }
        let mut hash = Hash(Sha256::new());
        serde_json::to_writer(&mut hash, event).expect("an event has a JSON form, and hashing does not fail");
        Some(Self(hash.0.finalize().into()))
    }
}

impl Duplicates {
    pub(super) fn new() -> Self {
        Self { pending: HashMap::new(), settled: Recent::new(REMEMBERED) }
    }

    pub(super) fn knows(&self, mark: Mark) -> bool {
        self.settled.peek(&mark).is_some() || self.pending.contains_key(&mark)
    }

    /// Whether a delivery was seen before. Where the first is acknowledged at its end, so is the last repetition, whose
    /// connection may be another one.
    pub(super) fn look(&mut self, mark: Mark, receipt: Receipt, acknowledge: Acknowledge) -> Seen {
        if self.settled.peek(&mark).is_some() {
            return Seen::Settled(receipt);
        }
        match (self.pending.get_mut(&mark), acknowledge) {
            (None, _) => Seen::New(receipt),
            (Some(_), Acknowledge::AtAdmission) => Seen::Settled(receipt),
            (Some(last), Acknowledge::AtEnd) => {
                *last = Some(receipt);
                Seen::Pending
            }
        }
    }

    pub(super) fn begin(&mut self, mark: Mark) {
        self.pending.insert(mark, None);
    }

    /// Settles a delivery; gives the receipt of its last repetition, if it has one.
    pub(super) fn settle(&mut self, mark: Mark) -> Option<Receipt> {
        self.settled.touch(mark, || ());
        self.pending.remove(&mark).flatten()
    }

    /// Forgets what is being handled: if it comes again, nobody has handled it.
    pub(super) fn abandon(&mut self) {
        self.pending.clear();
    }
}

/// What is known of a delivery.
pub(super) enum Seen {
    New(Receipt),
    /// It is being handled, and its receipt is kept until that has ended.
    Pending,
    /// It is acknowledged, and so is this one.
    Settled(Receipt),
}

struct Hash(Sha256);

impl std::io::Write for Hash {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
