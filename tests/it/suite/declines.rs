//! After a decline nothing else is tried toward the same chat.

use relay_contract::frame::{
    ActionResult, DraftAction, EditAction, Int, SendAction, SendMediaAction, TypingAction,
};
use relay_contract::relay::outcome::Outcome;
use relay_contract::relay::{Extent, Question};

use super::*;

const DECLINE: &str = "telegram egress declined: target is not an approved destination for this connection";

fn declined() -> ActionResult {
    ActionResult::new(false).with_error(DECLINE).with_code("egress_declined")
}

fn draft() -> DraftAction {
    DraftAction::new("1", Int::constant(7), "the answer", false)
}

pub(super) async fn a_declined_action_fails_with_the_connector_s_words_and_nothing_else_is_sent<L: Link>() {
    let bench = Bench::<L>::new(telegram()).await;
    let media = SendMediaAction::new("1", "image", "https://example.org/cat.png", "");
    for _ in 0..6 {
        bench.connector.queue_result(declined());
    }
    let errors = [
        bench.adapter.send(SendAction::new("1", "hello")).await.expect_err("declined"),
        bench.adapter.send_media(media).await.expect_err("declined"),
        bench.adapter.edit(EditAction::new("1", "m", "hello")).await.expect_err("declined"),
        bench
            .adapter
            .ask("1", "s", Question::approval("May I?", Extent::Once))
            .await
            .map(drop)
            .expect_err("declined"),
        bench.adapter.seal_draft(draft()).await.expect_err("declined"),
        bench.adapter.typing(TypingAction::new("1")).await.expect_err("declined"),
    ];
    for error in errors {
        assert_eq!((error.to_string().as_str(), error.outcome()), (DECLINE, Outcome::Declined));
    }
    let ops: Vec<_> = bench.connector.sent().iter().map(|action| action["op"].clone()).collect();
    assert_eq!(ops, ["send", "send_media", "edit", "prompt", "draft", "typing"]);
    assert_eq!(bench.adapter.counters().declined, 6);
}

pub(super) async fn a_sealed_draft_is_the_message<L: Link>() {
    let bench = Bench::<L>::new(telegram()).await;
    bench.connector.queue_result(ActionResult::new(true).with_message_id("m7"));
    let result = bench.adapter.seal_draft(draft()).await.expect("it succeeds");
    assert_eq!(result.message_id.as_deref(), Some("m7"));
    assert_eq!(bench.connector.sent_op("draft")[0]["final"], true);
    assert!(bench.connector.sent_op("send").is_empty());
}

pub(super) async fn a_draft_that_cannot_be_sealed_for_certain_goes_out_as_a_message<L: Link>() {
    let bench = Bench::<L>::new(telegram()).await;
    bench.connector.queue_result(ActionResult::new(false).with_error("stream gone"));
    let mut draft = draft();
    draft.metadata.insert("thread_id".to_owned(), "9".into());
    bench.adapter.seal_draft(draft).await.expect("the message is sent");
    assert_eq!(bench.connector.sent_op("draft").len(), 1);
    let sent = &bench.connector.sent_op("send")[0];
    assert_eq!((&sent["content"], &sent["metadata"]), (&json!("the answer"), &json!({"thread_id": "9"})));
}

pub(super) async fn a_decline_is_one_whatever_else_it_says<L: Link>() {
    let bench = Bench::<L>::new(telegram()).await;
    let lost = ActionResult::new(false).with_error("egress declined: ack lost");
    bench.connector.queue_result(lost);
    let error = bench.adapter.send(SendAction::new("1", "hello")).await.expect_err("it fails");
    assert_eq!(error.outcome(), Outcome::Declined);
}
