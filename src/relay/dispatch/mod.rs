//! The queue between the reader and the handlers: bounded, in order within a session, sessions side by side.
//!
//! A delivery waits as its event, packed; its handler is made when its turn comes. Nothing here waits but the tasks
//! that it starts.

mod again;
mod barred;
mod duplicates;
mod packed;
mod session;
mod state;

use std::collections::HashMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use self::barred::Barred;
pub(super) use self::duplicates::Mark;
use self::duplicates::{Duplicates, Seen};
use self::packed::Packed;
pub use self::state::Acknowledge;
pub(super) use self::state::{Limits, Origin};
use self::state::{Mode, Running, State, Waiting};
use super::counters::Counters;
use super::fault::{Fault, HandlerError};
use super::interrupted::{InterruptCause, Interrupted};
use super::transport::Receipt;
use crate::frame::MessageEvent;

/// One delivery, ready to be queued.
pub(super) struct Work {
    pub(super) session_key: String,
    pub(super) message_id: Option<String>,
    pub(super) mark: Option<Mark>,
    pub(super) size: usize,
    pub(super) receipt: Receipt,
    pub(super) event: MessageEvent,
    /// Whether it stops the turn that its session is at.
    pub(super) interrupts: bool,
}

pub(super) type Handling = Pin<Box<dyn Future<Output = Result<(), HandlerError>> + Send>>;

/// What the queue asks of its owner.
pub(super) trait Owner: Send + Sync + 'static {
    /// The handler of a delivery whose turn has come.
    fn handler(&self, event: MessageEvent, session_key: String) -> Handling;

    /// Says what went wrong. Not called under a lock, and nor are those below.
    fn report(&self, fault: Fault);

    /// A turn was stopped, failed or panicked.
    fn died(&self, origin: &Origin);

    /// A turn was stopped.
    fn interrupted(&self, interrupted: Interrupted);

    /// Asks for a new connection: whether there will be one.
    fn redial(&self) -> bool;
}

#[derive(Clone)]
pub(super) struct Dispatcher(Arc<Shared>);

struct Shared {
    limits: Limits,
    counters: Arc<Counters>,
    owner: Box<dyn Owner>,
    state: Mutex<State>,
    /// Notified whenever there is nothing left to do.
    settled: Notify,
}

impl Dispatcher {
    pub(super) fn new(limits: Limits, counters: Arc<Counters>, owner: impl Owner) -> Self {
        let state = State {
            sessions: HashMap::new(),
            frames: 0,
            bytes: 0,
            duplicates: Duplicates::new(),
            barred: Barred::default(),
            mode: Mode::default(),
            epoch: 0,
        };
        Self(Arc::new(Shared {
            limits,
            counters,
            owner: Box::new(owner),
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
            let again = match state.duplicates.look(mark, receipt, self.0.limits.acknowledge) {
                Seen::New(receipt) => {
                    work.receipt = receipt;
                    None
                }
                Seen::Pending => Some(Receipt::unwanted()),
                Seen::Settled(receipt) => Some(receipt),
            };
            if let Some(receipt) = again {
                drop(state);
                self.0.counters.add(|counts| &mut counts.duplicates);
                tracing::debug!(session_key = work.session_key, "duplicate delivery");
                receipt.accept();
                return;
            }
        }
        let is_barred = work.receipt.is_wanted() && state.barred.bars(&work.session_key);
        // One that comes again has stopped its turn already.
        if work.interrupts && !is_barred {
            state.interrupt(&work.session_key, InterruptCause::Arrival);
        }
        let is_full =
            matches!(state.mode, Mode::Draining | Mode::Closed) || !state.has_room(self.0.limits, work.size);
        if is_full || is_barred {
            self.0.turn_away(state, work);
            return;
        }
        let accepted = match self.0.limits.acknowledge {
            Acknowledge::AtAdmission => std::mem::replace(&mut work.receipt, Receipt::unwanted()),
            Acknowledge::AtEnd => Receipt::unwanted(),
        };
        self.0.admit(&mut state, work);
        drop(state);
        accepted.accept();
    }

    /// Whether a delivery was seen before: it is being handled, or one of the last that were.
    pub(super) fn knows(&self, mark: Mark) -> bool {
        self.0.lock().duplicates.knows(mark)
    }

    /// Notes a delivery that was settled without a handler.
    pub(super) fn note(&self, mark: Mark) {
        self.0.lock().duplicates.settle(mark);
    }

    /// Stops the handler of exactly this session; what waits behind it is handled next. Whether there was one.
    pub(super) fn interrupt(&self, session_key: &str, cause: InterruptCause) -> bool {
        self.0.lock().interrupt(session_key, cause)
    }

    /// Whether a delivery of this session is being handled.
    pub(super) fn is_running(&self, session_key: &str) -> bool {
        self.0.lock().sessions.get(session_key).is_some_and(|session| session.running.is_some())
    }

    /// A new connection has begun: what was turned away comes again from the oldest on.
    pub(super) fn begin_anew(&self) {
        let mut state = self.0.lock();
        state.barred = Barred::default();
        if state.mode == Mode::Paused {
            self.0.resume(&mut state);
        }
    }

    /// Starts no handler, though it still takes deliveries, until the next connection or [`Dispatcher::open`].
    pub(super) fn pause(&self) {
        self.0.lock().mode = Mode::Paused;
    }

    /// Takes no more deliveries, until [`Dispatcher::open`]; handlers go on. With `starts`, so does what waits.
    pub(super) fn close(&self, starts: bool) {
        self.0.lock().mode = if starts { Mode::Draining } else { Mode::Closed };
    }

    /// Takes deliveries, and starts handlers.
    pub(super) fn open(&self) {
        self.0.resume(&mut self.0.lock());
    }

    /// Stops everything. How many deliveries were taken over, and are not handled.
    pub(super) fn stop(&self) -> usize {
        let mut state = self.0.lock();
        state.epoch += 1;
        let left = std::mem::take(&mut state.frames);
        state.bytes = 0;
        state.duplicates.abandon();
        state.barred = Barred::default();
        let sessions = std::mem::take(&mut state.sessions);
        drop(state);
        for (session_key, session) in sessions {
            if let Some(running) = session.running {
                running.runner.abort();
                running.handler.abort();
                let Running { message_id, origin, .. } = running;
                self.0.owner.died(&origin);
                self.0.owner.interrupted(Interrupted {
                    session_key,
                    message_id,
                    cause: InterruptCause::Leaving,
                });
            }
        }
        self.0.counters.add_many(|counts| &mut counts.stopped, left);
        self.0.settled.notify_waiters();
        left
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
        let running = state.sessions.values().filter(|session| session.running.is_some()).count();
        (state.frames - running, running)
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        // User code does not run under the lock, and a panic of ours leaves the counts as they were.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn admit(self: &Arc<Self>, state: &mut State, work: Work) {
        let Work { session_key, message_id, mark, size, receipt, event, interrupts: _ } = work;
        state.frames += 1;
        state.bytes += size;
        if let Some(mark) = mark {
            state.duplicates.begin(mark);
        }
        let waiting = Waiting { message_id, mark, size, receipt, event: Packed::new(&event) };
        state.sessions.entry(session_key.clone()).or_default().waiting.push_back(waiting);
        session::start(self, state, &session_key);
    }

    /// A delivery that is not admitted: there is no room, or an older one of its session must come again first.
    fn turn_away(self: &Arc<Self>, mut state: MutexGuard<'_, State>, work: Work) {
        let Work { session_key, message_id, receipt, .. } = work;
        if !receipt.is_wanted() {
            drop(state);
            self.counters.add(|counts| &mut counts.overflowed);
            tracing::warn!(session_key, "no room: delivery refused");
            self.owner.report(Fault::Overflow { session_key, message_id });
            return;
        }
        let is_first = state.barred.bar(&session_key, || again::watch(self));
        drop(state);
        self.counters.add(|counts| &mut counts.deferred);
        if is_first {
            tracing::warn!(session_key, "no room: not acknowledged, and asked for again later");
            self.owner.report(Fault::Deferred { session_key, message_id });
        }
        self.ask_again(self.limits.half());
    }

    fn resume(self: &Arc<Self>, state: &mut State) {
        state.mode = Mode::Open;
        let resting = state.sessions.iter().filter(|(_, session)| session.running.is_none());
        let resting: Vec<_> = resting.map(|(session_key, _)| session_key.clone()).collect();
        for session_key in resting {
            session::start(self, state, &session_key);
        }
    }
}
