//! What the fuzz targets hold the crate to.

pub mod laws;
#[path = "../../tests/it/laws/strict.rs"]
mod strict;
