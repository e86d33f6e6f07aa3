//! Frames against the schemas: strict reading, compiled validators, precise violations.
//!
//! This layer knows no Rust frame types. It never shows a value of a frame.

mod explain;
mod lines;
mod read;
mod rules;
mod told;
mod validator;
mod violation;
mod walk;

pub use lines::{Line, LineSplitter};
pub use read::{frame_type, read, read_within};
pub use told::VIOLATION_LIMIT;
pub use validator::{Report, SchemaError, Validator};
pub use violation::{Rule, Violation};

pub use crate::well_known::FRAME_LIMIT;

/// The deepest nesting of arrays and objects in a frame, the frame itself counted.
pub const DEPTH_LIMIT: usize = crate::well_known::DEPTH_LIMIT;
