//! One session at work: one handler after the other.

use std::sync::Arc;

use tokio::task::{JoinError, JoinHandle};

use super::state::{Mode, Origin, Running, State, Waiting};
use super::{Mark, Shared};
use crate::frame::MessageEvent;
use crate::relay::fault::{Fault, HandlerError};
use crate::relay::interrupted::{InterruptCause, Interrupted};
use crate::relay::transport::Receipt;

/// Starts the first that waits, unless one is being handled or nothing may begin. It counts as running from here on, so
/// that an interrupt right behind its delivery finds it.
pub(super) fn start(shared: &Arc<Shared>, state: &mut State, session_key: &str) {
    let is_running = state.sessions.get(session_key).is_some_and(|session| session.running.is_some());
    if is_running {
        return;
    }
    let Some(turn) = Turn::next(shared, state, session_key) else { return };
    let runner = tokio::spawn(run(Arc::clone(shared), session_key.to_owned(), turn, state.epoch));
    if let Some(running) = state.sessions.get_mut(session_key).and_then(|session| session.running.as_mut()) {
        running.runner = runner.abort_handle();
    }
}

/// A handler in its own task, so that its panic and its end are values here.
struct Turn {
    task: Task,
    mark: Option<Mark>,
    size: usize,
    receipt: Receipt,
}

type Ended = Result<Result<(), HandlerError>, JoinError>;

/// A task that does not outlive its owner.
struct Task(JoinHandle<Result<(), HandlerError>>);

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Turn {
    /// The next of a session, begun; a session without one is forgotten.
    fn next(shared: &Arc<Shared>, state: &mut State, session_key: &str) -> Option<Self> {
        let may_begin = matches!(state.mode, Mode::Open | Mode::Draining);
        let session = state.sessions.get_mut(session_key)?;
        let last = session.running.take();
        if session.waiting.is_empty() {
            state.sessions.remove(session_key);
            return None;
        }
        if !may_begin {
            return None;
        }
        let Waiting { message_id, mark, size, receipt, event } = session.waiting.pop_front()?;
        let event = event.unpack();
        let origin = Origin::of(&event);
        let handling = {
            let (shared, session_key) = (Arc::clone(shared), session_key.to_owned());
            async move { shared.owner.handler(event, session_key).await }
        };
        let task = tokio::spawn(handling);
        let handler = task.abort_handle();
        let runner = last.map_or_else(|| handler.clone(), |last| last.runner);
        session.running = Some(Running { handler, runner, message_id, origin, cause: None });
        Some(Self { task: Task(task), mark, size, receipt })
    }
}

async fn run(shared: Arc<Shared>, session_key: String, mut turn: Turn, epoch: u64) {
    loop {
        let ended = (&mut turn.task.0).await;
        match settle(&shared, &session_key, turn, ended, epoch) {
            Some(next) => turn = next,
            None => return,
        }
    }
}

/// Settles one delivery, and starts the next of its session.
fn settle(shared: &Arc<Shared>, session_key: &str, turn: Turn, ended: Ended, epoch: u64) -> Option<Turn> {
    let Turn { mark, size, receipt, task: _ } = turn;
    let mut state = shared.lock();
    if state.epoch != epoch {
        return None;
    }
    let again = mark.and_then(|mark| state.duplicates.settle(mark));
    state.frames -= 1;
    state.bytes -= size;
    let of_session = state.sessions.get_mut(session_key);
    let (message_id, origin, cause) = match of_session.and_then(|session| session.running.as_mut()) {
        Some(running) => (running.message_id.take(), Some(running.origin.clone()), running.cause),
        None => (None, None, None),
    };
    let is_done = matches!(ended, Ok(Ok(())));
    let told = judge(shared, session_key, message_id, cause, ended);
    let next = Turn::next(shared, &mut state, session_key);
    let is_settled = state.sessions.is_empty();
    drop(state);
    receipt.accept();
    again.into_iter().for_each(Receipt::accept);
    if let Some(origin) = origin.filter(|_| !is_done) {
        shared.owner.died(&origin);
    }
    match told {
        Told::Nothing => {}
        Told::Fault(fault) => {
            tracing::warn!(session_key, panicked = matches!(fault, Fault::Panicked { .. }), "handler failed");
            shared.owner.report(fault);
        }
        Told::Interrupted(interrupted) => shared.owner.interrupted(interrupted),
    }
    if is_settled {
        shared.settled.notify_waiters();
    }
    shared.ask_again(shared.limits.half());
    next
}

/// What the gateway is told of a handler's end.
enum Told {
    Nothing,
    Fault(Fault),
    Interrupted(Interrupted),
}

/// Counts how a handler ended.
fn judge(
    shared: &Shared,
    session_key: &str,
    message_id: Option<String>,
    cause: Option<InterruptCause>,
    ended: Ended,
) -> Told {
    let session_key = session_key.to_owned();
    match ended {
        Ok(Ok(())) => {
            shared.counters.add(|counts| &mut counts.handled);
            Told::Nothing
        }
        Ok(Err(error)) => {
            shared.counters.add(|counts| &mut counts.failed);
            Told::Fault(Fault::Failed { session_key, message_id, error })
        }
        Err(error) if error.is_panic() => {
            shared.counters.add(|counts| &mut counts.panicked);
            Told::Fault(Fault::Panicked { session_key, message_id })
        }
        Err(_) => {
            shared.counters.add(|counts| &mut counts.interrupted);
            let cause = cause.unwrap_or(InterruptCause::Gateway);
            Told::Interrupted(Interrupted { session_key, message_id, cause })
        }
    }
}

impl Origin {
    fn of(event: &MessageEvent) -> Self {
        let source = &event.source;
        Self {
            chat: source.chat_id.clone(),
            message: event.message_id.clone(),
            thread: source.thread_id.clone(),
        }
    }
}
