//! The WebSocket transport: a link to a connector over a real socket.
//!
#![doc = include_str!("../../docs/websocket-transport.md")]

mod address;
mod dial;
mod driver;
mod options;
mod reading;
mod shared;
mod socket;
mod stream;
mod transport;

pub use address::{Address, AddressError, normalise};
pub use dial::{Dialler, RootsError, Stream, Target};
pub use options::{LineObserver, WebSocketOptions};
pub use transport::WebSocketTransport;

pub use crate::relay::session::{LinkState, LossReason, SessionOptions};
