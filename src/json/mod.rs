//! JSON, read strictly and once for all layers: values, places in them, nesting, base64.
//!
//! This layer knows no schema and no contract, and words no error.

pub(crate) mod base64;
mod path;
mod scan;
#[cfg(feature = "frame")]
mod skip;
mod value;

#[cfg(feature = "validate")]
pub(crate) use path::{JsonPath, Segment, cut};
#[cfg(any(feature = "contract", feature = "relay"))]
pub(crate) use scan::string_end;
#[cfg(feature = "frame")]
pub(crate) use scan::too_deep;
#[cfg(feature = "frame")]
pub(crate) use skip::{Keys, Skip, Word};
#[cfg(feature = "frame")]
pub(crate) use value::StrictValue;
#[cfg(feature = "contract")]
pub(crate) use value::read;
#[cfg(feature = "validate")]
pub(crate) use value::read_line;
pub(crate) use value::{Flaw, JsonError};
