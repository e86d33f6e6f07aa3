//! The three laws of frames (design section 5), over texts that are generated from the contract's model.

pub(crate) mod constraint;
mod constraints;
mod constructors;
pub(crate) mod document;
mod duties;
mod every_construct;
pub(crate) mod generate;
mod json;
mod law;
mod mutate;
mod oracle;
pub(crate) mod random;
mod reading;
mod results;
pub(crate) mod run;
pub(crate) mod strict;
pub(crate) mod subject;
pub(crate) mod text;
mod trap;
mod traps;
