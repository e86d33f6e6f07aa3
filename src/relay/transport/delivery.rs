//! What a transport hands to the adapter.

use std::fmt;

use crate::frame::{CapabilityDescriptor, InboundFrame, InterruptInboundFrame, PassthroughForwardFrame};
use crate::validate::Violation;

/// What the adapter does with what the connector sends. None of these waits: a transport calls them from its reader.
pub trait Handlers: Send + Sync + 'static {
    /// A message for the agent. It is queued, and its receipt accepted by then or later.
    fn inbound(&self, delivery: Delivery<InboundFrame>);

    /// A webhook request for the agent. It is queued, and its receipt accepted by then or later.
    fn passthrough(&self, delivery: Delivery<PassthroughForwardFrame>);

    /// Stops the turn of one session, at once.
    fn interrupt(&self, interrupt: InterruptInboundFrame);

    /// A descriptor has arrived, on this connection (see [`super::Greeting`]). Those of an earlier one are dropped.
    fn descriptor(&self, connection: u64, descriptor: CapabilityDescriptor);

    /// A line was out of contract, and was not read.
    fn refused(&self, refusal: Refusal);

    /// A frame of this `type` was read; for counting. Of an unknown type: `unknown`.
    fn frame_read(&self, frame_type: &'static str);

    /// A frame of this `type` was written; for counting.
    fn frame_written(&self, frame_type: &'static str);
}

/// A frame that is to be handled, and how to say that it was taken over.
#[derive(Debug)]
pub struct Delivery<F> {
    /// The frame.
    pub frame: F,
    /// The bytes of its line: what it takes up in the queue.
    pub size: usize,
    /// Accepted when the delivery is taken over; dropped if it is not, and is to come again.
    pub receipt: Receipt,
}

/// The acknowledgement of one delivery: given by [`Receipt::accept`], withheld by dropping it.
///
/// # Examples
///
/// ```
/// use std::sync::mpsc;
/// use relay_contract::relay::transport::Receipt;
///
/// let (acks, written) = mpsc::channel();
/// let receipt = Receipt::new(move || acks.send("buf-1").expect("the writer is there"));
/// receipt.accept();
/// assert_eq!(written.recv(), Ok("buf-1"));
/// ```
pub struct Receipt(Option<Box<dyn FnOnce() + Send>>);

/// A line that the transport did not read, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refusal {
    /// What is wrong with it, at least one; no values of it.
    pub violations: Vec<Violation>,
    /// Whether its `bufferId` could be read and was acknowledged, so that it does not come again for ever.
    pub acknowledged: bool,
}

impl<F> Delivery<F> {
    /// A delivery.
    #[must_use]
    pub fn new(frame: F, size: usize, receipt: Receipt) -> Self {
        Self { frame, size, receipt }
    }
}

impl Receipt {
    /// A receipt that calls `acknowledge` when it is accepted; it must not wait.
    #[must_use]
    pub fn new(acknowledge: impl FnOnce() + Send + 'static) -> Self {
        Self(Some(Box::new(acknowledge)))
    }

    /// The receipt of a delivery without a `bufferId`, or with an empty one: nothing is acknowledged.
    #[must_use]
    pub fn unwanted() -> Self {
        Self(None)
    }

    /// Whether the connector waits for it, and delivers again if it does not come.
    #[must_use]
    pub fn is_wanted(&self) -> bool {
        self.0.is_some()
    }

    /// Acknowledges the delivery.
    pub fn accept(self) {
        if let Some(acknowledge) = self.0 {
            acknowledge();
        }
    }
}

impl fmt::Debug for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receipt").field("wanted", &self.is_wanted()).finish()
    }
}

impl Refusal {
    /// A refusal.
    #[must_use]
    pub fn new(violations: Vec<Violation>, acknowledged: bool) -> Self {
        Self { violations, acknowledged }
    }
}
