//! The contract between the Hermes gateway and its connector, made executable.
//!
#![cfg_attr(feature = "frame", doc = include_str!("../README.md"))]

#[cfg(feature = "relay")]
pub mod capabilities;
#[cfg(feature = "contract")]
pub mod contract;
#[cfg(feature = "evolution")]
pub mod evolution;
#[cfg(feature = "frame")]
pub mod frame;
#[cfg(any(feature = "contract", feature = "validate"))]
mod json;
#[cfg(feature = "relay")]
pub mod relay;
#[cfg(any(feature = "contract", feature = "validate"))]
pub mod schema;
#[cfg(feature = "relay")]
pub mod session_key;
mod side;
#[cfg(feature = "validate")]
pub mod validate;
#[cfg(any(feature = "contract", feature = "validate"))]
mod well_known;
#[cfg(feature = "contract")]
mod words;
#[cfg(feature = "ws")]
pub mod ws;

pub use side::Side;
