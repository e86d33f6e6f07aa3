//! What differs on Slack.

use relay_contract::frame::{DraftAction, Int, SendAction, SendMediaAction, TypingAction};
use relay_contract::relay::{Extent, Question, SlackOptions};

use super::*;

fn in_slack(kind: &str, message_id: &str) -> MessageEvent {
    let source = SessionSource::new("slack", "D1", kind).with_scope_id("T1").with_user_id("U");
    MessageEvent::new("hello", "text", source).with_message_id(message_id)
}

async fn bench<L: Link>(set: impl FnOnce(&mut SlackOptions)) -> Bench<L> {
    let mut slack = SlackOptions::default();
    set(&mut slack);
    let options = AdapterOptions::default().with_slack(slack);
    let slack = descriptor(&json!({"platform": "slack"}));
    let bench = Bench::<L>::with(slack, options, |turn, log| async move {
        log.note(turn.session_key);
        Ok(())
    })
    .await;
    bench.push(in_slack("dm", "17.1"));
    bench.idle().await;
    bench
}

fn reply() -> SendAction {
    let mut action = SendAction::new("D1", "hi").with_reply_to("17.1");
    action.metadata.insert("reply_to_message_id".to_owned(), "17.1".into());
    action
}

pub(super) async fn a_message_outside_a_thread_opens_a_session_unless_that_is_switched_off<L: Link>() {
    let on = bench::<L>(|_| {}).await;
    assert_eq!(on.log.notes(), ["agent:main:slack:dm:T1:D1:17.1"]);
    let off = bench::<L>(|slack| slack.dm_top_level_threads_as_sessions = false).await;
    assert_eq!(off.log.notes(), ["agent:main:slack:dm:T1:D1"]);
}

pub(super) async fn a_reply_goes_into_the_thread_of_what_it_answers<L: Link>() {
    let bench = bench::<L>(|_| {}).await;
    bench.adapter.send(reply()).await.expect("it succeeds");
    let mut elsewhere = reply();
    elsewhere.metadata.insert("thread_id".to_owned(), "5.5".into());
    bench.adapter.send(elsewhere).await.expect("it succeeds");
    let sent = bench.connector.sent();
    assert_eq!((&sent[0]["reply_to"], &sent[0]["metadata"]["thread_id"]), (&json!("17.1"), &json!("17.1")));
    assert_eq!(sent[1]["metadata"]["thread_id"], "5.5", "the caller's own value is kept");
}

pub(super) async fn a_reply_in_a_dm_is_flat_if_the_operator_wants_it_so<L: Link>() {
    let bench = bench::<L>(|slack| slack.reply_in_thread = false).await;
    bench.adapter.send(reply()).await.expect("it succeeds");
    let sent = bench.connector.sent();
    assert_eq!(sent[0]["reply_to"], Value::Null);
    assert_eq!(sent[0]["metadata"], json!({"scope_id": "T1", "user_id": "U"}));
}

pub(super) async fn the_typing_sign_of_a_dm_is_anchored_at_the_last_message_also_when_it_goes<L: Link>() {
    let bench = bench::<L>(|_| {}).await;
    bench.adapter.typing(TypingAction::new("D1")).await.expect("it succeeds");
    bench.adapter.typing(TypingAction::new("D1").with_content("")).await.expect("it succeeds");
    let threads: Vec<_> =
        bench.connector.sent().iter().map(|action| action["metadata"]["thread_id"].clone()).collect();
    assert_eq!(threads, ["17.1", "17.1"]);
}

pub(super) async fn unfurling_is_said_only_if_it_is_set_and_rules_drafts_out<L: Link>() {
    let draft = || DraftAction::new("D1", Int::constant(1), "so far", false);
    let unset = bench::<L>(|_| {}).await;
    unset.adapter.send(SendAction::new("D1", "hi")).await.expect("it succeeds");
    unset.adapter.draft(draft()).await.expect("it succeeds");
    assert!(unset.connector.sent()[0]["metadata"].get("unfurl_links").is_none());

    let set = bench::<L>(|slack| slack.unfurl_links = Some(false)).await;
    set.adapter.send(SendAction::new("D1", "hi")).await.expect("it succeeds");
    assert_eq!(set.connector.sent()[0]["metadata"]["unfurl_links"], false);
    set.adapter.draft(draft()).await.expect_err("no drafts");
    assert!(set.connector.sent_op("draft").is_empty());
}

pub(super) async fn a_command_of_slack_arrives_as_the_command_that_it_stands_for<L: Link>() {
    let mut slack = SlackOptions::default();
    slack.subcommands = [("compact".to_owned(), "/compress".to_owned())].into();
    let options = AdapterOptions::default().with_slack(slack);
    let handler = |turn: Turn<L::Transport>, log: Log| async move {
        log.note(format!("{} {}", turn.event.message_type.as_str(), turn.event.text));
        Ok(())
    };
    let bench = Bench::<L>::with(descriptor(&json!({"platform": "slack"})), options, handler).await;
    for text in ["/hermes compact now", "/hermes what is up", "/hermes"] {
        bench.push(MessageEvent::new(text, "text", SessionSource::new("slack", "D1", "dm")));
    }
    bench.idle().await;
    assert_eq!(bench.log.notes(), ["command /compress now", "text what is up", "command /help"]);
}

pub(super) async fn media_go_into_the_thread_too_and_questions_as_they_are<L: Link>() {
    let bench = bench::<L>(|_| {}).await;
    let media = SendMediaAction::new("D1", "image", "https://example.org/cat.png", "").with_reply_to("17.1");
    bench.adapter.send_media(media).await.expect("it succeeds");
    let question = Question::approval("May I?", Extent::Once).with_reply_to("17.1");
    drop(bench.adapter.ask("D1", "s", question).await.expect("it succeeds"));
    let sent = bench.connector.sent();
    assert_eq!(sent[0]["metadata"]["thread_id"], "17.1");
    assert_eq!((&sent[1]["reply_to"], sent[1]["metadata"].get("thread_id")), (&json!("17.1"), None));
}

pub(super) async fn in_flat_mode_a_turn_has_the_session_of_its_chat_and_replies_outside_a_thread<L: Link>() {
    let mut slack = SlackOptions::default();
    slack.reply_in_thread = false;
    let options = AdapterOptions::default().with_slack(slack);
    let slack = descriptor(&json!({"platform": "slack"}));
    let bench = Bench::<L>::with(slack, options, |turn, log| async move {
        turn.reply("hi").await?;
        log.note(turn.session_key);
        Ok(())
    })
    .await;
    bench.push(in_slack("dm", "17.1"));
    let mut in_thread = in_slack("dm", "18.1");
    in_thread.source.thread_id = Some("16.1".to_owned());
    bench.push(in_thread);
    bench.idle().await;
    let mut sessions = bench.log.notes();
    sessions.sort_unstable();
    assert_eq!(sessions, ["agent:main:slack:dm:T1:D1", "agent:main:slack:dm:T1:D1:16.1"]);
    let mut sent: Vec<_> = bench.connector.sent();
    sent.sort_by_key(|action| action["metadata"].get("thread_id").is_some());
    assert_eq!(
        (&sent[0]["reply_to"], &sent[0]["metadata"]),
        (&Value::Null, &json!({"scope_id": "T1", "user_id": "U"}))
    );
    assert_eq!((&sent[1]["reply_to"], &sent[1]["metadata"]["thread_id"]), (&json!("18.1"), &json!("16.1")));
}

pub(super) async fn a_thread_that_the_caller_names_is_kept<L: Link>() {
    for in_thread in [true, false] {
        let bench = bench::<L>(|slack| slack.reply_in_thread = in_thread).await;
        let mut own = reply();
        own.metadata.insert("thread_ts".to_owned(), "5.5".into());
        bench.adapter.send(own).await.expect("it succeeds");
        let sent = &bench.connector.sent()[0];
        assert_eq!(
            (sent["metadata"].get("thread_id"), &sent["metadata"]["thread_ts"]),
            (None, &json!("5.5"))
        );
        assert_eq!(sent["reply_to"], "17.1");
    }
}

pub(super) async fn a_channel_is_no_dm<L: Link>() {
    let bench = bench::<L>(|slack| slack.reply_in_thread = false).await;
    bench.push(in_slack("channel", "18.1"));
    bench.idle().await;
    bench.adapter.send(reply()).await.expect("it succeeds");
    bench.adapter.typing(TypingAction::new("D1")).await.expect("it succeeds");
    let sent = bench.connector.sent();
    assert_eq!(
        (&sent[0]["reply_to"], &sent[0]["metadata"]["reply_to_message_id"]),
        (&json!("17.1"), &json!("17.1"))
    );
    assert!(sent[1]["metadata"].get("thread_id").is_none());
}

pub(super) async fn either_unfurling_rules_drafts_out_and_outweighs_the_caller_s_own<L: Link>() {
    let bench = bench::<L>(|slack| slack.unfurl_media = Some(true)).await;
    let mut own = SendAction::new("D1", "hi");
    own.metadata.insert("unfurl_media".to_owned(), false.into());
    bench.adapter.send(own).await.expect("it succeeds");
    let media = SendMediaAction::new("D1", "image", "https://example.org/cat.png", "");
    bench.adapter.send_media(media).await.expect("it succeeds");
    let found: Vec<_> =
        bench.connector.sent().iter().map(|action| action["metadata"]["unfurl_media"].clone()).collect();
    assert_eq!(found, [true, true]);
    let draft = DraftAction::new("D1", Int::constant(1), "so far", false);
    bench.adapter.draft(draft).await.expect_err("no drafts");
}
