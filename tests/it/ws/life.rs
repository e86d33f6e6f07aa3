//! The life of a connection: losses, expulsions, idleness, leaving. The ids are those of the measured weaknesses of
//! the real gateway, section 4.

use std::time::Instant;

use relay_contract::frame::{GetChatInfoAction, InterruptFrame};
use relay_contract::ws::LossReason;
use serde_json::json;

use super::connector::descriptor;
use super::ends::without_tasks;
use super::*;

#[tokio::test]
async fn l1_a_request_in_flight_settles_at_once_when_the_socket_is_cut() {
    let bench = Bench::new().await;
    let mut peer = bench.connect().await;
    let sent = bench.send("in flight");
    peer.next_of("outbound").await;
    let cut = Instant::now();
    drop(peer);
    let error = within(sent).await.expect("no panic").expect_err("the socket is gone");
    assert_eq!(error.to_string(), "relay transport connection lost");
    assert!(error.is_ambiguous(), "it was written");
    assert!(cut.elapsed() < Duration::from_secs(10), "no deadline was waited for");
    let mut peer = bench.connector.welcome().await;
    bench.probe(&mut peer).await;
}

#[tokio::test]
async fn l2_a_request_without_a_socket_fails_at_once_and_cleanly() {
    let bench = Bench::with(|options| options.session.backoff_first = Duration::from_secs(3600)).await;
    let error = within(bench.send("before")).await.expect("no panic").expect_err("never connected");
    assert_eq!((error.to_string().as_str(), error.is_ambiguous()), ("relay transport not connected", false));
    let mut peer = bench.connect().await;
    peer.close(1000, "").await;
    bench.until(|state| matches!(state, LinkState::BackingOff { .. })).await;
    let error = within(bench.send("after")).await.expect("no panic").expect_err("no socket");
    assert!(matches!(error, TransportError::NotConnected));
    let error = bench.transport.send_interrupt(InterruptFrame::new("s")).await.expect_err("no socket");
    assert!(matches!(error, TransportError::NotConnected));
}

#[tokio::test]
async fn l4_a_failure_that_the_connector_reports_is_a_result() {
    let bench = Bench::new().await;
    let mut peer = bench.connect().await;
    let asked = bench.transport.get_chat_info(GetChatInfoAction::new("c-missing"));
    let answered = async {
        let request = peer.next_of("outbound").await;
        assert_eq!(request.get("platform"), None, "never tagged");
        let result = json!({"success": false, "error": "no such chat"});
        peer.send_json(
            &json!({"type": "outbound_result", "requestId": request["requestId"], "result": result}),
        )
        .await;
    };
    let (result, ()) = tokio::join!(asked, answered);
    let result = result.expect("the link lives");
    assert!(!result.success);
    assert_eq!(result.error.as_deref(), Some("no such chat"));
}

#[tokio::test]
async fn l5_what_is_written_is_json_whatever_the_caller_computed() {
    let bench = Bench::new().await;
    let mut peer = bench.connect().await;
    let metadata = json!({"nan": f64::NAN, "infinite": f64::INFINITY, "nul": "\0", "cut": "\u{fffd}"});
    let action = SendAction::new("55501", "\u{2028}\u{7f}\n")
        .with_metadata(metadata.as_object().expect("an object").clone());
    let written = async {
        // The connector's own reader is a strict one.
        let request = peer.next_of("outbound").await;
        let id = &request["requestId"];
        peer.send_json(&json!({"type": "outbound_result", "requestId": id, "result": {"success": true}}))
            .await;
        request["action"].clone()
    };
    let (result, action) = tokio::join!(bench.transport.send_outbound(action.into(), None), written);
    assert!(result.expect("a result").success);
    assert_eq!((&action["metadata"], &action["metadata"]["nan"]), (&metadata, &serde_json::Value::Null));
    assert_eq!(action["content"], "\u{2028}\u{7f}\n");
}

#[tokio::test]
async fn l6_and_l7_a_connector_that_closes_at_once_is_dialled_until_it_stays() {
    for code in [4401, 1013] {
        let bench = Bench::new().await;
        let (connected, mut peer) = tokio::join!(bench.transport.connect(), greeted(&bench));
        connected.expect("hello was said");
        for _ in 0..7 {
            peer.close(code, "not yet").await;
            // The wait may be over before it is seen.
            let state = bench.until(|state| *state != LinkState::Greeting).await;
            if let LinkState::BackingOff { reason, .. } = state {
                assert_eq!(reason, LossReason::Closed { code: Some(code), reason: "not yet".into() });
            }
            peer = greeted(&bench).await;
            bench.until(|state| *state == LinkState::Greeting).await;
        }
        // How the waits grow shows where time is paused: `memory`.
        peer.send_json(&descriptor("telegram")).await;
        bench.probe(&mut peer).await;
        assert_eq!(bench.transport.handshake().await.expect("live").connection, 8);
    }
}

/// The next socket, with its hello read and not answered.
async fn greeted(bench: &Bench) -> Peer {
    let mut peer = bench.connector.accept().await;
    assert_eq!(peer.next().await.expect("a hello")["type"], "hello");
    peer
}

#[tokio::test]
async fn l8_a_later_connection_may_complete_the_handshake() {
    let bench = Bench::new().await;
    let connected = bench.transport.connect();
    let first = async {
        let mut peer = bench.connector.accept().await;
        peer.next().await.expect("a hello");
        peer.close(1011, "restarting").await;
    };
    let (connected, ()) = tokio::join!(connected, first);
    connected.expect("hello was said");
    let (greeting, mut peer) = tokio::join!(bench.transport.handshake(), bench.connector.welcome());
    assert_eq!(greeting.expect("the second connection is fine").connection, 2);
    bench.probe(&mut peer).await;
}

#[tokio::test]
async fn l9_a_connect_that_is_closed_during_hello_fails_and_leaves_nothing_behind() {
    // More to say than a socket holds that nobody reads.
    let entry = json!({"name": "new", "description": "d".repeat(900_000)}).to_string();
    let bench = Bench::with(|options| {
        let identity = |n: usize| Identity::new("discord", format!("bot-{n}"));
        options.session.identities = (0..40).map(identity).collect();
        options.session.command_manifest = vec![serde_json::from_str(&entry).expect("an entry")];
    })
    .await;
    let closed = async {
        let mut peer = bench.connector.accept().await;
        peer.close(1013, "restarting").await;
        peer
    };
    let (connected, peer) = tokio::join!(within(bench.transport.connect()), closed);
    let error = connected.expect_err("not every hello was said");
    assert!(matches!(error, TransportError::ClosedDuringHello), "{error:?}");
    assert_eq!(*bench.transport.state().borrow(), LinkState::Closed);
    drop(peer);
    // No task is left, so nothing dials behind the gateway's back.
    without_tasks().await;
    let error = bench.transport.handshake().await.expect_err("there is no connection");
    assert!(matches!(error, TransportError::ClosedDuringHandshake { code: Some(1013), .. }), "{error:?}");
}

#[tokio::test]
async fn a_dial_that_fails_leaves_nothing_behind() {
    let Bench { transport, connector, .. } = Bench::new().await;
    drop(connector);
    let error = transport.connect().await.expect_err("nobody listens");
    assert!(matches!(error, TransportError::Dial { .. }));
    assert_eq!(*transport.state().borrow(), LinkState::Closed);
    without_tasks().await;
    let error = transport.handshake().await.expect_err("there is no connection");
    assert!(matches!(error, TransportError::ClosedDuringHandshake { code: None, .. }));
}

#[tokio::test]
async fn l10_the_descriptors_of_a_new_connection_replace_the_old_ones() {
    let bench = Bench::new().await;
    let mut peer = bench.connect().await;
    peer.send_json(&descriptor("discord")).await;
    bench.probe(&mut peer).await;
    let greeting = bench.transport.handshake().await.expect("live");
    assert_eq!((greeting.connection, greeting.descriptors.len()), (1, 2));
    peer.close(1000, "").await;
    let mut peer = bench.connector.accept().await;
    peer.next().await.expect("a hello");
    let mut changed = descriptor("telegram");
    changed["descriptor"]["max_message_length"] = 500.into();
    peer.send_json(&changed).await;
    bench.probe(&mut peer).await;
    let greeting = bench.transport.handshake().await.expect("live");
    assert_eq!((greeting.connection, greeting.descriptors.len()), (2, 1));
    assert_eq!(greeting.descriptors[0].max_message_length.get(), 500);
}

#[tokio::test]
async fn l14_an_acknowledgement_goes_out_when_the_receipt_is_accepted_and_not_before() {
    let bench = Bench::new().await;
    let mut peer = bench.connect().await;
    peer.send(r#"{"type":"inbound","event":{"text":"held"},"bufferId":"buf-1"}"#).await;
    let (text, receipt) = bench.recorder.inbound().await;
    assert_eq!(text, "held");
    bench.probe(&mut peer).await;
    receipt.accept();
    assert_eq!(peer.next().await.expect("an ack"), json!({"type": "inbound_ack", "bufferId": "buf-1"}));
}

#[tokio::test]
async fn l15_a_delivery_whose_receipt_is_dropped_is_not_acknowledged() {
    let bench = Bench::new().await;
    let mut peer = bench.connect().await;
    for id in ["buf-1", "buf-2"] {
        peer.send_json(&json!({"type": "inbound", "event": {"text": "held"}, "bufferId": id})).await;
        let (_, receipt) = bench.recorder.inbound().await;
        if id == "buf-2" {
            receipt.accept();
        }
    }
    assert_eq!(peer.next().await.expect("an ack")["bufferId"], "buf-2");
}

#[tokio::test]
async fn a_receipt_of_a_lost_connection_acknowledges_nothing_on_the_next() {
    let bench = Bench::new().await;
    let mut peer = bench.connect().await;
    peer.send(r#"{"type":"inbound","event":{"text":"held"},"bufferId":"buf-1"}"#).await;
    let (_, old) = bench.recorder.inbound().await;
    peer.close(1000, "").await;
    let mut peer = bench.connector.welcome().await;
    bench.until(|state| *state == LinkState::Live).await;
    peer.send(r#"{"type":"inbound","event":{"text":"other"},"bufferId":"buf-1"}"#).await;
    let (text, _unanswered) = bench.recorder.inbound().await;
    assert_eq!(text, "other");
    old.accept();
    let sent = bench.send("after it");
    assert_eq!(peer.next().await.expect("a frame")["type"], "outbound", "no acknowledgement came before");
    sent.abort();
}

#[tokio::test]
async fn l16_buffer_ids_are_acknowledged_as_they_came_and_empty_ones_not() {
    let bench = Bench::new().await;
    let mut peer = bench.connect().await;
    let forward = json!({"platform": "discord", "botId": "b", "method": "POST", "path": "/p", "headers": [], "bodyB64": ""});
    peer.send_json(&json!({"type": "passthrough_forward", "forward": forward, "bufferId": "pt-1"})).await;
    loop {
        if let Seen::Passthrough { body, receipt } = bench.recorder.next().await {
            assert!(body.is_empty());
            break receipt.accept();
        }
    }
    assert_eq!(peer.next().await.expect("an ack")["bufferId"], "pt-1");
    // Out of contract: refused, and acknowledged as far as that can be read, so that they do not come for ever.
    for (id, acknowledged) in [
        (json!(7), Some("7")),
        (json!(0), Some("0")),
        (json!(true), None),
        (json!(["a"]), None),
        (json!({"k": 1}), None),
        (json!(1.5), None),
    ] {
        peer.send_json(&json!({"type": "inbound", "event": {"text": "t"}, "bufferId": id})).await;
        assert_eq!(bench.recorder.refusal().await.acknowledged, acknowledged.is_some(), "{id}");
        if let Some(text) = acknowledged {
            assert_eq!(peer.next().await.expect("an ack")["bufferId"], text);
        }
    }
    peer.send(r#"{"type":"inbound","event":{"text":"t"},"bufferId":""}"#).await;
    let (_, receipt) = bench.recorder.inbound().await;
    assert!(!receipt.is_wanted());
    peer.send(r#"{"type":"inbound","event":{"text":"t"},"bufferId":"0"}"#).await;
    let (_, receipt) = bench.recorder.inbound().await;
    assert!(receipt.is_wanted());
}

#[tokio::test]
async fn l17_two_calls_of_go_idle_get_the_same_answer() {
    let bench = Bench::new().await;
    let mut peer = bench.connect().await;
    let asked = async { tokio::join!(bench.transport.go_idle(), bench.transport.go_idle()) };
    let answered = async {
        peer.next_of("going_idle").await;
        peer.send(r#"{"type":"going_idle_ack"}"#).await;
    };
    let (answers, ()) = tokio::join!(asked, answered);
    assert_eq!(answers, (true, true));
    assert_eq!(*bench.transport.state().borrow(), LinkState::Idle);
    bench.probe(&mut peer).await;
}

#[tokio::test]
async fn l18_a_disconnect_settles_what_is_in_flight_and_returns() {
    let bench = Bench::with(|options| options.session.disconnect = Duration::from_millis(1200)).await;
    let mut peer = bench.connect().await;
    let sent = bench.send("in flight");
    peer.next_of("outbound").await;
    within(bench.transport.disconnect()).await;
    let error = within(sent).await.expect("no panic").expect_err("nobody answered");
    assert_eq!((error.to_string().as_str(), error.is_ambiguous()), ("relay transport closed", true));
    assert_eq!(*bench.transport.state().borrow(), LinkState::Closed);
}

#[tokio::test]
async fn a_disconnect_says_farewell_waits_for_results_and_closes() {
    let bench = Bench::new().await;
    let mut peer = bench.connect().await;
    let sent = bench.send("in flight");
    let request = peer.next_of("outbound").await;
    let served = async {
        peer.next_of("going_idle").await;
        peer.send(r#"{"type":"going_idle_ack"}"#).await;
        let late = within(bench.send("too late")).await.expect("no panic").expect_err("leaving");
        assert_eq!((late.to_string().as_str(), late.is_ambiguous()), ("relay transport closed", false));
        peer.send_json(&json!({"type": "outbound_result", "requestId": request["requestId"], "result": {"success": true}})).await;
        peer.close_code().await
    };
    let ((), code) = tokio::join!(within(bench.transport.disconnect()), served);
    assert_eq!(code, Some(1000));
    assert!(within(sent).await.expect("no panic").expect("its result").success);
    within(bench.transport.disconnect()).await;
    bench.connect().await;
}

#[tokio::test]
async fn going_dormant_closes_and_dials_again() {
    let bench = Bench::new().await;
    let mut peer = bench.connect().await;
    let served = async {
        peer.next_of("going_idle").await;
        peer.send(r#"{"type":"going_idle_ack"}"#).await;
        peer.close_code().await
    };
    let (slept, code) = tokio::join!(bench.transport.go_dormant(), served);
    assert_eq!((slept, code), (true, Some(1000)));
    let mut peer = bench.connector.welcome().await;
    for id in ["buf-1", "buf-2"] {
        peer.send_json(&json!({"type": "inbound", "event": {"text": id}, "bufferId": id})).await;
        let (text, receipt) = bench.recorder.inbound().await;
        receipt.accept();
        assert_eq!((text.as_str(), &peer.next().await.expect("an ack")["bufferId"]), (id, &id.into()));
    }
    bench.probe(&mut peer).await;
}

#[tokio::test]
async fn without_an_answer_it_neither_is_idle_nor_closes() {
    let bench = Bench::with(|options| options.session.idle_ack = Duration::from_millis(20)).await;
    let mut peer = bench.connect().await;
    assert!(!within(bench.transport.go_dormant()).await);
    bench.probe(&mut peer).await;
}

#[tokio::test]
async fn a_second_4401_after_the_handshake_is_the_end() {
    let bench = Bench::with(|options| options.session.backoff_first = Duration::from_secs(3600)).await;
    let mut peer = bench.connect().await;
    peer.close(4401, "revoked").await;
    // The second dial does not wait.
    let mut peer = bench.connector.welcome().await;
    bench.probe(&mut peer).await;
    peer.close(4401, "revoked").await;
    bench.until(|state| *state == LinkState::Disabled).await;
    let error = within(bench.send("too late")).await.expect("no panic").expect_err("revoked");
    assert!(matches!(error, TransportError::Revoked));
    assert!(matches!(bench.transport.connect().await, Err(TransportError::Revoked)));
    within(bench.transport.disconnect()).await;
}

#[tokio::test]
async fn a_reason_of_expired_never_ends_it() {
    let bench = Bench::new().await;
    let mut peer = bench.connect().await;
    for _ in 0..5 {
        peer.close(4401, "expired").await;
        peer = bench.connector.welcome().await;
        bench.probe(&mut peer).await;
    }
}
