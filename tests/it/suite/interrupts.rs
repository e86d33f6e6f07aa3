//! Interrupts, in and out.

use relay_contract::frame::InterruptInboundFrame;

use super::*;

/// A handler that waits for an interrupt, and notes how it ended.
async fn patient<T: RelayTransport>(turn: Turn<T>, log: Log) -> Result<(), HandlerError> {
    struct End(Log, String);
    impl Drop for End {
        fn drop(&mut self) {
            self.0.note(format!("{} ends", self.1));
        }
    }
    let text = turn.event.text;
    log.note(format!("{text} begins"));
    let _end = End(log, text.clone());
    if text.starts_with("wait") {
        std::future::pending::<()>().await;
    }
    Ok(())
}

async fn bench<L: Link>() -> Bench<L> {
    Bench::<L>::with(telegram(), AdapterOptions::default(), patient).await
}

pub(super) async fn an_interrupt_stops_exactly_the_named_session<L: Link>() {
    let bench = bench::<L>().await;
    bench.push(message("1", "wait 1"));
    bench.push(message("2", "wait 2"));
    until(|| bench.log.notes().len() == 2).await;
    bench.interrupt(&session("1"));
    until(|| bench.log.notes().len() == 3).await;
    bench.quiet().await;
    assert_eq!(bench.log.notes()[2], "wait 1 ends");
    assert_eq!(bench.adapter.counters().in_flight, 1);
}

pub(super) async fn what_is_queued_behind_an_interrupted_turn_is_handled_next<L: Link>() {
    let bench = bench::<L>().await;
    bench.push(message("1", "wait"));
    bench.push(message("1", "one"));
    bench.push(message("1", "two"));
    until(|| bench.log.notes() == ["wait begins"]).await;
    bench.interrupt(&session("1"));
    bench.idle().await;
    let notes = ["wait begins", "wait ends", "one begins", "one ends", "two begins", "two ends"];
    assert_eq!(bench.log.notes(), notes);
}

pub(super) async fn a_turn_that_waited_in_the_queue_is_interrupted_like_the_first<L: Link>() {
    let bench = bench::<L>().await;
    bench.push(message("1", "one"));
    bench.push(message("1", "wait"));
    until(|| bench.log.notes().last().is_some_and(|note| note == "wait begins")).await;
    bench.interrupt(&session("1"));
    bench.idle().await;
    assert_eq!(bench.log.notes(), ["one begins", "one ends", "wait begins", "wait ends"]);
}

pub(super) async fn an_interrupt_right_behind_its_message_finds_it<L: Link>() {
    let bench = bench::<L>().await;
    bench.push(message("1", "wait"));
    bench.interrupt(&session("1"));
    bench.push(message("1", "next"));
    bench.idle().await;
    assert_eq!(bench.log.notes(), ["next begins", "next ends"]);
    assert_eq!(bench.adapter.counters().interrupted, 1);
}

pub(super) async fn an_unknown_session_or_none_is_no_error<L: Link>() {
    let bench = bench::<L>().await;
    bench.push(message("1", "wait"));
    until(|| bench.log.notes().len() == 1).await;
    bench.interrupt(&session("2"));
    bench.interrupt("");
    bench.quiet().await;
    assert_eq!(bench.log.notes().len(), 1);
    bench.interrupt(&session("1"));
    bench.interrupt(&session("1"));
    bench.idle().await;
    assert!(bench.log.faults().is_empty());
}

pub(super) async fn the_typing_sign_of_the_chat_is_taken_away_where_that_can_be_said<L: Link>() {
    for (platform, cleared) in [("slack", 1), ("telegram", 0)] {
        let bench = Bench::<L>::new(descriptor(&json!({"platform": platform}))).await;
        bench.push_frame(InterruptInboundFrame::new("", "D1"));
        bench.quiet().await;
        let typing = bench.connector.sent_op("typing");
        assert_eq!(typing.len(), cleared, "{platform}");
        assert!(typing.iter().all(|action| action["content"] == "" && action["chat_id"] == "D1"));
    }
}

pub(super) async fn an_outbound_interrupt_reaches_the_connector_with_its_reason_or_null<L: Link>() {
    let bench = bench::<L>().await;
    bench.adapter.send_interrupt("agent:main:x", Some("stop pressed")).await.expect("it is connected");
    bench.adapter.send_interrupt("agent:main:x", None).await.expect("it is connected");
    bench.idle().await;
    let frames = [
        json!({"type": "interrupt", "session_key": "agent:main:x", "reason": "stop pressed"}),
        json!({"type": "interrupt", "session_key": "agent:main:x", "reason": null}),
    ];
    assert_eq!(bench.connector.interrupts(), frames);
    bench.cut().await;
    let error = bench.adapter.send_interrupt("agent:main:x", None).await.expect_err("it is lost");
    assert_eq!(error.to_string(), "relay transport not connected");
}
