//! What the gateway sends: requests, interrupts, acknowledgements, and their way to the socket.

use std::io;
use std::time::Instant;

use super::outgoing::Kind;
use super::requests::request_id;
use super::{LinkState, Session, TransportError};
use crate::frame::{GatewayFrame, InboundAckFrame, InterruptFrame, OutboundAction, OutboundFrame, encode};
use crate::relay::transport::Tag;

/// A line for the socket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outbound {
    /// The line, with its line end.
    pub line: String,
    /// The `type` of its frame.
    pub frame_type: &'static str,
}

/// The frame of a request.
#[must_use]
pub fn outbound(prefix: u64, number: u64, action: OutboundAction, tag: Option<Tag>) -> GatewayFrame {
    let mut frame = OutboundFrame::new(request_id(prefix, number), action);
    if let Some(tag) = tag {
        (frame.platform, frame.bot_id) = (Some(tag.platform), tag.bot_id);
    }
    frame.into()
}

impl<T> Session<T> {
    /// Takes a request, to be settled once: by its result, at `deadline`, or when the socket ends.
    ///
    /// `number` is that of its [`request_id`], and no other request has it. `line` is its encoded frame.
    ///
    /// # Errors
    ///
    /// [`TransportError::NotConnected`], [`TransportError::Closed`] or [`TransportError::Revoked`], by the state: it
    /// was not taken.
    pub fn request(
        &mut self,
        number: u64,
        line: String,
        deadline: Instant,
        ticket: T,
    ) -> Result<(), TransportError> {
        self.check_open()?;
        self.requests.insert(number, line, deadline, ticket);
        self.outgoing.push_request(number);
        Ok(())
    }

    /// Forgets a request: nobody waits for it any more. Its ticket is dropped.
    pub fn forget(&mut self, now: Instant, number: u64) {
        if self.requests.take(number).is_some() {
            self.leave_if_done(now);
            self.redial_if_quiet();
        }
    }

    /// Takes an `interrupt`.
    ///
    /// # Errors
    ///
    /// As [`Session::request`]; [`TransportError::Unwritable`] for one that is too long, [`TransportError::Write`] if
    /// too much waits for the socket.
    pub fn interrupt(&mut self, frame: InterruptFrame) -> Result<(), TransportError> {
        self.check_open()?;
        let line =
            encode(&GatewayFrame::from(frame)).map_err(|reason| TransportError::Unwritable { reason })?;
        if !self.outgoing.has_room(line.len()) {
            let reason = io::Error::new(io::ErrorKind::WouldBlock, "too much waits for the socket");
            return Err(TransportError::Write { written: false, reason: reason.into() });
        }
        self.outgoing.push(line, Kind::Notice("interrupt"));
        Ok(())
    }

    /// Acknowledges a delivery of this connection. Whether it will be written: not on a later connection, where the
    /// same id may mean another delivery, and not if too much waits. The connector delivers again.
    pub fn acknowledge(&mut self, connection: u64, buffer_id: &str) -> bool {
        if connection != self.greeting.connection || !self.state.phase().has_socket() {
            return false;
        }
        let Ok(line) = encode(&GatewayFrame::from(InboundAckFrame::new(buffer_id))) else { return false };
        let has_room = self.outgoing.has_room(line.len());
        if has_room {
            self.outgoing.push(line, Kind::Notice("inbound_ack"));
        }
        has_room
    }

    /// The next line for the socket. Once taken, it counts as written.
    pub fn next_line(&mut self, now: Instant) -> Option<Outbound> {
        if !self.state.phase().has_socket() {
            return None;
        }
        loop {
            let next = if self.holds_requests() { self.outgoing.pop_notice() } else { self.outgoing.pop() };
            let Some((mut line, kind)) = next else {
                self.redial_if_quiet();
                return None;
            };
            match kind {
                Kind::Request(number) => match self.requests.write(number) {
                    Some(request) => line = request,
                    None => continue,
                },
                Kind::Hello { last: true } => self.said_hello(),
                Kind::Hello { last: false } | Kind::Notice(_) => {}
            }
            self.leave_if_done(now);
            return Some(Outbound { line, frame_type: kind.frame_type() });
        }
    }

    /// Whether something may be sent.
    ///
    /// # Errors
    ///
    /// As [`Session::request`].
    pub fn check_open(&self) -> Result<(), TransportError> {
        match self.state {
            LinkState::Greeting | LinkState::Live | LinkState::Idle => Ok(()),
            LinkState::Connecting if self.is_redialling() => Ok(()),
            LinkState::Closed | LinkState::Connecting | LinkState::BackingOff { .. } => {
                Err(TransportError::NotConnected)
            }
            LinkState::Leaving => Err(TransportError::Closed { written: false }),
            LinkState::Disabled => Err(TransportError::Revoked),
        }
    }
}

/// A request whose deadline came while it waited for the socket.
pub(super) fn unwritten() -> TransportError {
    let reason = io::Error::new(io::ErrorKind::TimedOut, "the socket took nothing in time");
    TransportError::Write { written: false, reason: reason.into() }
}
