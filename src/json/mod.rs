//! JSON for all layers: places within a value.
//!
//! This layer knows no frame, no schema and no contract.

mod path;

pub(crate) use path::{JsonPath, Segment, cut};
