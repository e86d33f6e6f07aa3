//! What a line of the connector is, before anybody acts on it.

use std::borrow::Cow;

use crate::frame::{ConnectorFrame, Crosscheck, Decoded, decode};
use crate::relay::raw;
use crate::validate::{FRAME_LIMIT, Line, Violation};

/// One line, read.
#[derive(Debug)]
#[non_exhaustive]
pub enum Incoming {
    /// A frame of the contract.
    Frame(Box<ConnectorFrame>),
    /// A frame of a type that this revision does not know: ignored.
    Unknown,
    /// Out of contract.
    Refused {
        /// Why, at least one.
        violations: Vec<Violation>,
        /// The `bufferId` to acknowledge, so that the delivery does not come again for ever.
        buffer_id: Option<String>,
    },
}

/// Reads a line. One over the frame limit, or out of contract, is only scanned for its `bufferId`.
///
/// With `coerces_ids`, ids that are written as integers are read as strings ([`raw::scalar_ids_to_strings`]). With a
/// `crosscheck`, the schema validator reads it too.
#[must_use]
pub fn read(line: Line<'_>, coerces_ids: bool, crosscheck: Option<&Crosscheck>) -> Incoming {
    let text = match line.text {
        Ok(text) if coerces_ids && text.len() <= FRAME_LIMIT => raw::scalar_ids_to_strings(text),
        Ok(text) => Cow::Borrowed(text),
        Err(violation) => return Incoming::Refused { violations: vec![violation], buffer_id: None },
    };
    let decoded = match crosscheck {
        Some(crosscheck) => crosscheck.decode::<ConnectorFrame>(&text),
        None => decode(&text),
    };
    match decoded {
        Ok(Decoded::Known(frame)) => Incoming::Frame(Box::new(frame)),
        Ok(Decoded::Unknown { .. }) => Incoming::Unknown,
        Err(error) => Incoming::Refused { violations: error.violations, buffer_id: raw::buffer_id(&text) },
    }
}
