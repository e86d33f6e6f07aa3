//! After a decline nothing else is tried toward the same chat.

use relay_contract::frame::{ActionResult, DraftAction, Int};
use relay_contract::relay::transport::TransportError;

use super::*;

fn draft() -> DraftAction {
    DraftAction::new("1", Int::constant(7), "the answer", false)
}

#[tokio::test(start_paused = true)]
async fn a_seal_of_unknown_outcome_is_sent_once_more_and_the_same() {
    let bench = Bench::new(telegram()).await;
    bench.link.queue_error(TransportError::TimedOut);
    bench.connector.queue_result(ActionResult::new(true).with_message_id("m7"));
    bench.adapter.seal_draft(draft()).await.expect("the second time");
    let drafts = bench.connector.sent_op("draft");
    assert_eq!(drafts.len(), 2);
    assert_eq!(drafts[0], drafts[1]);
    assert!(bench.connector.sent_op("send").is_empty());

    for error in [TransportError::TimedOut, TransportError::ConnectionLost { written: true }] {
        bench.link.queue_error(error);
    }
    bench.adapter.seal_draft(draft()).await.expect("as a message");
    assert_eq!((bench.connector.sent_op("draft").len(), bench.connector.sent_op("send").len()), (4, 1));
}
