//! What the parser makes of documents.

mod diagnostics;
mod grammar;
mod guess;
mod model;
#[cfg(feature = "cli")]
mod rendered;
mod robust;
