//! Handlers that keep what they are given.

use std::sync::Arc;

use relay_contract::frame::{
    CapabilityDescriptor, InboundFrame, InterruptInboundFrame, PassthroughForwardFrame,
};
use relay_contract::relay::transport::{Delivery, Handlers, Receipt, Refusal};
use tokio::sync::{Mutex, mpsc};

use super::within;

/// What a transport handed over, in order.
#[derive(Debug)]
pub(super) enum Seen {
    Inbound { text: String, receipt: Receipt },
    Passthrough { body: Vec<u8>, receipt: Receipt },
    Interrupt { session_key: String },
    Descriptor { connection: u64, platform: String },
    Refused(Refusal),
}

pub(super) struct Recorder {
    inlet: mpsc::UnboundedSender<Seen>,
    outlet: Mutex<mpsc::UnboundedReceiver<Seen>>,
}

struct Inlet(mpsc::UnboundedSender<Seen>);

impl Default for Recorder {
    fn default() -> Self {
        let (inlet, outlet) = mpsc::unbounded_channel();
        Self { inlet, outlet: Mutex::new(outlet) }
    }
}

impl Recorder {
    pub(super) fn handlers(&self) -> Arc<dyn Handlers> {
        Arc::new(Inlet(self.inlet.clone()))
    }

    pub(super) async fn next(&self) -> Seen {
        within(self.outlet.lock().await.recv()).await.expect("the recorder lives")
    }

    /// The next message for the agent.
    pub(super) async fn inbound(&self) -> (String, Receipt) {
        loop {
            if let Seen::Inbound { text, receipt } = self.next().await {
                return (text, receipt);
            }
        }
    }

    /// The next line that was refused.
    pub(super) async fn refusal(&self) -> Refusal {
        loop {
            if let Seen::Refused(refusal) = self.next().await {
                return refusal;
            }
        }
    }
}

impl Inlet {
    fn keep(&self, seen: Seen) {
        self.0.send(seen).expect("the recorder outlives the transport");
    }
}

impl Handlers for Inlet {
    fn inbound(&self, delivery: Delivery<InboundFrame>) {
        self.keep(Seen::Inbound { text: delivery.frame.event.text, receipt: delivery.receipt });
    }

    fn passthrough(&self, delivery: Delivery<PassthroughForwardFrame>) {
        let body = delivery.frame.forward.body_b64.into_bytes();
        self.keep(Seen::Passthrough { body, receipt: delivery.receipt });
    }

    fn interrupt(&self, interrupt: InterruptInboundFrame) {
        self.keep(Seen::Interrupt { session_key: interrupt.session_key });
    }

    fn descriptor(&self, connection: u64, descriptor: CapabilityDescriptor) {
        self.keep(Seen::Descriptor { connection, platform: descriptor.platform });
    }

    fn refused(&self, refusal: Refusal) {
        self.keep(Seen::Refused(refusal));
    }

    fn frame_read(&self, _: &'static str) {}

    fn frame_written(&self, _: &'static str) {}
}
