//! What becomes of a delivery before it is queued.

use crate::frame::{MessageEvent, MessageEventMessageType};

/// A delivery that has just come, for [`Gateway::on_arrival`](super::Gateway::on_arrival) to decide.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Arrival<'a> {
    /// The message, or the interaction mapped to one.
    pub event: &'a MessageEvent,
    /// The session that it belongs to.
    pub session_key: &'a str,
    /// Whether a turn of this session is running.
    pub is_running: bool,
    /// Whether a question of this session waits for words.
    pub is_asked: bool,
}

/// What is done with a delivery. Each way it is accepted, and acknowledged if the connector held it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OnArrival {
    /// It is handled when the session's turn before it has ended.
    Queue,
    /// The running turn of the session is stopped, and this is queued behind what waits.
    Interrupt,
    /// It is the answer to the question of the session that waits for words; queued if there is none.
    Answer,
    /// It is not handled, and counted as dropped.
    Drop,
}

impl Arrival<'_> {
    /// What happens unless a gateway decides otherwise: a message that is no command answers a question that waits for
    /// words, and everything else is queued.
    #[must_use]
    pub fn by_default(&self) -> OnArrival {
        let is_command = self.event.message_type == MessageEventMessageType::Command;
        if self.is_asked && !is_command { OnArrival::Answer } else { OnArrival::Queue }
    }
}
