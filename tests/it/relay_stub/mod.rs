//! A connector in memory: a transport whose other end is in the test's hand.
//!
//! Frames pass through the codec both ways, so that what is recorded is what a connector would have read.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use relay_contract::frame::{
    ActionResult, CapabilityDescriptor, ConnectorFrame, Decoded, Frame, GatewayFrame, InboundFrame,
    InterruptFrame, InterruptInboundFrame, MessageEvent, OutboundAction, OutboundFrame, PassthroughForward,
    PassthroughForwardFrame, decode, encode,
};
use relay_contract::relay::transport::{
    Delivery, Greeting, Handlers, Identity, Receipt, Refusal, RelayTransport, Tag, TransportError,
};
use serde_json::Value;
use tokio::sync::oneshot;

/// The deadline of a request, as a transport owes it.
const OUTBOUND_TIMEOUT: Duration = Duration::from_secs(30);

/// The stub connector, and the transport to it. Clones are the same one.
#[derive(Clone)]
pub(crate) struct StubConnector {
    identities: Arc<[Identity]>,
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
    frames: Vec<Value>,
    interrupts: Vec<Value>,
    acks: Vec<String>,
    chat_info: HashMap<String, ActionResult>,
    next_send: Option<ActionResult>,
    next_follow_up: Option<ActionResult>,
    next: VecDeque<Result<ActionResult, TransportError>>,
    /// The requests whose results are held back, if they are.
    held: Option<Vec<oneshot::Sender<Outcome>>>,
    idle: bool,
}

/// What ends a request that is held back.
enum Outcome {
    Answer,
    Fail(TransportError),
}

impl StubConnector {
    /// A connector that hands back this descriptor, for one identity without a bot.
    pub(crate) fn new(descriptor: CapabilityDescriptor) -> Self {
        let identity = Identity::new(descriptor.platform.as_str(), "");
        Self::with_identities(vec![descriptor], &[identity])
    }

    /// A connector that hands back these descriptors in order.
    pub(crate) fn with_identities(descriptors: Vec<CapabilityDescriptor>, identities: &[Identity]) -> Self {
        let state = State { descriptors, idle: true, ..State::default() };
        Self { identities: identities.into(), state: Arc::new(Mutex::new(state)) }
    }

    /// The actions sent so far, as read from the wire.
    pub(crate) fn sent(&self) -> Vec<Value> {
        self.frames().iter().map(|frame| frame["action"].clone()).collect()
    }

    /// The `outbound` frames sent so far.
    pub(crate) fn frames(&self) -> Vec<Value> {
        self.lock().frames.clone()
    }

    /// The actions with this `op`.
    pub(crate) fn sent_op(&self, op: &str) -> Vec<Value> {
        self.sent().into_iter().filter(|action| action["op"] == op).collect()
    }

    /// The follow-ups sent so far.
    pub(crate) fn follow_ups(&self) -> Vec<Value> {
        self.sent_op("follow_up")
    }

    /// The `interrupt` frames sent so far.
    pub(crate) fn interrupts(&self) -> Vec<Value> {
        self.lock().interrupts.clone()
    }

    /// The `bufferId`s acknowledged so far.
    pub(crate) fn acks(&self) -> Vec<String> {
        self.lock().acks.clone()
    }

    /// What the adapter called, in order.
    pub(crate) fn calls(&self) -> Vec<&'static str> {
        self.lock().calls.clone()
    }

    /// Whether it is connected.
    pub(crate) fn is_connected(&self) -> bool {
        self.lock().connected
    }

    /// Answers a `get_chat_info` for this chat.
    pub(crate) fn set_chat_info(&self, chat_id: &str, result: ActionResult) {
        self.lock().chat_info.insert(chat_id.to_owned(), result);
    }

    /// Answers every further `send` with this.
    pub(crate) fn set_next_send_result(&self, result: ActionResult) {
        self.lock().next_send = Some(result);
    }

    /// Answers every further `follow_up` with this.
    pub(crate) fn set_next_follow_up_result(&self, result: ActionResult) {
        self.lock().next_follow_up = Some(result);
    }

    /// Answers the next action, whatever it is, with this; those queued before come first.
    pub(crate) fn queue_result(&self, result: Result<ActionResult, TransportError>) {
        self.lock().next.push_back(result);
    }

    /// Lets the next dial fail.
    pub(crate) fn fail_connect(&self, error: TransportError) {
        self.lock().next_connect = Some(error);
    }

    /// Lets the next handshake fail.
    pub(crate) fn fail_handshake(&self, error: TransportError) {
        self.lock().next_handshake = Some(error);
    }

    /// Answers `going_idle`, or does not.
    pub(crate) fn set_idle(&self, answers: bool) {
        self.lock().idle = answers;
    }

    /// Holds the results of further requests back.
    pub(crate) fn hold(&self) {
        self.lock().held.get_or_insert_default();
    }

    /// Sends the results held back, in order, and holds no more.
    pub(crate) fn release(&self) {
        for request in self.lock().held.take().into_iter().flatten() {
            drop(request.send(Outcome::Answer));
        }
    }

    /// Loses the connection: what is in flight fails at once.
    pub(crate) fn lose_connection(&self) {
        let mut state = self.lock();
        state.connected = false;
        for request in state.held.take().into_iter().flatten() {
            drop(request.send(Outcome::Fail(TransportError::ConnectionLost { written: true })));
        }
    }

    /// Connects anew, as a transport that reconnects by itself, with these descriptors.
    pub(crate) fn reconnect(&self, descriptors: &[CapabilityDescriptor]) {
        let mut state = self.lock();
        state.connected = true;
        state.connection += 1;
        let (connection, handlers) = (state.connection, state.handlers.clone());
        drop(state);
        for descriptor in descriptors {
            let handlers = handlers.as_ref().expect("an adapter is connected");
            handlers.descriptor(connection, descriptor.clone());
        }
    }

    /// Delivers a message.
    pub(crate) fn push_inbound(&self, event: MessageEvent) -> Result<(), NoHandler> {
        self.push_frame(InboundFrame::new(event))
    }

    /// Delivers a message that was held back.
    pub(crate) fn push_buffered(&self, event: MessageEvent, buffer_id: &str) -> Result<(), NoHandler> {
        self.push_frame(InboundFrame::new(event).with_buffer_id(buffer_id))
    }

    /// Delivers a webhook request.
    pub(crate) fn push_passthrough(
        &self,
        forward: PassthroughForward,
        buffer_id: Option<&str>,
    ) -> Result<(), NoHandler> {
        let mut frame = PassthroughForwardFrame::new(forward);
        frame.buffer_id = buffer_id.map(str::to_owned);
        self.push_frame(frame)
    }

    /// Interrupts a session.
    pub(crate) fn push_interrupt(&self, session_key: &str, chat_id: &str) -> Result<(), NoHandler> {
        self.push_frame(InterruptInboundFrame::new(session_key, chat_id))
    }

    /// Tells the adapter of a line that was not read.
    pub(crate) fn push_refusal(&self, refusal: Refusal) -> Result<(), NoHandler> {
        self.handlers("refusal")?.refused(refusal);
        Ok(())
    }

    /// What was registered.
    pub(crate) fn registered(&self) -> Arc<dyn Handlers> {
        self.handlers("frame").expect("an adapter is connected")
    }

    /// Reads a frame as the reader of a transport does.
    fn push_frame(&self, frame: impl Into<ConnectorFrame>) -> Result<(), NoHandler> {
        let (frame, size) = through_the_codec(&frame.into());
        match frame {
            ConnectorFrame::Inbound(frame) => {
                let receipt = self.receipt(frame.buffer_id.as_deref());
                let handlers = self.handlers("inbound")?;
                handlers.frame_read("inbound");
                handlers.inbound(Delivery::new(frame, size, receipt));
            }
            ConnectorFrame::PassthroughForward(frame) => {
                let receipt = self.receipt(frame.buffer_id.as_deref());
                let handlers = self.handlers("passthrough")?;
                handlers.frame_read("passthrough_forward");
                handlers.passthrough(Delivery::new(frame, size, receipt));
            }
            ConnectorFrame::InterruptInbound(frame) => {
                let handlers = self.handlers("interrupt_inbound")?;
                handlers.frame_read("interrupt_inbound");
                handlers.interrupt(frame);
            }
            frame => panic!("nothing pushes a {}", frame.tag()),
        }
        Ok(())
    }

    fn handlers(&self, of: &'static str) -> Result<Arc<dyn Handlers>, NoHandler> {
        self.lock().handlers.clone().ok_or(NoHandler(of))
    }

    fn receipt(&self, buffer_id: Option<&str>) -> Receipt {
        let Some(buffer_id) = buffer_id.filter(|id| !id.is_empty()) else { return Receipt::unwanted() };
        let (state, buffer_id) = (Arc::clone(&self.state), buffer_id.to_owned());
        Receipt::new(move || state.lock().expect("no test panics with it").acks.push(buffer_id))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no test panics with it")
    }

    /// The answer to an action.
    fn answer(&self, action: &OutboundAction) -> Result<ActionResult, TransportError> {
        let mut state = self.lock();
        if let Some(canned) = state.next.pop_front() {
            return canned;
        }
        Ok(match action {
            OutboundAction::Send(_) => {
                state.next_send.clone().unwrap_or_else(|| ActionResult::new(true).with_message_id("m1"))
            }
            OutboundAction::FollowUp(_) => {
                state.next_follow_up.clone().unwrap_or_else(|| ActionResult::new(true).with_message_id("f1"))
            }
            OutboundAction::GetChatInfo(action) => {
                let unknown = || ActionResult::new(true).with_name(&action.chat_id).with_type_("dm");
                state.chat_info.get(&action.chat_id).cloned().unwrap_or_else(unknown)
            }
            _ => ActionResult::new(true),
        })
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
        state.connected = true;
        state.connection += 1;
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
        let mut state = self.lock();
        state.calls.push("disconnect");
        state.connected = false;
        for request in state.held.take().into_iter().flatten() {
            drop(request.send(Outcome::Fail(TransportError::Closed { written: true })));
        }
    }

    async fn send_outbound(
        &self,
        action: OutboundAction,
        tag: Option<Tag>,
    ) -> Result<ActionResult, TransportError> {
        let held = {
            let mut state = self.lock();
            if !state.connected {
                return Err(TransportError::NotConnected);
            }
            let mut frame = OutboundFrame::new("00000000000000000000000000000000", action.clone());
            if let Some(Tag { platform, bot_id }) = tag {
                (frame.platform, frame.bot_id) = (Some(platform), bot_id);
            }
            let line =
                encode(&GatewayFrame::from(frame)).map_err(|reason| TransportError::Unwritable { reason })?;
            state.frames.push(serde_json::from_str(&line).expect("a frame is JSON"));
            if let Some(handlers) = &state.handlers {
                handlers.frame_written("outbound");
            }
            state.held.as_mut().map(|held| {
                let (answer, answered) = oneshot::channel();
                held.push(answer);
                answered
            })
        };
        if let Some(answered) = held {
            match tokio::time::timeout(OUTBOUND_TIMEOUT, answered).await {
                Ok(Ok(Outcome::Answer)) => {}
                Ok(Ok(Outcome::Fail(error))) => return Err(error),
                Ok(Err(_)) => return Err(TransportError::Closed { written: true }),
                Err(_) => return Err(TransportError::TimedOut),
            }
        }
        self.answer(&action)
    }

    async fn send_interrupt(&self, interrupt: InterruptFrame) -> Result<(), TransportError> {
        let mut state = self.lock();
        if !state.connected {
            return Err(TransportError::NotConnected);
        }
        let line =
            encode(&GatewayFrame::from(interrupt)).map_err(|reason| TransportError::Unwritable { reason })?;
        state.interrupts.push(serde_json::from_str(&line).expect("a frame is JSON"));
        Ok(())
    }

    async fn go_idle(&self) -> bool {
        let mut state = self.lock();
        state.calls.push("go_idle");
        state.connected && state.idle
    }

    async fn go_dormant(&self) -> bool {
        let idle = self.go_idle().await;
        let mut state = self.lock();
        state.calls.push("go_dormant");
        state.connected &= !idle;
        idle
    }
}

/// A frame as its reader gets it, and the bytes of its line.
fn through_the_codec<F: Frame>(frame: &F) -> (F, usize) {
    let line = encode(frame).expect("a frame that a connector could write");
    match decode(&line) {
        Ok(Decoded::Known(frame)) => (frame, line.len()),
        Ok(Decoded::Unknown { frame_type }) => panic!("{frame_type} is no frame"),
        Err(error) => panic!("{error}"),
    }
}
