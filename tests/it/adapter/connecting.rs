//! Connecting, adopting descriptors, and leaving.

use std::time::Duration;

use relay_contract::frame::{
    ConnectorFrame, InboundFrame, InterruptInboundFrame, PassthroughForwardFrame, encode,
};
use relay_contract::relay::transport::{Identity, TransportError};

use super::*;

async fn bench() -> Bench {
    let identity = [Identity::new("telegram", "")];
    Bench::unconnected(vec![telegram()], &identity, AdapterOptions::default(), note).await
}

#[tokio::test(start_paused = true)]
async fn handlers_are_registered_before_the_dial_and_the_dial_before_the_handshake() {
    let bench = bench().await;
    bench.adapter.connect().await.expect("the stub connects");
    assert_eq!(bench.link.calls(), ["register", "connect", "handshake"]);
    assert!(bench.link.is_connected());
}

#[tokio::test(start_paused = true)]
async fn a_push_before_anything_is_registered_fails_clearly() {
    let stub = bench().await.link;
    let push = |frame: ConnectorFrame| {
        stub.push(&encode(&frame).expect("it can be written")).expect_err("nobody listens").to_string()
    };
    let forward = interaction(&json!({"type": 1}));
    for (frame, name) in [
        (InboundFrame::new(message("1", "too early")).into(), "inbound"),
        (InterruptInboundFrame::new("s", "1").into(), "interrupt_inbound"),
        (PassthroughForwardFrame::new(forward).into(), "passthrough_forward"),
    ] {
        assert_eq!(push(frame), format!("no {name} handler registered: connect an adapter first"));
    }
}

#[tokio::test(start_paused = true)]
async fn a_failed_handshake_is_an_error_with_its_reason_and_closes() {
    let errors = [
        (
            TransportError::HandshakeTimedOut { after: Duration::from_secs(30) },
            "the connector sent no descriptor within 30 s",
        ),
        (
            TransportError::ClosedDuringHandshake { code: Some(4401), reason: "unknown".into() },
            "the connector closed before its descriptor with 4401: \"unknown\"",
        ),
        (TransportError::ClosedDuringHello, "relay ws closed during hello"),
    ];
    for (error, text) in errors {
        let bench = bench().await;
        bench.link.fail_handshake(error);
        let error = bench.adapter.connect().await.expect_err("the handshake fails");
        assert_eq!(error.to_string(), text);
        assert!(!bench.link.is_connected());
        assert_eq!(bench.link.calls().last(), Some(&"disconnect"));
    }
}

#[tokio::test(start_paused = true)]
async fn a_failed_dial_is_an_error_and_no_handshake_follows() {
    let bench = bench().await;
    let source = std::io::Error::from(std::io::ErrorKind::ConnectionRefused);
    bench.link.fail_connect(TransportError::Dial { source: std::sync::Arc::new(source) });
    let error = bench.adapter.connect().await.expect_err("the dial fails");
    assert_eq!(error.to_string(), "the connector could not be dialled");
    assert!(std::error::Error::source(&error).is_some());
    assert!(!bench.link.calls().contains(&"handshake"));
    bench.adapter.connect().await.expect("it may be tried again");
}

#[tokio::test(start_paused = true)]
async fn a_descriptor_of_an_earlier_connection_comes_too_late() {
    let bench = bench().await;
    bench.adapter.connect().await.expect("the stub connects");
    bench.reconnect(&[descriptor(&json!({"max_message_length": 500}))]).await;
    let handlers = bench.link.registered();
    handlers.descriptor(1, descriptor(&json!({"max_message_length": 77})));
    assert_eq!(bench.adapter.default_capabilities().message_limit().get(), 500);
}

#[tokio::test(start_paused = true)]
async fn going_idle_and_dormant_is_the_transport_s() {
    let bench = bench().await;
    assert!(!bench.adapter.go_idle().await, "not connected");
    bench.adapter.connect().await.expect("the stub connects");
    assert!(bench.adapter.go_idle().await);
    bench.connector.set_idle(false);
    assert!(!bench.adapter.go_dormant().await, "without an answer it stays connected");
    assert!(bench.link.is_connected());
    bench.connector.set_idle(true);
    assert!(bench.adapter.go_dormant().await);
    assert!(!bench.link.is_connected());
}

#[tokio::test(start_paused = true)]
async fn a_transport_does_not_keep_a_forgotten_adapter_alive() {
    let bench = Bench::new(telegram()).await;
    let handlers = bench.link.registered();
    let Bench { adapter, .. } = bench;
    drop(adapter);
    handlers.frame_read("inbound");
}

#[tokio::test(start_paused = true)]
async fn a_typing_sign_that_stays_is_no_error() {
    let bench = Bench::new(descriptor(&json!({"platform": "slack"}))).await;
    bench.link.cut();
    bench.push_frame(InterruptInboundFrame::new("", "D1"));
    settle().await;
    assert!(bench.log.faults().is_empty());
}
