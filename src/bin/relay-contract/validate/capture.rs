//! From a line of a file to the frame in it.

use relay_contract::Side;
use relay_contract::validate::{FRAME_LIMIT, Line, Rule, Violation, read_within};
use serde_json::Value;

/// The longest line that is read, in bytes with its line end: a frame, and what a capture wraps around it.
pub(crate) const LINE_LIMIT: usize = FRAME_LIMIT + (64 << 10);

/// A frame as a line holds it.
pub(crate) struct Captured {
    pub(crate) frame: Value,
    /// Who sent it, if the line says.
    pub(crate) writer: Option<Side>,
    /// Whether the line wraps it.
    #[allow(dead_code, reason = "only the crosscheck asks for it")]
    pub(crate) is_wrapped: bool,
}

/// Reads a line that is a frame, or that wraps one in `frame` beside its `dir`.
///
/// # Errors
///
/// What [`relay_contract::validate::read`] refuses; a `dir` that is no direction. Pointers are of the frame.
pub(crate) fn frame(line: Line<'_>) -> Result<Captured, Violation> {
    let length = line.length;
    let too_long = || {
        let message = format!("expected a frame of at most {FRAME_LIMIT} bytes, found a line of {length}");
        Violation::whole(Rule::Size, message)
    };
    let text = match line.text {
        Ok(text) => text,
        // The splitter speaks of its own limit, which is not the frame's.
        Err(violation) if violation.rule == Rule::Size => return Err(too_long()),
        Err(violation) => return Err(violation),
    };
    let mut value = read_within(text, LINE_LIMIT).map_err(|mut violation| {
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
        if length > FRAME_LIMIT {
            return Err(too_long());
        }
        return Ok(Captured { frame: value, writer: None, is_wrapped: false });
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
    Ok(Captured { frame, writer, is_wrapped: true })
}

fn direction(dir: &str) -> Option<Side> {
    let words: Vec<_> = dir.split("->").map(str::trim).collect();
    match words.as_slice() {
        ["gateway", "connector"] => Some(Side::Gateway),
        ["connector", "gateway"] => Some(Side::Connector),
        _ => None,
    }
}
