//! One session at work: one handler after the other.

use std::collections::VecDeque;
use std::sync::Arc;

use tokio::task::{AbortHandle, JoinError, JoinHandle};

use super::{Mark, Session, Shared, State, Work};
use crate::relay::fault::{Fault, HandlerError};
use crate::relay::transport::Receipt;

/// Starts a session with its first delivery. Its handler counts as running from here on, so that an interrupt right
/// behind the delivery finds it.
pub(super) fn start(shared: &Arc<Shared>, state: &mut State, work: Work) {
    let key = work.session_key.clone();
    let running = Running::spawn(work);
    let handler = running.handler();
    let runner = tokio::spawn(run(Arc::clone(shared), running, state.epoch)).abort_handle();
    state.sessions.insert(key, Session { waiting: VecDeque::new(), handler, runner });
}

/// A handler in its own task, so that its panic and its end are values here.
struct Running {
    task: Task,
    session_key: String,
    message_id: Option<String>,
    mark: Option<Mark>,
    size: usize,
    receipt: Receipt,
}

/// A task that does not outlive its owner.
struct Task(JoinHandle<Result<(), HandlerError>>);

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Running {
    fn spawn(work: Work) -> Self {
        let Work { session_key, message_id, mark, size, receipt, handler } = work;
        Self { task: Task(tokio::spawn(handler)), session_key, message_id, mark, size, receipt }
    }

    fn handler(&self) -> AbortHandle {
        self.task.0.abort_handle()
    }
}

async fn run(shared: Arc<Shared>, mut running: Running, epoch: u64) {
    loop {
        let ended = (&mut running.task.0).await;
        match settle(&shared, running, ended, epoch) {
            Some(next) => running = next,
            None => return,
        }
    }
}

/// Settles one delivery, and starts the next of its session; a session without one is forgotten.
fn settle(
    shared: &Shared,
    running: Running,
    ended: Result<Result<(), HandlerError>, JoinError>,
    epoch: u64,
) -> Option<Running> {
    let Running { session_key, message_id, mark, size, receipt, task: _ } = running;
    let mut fault = None;
    let accepted = match ended {
        Ok(Ok(())) => {
            shared.counters.add(|counts| &mut counts.handled);
            true
        }
        Ok(Err(error)) => {
            shared.counters.add(|counts| &mut counts.failed);
            fault = Some(Fault::Failed { session_key: session_key.clone(), message_id, error });
            false
        }
        Err(error) if error.is_panic() => {
            shared.counters.add(|counts| &mut counts.panicked);
            fault = Some(Fault::Panicked { session_key: session_key.clone(), message_id });
            false
        }
        Err(_) => {
            shared.counters.add(|counts| &mut counts.interrupted);
            true
        }
    };
    let mut state = shared.lock();
    let current = state.epoch == epoch;
    let mut receipts = Vec::new();
    let mut next = None;
    if current {
        receipts = mark.map(|mark| state.duplicates.settle(mark, accepted)).unwrap_or_default();
        receipts.push(receipt);
        state.frames -= 1;
        state.bytes -= size;
        next = advance(&mut state, &session_key);
    }
    let settled = state.sessions.is_empty();
    drop(state);
    if accepted {
        receipts.into_iter().for_each(Receipt::accept);
    }
    if let Some(fault) = fault {
        tracing::warn!(session_key, panicked = matches!(fault, Fault::Panicked { .. }), "handler failed");
        (shared.report)(fault);
    }
    if settled {
        shared.settled.notify_waiters();
    }
    next
}

fn advance(state: &mut State, session_key: &str) -> Option<Running> {
    let session = state.sessions.get_mut(session_key)?;
    let Some(work) = session.waiting.pop_front() else {
        state.sessions.remove(session_key);
        return None;
    };
    let running = Running::spawn(work);
    session.handler = running.handler();
    Some(running)
}
