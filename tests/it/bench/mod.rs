//! The bench of the adapter's tests: an adapter, a link, and a connector in the test's hand.

mod connector;
mod link;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use relay_contract::frame::{
    CapabilityDescriptor, ConnectorFrame, InboundFrame, InterruptInboundFrame, MessageEvent,
    PassthroughForward, PassthroughForwardFrame, SessionSource, encode,
};
use relay_contract::relay::transport::Identity;
use relay_contract::relay::{AdapterOptions, Fault, Gateway, HandlerError, Interrupted, RelayAdapter, Turn};
use serde_json::{Value, json};
use tokio::sync::Notify;

pub(crate) use self::connector::Connector;
use self::connector::FLUSH;
pub(crate) use self::link::Link;

/// An adapter and the connector at its other end.
pub(crate) struct Bench<L: Link> {
    pub(crate) adapter: RelayAdapter<L::Transport>,
    pub(crate) connector: Connector,
    pub(crate) link: L,
    pub(crate) log: Log,
    /// The deliveries and interrupts that were pushed.
    pushed: AtomicU64,
    /// How often everything written was waited for.
    flushed: AtomicU64,
}

/// What the gateway of a test saw, in order.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Entries>);

#[derive(Default)]
struct Entries {
    notes: Mutex<Vec<String>>,
    faults: Mutex<Vec<Fault>>,
    interrupted: Mutex<Vec<Interrupted>>,
}

/// A gateway of a closure that also keeps its faults.
struct Watched<F> {
    handler: F,
    log: Log,
}

/// A gate that handlers wait at until the test opens it.
#[derive(Clone, Default)]
pub(crate) struct Gate(Arc<Notify>);

impl Log {
    pub(crate) fn note(&self, note: impl Into<String>) {
        self.0.notes.lock().expect("no panic under it").push(note.into());
    }

    pub(crate) fn notes(&self) -> Vec<String> {
        self.0.notes.lock().expect("no panic under it").clone()
    }

    /// The faults since the last call.
    pub(crate) fn faults(&self) -> Vec<Fault> {
        std::mem::take(&mut self.0.faults.lock().expect("no panic under it"))
    }
}

impl Log {
    /// The turns that were stopped.
    pub(crate) fn interrupted(&self) -> Vec<Interrupted> {
        self.0.interrupted.lock().expect("no panic under it").clone()
    }

    pub(crate) fn note_interrupted(&self, interrupted: Interrupted) {
        self.0.interrupted.lock().expect("no panic under it").push(interrupted);
    }
}

impl<L, F, R> Gateway<L> for Watched<F>
where
    L: relay_contract::relay::RelayTransport,
    F: Fn(Turn<L>, Log) -> R + Send + Sync + 'static,
    R: Future<Output = Result<(), HandlerError>> + Send + 'static,
{
    async fn on_message(&self, turn: Turn<L>) -> Result<(), HandlerError> {
        (self.handler)(turn, self.log.clone()).await
    }

    fn on_fault(&self, fault: Fault) {
        self.log.0.faults.lock().expect("no panic under it").push(fault);
    }

    fn on_interrupted(&self, interrupted: Interrupted) {
        self.log.note_interrupted(interrupted);
    }
}

impl<L: Link> Bench<L> {
    /// A connected bench whose handler notes the text of each message.
    pub(crate) async fn new(descriptor: CapabilityDescriptor) -> Self {
        Self::with(descriptor, AdapterOptions::default(), note).await
    }

    /// A connected bench of one identity.
    pub(crate) async fn with<F, R>(
        descriptor: CapabilityDescriptor,
        options: AdapterOptions,
        handler: F,
    ) -> Self
    where
        F: Fn(Turn<L::Transport>, Log) -> R + Send + Sync + 'static,
        R: Future<Output = Result<(), HandlerError>> + Send + 'static,
    {
        let identity = Identity::new(descriptor.platform.as_str(), "");
        let bench = Self::unconnected(vec![descriptor], &[identity], options, handler).await;
        bench.adapter.connect().await.expect("the connector answers");
        bench
    }

    /// A connected bench of several identities, whose handler notes the text of each message.
    pub(crate) async fn of(descriptors: Vec<CapabilityDescriptor>, identities: &[Identity]) -> Self {
        let bench = Self::unconnected(descriptors, identities, AdapterOptions::default(), note).await;
        bench.adapter.connect().await.expect("the connector answers");
        until(|| bench.adapter.counters().read["descriptor"] == identities.len() as u64).await;
        bench
    }

    pub(crate) async fn unconnected<F, R>(
        descriptors: Vec<CapabilityDescriptor>,
        identities: &[Identity],
        options: AdapterOptions,
        handler: F,
    ) -> Self
    where
        F: Fn(Turn<L::Transport>, Log) -> R + Send + Sync + 'static,
        R: Future<Output = Result<(), HandlerError>> + Send + 'static,
    {
        let log = Log::default();
        let gateway = Watched { handler, log: log.clone() };
        Self::around(gateway, log, descriptors, identities, options).await
    }

    /// Around a gateway that notes in `log` what it sees.
    pub(crate) async fn around(
        gateway: impl Gateway<L::Transport>,
        log: Log,
        descriptors: Vec<CapabilityDescriptor>,
        identities: &[Identity],
        options: AdapterOptions,
    ) -> Self {
        let connector = Connector::new(descriptors);
        let (link, transport) = L::open(identities, connector.clone()).await;
        let adapter = RelayAdapter::new(transport, gateway, options);
        Self { adapter, connector, link, log, pushed: AtomicU64::new(0), flushed: AtomicU64::new(0) }
    }

    pub(crate) fn push(&self, event: MessageEvent) {
        self.push_frame(InboundFrame::new(event));
    }

    pub(crate) fn push_buffered(&self, event: MessageEvent, buffer_id: &str) {
        self.push_frame(InboundFrame::new(event).with_buffer_id(buffer_id));
    }

    pub(crate) fn push_passthrough(&self, forward: PassthroughForward, buffer_id: Option<&str>) {
        let mut frame = PassthroughForwardFrame::new(forward);
        frame.buffer_id = buffer_id.map(str::to_owned);
        self.push_frame(frame);
    }

    pub(crate) fn interrupt(&self, session_key: &str) {
        self.push_frame(InterruptInboundFrame::new(session_key, ""));
    }

    /// Sends a frame of the connector's own.
    pub(crate) fn push_frame(&self, frame: impl Into<ConnectorFrame>) {
        self.push_line(encode(&frame.into()).expect("a frame that a connector could write"));
    }

    /// Sends a line of the connector's own, out of contract maybe.
    pub(crate) fn push_line(&self, line: String) {
        self.pushed.fetch_add(1, Ordering::Relaxed);
        self.link.write(line);
    }

    /// Lets the transport dial anew, and the connector answer with these descriptors.
    pub(crate) async fn reconnect(&self, descriptors: &[CapabilityDescriptor]) {
        let read = || self.adapter.counters().read["descriptor"];
        let before = read();
        self.connector.set_descriptors(descriptors);
        self.link.reconnect().await;
        until(|| read() == before + descriptors.len() as u64).await;
    }

    /// Waits until the transport has said hello on so many connections, and read their descriptors.
    pub(crate) async fn connections(&self, count: u64) {
        until(|| self.adapter.counters().read["descriptor"] >= count).await;
    }

    /// Breaks the present connection, and waits until the transport knows.
    pub(crate) async fn cut(&self) {
        self.link.cut();
        while self.adapter.send_interrupt(FLUSH, None).await.is_ok() {
            tokio::task::yield_now().await;
        }
    }

    /// Sends the results that were held back.
    pub(crate) fn release(&self) {
        for line in self.connector.release() {
            self.link.write(line);
        }
    }

    /// Waits until everything that was pushed is read.
    pub(crate) async fn read(&self) {
        let pushed = self.pushed.load(Ordering::Relaxed);
        until(|| {
            let counters = self.adapter.counters();
            let deliveries = ["inbound", "passthrough_forward", "interrupt_inbound", "unknown"];
            let read: u64 = deliveries.iter().filter_map(|kind| counters.read.get(kind)).sum();
            let refused: u64 = counters.refused.values().sum();
            read + refused >= pushed
        })
        .await;
    }

    /// Waits until everything that was pushed is read, no delivery is queued or being handled, and the connector has
    /// read what the gateway wrote.
    pub(crate) async fn idle(&self) {
        self.read().await;
        self.adapter.settled().await;
        self.flush().await;
    }

    /// Waits until everything that was pushed is read, nothing goes on but what waits for the test, and the connector
    /// has read what the gateway wrote: what did not happen by then does not happen.
    pub(crate) async fn quiet(&self) {
        self.read().await;
        settle().await;
        self.flush().await;
    }

    /// A transport writes in order: once this has arrived, so has everything before it.
    async fn flush(&self) {
        if self.adapter.send_interrupt(FLUSH, None).await.is_err() {
            return;
        }
        let flushed = self.flushed.fetch_add(1, Ordering::Relaxed) + 1;
        until(|| self.connector.flushes() >= flushed).await;
    }
}

impl Gate {
    pub(crate) async fn pass(&self) {
        self.0.notified().await;
    }

    pub(crate) fn open(&self) {
        self.0.notify_one();
    }
}

/// A handler that notes the text of each message.
pub(crate) async fn note<T: relay_contract::relay::RelayTransport>(
    turn: Turn<T>,
    log: Log,
) -> Result<(), HandlerError> {
    log.note(&turn.event.text);
    Ok(())
}

/// Lets other tasks run until something holds.
pub(crate) async fn until(mut holds: impl FnMut() -> bool) {
    let patience = Instant::now() + Duration::from_secs(30);
    while !holds() {
        assert!(Instant::now() < patience, "it never came to hold");
        tokio::task::yield_now().await;
    }
}

/// Lets other tasks run until they have nothing more to do, so that what did not happen by then does not happen.
pub(crate) async fn settle() {
    for _ in 0..1_000 {
        tokio::task::yield_now().await;
    }
}

/// The descriptor of a platform that takes every action, with `patch` laid over it.
pub(crate) fn descriptor(patch: &Value) -> CapabilityDescriptor {
    let mut base = json!({
        "contract_version": 1, "platform": "telegram", "label": "Telegram", "max_message_length": 4000,
        "supports_draft_streaming": true, "supports_edit": true, "supports_threads": true,
        "markdown_dialect": "markdown_v2", "len_unit": "utf16",
        "supported_ops": ["send", "edit", "typing", "follow_up", "get_chat_info", "send_media", "prompt",
            "react", "thread_create", "thread_rename", "draft", "task_card", "delete"],
    });
    let members = base.as_object_mut().expect("an object");
    members.extend(patch.as_object().expect("a patch is an object").clone());
    serde_json::from_value(base).expect("a descriptor that a reader takes")
}

pub(crate) fn telegram() -> CapabilityDescriptor {
    descriptor(&json!({}))
}

/// A connector that sends no list of actions.
pub(crate) fn legacy() -> CapabilityDescriptor {
    descriptor(&json!({"supported_ops": []}))
}

/// A message in a Telegram dm, without an id.
pub(crate) fn message(chat_id: &str, text: &str) -> MessageEvent {
    MessageEvent::new(text, "text", SessionSource::new("telegram", chat_id, "dm").with_user_id(chat_id))
}

/// A message in a Telegram dm, with an id.
pub(crate) fn numbered(chat_id: &str, message_id: &str, text: &str) -> MessageEvent {
    message(chat_id, text).with_message_id(message_id)
}

/// The session of a Telegram dm.
pub(crate) fn session(chat_id: &str) -> String {
    format!("agent:main:telegram:dm:{chat_id}")
}

/// A forward of this platform with this body.
pub(crate) fn forward(platform: &str, body: &[u8]) -> PassthroughForward {
    let members = json!({"platform": platform, "botId": "bot-1", "method": "POST", "path": "/", "headers": [],
        "bodyB64": ""});
    let forward: PassthroughForward = serde_json::from_value(members).expect("a forward that a reader takes");
    forward.with_body_b64(body)
}

/// A forward of Discord with this body.
pub(crate) fn interaction(body: &Value) -> PassthroughForward {
    forward("discord", body.to_string().as_bytes())
}
