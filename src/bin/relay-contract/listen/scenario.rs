//! A scenario: what the reference connector does, step by step, and what it expects of the gateway.
//!
//! Reads a JSON file and checks it whole, before anything listens. The grammar is in `docs/testing-a-gateway.md`.

mod reader;

use std::fmt;
use std::fs;
use std::path::Path;
use std::time::Duration;

use relay_contract::validate::{FRAME_LIMIT, Violation, read_within};
use serde_json::Value;
use serde_json::error::Category;

use crate::failure::Failure;

/// A scenario file of more bytes is not read.
const LIMIT: usize = 16 * FRAME_LIMIT;

pub(super) struct Scenario {
    /// Descriptors that take the place of the built-in ones, by their platform.
    pub(super) descriptors: Vec<Value>,
    pub(super) connect_within: Duration,
    pub(super) steps: Vec<Step>,
}

pub(super) enum Step {
    /// Hands over a delivery: now, or after the next handshake if no gateway is there or it is idle.
    Deliver(Delivery),
    /// Sends something, once, to the gateway that is there.
    Send(Content),
    Wait(Duration),
    /// Ends the connection without a close frame.
    Drop,
    Close {
        code: u16,
        reason: String,
    },
    /// Waits for a frame that holds all that the pattern holds.
    Expect {
        pattern: Value,
        within: Duration,
    },
    /// Sees to it that no such frame comes.
    Never {
        pattern: Value,
        during: Duration,
    },
    /// Has the next actions of an `op` answered with a result, or not at all.
    Answer(Answer),
}

/// What a connector hands to a gateway.
#[derive(Clone)]
pub(super) struct Delivery {
    pub(super) content: Content,
    /// A delivery with one is held until it is acknowledged.
    pub(super) buffer_id: Option<String>,
}

#[derive(Clone)]
pub(super) enum Content {
    /// A frame without its `bufferId`.
    Frame(Value),
    /// Any text, sent as it is.
    Raw(String),
}

#[derive(Clone)]
pub(super) struct Answer {
    pub(super) op: String,
    /// `None`: no answer is sent.
    pub(super) result: Option<Value>,
    pub(super) times: u64,
}

/// Something wrong in a scenario.
struct Problem {
    place: Place,
    message: String,
}

enum Place {
    /// From 1; the column in bytes.
    Line { line: usize, column: usize },
    /// A JSON Pointer.
    Pointer(String),
}

const HINT: &str = "the grammar of scenarios is in docs/testing-a-gateway.md";

impl Scenario {
    /// Reads and checks a file.
    pub(super) fn load(path: &Path) -> Result<Self, Failure> {
        let shown = path.display();
        let bytes = fs::read(path).map_err(|error| {
            Failure::new(format!("cannot read the scenario {shown}")).because(error).hint(HINT)
        })?;
        Self::parse(&bytes).map_err(|problems| {
            let lines: Vec<_> = problems.iter().map(|problem| format!("  {shown}:{problem}")).collect();
            Failure::new(format!("{shown} is no scenario\n{}", lines.join("\n"))).hint(HINT)
        })
    }

    fn parse(bytes: &[u8]) -> Result<Self, Vec<Problem>> {
        let text = str::from_utf8(bytes).map_err(|error| {
            let mut lines = bytes[..error.valid_up_to()].split(|byte| *byte == b'\n');
            let column = lines.next_back().map_or(0, <[u8]>::len) + 1;
            vec![Problem::at(lines.count() + 1, column, "expected UTF-8, found a byte that is none")]
        })?;
        if text.trim().is_empty() {
            return Err(vec![Problem::new("", "expected an object, found an empty file")]);
        }
        // The strict reader knows no lines, and this parser no duplicate keys.
        if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(text) {
            let message = match error.classify() {
                Category::Eof => "expected more, found the end of the file",
                _ if text.starts_with('\u{feff}') => "expected JSON, found a byte order mark",
                Category::Io | Category::Syntax | Category::Data => "expected JSON, found something else",
            };
            return Err(vec![Problem::at(error.line(), error.column().max(1), message)]);
        }
        let value = read_within(text, LIMIT).map_err(|violation| vec![Problem::of(&violation, "")])?;
        reader::read(&value)
    }
}

impl Problem {
    fn at(line: usize, column: usize, message: &str) -> Self {
        Self { place: Place::Line { line, column }, message: message.to_owned() }
    }

    fn new(pointer: &str, message: impl Into<String>) -> Self {
        Self { place: Place::Pointer(pointer.to_owned()), message: message.into() }
    }

    /// A violation of the contract by the part of the scenario that stands at `at`.
    fn of(violation: &Violation, at: &str) -> Self {
        let section = violation.section.as_ref().map(|section| format!(" (contract section {section})"));
        let message = format!("{}{}", violation.message, section.unwrap_or_default());
        Self::new(&format!("{at}{}", violation.pointer), message)
    }
}

impl fmt::Display for Problem {
    /// What follows the file's name and a colon.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Place::Line { line, column } => write!(f, "{line}:{column}: {}", self.message),
            Place::Pointer(pointer) if pointer.is_empty() => write!(f, " {}", self.message),
            Place::Pointer(pointer) => write!(f, " {pointer}: {}", self.message),
        }
    }
}
