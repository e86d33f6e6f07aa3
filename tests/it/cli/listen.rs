//! The reference connector against gateways good and bad.

mod buffering;
mod conduct;
mod content;
pub(super) mod scenario;
mod token;

use serde_json::{Value, json};

use super::link::{Gateway, HELLO, listen, send};
use super::{file, run};

/// The frames of a run with `--format json`: direction, type, and the rules that are broken.
fn frames(stdout: &str) -> Vec<(String, String, Vec<String>)> {
    let events = stdout.lines().map(|line| serde_json::from_str::<Value>(line).expect("an event is JSON"));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    events
        .filter(|event| event["event"] == "frame")
        .map(|event| {
            let findings = event["findings"].as_array().expect("a list");
            let rules = findings.iter().map(|finding| text(&finding["rule"])).collect();
            (text(&event["dir"]), text(&event["type"]), rules)
        })
        .collect()
}

#[test]
fn a_descriptor_of_its_platform_answers_each_hello() {
    let listening = listen(&["--once"]);
    let mut gateway = listening.dial();
    for platform in ["discord", "telegram", "carrier-pigeon"] {
        gateway.say(&json!({ "type": "hello", "platform": platform, "botId": "b" }).to_string());
        let frame = gateway.hear();
        assert_eq!(frame["descriptor"]["platform"], platform);
        assert!(
            frame["descriptor"]["supported_ops"].as_array().is_some_and(|ops| ops.len() == 14),
            "{frame}"
        );
    }
    gateway.leave();
    let said = listening.end();
    assert_eq!(said.status, Some(0), "{said:?}");
    assert!(said.stdout.ends_with("0 findings of the gateway\n"), "{}", said.stdout);
}

#[test]
fn each_action_has_a_fitting_result() {
    let document = relay_contract::schema::read(include_str!("../../../docs/relay-connector-contract.md"));
    let contract = document.contract;
    let listening = listen(&["--once", "--format", "json"]);
    let mut gateway = listening.dial();
    gateway.say(HELLO);
    gateway.hear();
    let validator = relay_contract::validate::Validator::builtin(relay_contract::schema::View::Writer);
    let mut asked = 0;
    for action in contract.actions() {
        let stated = contract.result(action.word()).expect("each action has a result");
        for example in contract.examples.iter().filter(|example| example.name == action.name) {
            asked += 1;
            let result = gateway.ask(&format!("r{asked}"), &example.value);
            assert_eq!(result["success"], true, "{}", action.word());
            let report = validator.check_definition(&stated.name, &result).expect("it is there");
            assert_eq!(report.violations, [], "{}", action.word());
            // `ActionResult` says of every action whether it is `ambiguous`.
            let foreign = report.undocumented.iter().filter(|pointer| *pointer != "/ambiguous").count();
            assert_eq!(foreign, 0, "{}: a result of another action", action.word());
            if stated.field("chat_info").is_some() {
                assert!(result["chat_info"]["name"].is_string(), "{result}");
            }
        }
    }
    assert!(asked >= 14, "only {asked} actions");
    gateway.leave();
    let said = listening.end();
    assert_eq!(said.status, Some(0), "{said:?}");
    assert_eq!(frames(&said.stdout).len(), 2 + 2 * asked);
}

#[test]
fn frames_are_filtered_by_type_and_by_session() {
    let source = json!({
        "platform": "telegram", "chat_id": "5", "chat_type": "dm", "chat_name": null, "user_id": "9",
        "user_name": null, "thread_id": null, "chat_topic": null,
    });
    let event = json!({ "text": "hi", "message_type": "text", "source": source, "message_id": "1" });
    let steps = json!({ "steps": [
        { "inbound": event, "bufferId": "b1" },
        { "expect": { "type": "interrupt" } },
    ]});
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("scenario.json");
    std::fs::write(&path, steps.to_string()).expect("it can be written");
    let path = path.to_str().expect("a temporary path is UTF-8");
    let key = "agent:main:telegram:dm:5";
    let of_session = ["inbound", "inbound_ack", "outbound", "outbound_result", "interrupt"];
    for (filter, expected) in [
        (["--session", key], &of_session[..]),
        (["--session", "5"], &of_session[..4]),
        (["--session", "agent:main:telegram:dm:6"], &[]),
        (["--type", "outbound"], &["outbound", "outbound"]),
    ] {
        let listening = listen(&[&["--format", "json", "--scenario", path][..], &filter].concat());
        let mut gateway = listening.dial();
        gateway.say(HELLO);
        assert_eq!(gateway.hear()["type"], "descriptor");
        assert_eq!(gateway.hear()["type"], "inbound");
        gateway.say(r#"{"type":"inbound_ack","bufferId":"b1"}"#);
        gateway.ask("r1", &send("5", "hello"));
        gateway.ask("r2", &send("77", "hello"));
        gateway.say(&json!({ "type": "interrupt", "session_key": key, "reason": null }).to_string());
        assert_eq!(gateway.try_hear(), Err((1000, String::new())));
        let said = listening.end();
        assert_eq!(said.status, Some(0), "{said:?}");
        let shown: Vec<_> = frames(&said.stdout).into_iter().map(|(_, frame_type, _)| frame_type).collect();
        assert_eq!(shown, expected, "{filter:?}");
        // What is not shown is counted all the same.
        assert!(said.stdout.contains(r#""frames":9"#), "{}", said.stdout);
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_with_the_counts() {
    let mut listening = listen(&[]);
    let mut gateway = listening.dial();
    gateway.say(HELLO);
    gateway.hear();
    listening.until("descriptor");
    listening.interrupt();
    assert_eq!(gateway.try_hear(), Err((1000, String::new())));
    let said = listening.end();
    assert_eq!(said.status, Some(0), "{said:?}");
    assert!(said.stdout.contains("hello          1      1        0"), "{}", said.stdout);
}

#[cfg(unix)]
#[test]
fn a_run_without_a_gateway_could_not_judge_one() {
    let listening = listen(&[]);
    listening.interrupt();
    let said = listening.end();
    assert_eq!(said.status, Some(2), "{said:?}");
    assert!(said.stdout.ends_with("0 findings of the gateway\n"), "{}", said.stdout);
    assert!(said.stderr.contains("error: no gateway said hello"), "{}", said.stderr);
}

#[test]
fn what_cannot_run_says_why_and_ends_with_2() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let taken = taken.local_addr().expect("it has an address").to_string();
    let (_marked, marked) = file("\u{feff}s3cr3t-of-a-test-90".as_bytes());
    let (_kept, kept) = file(b"a record of before");
    for (arguments, expected) in [
        (vec!["listen", &taken], "error: cannot listen on 127.0.0.1"),
        (vec!["listen", "nowhere:0"], "error: cannot listen on nowhere"),
        (vec!["listen", "127.0.0.1:0", "--record", "/nowhere/x.ndjson"], "error: cannot write the record"),
        (vec!["listen", "127.0.0.1:0", "--record", &kept], "error: the record"),
        (vec!["listen", "127.0.0.1:0", "--secret-file", &marked], "error: the secret in"),
        (vec!["listen", "127.0.0.1:0", "--scenario", "/nowhere.json"], "error: cannot read the scenario"),
    ] {
        let said = run(&arguments, b"");
        assert_eq!(said.status, Some(2), "{said:?}");
        assert!(said.stderr.starts_with(expected), "{}", said.stderr);
        assert!(said.stderr.contains("\nhint: "), "{}", said.stderr);
        assert!(!said.stderr.contains("s3cr3t"), "{}", said.stderr);
    }
    assert_eq!(std::fs::read_to_string(&kept).expect("the record is there"), "a record of before");
}

#[test]
fn an_address_that_is_none_says_how_to_write_it() {
    for (address, found, hint) in [
        ("localhost", "no port", "localhost:8765, or localhost:0 for a free port"),
        ("127.0.0.1", "no port", "127.0.0.1:8765, or 127.0.0.1:0 for a free port"),
        ("::1", "no port", "[::1]:8765, or [::1]:0 for a free port"),
        ("[::1]", "no port", "[::1]:8765, or [::1]:0 for a free port"),
        (":8080", "no host", "127.0.0.1:8080"),
        ("8080", "no host", "127.0.0.1:8080"),
        ("http://localhost:8080", "a URL", "localhost:8080"),
        ("ws://[::1]:8080/relay", "a URL", "[::1]:8080"),
        ("ws://localhost/relay", "a URL", "localhost:8765, or localhost:0 for a free port"),
    ] {
        let said = run(&["listen", address], b"");
        assert_eq!(said.status, Some(2), "{said:?}");
        let expected = format!(
            "error: cannot listen on {address}\n  caused by: expected HOST:PORT, found {found}\n\nhint: relay-contract listen {hint}\n"
        );
        assert_eq!(said.stderr, expected);
    }
}

/// With few files to open, gateways that come all at once are too many.
#[cfg(unix)]
#[test]
fn a_connection_that_cannot_be_accepted_ends_nothing() {
    let mut listening = super::link::listen_within(16, &["--once"]);
    let crowd: Vec<_> = (0..16)
        .map(|_| std::net::TcpStream::connect(&listening.address).expect("the backlog takes it"))
        .collect();
    let told = listening.until("no socket can be opened: ");
    assert_eq!(told.matches("no socket can be opened: ").count(), 1, "{told}");
    drop(crowd);
    let mut gateway = listening.dial();
    gateway.say(HELLO);
    assert_eq!(gateway.hear()["type"], "descriptor");
    gateway.leave();
    let said = listening.end();
    assert_eq!(said.status, Some(0), "{said:?}");
}
