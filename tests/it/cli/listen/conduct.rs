//! What a gateway does wrong: each frame's verdict, and what a single frame does not show.

use serde_json::json;

use super::{HELLO, frames, listen, send};

/// What one line of a gateway breaks.
fn rules_of(lines: &[&str]) -> Vec<Vec<String>> {
    let listening = listen(&["--once", "--format", "json"]);
    let mut gateway = listening.dial();
    for line in lines {
        gateway.say(line);
    }
    gateway.leave();
    let said = listening.end();
    let rules: Vec<_> = frames(&said.stdout)
        .into_iter()
        .filter(|(dir, ..)| dir == "gateway->connector")
        .map(|(_, _, rules)| rules)
        .collect();
    let has_findings = rules.iter().any(|rules| !rules.is_empty());
    assert_eq!(said.status, Some(i32::from(has_findings)), "{said:?}");
    rules
}

#[test]
fn each_frame_has_its_verdict() {
    let good = json!({ "type": "outbound", "requestId": "r1", "action": send("5", "x") }).to_string();
    let cases: [(&str, &[&str]); 14] = [
        (HELLO, &[]),
        (&good, &[]),
        (&good, &["request-id-twice"]),
        (HELLO, &["hello-twice"]),
        (r#"{"type":"hello","platform":"telegram"}"#, &["required"]),
        (
            r#"{"type":"outbound","requestId":"r2","action":{"op":"send","chat_id":5,"content":"x","reply_to":null,"metadata":{}}}"#,
            &["type"],
        ),
        (r#"{"type":"outbound","requestId":"r3","action":{"op":"dance"}}"#, &["unknown-op"]),
        (
            r#"{"type":"outbound","requestId":"r4","action":{"op":"get_chat_info","chat_id":"5"},"platform":"slack"}"#,
            &["identity"],
        ),
        (r#"{"type":"inbound_ack","bufferId":"nothing"}"#, &["unknown-buffer-id"]),
        (r#"{"type":"going_idle_ack"}"#, &["direction"]),
        (r#"{"type":"salute"}"#, &["unknown-type"]),
        (r#"{"type":"going_idle","type":"going_idle"}"#, &["duplicate-key"]),
        ("[]", &["type"]),
        ("going_idle", &["json"]),
    ];
    let lines: Vec<_> = cases.iter().map(|(line, _)| *line).collect();
    let found = rules_of(&lines);
    for ((line, expected), found) in cases.iter().zip(&found) {
        assert_eq!(found, expected, "{line}");
    }
    assert_eq!(found.len(), cases.len());
}

#[test]
fn a_frame_before_the_first_hello_is_a_finding() {
    assert_eq!(rules_of(&[r#"{"type":"going_idle"}"#, HELLO]), [vec!["hello-first".to_owned()], vec![]]);
}

#[test]
fn an_action_that_cannot_be_read_is_answered_all_the_same() {
    let listening = listen(&["--once"]);
    let mut gateway = listening.dial();
    gateway.say(HELLO);
    gateway.hear();
    for (id, action) in
        [("r1", json!({ "op": "send", "chat_id": "5", "content": 7 })), ("r2", json!({ "op": "dance" }))]
    {
        let result = gateway.ask(id, &action);
        assert_eq!(result["success"], false, "{result}");
        assert!(result["error"].is_string(), "{result}");
    }
    gateway.leave();
    let said = listening.end();
    assert_eq!(said.status, Some(1), "{said:?}");
    // Three fields are missing or wrong in the first one, and its frame is shown with each.
    let expected = "\n            /action/content: expected a string, found a number (rule type, contract section 7.1)\n";
    assert!(said.stdout.contains(expected), "{}", said.stdout);
}

#[test]
fn a_frame_without_its_line_end_is_a_finding() {
    let listening = listen(&["--once"]);
    let mut gateway = listening.dial();
    gateway.say(HELLO);
    gateway.hear();
    // The rest of a line may come in another message.
    gateway.send(r#"{"type":"going"#);
    gateway.send("_idle\"}\n\r\n");
    assert_eq!(gateway.hear()["type"], "going_idle_ack");
    gateway.send(r#"{"type":"going_idle"}"#);
    gateway.leave();
    let said = listening.end();
    assert_eq!(said.status, Some(1), "{said:?}");
    assert!(
        said.stdout.contains("found the end of the socket after 22 bytes (rule incomplete"),
        "{}",
        said.stdout
    );
}

#[test]
fn a_message_past_the_limit_of_a_socket_is_answered_with_1009() {
    let listening = listen(&["--once"]);
    let mut gateway = listening.dial();
    gateway.say(HELLO);
    gateway.hear();
    // Past the limit of a frame only: the socket stays.
    gateway.send(&format!("{}\n", "x".repeat(2 << 20)));
    gateway.say(r#"{"type":"going_idle"}"#);
    assert_eq!(gateway.hear()["type"], "going_idle_ack");
    gateway.send(&"x".repeat((16 << 20) + 1));
    assert_eq!(gateway.try_hear(), Err((1009, String::new())));
    gateway.leave();
    let said = listening.end();
    assert_eq!(said.status, Some(1), "{said:?}");
    assert!(said.stdout.contains("(rule size)"), "{}", said.stdout);
    assert!(said.stdout.contains("(rule too-big, contract section 3.2)"), "{}", said.stdout);
}
