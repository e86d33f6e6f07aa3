//! What a connector may send and should not, beyond single lines (`bad_lines`): the link lives, later frames arrive,
//! and nothing is lost in silence.

use relay_contract::validate::{FRAME_LIMIT, Rule};
use relay_contract::ws::LossReason;
use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

use super::*;

/// What is seen next, descriptors aside.
async fn next_delivery(bench: &Bench) -> Seen {
    loop {
        match bench.recorder.next().await {
            Seen::Descriptor { .. } => {}
            seen => return seen,
        }
    }
}

#[tokio::test]
async fn a_message_is_a_piece_of_a_stream() {
    let bench = Bench::new().await;
    let mut peer = bench.connect().await;
    let line = |text: &str| format!("{{\"type\":\"inbound\",\"event\":{{\"text\":\"{text}\"}}}}\n");
    // Several lines in one message, one line in several, a character in two, blank lines, text and binary mixed.
    peer.message(Message::text(format!("{}\r\n \t\n{}", line("one"), line("two")))).await;
    let bytes = line("dr🙂i");
    for piece in bytes.as_bytes().chunks(1) {
        peer.send_bytes(piece).await;
    }
    let last = line("vier");
    let (head, tail) = last.split_at(20);
    peer.message(Message::text(head)).await;
    peer.send_bytes(tail.as_bytes()).await;
    for expected in ["one", "two", "dr🙂i", "vier"] {
        assert_eq!(bench.recorder.inbound().await.0, expected);
    }
    bench.probe(&mut peer).await;
}

#[tokio::test]
async fn a_line_without_its_end_spoils_the_next_and_both_are_reported() {
    let bench = Bench::new().await;
    let mut peer = bench.connect().await;
    for end in ["", "\r"] {
        peer.message(Message::text(format!(r#"{{"type":"inbound","event":{{"text":"a"}}}}{end}"#))).await;
        peer.send(r#"{"type":"inbound","event":{"text":"b"}}"#).await;
        assert_eq!(bench.recorder.refusal().await.violations[0].rule, Rule::Json);
    }
    bench.probe(&mut peer).await;
    // And one that the end of the socket leaves unfinished.
    peer.message(Message::text(r#"{"type":"inbound""#)).await;
    peer.close(1000, "").await;
    let refusal = bench.recorder.refusal().await;
    assert!(refusal.violations[0].message.contains("found the end of the input"), "{refusal:?}");
}

#[tokio::test]
async fn a_connector_that_never_ends_a_line_costs_its_connection_and_not_the_link() {
    let bench = Bench::with(|options| options.session.handshake = Duration::from_millis(500)).await;
    let (connected, mut peer) = tokio::join!(bench.transport.connect(), bench.connector.accept());
    connected.expect("hello was said");
    peer.next().await.expect("a hello");
    for _ in 0..3 {
        peer.message(Message::text(connector::descriptor("telegram").to_string())).await;
    }
    // The wait may be over before it is seen.
    if let LinkState::BackingOff { reason, .. } = bench.until(|state| *state != LinkState::Greeting).await {
        assert_eq!(reason, LossReason::NoDescriptor);
    }
    // What was left of the last connection spoils nothing of the next.
    let mut peer = bench.connector.welcome().await;
    bench.probe(&mut peer).await;
    let greeting = bench.transport.handshake().await.expect("live");
    assert_eq!((greeting.connection, greeting.descriptors.len()), (2, 1));
}

#[tokio::test]
async fn a_line_that_is_unfinished_when_the_gateway_hangs_up_is_reported() {
    let bench = Bench::with(|options| options.session.handshake = Duration::from_millis(500)).await;
    let (connected, mut peer) = tokio::join!(bench.transport.connect(), bench.connector.accept());
    connected.expect("hello was said");
    peer.message(Message::text(connector::descriptor("telegram").to_string())).await;
    // It is why no descriptor came.
    let refusal = bench.recorder.refusal().await;
    assert!(refusal.violations[0].message.contains("found the end of the input"), "{refusal:?}");
    let mut peer = bench.connector.welcome().await;
    bench.probe(&mut peer).await;
}

#[tokio::test]
async fn a_frame_of_exactly_the_limit_is_read_and_one_byte_more_is_refused_and_acknowledged() {
    let bench = Bench::new().await;
    let mut peer = bench.connect().await;
    let frame = |length: usize| {
        let head = r#"{"type":"inbound","bufferId":"big","event":{"text":""#;
        format!("{head}{}\"}}}}", "x".repeat(length - head.len() - 4))
    };
    peer.send(&frame(FRAME_LIMIT)).await;
    let (text, receipt) = bench.recorder.inbound().await;
    assert!(text.len() > 1_000_000);
    receipt.accept();
    assert_eq!(peer.next().await.expect("an ack")["bufferId"], "big");
    for length in [FRAME_LIMIT + 1, 3 * FRAME_LIMIT, 15 << 20] {
        peer.send(&frame(length)).await;
        let refusal = bench.recorder.refusal().await;
        assert_eq!((refusal.violations[0].rule, refusal.acknowledged), (Rule::Size, true), "{length}");
        assert_eq!(peer.next().await.expect("an ack")["bufferId"], "big");
    }
    // Many small frames in one large message are many small frames.
    let small = "{\"type\":\"inbound\",\"event\":{\"text\":\"small\"}}\n".repeat(30_000);
    peer.message(Message::text(small)).await;
    for _ in 0..30_000 {
        assert_eq!(bench.recorder.inbound().await.0, "small");
    }
    assert_eq!(bench.transport.handshake().await.expect("live").connection, 1);
    bench.probe(&mut peer).await;
}

#[tokio::test]
async fn l12_past_the_socket_limit_it_closes_with_1009_and_dials_again() {
    let bench = Bench::new().await;
    let mut peer = bench.connect().await;
    for _ in 0..3 {
        peer.message(Message::text("x".repeat((16 << 20) + 1))).await;
        assert_eq!(peer.close_code().await, Some(1009));
        let state = bench.until(|state| !matches!(state, LinkState::Live)).await;
        if let LinkState::BackingOff { reason, .. } = state {
            assert_eq!(reason, LossReason::TooBig);
        }
        peer = bench.connector.welcome().await;
    }
    bench.probe(&mut peer).await;
}

#[tokio::test]
async fn l13_a_delivery_out_of_contract_is_acknowledged_so_that_it_does_not_loop() {
    let bench = Bench::new().await;
    let mut peer = bench.connect().await;
    let bad = json!({"type": "inbound", "event": {"source": "malformed"}, "bufferId": "poison"});
    for _ in 0..20 {
        peer.send_json(&bad).await;
        assert!(bench.recorder.refusal().await.acknowledged);
        assert_eq!(peer.next().await.expect("an ack"), json!({"type": "inbound_ack", "bufferId": "poison"}));
    }
    assert_eq!(bench.transport.handshake().await.expect("live").connection, 1);
    bench.probe(&mut peer).await;
}

#[tokio::test]
async fn b1_a_line_without_end_is_not_kept() {
    let bench = Bench::with(|options| options.message = 1 << 20).await;
    let mut peer = bench.connect().await;
    let piece = "x".repeat(256 << 10);
    for _ in 0..64 {
        peer.message(Message::text(piece.clone())).await;
    }
    peer.send("").await;
    let refusal = bench.recorder.refusal().await;
    assert_eq!((refusal.violations[0].rule, refusal.acknowledged), (Rule::Size, false));
    bench.probe(&mut peer).await;
}

#[tokio::test]
async fn h1_results_and_interrupts_overtake_whatever_waits_for_a_handler() {
    let bench = Bench::new().await;
    let mut peer = bench.connect().await;
    let sent = bench.send("in flight");
    let request = peer.next_of("outbound").await;
    // 7,000 deliveries that nobody takes: H5, where the real gateway stops reading.
    let delivery = json!({"type": "inbound", "event": {"text": "x".repeat(1000)}}).to_string();
    for _ in 0..7_000 {
        peer.send(&delivery).await;
    }
    peer.send(r#"{"type":"interrupt_inbound","session_key":"s","chat_id":""}"#).await;
    let id = &request["requestId"];
    peer.send_json(&json!({"type": "outbound_result", "requestId": id, "result": {"success": true}})).await;
    assert!(within(sent).await.expect("no panic").expect("its result").success);
    let mut deliveries = 0;
    loop {
        match next_delivery(&bench).await {
            Seen::Inbound { .. } => deliveries += 1,
            Seen::Interrupt { session_key } => break assert_eq!(session_key, "s"),
            seen => panic!("{seen:?}"),
        }
    }
    assert_eq!(deliveries, 7_000);
}
