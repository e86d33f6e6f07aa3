//! The integration tests.
#[cfg(feature = "contract")]
mod parse;
