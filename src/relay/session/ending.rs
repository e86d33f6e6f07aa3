//! How a connection ends, and what follows (contract sections 5.4 and 5.5).

use std::time::{Duration, Instant};

use super::close::{Sequel, Standing, sequel};
use super::{Cause, LinkState, LossReason, Output, Phase, Session, TransportError, next};

impl<T> Session<T> {
    /// No socket could be opened.
    pub fn dial_failed(&mut self, now: Instant, jitter: f64, loss: LossReason, error: TransportError) {
        if self.is_given_up() || self.state.phase() != Phase::Connecting {
            return;
        }
        // What waited for the socket of a redial.
        self.settle_all(|_| TransportError::NotConnected);
        if self.is_asked {
            self.fail_connect(loss, error);
        } else {
            self.fall(now, jitter, loss, Cause::DialFailed);
        }
    }

    /// The socket has ended. What is in flight settles at once.
    pub fn lost(&mut self, now: Instant, jitter: f64, loss: LossReason) {
        if !self.state.phase().has_socket() {
            return;
        }
        self.settle_all(|written| TransportError::ConnectionLost { written });
        if self.state.phase() == Phase::Leaving {
            self.loss = Some(loss);
            self.drop_connection();
            self.advance(Cause::Lost);
            self.outputs.push_back(Output::Left);
        } else if self.is_asked {
            self.fail_connect(loss, TransportError::ClosedDuringHello);
        } else {
            self.fall(now, jitter, loss, Cause::Lost);
        }
    }

    /// Ends everything at once, as if disconnected: for a driver that cannot go on.
    pub fn abandon(&mut self) {
        self.settle_all(|written| TransportError::Closed { written });
        self.drop_connection();
        self.answer_connect(Err(TransportError::Closed { written: false }));
        if self.state != LinkState::Disabled {
            self.enter(LinkState::Closed);
        }
        self.outputs.push_back(Output::Left);
    }

    /// Closes a socket that is of no use any more.
    pub(super) fn hang_up(&mut self, now: Instant, jitter: f64, loss: LossReason) {
        self.outputs.push_back(Output::Hangup);
        self.lost(now, jitter, loss);
    }

    /// What follows a lost socket or a failed dial, in the loop.
    fn fall(&mut self, now: Instant, jitter: f64, loss: LossReason, cause: Cause) {
        let lived = self.opened.map_or(Duration::ZERO, |opened| now.saturating_duration_since(opened));
        if lived >= self.options.stable {
            self.backoff.reset();
        }
        let standing = match (self.was_greeted, self.is_warned) {
            (false, _) => Standing::Cold,
            (true, false) => Standing::Greeted,
            (true, true) => Standing::Warned,
        };
        let sequel = sequel(&loss, standing);
        // Only on the connection that was dialled for it does a second 4401 end everything; a dial that fails is
        // none.
        self.is_warned &= self.greeting().is_none() || self.opened.is_none() || sequel != Sequel::BackOff;
        self.drop_connection();
        self.loss = Some(loss.clone());
        match sequel {
            Sequel::BackOff => {
                let wait = self.backoff.next(jitter);
                self.back_off(cause, loss, now + wait);
            }
            Sequel::DialAtOnce => {
                self.is_warned = true;
                self.advance(Cause::Expelled);
                self.outputs.push_back(Output::Dial);
            }
            Sequel::Never => {
                self.advance(Cause::Revoked);
            }
        }
    }

    pub(super) fn back_off(&mut self, cause: Cause, reason: LossReason, next_attempt: Instant) {
        if next(self.state.phase(), cause) == Some(Phase::BackingOff) {
            self.enter(LinkState::BackingOff { reason, next_attempt });
        }
    }

    fn fail_connect(&mut self, loss: LossReason, error: TransportError) {
        self.drop_connection();
        self.loss = Some(loss);
        self.advance(Cause::ConnectFailed);
        self.answer_connect(Err(error));
    }

    /// Forgets what belongs to the socket; what was in flight has been settled.
    pub(super) fn drop_connection(&mut self) {
        self.outgoing.clear();
        self.end_socket();
    }

    /// Forgets what belongs to the socket but for the requests that it was not given.
    pub(super) fn end_socket(&mut self) {
        self.outgoing.keep_requests();
        self.end_going();
        self.opened = None;
        self.greet_until = None;
        self.ping_at = None;
        self.hear_until = None;
    }

    pub(super) fn settle_all(&mut self, error: impl Fn(bool) -> TransportError) {
        for request in self.requests.take_all() {
            let settled = Output::Settle(request.ticket, Err(error(request.written)));
            self.outputs.push_back(settled);
        }
    }
}
