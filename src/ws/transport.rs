//! The transport: what a gateway calls.

use std::fmt;
use std::sync::Arc;

use tokio::sync::{oneshot, watch};
use tokio::time::{Instant, timeout, timeout_at};

use super::address::{Address, AddressError};
use super::driver::Driver;
use super::options::WebSocketOptions;
use super::shared::{Core, Shared};
use crate::frame::{ActionResult, InterruptFrame, OutboundAction, encode};
use crate::relay::session::{LinkState, LossReason, Phase, SessionOptions, outbound};
use crate::relay::transport::{Greeting, Handlers, Identity, RelayTransport, Tag, TransportError};

/// A link to a connector over a WebSocket, which reconnects by itself.
///
/// It starts one task when it connects; everything it has open ends with it: after [`RelayTransport::disconnect`], or
/// when it is dropped.
///
/// # Panics
///
/// Connecting panics outside a tokio runtime with I/O and time.
pub struct WebSocketTransport {
    shared: Arc<Shared>,
}

impl WebSocketTransport {
    /// A transport to the connector at `address`, in any form that contract section 2.1 takes. Nothing is dialled yet.
    ///
    /// # Errors
    ///
    /// An address that cannot be dialled.
    pub fn new(address: &str, options: WebSocketOptions) -> Result<Self, AddressError> {
        let address: Address = address.parse()?;
        Ok(Self { shared: Arc::new(Shared::new(address, options)) })
    }

    /// The address that it dials.
    #[must_use]
    pub fn address(&self) -> &Address {
        &self.shared.address
    }

    /// Where the link stands, to look at and to wait for.
    #[must_use]
    pub fn state(&self) -> watch::Receiver<LinkState> {
        self.shared.state.subscribe()
    }

    /// Starts the task if there is none.
    fn start(&self, core: &mut Core) {
        if core.task.is_none() {
            let task = tokio::spawn(Driver::new(Arc::clone(&self.shared)).run());
            core.task = Some(task.abort_handle());
        }
    }

    /// Waits for an answer of the task.
    async fn answer<A>(&self, answer: oneshot::Receiver<A>) -> Option<A> {
        self.shared.wake.notify_one();
        answer.await.ok()
    }

    async fn greeted(&self) -> Result<Greeting, TransportError> {
        let mut state = self.state();
        loop {
            state.borrow_and_update();
            {
                let core = self.shared.core();
                match core.session.state().phase() {
                    Phase::Disabled => return Err(TransportError::Revoked),
                    Phase::Closed if core.was_asked => return Err(ended(core.session.loss())),
                    Phase::Closed => return Err(TransportError::HandshakeBeforeConnect),
                    Phase::Connecting
                    | Phase::Greeting
                    | Phase::Live
                    | Phase::Idle
                    | Phase::Leaving
                    | Phase::BackingOff => {}
                }
                if let Some(greeting) = core.session.greeting() {
                    return Ok(greeting.clone());
                }
            }
            if state.changed().await.is_err() {
                return Err(TransportError::Closed { written: false });
            }
        }
    }
}

impl RelayTransport for WebSocketTransport {
    fn identities(&self) -> &[Identity] {
        &self.shared.options.session.identities
    }

    fn register(&self, handlers: Arc<dyn Handlers>) {
        self.shared.register(handlers);
    }

    async fn connect(&self) -> Result<(), TransportError> {
        let answer = {
            let mut core = self.shared.core();
            core.was_asked = true;
            if let Some(answer) = core.session.connect() {
                return answer;
            }
            let (waiter, answer) = oneshot::channel();
            let attempt = core.session.attempt();
            core.connecting.push((attempt, waiter));
            self.start(&mut core);
            answer
        };
        self.answer(answer).await.unwrap_or(Err(TransportError::Closed { written: false }))
    }

    async fn handshake(&self) -> Result<Greeting, TransportError> {
        let after = self.shared.options.session.handshake;
        match timeout(after, self.greeted()).await {
            Ok(greeting) => greeting,
            Err(_) => match self.shared.core().session.loss() {
                loss @ Some(LossReason::Closed { .. }) => Err(ended(loss)),
                _ => Err(TransportError::HandshakeTimedOut { after }),
            },
        }
    }

    async fn disconnect(&self) {
        let left = {
            let mut core = self.shared.core();
            let now = Instant::now().into_std();
            if core.session.disconnect(now) && core.task.is_none() {
                return;
            }
            let (waiter, left) = oneshot::channel();
            core.leaving.push(waiter);
            left
        };
        let budget = self.shared.options.session.disconnect + SessionOptions::CLOSE;
        if timeout(budget, self.answer(left)).await.is_err() {
            // Only a handler that blocks the task gets here.
            abort(&self.shared);
        }
    }

    async fn send_outbound(
        &self,
        action: OutboundAction,
        tag: Option<Tag>,
    ) -> Result<ActionResult, TransportError> {
        let shared = &self.shared;
        let deadline = Instant::now() + shared.options.session.request;
        let number = shared.number();
        let line = encode(&outbound(shared.prefix, number, action, tag))
            .map_err(|reason| TransportError::Unwritable { reason })?;
        shared.core().session.check_open()?;
        let length = u32::try_from(line.len()).unwrap_or(u32::MAX).min(shared.in_flight_limit);
        let _permit = match shared.in_flight.try_acquire_many(length) {
            Ok(permit) => permit,
            Err(_) => timeout_at(deadline, shared.in_flight.acquire_many(length))
                .await
                .map_err(|_| full())?
                .map_err(|_| TransportError::Closed { written: false })?,
        };
        let (ticket, answer) = oneshot::channel();
        shared.core().session.request(number, line, deadline.into_std(), ticket)?;
        let request = InFlight { shared, number };
        let answer = self.answer(answer).await;
        std::mem::forget(request);
        answer.unwrap_or(Err(TransportError::Closed { written: true }))
    }

    async fn send_interrupt(&self, interrupt: InterruptFrame) -> Result<(), TransportError> {
        self.shared.core().session.interrupt(interrupt)?;
        self.shared.wake.notify_one();
        Ok(())
    }

    async fn go_idle(&self) -> bool {
        let answer = {
            let mut core = self.shared.core();
            if let Some(answer) = core.session.go_idle(Instant::now().into_std()) {
                return answer;
            }
            let (waiter, answer) = oneshot::channel();
            core.going_idle.push(waiter);
            answer
        };
        self.answer(answer).await.unwrap_or(false)
    }

    async fn go_dormant(&self) -> bool {
        let answer = {
            let mut core = self.shared.core();
            let (waiter, answer) = oneshot::channel();
            if let Some(answer) = core.session.go_dormant(Instant::now().into_std()) {
                self.shared.wake.notify_one();
                return answer;
            }
            core.going_idle.push(waiter);
            answer
        };
        self.answer(answer).await.unwrap_or(false)
    }

    fn redial(&self) -> bool {
        let will = self.shared.core().session.redial(Instant::now().into_std());
        self.shared.wake.notify_one();
        will
    }
}

impl Drop for WebSocketTransport {
    fn drop(&mut self) {
        abort(&self.shared);
    }
}

impl fmt::Debug for WebSocketTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("WebSocketTransport");
        shown.field("address", &self.shared.address.to_string());
        shown.field("state", &*self.shared.state.borrow()).finish_non_exhaustive()
    }
}

/// A request whose caller waits; if the caller stops waiting, it is forgotten.
struct InFlight<'a> {
    shared: &'a Shared,
    number: u64,
}

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.shared.core().session.forget(Instant::now().into_std(), self.number);
        self.shared.wake.notify_one();
    }
}

/// Ends the task at once, with everything that it has open.
fn abort(shared: &Shared) {
    if let Some(task) = &shared.core().task {
        task.abort();
    }
}

fn full() -> TransportError {
    let reason = std::io::Error::new(std::io::ErrorKind::TimedOut, "too many requests are in flight");
    TransportError::Write { written: false, reason: reason.into() }
}

/// Why a link ended before its descriptor.
fn ended(loss: Option<&LossReason>) -> TransportError {
    match loss {
        Some(LossReason::Closed { code, reason }) => {
            TransportError::ClosedDuringHandshake { code: *code, reason: reason.clone() }
        }
        _ => TransportError::ClosedDuringHandshake { code: None, reason: String::new() },
    }
}
