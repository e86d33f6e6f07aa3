//! From a line of a file to the frame in it.

use relay_contract::Side;
use relay_contract::validate::{FRAME_LIMIT, Rule, Violation, read_within};
use serde_json::Value;

use super::lines::LONGEST;

/// A frame as a line holds it.
pub(crate) struct Captured {
    pub(crate) frame: Value,
    /// Who sent it, if the line says.
    pub(crate) writer: Option<Side>,
}

/// Reads a line that is a frame, or that wraps one in `frame` beside its `dir`.
pub(crate) fn frame(line: &[u8], length: usize) -> Result<Captured, Violation> {
    let too_long = || {
        let message = format!("expected a frame of at most {FRAME_LIMIT} bytes, found a line of {length}");
        Violation::whole(Rule::Size, message)
    };
    if length > line.len() {
        return Err(too_long());
    }
    let text = std::str::from_utf8(line).map_err(|error| {
        let message = format!("expected UTF-8, found another byte at byte {}", error.valid_up_to() + 1);
        Violation::whole(Rule::Json, message)
    })?;
    // A pointer is of the frame, also where a capture wraps it.
    let mut value = read_within(text, LONGEST).map_err(|mut violation| {
        if let Some(pointer) = violation.pointer.strip_prefix("/frame/") {
            violation.pointer = format!("/{pointer}");
        }
        violation
    })?;
    let wrapped = match &mut value {
        Value::Object(line) if !line.contains_key("type") => {
            line.remove("frame").map(|frame| (frame, line.remove("dir")))
        }
        _ => None,
    };
    let Some((frame, dir)) = wrapped else {
        if length >= FRAME_LIMIT {
            return Err(too_long());
        }
        return Ok(Captured { frame: value, writer: None });
    };
    let writer = match dir.as_ref().map(|dir| dir.as_str().map(direction)) {
        None => None,
        Some(Some(Some(writer))) => Some(writer),
        Some(_) => {
            let message =
                "expected `dir` to be \"gateway->connector\" or \"connector->gateway\", found another value";
            return Err(Violation::whole(Rule::Direction, message));
        }
    };
    Ok(Captured { frame, writer })
}

fn direction(dir: &str) -> Option<Side> {
    let words: Vec<_> = dir.split("->").map(str::trim).collect();
    match words.as_slice() {
        ["gateway", "connector"] => Some(Side::Gateway),
        ["connector", "gateway"] => Some(Side::Connector),
        _ => None,
    }
}
