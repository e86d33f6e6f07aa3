//! Nothing outlives a transport: no socket, no task.

use std::time::Duration;

use super::connector::Peer;
use super::*;

/// The tasks of the runtime, this test's own block aside.
fn tasks() -> usize {
    tokio::runtime::Handle::current().metrics().num_alive_tasks()
}

/// Waits until no task is left, by letting them run.
async fn without_tasks() {
    within(async {
        while tasks() > 0 {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

#[tokio::test]
async fn no_socket_and_no_task_outlives_a_transport_that_is_dropped() {
    let mut counted = 0;
    for stage in ["greeting", "live", "in flight", "backing off", "dialling", "going idle"] {
        let bench = Bench::with(|options| {
            if stage == "backing off" {
                options.session.backoff_first = Duration::from_secs(3600);
            }
        })
        .await;
        let mut peer = open(&bench, stage).await;
        assert!(tasks() > 0, "{stage}: it runs");
        let Bench { transport, .. } = bench;
        drop(std::sync::Arc::into_inner(transport).expect("nobody else has it"));
        without_tasks().await;
        if let Some(peer) = &mut peer {
            while peer.next().await.is_some() {}
            counted += 1;
        }
    }
    assert_eq!(counted, 4, "sockets that were seen to end");
}

#[tokio::test]
async fn no_socket_and_no_task_outlives_a_disconnect() {
    let mut counted = 0;
    for stage in ["greeting", "live", "backing off", "dialling"] {
        let bench = Bench::with(|options| {
            options.session.disconnect = Duration::from_millis(1050);
            if stage == "backing off" {
                options.session.backoff_first = Duration::from_secs(3600);
            }
        })
        .await;
        let mut peer = open(&bench, stage).await;
        let end = async {
            if let Some(peer) = &mut peer {
                while peer.next().await.is_some() {}
                counted += 1;
            }
        };
        tokio::join!(within(bench.transport.disconnect()), end);
        without_tasks().await;
    }
    assert_eq!(counted, 2, "sockets that were seen to end");
}

/// A link at some stage, and its socket at the connector if it has one.
async fn open(bench: &Bench, stage: &str) -> Option<Peer> {
    if stage == "dialling" {
        let _unanswered = tokio::time::timeout(Duration::from_millis(20), bench.transport.connect()).await;
        return None;
    }
    if stage == "greeting" {
        let (connected, peer) = tokio::join!(bench.transport.connect(), bench.connector.accept());
        connected.expect("hello was said");
        return Some(peer);
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
        "backing off" => {
            peer.close(1000, "").await;
            bench.until(|state| matches!(state, LinkState::BackingOff { .. })).await;
            return None;
        }
        "going idle" => {
            let asked = bench.transport.go_idle();
            drop(tokio::time::timeout(Duration::from_millis(5), asked).await);
        }
        _ => panic!("no such stage: {stage}"),
    }
    Some(peer)
}
