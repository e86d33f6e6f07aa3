//! The actions: what goes on the wire, and what comes back.

use relay_contract::frame::SendAction;
use relay_contract::relay::outcome::Outcome;
use relay_contract::relay::transport::TransportError;

use super::*;

#[tokio::test(start_paused = true)]
async fn a_transport_s_failure_has_the_contract_s_words_and_says_what_is_unknown() {
    let bench = Bench::new(telegram()).await;
    let io = || std::io::Error::other("broken pipe");
    let cases = [
        (TransportError::NotConnected, "relay transport not connected", Outcome::Failed),
        (TransportError::TimedOut, "relay outbound timed out", Outcome::Ambiguous),
        (
            TransportError::ConnectionLost { written: true },
            "relay transport connection lost",
            Outcome::Ambiguous,
        ),
        (
            TransportError::ConnectionLost { written: false },
            "relay transport connection lost",
            Outcome::Failed,
        ),
        (TransportError::Closed { written: true }, "relay transport closed", Outcome::Ambiguous),
        (TransportError::Closed { written: false }, "relay transport closed", Outcome::Failed),
        (
            TransportError::Write { written: true, reason: io().into() },
            "relay send failed: broken pipe",
            Outcome::Ambiguous,
        ),
        (
            TransportError::Write { written: false, reason: io().into() },
            "relay send failed: broken pipe",
            Outcome::Failed,
        ),
        (TransportError::HandshakeBeforeConnect, "handshake() called before connect()", Outcome::Failed),
        (
            TransportError::Revoked,
            "Relay disabled (opted out — recreate the instance to re-enable)",
            Outcome::Failed,
        ),
    ];
    for (error, text, outcome) in cases {
        bench.link.queue_error(error);
        let error = bench.adapter.send(SendAction::new("1", "hello")).await.expect_err("as queued");
        assert_eq!((error.to_string().as_str(), error.outcome()), (text, outcome));
    }
}

#[tokio::test(start_paused = true)]
async fn a_request_that_is_not_answered_times_out_after_30_seconds() {
    let bench = Bench::new(telegram()).await;
    bench.connector.hold();
    let began = tokio::time::Instant::now();
    let error = bench.adapter.send(SendAction::new("1", "hello")).await.expect_err("nobody answers");
    assert_eq!((error.to_string().as_str(), began.elapsed().as_secs()), ("relay outbound timed out", 30));
    assert_eq!(error.outcome(), Outcome::Ambiguous);
}
