//! What changed on the wire: frames, actions, fields and types side by side.

pub(in crate::evolution) mod actions;
pub(in crate::evolution) mod fields;
pub(in crate::evolution) mod frames;
pub(in crate::evolution) mod gates;
pub(in crate::evolution) mod limits;
pub(in crate::evolution) mod meaning;
pub(in crate::evolution) mod objects;
pub(in crate::evolution) mod renamed_objects;
pub(in crate::evolution) mod types;
pub(in crate::evolution) mod visibility;
