//! The real socket as a link of the adapter's suite: a listener on port 0 before the suite's connector.

use std::sync::{Arc, Mutex};

use futures_util::{SinkExt as _, StreamExt as _};
use relay_contract::relay::transport::Identity;
use relay_contract::ws::{LinkState, WebSocketOptions, WebSocketTransport};
use tokio::net::TcpListener;
use tokio::sync::{Notify, mpsc, watch};
use tokio::task::JoinSet;
use tokio_tungstenite::tungstenite::Message;

use crate::bench::{Connector, Link};

/// The connector's end of a WebSocket. Clones are the same one; the last takes its tasks with it.
#[derive(Clone)]
pub(crate) struct SocketLink {
    /// What is written down the present connection; dropped, that is cut.
    present: Arc<Mutex<Option<mpsc::UnboundedSender<String>>>>,
    /// Lets the connector accept again after a cut.
    resume: Arc<Notify>,
    state: watch::Receiver<LinkState>,
    _tasks: Arc<JoinSet<()>>,
}

impl Link for SocketLink {
    type Transport = WebSocketTransport;
    const WAITS_FOR_IDLE: bool = true;

    async fn open(identities: &[Identity], connector: Connector) -> (Self, WebSocketTransport) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = format!("ws://{}", listener.local_addr().expect("it is bound"));
        let mut options = WebSocketOptions::new(identities.to_vec());
        options.session.backoff_first = std::time::Duration::from_millis(1);
        options.session.disconnect = std::time::Duration::from_millis(1_100);
        let transport = WebSocketTransport::new(&address, options).expect("an address");
        let present = Arc::new(Mutex::new(None));
        let mut tasks = JoinSet::new();
        let resume = Arc::new(Notify::new());
        tasks.spawn(serve(listener, connector, Arc::clone(&present), Arc::clone(&resume)));
        let state = transport.state();
        (Self { present, resume, state, _tasks: Arc::new(tasks) }, transport)
    }

    fn write(&self, line: String) {
        let present = self.present.lock().expect("no panic under it");
        present.as_ref().expect("it is connected").send(line).expect("the connection is served");
    }

    fn cut(&self) {
        *self.present.lock().expect("no panic under it") = None;
    }

    async fn reconnect(&self) {
        let mut state = self.state.clone();
        self.cut();
        self.resume.notify_one();
        state.wait_for(|state| *state != LinkState::Live).await.expect("the transport lives");
        state.wait_for(|state| *state == LinkState::Live).await.expect("the transport lives");
    }
}

/// Serves one connection after the other, as a transport has one at a time.
async fn serve(
    listener: TcpListener,
    connector: Connector,
    present: Arc<Mutex<Option<mpsc::UnboundedSender<String>>>>,
    resume: Arc<Notify>,
) {
    loop {
        let (stream, _) = listener.accept().await.expect("a connection");
        let mut socket = tokio_tungstenite::accept_async(stream).await.expect("an upgrade");
        connector.accept();
        let (sender, mut lines) = mpsc::unbounded_channel();
        *present.lock().expect("no panic under it") = Some(sender);
        loop {
            tokio::select! {
                message = socket.next() => {
                    let Some(Ok(message)) = message else { break };
                    let Message::Text(text) = message else { continue };
                    for line in text.lines() {
                        for answer in connector.read(line) {
                            drop(socket.send(Message::text(answer)).await);
                        }
                    }
                }
                line = lines.recv() => {
                    let Some(line) = line else {
                        // Cut, as a network does: without a close frame.
                        drop(socket);
                        resume.notified().await;
                        break;
                    };
                    drop(socket.send(Message::text(line)).await);
                }
            }
        }
    }
}
