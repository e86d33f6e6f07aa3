//! Which frames belong to one session.

use std::collections::HashSet;

use relay_contract::frame::SessionSource;
use relay_contract::session_key::{KeyOptions, session_key};
use serde_json::Value;

/// Knows the frames of one session, by the ids that they share.
pub(super) struct Session {
    /// Its key and its chats.
    names: HashSet<String>,
    /// The requests and deliveries that belong to it and are not yet answered.
    open: HashSet<String>,
}

impl Session {
    /// The session of this key, or of the chat with this id.
    pub(super) fn new(name: &str) -> Self {
        Self { names: HashSet::from([name.to_owned()]), open: HashSet::new() }
    }

    /// Whether a frame belongs to it. Frames are to be given in their order.
    pub(super) fn has(&mut self, frame: &Value) -> bool {
        let text = |pointer: &str| frame.pointer(pointer).and_then(Value::as_str);
        let id = text("/requestId").or(text("/bufferId"));
        match text("/type") {
            Some("outbound_result" | "inbound_ack") => return id.is_some_and(|id| self.open.remove(id)),
            Some("inbound") => self.learn(&frame["event"]["source"]),
            _ => {}
        }
        let places =
            ["/session_key", "/chat_id", "/action/session_key", "/action/chat_id", "/event/source/chat_id"];
        let has = places.into_iter().filter_map(text).any(|name| self.names.contains(name));
        if has {
            self.open.extend(id.map(str::to_owned));
        }
        has
    }

    /// Learns the chat of a message that has this session's key.
    fn learn(&mut self, source: &Value) {
        // What is no source has no key.
        let Ok(source) = serde_json::from_value::<SessionSource>(source.clone()) else { return };
        if self.names.contains(&session_key(&source, &KeyOptions::default())) {
            self.names.insert(source.chat_id);
        }
    }
}
