//! The requests in flight: each leaves exactly once, with its ticket.

use std::collections::{BTreeSet, HashMap};
use std::time::Instant;

/// Requests that wait for their result. `T` is how to tell who asked.
#[derive(Debug)]
pub(super) struct Requests<T> {
    /// What every id begins with.
    prefix: u64,
    open: HashMap<u64, Request<T>>,
    deadlines: BTreeSet<(Instant, u64)>,
}

/// One of them.
#[derive(Debug)]
pub(super) struct Request<T> {
    pub(super) ticket: T,
    deadline: Instant,
    /// Its frame, until it is written: a request that ends before leaves nothing behind.
    line: String,
    /// Whether its frame was handed to the socket.
    pub(super) written: bool,
}

impl<T> Requests<T> {
    pub(super) fn new(prefix: u64) -> Self {
        Self { prefix, open: HashMap::new(), deadlines: BTreeSet::new() }
    }

    pub(super) fn insert(&mut self, number: u64, line: String, deadline: Instant, ticket: T) {
        self.open.insert(number, Request { ticket, deadline, line, written: false });
        self.deadlines.insert((deadline, number));
    }

    /// The line of a request, which is being written; `None` if it is no longer wanted.
    pub(super) fn write(&mut self, number: u64) -> Option<String> {
        let request = self.open.get_mut(&number)?;
        request.written = true;
        Some(std::mem::take(&mut request.line))
    }

    /// The request with this wire id.
    pub(super) fn take_by_id(&mut self, id: &str) -> Option<Request<T>> {
        // As it was written: the standard parser would also take a sign, and capitals.
        let is_own = |digit: u8| matches!(digit, b'0'..=b'9' | b'a'..=b'f');
        if id.len() != 32 || !id.bytes().all(is_own) {
            return None;
        }
        let (prefix, number) = id.split_at(16);
        if u64::from_str_radix(prefix, 16) != Ok(self.prefix) {
            return None;
        }
        self.take(u64::from_str_radix(number, 16).ok()?)
    }

    pub(super) fn take(&mut self, number: u64) -> Option<Request<T>> {
        let request = self.open.remove(&number)?;
        self.deadlines.remove(&(request.deadline, number));
        Some(request)
    }

    /// A request whose deadline has come.
    pub(super) fn take_late(&mut self, now: Instant) -> Option<Request<T>> {
        let (_, number) = *self.deadlines.first().filter(|(deadline, _)| *deadline <= now)?;
        self.take(number)
    }

    /// All of them, in the order of their deadlines.
    pub(super) fn take_all(&mut self) -> Vec<Request<T>> {
        let numbers: Vec<_> = self.deadlines.iter().map(|(_, number)| *number).collect();
        numbers.into_iter().filter_map(|number| self.take(number)).collect()
    }

    pub(super) fn deadline(&self) -> Option<Instant> {
        self.deadlines.first().map(|(deadline, _)| *deadline)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// Whether one was handed to the socket, and is not answered.
    pub(super) fn has_written(&self) -> bool {
        self.open.values().any(|request| request.written)
    }
}

/// The `requestId` of a request: 32 hexadecimal digits, the first 16 the same for all of a session.
#[must_use]
pub fn request_id(prefix: u64, number: u64) -> String {
    format!("{prefix:016x}{number:016x}")
}
