//! What a transport is told beforehand.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::dial::Dialler;
use crate::Side;
use crate::frame::Crosscheck;
use crate::relay::credentials::Credentials;
use crate::relay::session::SessionOptions;
use crate::relay::transport::Identity;

/// How a [`super::WebSocketTransport`] dials, and what it bounds.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct WebSocketOptions {
    /// Identities, deadlines of the protocol, the reconnect loop.
    pub session: SessionOptions,
    /// What every dial mints a fresh token from. Without, the dial carries none.
    pub credentials: Option<Credentials>,
    /// How streams are opened. TCP, and TLS with the platform's certificates.
    pub dialler: Dialler,
    /// From the dial to the end of the upgrade. 10 seconds.
    pub open: Duration,
    /// How long the socket may take nothing while something waits for it. 10 seconds.
    pub write: Duration,
    /// The largest message that is read, in bytes: past it the socket is closed with 1009. 16 MiB.
    pub message: usize,
    /// Requests that may be in flight, in bytes of their lines; further ones wait. 16 MiB.
    pub in_flight: usize,
    /// Whether ids that the connector writes as integers are read as strings; else such a line is refused. Off.
    pub coerces_ids: bool,
    /// Reads every line with the schema validator too, and counts where it disagrees with the types; whoever made it
    /// reads the counts. Off: a line costs about five times as much with it.
    pub crosscheck: Option<Arc<Crosscheck>>,
    /// What request ids and jitter are drawn from; at random if `None`. For runs that must be repeatable.
    pub seed: Option<u64>,
    /// What time it is, for a token's expiry. [`SystemTime::now`]; a test may have another.
    pub clock: fn() -> SystemTime,
    /// Is shown every line that is text within the limits, as it is written or before it is read.
    pub observer: Option<LineObserver>,
}

/// Sees the lines of a link, for whoever records or shows them. It runs in the link's task and must not wait.
#[derive(Clone)]
pub struct LineObserver(Arc<See>);

type See = dyn Fn(Side, &str) + Send + Sync;

impl WebSocketOptions {
    /// The defaults, for these identities.
    #[must_use]
    pub fn new(identities: impl IntoIterator<Item = Identity>) -> Self {
        Self {
            session: SessionOptions::new(identities.into_iter().collect()),
            credentials: None,
            dialler: Dialler::network(),
            open: Duration::from_secs(10),
            write: Duration::from_secs(10),
            message: 16 << 20,
            in_flight: 16 << 20,
            coerces_ids: false,
            crosscheck: None,
            seed: None,
            clock: SystemTime::now,
            observer: None,
        }
    }
}

impl LineObserver {
    /// An observer: it is given the side that wrote the line, and the line without its end.
    pub fn new(see: impl Fn(Side, &str) + Send + Sync + 'static) -> Self {
        Self(Arc::new(see))
    }

    pub(super) fn see(&self, writer: Side, line: &str) {
        (self.0)(writer, line);
    }
}

impl fmt::Debug for LineObserver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LineObserver")
    }
}
