//! What readers do with what writers may send, and the frames that show it.

pub(in crate::evolution) mod boundary;
pub(in crate::evolution) mod peer;
pub(in crate::evolution) mod reception;
pub(in crate::evolution) mod smallest;
pub(in crate::evolution) mod witness;
