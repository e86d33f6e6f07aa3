//! Leaving, and what still comes meanwhile.

use std::time::Duration;

use relay_contract::relay::InterruptCause;

use super::*;

/// Waits at a gate where the text says so, then answers.
async fn gated<L: Link>() -> (Bench<L>, Gate) {
    let gate = Gate::default();
    let passed = gate.clone();
    let bench = Bench::<L>::with(telegram(), AdapterOptions::default(), move |turn, log| {
        let gate = passed.clone();
        async move {
            log.note(format!("{} begins", turn.event.text));
            if turn.event.text.starts_with("wait") {
                gate.pass().await;
            }
            turn.reply("answer").await?;
            Ok(())
        }
    })
    .await;
    (bench, gate)
}

pub(super) async fn a_drain_lets_everything_finish_and_answer<L: Link>() {
    let (bench, gate) = gated::<L>().await;
    bench.push_buffered(numbered("1", "a", "wait"), "b1");
    bench.push_buffered(numbered("1", "b", "next"), "b2");
    until(|| bench.log.notes().len() == 1).await;
    let drains = {
        let adapter = bench.adapter.clone();
        tokio::spawn(async move { adapter.drain(Duration::from_secs(20)).await })
    };
    until(|| bench.connector.frames_of("going_idle").len() == 1).await;
    settle().await;
    bench.push_buffered(numbered("2", "c", "too late"), "b3");
    bench.push(numbered("2", "d", "too late"));
    bench.read().await;
    gate.open();
    assert_eq!(drains.await.expect("no panic"), 0);
    assert_eq!(bench.log.notes(), ["wait begins", "next begins"]);
    assert_eq!(
        (bench.connector.sent().len(), bench.connector.acks()),
        (2, vec!["b1".to_owned(), "b2".to_owned()])
    );
    let counters = bench.adapter.counters();
    assert_eq!((counters.handled, counters.stopped, counters.deferred, counters.overflowed), (2, 0, 1, 1));
    assert_eq!(counters.redials, 0);
}

pub(super) async fn a_drain_that_runs_out_stops_and_counts_what_is_left<L: Link>() {
    let (bench, _gate) = gated::<L>().await;
    bench.push_buffered(numbered("1", "a", "wait"), "b1");
    bench.push_buffered(numbered("1", "b", "next"), "b2");
    until(|| bench.log.notes().len() == 1).await;
    assert_eq!(bench.adapter.drain(Duration::from_millis(50)).await, 2);
    assert_eq!((bench.adapter.counters().stopped, bench.adapter.counters().queue_depth), (2, 0));
    let causes: Vec<_> = bench.log.interrupted().iter().map(|interrupted| interrupted.cause).collect();
    assert_eq!(causes, [InterruptCause::Leaving]);
    bench.adapter.connect().await.expect("it may come back");
    bench.push(message("1", "hello"));
    bench.idle().await;
    assert_eq!(bench.log.notes(), ["wait begins", "hello begins"]);
}

pub(super) async fn while_it_disconnects_no_handler_begins<L: Link>() {
    let (bench, gate) = gated::<L>().await;
    bench.connector.set_idle(false);
    bench.push(message("1", "wait"));
    bench.push_buffered(numbered("1", "a", "next"), "b1");
    until(|| bench.log.notes().len() == 1).await;
    let leaves = {
        let adapter = bench.adapter.clone();
        tokio::spawn(async move { adapter.disconnect().await })
    };
    until(|| bench.connector.frames_of("going_idle").len() == 1 || leaves.is_finished()).await;
    gate.open();
    leaves.await.expect("no panic");
    assert_eq!(bench.log.notes(), ["wait begins"], "what waits does not begin");
    assert!(bench.adapter.counters().stopped >= 1);
}

pub(super) async fn what_comes_while_it_goes_dormant_is_answered<L: Link>() {
    let (bench, gate) = gated::<L>().await;
    bench.push(message("1", "wait"));
    until(|| bench.log.notes().len() == 1).await;
    assert!(!bench.adapter.go_dormant().await, "a turn is going on");
    gate.open();
    bench.idle().await;
    bench.connector.set_idle(false);
    let dozes = {
        let adapter = bench.adapter.clone();
        tokio::spawn(async move { adapter.go_dormant().await })
    };
    if L::WAITS_FOR_IDLE {
        until(|| bench.connector.frames_of("going_idle").len() == 1).await;
        bench.push_buffered(numbered("2", "b", "just now"), "b1");
        bench.quiet().await;
        assert_eq!(
            (bench.connector.acks(), bench.log.notes().len()),
            (vec!["b1".to_owned()], 1),
            "taken, and waits"
        );
        bench.link.write("{\"type\":\"going_idle_ack\"}\n".to_owned());
        assert!(dozes.await.expect("no panic"));
        bench.connections(2).await;
        bench.idle().await;
        assert_eq!(bench.log.notes(), ["wait begins", "just now begins"]);
        assert_eq!(bench.connector.sent().len(), 2, "and answered: {:?}", bench.log.faults());
    } else {
        assert!(!dozes.await.expect("no panic"));
        bench.push(message("2", "still there"));
        bench.idle().await;
        assert_eq!(bench.log.notes().len(), 2);
    }
}
