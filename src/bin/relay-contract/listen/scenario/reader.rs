//! From the JSON of a scenario to its steps.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use relay_contract::Side;
use relay_contract::frame::{GatewayFrame, OutboundAction};
use relay_contract::schema::View;
use relay_contract::validate::Validator;
use serde_json::{Map, Value, json};

use super::{Answer, Content, Delivery, Problem, Scenario, Step};
use crate::shown;

/// How long an expectation waits if it does not say.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long a step that needs a gateway waits for one if the scenario does not say: longer than the 30 seconds
/// between two dials of a gateway (contract section 5.4).
const CONNECT: Duration = Duration::from_secs(60);

/// What a scenario and a step may hold.
const MEMBERS: [&str; 4] = ["about", "descriptors", "connect_within_ms", "steps"];
const VERBS: [(&str, &[&str]); 10] = [
    ("inbound", &["bufferId"]),
    ("passthrough", &["bufferId", "body"]),
    ("raw", &["bufferId"]),
    ("interrupt", &[]),
    ("wait_ms", &[]),
    ("drop", &[]),
    ("close", &[]),
    ("expect", &["within_ms"]),
    ("never", &["during_ms"]),
    ("answer", &["result", "times"]),
];

/// The scenario in a JSON value, or all that is wrong with it.
pub(super) fn read(value: &Value) -> Result<Scenario, Vec<Problem>> {
    let mut reader = Reader { problems: Vec::new() };
    match reader.scenario(value) {
        Some(scenario) if reader.problems.is_empty() => Ok(scenario),
        _ => Err(reader.problems),
    }
}

/// Collects what is wrong.
struct Reader {
    problems: Vec<Problem>,
}

impl Reader {
    fn scenario(&mut self, value: &Value) -> Option<Scenario> {
        let members = self.object(value, "")?;
        self.only(members, &MEMBERS, "");
        let descriptors = self.list(members.get("descriptors"), "/descriptors").to_vec();
        for (index, descriptor) in descriptors.iter().enumerate() {
            self.definition("CapabilityDescriptor", descriptor, &format!("/descriptors/{index}"));
        }
        let connect_within = self.millis(members.get("connect_within_ms"), CONNECT, "/connect_within_ms");
        if !members.contains_key("steps") {
            self.problem("", "expected the field `steps`, found none");
        }
        let steps = self.list(members.get("steps"), "/steps");
        if members.get("steps").and_then(Value::as_array).is_some_and(Vec::is_empty) {
            self.problem("/steps", "expected at least one step, found none");
        }
        let steps =
            steps.iter().enumerate().filter_map(|(index, step)| self.step(step, &format!("/steps/{index}")));
        Some(Scenario { descriptors, connect_within, steps: steps.collect() })
    }

    fn step(&mut self, value: &Value, at: &str) -> Option<Step> {
        let members = self.object(value, at)?;
        let verbs: Vec<_> = VERBS.iter().filter(|(verb, _)| members.contains_key(*verb)).collect();
        let [(verb, options)] = verbs.as_slice() else {
            let all = quoted(VERBS.iter().map(|(verb, _)| *verb));
            let found = if verbs.is_empty() {
                members.keys().map(String::as_str).collect()
            } else {
                verbs.iter().map(|(verb, _)| *verb).collect::<Vec<_>>()
            };
            let found = if found.is_empty() { "none".to_owned() } else { quoted(found) };
            self.problem(at, format!("expected exactly one of {all}, found {found}"));
            return None;
        };
        let allowed: Vec<_> = [*verb].into_iter().chain(options.iter().copied()).chain(["about"]).collect();
        self.only(members, &allowed, at);
        let (argument, below) = (&members[*verb], format!("{at}/{verb}"));
        match *verb {
            "inbound" => {
                let frame = json!({ "type": "inbound", "event": argument });
                Some(self.delivery(frame, members, at, "/event", &below))
            }
            "passthrough" => {
                let mut forward = argument.clone();
                if let (Some(body), Some(forward)) = (members.get("body"), forward.as_object_mut()) {
                    forward.insert("bodyB64".to_owned(), json!(encode(body)));
                }
                let frame = json!({ "type": "passthrough_forward", "forward": forward });
                Some(self.delivery(frame, members, at, "/forward", &below))
            }
            "raw" => {
                let content = Content::Raw(self.text(argument, &below)?.to_owned());
                Some(match self.buffer_id(members, at) {
                    // No gateway could acknowledge an id that is not in the text.
                    None => Step::Send(content),
                    buffer_id => Step::Deliver(Delivery { content, buffer_id }),
                })
            }
            "interrupt" => {
                let mut frame = self.object(argument, &below)?.clone();
                frame.insert("type".to_owned(), "interrupt_inbound".into());
                let frame = Value::Object(frame);
                self.frame(&frame, "", &below);
                Some(Step::Send(Content::Frame(frame)))
            }
            "wait_ms" => Some(Step::Wait(self.millis(Some(argument), Duration::ZERO, &below))),
            "drop" => {
                self.expect(argument == &Value::Bool(true), &below, "true", Some(argument));
                Some(Step::Drop)
            }
            "close" => self.close(argument, &below),
            "expect" => {
                let pattern = self.pattern(argument, &below)?;
                let within = self.millis(members.get("within_ms"), PATIENCE, &format!("{at}/within_ms"));
                Some(Step::Expect { pattern, within })
            }
            "never" => {
                let pattern = self.pattern(argument, &below)?;
                let during = self.millis(members.get("during_ms"), PATIENCE, &format!("{at}/during_ms"));
                Some(Step::Never { pattern, during })
            }
            _ => self.answer(argument, members, at, &below),
        }
    }

    fn delivery(
        &mut self,
        frame: Value,
        members: &Map<String, Value>,
        at: &str,
        inside: &str,
        below: &str,
    ) -> Step {
        self.frame(&frame, inside, below);
        Step::Deliver(Delivery { content: Content::Frame(frame), buffer_id: self.buffer_id(members, at) })
    }

    fn buffer_id(&mut self, members: &Map<String, Value>, at: &str) -> Option<String> {
        let id = members.get("bufferId")?;
        let at = format!("{at}/bufferId");
        let id = self.text(id, &at)?;
        if id.is_empty() {
            self.problem(&at, "expected an id, found an empty string");
        }
        Some(id.to_owned())
    }

    fn close(&mut self, argument: &Value, at: &str) -> Option<Step> {
        let members = self.object(argument, at)?;
        self.only(members, &["code", "reason"], at);
        let (code, reason) = (members.get("code"), members.get("reason"));
        // What a WebSocket endpoint may send (RFC 6455 section 7.4).
        let number = code.and_then(Value::as_u64).and_then(|code| u16::try_from(code).ok());
        let number = number.filter(|code| matches!(code, 1000..=1003 | 1007..=1014 | 3000..=4999));
        self.expect(
            number.is_some(),
            &format!("{at}/code"),
            "a close code that may be sent, such as 1000 or 4401",
            code,
        );
        let text = reason.map_or(Some(""), Value::as_str);
        self.expect(text.is_some(), &format!("{at}/reason"), "a string", reason);
        if let Some(text) = text.filter(|text| text.len() > 123) {
            let message = format!("expected at most 123 bytes, found {}", text.len());
            self.problem(&format!("{at}/reason"), message);
        }
        Some(Step::Close { code: number?, reason: text?.to_owned() })
    }

    fn pattern(&mut self, argument: &Value, at: &str) -> Option<Value> {
        let members = self.object(argument, at)?;
        self.word(members.get("type"), GatewayFrame::TAGS, &format!("{at}/type"))?;
        Some(argument.clone())
    }

    fn answer(
        &mut self,
        argument: &Value,
        members: &Map<String, Value>,
        at: &str,
        below: &str,
    ) -> Option<Step> {
        let op = self.word(Some(argument), OutboundAction::TAGS, below);
        let times = members.get("times").map_or(Some(1), Value::as_u64);
        self.expect(
            times.is_some_and(|times| times > 0),
            &format!("{at}/times"),
            "a number of times from 1 on",
            members.get("times"),
        );
        let result = match members.get("result") {
            None => {
                self.problem(at, "expected the field `result`: what to answer, or null for no answer");
                None
            }
            Some(Value::Null) => None,
            Some(result) => {
                self.definition("ActionResult", result, &format!("{at}/result"));
                Some(result.clone())
            }
        };
        Some(Step::Answer(Answer { op: op?.to_owned(), result, times: times? }))
    }

    /// Checks a frame that the connector is to send; `inside` of it is what stands at `at` in the scenario.
    fn frame(&mut self, frame: &Value, inside: &str, at: &str) {
        let report = Validator::builtin(View::Writer).check(frame, Some(Side::Connector));
        for violation in &report.violations {
            let mut violation = violation.clone();
            if let Some(pointer) = violation.pointer.strip_prefix(inside) {
                violation.pointer = pointer.to_owned();
            }
            self.problems.push(Problem::of(&violation, at));
        }
    }

    fn definition(&mut self, name: &str, value: &Value, at: &str) {
        let report = Validator::builtin(View::Writer).check_definition(name, value);
        let violations = report.map(|report| report.violations).unwrap_or_default();
        self.problems.extend(violations.iter().map(|violation| Problem::of(violation, at)));
    }

    fn object<'v>(&mut self, value: &'v Value, at: &str) -> Option<&'v Map<String, Value>> {
        self.expect(value.is_object(), at, "an object", Some(value));
        value.as_object()
    }

    fn text<'v>(&mut self, value: &'v Value, at: &str) -> Option<&'v str> {
        self.expect(value.is_string(), at, "a string", Some(value));
        value.as_str()
    }

    /// A word of the contract.
    fn word<'v>(&mut self, value: Option<&'v Value>, words: &[&str], at: &str) -> Option<&'v str> {
        let word = value.and_then(Value::as_str);
        if word.is_none_or(|word| !words.contains(&word)) {
            let found = word.map_or_else(|| named(value), |word| quoted([word]));
            self.problem(at, format!("expected one of {}, found {found}", quoted(words.iter().copied())));
            return None;
        }
        word
    }

    fn list<'v>(&mut self, value: Option<&'v Value>, at: &str) -> &'v [Value] {
        self.expect(value.is_none_or(Value::is_array), at, "an array", value);
        value.and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    fn millis(&mut self, value: Option<&Value>, otherwise: Duration, at: &str) -> Duration {
        let Some(value) = value else { return otherwise };
        let millis = value.as_u64().filter(|millis| *millis <= 3_600_000);
        self.expect(millis.is_some(), at, "a whole number of milliseconds from 0 to 3600000", Some(value));
        millis.map_or(otherwise, Duration::from_millis)
    }

    fn only(&mut self, members: &Map<String, Value>, allowed: &[&str], at: &str) {
        for key in members.keys().filter(|key| !allowed.contains(&key.as_str())) {
            let allowed = quoted(allowed.iter().copied());
            self.problem(&format!("{at}/{}", shown::word(key)), format!("expected only {allowed} here"));
        }
    }

    fn expect(&mut self, holds: bool, at: &str, what: &str, found: Option<&Value>) {
        if !holds {
            self.problem(at, format!("expected {what}, found {}", named(found)));
        }
    }

    fn problem(&mut self, at: &str, message: impl Into<String>) {
        self.problems.push(Problem::new(at, message));
    }
}

/// A body as a frame carries it: of a string its text, of any other value its JSON.
fn encode(body: &Value) -> String {
    match body {
        Value::String(text) => STANDARD.encode(text),
        other => STANDARD.encode(other.to_string()),
    }
}

/// A value of the scenario in a message; a text may be somebody's.
fn named(value: Option<&Value>) -> String {
    match value {
        None => "none".to_owned(),
        Some(Value::Null) => "null".to_owned(),
        Some(Value::Bool(value)) => value.to_string(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::String(_)) => "a string".to_owned(),
        Some(Value::Array(_)) => "an array".to_owned(),
        Some(Value::Object(_)) => "an object".to_owned(),
    }
}

fn quoted<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    let words: Vec<_> = words.into_iter().map(|word| format!("`{}`", shown::word(word))).collect();
    words.join(", ")
}
