//! Questions, and answers that do not pass the queue.

use relay_contract::frame::PromptResponse;
use relay_contract::relay::prompt::PROMPT_LIFETIME;
use relay_contract::relay::{AskedPrompt, Extent, Question};

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

async fn ask(bench: &Bench, question: Question) -> AskedPrompt<StubConnector> {
    bench.adapter.ask("1", &session("1"), question).await.expect("the stub answers")
}

#[test]
fn the_usual_questions_have_the_usual_options() {
    let ids = |question: Question| {
        question.options.iter().map(|option| option.id.as_str().to_owned()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(ids(Question::approval("?", Extent::Once)), "once deny");
    assert_eq!(ids(Question::approval("?", Extent::Session)), "once session deny");
    assert_eq!(ids(Question::slash_confirm("?")), "once always cancel");
    let clarify = Question::clarify("?", ["one", &"x".repeat(100)]);
    let labels: Vec<_> = clarify.options.iter().map(|option| option.label.clone()).collect();
    assert_eq!(labels, ["one", &"x".repeat(75), "✏️ Other (type your answer)"]);
    assert_eq!(ids(clarify), "c0 c1 other");
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_comes_too_late_is_told_so_in_the_background() {
    let bench = Bench::new(telegram()).await;
    let asked = ask(&bench, Question::approval("May I?", Extent::Once)).await;
    let id = asked.prompt_id().to_owned();
    let began = tokio::time::Instant::now();
    assert_eq!(asked.answer().await, None, "after an hour of paused time");
    assert_eq!(began.elapsed().as_secs(), PROMPT_LIFETIME.as_secs());
    bench.connector.hold();
    let mut late = press(&id, "once");
    late.source.thread_id = Some("9".to_owned());
    bench.push(late);
    bench.push(message("1", "next"));
    until(|| bench.log.notes() == ["next"]).await;
    until(|| !bench.connector.sent_op("send").is_empty()).await;
    let notice = &bench.connector.sent_op("send")[0];
    assert_eq!(notice["content"], "This question is no longer open.");
    assert_eq!(notice["metadata"]["thread_id"], "9", "in the thread of the answer");
}

#[tokio::test(start_paused = true)]
async fn a_question_is_open_for_an_hour() {
    let bench = Bench::new(telegram()).await;
    let asked = ask(&bench, Question::approval("May I?", Extent::Once)).await;
    tokio::time::advance(PROMPT_LIFETIME).await;
    bench.push(press(asked.prompt_id(), "once"));
    assert!(asked.answer().await.is_some());
}

#[tokio::test(start_paused = true)]
async fn at_most_64_notices_are_on_their_way_at_once() {
    let bench = Bench::new(telegram()).await;
    bench.connector.hold();
    for n in 0..70 {
        bench.push(press(&format!("{n:08}"), "once"));
    }
    settle().await;
    assert_eq!(bench.connector.sent_op("send").len(), 64);
    assert_eq!(bench.adapter.counters().prompt_answers, 70);
}
