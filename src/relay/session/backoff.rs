//! How long to wait before the next dial (contract section 5.4).

use std::time::Duration;

/// The waits of a reconnect loop: doubled from `first` to `cap`, and drawn from zero to that (full jitter).
#[derive(Debug, Clone)]
pub(super) struct Backoff {
    first: Duration,
    cap: Duration,
    /// Waits since the last reset.
    attempts: u32,
}

impl Backoff {
    pub(super) fn new(first: Duration, cap: Duration) -> Self {
        Self { first, cap, attempts: 0 }
    }

    /// The next wait. `jitter` is from 0 to 1.
    pub(super) fn next(&mut self, jitter: f64) -> Duration {
        let doubled = self.first.saturating_mul(2_u32.saturating_pow(self.attempts));
        self.attempts = self.attempts.saturating_add(1);
        let jitter = if jitter.is_finite() { jitter.clamp(0.0, 1.0) } else { 1.0 };
        doubled.min(self.cap).mul_f64(jitter)
    }

    /// Starts again at the first wait.
    pub(super) fn reset(&mut self) {
        self.attempts = 0;
    }

    /// As if the first wait were over: for a gateway that goes dormant, and is held instead.
    pub(super) fn dormant(&mut self) {
        self.attempts = 1;
    }
}
