//! Deliveries that are held, and delivered again.

use serde_json::json;

use super::scenario::{event, scenario};
use super::{Gateway, HELLO, listen};

/// The next frames, each as its type and `bufferId`.
fn heard(gateway: &mut Gateway, count: usize) -> Vec<String> {
    let frames = (0..count).map(|_| {
        let frame = gateway.hear();
        format!(
            "{} {}",
            frame["type"].as_str().unwrap_or_default(),
            frame["bufferId"].as_str().unwrap_or("-")
        )
    });
    frames.collect()
}

#[test]
fn a_delivery_comes_again_after_each_handshake_until_it_is_acknowledged() {
    let (_folder, path) = scenario(&json!([
        { "inbound": event("5", "1"), "bufferId": "b1" },
        { "raw": "{\"type\":\"inbound\",\"event\":null,\"bufferId\":\"poison\"}", "bufferId": "poison" },
        { "expect": { "type": "interrupt" } },
        { "drop": true },
        { "inbound": event("5", "2") },
        { "expect": { "type": "inbound_ack", "bufferId": "poison" } },
        { "inbound": event("5", "3") },
        { "expect": { "type": "going_idle" } },
        { "inbound": event("5", "4") },
        { "expect": { "type": "inbound_ack", "bufferId": "held-4" } },
    ]));
    let listening = listen(&["--scenario", &path]);
    let mut gateway = listening.dial();
    gateway.say(HELLO);
    assert_eq!(heard(&mut gateway, 3), ["descriptor -", "inbound b1", "inbound poison"]);
    gateway.say(r#"{"type":"interrupt","session_key":"k","reason":null}"#);
    assert_eq!(gateway.try_hear(), Err((0, String::new())), "dropped, without a close frame");

    let mut gateway = listening.dial();
    gateway.say(HELLO);
    // What came while nobody was there is held, too.
    assert_eq!(heard(&mut gateway, 4), ["descriptor -", "inbound b1", "inbound poison", "inbound held-3"]);
    gateway.say(r#"{"type":"inbound_ack","bufferId":"b1"}"#);
    gateway.say(r#"{"type":"inbound_ack","bufferId":"poison"}"#);
    assert_eq!(heard(&mut gateway, 1), ["inbound -"], "live");
    gateway.say(r#"{"type":"going_idle"}"#);
    assert_eq!(heard(&mut gateway, 1), ["going_idle_ack -"]);
    gateway.leave();

    let mut gateway = listening.dial();
    gateway.say(HELLO);
    assert_eq!(heard(&mut gateway, 3), ["descriptor -", "inbound held-3", "inbound held-4"]);
    gateway.say(r#"{"type":"inbound_ack","bufferId":"held-3"}"#);
    gateway.say(r#"{"type":"inbound_ack","bufferId":"held-4"}"#);
    assert_eq!(gateway.try_hear(), Err((1000, String::new())));
    let said = listening.end();
    assert_eq!(said.status, Some(0), "{said:?}");
}

#[test]
fn a_delivery_that_is_never_acknowledged_is_given_up_and_is_a_finding() {
    let (_folder, path) = scenario(&json!([
        { "inbound": event("5", "1"), "bufferId": "b1" },
        { "expect": { "type": "interrupt" }, "within_ms": 60000 },
    ]));
    let listening = listen(&["--scenario", &path]);
    for _ in 0..5 {
        let mut gateway = listening.dial();
        gateway.say(HELLO);
        assert_eq!(heard(&mut gateway, 2), ["descriptor -", "inbound b1"]);
        gateway.leave();
    }
    let mut gateway = listening.dial();
    gateway.say(HELLO);
    gateway.say(r#"{"type":"interrupt","session_key":"k","reason":null}"#);
    assert_eq!(heard(&mut gateway, 1), ["descriptor -"]);
    assert_eq!(gateway.try_hear(), Err((1000, String::new())));
    let said = listening.end();
    assert_eq!(said.status, Some(1), "{said:?}");
    assert!(
        said.stdout.contains("acknowledgement of the delivery `b1`, found none; given up"),
        "{}",
        said.stdout
    );
}

#[test]
fn a_raw_line_without_an_id_is_sent_once_and_owes_no_acknowledgement() {
    let (_folder, path) = scenario(&json!([
        { "drop": true },
        { "raw": "after the drop" },
        { "expect": { "type": "going_idle" } },
        { "raw": "after the idling" },
        { "expect": { "type": "interrupt" }, "within_ms": 60000 },
    ]));
    let listening = listen(&["--scenario", &path]);
    let dial = || {
        let mut gateway = listening.dial();
        gateway.say(HELLO);
        assert_eq!(heard(&mut gateway, 1), ["descriptor -"]);
        gateway
    };
    let mut gateway = listening.dial();
    gateway.say(HELLO);
    while gateway.try_hear().is_ok() {}
    let mut gateway = dial();
    assert_eq!(gateway.hear(), "after the drop");
    gateway.say(r#"{"type":"going_idle"}"#);
    assert_eq!(heard(&mut gateway, 1), ["going_idle_ack -"]);
    gateway.leave();
    let mut gateway = dial();
    assert_eq!(gateway.hear(), "after the idling");
    gateway.leave();
    // More handshakes than a delivery gets before it is given up.
    for _ in 0..6 {
        dial().leave();
    }
    let mut gateway = dial();
    gateway.say(r#"{"type":"interrupt","session_key":"k","reason":null}"#);
    assert_eq!(gateway.try_hear(), Err((1000, String::new())));
    let said = listening.end();
    assert_eq!(said.status, Some(0), "{said:?}");
}
