//! What ten thousand chats leave in memory, measured in bytes.

use std::hint::black_box;

use relay_contract::relay::{Extent, Question};
use tokio::runtime::Runtime;

use super::*;

/// How many live bytes ten thousand more chats may leave, where each left a hundred times as much behind it if nothing
/// were forgotten.
const SLACK: i64 = 64 << 10;

/// Ten thousand chats, each with a message, an answer, a question and a draft.
async fn visit(bench: &Bench, chats: std::ops::Range<usize>) {
    for n in chats {
        let chat = format!("{n:08}");
        bench.push_buffered(numbered(&chat, "m", "hello"), &chat);
        bench.adapter.settled().await;
        let asked = bench.adapter.ask(&chat, &session(&chat), Question::approval("?", Extent::Once)).await;
        drop(asked.expect("the stub answers"));
    }
}

fn measured(runtime: &Runtime, bench: &Bench, chats: std::ops::Range<usize>) -> i64 {
    allocation_counter::measure(|| runtime.block_on(visit(bench, chats))).bytes_current
}

/// Everything runs on this thread, and only what it allocates is counted.
#[test]
fn ten_thousand_more_chats_leave_memory_as_it_was() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    let bench = runtime.block_on(async {
        let handler = |turn: Turn<StubConnector>, _| async move {
            turn.reply("answer").await?;
            turn.draft(relay_contract::frame::Int::constant(1), "so far").await?;
            Ok(())
        };
        Bench::with(telegram(), AdapterOptions::default(), handler).await
    });
    bench.connector.keep_nothing();
    let first = measured(&runtime, &bench, 0..10_000);
    assert!(first > 1 << 20, "what is remembered of chats is counted: {first} bytes");
    let second = measured(&runtime, &bench, 10_000..20_000);
    assert!(second < SLACK, "{second} bytes more after the second ten thousand, {first} after the first");
    assert_eq!(bench.adapter.counters().handled, 20_000);
    black_box(&bench);
}
