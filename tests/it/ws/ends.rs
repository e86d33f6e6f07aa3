//! Nothing outlives a transport: no socket, no task.

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::connector::Peer;
use super::*;

/// The tasks of the runtime, this test's own block aside.
fn tasks() -> usize {
    tokio::runtime::Handle::current().metrics().num_alive_tasks()
}

/// Waits until no task is left, by letting them run.
pub(super) async fn without_tasks() {
    within(async {
        while tasks() > 0 {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

/// Where a transport may stand when it ends.
const STAGES: [&str; 6] = ["dialling", "greeting", "live", "in flight", "going idle", "backing off"];

/// The connector's end of the socket of a stage.
enum End {
    Dialled(TcpStream),
    Upgraded(Box<Peer>),
}

impl End {
    /// Reads until the stream of the transport has ended.
    async fn read_out(self) {
        let mut stream = match self {
            Self::Dialled(stream) => stream,
            Self::Upgraded(mut peer) => {
                while peer.next().await.is_some() {}
                let mut stream = peer.socket.into_inner();
                // After the close frames the connector ends the stream first (RFC 6455, 7.1.1).
                drop(stream.shutdown().await);
                stream
            }
        };
        let mut scrap = [0; 1024];
        while within(stream.read(&mut scrap)).await.is_ok_and(|read| read > 0) {}
    }
}

#[tokio::test]
async fn no_socket_and_no_task_outlives_a_transport_that_is_dropped() {
    let mut counted = 0;
    for stage in STAGES {
        let (bench, end) = open(stage).await;
        assert!(tasks() > 0, "{stage}: it runs");
        let Bench { transport, .. } = bench;
        drop(std::sync::Arc::into_inner(transport).expect("nobody else has it"));
        without_tasks().await;
        end.read_out().await;
        counted += 1;
    }
    assert_eq!(counted, STAGES.len(), "sockets that were seen to end");
}

#[tokio::test]
async fn no_socket_and_no_task_outlives_a_disconnect() {
    let mut counted = 0;
    for stage in STAGES {
        let (bench, end) = open(stage).await;
        assert!(tasks() > 0, "{stage}: it runs");
        let ended = async {
            end.read_out().await;
            counted += 1;
        };
        tokio::join!(within(bench.transport.disconnect()), ended);
        without_tasks().await;
        assert_eq!(*bench.transport.state().borrow(), LinkState::Closed, "{stage}");
    }
    assert_eq!(counted, STAGES.len(), "sockets that were seen to end");
}

/// A link at some stage, and the connector's end of its socket.
async fn open(stage: &str) -> (Bench, End) {
    let bench = Bench::with(|options| {
        options.session.disconnect = Duration::from_millis(1050);
        if stage == "backing off" {
            options.session.backoff_first = Duration::from_secs(3600);
        }
    })
    .await;
    if stage == "dialling" {
        let dialled = tokio::select! {
            connected = bench.transport.connect() => panic!("nobody answers the upgrade: {connected:?}"),
            stream = bench.connector.accept_tcp() => stream,
        };
        return (bench, End::Dialled(dialled));
    }
    if stage == "greeting" {
        let (connected, peer) = tokio::join!(bench.transport.connect(), bench.connector.accept());
        connected.expect("hello was said");
        return (bench, End::Upgraded(peer.into()));
    }
    let mut peer = bench.connect().await;
    match stage {
        "live" => {}
        "in flight" => {
            let sent = bench.send("never answered");
            peer.next_of("outbound").await;
            // Its caller stops waiting.
            sent.abort();
            drop(sent.await);
        }
        "going idle" => tokio::select! {
            is_idle = bench.transport.go_idle() => panic!("nobody answers: {is_idle}"),
            _ = peer.next_of("going_idle") => {}
        },
        "backing off" => {
            peer.close(1000, "").await;
            bench.until(|state| matches!(state, LinkState::BackingOff { .. })).await;
        }
        _ => panic!("no such stage: {stage}"),
    }
    (bench, End::Upgraded(peer.into()))
}
