//! The task of a link: carries what the session asks for to the socket, and what the socket brings to the session and
//! the handlers. It decides nothing.

use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use futures_util::FutureExt as _;
use tokio::sync::oneshot;
use tokio::time::{Instant, Sleep, sleep_until};

use super::reading::Reading;
use super::shared::{Answer, Random, Shared};
use super::socket::{Event, Socket};
use crate::Side;
use crate::relay::session::{LinkState, LossReason, Output, Phase, read};
use crate::relay::transport::{Handlers, Refusal, TransportError};
use crate::validate::LineSplitter;

/// Messages that are read before the lines that wait are written, if so many are there.
const MESSAGES: usize = 64;

/// How far ahead the timer is set when nothing is due.
const LONG: Duration = Duration::from_secs(3600);

pub(super) struct Driver {
    shared: Arc<Shared>,
    wire: Wire,
    /// A dial is to begin once the last socket is closed.
    is_dial_due: bool,
    /// Leave is taken once the socket is closed.
    has_left: bool,
    /// It has come to its end, and the transport may have another task by now.
    is_over: bool,
    lines: LineSplitter,
    random: Random,
}

/// The one socket that there may be.
enum Wire {
    None,
    Dialling(Pin<Box<dyn Future<Output = Dialled> + Send>>),
    Open(Box<Socket>),
    Closing(Pin<Box<dyn Future<Output = ()> + Send>>),
}

type Dialled = Result<Box<Socket>, (LossReason, TransportError)>;

enum Happening {
    Dialled(Dialled),
    Closed,
    Event(Event),
}

impl Driver {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        let random = Random(shared.seed);
        let lines = LineSplitter::with_limit(shared.options.message);
        Self { shared, wire: Wire::None, is_dial_due: false, has_left: false, is_over: false, lines, random }
    }

    /// Runs until the link is closed or disabled.
    pub(super) async fn run(mut self) {
        let shared = Arc::clone(&self.shared);
        let mut timer = Box::pin(sleep_until(Instant::now() + LONG));
        loop {
            let now = Instant::now();
            self.check_stall(now);
            self.obey(now);
            if self.is_over() {
                return;
            }
            if self.write_lines(now) {
                // What was written may have settled something: the last hello, the last line before leaving.
                continue;
            }
            self.arm(now, timer.as_mut());
            tokio::select! {
                biased;
                happening = self.wire.next() => self.take(happening),
                () = shared.wake.notified() => {}
                () = timer.as_mut() => {}
            }
        }
    }

    /// Whether there is nothing more to do; then the next connect starts another task.
    fn is_over(&mut self) -> bool {
        if !matches!(self.wire, Wire::None) {
            return false;
        }
        let mut core = self.shared.core();
        // Whoever disconnects meanwhile, on another thread, has woken it for what is to be done then.
        let is_over = matches!(core.session.state().phase(), Phase::Closed | Phase::Disabled)
            && core.session.is_quiet();
        if is_over {
            for waiter in core.leaving.drain(..) {
                tell(waiter, ());
            }
            core.task = None;
        }
        self.is_over = is_over;
        is_over
    }

    /// Tells who disconnects that the socket is closed, also where another connect has come meanwhile.
    fn tell_left(&mut self) {
        if matches!(self.wire, Wire::None) && std::mem::take(&mut self.has_left) {
            for waiter in self.shared.core().leaving.drain(..) {
                tell(waiter, ());
            }
        }
    }

    /// Does what the session asks for.
    fn obey(&mut self, now: Instant) {
        let jitter = self.random.fraction();
        self.shared.core().session.tick(now.into_std(), jitter);
        while let Some(output) = self.next_output() {
            match output {
                Output::Settle(ticket, answer) => tell(ticket, answer),
                Output::Connected(attempt, answer) => self.answer_connect(attempt, &answer),
                Output::Idle(is_idle) => {
                    for waiter in self.shared.core().going_idle.drain(..) {
                        tell(waiter, is_idle);
                    }
                }
                Output::Changed(state) => self.publish(state),
                Output::Left => {
                    self.has_left = true;
                    self.tell_left();
                }
                Output::Dial if matches!(self.wire, Wire::None) => self.dial(),
                Output::Dial => self.is_dial_due = true,
                Output::Ping => {
                    if let Wire::Open(socket) = &mut self.wire {
                        socket.ping();
                    }
                }
                Output::Hangup => self.hang_up(),
            }
        }
    }

    fn next_output(&self) -> Option<Output<oneshot::Sender<Answer>>> {
        self.shared.core().session.poll()
    }

    fn answer_connect(&self, attempt: u64, answer: &Result<(), TransportError>) {
        let mut core = self.shared.core();
        for (_, waiter) in core.connecting.extract_if(.., |(of, _)| *of == attempt) {
            tell(waiter, answer.clone());
        }
    }

    fn hang_up(&mut self) {
        self.is_dial_due = false;
        self.report_rest();
        self.wire = match std::mem::replace(&mut self.wire, Wire::None) {
            Wire::Open(socket) => Wire::Closing(Box::pin(socket.close())),
            Wire::None | Wire::Dialling(_) => Wire::None,
            closing @ Wire::Closing(_) => closing,
        };
    }

    fn dial(&mut self) {
        self.is_dial_due = false;
        let options = &self.shared.options;
        let now = (options.clock)().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let bearer = options.credentials.as_ref().map(|credentials| credentials.token(now));
        let opening = Socket::open(self.shared.address.clone(), bearer, options.clone());
        self.wire = Wire::Dialling(Box::pin(opening));
    }

    fn publish(&self, state: LinkState) {
        match &state {
            LinkState::BackingOff { reason, .. } => {
                tracing::warn!(%reason, "link lost, dialling again later");
            }
            LinkState::Disabled => tracing::warn!("credential revoked: nothing dials any more"),
            state => tracing::debug!(?state, "link"),
        }
        self.shared.state.send_replace(state);
    }

    /// Hands the lines that wait to the socket, as far as it has room. Whether there were any.
    fn write_lines(&mut self, now: Instant) -> bool {
        let Wire::Open(socket) = &mut self.wire else { return false };
        let handlers = self.shared.handlers();
        let mut wrote = false;
        while socket.room() > 0 {
            let Some(outbound) = self.shared.core().session.next_line(now.into_std()) else { break };
            if let Some(observer) = &self.shared.options.observer {
                observer.see(Side::Gateway, outbound.line.trim_end());
            }
            socket.write(outbound.line);
            if let Some(handlers) = &handlers {
                handlers.frame_written(outbound.frame_type);
            }
            wrote = true;
        }
        wrote
    }

    /// A socket that takes nothing is of no use.
    fn check_stall(&mut self, now: Instant) {
        let Wire::Open(socket) = &self.wire else { return };
        let limit = self.shared.options.write;
        if socket.waiting_since().is_some_and(|since| now.saturating_duration_since(since) >= limit) {
            self.lose(LossReason::Stalled);
        }
    }

    /// Sets the timer to what is due next. One that is set too early only wakes once more.
    fn arm(&self, now: Instant, timer: Pin<&mut Sleep>) {
        let session = self.shared.core().session.deadline().map(Instant::from_std);
        let stall = match &self.wire {
            Wire::Open(socket) => socket.waiting_since().map(|since| since + self.shared.options.write),
            Wire::None | Wire::Dialling(_) | Wire::Closing(_) => None,
        };
        let due = [session, stall].into_iter().flatten().min().unwrap_or(now + LONG);
        if due < timer.deadline() || timer.is_elapsed() {
            timer.reset(due);
        }
    }

    fn take(&mut self, happening: Happening) {
        let now = Instant::now();
        match happening {
            Happening::Closed => {
                self.wire = Wire::None;
                self.tell_left();
                if self.is_dial_due {
                    self.dial();
                }
            }
            Happening::Dialled(Ok(socket)) => {
                self.wire = Wire::Open(socket);
                self.lines = LineSplitter::with_limit(self.shared.options.message);
                self.shared.core().session.dialled(now.into_std());
            }
            Happening::Dialled(Err((loss, error))) => {
                self.wire = Wire::None;
                let jitter = self.random.fraction();
                tracing::debug!(%loss, "dial failed");
                self.shared.core().session.dial_failed(now.into_std(), jitter, loss, error);
            }
            Happening::Event(event) => {
                let handlers = self.shared.handlers();
                let mut next = Some(event);
                for _ in 0..MESSAGES {
                    let Some(event) = next.take() else { break };
                    self.react(now, event, handlers.as_deref());
                    if let Wire::Open(socket) = &mut self.wire {
                        next = socket.next().now_or_never();
                    }
                }
                if let Some(event) = next {
                    self.react(now, event, handlers.as_deref());
                }
            }
        }
    }

    fn react(&mut self, now: Instant, event: Event, handlers: Option<&dyn Handlers>) {
        match event {
            Event::Message(bytes) => {
                self.shared.core().session.heard();
                let mut chunk = bytes.as_ref();
                let reading = Reading::new(&self.shared, now);
                while let Some(line) = self.lines.next_line(&mut chunk) {
                    let options = &self.shared.options;
                    if let (Some(observer), Ok(text)) = (&options.observer, &line.text) {
                        observer.see(Side::Connector, text);
                    }
                    let size = line.length;
                    let incoming = read(line, options.coerces_ids, options.crosscheck.as_deref());
                    reading.take(size, incoming, handlers);
                }
            }
            Event::Alive => self.shared.core().session.heard(),
            Event::Room => {}
            Event::Lost(loss) => self.lose(loss),
        }
    }

    /// Reports a line that the socket leaves unfinished, whichever side ends it.
    fn report_rest(&mut self) {
        if let Some(rest) = self.lines.finish()
            && let Some(handlers) = self.shared.handlers()
        {
            handlers.refused(Refusal::new(vec![rest.incomplete()], false));
        }
    }

    /// The socket has ended, or must.
    fn lose(&mut self, loss: LossReason) {
        self.report_rest();
        if let Wire::Open(socket) = std::mem::replace(&mut self.wire, Wire::None) {
            self.wire = Wire::Closing(Box::pin(socket.end(loss.clone())));
        }
        let jitter = self.random.fraction();
        self.shared.core().session.lost(Instant::now().into_std(), jitter, loss);
    }
}

/// Answers who asked, unless they have stopped waiting.
fn tell<A>(waiter: oneshot::Sender<A>, answer: A) {
    if waiter.send(answer).is_err() {
        tracing::trace!("nobody waits for the answer any more");
    }
}

impl Drop for Driver {
    /// However the task ends, nobody is left waiting.
    fn drop(&mut self) {
        if self.is_over {
            return;
        }
        let mut core = self.shared.core();
        core.task = None;
        core.session.abandon();
        let mut settled: Vec<(oneshot::Sender<Answer>, Answer)> = Vec::new();
        while let Some(output) = core.session.poll() {
            if let Output::Settle(ticket, answer) = output {
                settled.push((ticket, answer));
            }
        }
        core.connecting.clear();
        core.going_idle.clear();
        core.leaving.clear();
        let state = core.session.state().clone();
        drop(core);
        self.shared.state.send_replace(state);
        for (ticket, answer) in settled {
            tell(ticket, answer);
        }
    }
}

impl Wire {
    /// What happens next; never if there is no socket. Losing the future loses nothing.
    async fn next(&mut self) -> Happening {
        match self {
            Self::None => std::future::pending().await,
            Self::Dialling(dialling) => Happening::Dialled(dialling.await),
            Self::Closing(closing) => {
                closing.await;
                Happening::Closed
            }
            Self::Open(socket) => Happening::Event(socket.next().await),
        }
    }
}
