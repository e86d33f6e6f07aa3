//! What belongs together on a link: requests and their answers, and what only their order shows.

use std::collections::{HashMap, VecDeque};
use std::time::Instant;

use relay_contract::Side;
use relay_contract::relay::transport::Identity;
use serde_json::Value;

use crate::live::finding::{Conduct, Finding};
use crate::live::trace::Answers;

pub(super) struct Exchange {
    /// The identity that a socket begins with.
    first: Identity,
    connection: u64,
    /// The platforms of the hellos that wait for their descriptor, and since when.
    hellos: VecDeque<(String, Instant)>,
    requests: HashMap<String, Instant>,
    going_idle: Option<Instant>,
    is_idle: bool,
}

/// What one frame comes to.
#[derive(Default)]
pub(super) struct Step {
    pub(super) answers: Answers,
    pub(super) findings: Vec<Finding>,
}

impl Exchange {
    pub(super) fn new(identities: &[Identity]) -> Self {
        Self {
            first: identities.first().cloned().unwrap_or_else(|| Identity::new("relay", "")),
            connection: 0,
            hellos: VecDeque::new(),
            requests: HashMap::new(),
            going_idle: None,
            is_idle: false,
        }
    }

    /// Which socket it is, counted by the hellos that begin them; 0 before the first.
    pub(super) fn connection(&self) -> u64 {
        self.connection
    }

    /// Takes the next frame, which passed at `at`.
    pub(super) fn passed(&mut self, at: Instant, writer: Side, frame: &Value) -> Step {
        let text = |pointer: &str| frame.pointer(pointer).and_then(Value::as_str);
        let since = |began: Instant| Answers::After(at.saturating_duration_since(began));
        let mut step = Step::default();
        match (writer, text("/type").unwrap_or_default()) {
            (Side::Gateway, "hello") => {
                let platform = text("/platform").unwrap_or_default();
                if platform == self.first.platform && text("/botId") == Some(&self.first.bot_id) {
                    self.connection += 1;
                    self.hellos.clear();
                    self.requests.clear();
                    (self.going_idle, self.is_idle) = (None, false);
                }
                self.hellos.push_back((platform.to_owned(), at));
            }
            (Side::Gateway, "outbound") => {
                self.requests.extend(text("/requestId").map(|id| (id.to_owned(), at)));
            }
            (Side::Gateway, "going_idle") => self.going_idle = Some(at),
            (Side::Connector, "descriptor") => {
                let Some((asked, began)) = self.hellos.pop_front() else { return step };
                step.answers = since(began);
                // `relay` stands for whatever platform there is.
                if asked != "relay" && text("/descriptor/platform") != Some(&asked) {
                    let message = "expected the platform of the `hello` that it answers, found another";
                    step.findings.push(Conduct::OtherPlatform.finding("/descriptor/platform", message));
                }
            }
            (Side::Connector, "outbound_result") => {
                let began = text("/requestId").and_then(|id| self.requests.remove(id));
                step.answers = began.map_or(Answers::Nothing, since);
            }
            (Side::Connector, "going_idle_ack") => {
                step.answers = self.going_idle.take().map_or(Answers::Nothing, since);
                self.is_idle = true;
            }
            (Side::Connector, "inbound" | "passthrough_forward") if self.is_idle => {
                let message = "expected no delivery behind `going_idle_ack`, found one";
                step.findings.push(Conduct::DeliveredWhenIdle.finding("", message));
            }
            _ => {}
        }
        step
    }
}
