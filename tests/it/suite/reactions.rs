//! The reactions that show how a turn goes.

use super::*;

/// A bench that shows reactions, and whose handler does as the text says.
async fn bench<L: Link>(platform: &str) -> Bench<L> {
    let options = AdapterOptions::default().with_reactions(true);
    let handler = |turn: Turn<L::Transport>, log: Log| async move {
        log.note(turn.event.text.clone());
        match turn.event.text.as_str() {
            "fail" => Err("as told".into()),
            "panic" => panic!("as told"),
            "wait" => std::future::pending().await,
            _ => Ok(()),
        }
    };
    Bench::with(descriptor(&json!({"platform": platform})), options, handler).await
}

fn of(platform: &str, text: &str) -> MessageEvent {
    let source = SessionSource::new(platform, "c1", "dm").with_user_id("u1");
    MessageEvent::new(text, "text", source).with_message_id("m1")
}

/// The reactions so far, each with `+` or `-`.
fn signs<L: Link>(bench: &Bench<L>) -> Vec<String> {
    let sign = |action: Value| {
        assert_eq!((&action["chat_id"], &action["message_id"]), (&json!("c1"), &json!("m1")));
        let mark = if action["remove"] == true { '-' } else { '+' };
        format!("{mark}{}", action["emoji"].as_str().expect("a text"))
    };
    bench.connector.sent_op("react").into_iter().map(sign).collect()
}

pub(super) async fn a_turn_shows_that_it_runs_and_how_it_ended<L: Link>() {
    for (platform, text, last) in [
        ("discord", "hello", "+✅"),
        ("discord", "fail", "+❌"),
        ("discord", "panic", "+❌"),
        ("telegram", "hello", "+👍"),
        ("telegram", "fail", "+👎"),
    ] {
        let bench = bench::<L>(platform).await;
        bench.push(of(platform, text));
        until(|| signs(&bench).len() == 3).await;
        bench.quiet().await;
        assert_eq!(signs(&bench), ["+👀", "-👀", last], "{platform} {text}");
    }
}

pub(super) async fn a_cancelled_turn_shows_nothing_more<L: Link>() {
    let bench = bench::<L>("discord").await;
    bench.push(of("discord", "wait"));
    until(|| signs(&bench) == ["+👀"]).await;
    bench.interrupt("agent:main:discord:dm:c1");
    until(|| signs(&bench).len() == 2).await;
    bench.quiet().await;
    assert_eq!(signs(&bench), ["+👀", "-👀"]);
}

pub(super) async fn which_emoji_is_decided_by_the_event_else_the_chat_else_the_default_descriptor<L: Link>() {
    let bench = bench::<L>("telegram").await;
    bench.push(of("relay", "hello"));
    until(|| signs(&bench).len() == 3).await;
    assert_eq!(signs(&bench)[2], "+👍", "the descriptor's");
    bench.push(of("discord", "hello, too"));
    until(|| signs(&bench).len() == 6).await;
    assert_eq!(signs(&bench)[5], "+✅", "the event's");
    bench.push(of("relay", "hello again"));
    until(|| signs(&bench).len() == 9).await;
    assert_eq!(signs(&bench)[8], "+✅", "that of the chat, as it was learned");
}

pub(super) async fn a_reaction_holds_no_turn_up_and_fails_none<L: Link>() {
    let bench = bench::<L>("discord").await;
    bench.connector.hold();
    bench.push_buffered(of("discord", "hello"), "b1");
    bench.idle().await;
    assert_eq!(bench.connector.acks(), ["b1"], "the connector has not answered the first reaction");
    bench.release();
    until(|| signs(&bench).len() == 3).await;
    assert!(bench.log.faults().is_empty());
}

pub(super) async fn nothing_is_shown_without_the_option_the_capability_or_an_id<L: Link>() {
    let off = Bench::<L>::new(descriptor(&json!({"platform": "discord"}))).await;
    off.push(of("discord", "hello"));
    off.quiet().await;
    let options = AdapterOptions::default().with_reactions(true);
    let mute = Bench::<L>::with(legacy(), options, note).await;
    mute.push(of("telegram", "hello"));
    mute.quiet().await;
    let nameless = bench::<L>("telegram").await;
    nameless.push(message("c1", "hello"));
    nameless.quiet().await;
    for bench in [off, mute, nameless] {
        assert_eq!(bench.adapter.counters().handled, 1);
        assert!(bench.connector.sent().is_empty());
    }
}
