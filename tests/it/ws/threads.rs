//! The transport on several threads: who leaves and who connects race with the task of the link.

use std::sync::Arc;

use futures_util::{SinkExt as _, StreamExt as _};
use relay_contract::ws::Dialler;
use serde_json::{Value, json};
use tokio::io::DuplexStream;
use tokio_tungstenite::tungstenite::Message;

use super::*;

const ROUNDS: usize = 1_000;

/// A transport to a connector in memory that answers each hello and each farewell.
fn answered() -> Arc<WebSocketTransport> {
    to(serve)
}

/// A transport to a connector in memory.
fn to<S: Future<Output = ()> + Send + 'static>(
    serve: impl Fn(DuplexStream) -> S + Send + Sync + 'static,
) -> Arc<WebSocketTransport> {
    let mut options = options();
    options.dialler = Dialler::new(move |_| {
        let (ours, theirs) = tokio::io::duplex(64 << 10);
        tokio::spawn(serve(theirs));
        async { Ok(ours) }
    });
    WebSocketTransport::new("ws://connector.example", options).expect("an address").into()
}

/// Serves one socket to its end, which may come at any time.
async fn serve(stream: DuplexStream) {
    let Ok(mut socket) = tokio_tungstenite::accept_async(stream).await else { return };
    while let Some(Ok(message)) = socket.next().await {
        let Message::Text(text) = message else { continue };
        for line in text.lines() {
            let frame: Value = serde_json::from_str(line).expect("a gateway writes JSON");
            let answer = match frame["type"].as_str() {
                Some("hello") => connector::descriptor("telegram"),
                Some("going_idle") => json!({"type": "going_idle_ack"}),
                _ => continue,
            };
            drop(socket.send(Message::text(format!("{answer}\n"))).await);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_connect_after_a_disconnect_succeeds_each_time() {
    let transport = answered();
    for round in 0..ROUNDS {
        within(transport.connect()).await.unwrap_or_else(|error| panic!("round {round}: {error}"));
        if round % 2 == 0 {
            within(transport.handshake()).await.unwrap_or_else(|error| panic!("round {round}: {error}"));
        }
        within(transport.disconnect()).await;
        assert_eq!(*transport.state().borrow(), LinkState::Closed, "round {round}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_link_that_is_lost_again_and_again_can_be_left_at_any_moment() {
    let transport = to(|stream| async {
        let Ok(mut socket) = tokio_tungstenite::accept_async(stream).await else { return };
        drop(socket.next().await);
    });
    let mut connected = 0;
    for round in 0..ROUNDS {
        connected += usize::from(within(transport.connect()).await.is_ok());
        for _ in 0..round % 7 {
            tokio::task::yield_now().await;
        }
        within(transport.disconnect()).await;
        assert_eq!(*transport.state().borrow(), LinkState::Closed, "round {round}");
    }
    assert!(connected > ROUNDS / 2, "only {connected} connected");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_connect_and_a_disconnect_at_once_both_come_to_an_end() {
    let transport = answered();
    let (mut connected, mut refused) = (0, 0);
    for round in 0..ROUNDS {
        within(transport.connect()).await.unwrap_or_else(|error| panic!("round {round}: {error}"));
        let (leaving, connecting) = (Arc::clone(&transport), Arc::clone(&transport));
        let left = tokio::spawn(async move { leaving.disconnect().await });
        let again = tokio::spawn(async move { connecting.connect().await });
        within(left).await.expect("no panic");
        match within(again).await.expect("no panic") {
            Ok(()) => connected += 1,
            Err(TransportError::Closed { written: false }) => refused += 1,
            Err(error) => panic!("round {round}: {error:?}"),
        }
        within(transport.disconnect()).await;
        assert_eq!(*transport.state().borrow(), LinkState::Closed, "round {round}");
    }
    assert_eq!(connected + refused, ROUNDS);
}
