//! Leaving: at once, after what is begun, or for a while.

use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use super::RelayAdapter;
use crate::relay::dispatch::{Dispatcher, Origin};
use crate::relay::transport::RelayTransport;

/// The frames of drafts that are sealed are waited for so long.
const SEALING: Duration = Duration::from_secs(2);

/// A pause that ends with this, also if its owner stops waiting.
struct Paused<'a>(&'a Dispatcher);

impl<'a> Paused<'a> {
    fn begin(dispatcher: &'a Dispatcher) -> Self {
        dispatcher.pause();
        Self(dispatcher)
    }
}

impl Drop for Paused<'_> {
    fn drop(&mut self) {
        self.0.open();
    }
}

impl<T: RelayTransport> RelayAdapter<T> {
    /// Takes leave and closes at once. From here on no delivery is taken and no handler begins, since it could not answer:
    /// what the connector still sends and holds is not acknowledged, what it does not hold is reported as
    /// [`Fault::Overflow`](crate::relay::Fault::Overflow). Requests in flight may finish within the transport's budget.
    /// What runs or waits then is stopped and counted: it was accepted, and does not come again. [`RelayAdapter::drain`]
    /// lets it finish.
    pub async fn disconnect(&self) {
        self.0.dispatcher.close(false);
        self.0.transport.disconnect().await;
        self.0.dispatcher.stop();
        self.0.notices.stop();
        self.0.signs.stop();
    }

    /// Leaves when what was accepted is handled, within `time`. How many deliveries were not, and were stopped.
    ///
    /// In this order:
    ///
    /// 1. `going_idle` is said. What arrives until its answer is taken as ever; after it the connector holds back.
    /// 2. No more is taken: what the connector holds is not acknowledged and comes again, what it does not is reported.
    /// 3. Handlers end, those of the queue too; they may ask, answer and be answered as ever.
    /// 4. When `time` is over, what is left is stopped: its drafts are sealed, [`Gateway::on_interrupted`] is told,
    ///    [`Snapshot::stopped`] counts it. It was accepted, and does not come again.
    /// 5. The socket is closed, when every acknowledgement is written.
    ///
    /// [`Gateway::on_interrupted`]: crate::relay::Gateway::on_interrupted
    /// [`Snapshot::stopped`]: crate::relay::Snapshot::stopped
    pub async fn drain(&self, time: Duration) -> usize {
        let until = Instant::now() + time;
        // Without an answer it goes on all the same: deliveries are refused from here on.
        let is_idle = timeout_at(until, self.0.transport.go_idle()).await;
        tracing::debug!(is_idle = matches!(is_idle, Ok(true)), "drains");
        self.0.dispatcher.close(true);
        let is_settled = timeout_at(until, self.settled()).await.is_ok();
        let stopped = if is_settled { 0 } else { self.0.dispatcher.stop() };
        self.0.notices.wait(SEALING).await;
        self.disconnect().await;
        stopped
    }

    /// Goes idle and closes the socket, to be woken by the next dial: whether it did.
    ///
    /// Only when no delivery is queued or being handled. One that comes before the connector's answer waits, and wakes the
    /// gateway. The next dial is held for 60 seconds (contract section 13.2), until [`RelayAdapter::wake`] at the latest.
    pub async fn go_dormant(&self) -> bool {
        if self.0.dispatcher.depth() != (0, 0) {
            return false;
        }
        let paused = Paused::begin(&self.0.dispatcher);
        let is_dormant = self.0.transport.go_dormant().await;
        if is_dormant {
            // The next connection ends it.
            std::mem::forget(paused);
            if self.0.dispatcher.depth() != (0, 0) {
                self.wake();
            }
        }
        is_dormant
    }

    /// Dials now, if the gateway is dormant: for whatever wakes its machine.
    pub fn wake(&self) {
        let will = self.0.transport.redial();
        tracing::debug!(will, "woken");
    }

    /// Seals what a turn that died had drawn (contract section 7.19), with what was shown.
    pub(super) fn seal_orphans(&self, origin: &Origin) {
        let Origin { chat, message, thread } = origin;
        let drafts = self.0.memory().drafts.orphans(chat, message.as_deref(), thread.as_deref());
        for draft in drafts {
            let adapter = self.clone();
            self.0.notices.spawn(async move {
                match adapter.act(draft.clone()).await {
                    Ok(result) => adapter.0.memory().drafts.shown(&draft, result.message_id.as_deref()),
                    Err(error) => {
                        tracing::warn!(outcome = ?error.outcome(), "draft of a dead turn not sealed");
                    }
                }
            });
        }
    }
}
