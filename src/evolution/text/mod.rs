//! What changed in what the document says beside its tables of fields.

pub(in crate::evolution) mod facts;
pub(in crate::evolution) mod remarks;
pub(in crate::evolution) mod sections;
pub(in crate::evolution) mod substance;
pub(in crate::evolution) mod topic;
pub(in crate::evolution) mod words;
