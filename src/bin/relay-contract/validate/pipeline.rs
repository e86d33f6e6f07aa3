//! One thread reads, as many as there are cores check, and what they find comes out in the order of the input.
//!
//! Batches go to the workers in turn and are taken from them in turn: order without sequence numbers, a lock or a
//! buffer for reordering, and a bounded number of batches in memory. A work-stealing pool would balance better, but
//! batches are alike in size, and it would have to be given both order and a bound.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::thread::{self, JoinHandle};

use super::input::{self, Item, Reason};

/// Batches that wait before and behind each worker.
const QUEUE: usize = 2;

/// What becomes of one item of the input.
pub(super) enum Step<T> {
    Checked(T),
    Failed { file: usize, reason: Reason },
}

/// The running threads. Dropping it leaves them to end by themselves: a read that blocks cannot be interrupted.
pub(super) struct Pipeline<T> {
    results: Vec<Receiver<Step<T>>>,
    turn: usize,
    threads: Vec<JoinHandle<()>>,
}

/// What [`Pipeline::poll`] finds.
pub(super) enum Poll<T> {
    Ready(Step<T>),
    /// Nothing yet: a good time to flush.
    Pending,
    End,
}

impl<T: Send + 'static> Pipeline<T> {
    /// Starts to read the files, and to check their batches.
    pub(super) fn start(
        files: Arc<[PathBuf]>,
        check: impl Fn(input::Batch) -> T + Send + Sync + 'static,
    ) -> Self {
        let check = Arc::new(check);
        let (mut work, mut results, mut threads) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            let (to_worker, items) = sync_channel(QUEUE);
            let (to_us, steps) = sync_channel(QUEUE);
            let check = Arc::clone(&check);
            threads.push(thread::spawn(move || run(&items, &to_us, &*check)));
            work.push(to_worker);
            results.push(steps);
        }
        let reader = move || {
            let mut turn = 0;
            let send = |item| {
                let sent = work[turn].send(item);
                turn = (turn + 1) % work.len();
                // It fails only where nobody waits for the result any more.
                sent.map_or(ControlFlow::Break(()), ControlFlow::Continue)
            };
            input::read_all(&files, send);
        };
        threads.push(thread::spawn(reader));
        Self { results, turn: 0, threads }
    }

    /// The next step if it is there. Not to be called again after [`Poll::End`].
    pub(super) fn poll(&mut self) -> Poll<T> {
        match self.results[self.turn].try_recv() {
            Ok(step) => self.ready(step),
            Err(TryRecvError::Empty) => Poll::Pending,
            Err(TryRecvError::Disconnected) => self.end(),
        }
    }

    /// The next step, waited for; never [`Poll::Pending`].
    pub(super) fn wait(&mut self) -> Poll<T> {
        match self.results[self.turn].recv() {
            Ok(step) => self.ready(step),
            Err(_) => self.end(),
        }
    }

    fn ready(&mut self, step: Step<T>) -> Poll<T> {
        self.turn = (self.turn + 1) % self.results.len();
        Poll::Ready(step)
    }

    /// The worker whose turn it is has nothing any more: there is nothing, unless it panicked.
    fn end(&mut self) -> Poll<T> {
        // Whoever still wants to send shall not wait.
        self.results.clear();
        for thread in self.threads.drain(..) {
            if let Err(panic) = thread.join() {
                std::panic::resume_unwind(panic);
            }
        }
        Poll::End
    }
}

fn run<T>(items: &Receiver<Item>, steps: &SyncSender<Step<T>>, check: impl Fn(input::Batch) -> T) {
    for item in items {
        let step = match item {
            Item::Lines(batch) => Step::Checked(check(batch)),
            Item::Failed { file, reason } => Step::Failed { file, reason },
        };
        if steps.send(step).is_err() {
            return;
        }
    }
}
