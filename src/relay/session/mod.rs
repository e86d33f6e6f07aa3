//! The protocol of one link as a state machine: it says hello, pairs results with requests, keeps deadlines, and
//! decides when to dial again.
//!
//! It does no I/O, reads no clock and draws nothing at random. Time comes in as `now`, jitter as a number from 0 to 1,
//! frames as values; what is to be done comes out of [`Session::poll`], and the lines to write out of
//! [`Session::next_line`]. After every input, and when [`Session::deadline`] has come, its driver takes both.
//!
//! Deliveries to the agent do not pass through it: they are none of its business but for their acknowledgement.
//!
#![doc = include_str!("../../../docs/session.md")]

mod backoff;
mod close;
mod ending;
mod going;
mod incoming;
mod options;
mod outgoing;
mod requests;
mod sending;
mod state;

use std::collections::VecDeque;
use std::time::Instant;

pub use self::close::{About, CLOSE_CODES, EXPULSIONS, Sequel, Standing, about, sequel};
pub use self::incoming::{Incoming, read};
pub use self::options::SessionOptions;
pub use self::requests::request_id;
pub use self::sending::{Outbound, outbound};
pub use self::state::{Cause, LinkState, LossReason, Phase, TRANSITIONS, next};

use self::backoff::Backoff;
use self::going::Going;
use self::outgoing::{Kind, Outgoing};
use self::requests::{Request, Requests};
use self::sending::unwritten;
use super::transport::{Greeting, Identity, TransportError};
use crate::frame::{
    ActionResult, CapabilityDescriptor, EncodeError, GatewayFrame, HelloFrame, OutboundResultFrame, encode,
};

/// Descriptors that are kept of one connection: one a platform, and no more platforms than this.
const PLATFORMS: usize = 64;

/// What the driver is to do.
#[derive(Debug)]
#[non_exhaustive]
pub enum Output<T> {
    /// Open a socket, with a fresh token; then tell [`Session::dialled`] or [`Session::dial_failed`].
    Dial,
    /// Close the socket, or give the dial up: the session has done with it.
    Hangup,
    /// Send a ping.
    Ping,
    /// What became of a request. It comes once for each that was taken.
    Settle(T, Result<ActionResult, TransportError>),
    /// What became of [`Session::connect`], for everyone who waits for this [`Session::attempt`].
    Connected(u64, Result<(), TransportError>),
    /// Whether the connector has gone idle, for everyone who waits for it.
    Idle(bool),
    /// Leave is taken, for everyone who waits for it.
    Left,
    /// [`Session::state`] has become this.
    Changed(LinkState),
}

/// One link to a connector. `T` is a ticket: how its driver knows who made a request.
#[derive(Debug)]
pub struct Session<T> {
    options: SessionOptions,
    state: LinkState,
    outputs: VecDeque<Output<T>>,
    outgoing: Outgoing,
    requests: Requests<T>,
    backoff: Backoff,
    going: Going,
    /// Someone waits for [`Output::Connected`].
    is_asked: bool,
    attempt: u64,
    /// A descriptor was received once.
    was_greeted: bool,
    /// This connection, or the next one, was dialled because of a first 4401.
    is_warned: bool,
    greeting: Greeting,
    loss: Option<LossReason>,
    opened: Option<Instant>,
    greet_until: Option<Instant>,
    ping_at: Option<Instant>,
    hear_until: Option<Instant>,
}

impl<T> Session<T> {
    /// A session that is closed. Its requests' ids begin with `prefix`, which no other session should have.
    #[must_use]
    pub fn new(options: SessionOptions, prefix: u64) -> Self {
        Self {
            state: LinkState::Closed,
            outputs: VecDeque::new(),
            outgoing: Outgoing::new(options.notices),
            requests: Requests::new(prefix),
            backoff: Backoff::new(options.backoff_first, options.backoff_cap),
            going: Going::default(),
            is_asked: false,
            attempt: 0,
            was_greeted: false,
            is_warned: false,
            greeting: Greeting { connection: 0, descriptors: Vec::new() },
            loss: None,
            opened: None,
            greet_until: None,
            ping_at: None,
            hear_until: None,
            options,
        }
    }

    /// Where the link stands.
    #[must_use]
    pub fn state(&self) -> &LinkState {
        &self.state
    }

    /// What the last connection began with, once its first descriptor is there.
    #[must_use]
    pub fn greeting(&self) -> Option<&Greeting> {
        (!self.greeting.descriptors.is_empty()).then_some(&self.greeting)
    }

    /// Which connection this is: counts the sockets that were opened.
    #[must_use]
    pub fn connection(&self) -> u64 {
        self.greeting.connection
    }

    /// Which attempt to connect this is: counts the calls of [`Session::connect`] that began a dial.
    #[must_use]
    pub fn attempt(&self) -> u64 {
        self.attempt
    }

    /// Why the last connection ended, or the last dial failed.
    #[must_use]
    pub fn loss(&self) -> Option<&LossReason> {
        self.loss.as_ref()
    }

    /// What is to be done next, until there is nothing.
    pub fn poll(&mut self) -> Option<Output<T>> {
        self.outputs.pop_front()
    }

    /// Whether nothing is to be done: [`Session::poll`] has nothing.
    #[must_use]
    pub fn is_quiet(&self) -> bool {
        self.outputs.is_empty()
    }

    /// When [`Session::tick`] is due; never if `None`.
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        let retry = match self.state {
            LinkState::BackingOff { next_attempt, .. } => Some(next_attempt),
            _ => None,
        };
        let own = [retry, self.greet_until, self.ping_at, self.hear_until, self.requests.deadline()];
        own.into_iter().chain(self.going.deadlines()).flatten().min()
    }

    /// Asks for a connection. The answer, or [`Output::Connected`] later.
    ///
    /// # Errors
    ///
    /// [`TransportError::Revoked`] for good, [`TransportError::Closed`] while leave is being taken.
    pub fn connect(&mut self) -> Option<Result<(), TransportError>> {
        match self.state {
            LinkState::Closed => {
                self.is_asked = true;
                self.attempt += 1;
                self.is_warned = false;
                self.backoff.reset();
                self.advance(Cause::Connect);
                self.outputs.push_back(Output::Dial);
                None
            }
            LinkState::Disabled => Some(Err(TransportError::Revoked)),
            LinkState::Leaving => Some(Err(TransportError::Closed { written: false })),
            _ if self.is_asked => None,
            _ => Some(Ok(())),
        }
    }

    /// The socket is open: every identity says hello. Not if the dial was given up meanwhile.
    pub fn dialled(&mut self, now: Instant) {
        if self.is_given_up() || !self.advance(Cause::Dialled) {
            return;
        }
        self.greeting = Greeting { connection: self.greeting.connection + 1, descriptors: Vec::new() };
        self.opened = Some(now);
        self.greet_until = Some(now + self.options.handshake);
        self.ping_at = Some(now + self.options.ping);
        self.end_redial();
        let hellos = self.hellos();
        let count = hellos.len();
        let hello = |(index, line)| (line, Kind::Hello { last: index + 1 == count });
        self.outgoing.push_first(hellos.into_iter().enumerate().map(hello).collect());
        if count == 0 {
            self.said_hello();
        }
    }

    /// Something was heard of the other side: it is there.
    pub fn heard(&mut self) {
        self.hear_until = None;
    }

    /// A descriptor has arrived. Without a socket it is of the past, and ignored.
    pub fn descriptor(&mut self, descriptor: CapabilityDescriptor) {
        if !self.state.phase().has_socket() {
            return;
        }
        let kept = &mut self.greeting.descriptors;
        if let Some(last) = kept.iter_mut().find(|kept| kept.platform == descriptor.platform) {
            *last = descriptor;
        } else if kept.len() < PLATFORMS {
            kept.push(descriptor);
        }
        if self.state.phase() == Phase::Greeting {
            self.greet_until = None;
            self.was_greeted = true;
            self.advance(Cause::Descriptor);
        }
    }

    /// A result has arrived. One that nobody waits for is ignored.
    pub fn result(&mut self, now: Instant, frame: OutboundResultFrame) {
        if let Some(request) = self.requests.take_by_id(&frame.request_id) {
            self.outputs.push_back(Output::Settle(request.ticket, Ok(frame.result)));
            self.leave_if_done(now);
            self.redial_if_quiet();
        }
    }

    /// Does what is due by now.
    pub fn tick(&mut self, now: Instant, jitter: f64) {
        let is_due = |deadline: Option<Instant>| deadline.is_some_and(|deadline| deadline <= now);
        while let Some(Request { ticket, written, .. }) = self.requests.take_late(now) {
            let error = if written { TransportError::TimedOut } else { unwritten() };
            self.outputs.push_back(Output::Settle(ticket, Err(error)));
        }
        if is_due(self.greet_until) {
            self.hang_up(now, jitter, LossReason::NoDescriptor);
        }
        if is_due(self.hear_until) {
            self.hang_up(now, jitter, LossReason::Silent);
        }
        if is_due(self.ping_at) {
            self.ping_at = Some(now + self.options.ping);
            self.hear_until.get_or_insert(now + self.options.pong);
            self.outputs.push_back(Output::Ping);
        }
        self.tick_going(now);
        if matches!(self.state, LinkState::BackingOff { next_attempt, .. } if next_attempt <= now) {
            self.advance(Cause::Retry);
            self.outputs.push_back(Output::Dial);
        }
    }

    /// Whether what the driver has open is of no use any more, and it was not told yet: its own news are of the past.
    fn is_given_up(&self) -> bool {
        self.outputs.iter().any(|output| matches!(output, Output::Hangup))
    }

    fn answer_connect(&mut self, answer: Result<(), TransportError>) {
        if std::mem::take(&mut self.is_asked) {
            self.outputs.push_back(Output::Connected(self.attempt, answer));
        }
    }

    fn said_hello(&mut self) {
        self.answer_connect(Ok(()));
    }

    /// Moves by the table; false, and nothing happens, where the table has no such way.
    fn advance(&mut self, cause: Cause) -> bool {
        let state = match next(self.state.phase(), cause) {
            Some(Phase::Closed) => LinkState::Closed,
            Some(Phase::Connecting) => LinkState::Connecting,
            Some(Phase::Greeting) => LinkState::Greeting,
            Some(Phase::Live) => LinkState::Live,
            Some(Phase::Idle) => LinkState::Idle,
            Some(Phase::Leaving) => LinkState::Leaving,
            Some(Phase::Disabled) => LinkState::Disabled,
            // `back_off` goes there, for it knows until when.
            Some(Phase::BackingOff) | None => return false,
        };
        self.enter(state);
        true
    }

    fn enter(&mut self, state: LinkState) {
        self.state = state.clone();
        self.outputs.push_back(Output::Changed(state));
    }

    /// The hellos, in order. The manifest is left out where the frame would be too long with it.
    fn hellos(&self) -> Vec<String> {
        let hello = |frame: HelloFrame| encode(&GatewayFrame::from(frame));
        let say = |identity: &Identity| -> Result<String, EncodeError> {
            let frame = HelloFrame::new(identity.platform.as_str(), identity.bot_id.as_str());
            let manifest = &self.options.command_manifest;
            if identity.platform != "discord" || manifest.is_empty() {
                return hello(frame);
            }
            hello(frame.clone().with_command_manifest(manifest.as_slice())).or_else(|_| hello(frame))
        };
        self.options.identities.iter().filter_map(|identity| say(identity).ok()).collect()
    }
}
