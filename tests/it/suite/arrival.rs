//! What becomes of a delivery before it is queued.

use relay_contract::frame::PromptResponse;
use relay_contract::relay::{Arrival, Choice, InterruptCause, Interrupted, OnArrival, Question};

use super::*;

/// Stops at `/stop`, drops `noise`, and asks at `ask`.
struct Stoppable(Log);

impl<T: RelayTransport> Gateway<T> for Stoppable {
    async fn on_message(&self, turn: Turn<T>) -> Result<(), HandlerError> {
        self.0.note(format!("{} begins", turn.event.text));
        match turn.event.text.as_str() {
            "wait" => std::future::pending::<()>().await,
            "ask" => {
                let asked = turn.ask(Question::clarify("Which?", ["a", "b"])).await?;
                let answer = asked.answer().await.ok_or("no answer")?;
                self.0.note(format!("{:?}", answer.choice));
            }
            _ => {}
        }
        Ok(())
    }

    fn on_arrival(&self, arrival: Arrival<'_>) -> OnArrival {
        match arrival.event.text.as_str() {
            "/stop" if arrival.is_running => OnArrival::Interrupt,
            "noise" => OnArrival::Drop,
            "panic" => panic!("as told"),
            _ => arrival.by_default(),
        }
    }

    fn on_interrupted(&self, interrupted: Interrupted) {
        self.0.note_interrupted(interrupted);
    }
}

async fn bench<L: Link>() -> Bench<L> {
    let log = Log::default();
    let identity = [Identity::new("telegram", "")];
    let gateway = Stoppable(log.clone());
    let bench =
        Bench::<L>::around(gateway, log, vec![telegram()], &identity, AdapterOptions::default()).await;
    bench.adapter.connect().await.expect("the connector answers");
    bench
}

pub(super) async fn a_running_turn_is_stopped_by_what_the_gateway_decides<L: Link>() {
    let bench = bench::<L>().await;
    bench.push(numbered("1", "a", "wait"));
    bench.push(numbered("2", "b", "wait"));
    bench.push(message("1", "panic"));
    until(|| bench.log.notes().len() == 2).await;
    bench.push_buffered(message("1", "/stop"), "b1");
    until(|| bench.log.notes().len() == 4).await;
    assert_eq!(bench.log.notes()[2..], ["panic begins", "/stop begins"], "behind what waits");
    let interrupted = bench.log.interrupted();
    let [stopped] = &interrupted[..] else { panic!("{interrupted:?}") };
    assert_eq!((stopped.session_key.as_str(), stopped.cause), (&*session("1"), InterruptCause::Arrival));
    assert_eq!(stopped.message_id.as_deref(), Some("a"));
    bench.quiet().await;
    assert_eq!((bench.adapter.counters().in_flight, bench.connector.acks()), (1, vec!["b1".to_owned()]));
}

pub(super) async fn a_text_that_answers_a_waiting_question_reaches_it<L: Link>() {
    let bench = bench::<L>().await;
    bench.push_buffered(message("1", "ask"), "b1");
    until(|| bench.connector.sent_op("prompt").len() == 1).await;
    let prompt_id = bench.connector.sent_op("prompt")[0]["prompt_id"].as_str().expect("a text").to_owned();
    let mut press = message("1", "/other");
    press.prompt_response = Some(PromptResponse::new(prompt_id, "other"));
    bench.push_buffered(press, "b2");
    bench.push_buffered(message("1", "neither"), "b3");
    bench.idle().await;
    let chosen = format!("{:?}", Choice::Text("neither".to_owned()));
    assert_eq!(bench.log.notes(), ["ask begins".to_owned(), chosen]);
    assert_eq!(bench.connector.acks(), ["b1", "b2", "b3"], "the question holds up no acknowledgement");
}

pub(super) async fn what_the_gateway_drops_is_acknowledged_and_counted<L: Link>() {
    let bench = bench::<L>().await;
    for _ in 0..2 {
        bench.push_buffered(numbered("1", "a", "noise"), "b1");
    }
    bench.idle().await;
    assert_eq!((bench.connector.acks().len(), bench.log.notes().len()), (2, 0));
    let counters = bench.adapter.counters();
    assert_eq!((counters.dropped, counters.duplicates, counters.handled), (1, 1, 0));
}

pub(super) async fn a_turn_is_interrupted_by_the_gateway_itself_and_told_why<L: Link>() {
    let bench = bench::<L>().await;
    bench.push(message("1", "wait"));
    until(|| bench.log.notes().len() == 1).await;
    assert!(!bench.adapter.interrupt("nobody"));
    assert!(bench.adapter.interrupt(&session("1")));
    bench.idle().await;
    bench.push(message("1", "wait"));
    until(|| bench.log.notes().len() == 2).await;
    bench.interrupt(&session("1"));
    bench.idle().await;
    let causes: Vec<_> = bench.log.interrupted().iter().map(|interrupted| interrupted.cause).collect();
    assert_eq!(causes, [InterruptCause::Gateway, InterruptCause::Connector]);
    assert_eq!(bench.adapter.counters().interrupted, 2);
}
