//! Questions, and answers that do not pass the queue.

use relay_contract::frame::{ActionResult, PromptResponse};
use relay_contract::relay::{ActionError, AskedPrompt, Choice, Extent, Question};

use super::*;

/// The answer of a user who presses a button.
fn press(prompt_id: &str, option_id: &str) -> MessageEvent {
    let mut event = MessageEvent::new(
        format!("/{option_id}"),
        "command",
        SessionSource::new("telegram", "1", "dm").with_user_id("1"),
    );
    event.prompt_response = Some(PromptResponse::new(prompt_id, option_id));
    event
}

async fn ask<L: Link>(bench: &Bench<L>, question: Question) -> AskedPrompt<L::Transport> {
    bench.adapter.ask("1", &session("1"), question).await.expect("the stub answers")
}

pub(super) async fn a_question_goes_out_with_its_options_and_styles<L: Link>() {
    let bench = Bench::<L>::new(telegram()).await;
    let asked = ask(&bench, Question::approval("May I run it?", Extent::Always).with_reply_to("m")).await;
    let id = asked.prompt_id();
    let (nonce, rest) = id.split_once('.').expect("a nonce and a number");
    assert!(id.len() == 15 && nonce.len() == 6 && rest.bytes().all(|byte| byte.is_ascii_hexdigit()), "{id}");
    assert_eq!(
        bench.connector.sent(),
        [json!({"op": "prompt", "chat_id": "1", "content": "May I run it?", "prompt_kind": "approval",
            "prompt_id": id, "reply_to": "m", "metadata": {}, "options": [
                {"id": "once", "label": "Allow Once", "style": "primary"},
                {"id": "session", "label": "Allow Session"},
                {"id": "always", "label": "Always Allow"},
                {"id": "deny", "label": "Deny", "style": "danger"}]})]
    );
}

pub(super) async fn an_answer_goes_to_who_asked_and_not_to_the_agent<L: Link>() {
    let bench = Bench::<L>::new(telegram()).await;
    let asked = ask(&bench, Question::approval("May I?", Extent::Once)).await;
    bench.push_buffered(press(asked.prompt_id(), "once").with_message_id("71"), "b1");
    let answer = asked.answer().await.expect("it was answered");
    assert_eq!(answer.choice, Choice::Option("once".to_owned()));
    assert_eq!(answer.event.source.user_id.as_deref(), Some("1"));
    bench.idle().await;
    assert!(bench.log.notes().is_empty());
    assert_eq!(bench.connector.acks(), ["b1"]);
    assert_eq!(bench.adapter.counters().prompt_answers, 1);
}

pub(super) async fn a_handler_may_wait_for_the_answer_of_its_own_session<L: Link>() {
    let handler = |turn: Turn<L::Transport>, log: Log| async move {
        let asked = turn.ask(Question::approval("May I?", Extent::Session)).await?;
        log.note(asked.prompt_id());
        let answer = asked.answer().await.ok_or("no answer")?;
        log.note(format!("{:?}", answer.choice));
        Ok(())
    };
    let bench = Bench::<L>::with(telegram(), AdapterOptions::default(), handler).await;
    bench.push(message("1", "run it"));
    until(|| bench.log.notes().len() == 1).await;
    bench.push(press(&bench.log.notes()[0], "session"));
    bench.idle().await;
    assert_eq!(bench.log.notes()[1], "Option(\"session\")");
    assert!(bench.log.faults().is_empty());
}

pub(super) async fn a_press_that_comes_as_an_interaction_answers_too<L: Link>() {
    let bench = Bench::<L>::new(telegram()).await;
    let asked = ask(&bench, Question::approval("May I?", Extent::Once)).await;
    let body = json!({"id": "9001", "type": 3, "channel_id": "chan-9", "user": {"id": "user-3"},
        "data": {"custom_id": format!("hp1:{}:deny", asked.prompt_id())}});
    bench.push_passthrough(interaction(&body), None);
    let answer = asked.answer().await.expect("it was answered");
    assert_eq!(answer.choice, Choice::Option("deny".to_owned()));
    bench.idle().await;
    assert!(bench.log.notes().is_empty());
}

pub(super) async fn an_option_that_was_not_offered_is_the_safe_one<L: Link>() {
    let bench = Bench::<L>::new(telegram()).await;
    for (question, safe) in
        [(Question::approval("?", Extent::Once), "deny"), (Question::slash_confirm("?"), "cancel")]
    {
        let asked = ask(&bench, question).await;
        bench.push(press(asked.prompt_id(), "session"));
        assert_eq!(asked.answer().await.expect("it was answered").choice, Choice::Option(safe.to_owned()));
    }
}

pub(super) async fn a_clarification_takes_the_next_message_as_its_text_but_no_command<L: Link>() {
    let bench = Bench::<L>::new(telegram()).await;
    let asked = ask(&bench, Question::clarify("Which?", ["one", "two"])).await;
    bench.push(press(asked.prompt_id(), "other"));
    bench.push(MessageEvent::new("/status", "command", message("1", "").source));
    bench.push(message("2", "somebody else"));
    bench.push(numbered("1", "71", "neither"));
    let answer = asked.answer().await.expect("it was answered");
    assert_eq!(answer.choice, Choice::Text("neither".to_owned()));
    bench.push(numbered("1", "71", "neither"));
    bench.push(numbered("1", "72", "and then"));
    bench.idle().await;
    let mut notes = bench.log.notes();
    notes.sort_unstable();
    assert_eq!(
        notes,
        ["/status", "and then", "somebody else"],
        "the answer is not handled, nor its repetition"
    );
    assert_eq!(bench.adapter.counters().duplicates, 1);
}

pub(super) async fn a_second_answer_and_one_to_a_sibling_are_dropped_in_silence<L: Link>() {
    let bench = Bench::<L>::new(telegram()).await;
    let asked = ask(&bench, Question::approval("May I?", Extent::Once)).await;
    let id = asked.prompt_id().to_owned();
    bench.push(press(&id, "once"));
    asked.answer().await.expect("it was answered");
    bench.push(press(&id, "deny"));
    bench.push(press("ffffff.00000000", "once"));
    bench.idle().await;
    bench.quiet().await;
    assert!(bench.log.notes().is_empty());
    assert!(bench.connector.sent_op("send").is_empty());
}

pub(super) async fn an_answer_without_ids_is_an_ordinary_message<L: Link>() {
    let bench = Bench::<L>::new(telegram()).await;
    bench.push(press("", "once"));
    bench.push(press("0a1b2c.00112233", ""));
    bench.idle().await;
    assert_eq!(bench.log.notes(), ["/once", "/"]);
}

pub(super) async fn a_question_that_was_not_sent_is_forgotten<L: Link>() {
    let bench = Bench::<L>::new(telegram()).await;
    bench.connector.queue_result(ActionResult::new(false).with_error("channel not found"));
    let question = Question::approval("May I?", Extent::Once);
    bench.adapter.ask("1", &session("1"), question).await.map(drop).expect_err("it fails");
    let id = bench.connector.sent()[0]["prompt_id"].as_str().expect("a text").to_owned();
    bench.push(press(&id, "once"));
    until(|| !bench.connector.sent_op("send").is_empty()).await;
    assert!(bench.log.notes().is_empty(), "the answer is consumed all the same");
}

pub(super) async fn a_question_that_cannot_be_answered_is_not_sent<L: Link>() {
    let bench = Bench::<L>::new(telegram()).await;
    let mut question = Question::approval("May I?", Extent::Once);
    question.options.clear();
    let error = bench.adapter.ask("1", "s", question).await.map(drop).expect_err("no options");
    assert!(matches!(error, ActionError::Options(_)));
    assert!(bench.connector.sent().is_empty());
}

pub(super) async fn an_interrupt_withdraws_the_question_of_the_turn<L: Link>() {
    let handler = |turn: Turn<L::Transport>, log: Log| async move {
        let asked = turn.ask(Question::approval("May I?", Extent::Once)).await?;
        log.note(asked.prompt_id());
        asked.answer().await;
        Ok(())
    };
    let bench = Bench::<L>::with(telegram(), AdapterOptions::default(), handler).await;
    bench.push(message("1", "run it"));
    until(|| bench.log.notes().len() == 1).await;
    bench.interrupt(&session("1"));
    bench.idle().await;
    bench.push(press(&bench.log.notes()[0], "once"));
    until(|| !bench.connector.sent_op("send").is_empty()).await;
    assert_eq!(bench.log.notes().len(), 1);
}

pub(super) async fn an_old_message_that_comes_again_is_no_answer<L: Link>() {
    let bench = Bench::<L>::new(telegram()).await;
    bench.push(numbered("1", "70", "earlier"));
    bench.idle().await;
    let asked = ask(&bench, Question::clarify("Which?", ["one"])).await;
    bench.push(press(asked.prompt_id(), "other"));
    bench.push(numbered("1", "70", "earlier"));
    bench.push(numbered("1", "71", "neither"));
    let answer = asked.answer().await.expect("it was answered");
    assert_eq!(answer.choice, Choice::Text("neither".to_owned()));
}

pub(super) async fn a_question_that_was_given_up_takes_no_text<L: Link>() {
    let bench = Bench::<L>::new(telegram()).await;
    let asked = ask(&bench, Question::clarify("Which?", ["one"])).await;
    bench.push(press(asked.prompt_id(), "other"));
    bench.read().await;
    drop(asked);
    bench.push(numbered("1", "71", "hello"));
    bench.idle().await;
    assert_eq!(bench.log.notes(), ["hello"]);
}

pub(super) async fn questions_differ_in_their_ids_and_gateways_in_their_nonces<L: Link>() {
    let (one, other) = (Bench::<L>::new(telegram()).await, Bench::<L>::new(telegram()).await);
    let mut ids = Vec::new();
    for bench in [&one, &one, &other] {
        ids.push(ask(bench, Question::approval("?", Extent::Once)).await.prompt_id().to_owned());
    }
    let nonce = |id: &str| id.split_once('.').map(|(nonce, _)| nonce.to_owned());
    assert_ne!(ids[0], ids[1]);
    assert_eq!(nonce(&ids[0]), nonce(&ids[1]));
    assert_ne!(nonce(&ids[0]), nonce(&ids[2]));
}
