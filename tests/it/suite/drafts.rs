//! Answers that grow, and the message that seals them.

use relay_contract::frame::{ActionResult, DraftAction, Int, SendAction};
use relay_contract::relay::ActionError;

use super::*;

async fn slack<L: Link>() -> Bench<L> {
    Bench::new(descriptor(&json!({"platform": "slack"}))).await
}

fn draft(metadata: &Value) -> DraftAction {
    DraftAction::new("C1", Int::constant(7), "so far", false).with_metadata(members(metadata))
}

fn send(metadata: &Value) -> SendAction {
    SendAction::new("C1", "the answer").with_metadata(members(metadata))
}

fn members(value: &Value) -> serde_json::Map<String, Value> {
    value.as_object().expect("an object").clone()
}

/// The operations so far, a sealing draft as `seal`.
fn ops<L: Link>(bench: &Bench<L>) -> Vec<String> {
    let op = |action: &Value| match &action["final"] {
        Value::Bool(true) => "seal".to_owned(),
        _ => action["op"].as_str().expect("a text").to_owned(),
    };
    bench.connector.sent().iter().map(op).collect()
}

pub(super) async fn on_slack_the_final_send_of_a_turn_is_its_draft<L: Link>() {
    let bench = slack::<L>().await;
    bench.adapter.draft(draft(&json!({"thread_id": "17.1"}))).await.expect("it succeeds");
    bench.connector.queue_result(ActionResult::new(true).with_message_id("m7"));
    let result = bench.adapter.send(send(&json!({"thread_id": "17.1"}))).await.expect("it succeeds");
    assert_eq!(result.message_id.as_deref(), Some("m7"));
    let seal = json!({"op": "draft", "chat_id": "C1", "draft_id": 7, "content": "the answer", "final": true,
        "metadata": {"thread_id": "17.1"}});
    assert_eq!(bench.connector.sent()[1], seal);
    bench.adapter.send(send(&json!({"thread_id": "17.1"}))).await.expect("it succeeds");
    assert_eq!(ops(&bench), ["draft", "seal", "send"], "only once");
}

pub(super) async fn on_any_other_platform_the_answer_follows_as_a_message<L: Link>() {
    let bench = Bench::<L>::new(telegram()).await;
    bench.adapter.draft(draft(&json!({}))).await.expect("it succeeds");
    bench.adapter.send(send(&json!({}))).await.expect("it succeeds");
    assert_eq!(ops(&bench), ["draft", "send"]);
}

pub(super) async fn a_send_seals_the_draft_of_its_own_turn<L: Link>() {
    // The draft's metadata, the message's, and whether it seals.
    let cases = [
        (json!({}), json!({}), true),
        (json!({"message_id": "1"}), json!({"message_id": "1", "thread_id": "other"}), true),
        (json!({"message_id": "1"}), json!({"reply_to_message_id": "1"}), true),
        (json!({"message_id": "1"}), json!({"message_id": "2"}), false),
        (json!({"message_id": "1"}), json!({}), true),
        (json!({"thread_id": "t"}), json!({"thread_ts": "t"}), true),
        (json!({"thread_id": "1"}), json!({"message_id": "1"}), false),
        (json!({}), json!({"thread_id": "t"}), false),
    ];
    for (drawn, sent, seals) in cases {
        let bench = slack::<L>().await;
        bench.adapter.draft(draft(&drawn)).await.expect("it succeeds");
        bench.adapter.send(send(&sent)).await.expect("it succeeds");
        let last = if seals { "seal" } else { "send" };
        assert_eq!(ops(&bench), ["draft", last], "{drawn} {sent}");
    }
}

pub(super) async fn an_interim_message_seals_nothing<L: Link>() {
    let bench = slack::<L>().await;
    bench.adapter.draft(draft(&json!({}))).await.expect("it succeeds");
    bench.adapter.send(send(&json!({"_interim_send": true}))).await.expect("it succeeds");
    bench.adapter.send(send(&json!({}))).await.expect("it succeeds");
    assert_eq!(ops(&bench), ["draft", "send", "seal"]);
    assert_eq!(bench.connector.sent()[1]["metadata"], json!({}), "the mark stays here");
}

pub(super) async fn a_frame_after_the_seal_is_not_sent_and_counts_as_done<L: Link>() {
    let bench = slack::<L>().await;
    bench.adapter.draft(draft(&json!({}))).await.expect("it succeeds");
    bench.connector.queue_result(ActionResult::new(true).with_message_id("m7"));
    bench.adapter.send(send(&json!({}))).await.expect("it succeeds");
    let late = bench.adapter.draft(draft(&json!({}))).await.expect("it counts as done");
    assert_eq!((late.success, late.message_id.as_deref()), (true, Some("m7")));
    let again = draft(&json!({})).with_final_(true);
    bench.adapter.draft(again).await.expect("the connector answers as the first time");
    assert_eq!(ops(&bench), ["draft", "seal", "seal"]);
}

pub(super) async fn after_a_failed_frame_the_turn_has_no_more_drafts<L: Link>() {
    let bench = slack::<L>().await;
    bench.connector.queue_result(ActionResult::new(false).with_error("stream gone"));
    bench.adapter.draft(draft(&json!({}))).await.expect_err("as queued");
    let error = bench.adapter.draft(draft(&json!({}))).await.expect_err("no more of them");
    assert!(matches!(error, ActionError::DraftAbandoned));
    bench.adapter.send(send(&json!({}))).await.expect("it succeeds");
    bench.adapter.draft(draft(&json!({}))).await.expect("the next turn");
    assert_eq!(ops(&bench), ["draft", "send", "draft"]);
}

pub(super) async fn a_seal_that_fails_for_certain_leaves_the_message_as_it_was<L: Link>() {
    let bench = slack::<L>().await;
    bench.adapter.draft(draft(&json!({}))).await.expect("it succeeds");
    bench.connector.queue_result(ActionResult::new(false).with_error("stream gone"));
    bench.adapter.send(send(&json!({})).with_reply_to("71")).await.expect("as a message");
    assert_eq!(ops(&bench), ["draft", "seal", "send"]);
    assert_eq!(bench.connector.sent()[2]["reply_to"], "71");
}

pub(super) async fn a_turn_s_reply_seals_what_the_turn_drew<L: Link>() {
    let handler = |turn: Turn<L::Transport>, log: Log| async move {
        turn.draft(Int::constant(7), "so far").await?;
        turn.reply("the answer").await?;
        log.note(turn.author().unwrap_or_default());
        Ok(())
    };
    let slack = descriptor(&json!({"platform": "slack"}));
    let bench = Bench::<L>::with(slack, AdapterOptions::default(), handler).await;
    let source = SessionSource::new("slack", "C1", "channel").with_user_id("U").with_user_name("Ada");
    bench.push(MessageEvent::new("hello", "text", source).with_message_id("17.1"));
    bench.idle().await;
    assert_eq!(ops(&bench), ["draft", "seal"]);
    assert_eq!(bench.log.notes(), ["Ada"]);
}

pub(super) async fn a_frame_of_unknown_outcome_is_there_to_be_sealed<L: Link>() {
    let bench = slack::<L>().await;
    bench.connector.queue_result(ActionResult::new(false).with_ambiguous(true));
    bench.adapter.draft(draft(&json!({}))).await.expect_err("as queued");
    bench.adapter.send(send(&json!({}))).await.expect("it succeeds");
    assert_eq!(ops(&bench), ["draft", "seal"]);
}

pub(super) async fn the_draft_of_a_turn_that_dies_is_sealed_with_what_was_shown<L: Link>() {
    for fate in ["wait", "fail", "panic"] {
        let handler = |turn: Turn<L::Transport>, log: Log| async move {
            turn.draft(Int::constant(7), "so").await?;
            turn.draft(Int::constant(7), "so far").await?;
            log.note("drawn");
            match turn.event.text.as_str() {
                "wait" => std::future::pending().await,
                "fail" => Err("as told".into()),
                _ => panic!("as told"),
            }
        };
        let slack = descriptor(&json!({"platform": "slack"}));
        let bench = Bench::<L>::with(slack, AdapterOptions::default(), handler).await;
        // Another turn of the same chat.
        let other = draft(&json!({"thread_id": "1.1"}));
        bench.adapter.draft(other).await.expect("it succeeds");
        let source = SessionSource::new("slack", "C1", "channel").with_user_id("U");
        bench.push(MessageEvent::new(fate, "text", source).with_message_id("17.1"));
        until(|| bench.log.notes() == ["drawn"]).await;
        bench.interrupt("agent:main:slack:channel:C1:17.1");
        until(|| bench.connector.sent_op("draft").len() == 4).await;
        bench.quiet().await;
        let drafts = bench.connector.sent_op("draft");
        let sealed = &drafts[3];
        assert_eq!((&sealed["final"], &sealed["content"]), (&json!(true), &json!("so far")), "{fate}");
        assert_eq!((&sealed["metadata"]["thread_id"], drafts.len()), (&json!("17.1"), 4));
    }
}

pub(super) async fn a_send_that_names_no_turn_seals_the_only_open_draft_of_its_chat<L: Link>() {
    let bench = slack::<L>().await;
    bench.adapter.draft(draft(&json!({"message_id": "m1"}))).await.expect("it succeeds");
    bench.adapter.send(send(&json!({"message_id": "m2"}))).await.expect("it succeeds");
    bench.adapter.send(send(&json!({}))).await.expect("it succeeds");
    assert_eq!(ops(&bench), ["draft", "send", "seal"]);
    for id in ["m3", "m4"] {
        bench.adapter.draft(draft(&json!({"message_id": id}))).await.expect("it succeeds");
    }
    bench.adapter.send(send(&json!({}))).await.expect("it succeeds");
    assert_eq!(ops(&bench).last().map(String::as_str), Some("send"), "which of two is not known");
}
