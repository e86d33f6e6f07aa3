//! A connector in memory: a transport whose other end is in the test's hand.
//!
//! Frames pass through the codec both ways, so that what is recorded is what a connector would have read.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use relay_contract::frame::{
    ActionResult, CapabilityDescriptor, ConnectorFrame, Decoded, GatewayFrame, GoingIdleFrame, HelloFrame,
    InboundAckFrame, InterruptFrame, OutboundAction, OutboundFrame, decode, encode,
};
use relay_contract::relay::raw;
use relay_contract::relay::transport::{
    Delivery, Greeting, Handlers, Identity, Receipt, Refusal, RelayTransport, Tag, TransportError,
};
use tokio::sync::oneshot;

use crate::bench::{Connector, Link};

/// The deadline of a request, as a transport owes it.
const OUTBOUND_TIMEOUT: Duration = Duration::from_secs(30);

/// A transport to a connector in memory. Clones are the same one.
#[derive(Clone)]
pub(crate) struct StubConnector {
    identities: Arc<[Identity]>,
    connector: Connector,
    state: Arc<Mutex<State>>,
}

/// A push before anything was registered to take it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NoHandler(&'static str);

impl fmt::Display for NoHandler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no {} handler registered: connect an adapter first", self.0)
    }
}

#[derive(Default)]
struct State {
    handlers: Option<Arc<dyn Handlers>>,
    calls: Vec<&'static str>,
    connected: bool,
    connection: u64,
    descriptors: Vec<CapabilityDescriptor>,
    next_connect: Option<TransportError>,
    next_handshake: Option<TransportError>,
    failures: VecDeque<TransportError>,
    requests: HashMap<String, oneshot::Sender<Result<ActionResult, TransportError>>>,
    asked: u128,
    idle: bool,
    /// A new connection is wanted when no request is in flight.
    wants_redial: bool,
}

impl StubConnector {
    /// What the adapter called, in order.
    pub(crate) fn calls(&self) -> Vec<&'static str> {
        self.lock().calls.clone()
    }

    /// Whether it is connected.
    pub(crate) fn is_connected(&self) -> bool {
        self.lock().connected
    }

    /// Lets the next action fail with this, after it was written; those queued before come first.
    pub(crate) fn queue_error(&self, error: TransportError) {
        self.lock().failures.push_back(error);
    }

    /// Lets the next dial fail.
    pub(crate) fn fail_connect(&self, error: TransportError) {
        self.lock().next_connect = Some(error);
    }

    /// Lets the next handshake fail.
    pub(crate) fn fail_handshake(&self, error: TransportError) {
        self.lock().next_handshake = Some(error);
    }

    /// What was registered.
    pub(crate) fn registered(&self) -> Arc<dyn Handlers> {
        self.handlers("frame").expect("an adapter is connected")
    }

    fn handlers(&self, of: &'static str) -> Result<Arc<dyn Handlers>, NoHandler> {
        self.lock().handlers.clone().ok_or(NoHandler(of))
    }

    /// Dials: the hellos, and what the connector answers.
    fn dial(&self) {
        self.connector.accept();
        let mut state = self.lock();
        state.connected = true;
        state.connection += 1;
        state.descriptors.clear();
        drop(state);
        for Identity { platform, bot_id } in self.identities.iter() {
            let hello = HelloFrame::new(platform, bot_id);
            self.send(&hello.into()).expect("a hello can be written");
        }
    }

    /// Writes a frame, and reads what the connector answers at once.
    fn send(&self, frame: &GatewayFrame) -> Result<(), TransportError> {
        if !self.is_connected() {
            return Err(TransportError::NotConnected);
        }
        let line = encode(frame).map_err(|reason| TransportError::Unwritable { reason })?;
        self.registered().frame_written(frame.tag());
        for line in self.connector.read(&line) {
            self.push(&line).expect("the hellos come after the handlers");
        }
        Ok(())
    }

    /// Writes a request; it may have failed already.
    fn request(
        &self,
        action: OutboundAction,
        tag: Option<Tag>,
    ) -> (oneshot::Receiver<Result<ActionResult, TransportError>>, Option<TransportError>) {
        let (answer, answered) = oneshot::channel();
        let mut state = self.lock();
        state.asked += 1;
        let request_id = format!("{:032x}", state.asked);
        let mut frame = OutboundFrame::new(&request_id, action);
        if let Some(Tag { platform, bot_id }) = tag {
            (frame.platform, frame.bot_id) = (Some(platform), bot_id);
        }
        if let Some(error) = state.failures.pop_front() {
            let line = encode(&GatewayFrame::from(frame)).expect("an action that can be written");
            self.connector.read_and_fail(&line);
            return (answered, Some(error));
        }
        state.requests.insert(request_id, answer);
        drop(state);
        (answered, self.send(&frame.into()).err())
    }

    /// Reads a line of the connector, as the reader of a transport does.
    pub(crate) fn push(&self, line: &str) -> Result<(), NoHandler> {
        match decode::<ConnectorFrame>(line) {
            Ok(Decoded::Known(frame)) => {
                let handlers = self.handlers(frame.tag())?;
                self.take(frame, line.len(), &*handlers);
            }
            Ok(Decoded::Unknown { .. }) => self.handlers("frame")?.frame_read("unknown"),
            Err(error) => {
                let receipt = self.receipt(raw::buffer_id(line).as_deref());
                let acknowledged = receipt.is_wanted();
                receipt.accept();
                self.handlers("refusal")?.refused(Refusal::new(error.violations, acknowledged));
            }
        }
        Ok(())
    }

    fn take(&self, frame: ConnectorFrame, size: usize, handlers: &dyn Handlers) {
        handlers.frame_read(frame.tag());
        match frame {
            ConnectorFrame::Inbound(frame) => {
                let receipt = self.receipt(frame.buffer_id.as_deref());
                handlers.inbound(Delivery::new(frame, size, receipt));
            }
            ConnectorFrame::PassthroughForward(frame) => {
                let receipt = self.receipt(frame.buffer_id.as_deref());
                handlers.passthrough(Delivery::new(frame, size, receipt));
            }
            ConnectorFrame::InterruptInbound(frame) => handlers.interrupt(frame),
            ConnectorFrame::Descriptor(frame) => {
                let mut state = self.lock();
                state.descriptors.push(frame.descriptor.clone());
                let connection = state.connection;
                drop(state);
                handlers.descriptor(connection, frame.descriptor);
            }
            ConnectorFrame::OutboundResult(frame) => {
                let request = self.lock().requests.remove(&frame.request_id);
                if let Some(request) = request {
                    // The request may have been given up.
                    drop(request.send(Ok(frame.result)));
                }
                self.redial_if_quiet();
            }
            ConnectorFrame::GoingIdleAck(_) => self.lock().idle = true,
            frame => panic!("the stub does nothing with a {}", frame.tag()),
        }
    }

    fn receipt(&self, buffer_id: Option<&str>) -> Receipt {
        let Some(buffer_id) = buffer_id.filter(|id| !id.is_empty()) else { return Receipt::unwanted() };
        let (stub, ack) = (self.clone(), InboundAckFrame::new(buffer_id));
        Receipt::new(move || match stub.send(&ack.into()) {
            // Without a connection the delivery comes again.
            Ok(()) | Err(TransportError::NotConnected) => {}
            Err(error) => panic!("{error}"),
        })
    }

    /// Ends the connection, and every request on it.
    fn end(&self, error: impl Fn() -> TransportError) {
        let mut state = self.lock();
        state.connected = false;
        for (_, request) in state.requests.drain() {
            drop(request.send(Err(error())));
        }
    }

    fn redial_if_quiet(&self) {
        let mut state = self.lock();
        let is_due = state.wants_redial && state.requests.is_empty();
        state.wants_redial &= !is_due;
        drop(state);
        if is_due {
            self.cut();
            self.dial();
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no test panics with it")
    }
}

impl Link for StubConnector {
    type Transport = Self;
    const WAITS_FOR_IDLE: bool = false;

    async fn open(identities: &[Identity], connector: Connector) -> (Self, Self) {
        let stub = Self { identities: identities.into(), connector, state: Arc::default() };
        (stub.clone(), stub)
    }

    fn write(&self, line: String) {
        self.push(&line).expect("an adapter is connected");
    }

    fn cut(&self) {
        self.end(|| TransportError::ConnectionLost { written: true });
    }

    async fn reconnect(&self) {
        self.cut();
        self.dial();
    }
}

impl RelayTransport for StubConnector {
    fn identities(&self) -> &[Identity] {
        &self.identities
    }

    fn register(&self, handlers: Arc<dyn Handlers>) {
        let mut state = self.lock();
        state.calls.push("register");
        state.handlers = Some(handlers);
    }

    async fn connect(&self) -> Result<(), TransportError> {
        let mut state = self.lock();
        state.calls.push("connect");
        if let Some(error) = state.next_connect.take() {
            return Err(error);
        }
        drop(state);
        self.dial();
        Ok(())
    }

    async fn handshake(&self) -> Result<Greeting, TransportError> {
        let mut state = self.lock();
        state.calls.push("handshake");
        match state.next_handshake.take() {
            Some(error) => Err(error),
            None => Ok(Greeting { connection: state.connection, descriptors: state.descriptors.clone() }),
        }
    }

    async fn disconnect(&self) {
        self.lock().calls.push("disconnect");
        if self.is_connected() {
            self.send(&GoingIdleFrame::new().into()).expect("it is connected");
        }
        self.end(|| TransportError::Closed { written: true });
    }

    async fn send_outbound(
        &self,
        action: OutboundAction,
        tag: Option<Tag>,
    ) -> Result<ActionResult, TransportError> {
        let (answered, failure) = self.request(action, tag);
        if let Some(error) = failure {
            return Err(error);
        }
        match tokio::time::timeout(OUTBOUND_TIMEOUT, answered).await {
            Ok(answered) => answered.unwrap_or(Err(TransportError::Closed { written: true })),
            Err(_) => Err(TransportError::TimedOut),
        }
    }

    async fn send_interrupt(&self, interrupt: InterruptFrame) -> Result<(), TransportError> {
        self.send(&interrupt.into())
    }

    async fn go_idle(&self) -> bool {
        let mut state = self.lock();
        state.calls.push("go_idle");
        state.idle = false;
        drop(state);
        self.send(&GoingIdleFrame::new().into()).is_ok() && self.lock().idle
    }

    async fn go_dormant(&self) -> bool {
        let idle = self.go_idle().await;
        let mut state = self.lock();
        state.calls.push("go_dormant");
        state.connected &= !idle;
        idle
    }

    fn redial(&self) -> bool {
        self.lock().wants_redial = true;
        self.redial_if_quiet();
        true
    }
}
