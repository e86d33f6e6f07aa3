//! What the laws are about: the frames of a side, or a result.

use relay_contract::Side;
use relay_contract::contract::Definition;
use relay_contract::frame::{ConnectorFrame, Decoded, EncodeError, Frame, GatewayFrame, decode, encode};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::results::RESULTS;
use super::strict;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subject {
    Frames(Side),
    /// The index in [`RESULTS`].
    Result(usize),
}

/// What becomes of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    Known,
    Unknown(String),
    Refused,
}

/// A text as the types read it.
#[derive(Debug)]
pub(crate) struct Typed {
    pub(crate) verdict: Verdict,
    /// The text that the types write for it; none for what is not known, or holds an action that is not.
    pub(crate) written: Option<String>,
}

/// Reads a text, writes what was read, reads and writes it again.
pub(crate) type RoundTrip = fn(&str) -> Typed;

impl Subject {
    /// The frames of the side that sends this one.
    pub(crate) fn of_frame(frame: &Definition) -> Self {
        Self::Frames(frame.writer().expect("a frame has a writer"))
    }

    pub(crate) fn all() -> impl Iterator<Item = Self> {
        let frames = [Side::Gateway, Side::Connector].map(Self::Frames);
        frames.into_iter().chain((0..RESULTS.len()).map(Self::Result))
    }

    /// The name of its definition in the bundles.
    pub(crate) fn definition(self) -> &'static str {
        match self {
            Self::Frames(Side::Gateway) => "GatewayFrame",
            Self::Frames(Side::Connector) => "ConnectorFrame",
            Self::Result(index) => RESULTS[index].0,
        }
    }

    pub(crate) fn writer(self) -> Option<Side> {
        match self {
            Self::Frames(writer) => Some(writer),
            Self::Result(_) => None,
        }
    }

    /// Reads and writes a text; panics if law 3 does not hold for it.
    pub(crate) fn typed(self, text: &str) -> Typed {
        match self {
            Self::Frames(Side::Gateway) => frame::<GatewayFrame>(text),
            Self::Frames(Side::Connector) => frame::<ConnectorFrame>(text),
            Self::Result(index) => RESULTS[index].1(text),
        }
    }
}

fn frame<F: Frame + Clone + PartialEq + std::fmt::Debug>(text: &str) -> Typed {
    let frame = match decode::<F>(text) {
        Err(error) => {
            assert!(!error.violations.is_empty(), "a refusal without a reason");
            let ours = error.violations.iter().find(|violation| violation.rule.as_str() == "disagreement");
            assert_eq!(ours, None, "the types refuse what the crate's own validator accepts");
            return Typed { verdict: Verdict::Refused, written: None };
        }
        Ok(Decoded::Unknown { frame_type }) => {
            return Typed { verdict: Verdict::Unknown(frame_type), written: None };
        }
        Ok(Decoded::Known(frame)) => frame,
    };
    let written = match encode(&frame) {
        Ok(written) => written,
        Err(EncodeError::UnknownOp) => return Typed { verdict: Verdict::Known, written: None },
        Err(other) => panic!("a frame that was read cannot be written: {other}"),
    };
    assert_eq!(decode::<F>(&written), Ok(Decoded::Known(frame.clone())), "law 3: decode of encode");
    assert_eq!(encode(&frame).ok().as_ref(), Some(&written), "law 3: encode is stable");
    assert!(written.starts_with(r#"{"type":""#), "the tag comes first");
    assert_eq!(written.find('\n'), Some(written.len() - 1), "one line");
    Typed { verdict: Verdict::Known, written: Some(written) }
}

/// As for frames, for a type that has no codec of its own: whether the text is well-formed is not its business.
pub(crate) fn value<T: DeserializeOwned + Serialize + PartialEq + std::fmt::Debug>(text: &str) -> Typed {
    let from_text = |text| {
        // The nesting has been checked, against a limit that is one more than serde_json's own.
        let mut text = serde_json::Deserializer::from_str(text);
        text.disable_recursion_limit();
        T::deserialize(&mut text).ok()
    };
    let read = strict::read(text).and_then(|_| from_text(text));
    let Some(value) = read else { return Typed { verdict: Verdict::Refused, written: None } };
    let written = serde_json::to_string(&value).expect("a result has a JSON form");
    let again: T = serde_json::from_str(&written).expect("law 3: what is written can be read");
    assert_eq!(again, value, "law 3: decode of encode");
    Typed { verdict: Verdict::Known, written: Some(written) }
}
