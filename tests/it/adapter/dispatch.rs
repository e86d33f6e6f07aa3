//! Order within a session, sessions side by side, and what is counted.

use relay_contract::frame::{ConnectorFrame, InboundFrame, SendAction, encode};

use super::*;

#[tokio::test(start_paused = true)]
async fn what_happened_is_counted() {
    let bench = Bench::new(telegram()).await;
    bench.push(message("1", "hello"));
    bench.push(message("1", "hello"));
    bench.interrupt("nobody");
    bench.push_passthrough(forward("sms", b"x"), None);
    bench.adapter.send(SendAction::new("1", "hi")).await.expect("the stub answers");
    bench.adapter.settled().await;
    let counters = bench.adapter.counters();
    let read = [
        ("descriptor", 1),
        ("inbound", 2),
        ("interrupt_inbound", 1),
        ("outbound_result", 1),
        ("passthrough_forward", 1),
    ];
    assert_eq!(counters.read.into_iter().collect::<Vec<_>>(), read);
    assert_eq!(counters.written.into_iter().collect::<Vec<_>>(), [("hello", 1), ("outbound", 1)]);
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
        let bench = Bench::with(telegram(), AdapterOptions::default(), handler).await;
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
        while bench.connector.acks().len() < 1_000 {
            tokio::task::yield_now().await;
        }
    });
}

#[tokio::test(start_paused = true)]
async fn the_bytes_of_the_queue_are_those_of_the_lines_and_free_after_a_disconnect() {
    let event = message("1", "wait");
    let line = encode(&ConnectorFrame::from(InboundFrame::new(event.clone()))).expect("it can be written");
    for (bytes, admitted) in [(2 * line.len(), 1), (2 * line.len() - 1, 0)] {
        let waiting = |_, log: Log| async move {
            log.note("begins");
            std::future::pending().await
        };
        let options = AdapterOptions::default().with_queue(8, bytes);
        let bench = Bench::with(telegram(), options, waiting).await;
        for round in 1..=2 {
            bench.push(event.clone());
            bench.push(event.clone());
            settle().await;
            assert_eq!((bench.log.notes().len(), bench.log.faults().len()), (round, 1 - admitted));
            assert_eq!(bench.adapter.counters().queue_depth, admitted);
            bench.adapter.disconnect().await;
            bench.adapter.connect().await.expect("it connects again");
        }
    }
}

/// A waiting delivery costs its line and little else: here 1,000 of 300 bytes each, by what is allocated for them.
#[test]
fn what_waits_costs_little_more_than_its_line() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    let bench = runtime.block_on(async {
        let waiting = |_, _| std::future::pending();
        Bench::with(telegram(), AdapterOptions::default(), waiting).await
    });
    let push = |from: usize| {
        let filler = "x".repeat(100);
        for n in from..from + 500 {
            bench.push_buffered(numbered("1", &n.to_string(), &filler), &n.to_string());
        }
    };
    bench.connector.keep_nothing();
    let _entered = runtime.enter();
    push(0);
    let bytes = allocation_counter::measure(|| push(500)).bytes_current;
    let line = encode(&ConnectorFrame::from(InboundFrame::new(numbered("1", "500", &"x".repeat(100)))));
    let line = i64::try_from(line.expect("it can be written").len()).expect("a few");
    assert_eq!(bench.adapter.counters().queue_depth, 999);
    assert!(bytes / 500 < line + 400, "{} bytes for each line of {line}", bytes / 500);
}
