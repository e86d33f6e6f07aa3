//! Deliveries that were not admitted and come again, so that those behind them wait their turn.

use std::collections::VecDeque;

use super::Mark;
use crate::relay::recent::Recent;

/// For how many sessions the order is kept; one more forgets the one that was longest without a delivery.
const SESSIONS: usize = 1024;

/// How many deliveries of one session are remembered; those behind them are deferred all the same.
const DELIVERIES: usize = 32;

/// After how many others in a row the remembered ones of a session count as given up: they did not come again.
const OTHERS: usize = 1024;

/// By session, what was deferred and not admitted since.
#[derive(Debug)]
pub(super) struct Deferred(Recent<String, Outstanding>);

#[derive(Debug, Default)]
struct Outstanding {
    /// Oldest first, never empty but for a moment.
    marks: VecDeque<Mark>,
    /// How many of them have come in the pass that the connector is at, and found no place again.
    come: usize,
    /// How many others have come since one of them last did.
    others: usize,
}

impl Deferred {
    pub(super) fn new() -> Self {
        Self(Recent::new(SESSIONS))
    }

    /// Whether a delivery must wait until an older one of its session is admitted.
    ///
    /// A connector delivers again in order. So one that comes again before an older one shows that the connector has
    /// given the older one up: nothing waits for that any more. Nor for those that [`OTHERS`] have overtaken.
    pub(super) fn bars(&mut self, session_key: &str, mark: Mark) -> bool {
        if self.0.peek(session_key).is_none() {
            return false;
        }
        let (outstanding, _) = self.0.touch(session_key.to_owned(), Outstanding::default);
        let Some(place) = outstanding.place(mark) else {
            outstanding.others += 1;
            let given_up = outstanding.others > OTHERS;
            if given_up {
                self.0.remove(session_key);
            }
            return !given_up;
        };
        outstanding.others = 0;
        if place < outstanding.come {
            outstanding.come = 0;
        }
        let bars = outstanding.come > 0;
        outstanding.marks.drain(outstanding.come..place);
        outstanding.come += 1;
        bars
    }

    /// Notes that a delivery was not admitted.
    pub(super) fn defer(&mut self, session_key: &str, mark: Mark) {
        let (outstanding, _) = self.0.touch(session_key.to_owned(), Outstanding::default);
        if outstanding.place(mark).is_none() && outstanding.marks.len() < DELIVERIES {
            outstanding.marks.push_back(mark);
        }
    }

    /// Notes that a delivery was admitted, which [`Self::bars`] allowed: it was the oldest, or none was.
    pub(super) fn admit(&mut self, session_key: &str, mark: Mark) {
        if self.0.peek(session_key).is_none_or(|outstanding| outstanding.place(mark) != Some(0)) {
            return;
        }
        let (outstanding, _) = self.0.touch(session_key.to_owned(), Outstanding::default);
        outstanding.marks.pop_front();
        outstanding.come = outstanding.come.saturating_sub(1);
        if outstanding.marks.is_empty() {
            self.0.remove(session_key);
        }
    }

    /// Forgets all: on a new connection the connector begins with the oldest that it has.
    pub(super) fn clear(&mut self) {
        *self = Self::new();
    }
}

impl Outstanding {
    fn place(&self, mark: Mark) -> Option<usize> {
        self.marks.iter().position(|other| *other == mark)
    }
}
