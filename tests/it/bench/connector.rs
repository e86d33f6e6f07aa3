//! A connector without a socket: it reads a gateway's lines, keeps them, and says what it writes back.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};

use relay_contract::frame::{
    ActionResult, CapabilityDescriptor, ConnectorFrame, DescriptorFrame, GoingIdleAckFrame,
    OutboundResultFrame, encode,
};
use serde_json::Value;

/// What a connector does, and what it was told. Clones are the same one.
#[derive(Clone)]
pub(crate) struct Connector(Arc<Mutex<State>>);

struct State {
    /// Answers the hellos of a connection, in order.
    descriptors: Vec<CapabilityDescriptor>,
    hellos: usize,
    read: Vec<Value>,
    chat_info: HashMap<String, ActionResult>,
    next_send: Option<ActionResult>,
    next_follow_up: Option<ActionResult>,
    next: VecDeque<ActionResult>,
    /// The lines that are held back, if results are.
    held: Option<Vec<String>>,
    idle: bool,
    keeps: bool,
    flushes: u64,
}

/// The session of the `interrupt` frames by which a bench learns how far this has read. They are kept apart.
pub(crate) const FLUSH: &str = "flush";

impl Connector {
    /// A connector that answers the hellos of each connection with these descriptors, and every action with success.
    pub(crate) fn new(descriptors: Vec<CapabilityDescriptor>) -> Self {
        Self(Arc::new(Mutex::new(State {
            descriptors,
            hellos: 0,
            read: Vec::new(),
            chat_info: HashMap::new(),
            next_send: None,
            next_follow_up: None,
            next: VecDeque::new(),
            held: None,
            idle: true,
            keeps: true,
            flushes: 0,
        })))
    }

    /// A new connection: its hellos are counted from the first.
    pub(crate) fn accept(&self) {
        self.lock().hellos = 0;
    }

    /// Reads a line of the gateway. Gives the lines that it answers at once.
    pub(crate) fn read(&self, line: &str) -> Vec<String> {
        let frame: Value = serde_json::from_str(line).expect("a gateway writes JSON");
        let mut state = self.lock();
        if frame["session_key"] == FLUSH {
            state.flushes += 1;
            return Vec::new();
        }
        let answer = state.answer(&frame);
        if state.keeps {
            state.read.push(frame);
        }
        match (answer, &mut state.held) {
            (Some(line), Some(held)) if line.contains("outbound_result") => {
                held.push(line);
                Vec::new()
            }
            (answer, _) => answer.into_iter().collect(),
        }
    }

    /// Notes a line of the gateway that is lost on its way back.
    pub(crate) fn read_and_fail(&self, line: &str) {
        self.lock().read.push(serde_json::from_str(line).expect("a gateway writes JSON"));
    }

    /// The frames of this type, as read from the wire.
    pub(crate) fn frames_of(&self, frame_type: &str) -> Vec<Value> {
        self.lock().read.iter().filter(|frame| frame["type"] == frame_type).cloned().collect()
    }

    /// The `outbound` frames so far.
    pub(crate) fn frames(&self) -> Vec<Value> {
        self.frames_of("outbound")
    }

    /// The actions so far.
    pub(crate) fn sent(&self) -> Vec<Value> {
        self.frames().iter().map(|frame| frame["action"].clone()).collect()
    }

    /// The actions with this `op`.
    pub(crate) fn sent_op(&self, op: &str) -> Vec<Value> {
        self.sent().into_iter().filter(|action| action["op"] == op).collect()
    }

    /// The follow-ups so far.
    pub(crate) fn follow_ups(&self) -> Vec<Value> {
        self.sent_op("follow_up")
    }

    /// The `interrupt` frames so far.
    pub(crate) fn interrupts(&self) -> Vec<Value> {
        self.frames_of("interrupt")
    }

    /// How many marks of the bench arrived.
    pub(crate) fn flushes(&self) -> u64 {
        self.lock().flushes
    }

    /// The `bufferId`s acknowledged so far.
    pub(crate) fn acks(&self) -> Vec<String> {
        let acks = self.frames_of("inbound_ack");
        acks.iter().map(|ack| ack["bufferId"].as_str().expect("always a string").to_owned()).collect()
    }

    /// The `bufferId`s acknowledged so far, which are forgotten.
    pub(crate) fn take_acks(&self) -> Vec<String> {
        let acks = self.acks();
        self.lock().read.retain(|frame| frame["type"] != "inbound_ack");
        acks
    }

    /// Answers the hellos of the next connection with these.
    pub(crate) fn set_descriptors(&self, descriptors: &[CapabilityDescriptor]) {
        self.lock().descriptors = descriptors.to_vec();
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
    pub(crate) fn queue_result(&self, result: ActionResult) {
        self.lock().next.push_back(result);
    }

    /// Answers `going_idle`, or does not.
    pub(crate) fn set_idle(&self, answers: bool) {
        self.lock().idle = answers;
    }

    /// Holds the results of further requests back.
    pub(crate) fn hold(&self) {
        self.lock().held.get_or_insert_default();
    }

    /// The results that were held back, in order; it holds no more.
    pub(crate) fn release(&self) -> Vec<String> {
        self.lock().held.take().unwrap_or_default()
    }

    /// Keeps no more of what it reads, for a test that measures memory.
    pub(crate) fn keep_nothing(&self) {
        self.lock().keeps = false;
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().expect("no test panics with it")
    }
}

impl State {
    fn answer(&mut self, frame: &Value) -> Option<String> {
        let answer = match frame["type"].as_str().expect("a frame has a type") {
            "hello" => {
                let descriptor = self.descriptors.get(self.hellos).cloned()?;
                self.hellos += 1;
                ConnectorFrame::from(DescriptorFrame::new(descriptor))
            }
            "outbound" => {
                let request_id = frame["requestId"].as_str().expect("always a string");
                let result = self.result(&frame["action"]);
                ConnectorFrame::from(OutboundResultFrame::new(request_id, result))
            }
            "going_idle" if self.idle => ConnectorFrame::from(GoingIdleAckFrame::new()),
            _ => return None,
        };
        Some(encode(&answer).expect("a frame that a connector could write"))
    }

    fn result(&mut self, action: &Value) -> ActionResult {
        if let Some(queued) = self.next.pop_front() {
            return queued;
        }
        let done = ActionResult::new(true);
        match action["op"].as_str() {
            Some("send") => self.next_send.clone().unwrap_or_else(|| done.with_message_id("m1")),
            Some("follow_up") => self.next_follow_up.clone().unwrap_or_else(|| done.with_message_id("f1")),
            Some("get_chat_info") => {
                let chat_id = action["chat_id"].as_str().expect("always a string");
                let known = self.chat_info.get(chat_id).cloned();
                known.unwrap_or_else(|| done.with_name(chat_id).with_type_("dm"))
            }
            _ => done,
        }
    }
}
