//! The relay-connector contract, executable.
#[cfg(feature = "contract")]
pub mod contract;
