//! What is traced: types, operations and sessions, never what was said.

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};
use std::thread::ThreadId;

use relay_contract::frame::{ActionResult, SendAction};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

use super::*;

/// Keeps each event of this crate on one thread as a line: level, message, fields.
///
/// It is the subscriber of the whole process: one of a thread alone would miss what another thread, without any, was
/// the first to trace (tracing remembers per place in the code whether anybody listens).
#[derive(Clone)]
struct Lines(Arc<Mutex<Vec<String>>>, ThreadId);

struct Text(String);

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {field}={value:?}").expect("a string takes it");
    }
}

impl Subscriber for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("relay_contract")
    }

    fn event(&self, event: &Event<'_>) {
        if std::thread::current().id() != self.1 {
            return;
        }
        let mut text = Text(event.metadata().level().to_string());
        event.record(&mut text);
        self.0.lock().expect("no panic under it").push(text.0);
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

impl Lines {
    fn of(&self, level: Level) -> Vec<String> {
        let level = level.to_string();
        self.0
            .lock()
            .expect("no panic under it")
            .iter()
            .filter(|line| line.starts_with(&level))
            .cloned()
            .collect()
    }
}

#[test]
fn frames_are_traced_at_debug_faults_at_warn_and_content_never() {
    let lines = Lines(Arc::default(), std::thread::current().id());
    tracing::subscriber::set_global_default(lines.clone()).expect("no other test sets one");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    runtime.block_on(async {
        let handler = |turn: Turn<StubConnector>, _| async move {
            if turn.event.text.contains("fail") {
                return Err("the secret plan failed".into());
            }
            turn.reply("a secret answer").await?;
            Ok(())
        };
        let bench = Bench::with(telegram(), AdapterOptions::default(), handler).await;
        bench.push(message("1", "a secret question"));
        bench.push(message("1", "a secret that fails"));
        let body = json!({"type": 5, "data": {"components": [{"custom_id": "secret", "value": "secret"}]}});
        bench.push_passthrough(forward("sms", b"secret"), None);
        bench.push_passthrough(interaction(&body), None);
        bench.idle().await;
        bench.connector.queue_result(ActionResult::new(false).with_error("no secret chat"));
        bench.adapter.send(SendAction::new("1", "a secret")).await.expect_err("as queued");
    });
    let (debug, warn) = (lines.of(Level::DEBUG), lines.of(Level::WARN));
    for frame_type in ["inbound", "passthrough_forward", "outbound"] {
        let frame = format!("frame_type={frame_type:?}");
        assert!(debug.iter().any(|line| line.contains(&frame)), "{frame} in {debug:#?}");
    }
    assert!(warn.len() >= 3, "an error of a handler, a forward, an action: {warn:#?}");
    let told: Vec<_> = debug.iter().chain(&warn).filter(|line| line.contains("secret")).collect();
    assert!(told.is_empty(), "{told:#?}");
}
