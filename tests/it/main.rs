//! The integration tests.

#[cfg(feature = "validate")]
mod captures;
#[cfg(all(feature = "cli", feature = "frame"))]
mod one_field;
#[cfg(feature = "contract")]
mod parse;
#[cfg(all(feature = "contract", feature = "validate"))]
mod schemas;
mod tidy;
