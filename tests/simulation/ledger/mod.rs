//! What happened in a run: every step is hashed, and held to the invariants.

mod message;
mod request;

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use sha2::{Digest as _, Sha256};
use tokio::time::Instant;

use self::message::Message;
use self::request::Request;
use super::invariant::{Invariant, Violation};

pub(crate) use self::message::{Ended, Kind};

/// The book of a run. Clones are handles of the same one.
#[derive(Clone)]
pub(crate) struct Ledger(Arc<Mutex<Book>>);

/// What a run came to.
pub(crate) struct Sums {
    /// Of every step and when it happened.
    pub(crate) hash: String,
    /// The steps as text, if they were wanted.
    pub(crate) trace: String,
    pub(crate) violations: Vec<Violation>,
    pub(crate) steps: u64,
    pub(crate) dials: usize,
    /// Connections that were asked for.
    pub(crate) redials: usize,
    /// Messages that were handled, and deliveries that came again.
    pub(crate) handled: usize,
    pub(crate) repeated: usize,
    /// Requests that settled.
    pub(crate) settled: usize,
    /// On the run's own clock.
    pub(crate) lasted: Duration,
}

struct Book {
    began: Instant,
    hash: Sha256,
    steps: u64,
    /// The steps as text, if they are wanted.
    trace: Option<String>,
    violations: Vec<Violation>,
    messages: Vec<Message>,
    requests: Vec<Request>,
    /// By session: the message that is being handled, and the last that was begun.
    sessions: BTreeMap<u64, (Option<usize>, Option<usize>)>,
    open_streams: usize,
    stream_since: Instant,
    dials: usize,
    /// Since when there is neither a stream nor a dial that began.
    free_since: Instant,
    /// The next dial was asked for, and does not wait.
    is_redial: bool,
    redials: usize,
    /// The waits before the dials since the last connection that was stable.
    waits: Vec<Duration>,
    expulsion: Expulsion,
}

/// What the next dial owes to an expulsion.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Expulsion {
    None,
    First(Instant),
    Second(Instant),
}

/// From this many waits in a row on the growth is looked at.
const ROW: usize = 12;

/// How many waits at the end of the row are summed up.
const WAITS: usize = 8;

/// The longest that the first wait of the loop may be; as many of these are the most that a loop takes that does not
/// grow. One that grows takes less once in a thousand million.
const FIRST_WAIT: Duration = Duration::from_secs(1);

/// A connection that lived so long lets the loop start again.
const STABLE: Duration = Duration::from_secs(60);

impl Ledger {
    pub(crate) fn new(is_traced: bool) -> Self {
        let now = Instant::now();
        Self(Arc::new(Mutex::new(Book {
            began: now,
            hash: Sha256::new(),
            steps: 0,
            trace: is_traced.then(String::new),
            violations: Vec::new(),
            messages: Vec::new(),
            requests: Vec::new(),
            sessions: BTreeMap::new(),
            open_streams: 0,
            stream_since: now,
            dials: 0,
            free_since: now,
            is_redial: false,
            redials: 0,
            waits: Vec::new(),
            expulsion: Expulsion::None,
        })))
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.0.lock().expect("no panic under it")
    }

    /// Notes a step that no invariant is about.
    pub(crate) fn note(&self, step: impl fmt::Display) {
        self.book().note(format_args!("{step}"));
    }

    pub(crate) fn break_invariant(&self, invariant: Invariant, seen: impl fmt::Display) {
        self.book().violate(invariant, format_args!("{seen}"));
    }

    /// The gateway asks for a link anew: the loop starts again.
    pub(crate) fn connects(&self) {
        let mut book = self.book();
        book.note(format_args!("connect"));
        book.waits.clear();
    }

    /// A dial begins. Which one it is, from 0.
    pub(crate) fn dials(&self) -> usize {
        let mut book = self.book();
        let now = Instant::now();
        let dial = book.dials;
        book.note(format_args!("dial {dial}"));
        if book.open_streams > 0 {
            book.violate(Invariant::OneSocket, format_args!("dial {dial} with a stream open"));
        }
        match book.expulsion {
            // The closing handshake may take a second.
            Expulsion::First(at) if now - at > Duration::from_millis(1_100) => {
                book.violate(Invariant::Expulsion, format_args!("dial {dial} waited {:?}", now - at));
            }
            Expulsion::Second(_) => {
                book.violate(Invariant::Expulsion, format_args!("dial {dial} after the second one"));
            }
            Expulsion::None | Expulsion::First(_) => {}
        }
        book.expulsion = Expulsion::None;
        let wait = now - book.free_since;
        book.free_since = now;
        if !std::mem::take(&mut book.is_redial) {
            book.waits.push(wait);
            book.check_growth();
        }
        book.dials += 1;
        dial
    }

    /// The gateway asks for a new connection.
    pub(crate) fn redials(&self) {
        let mut book = self.book();
        book.note(format_args!("redial"));
        book.is_redial = true;
        book.redials += 1;
    }

    pub(crate) fn count_dials(&self) -> usize {
        self.book().dials
    }

    pub(crate) fn stream_opened(&self) {
        let mut book = self.book();
        book.open_streams += 1;
        book.stream_since = Instant::now();
        if book.open_streams > 1 {
            let seen = format!("{} streams are open", book.open_streams);
            book.violate(Invariant::OneSocket, format_args!("{seen}"));
        }
    }

    pub(crate) fn stream_closed(&self) {
        let mut book = self.book();
        book.note(format_args!("stream closed"));
        book.open_streams -= 1;
        book.free_since = Instant::now();
        if book.stream_since.elapsed() >= STABLE {
            book.waits.clear();
        }
    }

    pub(crate) fn open_streams(&self) -> usize {
        self.book().open_streams
    }

    /// A connection is upgraded: nothing may be open that was sent on an earlier one.
    pub(crate) fn upgraded(&self, connection: usize) {
        let mut book = self.book();
        book.note(format_args!("upgraded {connection}"));
        let open = |request: &Request| !request.is_settled && request.seen.is_some_and(|on| on < connection);
        if let Some(open) = book.requests.iter().position(open) {
            book.violate(Invariant::SettledAtLoss, format_args!("request {open} is open on {connection}"));
        }
    }

    /// The connector sends a 4401 after a descriptor, without the reason `expired`.
    pub(crate) fn expelled(&self, again: bool) {
        let now = Instant::now();
        self.book().expulsion = if again { Expulsion::Second(now) } else { Expulsion::First(now) };
    }

    pub(crate) fn is_broken(&self) -> bool {
        !self.book().violations.is_empty()
    }

    /// Whether everything that was begun has come to its end.
    pub(crate) fn is_quiet(&self) -> bool {
        let book = self.book();
        book.requests.iter().all(|request| request.is_settled)
            && book.messages.iter().all(|message| match message.kind {
                Kind::Buffered | Kind::Oversized => message.is_acknowledged && message.is_over(),
                Kind::Live => message.arrivals == 0 || message.is_over(),
            })
    }

    /// Whether no message waits that was read, and no request.
    pub(crate) fn is_settled(&self) -> bool {
        let book = self.book();
        let open = |message: &Message| message.begun > 0 && !message.is_over();
        book.requests.iter().all(|request| request.is_settled) && !book.messages.iter().any(open)
    }

    /// Looks at what is left, and sums up. With `held`, what the connector still holds is not lost.
    pub(crate) fn close(self, held: bool) -> Sums {
        let mut book = self.book();
        let unsettled = book.requests.iter().filter(|request| !request.is_settled).count();
        if unsettled > 0 {
            book.violate(Invariant::SettledOnce, format_args!("{unsettled} requests never settle"));
        }
        let is_lost = |message: &Message| match message.kind {
            Kind::Buffered | Kind::Oversized => !held && !message.is_acknowledged,
            Kind::Live => message.arrivals > 0 && !message.is_over(),
        };
        let lost: Vec<_> = (0..).zip(&book.messages).filter(|(_, message)| is_lost(message)).collect();
        let lost: Vec<usize> = lost.into_iter().map(|(number, _)| number).collect();
        if !lost.is_empty() {
            book.violate(Invariant::NoneLost, format_args!("messages {lost:?} are not taken over"));
        }
        let is_dropped = |message: &Message| message.is_acknowledged && !message.is_over();
        let dropped = book.messages.iter().filter(|message| is_dropped(message)).count();
        if dropped > 0 {
            let seen = format_args!("{dropped} messages are not");
            book.violate(Invariant::AcknowledgedIsHandled, seen);
        }
        let is_owed = |message: &Message| message.is_done && !message.is_acknowledged;
        let owed =
            book.messages.iter().filter(|message| message.kind != Kind::Live && is_owed(message)).count();
        if owed > 0 && !held {
            book.violate(Invariant::AdmittedIsAcknowledged, format_args!("{owed} messages are not"));
        }
        let digest: [u8; 32] = std::mem::take(&mut book.hash).finalize().into();
        let first = *digest.first_chunk().expect("32 are more than 8");
        Sums {
            hash: format!("{:016x}", u64::from_be_bytes(first)),
            trace: book.trace.take().unwrap_or_default(),
            violations: std::mem::take(&mut book.violations),
            steps: book.steps,
            dials: book.dials,
            redials: book.redials,
            handled: book.messages.iter().filter(|message| message.is_done).count(),
            repeated: book.messages.iter().map(|message| message.arrivals.saturating_sub(1)).sum(),
            settled: book.requests.iter().filter(|request| request.is_settled).count(),
            lasted: book.began.elapsed(),
        }
    }
}

impl Book {
    fn note(&mut self, step: fmt::Arguments<'_>) {
        let line = format!("{:>10} {step}\n", self.began.elapsed().as_millis());
        self.hash.update(&line);
        self.steps += 1;
        if let Some(trace) = &mut self.trace {
            trace.push_str(&line);
        }
    }

    fn violate(&mut self, invariant: Invariant, seen: fmt::Arguments<'_>) {
        self.note(format_args!("VIOLATION {invariant}: {seen}"));
        let mut text = String::new();
        write!(text, "at {} ms, {seen}", self.began.elapsed().as_millis())
            .expect("a string takes everything");
        self.violations.push(Violation { invariant, seen: text });
    }

    fn check_growth(&mut self) {
        if self.waits.len() < ROW {
            return;
        }
        let waited: Duration = self.waits[self.waits.len() - WAITS..].iter().sum();
        if waited <= FIRST_WAIT * u32::try_from(WAITS).expect("a few") {
            self.violate(Invariant::GrowingBackoff, format_args!("{WAITS} waits in a row took {waited:?}"));
        }
    }
}
