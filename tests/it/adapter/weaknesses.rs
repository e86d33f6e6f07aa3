//! What the real gateway does badly, and this one does not: the rows of the measured weaknesses that need no socket,
//! by their ids. Bad frames (section 2) are the codec's and the transport's.

use relay_contract::Side;
use relay_contract::frame::{PromptResponse, SendAction};
use relay_contract::relay::chats::CHAT_CAPACITY;
use relay_contract::relay::transport::TransportError;
use relay_contract::schema::View;
use relay_contract::validate::Validator;

use super::*;

/// Answers each message but `wait`, which waits for an interrupt.
async fn answering() -> Bench {
    let handler = |turn: Turn<StubConnector>, log: Log| async move {
        if turn.event.text == "wait" {
            std::future::pending::<()>().await;
        }
        turn.reply("answer").await?;
        log.note(turn.event.text);
        Ok(())
    };
    Bench::with(telegram(), AdapterOptions::default(), handler).await
}

#[tokio::test(start_paused = true)]
async fn h1_a_handler_that_awaits_its_own_send_holds_up_nothing() {
    let bench = answering().await;
    let began = tokio::time::Instant::now();
    bench.connector.hold();
    bench.push(message("1", "one"));
    bench.push(message("2", "wait"));
    bench.push(message("3", "two"));
    until(|| bench.connector.sent().len() == 2).await;
    bench.interrupt(&session("2"));
    until(|| bench.adapter.counters().interrupted == 1).await;
    bench.release();
    bench.idle().await;
    assert_eq!(bench.log.notes().len(), 2);
    assert_eq!(began.elapsed().as_secs(), 0, "no deadline was waited for");
}

#[tokio::test(start_paused = true)]
async fn h2_a_command_to_a_busy_session_waits_behind_its_turn_and_nobody_else_does() {
    let bench = answering().await;
    bench.push(message("1", "wait"));
    bench.push(message("1", "/status"));
    bench.push(message("2", "hello"));
    until(|| bench.log.notes() == ["hello"]).await;
    bench.interrupt(&session("1"));
    bench.idle().await;
    assert_eq!(bench.log.notes(), ["hello", "/status"]);
}

#[tokio::test(start_paused = true)]
async fn h3_a_pressed_button_holds_up_nothing_however_it_arrives() {
    let bench = Bench::new(telegram()).await;
    bench.connector.hold();
    // Unanswerable presses, each with a notice that the connector does not confirm.
    let mut press = message("1", "/once");
    press.prompt_response = Some(PromptResponse::new("00112233", "once"));
    bench.push(press);
    let body = json!({"id": "9001", "type": 3, "channel_id": "1", "user": {"id": "1"},
        "data": {"custom_id": "hp1:00112233:once"}});
    bench.push_passthrough(interaction(&body), None);
    bench.push(message("2", "hello"));
    until(|| bench.log.notes() == ["hello"]).await;
    until(|| bench.connector.sent().len() == 2).await;
}

#[tokio::test(start_paused = true)]
async fn h4_media_are_not_fetched_while_reading() {
    let bench = Bench::new(telegram()).await;
    let mut with_media = message("1", "look");
    with_media.media_urls = vec!["https://example.org/slow.png".to_owned(); 2];
    bench.push(with_media);
    bench.push(message("2", "hello"));
    bench.idle().await;
    assert_eq!(bench.log.notes(), ["look", "hello"]);
}

#[tokio::test(start_paused = true)]
async fn h5_a_blocked_handler_does_not_stop_the_peer_and_does_not_fill_memory() {
    let bench = answering().await;
    bench.push(message("1", "wait"));
    for n in 0..6_754 {
        bench.push_buffered(numbered("1", &n.to_string(), &"x".repeat(1_000)), &n.to_string());
    }
    let counters = bench.adapter.counters();
    assert_eq!((counters.queue_depth, counters.in_flight), (1_023, 1));
    assert_eq!(counters.deferred, 6_754 - 1_023);
    bench.interrupt(&session("1"));
    bench.idle().await;
    assert_eq!(bench.connector.acks().len(), 1_023);
}

#[tokio::test(start_paused = true)]
async fn a_line_out_of_contract_is_reported_counted_and_ends_nothing() {
    let bench = Bench::new(telegram()).await;
    let line = json!({"type": "inbound", "event": {"text": "hi", "source": {"chat_id": 5}}});
    let checked = Validator::builtin(View::Reader).check(&line, Some(Side::Connector));
    assert!(!checked.violations.is_empty());
    bench.push_line(format!("{line}\n"));
    bench.push(message("1", "hello"));
    bench.idle().await;
    assert_eq!(bench.log.notes(), ["hello"]);
    let faults = bench.log.faults();
    assert!(matches!(&faults[..], [Fault::Refused(refusal)] if refusal.violations == checked.violations));
    assert_eq!(bench.adapter.counters().refused, [("type", 1)].into());
}

#[tokio::test(start_paused = true)]
async fn b2_twenty_thousand_chats_leave_the_memory_of_a_few_thousand() {
    let bench = Bench::new(telegram()).await;
    for n in 0..20_000 {
        bench.push(numbered(&n.to_string(), "m", "hello"));
        if n % 1_000 == 0 {
            bench.idle().await;
        }
    }
    bench.idle().await;
    let remembered = (0..20_000).filter(|n| bench.adapter.chat(&n.to_string()).is_some()).count();
    assert_eq!(remembered, CHAT_CAPACITY);
    assert!(bench.adapter.chat("19999").is_some() && bench.adapter.chat("0").is_none());
}

#[tokio::test(start_paused = true)]
async fn b3_three_thousand_busy_sessions_are_not_three_thousand_tasks() {
    let bench = answering().await;
    let before = tokio::runtime::Handle::current().metrics().num_alive_tasks();
    for n in 0..3_000 {
        bench.push_buffered(numbered(&n.to_string(), "m", "wait"), &n.to_string());
    }
    settle().await;
    let counters = bench.adapter.counters();
    assert_eq!((counters.in_flight, counters.queue_depth, counters.deferred), (1_024, 0, 1_976));
    assert_eq!(tokio::runtime::Handle::current().metrics().num_alive_tasks() - before, 2 * 1_024);
    bench.adapter.disconnect().await;
    settle().await;
    assert_eq!(tokio::runtime::Handle::current().metrics().num_alive_tasks(), before);
}

#[tokio::test(start_paused = true)]
async fn l2_a_send_after_the_connection_was_lost_is_an_error_and_not_a_panic() {
    let bench = Bench::new(telegram()).await;
    bench.link.cut();
    let error = bench.adapter.send(SendAction::new("1", "hello")).await.expect_err("it is lost");
    assert_eq!(error.to_string(), "relay transport not connected");
}

#[tokio::test(start_paused = true)]
async fn l14_a_delivery_is_acknowledged_at_its_end_and_handled_once() {
    let bench = answering().await;
    bench.connector.hold();
    bench.push_buffered(numbered("1", "m", "hello"), "b1");
    bench.push_buffered(numbered("1", "m", "hello"), "b1");
    until(|| bench.connector.sent().len() == 1).await;
    assert!(bench.connector.acks().is_empty());
    bench.release();
    bench.idle().await;
    assert_eq!((bench.connector.acks(), bench.log.notes().len()), (vec!["b1".to_owned(); 2], 1));
}

#[tokio::test(start_paused = true)]
async fn l15_a_handler_that_fails_keeps_the_delivery_in_the_buffer() {
    let bench = answering().await;
    bench.link.queue_error(TransportError::TimedOut);
    bench.push_buffered(numbered("1", "m", "hello"), "b1");
    bench.idle().await;
    assert!(bench.connector.acks().is_empty());
    bench.push_buffered(numbered("1", "m", "hello"), "b1");
    bench.idle().await;
    assert_eq!(bench.connector.acks(), ["b1"]);
}

#[tokio::test(start_paused = true)]
async fn l16_a_buffer_id_comes_back_unchanged_and_a_forward_s_too() {
    let bench = Bench::new(telegram()).await;
    for id in ["0", "True", "['a']", "buf-1", "é", ""] {
        bench.push_buffered(message("1", "hello"), id);
    }
    let body = json!({"id": "9001", "type": 2, "channel_id": "c", "data": {"name": "go"}});
    bench.push_passthrough(interaction(&body), Some("pt-1"));
    bench.idle().await;
    let mut acks = bench.connector.acks();
    acks.sort_unstable();
    let mut expected = ["0", "True", "['a']", "buf-1", "é", "pt-1"];
    expected.sort_unstable();
    assert_eq!(acks, expected, "the empty one counts as none");
}

#[tokio::test(start_paused = true)]
async fn l17_two_who_go_idle_at_once_get_one_answer_each() {
    let bench = Bench::new(telegram()).await;
    let (first, second) = tokio::join!(bench.adapter.go_idle(), bench.adapter.go_idle());
    assert_eq!((first, second), (true, true));
}

#[tokio::test(start_paused = true)]
async fn l18_a_disconnect_with_a_request_in_flight_is_an_error_to_its_caller() {
    let bench = Bench::new(telegram()).await;
    bench.connector.hold();
    let adapter = bench.adapter.clone();
    let request = tokio::spawn(async move { adapter.send(SendAction::new("1", "hello")).await });
    until(|| bench.connector.sent().len() == 1).await;
    bench.adapter.disconnect().await;
    let error = request.await.expect("no panic").expect_err("it was not answered");
    assert_eq!(error.to_string(), "relay transport closed");
}

#[tokio::test(start_paused = true)]
async fn a_message_and_an_interaction_of_one_user_in_one_channel_are_one_session() {
    let handler = |turn: Turn<StubConnector>, log: Log| async move {
        log.note(turn.session_key);
        Ok(())
    };
    let bench = Bench::with(telegram(), AdapterOptions::default(), handler).await;
    let source = SessionSource::new("discord", "C", "group").with_user_id("U").with_scope_id("G");
    bench.push(MessageEvent::new("hello", "text", source));
    let body = json!({"id": "9001", "type": 2, "channel_id": "C", "guild_id": "G",
        "member": {"user": {"id": "U"}}, "data": {"name": "go"}});
    bench.push_passthrough(interaction(&body), None);
    bench.idle().await;
    assert_eq!(bench.log.notes(), ["agent:main:discord:group:C:U"; 2]);
}
