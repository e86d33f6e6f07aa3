//! Going: idle, dormant, away for good (contract sections 9.3, 13.1 and 13.2).

use std::time::Instant;

use super::{Cause, LinkState, LossReason, Output, Phase, Session, SessionOptions, TransportError};
use crate::frame::{GatewayFrame, GoingIdleFrame, encode};
use crate::relay::session::outgoing::Kind;

/// What is under way.
#[derive(Debug, Default)]
pub(super) struct Going {
    /// Until when `going_idle_ack` is waited for.
    idle_until: Option<Instant>,
    /// Whether `going_idle` was said on this connection.
    is_said: bool,
    /// Whether the socket is closed when the answer comes.
    is_dormant: bool,
    /// Whether the socket is closed, and dialled anew, when the answer has come and nothing is in flight.
    redial: Redial,
    /// Until when what is in flight may finish.
    leave_until: Option<Instant>,
}

/// How far the gateway is with a new dial that it wants.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Redial {
    #[default]
    No,
    /// It has said `going_idle`, so that nothing falls in between.
    Asked,
    /// It waits for what is in flight, and writes no more requests.
    Ready,
    /// The next socket is being opened; what is asked for meanwhile waits for it.
    Dialling,
}

impl Going {
    pub(super) fn deadlines(&self) -> [Option<Instant>; 2] {
        [self.idle_until, self.leave_until]
    }
}

impl<T> Session<T> {
    /// Says `going_idle`. Whether the connector is idle already, or cannot be asked; else [`Output::Idle`] tells.
    /// Two calls at once get the same answer.
    pub fn go_idle(&mut self, now: Instant) -> Option<bool> {
        // Whoever wants to sleep is sent everything by the dial that follows.
        self.going.redial = Redial::No;
        self.ask_idle(now)
    }

    fn ask_idle(&mut self, now: Instant) -> Option<bool> {
        match self.state {
            LinkState::Idle => Some(true),
            LinkState::Live => {
                if self.going.idle_until.is_none() {
                    self.say_going_idle(now + self.options.idle_ack);
                }
                None
            }
            _ => Some(false),
        }
    }

    /// Goes idle, then closes the socket and dials again when the hold is over. The answer is that of
    /// [`Session::go_idle`]; where it is false, the socket stays.
    pub fn go_dormant(&mut self, now: Instant) -> Option<bool> {
        let idle = self.go_idle(now);
        match idle {
            Some(true) => self.sleep(now),
            Some(false) => {}
            None => self.going.is_dormant = true,
        }
        idle
    }

    /// Wants a new connection, on which the connector sends again what was not acknowledged. Whether it will come.
    ///
    /// A link that is live says `going_idle` first, so that the connector holds back what would fall in between; then it
    /// waits for its answer, and for the requests in flight; then it closes and dials at once, outside the backoff.
    /// Requests that are made meanwhile go out on the next socket. One that waits to dial after going dormant dials at
    /// once.
    pub fn redial(&mut self, now: Instant) -> bool {
        match &mut self.state {
            LinkState::Live => {
                if self.going.redial == Redial::No {
                    if self.going.idle_until.is_some() {
                        // The gateway wants to sleep.
                        return false;
                    }
                    self.going.redial = Redial::Asked;
                    if self.ask_idle(now).is_some() {
                        self.going.redial = Redial::Ready;
                    }
                }
                true
            }
            LinkState::BackingOff { reason: LossReason::Dormant, next_attempt } => {
                *next_attempt = now;
                true
            }
            LinkState::Connecting | LinkState::BackingOff { .. } => true,
            LinkState::Greeting
            | LinkState::Idle
            | LinkState::Closed
            | LinkState::Leaving
            | LinkState::Disabled => false,
        }
    }

    /// Whether requests wait for the next socket.
    pub(super) fn holds_requests(&self) -> bool {
        self.going.redial == Redial::Ready
    }

    /// Whether the next socket is being opened for a redial.
    pub(super) fn is_redialling(&self) -> bool {
        self.going.redial == Redial::Dialling
    }

    pub(super) fn end_redial(&mut self) {
        self.going.redial = Redial::No;
    }

    /// Closes and dials anew, once everything written is answered and every acknowledgement written.
    pub(super) fn redial_if_quiet(&mut self) {
        let is_quiet = !self.requests.has_written() && self.outgoing.has_no_notices();
        if self.holds_requests() && is_quiet && self.advance(Cause::Redial) {
            self.outputs.push_back(Output::Hangup);
            self.end_socket();
            self.loss = Some(LossReason::Redialled);
            self.going.redial = Redial::Dialling;
            self.outputs.push_back(Output::Dial);
        }
    }

    /// `going_idle_ack` has arrived. One that nobody asked for is ignored; a late one still means that nothing will
    /// be delivered on this socket.
    pub fn idle_ack(&mut self, now: Instant) {
        if !self.going.is_said {
            return;
        }
        self.advance(Cause::IdleAck);
        if self.going.idle_until.take().is_some() && self.state.phase() == Phase::Idle {
            self.outputs.push_back(Output::Idle(true));
            if self.going.is_dormant {
                self.sleep(now);
            } else if self.going.redial == Redial::Asked {
                self.going.redial = Redial::Ready;
                self.redial_if_quiet();
            }
        }
        self.leave_if_done(now);
    }

    /// Takes leave: says `going_idle`, waits for its answer and for what is in flight, closes. Whether there is
    /// nothing to leave; else [`Output::Left`] tells.
    pub fn disconnect(&mut self, now: Instant) -> bool {
        let was_live = self.state.phase() == Phase::Live;
        match self.state.phase() {
            Phase::Closed | Phase::Disabled => true,
            Phase::Leaving => false,
            Phase::Connecting | Phase::BackingOff => {
                self.settle_all(|_| TransportError::Closed { written: false });
                self.drop_connection();
                self.outputs.push_back(Output::Hangup);
                self.advance(Cause::Disconnect);
                self.answer_connect(Err(TransportError::Closed { written: false }));
                self.outputs.push_back(Output::Left);
                false
            }
            Phase::Greeting | Phase::Live | Phase::Idle => {
                self.advance(Cause::Disconnect);
                self.answer_connect(Err(TransportError::Closed { written: false }));
                self.greet_until = None;
                let leave_until = now + self.options.disconnect.saturating_sub(SessionOptions::CLOSE);
                self.going.leave_until = Some(leave_until);
                self.going.is_dormant = false;
                self.going.redial = Redial::No;
                if was_live {
                    if self.going.idle_until.take().is_some() {
                        self.outputs.push_back(Output::Idle(false));
                    }
                    self.say_going_idle(leave_until.min(now + self.options.farewell_ack));
                }
                self.leave_if_done(now);
                false
            }
        }
    }

    /// Closes once nothing is left to wait for.
    pub(super) fn leave_if_done(&mut self, now: Instant) {
        let is_late = self.going.leave_until.is_some_and(|until| until <= now);
        let is_done =
            self.requests.is_empty() && self.outgoing.has_no_notices() && self.going.idle_until.is_none();
        if self.state.phase() == Phase::Leaving && (is_done || is_late) {
            self.settle_all(|written| TransportError::Closed { written });
            self.drop_connection();
            self.outputs.push_back(Output::Hangup);
            self.advance(Cause::Left);
            self.outputs.push_back(Output::Left);
        }
    }

    pub(super) fn tick_going(&mut self, now: Instant) {
        if self.going.idle_until.is_some_and(|until| until <= now) {
            self.going.idle_until = None;
            self.going.is_dormant = false;
            if self.state.phase() != Phase::Leaving {
                self.outputs.push_back(Output::Idle(false));
            }
            if self.going.redial == Redial::Asked {
                // A connector that does not answer has to be dialled all the same.
                self.going.redial = Redial::Ready;
            }
        }
        self.redial_if_quiet();
        self.leave_if_done(now);
    }

    /// The socket is gone: nobody will answer.
    pub(super) fn end_going(&mut self) {
        let asked = self.going.idle_until.is_some() && self.going.leave_until.is_none();
        self.going = Going::default();
        if asked {
            self.outputs.push_back(Output::Idle(false));
        }
    }

    fn say_going_idle(&mut self, until: Instant) {
        self.going.idle_until = Some(until);
        self.going.is_said = true;
        // A frame without fields always has a line.
        if let Ok(line) = encode(&GatewayFrame::from(GoingIdleFrame::new())) {
            self.outgoing.push(line, Kind::Notice("going_idle"));
        }
    }

    /// Closes the socket of an idle link, and holds the loop.
    fn sleep(&mut self, now: Instant) {
        self.settle_all(|written| TransportError::ConnectionLost { written });
        self.outputs.push_back(Output::Hangup);
        self.going.is_dormant = false;
        self.drop_connection();
        self.loss = Some(LossReason::Dormant);
        // The connection that was dialled for it has ended in another way.
        self.is_warned = false;
        self.backoff.dormant();
        self.back_off(Cause::Dormant, LossReason::Dormant, now + self.options.hold);
    }
}
