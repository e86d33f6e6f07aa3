//! The integration tests.

#[cfg(feature = "validate")]
mod captures;
#[cfg(feature = "contract")]
mod parse;
#[cfg(all(feature = "contract", feature = "validate"))]
mod schemas;
mod tidy;
