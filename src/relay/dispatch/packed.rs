//! An event while it waits: as long as its line, where the event itself takes several times that.

use crate::frame::MessageEvent;

/// An event as JSON.
pub(super) struct Packed(Box<str>);

impl Packed {
    pub(super) fn new(event: &MessageEvent) -> Self {
        Self(serde_json::to_string(event).expect("an event has a JSON form").into_boxed_str())
    }

    pub(super) fn unpack(&self) -> MessageEvent {
        // Reading what was written gives the same: the third law of the codec.
        serde_json::from_str(&self.0).expect("an event is read as it was written")
    }
}
