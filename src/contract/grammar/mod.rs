//! The words and signs of the document: tokens, limits, and types and shapes made of them.
//!
//! `parser` is one recursive descent; below it are `compose` and `limits`, then `cursor`, `wording` and `token`.

mod compose;
pub(in crate::contract) mod cursor;
pub(in crate::contract) mod limits;
pub(in crate::contract) mod parser;
pub(in crate::contract) mod token;
pub(in crate::contract) mod wording;
