//! The adapter over the stub connector, on paused time: nothing here waits for a clock on the wall.

mod acknowledgement;
mod actions;
mod connecting;
mod declines;
mod dispatch;
mod interrupts;
mod metadata;
mod overflow;
mod passthrough;
mod prompts;
mod reporting;
mod slack;
mod weaknesses;

use std::sync::{Arc, Mutex};

use relay_contract::frame::{CapabilityDescriptor, MessageEvent, SessionSource};
use relay_contract::relay::transport::Identity;
use relay_contract::relay::{AdapterOptions, Fault, Gateway, HandlerError, RelayAdapter, Turn};
use serde_json::{Value, json};
use tokio::sync::Notify;

use crate::relay_stub::StubConnector;

/// An adapter and the connector at its other end.
struct Bench {
    adapter: RelayAdapter<StubConnector>,
    stub: StubConnector,
    log: Log,
}

/// What the gateway of a test saw, in order.
#[derive(Clone, Default)]
struct Log(Arc<Entries>);

#[derive(Default)]
struct Entries {
    notes: Mutex<Vec<String>>,
    faults: Mutex<Vec<Fault>>,
}

impl Log {
    fn note(&self, note: impl Into<String>) {
        self.0.notes.lock().expect("no panic under it").push(note.into());
    }

    fn notes(&self) -> Vec<String> {
        self.0.notes.lock().expect("no panic under it").clone()
    }

    fn faults(&self) -> Vec<Fault> {
        std::mem::take(&mut self.0.faults.lock().expect("no panic under it"))
    }
}

/// A gateway of a closure that also keeps its faults.
struct Watched<F> {
    handler: F,
    log: Log,
}

impl<F, R> Gateway<StubConnector> for Watched<F>
where
    F: Fn(Turn<StubConnector>, Log) -> R + Send + Sync + 'static,
    R: Future<Output = Result<(), HandlerError>> + Send + 'static,
{
    async fn on_message(&self, turn: Turn<StubConnector>) -> Result<(), HandlerError> {
        (self.handler)(turn, self.log.clone()).await
    }

    fn on_fault(&self, fault: Fault) {
        self.log.0.faults.lock().expect("no panic under it").push(fault);
    }
}

impl Bench {
    /// A connected bench whose handler notes the text of each message.
    async fn new(descriptor: CapabilityDescriptor) -> Self {
        Self::noting(StubConnector::new(descriptor)).await
    }

    async fn noting(stub: StubConnector) -> Self {
        Self::with(stub, AdapterOptions::default(), |turn, log| async move {
            log.note(turn.event.text);
            Ok(())
        })
        .await
    }

    async fn with<F, R>(stub: StubConnector, options: AdapterOptions, handler: F) -> Self
    where
        F: Fn(Turn<StubConnector>, Log) -> R + Send + Sync + 'static,
        R: Future<Output = Result<(), HandlerError>> + Send + 'static,
    {
        let bench = Self::unconnected(stub, options, handler);
        bench.adapter.connect().await.expect("the stub connects");
        bench
    }

    fn unconnected<F, R>(stub: StubConnector, options: AdapterOptions, handler: F) -> Self
    where
        F: Fn(Turn<StubConnector>, Log) -> R + Send + Sync + 'static,
        R: Future<Output = Result<(), HandlerError>> + Send + 'static,
    {
        let log = Log::default();
        let gateway = Watched { handler, log: log.clone() };
        let adapter = RelayAdapter::new(stub.clone(), gateway, options);
        Self { adapter, stub, log }
    }

    /// Lets everything run until no delivery is queued or being handled.
    async fn idle(&self) {
        self.adapter.settled().await;
    }

    fn push(&self, event: MessageEvent) {
        self.stub.push_inbound(event).expect("an adapter is connected");
    }

    fn push_buffered(&self, event: MessageEvent, buffer_id: &str) {
        self.stub.push_buffered(event, buffer_id).expect("an adapter is connected");
    }

    fn interrupt(&self, session_key: &str) {
        self.stub.push_interrupt(session_key, "").expect("an adapter is connected");
    }
}

/// Lets other tasks run until something holds.
async fn until(mut holds: impl FnMut() -> bool) {
    for _ in 0..100_000 {
        if holds() {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("it never came to hold");
}

/// Lets other tasks run until they have nothing more to do, so that what did not happen by then does not happen.
async fn settle() {
    for _ in 0..1_000 {
        tokio::task::yield_now().await;
    }
}

/// A gate that handlers wait at until the test opens it.
#[derive(Clone, Default)]
struct Gate(Arc<Notify>);

impl Gate {
    async fn pass(&self) {
        self.0.notified().await;
    }

    fn open(&self) {
        self.0.notify_one();
    }
}

/// The descriptor of a platform that takes every action, with `patch` laid over it.
fn descriptor(patch: &Value) -> CapabilityDescriptor {
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

fn telegram() -> CapabilityDescriptor {
    descriptor(&json!({}))
}

/// A connector that sends no list of actions.
fn legacy() -> CapabilityDescriptor {
    descriptor(&json!({"supported_ops": []}))
}

/// A message in a Telegram dm, without an id.
fn message(chat_id: &str, text: &str) -> MessageEvent {
    MessageEvent::new(text, "text", SessionSource::new("telegram", chat_id, "dm").with_user_id(chat_id))
}

/// A message in a Telegram dm, with an id.
fn numbered(chat_id: &str, message_id: &str, text: &str) -> MessageEvent {
    message(chat_id, text).with_message_id(message_id)
}

/// The session of a Telegram dm.
fn session(chat_id: &str) -> String {
    format!("agent:main:telegram:dm:{chat_id}")
}
