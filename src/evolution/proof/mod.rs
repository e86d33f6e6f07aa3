//! The answers of readers to what writers may send, and the frames that show them.

pub(in crate::evolution) mod edge_values;
pub(in crate::evolution) mod minimal;
mod peer;
pub(in crate::evolution) mod reader_model;
pub(in crate::evolution) mod witness;
