//! When a delivery is acknowledged, and which was seen before.

use relay_contract::relay::Acknowledge;

use super::*;

/// A handler that does as the text says.
async fn obey<T: RelayTransport>(turn: Turn<T>, log: Log) -> Result<(), HandlerError> {
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

async fn obedient<L: Link>() -> Bench<L> {
    Bench::<L>::with(telegram(), AdapterOptions::default(), obey).await
}

pub(super) async fn a_buffered_delivery_is_acknowledged_when_it_is_admitted<L: Link>() {
    let bench = obedient::<L>().await;
    bench.push_buffered(numbered("1", "a", "wait"), "b1");
    bench.push_buffered(numbered("1", "b", "behind it"), "b2");
    bench.push_buffered(numbered("2", "c", "beside it"), "b3");
    bench.quiet().await;
    assert_eq!(
        bench.connector.acks(),
        ["b1", "b2", "b3"],
        "in their order, while the first is being handled"
    );
    bench.interrupt(&session("1"));
    bench.idle().await;
    assert_eq!(bench.log.notes().len(), 3);
    assert_eq!(bench.connector.acks(), ["b1", "b2", "b3"], "each once");
}

/// A connector that holds the next delivery back until the one before is acknowledged, whatever its chat.
pub(super) async fn a_connector_with_one_delivery_outstanding_waits_for_no_turn<L: Link>() {
    let bench = obedient::<L>().await;
    for (n, text) in ["wait", "fail", "panic", "hello", "hello again"].into_iter().enumerate() {
        let id = n.to_string();
        let chat = if text.starts_with("hello") { "1" } else { &id };
        bench.push_buffered(numbered(chat, &id, text), &id);
        until(|| bench.connector.acks().len() == n + 1).await;
    }
    until(|| bench.log.notes().len() == 5).await;
    assert_eq!(bench.adapter.counters().in_flight, 1, "the first still waits");
}

pub(super) async fn at_the_end_it_is_acknowledged_if_the_gateway_says_so<L: Link>() {
    let options = AdapterOptions::default().with_acknowledge(Acknowledge::AtEnd);
    let bench = Bench::<L>::with(telegram(), options, obey).await;
    bench.push_buffered(numbered("1", "a", "wait"), "b1");
    bench.push_buffered(numbered("1", "b", "fail"), "b2");
    bench.push_buffered(numbered("1", "c", "panic"), "b3");
    bench.push_buffered(numbered("1", "a", "wait"), "b1");
    bench.quiet().await;
    assert!(bench.connector.acks().is_empty(), "the first still runs");
    bench.interrupt(&session("1"));
    bench.idle().await;
    assert_eq!(
        bench.connector.acks(),
        ["b1", "b1", "b2", "b3"],
        "whatever became of it, a repetition with its first"
    );
    assert_eq!(bench.log.notes(), ["wait", "fail", "panic"]);
}

pub(super) async fn a_delivery_without_a_buffer_id_is_not_acknowledged<L: Link>() {
    let bench = obedient::<L>().await;
    bench.push(numbered("1", "a", "hello"));
    bench.push_buffered(numbered("1", "b", "hello"), "");
    bench.idle().await;
    assert_eq!(bench.adapter.counters().handled, 2);
    assert!(bench.connector.acks().is_empty());
}

pub(super) async fn a_handler_that_fails_is_reported_and_its_delivery_does_not_come_again<L: Link>() {
    let bench = obedient::<L>().await;
    bench.push_buffered(numbered("1", "a", "fail"), "b1");
    bench.idle().await;
    assert_eq!(bench.connector.acks(), ["b1"]);
    let faults = bench.log.faults();
    let [Fault::Failed { session_key, message_id, error }] = &faults[..] else { panic!("{faults:?}") };
    assert_eq!((session_key.as_str(), message_id.as_deref()), (session("1").as_str(), Some("a")));
    assert_eq!(error.to_string(), "as told");

    bench.push_buffered(numbered("1", "a", "fail"), "b1");
    bench.idle().await;
    assert_eq!(bench.log.notes(), ["fail"], "one that comes again is known");
    assert_eq!(bench.connector.acks(), ["b1", "b1"]);
    assert_eq!(bench.adapter.counters().failed, 1);
}

pub(super) async fn a_handler_that_panics_takes_down_nothing<L: Link>() {
    let bench = obedient::<L>().await;
    bench.push_buffered(numbered("1", "a", "panic"), "b1");
    bench.push_buffered(numbered("1", "b", "hello"), "b2");
    bench.push_buffered(numbered("2", "a", "hello"), "b3");
    bench.idle().await;
    assert_eq!(bench.connector.acks(), ["b1", "b2", "b3"]);
    assert!(matches!(&bench.log.faults()[..], [Fault::Panicked { message_id: Some(id), .. }] if id == "a"));
    assert_eq!(bench.adapter.counters().panicked, 1);
}

pub(super) async fn a_gateway_that_panics_over_a_fault_takes_down_nothing<L: Link>() {
    struct Brittle(Log);
    impl<T: RelayTransport> Gateway<T> for Brittle {
        async fn on_message(&self, turn: Turn<T>) -> Result<(), HandlerError> {
            obey(turn, self.0.clone()).await
        }

        fn on_fault(&self, _: Fault) {
            panic!("over a fault");
        }
    }
    let log = Log::default();
    let identity = [Identity::new("telegram", "")];
    let gateway = Brittle(log.clone());
    let bench =
        Bench::<L>::around(gateway, log, vec![telegram()], &identity, AdapterOptions::default()).await;
    bench.adapter.connect().await.expect("the connector answers");
    bench.push(numbered("1", "a", "fail"));
    bench.push_passthrough(forward("sms", b"x"), None);
    bench.push(numbered("1", "b", "hello"));
    bench.idle().await;
    assert_eq!(bench.log.notes(), ["fail", "hello"]);
}

pub(super) async fn an_interrupted_delivery_counts_as_taken<L: Link>() {
    let bench = obedient::<L>().await;
    bench.push_buffered(numbered("1", "a", "wait"), "b1");
    until(|| bench.log.notes() == ["wait"]).await;
    bench.interrupt(&session("1"));
    bench.idle().await;
    assert_eq!(bench.connector.acks(), ["b1"]);
    assert_eq!(bench.adapter.counters().interrupted, 1);
    assert!(bench.log.faults().is_empty());
}

pub(super) async fn a_duplicate_is_acknowledged_and_not_handled_again<L: Link>() {
    let bench = obedient::<L>().await;
    bench.push_buffered(numbered("1", "a", "hello"), "b1");
    bench.idle().await;
    bench.push_buffered(numbered("1", "a", "hello"), "b1");
    bench.push_buffered(numbered("1", "a", "hello"), "b9");
    bench.push(numbered("1", "a", "hello"));
    bench.idle().await;
    assert_eq!(bench.log.notes(), ["hello"]);
    assert_eq!(bench.connector.acks(), ["b1", "b1", "b9"]);
    assert_eq!(bench.adapter.counters().duplicates, 3);
}

pub(super) async fn a_duplicate_of_what_is_being_handled_is_acknowledged_at_once<L: Link>() {
    let bench = obedient::<L>().await;
    // Behind one that waits, so that neither is handled when the other arrives.
    bench.push(message("1", "wait"));
    bench.push_buffered(numbered("1", "a", "hello"), "b1");
    bench.push_buffered(numbered("1", "a", "hello"), "b2");
    bench.quiet().await;
    assert_eq!(bench.connector.acks(), ["b1", "b2"]);
    bench.interrupt(&session("1"));
    bench.idle().await;
    assert_eq!(bench.log.notes(), ["wait", "hello"]);
}

pub(super) async fn an_edited_message_under_the_id_of_the_original_is_handled<L: Link>() {
    let bench = obedient::<L>().await;
    bench.push(numbered("1", "a", "hello"));
    bench.push(numbered("1", "a", "hello, edited"));
    bench.idle().await;
    assert_eq!(bench.log.notes(), ["hello", "hello, edited"]);
    assert_eq!(bench.adapter.counters().duplicates, 0);
}

pub(super) async fn a_delivery_is_known_by_platform_chat_and_message_and_without_an_id_it_is_not<L: Link>() {
    let bench = obedient::<L>().await;
    let first = numbered("1", "a", "hello");
    let mut elsewhere = first.clone();
    "signal".clone_into(&mut elsewhere.source.platform);
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

pub(super) async fn the_last_512_deliveries_are_remembered<L: Link>() {
    let bench = obedient::<L>().await;
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
