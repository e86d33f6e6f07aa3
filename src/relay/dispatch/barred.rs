//! Sessions that must wait for the next connection, so that none of their deliveries overtakes one that was turned away.

use std::collections::HashSet;

use tokio::task::AbortHandle;

/// How many sessions are told apart; with more, every session waits.
const SESSIONS: usize = 1024;

/// Who had a delivery turned away on this connection. The next one begins with the oldest that the connector has.
#[derive(Debug, Default)]
pub(super) struct Barred {
    sessions: HashSet<String>,
    all: bool,
    /// Whether the next connection was asked for.
    is_asked: bool,
    /// The task that asks from time to time; it ends with this.
    watch: Option<AbortHandle>,
}

impl Barred {
    /// Whether a delivery that the connector holds must wait.
    pub(super) fn bars(&self, session_key: &str) -> bool {
        self.all || self.sessions.contains(session_key)
    }

    /// Notes a delivery that was turned away; whether it is the first of the connection, which begins the `watch`.
    pub(super) fn bar(&mut self, session_key: &str, watch: impl FnOnce() -> AbortHandle) -> bool {
        let is_first = !self.has_any();
        if is_first {
            self.watch = Some(watch());
        }
        if self.sessions.len() < SESSIONS {
            self.sessions.insert(session_key.to_owned());
        } else {
            self.all = true;
        }
        is_first
    }

    fn has_any(&self) -> bool {
        !self.sessions.is_empty()
    }

    /// Whether the next connection is to be asked for; it is not asked for twice.
    pub(super) fn asks(&mut self) -> bool {
        self.has_any() && !std::mem::replace(&mut self.is_asked, true)
    }

    /// It will not come of the asking.
    pub(super) fn was_refused(&mut self) {
        self.is_asked = false;
    }
}

impl Drop for Barred {
    fn drop(&mut self) {
        if let Some(watch) = &self.watch {
            watch.abort();
        }
    }
}
