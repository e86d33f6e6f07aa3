//! From a line to a frame and back.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{ConnectorFrame, GatewayFrame};
use crate::Side;
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
    /// Why, at least one: where, what was expected, the rule and the contract's section. No values.
    pub violations: Vec<Violation>,
}

/// A frame that cannot be written, because a reader would refuse it.
#[derive(Debug, thiserror::Error)]
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
/// contract. All violations are told, not the first.
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
    let refused = |violation| DecodeError { violations: vec![violation] };
    let value = validate::read(line).map_err(refused)?;
    let frame_type = validate::frame_type(&value).map_err(refused)?;
    if !F::TAGS.contains(&frame_type) {
        return Ok(Decoded::Unknown { frame_type: frame_type.to_owned() });
    }
    let mut deserializer = serde_json::Deserializer::from_str(line);
    // `read` has checked the depth, against a limit that is one more than serde_json's own.
    deserializer.disable_recursion_limit();
    match F::deserialize(&mut deserializer) {
        Ok(frame) => Ok(Decoded::Known(frame)),
        Err(_) => Err(DecodeError { violations: explain(&value, F::WRITER) }),
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
    // Nothing else in the types has no JSON form: keys are strings, numbers are finite.
    let mut line = serde_json::to_string(frame).map_err(|_| EncodeError::UnknownOp)?;
    line.push('\n');
    if line.len() > validate::FRAME_LIMIT {
        return Err(EncodeError::TooLong { found: line.len() });
    }
    match validate::depth(&line) {
        found if found > validate::DEPTH_LIMIT => Err(EncodeError::TooDeep { found }),
        _ => Ok(line),
    }
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
    pub trait Sealed {}

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
