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
    let faults = bench.log.faults();
    let lost: Vec<_> = faults
        .iter()
        .map(|fault| match fault {
            Fault::Overflow { session_key, message_id } => (session_key.as_str(), message_id.as_deref()),
            fault => panic!("{fault:?}"),
        })
        .collect();
    let (first, ninth) = (session("1"), session("9"));
    assert_eq!(lost, [(first.as_str(), Some("d")), (ninth.as_str(), None)]);

    gate.open();
    until(|| bench.log.notes().len() == 2).await;
    gate.open();
    bench.idle().await;
    assert_eq!(bench.log.notes(), ["wait", "one", "wait too"]);
    assert_eq!(bench.connector.acks(), ["b1", "b2"]);

    bench.push_buffered(numbered("1", "c", "deferred"), "b3");
    bench.idle().await;
    assert_eq!(
        bench.connector.acks(),
        ["b1", "b2", "b3"],
        "what was not acknowledged comes again, and is handled"
    );
    let counters = bench.adapter.counters();
    assert_eq!((counters.handled, counters.deferred, counters.overflowed), (4, 1, 2));
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
        .map(|fault| match fault {
            Fault::Overflow { message_id, .. } => message_id.expect("each has an id"),
            fault => panic!("{fault:?}"),
        })
        .collect();
    let expected: Vec<_> = (HELD - 2..SENT).filter(|n| n % 2 == 0).map(|n| n.to_string()).collect();
    assert_eq!(lost, expected);
    assert_eq!(bench.connector.acks(), ["b1", "b3", "b5"]);
}

pub(super) async fn behind_a_deferred_delivery_its_session_waits_until_that_comes_again<L: Link>() {
    let (bench, gate) = gated::<L>(small(2)).await;
    bench.push_buffered(numbered("1", "a", "wait a"), "b1");
    bench.push_buffered(numbered("1", "b", "b"), "b2");
    bench.push_buffered(numbered("1", "c", "wait c"), "b3");
    bench.read().await;
    gate.open();
    bench.idle().await;
    assert_eq!(bench.log.notes(), ["wait a", "b"], "c found the queue full");

    bench.push_buffered(numbered("1", "d", "d"), "b4");
    bench.push_buffered(numbered("2", "e", "another session"), "b5");
    bench.push(numbered("1", "f", "not buffered: it would be lost"));
    bench.idle().await;
    assert_eq!(bench.connector.acks(), ["b1", "b2", "b5"], "d waits for c");
    let counters = bench.adapter.counters();
    assert_eq!((counters.deferred, counters.overflowed), (2, 0));

    bench.push_buffered(numbered("1", "c", "wait c"), "b3");
    bench.push_buffered(numbered("1", "d", "d"), "b4");
    bench.push_buffered(numbered("1", "g", "g"), "b6");
    bench.read().await;
    gate.open();
    bench.idle().await;
    let notes = bench.log.notes();
    let buffered: Vec<_> = notes.iter().filter(|note| note.len() == 1 || *note == "wait c").collect();
    assert_eq!(buffered, ["b", "wait c", "d"], "g found the queue full");
    bench.push_buffered(numbered("1", "g", "g"), "b6");
    bench.idle().await;
    assert_eq!(bench.connector.acks(), ["b1", "b2", "b5", "b3", "b4", "b6"]);
}

pub(super) async fn a_delivery_that_the_connector_has_given_up_bars_nothing_for_ever<L: Link>() {
    let (bench, gate) = gated::<L>(small(1)).await;
    bench.push_buffered(numbered("1", "a", "wait a"), "b1");
    bench.push_buffered(numbered("1", "b", "b"), "b2");
    bench.push_buffered(numbered("1", "c", "c"), "b3");
    gate.open();
    bench.idle().await;
    // b does not come again: c, by coming a second time, says so.
    bench.push_buffered(numbered("1", "c", "c"), "b3");
    bench.idle().await;
    assert_eq!(bench.log.notes(), ["wait a", "c"]);
    bench.push_buffered(numbered("1", "d", "d"), "b4");
    bench.idle().await;
    assert_eq!(bench.connector.acks(), ["b1", "b3", "b4"]);
}

pub(super) async fn a_session_waits_for_each_of_its_deferred_deliveries<L: Link>() {
    let (bench, gate) = gated::<L>(small(1)).await;
    bench.push_buffered(numbered("1", "a", "wait a"), "b1");
    for id in ["b", "c", "d"] {
        bench.push_buffered(numbered("1", id, id), id);
    }
    bench.read().await;
    gate.open();
    bench.idle().await;
    // Between those that come again there may be a new one.
    for id in ["b", "new", "c", "d", "new"] {
        bench.push_buffered(numbered("1", id, id), id);
        bench.idle().await;
    }
    assert_eq!(bench.log.notes(), ["wait a", "b", "c", "d", "new"]);
}

pub(super) async fn deliveries_that_were_all_given_up_bar_nothing_for_ever<L: Link>() {
    let (bench, gate) = gated::<L>(small(1)).await;
    bench.push_buffered(numbered("1", "a", "wait a"), "a");
    // More than are remembered, and none of them comes again.
    for n in 0..40 {
        bench.push_buffered(numbered("1", &n.to_string(), "lost"), &n.to_string());
    }
    bench.read().await;
    gate.open();
    bench.idle().await;
    for _ in 0..1_025 {
        bench.push_buffered(numbered("1", "z", "z"), "z");
    }
    bench.idle().await;
    assert_eq!(bench.log.notes(), ["wait a", "z"], "the session is not barred for good");
    bench.push_buffered(numbered("1", "y", "y"), "y");
    bench.idle().await;
    assert_eq!(bench.log.notes(), ["wait a", "z", "y"]);
}

pub(super) async fn a_new_connection_begins_with_the_oldest_again<L: Link>() {
    let (bench, gate) = gated::<L>(small(1)).await;
    bench.push_buffered(numbered("1", "a", "wait a"), "b1");
    bench.push_buffered(numbered("1", "b", "b"), "b2");
    gate.open();
    bench.idle().await;
    bench.reconnect(&[telegram()]).await;
    bench.push_buffered(numbered("1", "c", "c"), "b3");
    bench.idle().await;
    assert_eq!(bench.log.notes(), ["wait a", "c"], "b is no longer in the buffer");
}

/// A connector that sends new deliveries as they come and unacknowledged ones again from time to time, and a gateway
/// whose queue is mostly full: nothing is lost, and each session keeps its order.
pub(super) async fn however_often_the_queue_is_full_each_session_keeps_its_order<L: Link>() {
    const SESSIONS: usize = 3;
    const DELIVERIES: usize = 60;
    let mut deferred = 0;
    for seed in 1..=8_usize {
        let (bench, gate) = gated::<L>(small(1 + seed % 4)).await;
        let mut state = seed * 7919;
        let mut draw = |below: usize| {
            state = (state * 1_103_515_245 + 12_345) % (1 << 31);
            (state >> 8) % below
        };
        let send = |n: usize| {
            let id = format!("{n:02}");
            bench.push_buffered(numbered(&(n % SESSIONS).to_string(), &id, &format!("wait {id}")), &id);
        };
        let mut next = 0;
        let acks = || bench.connector.acks().into_iter().collect::<BTreeSet<_>>();
        while acks().len() < DELIVERIES {
            for _ in 0..draw(5) {
                if next < DELIVERIES {
                    send(next);
                    next += 1;
                }
            }
            bench.read().await;
            for _ in 0..draw(3) {
                gate.open();
                bench.quiet().await;
            }
            if draw(3) == 0 {
                let acks = acks();
                (0..next).filter(|n| !acks.contains(&format!("{n:02}"))).for_each(send);
            }
        }
        let notes = bench.log.notes();
        assert_eq!(notes.len(), DELIVERIES, "each once");
        for session in 0..SESSIONS {
            let of_session: Vec<usize> = notes
                .iter()
                .map(|note| note["wait ".len()..].parse().expect("a number"))
                .filter(|n: &usize| n % SESSIONS == session)
                .collect();
            assert!(of_session.is_sorted(), "seed {seed}: {of_session:?}");
        }
        deferred += bench.adapter.counters().deferred;
    }
    assert!(deferred > 100, "only {deferred} were deferred");
}
