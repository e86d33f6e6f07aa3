//! Connecting, adopting descriptors, and leaving.

use std::time::Duration;

use relay_contract::relay::transport::TransportError;

use super::*;

fn bench(stub: StubConnector) -> Bench {
    Bench::unconnected(stub, AdapterOptions::default(), |_, _| async { Ok(()) })
}

#[tokio::test(start_paused = true)]
async fn handlers_are_registered_before_the_dial_and_the_dial_before_the_handshake() {
    let bench = bench(StubConnector::new(telegram()));
    bench.adapter.connect().await.expect("the stub connects");
    assert_eq!(bench.stub.calls(), ["register", "connect", "handshake"]);
    assert!(bench.stub.is_connected());
}

#[tokio::test(start_paused = true)]
async fn a_push_before_anything_is_registered_fails_clearly() {
    let stub = StubConnector::new(telegram());
    let push = stub.push_inbound(message("1", "too early")).expect_err("nobody listens");
    assert_eq!(push.to_string(), "no inbound handler registered: connect an adapter first");
    let push = stub.push_interrupt("s", "1").expect_err("nobody listens");
    assert_eq!(push.to_string(), "no interrupt_inbound handler registered: connect an adapter first");
    let forward = passthrough::interaction(&json!({"type": 1}));
    let push = stub.push_passthrough(forward, None).expect_err("nobody listens");
    assert_eq!(push.to_string(), "no passthrough handler registered: connect an adapter first");
}

#[tokio::test(start_paused = true)]
async fn the_descriptor_is_adopted() {
    let bench = bench(StubConnector::new(telegram()));
    let before = bench.adapter.default_capabilities();
    assert_eq!((before.message_limit().get(), before.descriptor().label.as_str()), (4096, "Relay"));
    assert_eq!(before.descriptor().platform, "telegram", "that of the identity");
    bench.adapter.connect().await.expect("the stub connects");
    let after = bench.adapter.default_capabilities();
    assert_eq!(after.descriptor(), &telegram());
}

#[tokio::test(start_paused = true)]
async fn a_failed_handshake_is_an_error_with_its_reason_and_closes() {
    let stub = StubConnector::new(telegram());
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
        let bench = bench(stub.clone());
        stub.fail_handshake(error);
        let error = bench.adapter.connect().await.expect_err("the handshake fails");
        assert_eq!(error.to_string(), text);
        assert!(!stub.is_connected());
        assert_eq!(stub.calls().last(), Some(&"disconnect"));
    }
}

#[tokio::test(start_paused = true)]
async fn a_failed_dial_is_an_error_and_no_handshake_follows() {
    let bench = bench(StubConnector::new(telegram()));
    let source = std::io::Error::from(std::io::ErrorKind::ConnectionRefused);
    bench.stub.fail_connect(TransportError::Dial { source: source.into() });
    let error = bench.adapter.connect().await.expect_err("the dial fails");
    assert_eq!(error.to_string(), "the connector could not be dialled");
    assert!(std::error::Error::source(&error).is_some());
    assert!(!bench.stub.calls().contains(&"handshake"));
    bench.adapter.connect().await.expect("it may be tried again");
}

#[tokio::test(start_paused = true)]
async fn a_descriptor_of_a_reconnect_is_adopted_in_place_of_all_of_the_last_connection() {
    let two = [Identity::new("telegram", ""), Identity::new("discord", "bot-1")];
    let discord = descriptor(&json!({"platform": "discord", "max_message_length": 2000}));
    let bench = bench(StubConnector::with_identities(vec![telegram(), discord], &two));
    bench.adapter.connect().await.expect("the stub connects");
    let in_discord = SessionSource::new("discord", "chan-9", "group");
    bench.push(MessageEvent::new("hello", "text", in_discord));
    assert_eq!(bench.adapter.capabilities("chan-9").message_limit().get(), 2000);
    assert!(bench.adapter.default_capabilities().may_send("prompt"));

    bench.stub.reconnect(&[descriptor(&json!({"max_message_length": 500, "supported_ops": ["send"]}))]);
    let limits = ["chan-9", "elsewhere"].map(|chat| bench.adapter.capabilities(chat).message_limit().get());
    assert_eq!(limits, [500, 500], "the descriptor for discord is gone with its connection");
    assert!(!bench.adapter.default_capabilities().may_send("prompt"));
}

#[tokio::test(start_paused = true)]
async fn a_descriptor_of_an_earlier_connection_comes_too_late() {
    let bench = bench(StubConnector::new(telegram()));
    bench.adapter.connect().await.expect("the stub connects");
    bench.stub.reconnect(&[descriptor(&json!({"max_message_length": 500}))]);
    let handlers = bench.stub.registered();
    handlers.descriptor(1, descriptor(&json!({"max_message_length": 77})));
    assert_eq!(bench.adapter.default_capabilities().message_limit().get(), 500);
}

#[tokio::test(start_paused = true)]
async fn another_version_of_the_contract_is_reported_and_adopted() {
    let bench = bench(StubConnector::new(descriptor(&json!({"contract_version": 999}))));
    bench.adapter.connect().await.expect("it is not fatal");
    assert_eq!(bench.adapter.default_capabilities().descriptor().contract_version, 999);
    let faults = bench.log.faults();
    assert!(
        matches!(&faults[..], [Fault::ContractVersion { platform, found: 999 }] if platform == "telegram")
    );
    bench.stub.reconnect(&[descriptor(&json!({"contract_version": 2}))]);
    assert!(matches!(&bench.log.faults()[..], [Fault::ContractVersion { found: 2, .. }]));
}

#[tokio::test(start_paused = true)]
async fn going_idle_and_dormant_is_the_transport_s() {
    let bench = bench(StubConnector::new(telegram()));
    assert!(!bench.adapter.go_idle().await, "not connected");
    bench.adapter.connect().await.expect("the stub connects");
    assert!(bench.adapter.go_idle().await);
    bench.stub.set_idle(false);
    assert!(!bench.adapter.go_dormant().await, "without an answer it stays connected");
    assert!(bench.stub.is_connected());
    bench.stub.set_idle(true);
    assert!(bench.adapter.go_dormant().await);
    assert!(!bench.stub.is_connected());
}

#[tokio::test(start_paused = true)]
async fn two_callers_who_go_idle_at_once_both_get_the_answer() {
    let bench = bench(StubConnector::new(telegram()));
    bench.adapter.connect().await.expect("the stub connects");
    let (first, second) = tokio::join!(bench.adapter.go_idle(), bench.adapter.go_idle());
    assert!(first && second);
}

#[tokio::test(start_paused = true)]
async fn disconnecting_stops_handlers_and_acknowledges_nothing_of_theirs() {
    let stub = StubConnector::new(telegram());
    let bench = Bench::with(stub, AdapterOptions::default(), |turn, log| async move {
        log.note(format!("begins {}", turn.event.text));
        std::future::pending::<()>().await;
        Ok(())
    })
    .await;
    bench.push_buffered(numbered("1", "a", "one"), "b1");
    bench.push_buffered(numbered("1", "b", "two"), "b2");
    until(|| bench.log.notes().len() == 1).await;
    bench.adapter.disconnect().await;
    bench.idle().await;
    settle().await;
    assert_eq!(bench.log.notes(), ["begins one"]);
    assert_eq!(bench.stub.acks(), Vec::<String>::new());
    assert!(bench.log.faults().is_empty());

    bench.adapter.connect().await.expect("it connects again");
    bench.push_buffered(numbered("1", "a", "one"), "b1");
    until(|| bench.log.notes().len() == 2).await;
}

#[tokio::test(start_paused = true)]
async fn a_transport_does_not_keep_a_forgotten_adapter_alive() {
    let bench = Bench::new(telegram()).await;
    let handlers = bench.stub.registered();
    let Bench { adapter, .. } = bench;
    drop(adapter);
    handlers.frame_read("inbound");
}
