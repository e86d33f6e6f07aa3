//! Changes of what the document says beside its tables of fields.

pub(in crate::evolution) mod duties;
pub(in crate::evolution) mod facts;
mod remarks;
pub(in crate::evolution) mod sections;
pub(in crate::evolution) mod substance;
mod topic;
pub(in crate::evolution) mod words;
