//! From blocks to a draft: each construct of the document by its reader.

pub(in crate::contract) mod actions;
pub(in crate::contract) mod column;
pub(in crate::contract) mod direction;
pub(in crate::contract) mod document;
pub(in crate::contract) mod draft;
pub(in crate::contract) mod examples;
pub(in crate::contract) mod facts;
pub(in crate::contract) mod field_list;
pub(in crate::contract) mod frames;
pub(in crate::contract) mod objects;
pub(in crate::contract) mod prose;
pub(in crate::contract) mod table;
