//! What the real gateway does badly, and this one does not: the rows of its measured weaknesses that an adapter shows,
//! by their ids. The lines that harm it (section 2) are the transport's.

use relay_contract::Side;
use relay_contract::frame::{ActionResult, PromptResponse, SendAction};
use relay_contract::relay::chats::CHAT_CAPACITY;
use relay_contract::schema::View;
use relay_contract::validate::Validator;

use super::*;

/// Answers each message but `wait`, which waits for an interrupt.
async fn answering<L: Link>() -> Bench<L> {
    let handler = |turn: Turn<L::Transport>, log: Log| async move {
        if turn.event.text == "wait" {
            std::future::pending::<()>().await;
        }
        turn.reply("answer").await?;
        log.note(turn.event.text);
        Ok(())
    };
    Bench::with(telegram(), AdapterOptions::default(), handler).await
}

pub(super) async fn h1_a_handler_that_awaits_its_own_send_holds_up_nothing<L: Link>() {
    let bench = answering::<L>().await;
    bench.connector.hold();
    bench.push(message("1", "one"));
    bench.push(message("2", "wait"));
    bench.push(message("3", "two"));
    until(|| bench.connector.sent().len() == 2).await;
    bench.interrupt(&session("2"));
    until(|| bench.adapter.counters().interrupted == 1).await;
    assert!(bench.log.notes().is_empty(), "both await their results");
    bench.release();
    bench.idle().await;
    assert_eq!(bench.log.notes().len(), 2);
}

pub(super) async fn h2_a_command_to_a_busy_session_waits_behind_its_turn_and_nobody_else_does<L: Link>() {
    let bench = answering::<L>().await;
    bench.push(message("1", "wait"));
    bench.push(message("1", "/status"));
    bench.push(message("2", "hello"));
    until(|| bench.log.notes() == ["hello"]).await;
    bench.interrupt(&session("1"));
    bench.idle().await;
    assert_eq!(bench.log.notes(), ["hello", "/status"]);
}

/// A press that nobody asked for, with a notice to the user that the connector does not confirm. What becomes of an
/// unrelated request that is in flight meanwhile.
async fn press<L: Link>(press: impl FnOnce(&Bench<L>)) -> ActionResult {
    let bench = Bench::<L>::new(telegram()).await;
    let adapter = bench.adapter.clone();
    bench.connector.hold();
    let in_flight = tokio::spawn(async move { adapter.send(SendAction::new("3", "unrelated")).await });
    until(|| bench.connector.sent().len() == 1).await;
    press(&bench);
    bench.push(message("2", "hello"));
    until(|| bench.log.notes() == ["hello"]).await;
    until(|| bench.connector.sent().len() == 2).await;
    bench.release();
    in_flight.await.expect("no panic").expect("its result")
}

pub(super) async fn h3_a_pressed_button_holds_up_nothing<L: Link>() {
    let unrelated = press::<L>(|bench| {
        let mut press = message("1", "/once");
        press.prompt_response = Some(PromptResponse::new("00112233", "once"));
        bench.push(press);
    })
    .await;
    assert!(unrelated.success);
}

pub(super) async fn h3b_a_press_that_comes_as_an_interaction_holds_up_nothing<L: Link>() {
    let unrelated = press::<L>(|bench| {
        let body = json!({"id": "9001", "type": 3, "channel_id": "1", "user": {"id": "1"},
            "data": {"custom_id": "hp1:00112233:once"}});
        bench.push_passthrough(interaction(&body), None);
    })
    .await;
    assert!(unrelated.success);
}

pub(super) async fn h4_media_are_not_fetched_while_reading<L: Link>() {
    let urls = vec!["https://example.org/slow.png".to_owned(); 2];
    let bench = Bench::<L>::with(telegram(), AdapterOptions::default(), |turn, log| async move {
        log.note(format!("{} {}", turn.event.text, turn.event.media_urls.join(" ")));
        Ok(())
    })
    .await;
    let mut with_media = message("1", "look");
    with_media.media_urls.clone_from(&urls);
    bench.push(with_media);
    bench.push(message("2", "hello"));
    bench.idle().await;
    assert_eq!(bench.log.notes(), [format!("look {}", urls.join(" ")), "hello ".to_owned()]);
}

pub(super) async fn h5_a_blocked_handler_does_not_stop_the_peer_and_does_not_fill_memory<L: Link>() {
    let bench = answering::<L>().await;
    bench.push(message("1", "wait"));
    for n in 0..6_754 {
        bench.push_buffered(numbered("1", &n.to_string(), &"x".repeat(1_000)), &n.to_string());
    }
    bench.read().await;
    let counters = bench.adapter.counters();
    assert_eq!((counters.queue_depth, counters.in_flight), (1_023, 1));
    assert_eq!(counters.deferred, 6_754 - 1_023);
    bench.interrupt(&session("1"));
    bench.idle().await;
    assert_eq!(bench.connector.acks().len(), 1_023);
}

pub(super) async fn a_line_out_of_contract_is_reported_counted_and_ends_nothing<L: Link>() {
    let bench = Bench::<L>::new(telegram()).await;
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

pub(super) async fn a_limit_that_a_descriptor_cannot_mean_is_that_of_the_contract<L: Link>() {
    let bench = Bench::<L>::new(telegram()).await;
    let limit = || bench.adapter.default_capabilities().message_limit().get();
    assert_eq!(limit(), 4000);
    let mut tried = 0;
    for unusable in [0, -5] {
        bench.reconnect(&[descriptor(&json!({"max_message_length": unusable}))]).await;
        assert_eq!(limit(), 4096, "{unusable}");
        bench.reconnect(&[telegram()]).await;
        assert_eq!(limit(), 4000);
        tried += 1;
    }
    assert_eq!(tried, 2);
}

pub(super) async fn b2_twenty_thousand_chats_leave_the_memory_of_a_few_thousand<L: Link>() {
    let bench = Bench::<L>::new(telegram()).await;
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

pub(super) async fn b3_three_thousand_busy_sessions_are_not_three_thousand_tasks<L: Link>() {
    let tasks = || tokio::runtime::Handle::current().metrics().num_alive_tasks();
    let bench = answering::<L>().await;
    let before = tasks();
    for n in 0..3_000 {
        bench.push_buffered(numbered(&n.to_string(), "m", "wait"), &n.to_string());
    }
    bench.quiet().await;
    let counters = bench.adapter.counters();
    assert_eq!((counters.in_flight, counters.queue_depth, counters.deferred), (1_024, 0, 1_976));
    // One more asks for what was turned away.
    assert_eq!(tasks() - before, 2 * 1_024 + 1);
    bench.adapter.disconnect().await;
    // The link's own task may have ended with it.
    until(|| tasks() <= before).await;
}

pub(super) async fn l2_a_send_after_the_connection_was_lost_is_an_error_and_not_a_panic<L: Link>() {
    let bench = Bench::<L>::new(telegram()).await;
    bench.cut().await;
    let error = bench.adapter.send(SendAction::new("1", "hello")).await.expect_err("it is lost");
    assert_eq!(error.to_string(), "relay transport not connected");
}

pub(super) async fn l14_a_delivery_is_acknowledged_once_it_is_queued_and_handled_once<L: Link>() {
    let bench = answering::<L>().await;
    bench.connector.hold();
    bench.push_buffered(numbered("1", "m", "hello"), "b1");
    bench.push_buffered(numbered("1", "m", "hello"), "b1");
    until(|| bench.connector.sent().len() == 1).await;
    bench.quiet().await;
    assert_eq!(bench.connector.acks(), ["b1", "b1"]);
    bench.release();
    bench.idle().await;
    assert_eq!((bench.connector.acks().len(), bench.log.notes().len()), (2, 1));
}

pub(super) async fn l15_a_handler_that_fails_takes_the_delivery_out_of_the_buffer<L: Link>() {
    let bench = answering::<L>().await;
    bench.connector.queue_result(ActionResult::new(false).with_error("no"));
    bench.push_buffered(numbered("1", "m", "hello"), "b1");
    bench.idle().await;
    assert_eq!(bench.connector.acks(), ["b1"], "it would come for ever");
    assert!(matches!(&bench.log.faults()[..], [Fault::Failed { .. }]));
}

pub(super) async fn l16_a_buffer_id_comes_back_unchanged_and_a_forward_s_too<L: Link>() {
    let bench = Bench::<L>::new(telegram()).await;
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

pub(super) async fn l18_a_disconnect_with_a_request_in_flight_is_an_error_to_its_caller<L: Link>() {
    let bench = Bench::<L>::new(telegram()).await;
    bench.connector.hold();
    let adapter = bench.adapter.clone();
    let request = tokio::spawn(async move { adapter.send(SendAction::new("1", "hello")).await });
    until(|| bench.connector.sent().len() == 1).await;
    bench.adapter.disconnect().await;
    let error = request.await.expect("no panic").expect_err("it was not answered");
    assert_eq!(error.to_string(), "relay transport closed");
}

pub(super) async fn a_message_and_an_interaction_of_one_user_in_one_channel_are_one_session<L: Link>() {
    let handler = |turn: Turn<L::Transport>, log: Log| async move {
        log.note(turn.session_key);
        Ok(())
    };
    let bench = Bench::<L>::with(telegram(), AdapterOptions::default(), handler).await;
    let source = SessionSource::new("discord", "C", "group").with_user_id("U").with_scope_id("G");
    bench.push(MessageEvent::new("hello", "text", source));
    let body = json!({"id": "9001", "type": 2, "channel_id": "C", "guild_id": "G",
        "member": {"user": {"id": "U"}}, "data": {"name": "go"}});
    bench.push_passthrough(interaction(&body), None);
    bench.idle().await;
    assert_eq!(bench.log.notes(), ["agent:main:discord:group:C:U"; 2]);
}
