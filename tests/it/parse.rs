//! What the parser makes of documents.

mod diagnostics;
mod model;
mod robust;
