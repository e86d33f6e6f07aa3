//! Sockets, the connector and the scenario, run together: the only part with a clock.

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use relay_contract::Side;
use relay_contract::validate::{self, Violation};
use serde_json::Value;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::sleep_until;

use super::connector::{Connector, Order};
use super::play::{Play, Progress};
use super::scenario::{Content, Scenario};
use super::socket::{self, Event, Outgoing};
use super::token::Guard;
use crate::Outcome;
use crate::failure::Failure;
use crate::live;
use crate::live::finding::{Conduct, Finding};
use crate::live::stop::Stop;
use crate::live::tag_first::TagFirst;
use crate::live::trace::{Answers, Passed, Trace};

/// How long the end waits for the gateways' close frames.
const FAREWELL: Duration = Duration::from_secs(2);

/// From a connection that could not be accepted to the next try.
const PAUSE: Duration = Duration::from_millis(200);

/// What ends a run without a scenario.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Interrupt,
    /// As soon as one gateway has said hello and gone.
    FirstGateway,
}

pub(super) struct Server {
    listener: TcpListener,
    guard: Guard,
    end: End,
    play: Option<Play>,
    connector: Connector,
    trace: Trace,
    sockets: BTreeMap<u64, Socket>,
    accepted: u64,
    /// Until when no connection is accepted, for the last one could not be.
    pause: Option<Instant>,
    has_ended: bool,
    /// What the scenario found missing.
    has_failed: bool,
    /// True once a gateway has said hello, or the scenario is fulfilled without one.
    has_met_a_gateway: bool,
}

struct Socket {
    task: JoinHandle<()>,
    /// From the upgrade on.
    outgoing: Option<mpsc::Sender<Outgoing>>,
    has_said_hello: bool,
}

impl Server {
    pub(super) async fn bind(
        address: &str,
        guard: Guard,
        scenario: Option<Scenario>,
        end: End,
        options: &live::Options,
    ) -> Result<Self, Failure> {
        let failed = |error: io::Error| {
            Failure::new(format!("cannot listen on {address}"))
                .because(error)
                .hint("the host is one of this machine, the port is free: relay-contract listen 127.0.0.1:0")
        };
        let listener = TcpListener::bind(address).await.map_err(failed)?;
        let local = listener.local_addr().map_err(failed)?;
        let mut trace = Trace::new(Side::Gateway, options)?;
        trace.tell("listening", None, &format!("ws://{local}/relay"))?;
        if guard.secrets.is_empty() {
            let text = "no --secret-file: every token is accepted, and none";
            writeln!(anstream::stderr(), "{text}")?;
        }
        let descriptors = scenario.as_ref().map(|scenario| scenario.descriptors.clone()).unwrap_or_default();
        Ok(Self {
            listener,
            guard,
            end,
            play: scenario.map(|scenario| Play::new(scenario, Instant::now())),
            connector: Connector::new(descriptors),
            trace,
            sockets: BTreeMap::new(),
            accepted: 0,
            pause: None,
            has_ended: false,
            has_failed: false,
            has_met_a_gateway: false,
        })
    }

    /// Serves gateways until the end, and gives the verdict.
    pub(super) async fn run(&mut self, mut stop: Stop) -> Result<Outcome, Failure> {
        let (to_us, mut events) = mpsc::channel(1024);
        while !self.has_ended {
            let deadline = self.advance()?;
            if self.has_ended {
                break;
            }
            tokio::select! {
                accepted = accept(&self.listener, self.pause) => self.accepted(accepted, &to_us)?,
                Some(event) = events.recv() => self.take(event)?,
                () = sleep_until(deadline.unwrap_or_else(Instant::now).into()), if deadline.is_some() => {}
                () = stop.wait() => self.interrupted()?,
            }
        }
        self.farewell(&mut events).await?;
        let held = self.connector.held();
        if held > 0 {
            self.trace.tell("held", None, &format!("{held} not acknowledged"))?;
        }
        let findings = self.trace.end()?;
        if findings == 0 && !self.has_failed && !self.has_met_a_gateway {
            return Err(Failure::new("no gateway said hello, so that there is nothing to judge").hint(
                "start the gateway with the address that this prints, and look at what its side says",
            ));
        }
        Ok(if findings == 0 && !self.has_failed { Outcome::Fine } else { Outcome::Findings })
    }

    /// Takes a connection, or goes on without: no error of one ends the run.
    fn accepted(
        &mut self,
        accepted: io::Result<TcpStream>,
        to_us: &mpsc::Sender<Event>,
    ) -> Result<(), Failure> {
        match accepted {
            Ok(stream) => {
                self.accepted += 1;
                let link = self.accepted;
                let task = tokio::spawn(socket::serve(link, stream, to_us.clone()));
                self.sockets.insert(link, Socket { task, outgoing: None, has_said_hello: false });
                self.pause = None;
                Ok(())
            }
            // The gateway gave up first.
            Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => Ok(()),
            Err(error) => {
                // Too many open files, for one, passes when a socket ends, and comes at once until then.
                let was_told = self.pause.replace(Instant::now() + PAUSE).is_some();
                if was_told {
                    Ok(())
                } else {
                    self.trace.tell("waiting", None, &format!("no socket can be opened: {error}"))
                }
            }
        }
    }

    /// Plays on; until when to wait, if it waits for a moment.
    fn advance(&mut self) -> Result<Option<Instant>, Failure> {
        let Some(play) = &mut self.play else { return Ok(None) };
        let mut orders = Vec::new();
        let progress = play.advance(Instant::now(), &mut self.connector, &mut orders);
        self.carry_out(orders)?;
        match progress {
            Progress::Wait(moment) => return Ok(Some(moment)),
            Progress::Done => {
                self.has_met_a_gateway = true;
                self.trace.tell("scenario", None, "fulfilled")?;
            }
            Progress::Failed(message) => {
                self.has_failed = true;
                self.trace.tell("scenario", None, &format!("failed: {message}"))?;
            }
        }
        self.has_ended = true;
        Ok(None)
    }

    fn interrupted(&mut self) -> Result<(), Failure> {
        self.has_ended = true;
        if let Some(play) = &self.play {
            let (step, steps) = play.position();
            self.has_failed = self.has_met_a_gateway;
            self.trace.tell("scenario", None, &format!("interrupted in step {step} of {steps}"))?;
        }
        Ok(())
    }

    fn take(&mut self, event: Event) -> Result<(), Failure> {
        match event {
            Event::Opened { link, authorization, outgoing } => {
                if let Some(socket) = self.sockets.get_mut(&link) {
                    socket.outgoing = Some(outgoing);
                }
                self.opened(link, authorization.as_deref())
            }
            Event::Line { link, line, size } => self.line(link, line, size),
            Event::TooBig { link } => {
                let message = "expected a message that a socket takes, found a longer one";
                self.trace.fault(link, &Conduct::TooBig.finding("", message))?;
                self.connector.closed(link);
                self.carry_out(vec![Order::Close { link, code: 1009, reason: String::new() }])
            }
            Event::Closed { link, how, cut_off } => self.closed(link, &how, cut_off),
        }
    }

    fn opened(&mut self, link: u64, authorization: Option<&str>) -> Result<(), Failure> {
        // A clock before 1970 shows in every token, as one that is not expired.
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        match self.guard.judge(authorization, now) {
            Ok(text) => {
                self.connector.opened(link);
                self.trace.tell("opened", Some(link), &text)
            }
            Err(refused) => {
                self.trace.fault(link, &Conduct::Token.finding("", refused.message))?;
                let reason = refused.reason.to_owned();
                self.carry_out(vec![Order::Close { link, code: 4401, reason }])
            }
        }
    }

    fn line(&mut self, link: u64, text: Result<String, Violation>, size: usize) -> Result<(), Failure> {
        let read = text.and_then(|text| Ok((validate::read(&text)?, text)));
        // What a gateway says while it is shown out counts for its verdict, and for nothing else.
        let is_in = self.connector.knows(link);
        let (mut conduct, mut orders) = (Vec::new(), Vec::new());
        if let (Ok((frame, text)), true) = (&read, is_in) {
            let reaction = self.connector.take(link, text, frame);
            (conduct, orders) = (reaction.findings, reaction.orders);
            if let Some(socket) = self.sockets.get_mut(&link) {
                socket.has_said_hello |= self.connector.greeted() == Some(link);
                self.has_met_a_gateway |= socket.has_said_hello;
            }
        }
        let frame = read.as_ref().map(|(frame, _)| frame);
        self.passed(link, Side::Gateway, size, frame, &conduct)?;
        if let (Some(play), Ok((frame, _)), true) = (&mut self.play, read, is_in) {
            play.seen(frame);
        }
        self.carry_out(orders)
    }

    fn closed(&mut self, link: u64, how: &str, cut_off: Option<usize>) -> Result<(), Failure> {
        if let Some(bytes) = cut_off {
            let message = format!("expected a line end, found the end of the socket after {bytes} bytes");
            self.trace.fault(link, &Conduct::Incomplete.finding("", message))?;
        }
        self.connector.closed(link);
        let has_said_hello = self.sockets.remove(&link).is_some_and(|socket| socket.has_said_hello);
        self.has_ended |= self.end == End::FirstGateway && has_said_hello;
        self.trace.tell("closed", Some(link), how)
    }

    fn carry_out(&mut self, orders: Vec<Order>) -> Result<(), Failure> {
        for order in orders {
            match order {
                Order::Send { link, content } => {
                    let (text, read) = match content {
                        Content::Frame(frame) => (TagFirst(&frame).text(), Ok(frame)),
                        Content::Raw(text) => {
                            let read = validate::read(&text);
                            (text, read)
                        }
                    };
                    self.passed(link, Side::Connector, text.len() + 1, read.as_ref(), &[])?;
                    self.post(link, Outgoing::Text(text + "\n"))?;
                }
                Order::Close { link, code, reason } => {
                    self.trace.tell("closing", Some(link), &format!("with {code} {reason:?}"))?;
                    self.post(link, Outgoing::Close { code, reason })?;
                }
                Order::Drop { link } => self.drop(link, "dropped")?,
            }
        }
        Ok(())
    }

    fn post(&mut self, link: u64, outgoing: Outgoing) -> Result<(), Failure> {
        let sender = self.sockets.get(&link).and_then(|socket| socket.outgoing.as_ref());
        match sender.map(|sender| sender.try_send(outgoing)) {
            Some(Err(mpsc::error::TrySendError::Full(_))) => {
                self.drop(link, "dropped: the gateway does not read")
            }
            // A socket that has ended tells so itself.
            Some(Err(mpsc::error::TrySendError::Closed(_)) | Ok(())) | None => Ok(()),
        }
    }

    fn drop(&mut self, link: u64, how: &str) -> Result<(), Failure> {
        if let Some(socket) = self.sockets.get(&link) {
            socket.task.abort();
        }
        self.closed(link, how, None)
    }

    fn passed(
        &mut self,
        connection: u64,
        writer: Side,
        size: usize,
        frame: Result<&Value, &Violation>,
        conduct: &[Finding],
    ) -> Result<(), Failure> {
        let at = Instant::now();
        self.trace.passed(&Passed { at, connection, writer, size, frame, conduct, answers: Answers::NotOne })
    }

    /// Closes what is open, and takes what still comes.
    async fn farewell(&mut self, events: &mut mpsc::Receiver<Event>) -> Result<(), Failure> {
        let open: Vec<_> = self.sockets.keys().copied().collect();
        for link in open {
            self.connector.closed(link);
            self.carry_out(vec![Order::Close { link, code: 1000, reason: String::new() }])?;
        }
        let end = tokio::time::Instant::now() + FAREWELL;
        while !self.sockets.is_empty() {
            match tokio::time::timeout_at(end, events.recv()).await {
                Ok(Some(event)) => self.take(event)?,
                Ok(None) | Err(_) => break,
            }
        }
        Ok(())
    }
}

/// The next connection, not before the end of the pause.
async fn accept(listener: &TcpListener, pause: Option<Instant>) -> io::Result<TcpStream> {
    if let Some(pause) = pause {
        sleep_until(pause.into()).await;
    }
    listener.accept().await.map(|(stream, _)| stream)
}
