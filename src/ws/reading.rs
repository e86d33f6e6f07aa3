//! What is done with a line once it is read. Nothing here waits.

use std::sync::Arc;

use tokio::time::Instant;

use super::shared::Shared;
use crate::frame::ConnectorFrame;
use crate::relay::session::Incoming;
use crate::relay::transport::{Delivery, Handlers, Receipt, Refusal};

/// What is done with the lines of one message.
pub(super) struct Reading<'a> {
    shared: &'a Arc<Shared>,
    now: std::time::Instant,
    connection: u64,
}

impl<'a> Reading<'a> {
    pub(super) fn new(shared: &'a Arc<Shared>, now: Instant) -> Self {
        let connection = shared.core().session.connection();
        Self { shared, now: now.into_std(), connection }
    }

    /// Without handlers, what is for the gateway is dropped (contract section 5.2).
    pub(super) fn take(&self, size: usize, incoming: Incoming, handlers: Option<&dyn Handlers>) {
        match incoming {
            Incoming::Frame(frame) => {
                if let Some(handlers) = handlers {
                    handlers.frame_read(frame.tag());
                }
                self.frame(*frame, size, handlers);
            }
            Incoming::Unknown => {
                if let Some(handlers) = handlers {
                    handlers.frame_read("unknown");
                }
            }
            Incoming::Refused { violations, buffer_id } => {
                let acknowledged =
                    buffer_id.is_some_and(|id| self.shared.core().session.acknowledge(self.connection, &id));
                if let Some(handlers) = handlers {
                    handlers.refused(Refusal::new(violations, acknowledged));
                }
            }
        }
    }

    fn frame(&self, frame: ConnectorFrame, size: usize, handlers: Option<&dyn Handlers>) {
        match (frame, handlers) {
            (ConnectorFrame::OutboundResult(frame), _) => self.shared.core().session.result(self.now, frame),
            (ConnectorFrame::GoingIdleAck(_), _) => self.shared.core().session.idle_ack(self.now),
            (ConnectorFrame::Descriptor(frame), handlers) => {
                self.shared.core().session.descriptor(frame.descriptor.clone());
                if let Some(handlers) = handlers {
                    handlers.descriptor(self.connection, frame.descriptor);
                }
            }
            (ConnectorFrame::InterruptInbound(frame), Some(handlers)) => handlers.interrupt(frame),
            (ConnectorFrame::Inbound(frame), Some(handlers)) => {
                let receipt = self.receipt(frame.buffer_id.as_deref());
                handlers.inbound(Delivery::new(frame, size, receipt));
            }
            (ConnectorFrame::PassthroughForward(frame), Some(handlers)) => {
                let receipt = self.receipt(frame.buffer_id.as_deref());
                handlers.passthrough(Delivery::new(frame, size, receipt));
            }
            (
                ConnectorFrame::InterruptInbound(_)
                | ConnectorFrame::Inbound(_)
                | ConnectorFrame::PassthroughForward(_),
                None,
            ) => {}
        }
    }

    /// A receipt that acknowledges on this connection, as long as it is this one.
    fn receipt(&self, buffer_id: Option<&str>) -> Receipt {
        let Some(buffer_id) = buffer_id.filter(|id| !id.is_empty()) else { return Receipt::unwanted() };
        let (shared, connection) = (Arc::downgrade(self.shared), self.connection);
        let buffer_id = buffer_id.to_owned();
        Receipt::new(move || {
            let Some(shared) = shared.upgrade() else { return };
            if shared.core().session.acknowledge(connection, &buffer_id) {
                shared.wake.notify_one();
            } else {
                tracing::debug!(connection, "acknowledgement left out: the connection is gone or full");
            }
        })
    }
}
