//! What a session is told beforehand.

use std::time::Duration;

use crate::frame::CommandManifestEntry;
use crate::relay::transport::Identity;

/// Whom a session says hello for, and how long it waits.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SessionOptions {
    /// One `hello` each, in this order; the first is the primary one.
    pub identities: Vec<Identity>,
    /// What the `hello` of `discord` offers as slash commands; none if empty.
    pub command_manifest: Vec<CommandManifestEntry>,
    /// From the open socket to its first descriptor. 30 seconds.
    pub handshake: Duration,
    /// From a request to its result. 30 seconds.
    pub request: Duration,
    /// From `going_idle` to its answer. 10 seconds.
    pub idle_ack: Duration,
    /// The same where the gateway disconnects. 2 seconds.
    pub farewell_ack: Duration,
    /// For a disconnect as a whole, of which the last second is for the close handshake. 5 seconds.
    pub disconnect: Duration,
    /// The first wait of the reconnect loop, doubled after each. 1 second.
    pub backoff_first: Duration,
    /// The longest wait of the loop. 30 seconds.
    pub backoff_cap: Duration,
    /// How long a connection must have lived for the loop to start again at its first wait. 60 seconds.
    pub stable: Duration,
    /// How long a dormant gateway waits before it dials, unless it is woken: a dial before the machine has stopped
    /// would end the buffering. 60 seconds.
    pub hold: Duration,
    /// Between pings. 30 seconds.
    pub ping: Duration,
    /// From a ping until something must have been heard. 60 seconds.
    pub pong: Duration,
    /// Acknowledgements and other notices that may wait for the socket, in bytes. 4 MiB.
    pub notices: usize,
}

impl SessionOptions {
    /// How long a close handshake may take; the end of a disconnect is kept free for it. 1 second.
    pub const CLOSE: Duration = Duration::from_secs(1);

    /// The contract's deadlines, for these identities.
    #[must_use]
    pub fn new(identities: Vec<Identity>) -> Self {
        let seconds = Duration::from_secs;
        Self {
            identities,
            command_manifest: Vec::new(),
            handshake: seconds(30),
            request: seconds(30),
            idle_ack: seconds(10),
            farewell_ack: seconds(2),
            disconnect: seconds(5),
            backoff_first: seconds(1),
            backoff_cap: seconds(30),
            stable: seconds(60),
            hold: seconds(60),
            ping: seconds(30),
            pong: seconds(60),
            notices: 4 << 20,
        }
    }
}
