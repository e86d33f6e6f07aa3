//! What the suite needs of a link: lines in, lines out, and an end.

use relay_contract::relay::RelayTransport;
use relay_contract::relay::transport::Identity;

use super::Connector;

/// A transport, and the connector at its other end.
///
/// To run the suite over another one, implement this and name it in `suite.rs`. A link over a socket listens on port 0
/// in [`Link::open`], and accepts in a task of its own. For each connection it calls [`Connector::accept`] once; then
/// it hands each line that it reads to [`Connector::read`], and writes back the lines that this gives. It says nothing
/// of its own. Both ends run on the test's one thread, so what the suite awaits it awaits by yielding, never by a clock.
pub(crate) trait Link: Clone + Send + Sync + 'static {
    /// The transport under test.
    type Transport: RelayTransport;

    /// Whether its transport waits for `going_idle_ack`, or takes it at once or never.
    const WAITS_FOR_IDLE: bool;

    /// A transport that says hello for `identities`, and the link from it to `connector`. Nothing is dialled yet.
    fn open(
        identities: &[Identity],
        connector: Connector,
    ) -> impl Future<Output = (Self, Self::Transport)> + Send;

    /// Sends a line of the connector's own, its line end included, down the present connection.
    fn write(&self, line: String);

    /// Breaks the present connection, as a network does; there is none until [`Link::reconnect`]. The transport may learn
    /// of it later.
    fn cut(&self);

    /// Breaks the present connection, and waits until the transport has dialled anew and said its hellos.
    fn reconnect(&self) -> impl Future<Output = ()> + Send;
}
