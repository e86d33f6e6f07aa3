//! The gateway's side of the link.
//!
//! [`RelayAdapter`] is what a gateway holds: it connects over a [`RelayTransport`], hands messages to a [`Gateway`], and
//! sends actions. The other modules are its pure parts, values and functions over frames: what time it is and what is
//! random is passed in, and nothing in them dials, waits or logs.
//!
#![doc = include_str!("../../docs/testing-a-gateway.md")]

mod adapter;
pub mod arrival;
pub mod chats;
mod counters;
pub mod credentials;
mod dispatch;
pub mod drafts;
mod fault;
pub mod interaction;
mod interrupted;
pub mod outcome;
pub mod prompt;
pub mod raw;
mod recent;
pub mod session;
pub mod split;
pub mod transport;

pub use adapter::{
    ActionError, AdapterOptions, Arrival, AskedPrompt, AutoThread, Choice, Extent, Gateway, OnArrival,
    PromptAnswer, Question, RelayAdapter, RenameIf, SlackOptions, Turn,
};
pub use counters::Snapshot;
pub use dispatch::Acknowledge;
pub use fault::{Fault, HandlerError};
pub use interrupted::{InterruptCause, Interrupted};
pub use transport::RelayTransport;
