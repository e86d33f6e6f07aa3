//! The words and signs of the document: types, shapes and names.

pub(in crate::contract) mod compose;
pub(in crate::contract) mod cursor;
pub(in crate::contract) mod display;
pub(in crate::contract) mod limits;
pub(in crate::contract) mod names;
pub(in crate::contract) mod parser;
pub(in crate::contract) mod shape;
pub(in crate::contract) mod token;
