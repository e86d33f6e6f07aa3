//! A turn that was stopped, and why.

/// A turn that was stopped where it waited. Its future is dropped; its delivery was accepted, and does not come again.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Interrupted {
    /// Its session.
    pub session_key: String,
    /// The platform's id of its message, if it has one.
    pub message_id: Option<String>,
    /// Why.
    pub cause: InterruptCause,
}

/// Why a turn was stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InterruptCause {
    /// The connector sent an `interrupt_inbound`.
    Connector,
    /// The gateway called [`RelayAdapter::interrupt`](super::RelayAdapter::interrupt).
    Gateway,
    /// A later delivery came that stops it: [`OnArrival::Interrupt`](super::OnArrival::Interrupt).
    Arrival,
    /// The gateway disconnects, or the time of its drain is over.
    Leaving,
}
