//! The lines of a link, taken from its transport without keeping it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

use relay_contract::Side;
use relay_contract::frame::{
    CapabilityDescriptor, InboundFrame, InterruptInboundFrame, PassthroughForwardFrame,
};
use relay_contract::relay::transport::{Delivery, Handlers, Receipt, Refusal};
use relay_contract::validate::Violation;
use relay_contract::ws::LineObserver;
use tokio::sync::mpsc;

/// Lines that wait to be shown, at most; what comes beyond is counted.
const WAITING: usize = 65_536;

/// A line that went over the link.
pub(super) struct Seen {
    pub(super) at: Instant,
    pub(super) writer: Side,
    pub(super) line: Result<String, Violation>,
}

/// Takes note of every line, and acknowledges deliveries if it is to.
pub(super) struct Lines {
    notes: Notes,
    acknowledges: bool,
}

#[derive(Clone)]
struct Notes {
    to_look: mpsc::Sender<Seen>,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    /// Whether the observer saw the line that the transport is reading. It sees none that is no text.
    is_observed: AtomicBool,
    missed: AtomicU64,
}

impl Lines {
    pub(super) fn new(acknowledges: bool) -> (Self, mpsc::Receiver<Seen>) {
        let (to_look, seen) = mpsc::channel(WAITING);
        (Self { notes: Notes { to_look, shared: Arc::default() }, acknowledges }, seen)
    }

    pub(super) fn observer(&self) -> LineObserver {
        let notes = self.notes.clone();
        LineObserver::new(move |writer, line| {
            notes.shared.is_observed.store(writer == Side::Connector, Ordering::Relaxed);
            notes.take(writer, Ok(line.to_owned()));
        })
    }

    /// How many lines came faster than they could be shown.
    pub(super) fn missed(&self) -> u64 {
        self.notes.shared.missed.load(Ordering::Relaxed)
    }

    fn settle(&self, receipt: Receipt) {
        if self.acknowledges {
            receipt.accept();
        }
    }
}

impl Notes {
    fn take(&self, writer: Side, line: Result<String, Violation>) {
        if self.to_look.try_send(Seen { at: Instant::now(), writer, line }).is_err() {
            self.shared.missed.fetch_add(1, Ordering::Relaxed);
        }
    }
}

impl Handlers for Lines {
    fn inbound(&self, delivery: Delivery<InboundFrame>) {
        self.settle(delivery.receipt);
    }

    fn passthrough(&self, delivery: Delivery<PassthroughForwardFrame>) {
        self.settle(delivery.receipt);
    }

    fn interrupt(&self, _: InterruptInboundFrame) {}

    fn descriptor(&self, _: u64, _: CapabilityDescriptor) {}

    fn refused(&self, refusal: Refusal) {
        let is_observed = self.notes.shared.is_observed.swap(false, Ordering::Relaxed);
        if let (Some(violation), false) = (refusal.violations.into_iter().next(), is_observed) {
            self.notes.take(Side::Connector, Err(violation));
        }
    }

    fn frame_read(&self, _: &'static str) {
        self.notes.shared.is_observed.store(false, Ordering::Relaxed);
    }

    fn frame_written(&self, _: &'static str) {}
}
