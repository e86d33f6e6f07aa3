//! The progress of a scenario.
//!
//! A pure state machine: it takes `now` and the frames that came, and says what to do and until when to wait.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::connector::{Connector, Order};
use super::scenario::{Scenario, Step};

/// Frames that no expectation took, at most; the oldest go.
const REMEMBERED: usize = 1000;

pub(super) struct Play {
    steps: Vec<Step>,
    connect_within: Duration,
    /// The step that is under way, and since when.
    step: usize,
    since: Instant,
    has_begun: bool,
    frames: VecDeque<Value>,
}

pub(super) enum Progress {
    /// Nothing to do before a frame comes, or this moment.
    Wait(Instant),
    Done,
    Failed(String),
}

/// What one step came to.
enum Passed {
    Next,
    Until(Instant),
    Failed(String),
}

impl Play {
    pub(super) fn new(scenario: Scenario, now: Instant) -> Self {
        Self {
            steps: scenario.steps,
            connect_within: scenario.connect_within,
            step: 0,
            since: now,
            has_begun: false,
            frames: VecDeque::new(),
        }
    }

    /// Takes note of a frame of the gateway.
    pub(super) fn seen(&mut self, frame: Value) {
        if self.frames.len() == REMEMBERED {
            self.frames.pop_front();
        }
        self.frames.push_back(frame);
    }

    /// Which step is under way, from 1, and of how many.
    pub(super) fn position(&self) -> (usize, usize) {
        (self.step + 1, self.steps.len())
    }

    /// Goes as far as it can; what to do is added to `orders`.
    pub(super) fn advance(
        &mut self,
        now: Instant,
        connector: &mut Connector,
        orders: &mut Vec<Order>,
    ) -> Progress {
        if !self.has_begun {
            if connector.greeted().is_none() {
                return self.without_gateway(now);
            }
            (self.has_begun, self.since) = (true, now);
        }
        while self.step < self.steps.len() {
            match self.pass(now, connector, orders) {
                Passed::Next => (self.step, self.since) = (self.step + 1, now),
                Passed::Until(moment) => return Progress::Wait(moment),
                Passed::Failed(message) => {
                    return Progress::Failed(format!("/steps/{}: {message}", self.step));
                }
            }
        }
        Progress::Done
    }

    fn pass(&mut self, now: Instant, connector: &mut Connector, orders: &mut Vec<Order>) -> Passed {
        let (live, greeted) = (connector.live(), connector.greeted());
        match &self.steps[self.step] {
            Step::Deliver(delivery) => orders.extend(connector.deliver(delivery)),
            Step::Answer(answer) => connector.prepare(answer.clone()),
            Step::Send(content) => {
                let Some(link) = live else { return self.wait_for_gateway(now) };
                orders.push(Order::Send { link, content: content.clone() });
            }
            Step::Drop => {
                let Some(link) = greeted else { return self.wait_for_gateway(now) };
                connector.closed(link);
                self.frames.clear();
                orders.push(Order::Drop { link });
            }
            Step::Close { code, reason } => {
                let Some(link) = greeted else { return self.wait_for_gateway(now) };
                orders.push(Order::Close { link, code: *code, reason: reason.clone() });
                connector.closed(link);
                self.frames.clear();
            }
            Step::Wait(time) => return self.until(now, *time, Passed::Next),
            Step::Expect { pattern, within } => {
                let Some(index) = self.frames.iter().position(|frame| holds(frame, pattern)) else {
                    let message = format!("expected {} within {within:?}, found none", named(pattern));
                    return self.until(now, *within, Passed::Failed(message));
                };
                self.frames.remove(index);
            }
            Step::Never { pattern, during } => {
                if self.frames.iter().any(|frame| holds(frame, pattern)) {
                    return Passed::Failed(format!("expected no {}, found one", named(pattern)));
                }
                return self.until(now, *during, Passed::Next);
            }
        }
        Passed::Next
    }

    fn until(&self, now: Instant, time: Duration, then: Passed) -> Passed {
        let moment = self.since + time;
        if now < moment { Passed::Until(moment) } else { then }
    }

    fn wait_for_gateway(&self, now: Instant) -> Passed {
        match self.without_gateway(now) {
            Progress::Wait(moment) => Passed::Until(moment),
            Progress::Failed(message) => Passed::Failed(message),
            Progress::Done => Passed::Next,
        }
    }

    fn without_gateway(&self, now: Instant) -> Progress {
        let moment = self.since + self.connect_within;
        if now < moment {
            return Progress::Wait(moment);
        }
        Progress::Failed(format!(
            "expected a gateway that says hello within {:?}, found none",
            self.connect_within
        ))
    }
}

/// Whether a value has all that a pattern has: objects by the pattern's members, anything else by equality.
fn holds(value: &Value, pattern: &Value) -> bool {
    match (value, pattern) {
        (Value::Object(members), Value::Object(wanted)) => {
            wanted.iter().all(|(key, wanted)| members.get(key).is_some_and(|member| holds(member, wanted)))
        }
        _ => value == pattern,
    }
}

/// A pattern by its words, which are no content.
fn named(pattern: &Value) -> String {
    let word = |pointer: &str| pattern.pointer(pointer).and_then(Value::as_str).map(crate::shown::word);
    let frame = word("/type").unwrap_or_default();
    let op = word("/action/op").map(|op| format!(" of `{op}`")).unwrap_or_default();
    format!("`{frame}`{op} as described")
}
