//! The text of a frame as a value, and why it is none in our own words.
//!
//! This module never quotes the text.

use serde_json::Value;

use super::violation::{Rule, Violation};
use crate::json::{Flaw, JsonError, read_line};
use crate::well_known::{DEPTH_LIMIT, FRAME_LIMIT};

/// Reads the text of one frame, with or without its line end.
///
/// Length and nesting are checked before anything is allocated.
///
/// # Errors
///
/// One violation: `size` over [`FRAME_LIMIT`] bytes; `depth` over [`DEPTH_LIMIT`](super::DEPTH_LIMIT); `json` for malformed text, a
/// byte order mark, more text behind the value, a lone surrogate, a number out of the range of a 64-bit float;
/// `duplicate-key` with the place of the first such key, even where the text is broken behind it.
///
/// # Examples
///
/// ```
/// use relay_contract::validate::read;
///
/// let violation = read(r#"{"type":"hello","a/b":[{"c":1,"c":2}],"type":}"#).unwrap_err();
/// assert_eq!((violation.frame.as_deref(), violation.pointer.as_str()), (Some("hello"), "/a~1b/0/c"));
/// ```
pub fn read(line: &str) -> Result<Value, Violation> {
    read_within(line, FRAME_LIMIT)
}

/// As [`read`], with another limit of the length in bytes, the line end counted.
///
/// # Errors
///
/// As [`read`].
pub fn read_within(line: &str, limit: usize) -> Result<Value, Violation> {
    read_line(line, limit).map_err(|error| refused(line, error))
}

/// The `type` of a frame.
///
/// # Errors
///
/// `type` for a value that is no object or a `type` that is no string, `required` for an object without one.
pub fn frame_type(value: &Value) -> Result<&str, Violation> {
    let Value::Object(frame) = value else {
        let message = format!("expected a frame as an object, found {}", kind(value));
        return Err(Violation::whole(Rule::Type, message));
    };
    match frame.get("type") {
        Some(Value::String(frame_type)) => Ok(frame_type),
        Some(other) => {
            let message = format!("expected a string, found {}", kind(other));
            Err(Violation { pointer: "/type".to_owned(), ..Violation::whole(Rule::Type, message) })
        }
        None => Err(Violation::whole(Rule::Required, "expected the field `type`, found none")),
    }
}

/// A JSON value's type with its article.
pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// The parser's refusal in our own words; it never quotes the text.
fn refused(line: &str, error: JsonError) -> Violation {
    let JsonError { flaw, offset, notes } = error;
    let malformed = |what| {
        let message = format!("expected one JSON value, {what} at byte {}", column(line, offset));
        Violation::whole(Rule::Json, message)
    };
    let violation = match flaw {
        // The text may be broken behind the key as well: what came first is reported.
        _ if notes.duplicate.is_some() => {
            Violation::whole(Rule::DuplicateKey, "expected each key once in an object, found this one twice")
        }
        Flaw::TooLong { limit, found } => Violation::too_long(limit, found),
        Flaw::TooDeep { found } => {
            let message =
                format!("expected at most {DEPTH_LIMIT} levels of arrays and objects, found {found}");
            Violation::whole(Rule::Depth, message)
        }
        Flaw::ByteOrderMark => malformed("found a byte order mark"),
        Flaw::End => malformed("the text ends within a value"),
        Flaw::LoneSurrogate => malformed("found half of a surrogate pair"),
        Flaw::NumberRange => malformed("found a number beyond a 64-bit float"),
        Flaw::ControlCharacter => malformed("found a raw control character in a string"),
        Flaw::MoreText => malformed("found more text behind the value"),
        Flaw::DuplicateKey | Flaw::Syntax => malformed("found something else"),
    };
    Violation { frame: notes.frame_type, pointer: notes.duplicate.unwrap_or_default(), ..violation }
}

/// The number of bytes of its last line that a reader had read.
fn column(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).rev().take_while(|byte| *byte != b'\n').count()
}
