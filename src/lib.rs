//! The relay-connector contract, executable.
#[cfg(feature = "contract")]
pub mod contract;
#[cfg(feature = "frame")]
pub mod frame;
#[cfg(any(feature = "contract", feature = "validate"))]
pub mod schema;
mod side;
#[cfg(feature = "validate")]
pub mod validate;

pub use side::Side;
