//! The words and signs of the document: tokens, limits, and types and shapes made of them.
//!
//! `parser` is one recursive descent; below it are `compose` and `limits`, then `cursor`, `wording` and `token`.

mod compose;
pub(super) mod cursor;
pub(super) mod limits;
pub(super) mod parser;
pub(super) mod token;
pub(super) mod wording;
