//! Frames against the schemas: strict reading, compiled validators, precise violations.
//!
//! This layer knows no Rust frame types. It never shows a value of a frame.

mod explain;
mod json;
mod lines;
mod rules;
mod told;
mod validator;
mod violation;
mod walk;

#[cfg(feature = "frame")]
pub(crate) use json::{StrictValue, too_deep};
pub use json::{frame_type, read, read_within};
pub use lines::{Line, LineSplitter};
pub use told::VIOLATION_LIMIT;
pub use validator::{Report, SchemaError, Validator};
pub use violation::{Rule, Violation};

pub use crate::well_known::{DEPTH_LIMIT, FRAME_LIMIT};
