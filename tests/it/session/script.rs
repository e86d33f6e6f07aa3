//! A script: one input a line, behind its time in seconds. What comes out is noted under it, indented.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use relay_contract::frame::{ActionResult, InterruptFrame, OutboundResultFrame, SendAction, encode};
use relay_contract::relay::session::{
    Cause, LinkState, LossReason, Output, Phase, Session, SessionOptions, outbound, request_id,
};
use relay_contract::relay::transport::{Identity, TransportError};

use super::way;

const PREFIX: u64 = 0xfeed;

/// What a script came to.
pub(super) struct Run {
    pub(super) transcript: String,
    /// The requests that were taken and not forgotten, and those that were settled; in order of their numbers.
    pub(super) taken: Vec<u64>,
    pub(super) settled: Vec<u64>,
    pub(super) ways: BTreeSet<String>,
    session: Session<u64>,
    start: Instant,
    jitter: f64,
    seen: LinkState,
}

impl Run {
    pub(super) fn play(script: &str) -> Self {
        let identities = vec![Identity::new("telegram", "bot-1"), Identity::new("discord", "bot-2")];
        let mut options = SessionOptions::new(identities);
        options.notices = 400;
        let mut run = Self {
            transcript: String::new(),
            taken: Vec::new(),
            settled: Vec::new(),
            ways: BTreeSet::new(),
            session: Session::new(options, PREFIX),
            start: Instant::now(),
            jitter: 1.0,
            seen: LinkState::Closed,
        };
        let mut inputs = 0;
        for line in script.lines().filter(|line| !line.is_empty()) {
            if line.starts_with('#') {
                writeln!(run.transcript, "{line}").expect("a string");
                continue;
            }
            let (time, input) = line.split_once(' ').expect("a time and an input");
            run.pass(run.start + Duration::from_secs_f64(time.parse().expect("seconds")), input);
            inputs += 1;
        }
        assert!(inputs > 2, "a script of {inputs} inputs");
        run.end();
        run
    }

    /// Everything that is due before an input, then the input.
    fn pass(&mut self, now: Instant, input: &str) {
        while let Some(due) = self.session.deadline().filter(|due| *due <= now) {
            self.note(due, "(time)");
            self.session.tick(due, self.jitter);
            self.outputs("tick");
            assert!(self.session.deadline().is_none_or(|next| next > due), "what is due is done");
        }
        self.note(now, input);
        let answer = self.input(now, input);
        for line in answer {
            writeln!(self.transcript, "         {line}").expect("a string");
        }
        self.outputs(input.split(' ').next().expect("a word"));
    }

    /// Settles what is left, so that it can be counted.
    fn end(&mut self) {
        self.session.abandon();
        while let Some(output) = self.session.poll() {
            if let Output::Settle(number, _) = output {
                self.settled.push(number);
            }
        }
        self.taken.sort_unstable();
        self.settled.sort_unstable();
    }

    fn note(&mut self, now: Instant, input: &str) {
        let seconds = (now - self.start).as_secs_f64();
        writeln!(self.transcript, "{seconds:>7.3}  {input}").expect("a string");
    }

    /// Gives the session one input; what it answers at once.
    fn input(&mut self, now: Instant, input: &str) -> Vec<String> {
        let words: Vec<&str> = input.split(' ').collect();
        let session = &mut self.session;
        let mut answers = Vec::new();
        match words[..] {
            ["connect"] => answers.extend(
                session
                    .connect()
                    .map(|answer| outcome(answer.map(|()| "ok")))
                    .map(|answer| format!("answers: {answer}")),
            ),
            ["dialled"] => session.dialled(now),
            ["dial-failed", status] => {
                let loss = match status {
                    "unreachable" => LossReason::Unreachable { reason: "as told".to_owned() },
                    status => LossReason::Refused { status: status.parse().expect("a status") },
                };
                session.dial_failed(now, self.jitter, loss, TransportError::NotConnected);
            }
            ["descriptor", platform] => {
                let descriptor = serde_json::json!({
                    "contract_version": 1, "platform": platform, "label": "L", "max_message_length": 1,
                    "supports_draft_streaming": false, "supports_edit": true, "supports_threads": true,
                    "markdown_dialect": "plain", "len_unit": "chars",
                });
                session.descriptor(serde_json::from_value(descriptor).expect("a descriptor"));
            }
            ["request", number] => {
                let number = number.parse().expect("a number");
                let frame = outbound(PREFIX, number, SendAction::new("1", "text").into(), None);
                let line = encode(&frame).expect("a frame");
                let taken = session.request(number, line, now + Duration::from_secs(30), number);
                if taken.is_ok() {
                    self.taken.push(number);
                }
                answers.extend(
                    taken.err().map(|error| outcome(Err(error))).map(|answer| format!("answers: {answer}")),
                );
            }
            ["result", number] => {
                let id = request_id(PREFIX, number.parse().expect("a number"));
                session.result(now, OutboundResultFrame::new(id, ActionResult::new(true)));
            }
            ["result-of", id] => session.result(now, OutboundResultFrame::new(id, ActionResult::new(true))),
            ["forget", number] => {
                let number = number.parse().expect("a number");
                self.taken.retain(|taken| *taken != number);
                session.forget(now, number);
            }
            ["interrupt"] => answers.extend(
                session
                    .interrupt(InterruptFrame::new("s"))
                    .err()
                    .map(|e| outcome(Err(e)))
                    .map(|answer| format!("answers: {answer}")),
            ),
            ["ack", connection, id] => {
                let taken = session.acknowledge(connection.parse().expect("a number"), id);
                answers.push(format!("taken: {taken}"));
            }
            ["write"] => {
                while let Some(outbound) = session.next_line(now) {
                    assert!(outbound.line.contains(&format!(r#""type":"{}""#, outbound.frame_type)));
                    answers.push(format!("written: {}", outbound.line.trim_end()));
                }
            }
            ["lost", "broken"] => session.lost(now, self.jitter, LossReason::Broken),
            ["lost", code, ref reason @ ..] => {
                let code = Some(code.parse().expect("a code"));
                session.lost(now, self.jitter, LossReason::Closed { code, reason: reason.join(" ") });
            }
            ["idle"] => answers.extend(
                session
                    .go_idle(now)
                    .map(|answer| answer.to_string())
                    .map(|answer| format!("answers: {answer}")),
            ),
            ["dormant"] => answers.extend(
                session
                    .go_dormant(now)
                    .map(|answer| answer.to_string())
                    .map(|answer| format!("answers: {answer}")),
            ),
            ["redial"] => answers.push(format!("will come: {}", session.redial(now))),
            ["idle-ack"] => session.idle_ack(now),
            ["disconnect"] => answers.extend(
                session
                    .disconnect(now)
                    .then(|| "nothing to leave".to_owned())
                    .map(|answer| format!("answers: {answer}")),
            ),
            ["heard"] => session.heard(),
            ["tick"] => session.tick(now, self.jitter),
            ["jitter", jitter] => self.jitter = jitter.parse().expect("a number"),
            ["platforms"] => answers.push(self.platforms()),
            _ => panic!("no such input: {input}"),
        }
        answers
    }

    fn platforms(&self) -> String {
        let greeting = self.session.greeting().expect("a descriptor has come");
        let platforms: Vec<_> = greeting.descriptors.iter().map(|d| d.platform.as_str()).collect();
        format!("connection {}: {}", greeting.connection, platforms.join(", "))
    }

    /// Notes what comes out after an input, of which this is the first word.
    fn outputs(&mut self, input: &str) {
        while let Some(output) = self.session.poll() {
            let text = match output {
                Output::Dial => "dial".to_owned(),
                Output::Hangup => "hang up".to_owned(),
                Output::Ping => "ping".to_owned(),
                Output::Left => "left".to_owned(),
                Output::Idle(is_idle) => format!("idle: {is_idle}"),
                Output::Connected(_, answer) => format!("connected: {}", outcome(answer.map(|()| "ok"))),
                Output::Settle(number, answer) => {
                    self.settled.push(number);
                    format!("request {number}: {}", outcome(answer.map(|_| "its result")))
                }
                Output::Changed(state) => self.changed(input, state),
                output => panic!("{output:?} is new: say how it is noted"),
            };
            writeln!(self.transcript, "         {text}").expect("a string");
        }
    }

    fn changed(&mut self, input: &str, state: LinkState) -> String {
        let (from, to) = (self.seen.phase(), state.phase());
        self.ways.insert(way(from, cause(from, input, to), to));
        self.seen = state;
        match &self.seen {
            LinkState::BackingOff { reason, next_attempt } => {
                let at = (*next_attempt - self.start).as_secs_f64();
                format!("= backing off until {at:.3}: {reason}")
            }
            state => format!("= {state:?}").to_lowercase(),
        }
    }
}

/// What moved the session: some places are reached from one place by two ways, which only the input tells apart.
fn cause(from: Phase, input: &str, to: Phase) -> Cause {
    match (from, input, to) {
        (Phase::Closed, "connect", _) => Cause::Connect,
        (Phase::Connecting, "dialled", _) => Cause::Dialled,
        (Phase::Greeting, "descriptor", _) => Cause::Descriptor,
        (Phase::BackingOff, "tick", _) => Cause::Retry,
        (Phase::Live, "idle-ack", Phase::Idle) => Cause::IdleAck,
        (Phase::Idle, "idle-ack" | "dormant", Phase::BackingOff) => Cause::Dormant,
        (Phase::Leaving, "lost", _) => Cause::Lost,
        (Phase::Leaving, ..) => Cause::Left,
        (
            Phase::Live | Phase::Idle,
            "idle-ack" | "tick" | "result" | "write" | "forget",
            Phase::Connecting,
        ) => Cause::Redial,
        (_, "disconnect", _) => Cause::Disconnect,
        (_, "dial-failed" | "lost", Phase::Connecting) => Cause::Expelled,
        (_, "dial-failed" | "lost", Phase::Disabled) => Cause::Revoked,
        (_, "dial-failed" | "lost" | "tick", Phase::Closed) => Cause::ConnectFailed,
        (_, "dial-failed", Phase::BackingOff) => Cause::DialFailed,
        // A deadline of the socket has passed.
        (_, "lost" | "tick", Phase::BackingOff) => Cause::Lost,
        _ => panic!("{input:?} led from {from:?} to {to:?}: say by what"),
    }
}

fn outcome(answer: Result<&str, TransportError>) -> String {
    match answer {
        Ok(text) => text.to_owned(),
        Err(error) if error.is_ambiguous() => format!("{error} (ambiguous)"),
        Err(error) => error.to_string(),
    }
}
