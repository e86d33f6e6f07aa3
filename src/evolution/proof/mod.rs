//! What readers do with what writers may send, and the frames that show it.

pub(in crate::evolution) mod edge_values;
pub(in crate::evolution) mod minimal;
pub(in crate::evolution) mod peer;
pub(in crate::evolution) mod reader_model;
pub(in crate::evolution) mod witness;
