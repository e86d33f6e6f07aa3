//! Text side by side: facts by their keys, and all else passage by passage. No verdict hangs on what words say.

mod alignment;
mod columns;
pub(in crate::evolution) mod differences;
pub(in crate::evolution) mod duties;
pub(in crate::evolution) mod facts;
pub(in crate::evolution) mod passages;
pub(in crate::evolution) mod words;
