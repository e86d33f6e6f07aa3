//! Transports with a part missing: what the simulation must find.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use relay_contract::frame::{
    ActionResult, CapabilityDescriptor, InboundFrame, InterruptFrame, InterruptInboundFrame, OutboundAction,
    PassthroughForwardFrame,
};
use relay_contract::relay::RelayTransport;
use relay_contract::relay::transport::{
    Delivery, Greeting, Handlers, Identity, Receipt, Refusal, Tag, TransportError,
};
use relay_contract::ws::WebSocketTransport;

use super::invariant::Invariant;
use super::ledger::Ledger;

/// What is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subject {
    /// Nothing.
    Sound,
    /// Nothing is acknowledged.
    WithoutAcknowledgement,
    /// Everything is acknowledged when it arrives.
    WithHastyAcknowledgement,
    /// No delivery is known again.
    WithoutDuplicateCheck,
    /// The waits between dials do not grow.
    WithoutGrowth,
    /// The queue takes every message.
    WithoutQueueLimit,
    /// What was turned away is never asked for again.
    WithoutRedial,
    /// Some messages are acknowledged as if they were handled, and dropped.
    WithDrops,
    /// Acknowledges at the end of a turn.
    WithLateAcknowledgement,
}

/// What each is found by: a scenario in which every seed sees this invariant broken.
pub(crate) const TAMPERED: [(Subject, &str, Invariant); 8] = [
    (Subject::WithoutAcknowledgement, "drop-after-hello", Invariant::AdmittedIsAcknowledged),
    (Subject::WithHastyAcknowledgement, "flood", Invariant::AcknowledgedIsHandled),
    (Subject::WithoutDuplicateCheck, "restart-during-replay", Invariant::NoneTwice),
    (Subject::WithoutGrowth, "accept-then-close", Invariant::GrowingBackoff),
    (Subject::WithoutQueueLimit, "restart-during-replay", Invariant::BoundedMemory),
    (Subject::WithoutRedial, "flood", Invariant::NoneLost),
    (Subject::WithDrops, "flood", Invariant::AcknowledgedIsHandled),
    (Subject::WithLateAcknowledgement, "one-outstanding", Invariant::AcknowledgedSoon),
];

/// A transport whose deliveries are tampered with on their way to the adapter.
pub(crate) struct Tampered {
    inner: WebSocketTransport,
    subject: Subject,
    ledger: Ledger,
}

struct Inlet {
    inner: Arc<dyn Handlers>,
    subject: Subject,
    deliveries: AtomicUsize,
}

impl Tampered {
    pub(crate) fn new(inner: WebSocketTransport, subject: Subject, ledger: Ledger) -> Self {
        Self { inner, subject, ledger }
    }

    pub(crate) fn link(&self) -> &WebSocketTransport {
        &self.inner
    }
}

impl Handlers for Inlet {
    fn inbound(&self, delivery: Delivery<InboundFrame>) {
        let Delivery { mut frame, size, receipt } = delivery;
        let receipt = match self.subject {
            _ if !receipt.is_wanted() => receipt,
            Subject::Sound
            | Subject::WithoutGrowth
            | Subject::WithoutQueueLimit
            | Subject::WithoutRedial
            | Subject::WithLateAcknowledgement => receipt,
            Subject::WithDrops => {
                if self.deliveries.fetch_add(1, Ordering::Relaxed) % 10 == 3 {
                    receipt.accept();
                    return;
                }
                receipt
            }
            Subject::WithoutAcknowledgement => Receipt::new(move || drop(receipt)),
            Subject::WithHastyAcknowledgement => {
                receipt.accept();
                Receipt::new(|| ())
            }
            Subject::WithoutDuplicateCheck => {
                let delivery = self.deliveries.fetch_add(1, Ordering::Relaxed);
                frame.event.message_id = frame.event.message_id.map(|id| format!("{id} {delivery}"));
                receipt
            }
        };
        self.inner.inbound(Delivery::new(frame, size, receipt));
    }

    fn passthrough(&self, delivery: Delivery<PassthroughForwardFrame>) {
        self.inner.passthrough(delivery);
    }

    fn interrupt(&self, interrupt: InterruptInboundFrame) {
        self.inner.interrupt(interrupt);
    }

    fn descriptor(&self, connection: u64, descriptor: CapabilityDescriptor) {
        self.inner.descriptor(connection, descriptor);
    }

    fn refused(&self, refusal: Refusal) {
        self.inner.refused(refusal);
    }

    fn frame_read(&self, frame_type: &'static str) {
        self.inner.frame_read(frame_type);
    }

    fn frame_written(&self, frame_type: &'static str) {
        self.inner.frame_written(frame_type);
    }
}

impl RelayTransport for Tampered {
    fn identities(&self) -> &[Identity] {
        self.inner.identities()
    }

    fn register(&self, handlers: Arc<dyn Handlers>) {
        let deliveries = AtomicUsize::new(0);
        self.inner.register(Arc::new(Inlet { inner: handlers, subject: self.subject, deliveries }));
    }

    async fn connect(&self) -> Result<(), TransportError> {
        self.inner.connect().await
    }

    async fn handshake(&self) -> Result<Greeting, TransportError> {
        self.inner.handshake().await
    }

    async fn disconnect(&self) {
        self.inner.disconnect().await;
    }

    async fn send_outbound(
        &self,
        action: OutboundAction,
        tag: Option<Tag>,
    ) -> Result<ActionResult, TransportError> {
        self.inner.send_outbound(action, tag).await
    }

    async fn send_interrupt(&self, interrupt: InterruptFrame) -> Result<(), TransportError> {
        self.inner.send_interrupt(interrupt).await
    }

    async fn go_idle(&self) -> bool {
        self.inner.go_idle().await
    }

    async fn go_dormant(&self) -> bool {
        self.inner.go_dormant().await
    }

    fn redial(&self) -> bool {
        if self.subject == Subject::WithoutRedial {
            return true;
        }
        let will = self.inner.redial();
        if will {
            self.ledger.redials();
        }
        will
    }
}
