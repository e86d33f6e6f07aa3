//! The inputs that end or harm the real gateway, over a real socket: section 2 of its measured weaknesses. What becomes
//! of each line is what its case file says, and the good frame after it arrives on the same socket.

use std::sync::Arc;

use relay_contract::frame::{
    CapabilityDescriptor, Crosscheck, InboundFrame, InterruptInboundFrame, PassthroughForwardFrame,
};
use relay_contract::relay::transport::{Delivery, Handlers, Receipt, Refusal};
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};

use super::*;
use crate::lines::{Case, PROBE, Piece, Row, places, rows};

/// Where a text message that is not UTF-8 stands: the WebSocket itself is broken by it.
const NOT_UTF_8: &str = "text-message-not-utf8";

/// What becomes of a line: what its case says of it, and whether it was acknowledged.
type Outcome = (String, bool);

/// Handlers that note what becomes of each line, and accept every delivery.
struct Outcomes(mpsc::UnboundedSender<Outcome>);

impl Outcomes {
    fn note(&self, outcome: &str, acknowledged: bool) {
        self.0.send((outcome.to_owned(), acknowledged)).expect("the test reads");
    }

    fn accept(&self, outcome: &str, receipt: Receipt) {
        self.note(outcome, receipt.is_wanted());
        receipt.accept();
    }
}

impl Handlers for Outcomes {
    fn inbound(&self, delivery: Delivery<InboundFrame>) {
        self.accept("inbound", delivery.receipt);
    }

    fn passthrough(&self, delivery: Delivery<PassthroughForwardFrame>) {
        self.accept("passthrough_forward", delivery.receipt);
    }

    fn interrupt(&self, interrupt: InterruptInboundFrame) {
        let is_probe = interrupt.session_key == "agent:main:probe";
        self.note(if is_probe { "probe" } else { "interrupt_inbound" }, false);
    }

    fn descriptor(&self, _: u64, _: CapabilityDescriptor) {
        self.note("descriptor", false);
    }

    fn refused(&self, refusal: Refusal) {
        self.note(&places(&refusal.violations), refusal.acknowledged);
    }

    fn frame_read(&self, frame_type: &'static str) {
        match frame_type {
            "unknown" => self.note("ignored", false),
            "outbound_result" => self.note(frame_type, false),
            // The others have a handler of their own.
            _ => {}
        }
    }

    fn frame_written(&self, _: &'static str) {}
}

/// A connected link and what becomes of its lines.
async fn listening(crosscheck: &Arc<Crosscheck>) -> (Bench, Peer, mpsc::UnboundedReceiver<Outcome>) {
    let bench = Bench::with(|options| options.crosscheck = Some(Arc::clone(crosscheck))).await;
    let (inlet, mut outcomes) = mpsc::unbounded_channel();
    bench.transport.register(Arc::new(Outcomes(inlet)));
    let peer = bench.connect().await;
    assert_eq!(outcomes.recv().await.expect("it is connected").0, "descriptor");
    (bench, peer, outcomes)
}

/// What becomes of the lines before the probe.
async fn until_probe(outcomes: &mut mpsc::UnboundedReceiver<Outcome>, name: &str) -> Vec<Outcome> {
    let mut seen = Vec::new();
    loop {
        let next = tokio::time::timeout(Duration::from_secs(20), outcomes.recv()).await;
        let next = next.unwrap_or_else(|_| panic!("{name}: no probe after {seen:?}"));
        match next.expect("the handlers live") {
            (outcome, _) if outcome == "probe" => return seen,
            outcome => seen.push(outcome),
        }
    }
}

fn expected(case: &Case) -> Vec<String> {
    // A blank line says nothing, however long it is: no splitter of the transport's limit refuses one of the frame's.
    let is_blank = |piece: &Piece| piece.bytes().iter().all(u8::is_ascii_whitespace);
    if case.input.iter().all(is_blank) {
        return Vec::new();
    }
    let what = |line: &String| line.split_once("ignored ").map_or(line.as_str(), |_| "ignored").to_owned();
    case.expect.iter().map(what).collect()
}

fn cases() -> Vec<(String, Case)> {
    let cases = |(name, row): (String, Row)| {
        let number = move |(index, case)| (format!("{name} case {index} ({})", row.row), case);
        row.cases.into_iter().enumerate().map(number).collect::<Vec<_>>()
    };
    rows().into_iter().filter(|(name, _)| name != NOT_UTF_8).flat_map(cases).collect()
}

/// As text where it is UTF-8: a connector's messages are.
fn message(bytes: Vec<u8>) -> Message {
    String::from_utf8(bytes).map_or_else(|error| Message::binary(error.into_bytes()), Message::text)
}

#[tokio::test]
async fn no_line_ends_the_link_or_is_lost_in_silence() {
    let crosscheck = Arc::default();
    let (bench, mut peer, mut outcomes) = listening(&crosscheck).await;
    let mut lines = 0;
    let cases = cases();
    for (name, case) in &cases {
        for piece in &case.input {
            peer.message(message(piece.bytes())).await;
        }
        peer.message(Message::text(PROBE)).await;
        let seen = until_probe(&mut outcomes, name).await;
        let expected = expected(case);
        lines += expected.len();
        let expected: Vec<_> = expected.into_iter().map(|what| (what, false)).collect();
        assert_eq!(seen, expected, "{name}");
    }
    assert!(cases.len() == 133 && lines == 145, "{} inputs, {lines} lines", cases.len());
    assert_eq!(bench.transport.handshake().await.expect("live").connection, 1, "one socket for all of it");
    // Each line that is text, the probes, and the descriptor.
    assert!(crosscheck.lines() > 250 && crosscheck.disagreements() == 0, "{crosscheck:?}");
    let sent = bench.send("after all of it");
    peer.answer_request().await;
    assert!(within(sent).await.expect("no panic").expect("a result").success);
}

/// Read or refused, a delivery that waits in the connector's buffer is acknowledged, or it would come for ever. Only a
/// line that is no JSON has no `bufferId` that could be read.
#[tokio::test]
async fn every_delivery_out_of_contract_is_acknowledged_as_far_as_its_buffer_id_can_be_read() {
    let (bench, mut peer, mut outcomes) = listening(&Arc::default()).await;
    let (mut acknowledged, mut unreadable) = (0, 0);
    for (name, case) in cases() {
        let bytes: Vec<u8> = case.input.iter().flat_map(Piece::bytes).collect();
        let Ok(text) = String::from_utf8(bytes) else { continue };
        let kinds = [r#"{"type":"inbound""#, r#"{"type":"passthrough_forward""#];
        let Some(kind) = kinds.into_iter().find(|kind| text.starts_with(kind)) else { continue };
        let id = format!("buf-{acknowledged}");
        let line = text.replacen(kind, &format!(r#"{kind},"bufferId":"{id}""#), 1);
        peer.message(Message::text(line.clone())).await;
        peer.message(Message::text(PROBE)).await;
        let seen = until_probe(&mut outcomes, &name).await;
        let is_json = serde_json::from_str::<serde::de::IgnoredAny>(&line).is_ok();
        let mut expected = expected(&case);
        assert_eq!(seen, [(expected.remove(0), is_json)], "{name}");
        if is_json {
            let ack = peer.next().await.expect("an acknowledgement");
            assert_eq!((&ack["type"], &ack["bufferId"]), (&"inbound_ack".into(), &id.into()), "{name}");
            acknowledged += 1;
        } else {
            unreadable += 1;
        }
    }
    assert!(acknowledged >= 50 && unreadable >= 2, "{acknowledged} acknowledged, {unreadable} unreadable");
    assert_eq!(bench.transport.handshake().await.expect("live").connection, 1);
}

#[tokio::test]
async fn a_text_message_that_is_not_utf_8_is_closed_with_1007_and_dialled_again() {
    let (bench, mut peer, mut outcomes) = listening(&Arc::default()).await;
    let (_, row) = rows().into_iter().find(|(name, _)| name == NOT_UTF_8).expect("it has its row");
    assert_eq!(row.cases.len(), 1);
    let bytes: Vec<u8> = row.cases[0].input.iter().flat_map(Piece::bytes).collect();
    peer.message(Message::Frame(Frame::message(bytes, OpCode::Data(Data::Text), true))).await;
    assert_eq!(peer.close_code().await, Some(1007));
    let mut peer = bench.connector.welcome().await;
    peer.message(Message::text(PROBE)).await;
    let seen = until_probe(&mut outcomes, NOT_UTF_8).await;
    assert_eq!(seen, [("descriptor".to_owned(), false)]);
    let sent = bench.send("on the next socket");
    peer.answer_request().await;
    assert!(within(sent).await.expect("no panic").expect("a result").success);
}
