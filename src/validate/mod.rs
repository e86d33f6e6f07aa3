//! Frames against the schemas: strict reading, compiled validators, precise violations.
//!
//! This layer knows no Rust frame types. It never shows a value of a frame.

mod explain;
mod json;
mod validator;
mod violation;
mod walk;

pub use json::{DEPTH_LIMIT, FRAME_LIMIT, frame_type, read, read_within};
pub use validator::{Report, SchemaError, Validator};
#[cfg(feature = "frame")]
pub(crate) use violation::cut;
pub use violation::{Rule, Violation};
