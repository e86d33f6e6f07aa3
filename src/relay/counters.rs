//! What has happened on the link, in numbers.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::validate::Rule;

/// What was counted, at one moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Snapshot {
    /// Frames of the connector by `type`; those of an unknown type as `unknown`.
    pub read: BTreeMap<&'static str, u64>,
    /// Frames of the gateway by `type`.
    pub written: BTreeMap<&'static str, u64>,
    /// Lines out of contract, by the id of the first rule that they break.
    pub refused: BTreeMap<&'static str, u64>,
    /// Forwards that became no event.
    pub unhandled: u64,
    /// Deliveries that had been seen before.
    pub duplicates: u64,
    /// Deliveries with a `bufferId` that were not admitted, and so come again: there was no room, or an older one of
    /// their session has yet to come again.
    pub deferred: u64,
    /// Connections that were asked for to be sent these again.
    pub redials: u64,
    /// Deliveries that [`Gateway::on_arrival`](super::Gateway::on_arrival) dropped.
    pub dropped: u64,
    /// Deliveries that found the queue full and are lost; each was reported.
    pub overflowed: u64,
    /// Deliveries whose handler returned without an error.
    pub handled: u64,
    /// Deliveries whose handler returned an error.
    pub failed: u64,
    /// Deliveries whose handler panicked.
    pub panicked: u64,
    /// Deliveries whose handler was stopped by an interrupt.
    pub interrupted: u64,
    /// Deliveries that were taken over and not handled when the gateway left: their handler was stopped, or never began.
    pub stopped: u64,
    /// Answers to prompts that were consumed: given to who asked, or not to be given to anybody.
    pub prompt_answers: u64,
    /// Actions that were declined.
    pub declined: u64,
    /// Deliveries that wait for their session.
    pub queue_depth: usize,
    /// Deliveries that are being handled.
    pub in_flight: usize,
}

/// The numbers behind a [`Snapshot`].
#[derive(Debug, Default)]
pub(super) struct Counters(Mutex<Snapshot>);

impl Counters {
    pub(super) fn snapshot(&self) -> Snapshot {
        self.lock().clone()
    }

    pub(super) fn read(&self, frame_type: &'static str) {
        *self.lock().read.entry(frame_type).or_default() += 1;
    }

    pub(super) fn written(&self, frame_type: &'static str) {
        *self.lock().written.entry(frame_type).or_default() += 1;
    }

    pub(super) fn refused(&self, rule: Rule) {
        *self.lock().refused.entry(rule.as_str()).or_default() += 1;
    }

    /// Counts one more of what `count` picks.
    pub(super) fn add(&self, count: impl FnOnce(&mut Snapshot) -> &mut u64) {
        self.add_many(count, 1);
    }

    pub(super) fn add_many(&self, count: impl FnOnce(&mut Snapshot) -> &mut u64, many: usize) {
        *count(&mut self.lock()) += u64::try_from(many).unwrap_or(u64::MAX);
    }

    fn lock(&self) -> MutexGuard<'_, Snapshot> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
