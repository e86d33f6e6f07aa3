//! The queue between the reader and the handlers: bounded, in order within a session, sessions side by side.
//!
//! It knows deliveries as futures with a size and a receipt; what is in them it does not know. Nothing here waits but
//! the tasks that it starts.

mod deferred;
mod duplicates;
mod session;

use std::collections::{HashMap, VecDeque};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;
use tokio::task::AbortHandle;

use self::deferred::Deferred;
pub(super) use self::duplicates::Mark;
use self::duplicates::{Duplicates, Seen};
use super::counters::Counters;
use super::fault::{Fault, HandlerError};
use super::transport::Receipt;

/// One delivery, ready to be handled.
pub(super) struct Work {
    pub(super) session_key: String,
    pub(super) message_id: Option<String>,
    pub(super) mark: Option<Mark>,
    pub(super) size: usize,
    pub(super) receipt: Receipt,
    /// The handler. Nothing of it runs before it is polled.
    pub(super) handler: Handling,
}

pub(super) type Handling = Pin<Box<dyn Future<Output = Result<(), HandlerError>> + Send>>;

/// How much may be admitted and not yet settled, whether it waits or is being handled.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) frames: usize,
    pub(super) bytes: usize,
}

#[derive(Clone)]
pub(super) struct Dispatcher(Arc<Shared>);

struct Shared {
    limits: Limits,
    counters: Arc<Counters>,
    report: Box<dyn Fn(Fault) + Send + Sync>,
    state: Mutex<State>,
    /// Notified whenever there is nothing left to do.
    settled: Notify,
}

struct State {
    /// Only those with something to do.
    sessions: HashMap<String, Session>,
    frames: usize,
    bytes: usize,
    duplicates: Duplicates,
    deferred: Deferred,
    /// Counts the stops: what was started before one no longer counts.
    epoch: u64,
}

struct Session {
    waiting: VecDeque<Work>,
    handler: AbortHandle,
    /// The task that runs the session; its end ends the handler too.
    runner: AbortHandle,
}

impl Dispatcher {
    pub(super) fn new(
        limits: Limits,
        counters: Arc<Counters>,
        report: impl Fn(Fault) + Send + Sync + 'static,
    ) -> Self {
        let state = State {
            sessions: HashMap::new(),
            frames: 0,
            bytes: 0,
            duplicates: Duplicates::new(),
            deferred: Deferred::new(),
            epoch: 0,
        };
        Self(Arc::new(Shared {
            limits,
            counters,
            report: Box::new(report),
            state: Mutex::new(state),
            settled: Notify::new(),
        }))
    }

    /// Takes a delivery: to be handled now, behind others of its session, or not at all.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime.
    pub(super) fn submit(&self, mut work: Work) {
        let mut state = self.0.lock();
        if let Some(mark) = work.mark {
            let receipt = std::mem::replace(&mut work.receipt, Receipt::unwanted());
            let settled = match state.duplicates.look(mark, receipt) {
                Seen::New(receipt) => {
                    work.receipt = receipt;
                    None
                }
                Seen::Pending => Some(Receipt::unwanted()),
                Seen::Settled(receipt) => Some(receipt),
            };
            if let Some(receipt) = settled {
                drop(state);
                self.0.counters.add(|counts| &mut counts.duplicates);
                tracing::debug!(session_key = work.session_key, "duplicate delivery");
                receipt.accept();
                return;
            }
        }
        let Limits { frames, bytes } = self.0.limits;
        let full = state.frames >= frames || state.bytes.saturating_add(work.size) > bytes;
        let again = work.mark.filter(|_| work.receipt.is_wanted());
        let barred = again.is_some_and(|mark| state.deferred.bars(&work.session_key, mark));
        if full || barred {
            if let Some(mark) = again {
                state.deferred.defer(&work.session_key, mark);
            }
            drop(state);
            self.0.overflow(work, full);
            return;
        }
        if let Some(mark) = again {
            state.deferred.admit(&work.session_key, mark);
        }
        state.frames += 1;
        state.bytes += work.size;
        if let Some(mark) = work.mark {
            state.duplicates.begin(mark);
        }
        if let Some(session) = state.sessions.get_mut(&work.session_key) {
            session.waiting.push_back(work);
        } else {
            session::start(&self.0, &mut state, work);
        }
    }

    /// Whether a delivery was seen before: it is being handled, or one of the last that were.
    pub(super) fn knows(&self, mark: Mark) -> bool {
        self.0.lock().duplicates.knows(mark)
    }

    /// Notes a delivery that was settled without a handler.
    pub(super) fn note(&self, mark: Mark) {
        self.0.lock().duplicates.settle(mark, true);
    }

    /// Stops the handler of exactly this session; what waits behind it is handled next. Whether there was one.
    pub(super) fn interrupt(&self, session_key: &str) -> bool {
        let state = self.0.lock();
        let session = state.sessions.get(session_key);
        if let Some(session) = session {
            session.handler.abort();
        }
        session.is_some()
    }

    /// A new connection has begun: what was deferred comes again from the oldest on.
    pub(super) fn begin_anew(&self) {
        self.0.lock().deferred.clear();
    }

    /// Stops everything, and acknowledges nothing of it.
    pub(super) fn stop(&self) {
        let mut state = self.0.lock();
        state.epoch += 1;
        (state.frames, state.bytes) = (0, 0);
        state.duplicates.abandon();
        state.deferred.clear();
        let sessions = std::mem::take(&mut state.sessions);
        drop(state);
        for session in sessions.into_values() {
            session.runner.abort();
            session.handler.abort();
        }
        self.0.settled.notify_waiters();
    }

    /// Waits until there is nothing left to do.
    pub(super) async fn settled(&self) {
        loop {
            let settled = self.0.settled.notified();
            if self.0.lock().sessions.is_empty() {
                return;
            }
            settled.await;
        }
    }

    /// How many deliveries wait, and how many are being handled.
    pub(super) fn depth(&self) -> (usize, usize) {
        let state = self.0.lock();
        (state.frames - state.sessions.len(), state.sessions.len())
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        // User code does not run under the lock, and a panic of ours leaves the counts as they were.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A delivery that is not admitted: the queue is full, or an older delivery of its session must come again first.
    fn overflow(&self, work: Work, full: bool) {
        let Work { session_key, message_id, receipt, .. } = work;
        if receipt.is_wanted() {
            self.counters.add(|counts| &mut counts.deferred);
            tracing::warn!(
                session_key,
                full,
                "not admitted and not acknowledged: the connector delivers again"
            );
        } else {
            self.counters.add(|counts| &mut counts.overflowed);
            tracing::warn!(session_key, "queue full: delivery refused");
            (self.report)(Fault::Overflow { session_key, message_id });
        }
    }
}
