//! When a delivery is acknowledged, and which was seen before.

use super::*;

/// A handler that does as the text says.
async fn obey(turn: Turn<StubConnector>, log: Log) -> Result<(), HandlerError> {
    log.note(turn.event.text.clone());
    match turn.event.text.as_str() {
        "fail" => Err("as told".into()),
        "panic" => panic!("as told"),
        "wait" => {
            std::future::pending::<()>().await;
            Ok(())
        }
        _ => Ok(()),
    }
}

async fn obedient() -> Bench {
    Bench::with(StubConnector::new(telegram()), AdapterOptions::default(), obey).await
}

#[tokio::test(start_paused = true)]
async fn a_buffered_delivery_is_acknowledged_when_its_handler_has_returned_and_not_before() {
    let gate = Gate::default();
    let passed = gate.clone();
    let bench = Bench::with(StubConnector::new(telegram()), AdapterOptions::default(), move |_, log| {
        let gate = passed.clone();
        async move {
            log.note("begins");
            gate.pass().await;
            Ok(())
        }
    })
    .await;
    bench.push_buffered(numbered("1", "a", "hello"), "b1");
    until(|| bench.log.notes() == ["begins"]).await;
    settle().await;
    assert!(bench.stub.acks().is_empty(), "the handler still runs");
    gate.open();
    bench.idle().await;
    assert_eq!(bench.stub.acks(), ["b1"]);
}

#[tokio::test(start_paused = true)]
async fn a_delivery_without_a_buffer_id_is_not_acknowledged() {
    let bench = obedient().await;
    bench.push(numbered("1", "a", "hello"));
    bench.push_buffered(numbered("1", "b", "hello"), "");
    bench.idle().await;
    assert_eq!(bench.adapter.counters().handled, 2);
    assert!(bench.stub.acks().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_fails_is_not_acknowledged_and_the_delivery_may_come_again() {
    let bench = obedient().await;
    bench.push_buffered(numbered("1", "a", "fail"), "b1");
    bench.idle().await;
    assert!(bench.stub.acks().is_empty());
    let faults = bench.log.faults();
    let [Fault::Failed { session_key, message_id, error }] = &faults[..] else { panic!("{faults:?}") };
    assert_eq!((session_key.as_str(), message_id.as_deref()), (session("1").as_str(), Some("a")));
    assert_eq!(error.to_string(), "as told");

    bench.push_buffered(numbered("1", "a", "fail"), "b1");
    bench.idle().await;
    assert_eq!(bench.log.notes(), ["fail", "fail"], "not taken for a duplicate");
    assert_eq!(bench.adapter.counters().failed, 2);
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_panics_takes_down_nothing() {
    let bench = obedient().await;
    bench.push_buffered(numbered("1", "a", "panic"), "b1");
    bench.push_buffered(numbered("1", "b", "hello"), "b2");
    bench.push_buffered(numbered("2", "a", "hello"), "b3");
    bench.idle().await;
    let mut acks = bench.stub.acks();
    acks.sort_unstable();
    assert_eq!(acks, ["b2", "b3"]);
    assert!(matches!(&bench.log.faults()[..], [Fault::Panicked { message_id: Some(id), .. }] if id == "a"));
    assert_eq!(bench.adapter.counters().panicked, 1);
}

#[tokio::test(start_paused = true)]
async fn a_gateway_that_panics_over_a_fault_takes_down_nothing() {
    struct Brittle(Log);
    impl Gateway<StubConnector> for Brittle {
        async fn on_message(&self, turn: Turn<StubConnector>) -> Result<(), HandlerError> {
            obey(turn, self.0.clone()).await
        }

        fn on_fault(&self, _: Fault) {
            panic!("over a fault");
        }
    }
    let (stub, log) = (StubConnector::new(telegram()), Log::default());
    let adapter = RelayAdapter::new(stub.clone(), Brittle(log.clone()), AdapterOptions::default());
    adapter.connect().await.expect("the stub connects");
    stub.push_inbound(numbered("1", "a", "fail")).expect("it is connected");
    stub.push_passthrough(passthrough::forward("sms", b"x"), None).expect("the reader lives");
    stub.push_inbound(numbered("1", "b", "hello")).expect("the reader lives");
    until(|| log.notes() == ["fail", "hello"]).await;
}

#[tokio::test(start_paused = true)]
async fn an_interrupted_delivery_counts_as_taken() {
    let bench = obedient().await;
    bench.push_buffered(numbered("1", "a", "wait"), "b1");
    until(|| bench.log.notes() == ["wait"]).await;
    bench.interrupt(&session("1"));
    bench.idle().await;
    assert_eq!(bench.stub.acks(), ["b1"]);
    assert_eq!(bench.adapter.counters().interrupted, 1);
    assert!(bench.log.faults().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_duplicate_is_acknowledged_and_not_handled_again() {
    let bench = obedient().await;
    bench.push_buffered(numbered("1", "a", "hello"), "b1");
    bench.idle().await;
    bench.push_buffered(numbered("1", "a", "hello"), "b1");
    bench.push_buffered(numbered("1", "a", "hello"), "b9");
    bench.push(numbered("1", "a", "hello"));
    bench.idle().await;
    assert_eq!(bench.log.notes(), ["hello"]);
    assert_eq!(bench.stub.acks(), ["b1", "b1", "b9"]);
    assert_eq!(bench.adapter.counters().duplicates, 3);
}

#[tokio::test(start_paused = true)]
async fn a_duplicate_of_what_is_being_handled_shares_its_fate() {
    for (fate, acks) in [("hello", 2), ("fail", 0)] {
        let bench = obedient().await;
        // Both arrive before the handler runs at all.
        bench.push_buffered(numbered("1", "a", fate), "b1");
        bench.push_buffered(numbered("1", "a", fate), "b2");
        assert!(
            bench.stub.acks().is_empty(),
            "acknowledging the second would lose a message whose handler fails"
        );
        bench.idle().await;
        assert_eq!(bench.log.notes(), [fate]);
        assert_eq!(bench.stub.acks().len(), acks, "{fate}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_edited_message_under_the_id_of_the_original_is_handled() {
    let bench = obedient().await;
    bench.push(numbered("1", "a", "hello"));
    bench.push(numbered("1", "a", "hello, edited"));
    bench.idle().await;
    assert_eq!(bench.log.notes(), ["hello", "hello, edited"]);
    assert_eq!(bench.adapter.counters().duplicates, 0);
}

#[tokio::test(start_paused = true)]
async fn a_delivery_is_known_by_platform_chat_and_message_and_without_an_id_it_is_not() {
    let bench = obedient().await;
    let first = numbered("1", "a", "hello");
    let mut elsewhere = first.clone();
    elsewhere.source.platform = "signal".to_owned();
    let same = [first.clone(), elsewhere, numbered("2", "a", "hello"), numbered("1", "b", "hello")];
    for event in same {
        bench.push(event);
    }
    for _ in 0..2 {
        bench.push(message("1", "hello"));
        bench.push(numbered("", "a", "hello"));
        bench.push(numbered("1", "", "hello"));
    }
    bench.idle().await;
    assert_eq!(bench.log.notes().len(), 10);
    bench.push(first);
    bench.idle().await;
    assert_eq!(bench.log.notes().len(), 10);
}

#[tokio::test(start_paused = true)]
async fn the_last_512_deliveries_are_remembered() {
    let bench = obedient().await;
    for id in 0..513 {
        bench.push(numbered("1", &id.to_string(), "hello"));
    }
    bench.idle().await;
    bench.push(numbered("1", "1", "hello"));
    bench.idle().await;
    assert_eq!(bench.log.notes().len(), 513, "the second of 513 is remembered");
    bench.push(numbered("1", "0", "hello"));
    bench.idle().await;
    assert_eq!(bench.log.notes().len(), 514, "the first of 513 is not");
}
