//! Order within a session, sessions side by side, and what is counted.

use relay_contract::frame::{ActionResult, ConnectorFrame, OutboundResultFrame, SendAction, encode};

use super::*;

pub(super) async fn an_inbound_event_reaches_the_gateway_with_its_session<L: Link>() {
    let handler = |turn: Turn<L::Transport>, log: Log| async move {
        log.note(turn.session_key);
        log.note(format!("{:?}", turn.event.source.scope_id));
        Ok(())
    };
    let bench = Bench::<L>::with(telegram(), AdapterOptions::default(), handler).await;
    let source =
        SessionSource::new("discord", "chan-9", "group").with_user_id("user-3").with_scope_id("guild-1");
    bench.push(MessageEvent::new("hello", "text", source));
    bench.idle().await;
    assert_eq!(bench.log.notes(), ["agent:main:discord:group:chan-9:user-3", "Some(\"guild-1\")"]);
}

pub(super) async fn a_session_keeps_its_order_and_never_runs_twice_at_once<L: Link>() {
    let handler = |turn: Turn<L::Transport>, log: Log| async move {
        log.note(format!("{} begins", turn.event.text));
        tokio::task::yield_now().await;
        log.note(format!("{} ends", turn.event.text));
        Ok(())
    };
    let bench = Bench::<L>::with(telegram(), AdapterOptions::default(), handler).await;
    let texts: Vec<_> = (0..50).map(|n| n.to_string()).collect();
    for text in &texts {
        bench.push(message("1", text));
    }
    bench.idle().await;
    let expected: Vec<_> =
        texts.iter().flat_map(|text| [format!("{text} begins"), format!("{text} ends")]).collect();
    assert_eq!(bench.log.notes(), expected);
}

pub(super) async fn sessions_run_side_by_side<L: Link>() {
    let gate = Gate::default();
    let passed = gate.clone();
    let handler = move |turn: Turn<L::Transport>, log: Log| {
        let gate = passed.clone();
        async move {
            if turn.event.text == "wait" {
                gate.pass().await;
            }
            log.note(turn.event.text);
            Ok(())
        }
    };
    let bench = Bench::<L>::with(telegram(), AdapterOptions::default(), handler).await;
    bench.push(message("1", "wait"));
    bench.push(message("1", "behind"));
    bench.push(message("2", "beside"));
    until(|| bench.log.notes() == ["beside"]).await;
    gate.open();
    bench.idle().await;
    assert_eq!(bench.log.notes(), ["beside", "wait", "behind"]);
}

pub(super) async fn a_handler_that_gives_up_on_a_failed_reply_fails<L: Link>() {
    let handler = |turn: Turn<L::Transport>, _| async move {
        turn.reply("hello").await?;
        Ok(())
    };
    let bench = Bench::<L>::with(telegram(), AdapterOptions::default(), handler).await;
    bench.connector.set_next_send_result(ActionResult::new(false).with_error("channel not found"));
    bench.push_buffered(numbered("1", "a", "hi"), "b1");
    bench.idle().await;
    let faults = bench.log.faults();
    let [Fault::Failed { error, .. }] = &faults[..] else { panic!("{faults:?}") };
    assert_eq!(error.to_string(), "channel not found");
}

pub(super) async fn a_closure_is_a_gateway<L: Link>() {
    let gateway = |turn: Turn<L::Transport>| async move {
        turn.reply(&turn.event.text).await?;
        Ok(())
    };
    let identity = [Identity::new("telegram", "")];
    let options = AdapterOptions::default();
    let bench = Bench::<L>::around(gateway, Log::default(), vec![telegram()], &identity, options).await;
    bench.adapter.connect().await.expect("the connector answers");
    bench.push(numbered("55501", "71", "Are you there?"));
    bench.idle().await;
    assert_eq!(
        bench.connector.sent(),
        [json!({"op": "send", "chat_id": "55501", "content": "Are you there?", "reply_to": "71",
            "metadata": {"user_id": "55501"}})]
    );
}

pub(super) async fn a_long_reply_is_cut_to_the_limit_of_its_chat_and_answers_in_its_thread<L: Link>() {
    let handler = |turn: Turn<L::Transport>, _| async move {
        turn.reply("one two three four").await?;
        Ok(())
    };
    let short = descriptor(&json!({"max_message_length": 10}));
    let bench = Bench::<L>::with(short, AdapterOptions::default(), handler).await;
    let mut event = numbered("55501", "71", "count");
    event.source.thread_id = Some("9".to_owned());
    bench.push(event);
    bench.idle().await;
    let sent = bench.connector.sent();
    let whole: String = sent.iter().map(|action| action["content"].as_str().expect("a text")).collect();
    assert_eq!(whole, "one two three four");
    assert!(sent.len() >= 2 && sent.iter().all(|action| action["metadata"]["thread_id"] == "9"));
    assert_eq!(sent[0]["reply_to"], "71");
    assert!(sent[1..].iter().all(|action| action["reply_to"].is_null()));

    let mut outside = numbered("55501", "72", "count");
    outside.source.thread_id = Some(String::new());
    bench.push(outside);
    bench.idle().await;
    let last = bench.connector.sent().pop().expect("it was answered");
    assert!(last["metadata"].get("thread_id").is_none(), "an empty id is no thread");
}

pub(super) async fn results_in_another_order_reach_their_own_callers<L: Link>() {
    let bench = Bench::<L>::new(telegram()).await;
    bench.connector.hold();
    for n in 0..3 {
        bench.connector.queue_result(ActionResult::new(true).with_message_id(format!("m{n}")));
    }
    let sends: Vec<_> = (0..3)
        .map(|n| {
            let adapter = bench.adapter.clone();
            tokio::spawn(async move { adapter.send(SendAction::new("1", format!("{n}"))).await })
        })
        .collect();
    until(|| bench.connector.sent().len() == 3).await;
    let contents: Vec<_> = bench.connector.sent().iter().map(|action| action["content"].clone()).collect();
    let mut results = bench.connector.release();
    results.reverse();
    // An answer that nobody waits for, and one that comes twice, are ignored.
    let stray = OutboundResultFrame::new("f".repeat(32), ActionResult::new(true));
    bench.link.write(encode(&ConnectorFrame::from(stray)).expect("it can be written"));
    for line in results {
        bench.link.write(line.clone());
        bench.link.write(line);
    }
    for (n, send) in sends.into_iter().enumerate() {
        let result = send.await.expect("no panic").expect("it succeeds");
        let place = contents
            .iter()
            .position(|content| content.as_str() == Some(&n.to_string()))
            .expect("it was sent");
        assert_eq!(result.message_id, Some(format!("m{place}")));
    }
}
