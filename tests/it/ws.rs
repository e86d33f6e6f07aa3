//! The WebSocket transport over real sockets on port 0, against a connector in the test's hand.
//!
//! The clock is the real one and no test waits for it: each waits for what it is about.

mod address;
mod bad_input;
mod bad_lines;
mod connecting;
mod connector;
mod ends;
mod life;
pub(crate) mod link;
mod memory;
mod recorder;
mod threads;
mod tls;

use std::time::Duration;

use relay_contract::frame::{ActionResult, SendAction};
use relay_contract::relay::RelayTransport;
use relay_contract::relay::transport::{Greeting, Identity, TransportError};
use relay_contract::ws::{LinkState, WebSocketOptions, WebSocketTransport};

use connector::{Connector, Peer};
use recorder::{Recorder, Seen};

/// A transport, what it was told, and the connector that it dials.
struct Bench {
    transport: std::sync::Arc<WebSocketTransport>,
    recorder: Recorder,
    connector: Connector,
}

impl Bench {
    async fn new() -> Self {
        Self::with(|_| ()).await
    }

    /// With other options than the quick ones of [`options`].
    async fn with(change: impl FnOnce(&mut WebSocketOptions)) -> Self {
        let connector = Connector::bind().await;
        let mut options = options();
        change(&mut options);
        let transport = WebSocketTransport::new(&connector.address(), options).expect("an address");
        let recorder = Recorder::default();
        transport.register(recorder.handlers());
        Self { transport: transport.into(), recorder, connector }
    }

    /// Connects, with one hello answered by one descriptor.
    async fn connect(&self) -> Peer {
        let (connected, peer) = tokio::join!(self.transport.connect(), self.connector.welcome());
        connected.expect("a connector listens");
        let Greeting { descriptors, .. } = self.transport.handshake().await.expect("it sends a descriptor");
        assert_eq!(descriptors[0].platform, "telegram");
        peer
    }

    /// Waits until the link stands somewhere.
    async fn until(&self, holds: impl FnMut(&LinkState) -> bool) -> LinkState {
        within(self.transport.state().wait_for(holds)).await.expect("the transport lives").clone()
    }

    /// Sends a message whose content is `content`, in a task of its own.
    fn send(&self, content: &str) -> tokio::task::JoinHandle<Result<ActionResult, TransportError>> {
        let (transport, action) = (self.transport.clone(), SendAction::new("55501", content));
        tokio::spawn(async move { transport.send_outbound(action.into(), None).await })
    }

    /// Shows that the link works both ways: a delivery arrives, a request is answered.
    async fn probe(&self, peer: &mut Peer) {
        peer.send(r#"{"type":"inbound","event":{"text":"probe"}}"#).await;
        loop {
            match self.recorder.next().await {
                Seen::Inbound { text, .. } if text == "probe" => break,
                _ => {}
            }
        }
        let sent = self.send("probe");
        peer.answer_request().await;
        assert!(within(sent).await.expect("no panic").expect("a result").success);
    }
}

/// One identity, and no waits between dials that a test would notice.
fn options() -> WebSocketOptions {
    let mut options = WebSocketOptions::new([Identity::new("telegram", "bot-1")]);
    options.session.backoff_first = Duration::from_millis(1);
    options.session.backoff_cap = Duration::from_millis(20);
    options.session.hold = Duration::from_millis(1);
    options
}

/// Fails a test that would hang.
async fn within<F: Future>(future: F) -> F::Output {
    tokio::time::timeout(Duration::from_secs(20), future).await.expect("it comes to an end")
}
