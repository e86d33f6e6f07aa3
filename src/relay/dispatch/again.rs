//! Asking for what was turned away: by a new connection, once there is room for a good part of it.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::AbortHandle;

use super::Shared;
use super::state::{Limits, Mode};

/// After so long any room will do: turns that wait for somebody may take up more than half of the queue for long.
const PATIENCE: Duration = Duration::from_secs(30);

impl Shared {
    /// Asks, if something was turned away on this connection and no more than `most` is left in the queue.
    pub(super) fn ask_again(&self, most: Limits) {
        let mut state = self.lock();
        let has_room = state.frames <= most.frames && state.bytes <= most.bytes;
        if !has_room || state.mode != Mode::Open || !state.barred.asks() {
            return;
        }
        drop(state);
        if self.owner.redial() {
            self.counters.add(|counts| &mut counts.redials);
            tracing::debug!("dialling anew for what was turned away");
        } else {
            self.lock().barred.was_refused();
        }
    }
}

/// Asks from time to time whether there is any room.
pub(super) fn watch(shared: &Arc<Shared>) -> AbortHandle {
    let shared = Arc::downgrade(shared);
    let watch = tokio::spawn(async move {
        loop {
            tokio::time::sleep(PATIENCE).await;
            let Some(shared) = shared.upgrade() else { return };
            let Limits { frames, bytes, .. } = shared.limits;
            let any =
                Limits { frames: frames.saturating_sub(1), bytes: bytes.saturating_sub(1), ..shared.limits };
            shared.ask_again(any);
        }
    });
    watch.abort_handle()
}
