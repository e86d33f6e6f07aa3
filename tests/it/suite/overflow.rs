//! A queue that is full, and a link that goes on.

use std::collections::BTreeSet;

use relay_contract::frame::SendAction;

use super::*;

fn small(frames: usize) -> AdapterOptions {
    AdapterOptions::default().with_queue(frames, 64 << 20)
}

/// Waits at a gate for each message that says so, and notes the text at the end.
async fn gated<L: Link>(frames: AdapterOptions) -> (Bench<L>, Gate) {
    let gate = Gate::default();
    let passed = gate.clone();
    let bench = Bench::<L>::with(telegram(), frames, move |turn, log| {
        let gate = passed.clone();
        async move {
            if turn.event.text.starts_with("wait") {
                gate.pass().await;
            }
            log.note(turn.event.text);
            Ok(())
        }
    })
    .await;
    (bench, gate)
}

pub(super) async fn a_full_queue_defers_what_is_buffered_and_reports_what_is_lost<L: Link>() {
    let (bench, gate) = gated::<L>(small(3)).await;
    bench.push(message("1", "wait"));
    bench.push_buffered(numbered("1", "a", "one"), "b1");
    bench.push_buffered(numbered("2", "b", "wait too"), "b2");
    bench.read().await;
    let counters = bench.adapter.counters();
    assert_eq!((counters.queue_depth, counters.in_flight), (1, 2));

    bench.push_buffered(numbered("1", "c", "deferred"), "b3");
    bench.push(numbered("1", "d", "lost"));
    bench.push(message("9", "lost too"));
    bench.read().await;
    let told: Vec<_> = bench.log.faults().iter().map(ToString::to_string).collect();
    let (first, ninth) = (session("1"), session("9"));
    let expected = [
        format!("no room: a delivery of {first} is not acknowledged, and comes again"),
        format!("no room: a delivery of {first} is lost"),
        format!("no room: a delivery of {ninth} is lost"),
    ];
    assert_eq!(told, expected);

    gate.open();
    until(|| bench.log.notes().len() == 2).await;
    gate.open();
    bench.idle().await;
    assert_eq!(bench.log.notes(), ["wait", "one", "wait too"]);
    assert_eq!(bench.connector.acks(), ["b1", "b2"]);

    bench.connections(2).await;
    bench.push_buffered(numbered("1", "c", "deferred"), "b3");
    bench.idle().await;
    assert_eq!(
        bench.connector.acks(),
        ["b1", "b2", "b3"],
        "what was not acknowledged comes again, and is handled"
    );
    let counters = bench.adapter.counters();
    assert_eq!((counters.handled, counters.deferred, counters.overflowed), (4, 1, 2));
    assert_eq!(counters.redials, 1);
}

pub(super) async fn bytes_are_bounded_as_frames_are<L: Link>() {
    let (bench, gate) = gated::<L>(AdapterOptions::default().with_queue(1024, 2_000)).await;
    bench.push(message("1", "wait"));
    bench.push(message("1", &"x".repeat(1_000)));
    bench.push(message("1", &"y".repeat(1_000)));
    bench.read().await;
    assert!(matches!(&bench.log.faults()[..], [Fault::Overflow { .. }]));
    bench.push(message("1", "still fits"));
    bench.read().await;
    gate.open();
    bench.idle().await;
    assert_eq!(bench.log.notes().len(), 3);
    bench.push(message("1", &"y".repeat(1_000)));
    bench.idle().await;
    assert_eq!(bench.log.notes().len(), 4, "the bytes are free again");
}

pub(super) async fn by_default_1024_deliveries_are_admitted<L: Link>() {
    assert_eq!(AdapterOptions::default().queue_bytes, 64 << 20);
    let (bench, gate) = gated::<L>(AdapterOptions::default()).await;
    for n in 0..1_030 {
        bench.push(message("1", if n == 0 { "wait" } else { "next" }));
    }
    bench.read().await;
    let counters = bench.adapter.counters();
    assert_eq!((counters.queue_depth, counters.in_flight, counters.overflowed), (1_023, 1, 6));
    gate.open();
    bench.idle().await;
    assert_eq!(bench.log.notes().len(), 1_024);
}

pub(super) async fn a_result_and_an_interrupt_overtake_more_frames_than_the_queue_holds<L: Link>() {
    const HELD: usize = 8;
    const SENT: usize = 3 * HELD;
    let handler = |turn: Turn<L::Transport>, log: Log| async move {
        match turn.event.text.as_str() {
            "ask" => {
                let result = turn.adapter().send(SendAction::new("1", "a question")).await?;
                log.note(format!("result {}", result.message_id.unwrap_or_default()));
            }
            "wait" => {
                struct Stopped(Log);
                impl Drop for Stopped {
                    fn drop(&mut self) {
                        self.0.note("interrupted");
                    }
                }
                let _stopped = Stopped(log);
                std::future::pending::<()>().await;
            }
            text => log.note(text),
        }
        Ok(())
    };
    let bench = Bench::<L>::with(telegram(), small(HELD), handler).await;
    bench.connector.hold();
    bench.push(message("1", "ask"));
    bench.push(message("2", "wait"));
    until(|| bench.connector.sent().len() == 1).await;

    // The connector sends more than the queue holds, then an interrupt, then the result.
    for n in 0..SENT {
        let event = numbered("1", &n.to_string(), &format!("{n:02}"));
        if n % 2 == 0 { bench.push(event) } else { bench.push_buffered(event, &format!("b{n}")) }
    }
    bench.interrupt(&session("2"));
    until(|| !bench.log.notes().is_empty()).await;
    bench.release();
    bench.idle().await;

    let admitted: Vec<_> = (0..HELD - 2).map(|n| format!("{n:02}")).collect();
    let mut notes = vec!["interrupted".to_owned(), "result m1".to_owned()];
    notes.extend(admitted);
    assert_eq!(bench.log.notes(), notes, "the interrupt first, the result, then the queue in order");

    let counters = bench.adapter.counters();
    assert_eq!((counters.handled, counters.interrupted), (1 + (HELD as u64 - 2), 1));
    let refused = SENT as u64 - (HELD as u64 - 2);
    assert_eq!(counters.deferred + counters.overflowed, refused, "every frame is accounted for");
    let lost: Vec<_> = bench
        .log
        .faults()
        .into_iter()
        .filter_map(|fault| match fault {
            Fault::Overflow { message_id, .. } => Some(message_id.expect("each has an id")),
            Fault::Deferred { .. } => None,
            fault => panic!("{fault:?}"),
        })
        .collect();
    let expected: Vec<_> = (HELD - 2..SENT).filter(|n| n % 2 == 0).map(|n| n.to_string()).collect();
    assert_eq!(lost, expected);
    assert_eq!(bench.connector.acks(), ["b1", "b3", "b5"]);
}

pub(super) async fn behind_a_delivery_that_was_turned_away_its_session_waits_for_the_next_connection<
    L: Link,
>() {
    let (bench, gate) = gated::<L>(small(3)).await;
    bench.push_buffered(numbered("1", "a", "wait a"), "b1");
    bench.push_buffered(numbered("2", "b", "wait b"), "b2");
    bench.push_buffered(message("2", "without an id"), "b3");
    bench.push_buffered(message("3", "turned away"), "b4");
    bench.read().await;
    gate.open();
    until(|| bench.log.notes() == ["wait a"]).await;
    bench.push_buffered(message("3", "turned away too, though there is room"), "b5");
    bench.push_buffered(numbered("4", "c", "another session"), "b6");
    bench.quiet().await;
    bench.push(numbered("3", "f", "not held: it would be lost"));
    bench.quiet().await;
    assert_eq!(bench.connector.acks(), ["b1", "b2", "b3", "b6"]);
    let counters = bench.adapter.counters();
    assert_eq!((counters.deferred, counters.overflowed, counters.redials), (2, 0, 0));

    gate.open();
    bench.connections(2).await;
    bench.push_buffered(message("3", "turned away"), "b4");
    bench.push_buffered(message("3", "turned away too, though there is room"), "b5");
    bench.idle().await;
    assert_eq!(bench.connector.acks()[4..], ["b4", "b5"]);
    assert_eq!(bench.log.notes().len(), 7);
    assert_eq!(bench.log.faults().len(), 1, "told once a connection");
}

pub(super) async fn a_new_dial_waits_for_what_is_in_flight_and_keeps_what_is_asked_meanwhile<L: Link>() {
    let bench = Bench::<L>::with(telegram(), small(2), |turn, log| async move {
        turn.reply("answer").await?;
        log.note(turn.event.text);
        Ok(())
    })
    .await;
    bench.connector.hold();
    for n in ["a", "b", "c"] {
        bench.push_buffered(numbered(n, n, n), n);
    }
    until(|| bench.connector.sent().len() == 2).await;
    bench.quiet().await;
    assert_eq!(bench.adapter.counters().redials, 0);
    bench.release();
    bench.connections(2).await;
    bench.push_buffered(numbered("c", "c", "c"), "c");
    bench.idle().await;
    assert_eq!(bench.log.notes().len(), 3, "no reply was lost: {:?}", bench.log.faults());
    assert_eq!(bench.connector.acks(), ["a", "b", "c"]);
}

pub(super) async fn what_is_larger_than_the_queue_is_taken_alone<L: Link>() {
    let (bench, gate) = gated::<L>(AdapterOptions::default().with_queue(8, 100)).await;
    bench.push_buffered(numbered("1", "a", "wait"), "b1");
    bench.push_buffered(numbered("1", "b", "again"), "b2");
    bench.quiet().await;
    assert_eq!(bench.connector.acks(), ["b1"]);
    gate.open();
    bench.connections(2).await;
    bench.push_buffered(numbered("1", "b", "again"), "b2");
    bench.idle().await;
    assert_eq!(bench.log.notes(), ["wait", "again"]);
}

/// A connector that holds 20,000 deliveries, and sends up to 256 ahead of their acknowledgements.
pub(super) async fn a_burst_of_twenty_thousand_is_handled_whole_and_in_order<L: Link>() {
    const DELIVERIES: usize = 20_000;
    const SESSIONS: usize = 16;
    const AHEAD: usize = 256;
    let bench = Bench::<L>::with(telegram(), small(64), |turn, log| async move {
        tokio::task::yield_now().await;
        log.note(turn.event.text);
        Ok(())
    })
    .await;
    let mut held: BTreeSet<usize> = (0..DELIVERIES).collect();
    let mut rounds = 0;
    while !held.is_empty() {
        rounds += 1;
        let before = bench.adapter.counters();
        let ahead = held.iter().take(AHEAD);
        let pushed = ahead.map(|n| {
            let (chat, id) = ((n % SESSIONS).to_string(), n.to_string());
            bench.push_buffered(numbered(&chat, &id, &id), &id);
        });
        let acks = before.written.get("inbound_ack").copied().unwrap_or_default() + pushed.count() as u64;
        until(|| {
            let counters = bench.adapter.counters();
            counters.written.get("inbound_ack") >= Some(&acks)
                || counters.read["descriptor"] > before.read["descriptor"]
        })
        .await;
        for ack in bench.connector.take_acks() {
            held.remove(&ack.parse().expect("a number"));
        }
    }
    bench.adapter.settled().await;
    let counters = bench.adapter.counters();
    assert_eq!(counters.handled, DELIVERIES as u64);
    assert!(counters.redials > 10 && counters.redials <= rounds, "{} redials", counters.redials);
    let notes = bench.log.notes();
    for session in 0..SESSIONS {
        let notes = notes.iter().map(|note| note.parse::<usize>().expect("a number"));
        let of_session: Vec<_> = notes.filter(|n| n % SESSIONS == session).collect();
        assert!(of_session.is_sorted() && of_session.len() == DELIVERIES / SESSIONS);
    }
}
