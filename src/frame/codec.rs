//! From a line to a frame and back.

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;
use serde::de::{DeserializeOwned, Deserializer as _, Error as _, IgnoredAny, MapAccess, Visitor};

use super::records::Object;
use super::unions::Union;
use super::{ConnectorFrame, GatewayFrame};
use crate::Side;
use crate::json::{Word, too_deep};
use crate::schema::View;
use crate::validate::{self, Validator, Violation};

/// What a line holds for a reader that knows this revision of the contract.
#[derive(Debug, Clone, PartialEq)]
pub enum Decoded<F> {
    /// A frame of the contract.
    Known(F),
    /// A well-formed object whose `type` the reader does not know, and ignores (contract section 3).
    Unknown {
        /// Its `type`.
        frame_type: String,
    },
}

/// The frames of one writer: [`GatewayFrame`] or [`ConnectorFrame`].
pub trait Frame: Serialize + DeserializeOwned + sealed::Sealed {
    /// The side that sends these frames.
    const WRITER: Side;
    /// Their `type`s, in document order.
    const TAGS: &'static [&'static str];
}

/// A line that a reader refuses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", list(violations))]
#[non_exhaustive]
pub struct DecodeError {
    /// Why, at least one: where, what was expected, the rule and the contract's section. No values. At most
    /// [`validate::VIOLATION_LIMIT`], and one that says that there are more.
    pub violations: Vec<Violation>,
}

/// A frame that cannot be written, because a reader would refuse it.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum EncodeError {
    /// It holds an action that this revision of the contract does not know.
    #[error("expected a known op: an unknown action can be read, never written")]
    UnknownOp,
    /// Its line would be longer than [`validate::FRAME_LIMIT`].
    #[error("expected at most {} bytes with the line end, found {found}", validate::FRAME_LIMIT)]
    TooLong {
        /// The length of the line in bytes.
        found: usize,
    },
    /// A free object in it is nested deeper than [`validate::DEPTH_LIMIT`] allows.
    #[error("expected at most {} levels of arrays and objects, found {found}", validate::DEPTH_LIMIT)]
    TooDeep {
        /// The levels of the frame.
        found: usize,
    },
}

/// Reads one frame from one line, with or without its line end.
///
/// The reader view decides: unknown fields are ignored, fields with a default may be absent.
///
/// # Errors
///
/// A text that is no JSON object, longer than [`validate::FRAME_LIMIT`] bytes, nested deeper than
/// [`validate::DEPTH_LIMIT`], with a duplicate key, or without a string `type`; a known frame that breaks the
/// contract. All violations are told, not the first, up to [`validate::VIOLATION_LIMIT`].
///
/// # Examples
///
/// ```
/// use relay_contract::frame::{ConnectorFrame, Decoded, decode};
///
/// let line = r#"{"type":"interrupt_inbound","session_key":"agent:main:telegram:dm:5","chat_id":"5"}"#;
/// let Decoded::Known(ConnectorFrame::InterruptInbound(interrupt)) = decode(line)? else { panic!() };
/// assert_eq!(interrupt.chat_id, "5");
///
/// let error = decode::<ConnectorFrame>(r#"{"type":"outbound_result"}"#).unwrap_err();
/// assert_eq!(error.to_string(), "outbound_result: expected the field `requestId`, found none (rule required, contract section 4.6)");
/// # Ok::<(), relay_contract::frame::DecodeError>(())
/// ```
pub fn decode<F: Frame>(line: &str) -> Result<Decoded<F>, DecodeError> {
    let mut frame = None;
    // Whatever the types take, the reader view takes: what is left is a refusal, or nested to the very limit.
    let Some(tag) = one_pass(line, &mut frame) else { return explained(line) };
    Ok(match frame {
        Some(frame) => Decoded::Known(frame),
        None => Decoded::Unknown { frame_type: tag.into_owned() },
    })
}

/// Reads a line in one pass, a known frame into its place, and gives its tag; `None` says only that it was not to be
/// read so.
fn one_pass<'a, F: Frame>(line: &'a str, place: &mut Option<F>) -> Option<Cow<'a, str>> {
    if line.strip_suffix('\n').unwrap_or(line).len() >= validate::FRAME_LIMIT {
        return None;
    }
    let mut text = serde_json::Deserializer::from_str(line);
    let tag = if is_first(F::TAG, line) {
        text.deserialize_map(TagFirst(&mut *place)).ok()?
    } else if let Some(tag) = last(F::TAG, line)
        && F::branch(tag, Object::tagged(F::TAG, tag, &mut text), place).is_ok()
    {
        Cow::Borrowed(tag)
    } else {
        // It is found, then all is read as if it had come first: nothing is buffered.
        let tag = serde_json::Deserializer::from_str(line).deserialize_map(FindTag(F::TAG)).ok()?;
        text = serde_json::Deserializer::from_str(line);
        F::branch(&tag, Object::tagged(F::TAG, &tag, &mut text), place).ok()?;
        tag
    };
    text.end().ok()?;
    Some(tag)
}

/// Whether a line begins with this key, and with no escape in it.
fn is_first(key: &str, line: &str) -> bool {
    let members = line.trim_ascii_start().strip_prefix('{').map(str::trim_ascii_start);
    let behind = members.and_then(|members| members.strip_prefix('"')?.strip_prefix(key));
    behind.is_some_and(|behind| behind.starts_with('"'))
}

/// The word that a line ends with if the key stands before it; reading confirms that it is the frame's own.
fn last<'a>(key: &str, line: &'a str) -> Option<&'a str> {
    let members = line.trim_ascii_end().strip_suffix('}')?.trim_ascii_end();
    let (before, word) = members.strip_suffix('"')?.rsplit_once('"')?;
    let before = before.trim_ascii_end().strip_suffix(':')?.trim_ascii_end();
    before.strip_suffix('"')?.strip_suffix(key)?.ends_with('"').then_some(word)
}

/// Reads a line by way of a value: slowly, but it knows why.
///
/// A line that is nested to the very limit is read here too: the JSON reader's own limit is one level less.
fn explained<F: Frame>(line: &str) -> Result<Decoded<F>, DecodeError> {
    let refused = |violation| DecodeError { violations: vec![violation] };
    let value = validate::read(line).map_err(refused)?;
    let frame_type = validate::frame_type(&value).map_err(refused)?;
    if !F::TAGS.contains(&frame_type) {
        return Ok(Decoded::Unknown { frame_type: frame_type.to_owned() });
    }
    let mut text = serde_json::Deserializer::from_str(line);
    text.disable_recursion_limit();
    match F::deserialize(&mut text) {
        Ok(frame) => Ok(Decoded::Known(frame)),
        Err(_) => Err(DecodeError { violations: explain(&value, F::WRITER) }),
    }
}

/// Reads a frame whose tag comes first, and gives the tag.
struct TagFirst<'a, F>(&'a mut Option<F>);

impl<'de, F: Frame> Visitor<'de> for TagFirst<'_, F> {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a frame")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Cow<'de, str>, A::Error> {
        members.next_key_seed(Word)?;
        let tag = members.next_value_seed(Word)?;
        F::branch(&tag, Object::behind(F::TAG, members), self.0)?;
        Ok(tag)
    }
}

/// Reads the value of a key, wherever it is.
struct FindTag(&'static str);

impl<'de> Visitor<'de> for FindTag {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a frame")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Cow<'de, str>, A::Error> {
        let mut tag = None;
        while let Some(key) = members.next_key_seed(Word)? {
            if key == self.0 {
                tag = Some(members.next_value_seed(Word)?);
            } else {
                members.next_value::<IgnoredAny>()?;
            }
        }
        tag.ok_or_else(|| A::Error::missing_field(self.0))
    }
}

/// Writes one frame as one line: the tag first, a line end last.
///
/// What it writes is valid under the writer view, and every reader within the contract's limits takes it.
///
/// # Errors
///
/// [`EncodeError::UnknownOp`] for an `outbound` frame that was read with an unknown action,
/// [`EncodeError::TooLong`] and [`EncodeError::TooDeep`] for what exceeds the limits of a line (contract section
/// 3.2).
pub fn encode<F: Frame>(frame: &F) -> Result<String, EncodeError> {
    let mut line = serde_json::to_string(frame).map_err(unwritable)?;
    line.push('\n');
    within_limits(line.as_bytes())?;
    Ok(line)
}

/// As [`encode`], to the end of a buffer that may hold other lines; what it holds after an error is what it held
/// before.
///
/// # Errors
///
/// As [`encode`].
pub fn encode_into<F: Frame>(frame: &F, lines: &mut Vec<u8>) -> Result<(), EncodeError> {
    let start = lines.len();
    let written = serde_json::to_writer(&mut *lines, frame).map_err(unwritable).and_then(|()| {
        lines.push(b'\n');
        within_limits(&lines[start..])
    });
    if written.is_err() {
        lines.truncate(start);
    }
    written
}

/// Nothing else in the types has no JSON form: keys are strings, numbers are finite.
fn unwritable(_: serde_json::Error) -> EncodeError {
    EncodeError::UnknownOp
}

fn within_limits(line: &[u8]) -> Result<(), EncodeError> {
    if line.len() > validate::FRAME_LIMIT {
        return Err(EncodeError::TooLong { found: line.len() });
    }
    too_deep(line).map_or(Ok(()), |found| Err(EncodeError::TooDeep { found }))
}

/// Why the reader view refuses a frame that the types refuse.
fn explain(value: &serde_json::Value, writer: Side) -> Vec<Violation> {
    let violations = Validator::builtin(View::Reader).check(value, Some(writer)).violations;
    if violations.is_empty() { vec![Violation::disagreement(value)] } else { violations }
}

fn list(violations: &[Violation]) -> String {
    violations.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

mod sealed {
    pub trait Sealed: super::Union {}

    impl Sealed for super::GatewayFrame {}
    impl Sealed for super::ConnectorFrame {}
}

impl Frame for GatewayFrame {
    const WRITER: Side = Side::Gateway;
    const TAGS: &'static [&'static str] = GatewayFrame::TAGS;
}

impl Frame for ConnectorFrame {
    const WRITER: Side = Side::Connector;
    const TAGS: &'static [&'static str] = ConnectorFrame::TAGS;
}
