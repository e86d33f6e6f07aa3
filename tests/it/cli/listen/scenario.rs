//! Scenarios: fulfilled, failed, and refused.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::super::link::Listening;
use super::super::{Said, run};
use super::{HELLO, listen, send};

const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/scenarios");

/// A file with these steps.
pub(crate) fn scenario(steps: &Value) -> (TempDir, String) {
    file(json!({ "steps": steps }).to_string())
}

fn file(text: impl AsRef<[u8]>) -> (TempDir, String) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("scenario.json");
    fs::write(&path, text).expect("it can be written");
    let path = path.to_str().expect("a temporary path is UTF-8").to_owned();
    (folder, path)
}

/// An event of this chat.
pub(crate) fn event(chat: &str, message: &str) -> Value {
    json!({ "text": "hi", "message_type": "text", "message_id": message, "source": {
        "platform": "telegram", "chat_id": chat, "chat_type": "dm", "chat_name": null, "user_id": "9",
        "user_name": null, "thread_id": null, "chat_topic": null,
    }})
}

/// A gateway that answers each message, until the connector says goodbye. How often it dialled.
fn echo(listening: &Listening) -> usize {
    let mut dials = 0;
    loop {
        dials += 1;
        let mut gateway = listening.dial();
        gateway.say(HELLO);
        gateway.say(r#"{"type":"hello","platform":"discord","botId":"bot-1"}"#);
        let mut requests = 0;
        let end = loop {
            let frame = match gateway.try_hear() {
                Ok(frame) => frame,
                Err(end) => break end,
            };
            if let Some(id) = frame["bufferId"].as_str() {
                gateway.say(&json!({ "type": "inbound_ack", "bufferId": id }).to_string());
            }
            let chat = match frame["type"].as_str() {
                Some("inbound") => frame["event"]["source"]["chat_id"].as_str().expect("it has a chat"),
                Some("passthrough_forward") => "chan-9",
                _ => continue,
            };
            requests += 1;
            let (id, action) = (format!("{dials}-{requests}"), send(chat, "yes"));
            gateway.say(&json!({ "type": "outbound", "requestId": id, "action": action }).to_string());
        };
        if end.0 == 1000 {
            return dials;
        }
    }
}

#[test]
fn a_gateway_that_keeps_the_contract_fulfils_each_example() {
    let mut fulfilled = Vec::new();
    for entry in fs::read_dir(EXAMPLES).expect("the examples can be listed") {
        let path = entry.expect("the examples can be listed").path();
        let folder = tempfile::tempdir().expect("a temporary folder");
        let record = folder.path().join("record.ndjson");
        let (path, record) = (path.to_str().expect("UTF-8"), record.to_str().expect("UTF-8"));
        let listening = listen(&["--scenario", path, "--record", record]);
        let dials = echo(&listening);
        let said = listening.end();
        assert_eq!(said.status, Some(0), "{path}: {said:?}");
        assert!(said.stdout.contains("scenario: fulfilled"), "{}", said.stdout);
        let validated = run(&["validate", record], b"");
        assert_eq!(validated.status, Some(0), "{validated:?}");
        let lines = fs::read_to_string(record).expect("it was written").lines().count();
        let total = said.stdout.lines().find_map(|line| line.strip_prefix("total"));
        let total = total.and_then(|counts| counts.split_whitespace().next());
        assert_eq!(total, Some(&*lines.to_string()), "{}", said.stdout);
        let name = Path::new(path).file_stem().expect("it has a name").to_string_lossy().into_owned();
        fulfilled.push((name, dials, lines >= 6));
    }
    fulfilled.sort();
    let expected = [("one-turn", 1, true), ("stop-and-webhook", 1, true), ("while-away", 3, true)];
    assert_eq!(fulfilled, expected.map(|(name, dials, lines)| (name.to_owned(), dials, lines)));
}

/// Plays against a gateway that says hello and then these lines.
fn play(steps: &Value, lines: &[&str]) -> Said {
    let (_folder, path) = scenario(steps);
    let listening = listen(&["--scenario", &path]);
    let mut gateway = listening.dial();
    gateway.say(HELLO);
    for line in lines {
        gateway.say(line);
    }
    while gateway.try_hear().is_ok() {}
    listening.end()
}

#[test]
fn what_is_expected_must_come_and_what_is_not_must_not() {
    let interrupt = r#"{"type":"interrupt","session_key":"k","reason":null}"#;
    let expect =
        |key: &str| json!({ "expect": { "type": "interrupt", "session_key": key }, "within_ms": 200 });
    let never = |key: &str| json!({ "never": { "type": "interrupt", "session_key": key }, "during_ms": 200 });
    let none = "/steps/0: expected `interrupt` as described within 200ms, found none";
    let one = "expected no `interrupt` as described, found one";
    for (steps, said) in [
        (json!([expect("k")]), "fulfilled"),
        (json!([expect("other")]), none),
        // One frame fulfils one expectation.
        (json!([expect("k"), expect("k")]), "/steps/1: expected `interrupt`"),
        (json!([never("other")]), "fulfilled"),
        (json!([expect("k"), never("k")]), "fulfilled"),
        (json!([expect("k"), never("k"), { "expect": { "type": "hello" } }]), "fulfilled"),
        (json!([never("k")]), one),
        (json!([{ "wait_ms": 1 }, expect("k")]), "fulfilled"),
        // What came before the end of a connection counts no more.
        (
            json!([expect("k"), { "close": { "code": 1001 } }, { "expect": { "type": "hello" }, "within_ms": 200 }]),
            "/steps/2: expected `hello`",
        ),
    ] {
        let ended = play(&steps, &[interrupt]);
        assert!(ended.stdout.contains(said), "{steps}: {}", ended.stdout);
        assert_eq!(ended.status, Some(i32::from(said != "fulfilled")), "{ended:?}");
    }
}

#[test]
fn a_gateway_that_never_comes_fails_the_scenario() {
    let (_folder, path) = file(r#"{"connect_within_ms":50,"steps":[{"expect":{"type":"hello"}}]}"#);
    let said = listen(&["--scenario", &path]).end();
    assert_eq!(said.status, Some(1), "{said:?}");
    assert!(
        said.stdout.contains("expected a gateway that says hello within 50ms, found none"),
        "{}",
        said.stdout
    );
}

#[cfg(unix)]
#[test]
fn an_interrupted_scenario_is_not_fulfilled() {
    let (_folder, path) = scenario(&json!([{ "expect": { "type": "hello" } }, { "wait_ms": 600_000 }]));
    let mut listening = listen(&["--scenario", &path]);
    let mut gateway = listening.dial();
    gateway.say(HELLO);
    gateway.hear();
    listening.until("descriptor");
    listening.interrupt();
    let said = listening.end();
    assert_eq!(said.status, Some(1), "{said:?}");
    assert!(said.stdout.contains("scenario: interrupted in step 2 of 2"), "{}", said.stdout);
}

#[test]
fn answers_are_the_scenarios_where_it_has_some() {
    let declined = json!({ "success": false, "code": "egress_declined", "error": "no" });
    let (_folder, path) = scenario(&json!([
        { "answer": "send", "result": declined, "times": 2 },
        { "answer": "edit", "result": null },
        { "interrupt": { "session_key": "begin", "chat_id": "" } },
        { "expect": { "type": "going_idle" } },
    ]));
    let listening = listen(&["--scenario", &path]);
    let mut gateway = listening.dial();
    gateway.say(HELLO);
    gateway.hear();
    assert_eq!(gateway.hear()["session_key"], "begin");
    assert_eq!(gateway.ask("1", &send("5", "x")), declined);
    assert_eq!(gateway.ask("2", &send("5", "x")), declined);
    gateway.say(r#"{"type":"outbound","requestId":"3","action":{"op":"edit","chat_id":"5","message_id":"1","content":"x"}}"#);
    assert_eq!(gateway.ask("4", &send("5", "x"))["success"], true, "the edit had no answer");
    gateway.say(r#"{"type":"going_idle"}"#);
    assert_eq!(gateway.hear()["type"], "going_idle_ack");
    assert_eq!(gateway.try_hear(), Err((1000, String::new())));
    assert_eq!(listening.end().status, Some(0));
}

#[test]
fn descriptors_are_the_scenarios_where_it_has_some() {
    let descriptor = json!({
        "contract_version": 1, "platform": "telegram", "label": "T", "max_message_length": 10,
        "supports_draft_streaming": false, "supports_edit": false, "supports_threads": false,
        "markdown_dialect": "plain", "len_unit": "chars", "supported_ops": ["send"],
    });
    let scenario = json!({ "descriptors": [descriptor], "steps": [{ "expect": { "type": "going_idle" } }] });
    let (_folder, path) = file(scenario.to_string());
    let listening = listen(&["--scenario", &path]);
    let mut gateway = listening.dial();
    gateway.say(HELLO);
    assert_eq!(gateway.hear()["descriptor"], descriptor);
    let refused = gateway.ask("1", &json!({ "op": "get_chat_info", "chat_id": "5" }));
    assert_eq!(refused["success"], false);
    gateway.say(r#"{"type":"going_idle"}"#);
    while gateway.try_hear().is_ok() {}
    let said = listening.end();
    assert_eq!(said.status, Some(1), "{said:?}");
    assert!(said.stdout.contains("(rule not-advertised, contract section 6.14)"), "{}", said.stdout);
}

#[test]
fn all_that_is_wrong_in_a_scenario_is_told_at_once() {
    let mut bad = event("5", "1");
    bad["text"] = 5.into();
    let (_folder, path) = file(
        json!({
            "stepz": 1,
            "descriptors": [{ "platform": "x" }],
            "connect_within_ms": -1,
            "steps": [
                {},
                { "drop": true, "wait_ms": 1 },
                { "inbound": bad, "bufferId": "" },
                { "passthrough": { "platform": 5 }, "body": { "a": 1 } },
                { "interrupt": "k" },
                { "drop": false },
                { "close": { "code": 1006, "reason": 5, "why": 1 } },
                { "expect": { "type": "salute" }, "within": 5 },
                { "never": [], "during_ms": 3_600_001 },
                { "answer": "send" },
                { "answer": "send", "result": { "success": "yes" }, "times": 0 },
                "drop",
                { "inbuond": {}, "bufferId": "b" },
                { "raw": "x", "bufferid": "b" },
                { "wait_ms": -1 },
                { "wait_ms": 1.5 },
                { "wait_ms": "1" },
                { "close": { "code": 70000 } },
                { "close": { "reason": "x".repeat(124) } },
                { "expect": { "typ": "hello" } },
                { "expect": { "type": "inbound" } },
                { "answer": "sned", "times": "x" },
                { "raw": ["x"] },
            ],
        })
        .to_string(),
    );
    let said = run(&["listen", "127.0.0.1:0", "--scenario", &path], b"");
    assert_eq!((said.status, said.stdout.as_str()), (Some(2), ""), "{said:?}");
    let shown = said.stderr.replace(&path, "scenario.json");
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("listen-scenario-problems", shown);
    });
    for (text, expected) in [
        (&b"{\"steps\":\n  [,]}"[..], "scenario.json:2:4: expected JSON, found something else"),
        (b"{\"steps\":\n [{", "scenario.json:2:3: expected more, found the end of the file"),
        (b"{\"steps\":[{\"drop\":true}],\n", "scenario.json:2:1: expected more, found the end of the file"),
        (b"", "scenario.json: expected an object, found an empty file"),
        (b" \n", "scenario.json: expected an object, found an empty file"),
        (b"{\"steps\":[]}\nx", "scenario.json:2:1: expected JSON, found something else"),
        (b"\xef\xbb\xbf{\"steps\":[]}", "scenario.json:1:1: expected JSON, found a byte order mark"),
        (b"{\n\"steps\":\xff}", "scenario.json:2:9: expected UTF-8, found a byte that is none"),
        (b"{\"steps\":[],\"steps\":[]}", "scenario.json: /steps: expected each key once"),
        (b"[]", "scenario.json: expected an object, found an array"),
        (b"{}", "scenario.json: expected the field `steps`, found none"),
        (b"{\"steps\":{}}", "scenario.json: /steps: expected an array, found an object"),
        (b"{\"steps\":[]}", "scenario.json: /steps: expected at least one step, found none"),
    ] {
        let (_folder, path) = file(text);
        let said = run(&["listen", "127.0.0.1:0", "--scenario", &path], b"");
        assert_eq!(said.status, Some(2), "{said:?}");
        assert!(said.stderr.contains(expected), "{}", said.stderr);
    }
}
