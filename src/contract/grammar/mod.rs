//! The words and signs of the document: types, shapes and names.

pub(in crate::contract) mod alternatives;
pub(in crate::contract) mod display;
pub(in crate::contract) mod limits;
pub(in crate::contract) mod names;
pub(in crate::contract) mod shape;
pub(in crate::contract) mod syntax;
pub(in crate::contract) mod token;
pub(in crate::contract) mod type_syntax;
