//! Order within a session, sessions side by side, and what is counted.

use relay_contract::frame::{ActionResult, SendAction};

use super::*;

#[tokio::test(start_paused = true)]
async fn an_inbound_event_reaches_the_gateway_with_its_session() {
    let handler = |turn: Turn<StubConnector>, log: Log| async move {
        log.note(turn.session_key);
        log.note(format!("{:?}", turn.event.source.scope_id));
        Ok(())
    };
    let bench = Bench::with(StubConnector::new(telegram()), AdapterOptions::default(), handler).await;
    let source =
        SessionSource::new("discord", "chan-9", "group").with_user_id("user-3").with_scope_id("guild-1");
    bench.push(MessageEvent::new("hello", "text", source));
    bench.idle().await;
    assert_eq!(bench.log.notes(), ["agent:main:discord:group:chan-9:user-3", "Some(\"guild-1\")"]);
}

#[tokio::test(start_paused = true)]
async fn a_session_keeps_its_order_and_never_runs_twice_at_once() {
    let handler = |turn: Turn<StubConnector>, log: Log| async move {
        log.note(format!("{} begins", turn.event.text));
        tokio::task::yield_now().await;
        log.note(format!("{} ends", turn.event.text));
        Ok(())
    };
    let bench = Bench::with(StubConnector::new(telegram()), AdapterOptions::default(), handler).await;
    let texts: Vec<_> = (0..50).map(|n| n.to_string()).collect();
    for text in &texts {
        bench.push(message("1", text));
    }
    bench.idle().await;
    let expected: Vec<_> =
        texts.iter().flat_map(|text| [format!("{text} begins"), format!("{text} ends")]).collect();
    assert_eq!(bench.log.notes(), expected);
}

#[tokio::test(start_paused = true)]
async fn sessions_run_side_by_side() {
    let gate = Gate::default();
    let passed = gate.clone();
    let handler = move |turn: Turn<StubConnector>, log: Log| {
        let gate = passed.clone();
        async move {
            if turn.event.text == "wait" {
                gate.pass().await;
            }
            log.note(turn.event.text);
            Ok(())
        }
    };
    let bench = Bench::with(StubConnector::new(telegram()), AdapterOptions::default(), handler).await;
    bench.push(message("1", "wait"));
    bench.push(message("1", "behind"));
    bench.push(message("2", "beside"));
    until(|| bench.log.notes() == ["beside"]).await;
    gate.open();
    bench.idle().await;
    assert_eq!(bench.log.notes(), ["beside", "wait", "behind"]);
}

#[tokio::test(start_paused = true)]
async fn a_closure_is_a_gateway() {
    let stub = StubConnector::new(telegram());
    let gateway = |turn: Turn<StubConnector>| async move {
        turn.reply(&turn.event.text).await?;
        Ok(())
    };
    let adapter = RelayAdapter::new(stub.clone(), gateway, AdapterOptions::default());
    adapter.connect().await.expect("the stub connects");
    stub.push_inbound(numbered("55501", "71", "Are you there?")).expect("it is connected");
    until(|| !stub.sent().is_empty()).await;
    assert_eq!(
        stub.sent(),
        [json!({"op": "send", "chat_id": "55501", "content": "Are you there?", "reply_to": "71",
            "metadata": {"user_id": "55501"}})]
    );
}

#[tokio::test(start_paused = true)]
async fn a_long_reply_is_cut_to_the_limit_of_its_chat_and_answers_in_its_thread() {
    let stub = StubConnector::new(descriptor(&json!({"max_message_length": 10})));
    let gateway = |turn: Turn<StubConnector>| async move {
        turn.reply("one two three four").await?;
        Ok(())
    };
    let adapter = RelayAdapter::new(stub.clone(), gateway, AdapterOptions::default());
    adapter.connect().await.expect("the stub connects");
    let mut event = numbered("55501", "71", "count");
    event.source.thread_id = Some("9".to_owned());
    stub.push_inbound(event).expect("it is connected");
    until(|| adapter.counters().handled == 1).await;
    let sent = stub.sent();
    let whole: String = sent.iter().map(|action| action["content"].as_str().expect("a text")).collect();
    assert_eq!(whole, "one two three four");
    assert!(sent.len() >= 2 && sent.iter().all(|action| action["metadata"]["thread_id"] == "9"));
    assert_eq!(sent[0]["reply_to"], "71");
    assert!(sent[1..].iter().all(|action| action["reply_to"].is_null()));
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_gives_up_on_a_failed_reply_fails() {
    let stub = StubConnector::new(telegram());
    stub.set_next_send_result(ActionResult::new(false).with_error("channel not found"));
    let handler = |turn: Turn<StubConnector>, _| async move {
        turn.reply("hello").await?;
        Ok(())
    };
    let bench = Bench::with(stub, AdapterOptions::default(), handler).await;
    bench.push_buffered(numbered("1", "a", "hi"), "b1");
    bench.idle().await;
    let faults = bench.log.faults();
    let [Fault::Failed { error, .. }] = &faults[..] else { panic!("{faults:?}") };
    assert_eq!(error.to_string(), "channel not found");
    assert!(bench.stub.acks().is_empty());
}

#[tokio::test(start_paused = true)]
async fn what_happened_is_counted() {
    let bench = Bench::new(telegram()).await;
    bench.push(message("1", "hello"));
    bench.push(message("1", "hello"));
    bench.interrupt("nobody");
    bench.stub.push_passthrough(passthrough::forward("sms", b"x"), None).expect("it is connected");
    bench.adapter.send(SendAction::new("1", "hi")).await.expect("the stub answers");
    bench.idle().await;
    let counters = bench.adapter.counters();
    let read = [("inbound", 2), ("interrupt_inbound", 1), ("passthrough_forward", 1)];
    assert_eq!(counters.read.into_iter().collect::<Vec<_>>(), read);
    assert_eq!(counters.written.into_iter().collect::<Vec<_>>(), [("outbound", 1)]);
    assert_eq!((counters.handled, counters.unhandled, counters.duplicates), (2, 1, 0));
    assert_eq!((counters.queue_depth, counters.in_flight), (0, 0));
}

#[test]
fn on_many_threads_order_is_kept_and_everything_settles() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).build().expect("a runtime");
    runtime.block_on(async {
        let handler = |turn: Turn<StubConnector>, log: Log| async move {
            tokio::task::yield_now().await;
            log.note(turn.event.text);
            Ok(())
        };
        let bench = Bench::with(StubConnector::new(telegram()), AdapterOptions::default(), handler).await;
        for n in 0..20 {
            for chat in 0..50 {
                let id = format!("{chat}-{n:02}");
                bench.push_buffered(numbered(&chat.to_string(), &id, &id), &id);
            }
        }
        while bench.adapter.counters().handled < 1_000 {
            tokio::task::yield_now().await;
        }
        let notes = bench.log.notes();
        for chat in 0..50 {
            let prefix = format!("{chat}-");
            let of_chat: Vec<_> = notes.iter().filter(|note| note.starts_with(&prefix)).collect();
            assert_eq!(of_chat.len(), 20);
            assert!(of_chat.is_sorted(), "{of_chat:?}");
        }
        while bench.stub.acks().len() < 1_000 {
            tokio::task::yield_now().await;
        }
    });
}
