//! A look at connectors: the reference one, and ones that a test plays.

mod trouble;

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Stdio};
use std::thread::{JoinHandle, spawn};

use serde_json::{Value, json};
use tempfile::TempDir;
use tokio_tungstenite::tungstenite::{self, Message, WebSocket};

use super::link::listen;
use super::listen::scenario::{event, scenario};
use super::{Said, program, said};

const MARK: &str = "qZ7secretWord9";

fn start(arguments: &[&str]) -> Child {
    program()
        .arg("connect")
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts")
}

fn connect(arguments: &[&str]) -> Said {
    said(start(arguments).wait_with_output().expect("it ends"))
}

/// A connector that sends each of these lines once it was greeted, and closes when the gateway takes leave.
fn connector(lines: &'static [&'static str]) -> (String, JoinHandle<Vec<Value>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = format!("ws://{}", listener.local_addr().expect("it has an address"));
    let serving = spawn(move || {
        let (stream, _) = listener.accept().expect("somebody dials");
        serve(tungstenite::accept(stream).expect("an upgrade"), lines)
    });
    (address, serving)
}

/// What the gateway said.
fn serve(mut socket: WebSocket<TcpStream>, lines: &[&str]) -> Vec<Value> {
    let mut heard = Vec::new();
    loop {
        let Ok(message) = socket.read() else { return heard };
        let Message::Text(text) = message else { continue };
        let frame: Value = serde_json::from_str(&text).expect("a gateway sends JSON");
        let answer = match frame["type"].as_str() {
            Some("hello") => lines.join("\n") + "\n",
            Some("going_idle") => "{\"type\":\"going_idle_ack\"}\n".to_owned(),
            _ => String::new(),
        };
        heard.push(frame);
        if !answer.is_empty() {
            socket.send(Message::text(answer)).expect("the gateway reads");
        }
    }
}

const DESCRIPTOR: &str = r#"{"type":"descriptor","descriptor":{"contract_version":1,"platform":"telegram","label":"Telegram","max_message_length":4096,"supports_draft_streaming":true,"supports_edit":true,"supports_threads":true,"markdown_dialect":"markdown","len_unit":"utf16"}}"#;

/// The frames that were shown: their type, and the rules that they break.
fn frames(stdout: &str) -> Vec<(String, Vec<String>)> {
    let events = stdout.lines().map(|line| serde_json::from_str::<Value>(line).expect("an event is JSON"));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    events
        .filter(|event| event["event"] == "frame")
        .map(|event| {
            let findings = event["findings"].as_array().expect("a list");
            (text(&event["type"]), findings.iter().map(|finding| text(&finding["rule"])).collect())
        })
        .collect()
}

fn file(name: &str, text: &str) -> (TempDir, String) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join(name);
    fs::write(&path, text).expect("it can be written");
    let path = path.to_str().expect("a temporary path is UTF-8").to_owned();
    (folder, path)
}

#[test]
fn requests_are_paired_with_results_and_both_records_are_in_contract() {
    let secret = "s3cr3t-of-a-test-78";
    let (folder, secret_file) = file("secret.txt", secret);
    let actions = format!(
        "{}\n\n{}\n",
        json!({ "op": "send", "chat_id": "5", "content": MARK, "reply_to": null, "metadata": { "k": MARK } }),
        json!({ "op": "get_chat_info", "chat_id": "5" }),
    );
    let path = |name: &str| folder.path().join(name).to_str().expect("UTF-8").to_owned();
    let actions_file = path("actions.ndjson");
    fs::write(&actions_file, actions).expect("it can be written");
    for format in ["human", "json"] {
        let (ours, theirs) =
            (path(&format!("ours-{format}.ndjson")), path(&format!("theirs-{format}.ndjson")));
        let listening = listen(&["--once", "--secret-file", &secret_file, "--record", &theirs]);
        let url = format!("http://{}", listening.address);
        let looked = connect(&[
            &url,
            "--id",
            "gw-alpha",
            "--secret-file",
            &secret_file,
            "--platform",
            "discord:bot-1",
            "--platform",
            "telegram",
            "--send",
            &actions_file,
            "--once",
            "--record",
            &ours,
            "--format",
            format,
        ]);
        assert_eq!(looked.status, Some(0), "{looked:?}");
        let listened = listening.end();
        assert_eq!(listened.status, Some(0), "{listened:?}");
        assert!(listened.stdout.contains("token of `gw-alpha`, valid for "), "{}", listened.stdout);
        let validated = super::run(&["validate", &ours, &theirs], b"");
        assert_eq!(validated.status, Some(0), "{validated:?}");
        assert!(validated.stdout.contains("total              20"), "{}", validated.stdout);
        if format == "json" {
            let paired = looked.stdout.lines().filter(|line| line.contains(r#""latency_ms":"#));
            let paired = paired.map(|line| serde_json::from_str::<Value>(line).expect("an event is JSON"));
            let mut types: Vec<_> = paired.map(|event| event["type"].clone()).collect();
            types.sort_by_key(Value::to_string);
            assert_eq!(
                types,
                ["descriptor", "descriptor", "going_idle_ack", "outbound_result", "outbound_result"]
            );
        } else {
            assert!(looked.stdout.ends_with("0 findings of the connector\n"), "{}", looked.stdout);
        }
        let records = [&ours, &theirs].map(|path| fs::read_to_string(path).expect("it was written")).concat();
        for said in [looked.stdout, looked.stderr, listened.stdout, listened.stderr, records] {
            assert!(!said.contains(MARK) && !said.contains(secret), "{said}");
        }
    }
}

#[test]
fn each_frame_of_a_connector_has_its_verdict() {
    let lines = &[
        r#"{"type":"inbound","event":{"text":"early","message_type":"text","source":{}}}"#,
        r#"{"type":"interrupt_inbound","session_key":"k","chat_id":5}"#,
        r#"{"type":"salute"}"#,
        "nonsense",
        r#"{"type":"descriptor","descriptor":{"contract_version":2,"platform":"slack","label":"Slack","max_message_length":4096,"supports_draft_streaming":true,"supports_edit":true,"supports_threads":true,"markdown_dialect":"markdown","len_unit":"utf16"}}"#,
    ];
    let (url, serving) = connector(lines);
    let looked = connect(&[&url, "--platform", "telegram", "--once", "--format", "json"]);
    assert_eq!(looked.status, Some(1), "{looked:?}");
    serving.join().expect("the connector does not panic");
    let rules = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let expected = [
        ("hello", rules(&[])),
        ("inbound", rules(&["required"])),
        ("interrupt_inbound", rules(&["type"])),
        ("salute", rules(&["unknown-type"])),
        ("", rules(&["json"])),
        ("descriptor", rules(&["other-platform"])),
        ("going_idle", rules(&[])),
        ("going_idle_ack", rules(&[])),
    ];
    let expected = expected.map(|(frame_type, rules)| (frame_type.to_owned(), rules));
    assert_eq!(frames(&looked.stdout), expected);
    assert!(looked.stdout.contains("speaks version 2 of the contract"), "{}", looked.stdout);
}

#[test]
fn a_line_that_no_observer_sees_is_shown_once() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("ws://{}", listener.local_addr().expect("it has an address"));
    let serving = spawn(move || {
        let (stream, _) = listener.accept().expect("somebody dials");
        let mut socket = tungstenite::accept(stream).expect("an upgrade");
        drop(socket.read().expect("a hello"));
        // No text, then a frame out of contract, then no text again.
        socket.send(Message::binary(&b"{\"type\":\xff}\n[]\n\xff\n"[..])).expect("the gateway reads");
        serve(socket, &[])
    });
    // The descriptor comes with the answer to nothing: the socket is closed from here.
    let child = start(&[&url, "--platform", "telegram", "--format", "json"]);
    let mut child = Reader::new(child);
    child.until(|frames| frames.len() == 4);
    let looked = child.interrupt();
    serving.join().expect("the connector does not panic");
    let broken: Vec<_> = frames(&looked.stdout).into_iter().filter(|(_, rules)| !rules.is_empty()).collect();
    let broken: Vec<_> = broken.into_iter().map(|(_, rules)| rules.concat()).collect();
    assert_eq!(broken, ["json", "type", "json"]);
    assert_eq!(looked.status, Some(1), "{looked:?}");
}

#[test]
fn deliveries_are_acknowledged_only_if_that_is_asked_for() {
    let mut message = event("5", "1");
    message["text"] = MARK.into();
    for acknowledge in [false, true] {
        let (_folder, path) = scenario(&json!([
            { "inbound": message, "bufferId": "b1" },
            { "expect": { "type": "interrupt" }, "within_ms": 300 },
        ]));
        let listening = listen(&["--scenario", &path, "--include-content"]);
        let url = format!("ws://{}", listening.address);
        let mut arguments = vec![&*url, "--platform", "telegram", "--format", "json"];
        arguments.extend(acknowledge.then_some("--acknowledge"));
        let mut child = Reader::new(start(&arguments));
        child.until(|frames| frames.iter().filter(|(frame_type, _)| frame_type == "inbound").count() == 1);
        let listened = listening.end();
        assert_eq!(listened.stdout.contains("inbound_ack"), acknowledge, "{}", listened.stdout);
        assert!(listened.stdout.contains(MARK), "it was asked for");
        let looked = child.interrupt();
        assert_eq!(looked.status, Some(0), "{looked:?}");
        assert!(looked.stdout.contains("the next dial is in "), "{}", looked.stdout);
        assert!(!looked.stdout.contains(MARK), "{}", looked.stdout);
    }
}

#[test]
fn a_request_without_a_result_is_a_finding() {
    let (_folder, path) = scenario(&json!([
        { "answer": "send", "result": null },
        { "expect": { "type": "outbound" } },
        { "drop": true },
    ]));
    let (_actions, actions) =
        file("actions.ndjson", r#"{"op":"send","chat_id":"5","content":"x","reply_to":null,"metadata":{}}"#);
    let listening = listen(&["--scenario", &path]);
    let url = format!("ws://{}", listening.address);
    let looked = connect(&[&url, "--platform", "telegram", "--send", &actions, "--once"]);
    assert_eq!(looked.status, Some(1), "{looked:?}");
    let expected = "expected an answer to the `send` of line 1, found none: relay transport connection lost (rule no-answer, contract section 4.2)";
    assert!(looked.stdout.contains(expected), "{}", looked.stdout);
    assert_eq!(listening.end().status, Some(0));
}

#[test]
fn what_cannot_run_says_why_and_ends_with_2() {
    let (url, serving) = connector(&[DESCRIPTOR]);
    let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let nobody = format!("ws://{}", free.local_addr().expect("it has an address"));
    drop(free);
    let (_actions, actions) =
        file("actions.ndjson", &format!("\n{{\"op\":\"send\",\"chat_id\":5,\"content\":\"{MARK}\"}}"));
    for (arguments, expected) in [
        (vec!["HTTPS://x"], "error: cannot dial this address\n  caused by: expected https://"),
        (vec![&*nobody], "error: cannot connect to ws://127.0.0.1"),
        (
            vec![&*nobody, "--id", "x"],
            "error: the following required arguments were not provided:\n  --secret-file",
        ),
        (vec![&*nobody, "--platform", ":bot"], "error: invalid value ':bot'"),
        (vec![&*nobody, "--send", "/nowhere"], "error: cannot read /nowhere"),
        (vec![&*url, "--platform", "telegram", "--send", &actions], "actions.ndjson:2: expected the fields"),
    ] {
        let looked = connect(&arguments);
        assert_eq!(looked.status, Some(2), "{arguments:?}: {looked:?}");
        assert!(looked.stderr.contains(expected), "{}", looked.stderr);
        assert!(!looked.stderr.contains(MARK), "{}", looked.stderr);
    }
    let heard = serving.join().expect("the connector does not panic");
    let types: Vec<_> = heard.iter().map(|frame| &frame["type"]).collect();
    assert_eq!(types, ["hello", "going_idle"], "it took leave, and had sent nothing");
}

#[test]
fn a_connector_that_refuses_for_good_ends_with_2() {
    let (_folder, path) = scenario(&json!([
        { "close": { "code": 4401, "reason": "revoked" } },
        { "expect": { "type": "hello" } },
        { "close": { "code": 4401, "reason": "revoked" } },
        { "wait_ms": 200 },
    ]));
    let listening = listen(&["--scenario", &path]);
    let url = format!("ws://{}", listening.address);
    let looked = connect(&[&url, "--platform", "telegram"]);
    assert_eq!(looked.status, Some(2), "{looked:?}");
    assert_eq!(looked.stdout.matches(" hello platform telegram: ok").count(), 2, "{}", looked.stdout);
    let (before, after) = looked.stdout.split_once("link: live\n").expect("it was let in");
    assert!(before.contains("link: connecting\n"), "{before}");
    assert!(after.contains("link: the connection ended; connecting at once"), "{after}");
    assert_eq!(looked.stdout.matches("link: refused once more, with a fresh token").count(), 1);
    let expected = "error: the connector refuses this gateway for good\n\nhint: the gateway was revoked: ";
    assert!(looked.stderr.starts_with(expected), "{}", looked.stderr);
    assert_eq!(listening.end().status, Some(0));
}

/// A run whose output is followed.
struct Reader {
    child: Child,
    stdout: std::io::BufReader<std::process::ChildStdout>,
    text: String,
}

impl Reader {
    fn new(mut child: Child) -> Self {
        let stdout = std::io::BufReader::new(child.stdout.take().expect("it has a standard output"));
        Self { child, stdout, text: String::new() }
    }

    /// Reads on until the frames that were shown are as they shall be.
    fn until(&mut self, done: impl Fn(&[(String, Vec<String>)]) -> bool) {
        use std::io::BufRead as _;
        while !done(&frames(&self.text)) {
            let read = self.stdout.read_line(&mut self.text).expect("it writes UTF-8");
            assert!(read > 0, "it ended: {}", self.text);
        }
    }

    /// Presses Ctrl-C, and waits for the end.
    fn interrupt(mut self) -> Said {
        use std::io::Read as _;
        let pid = self.child.id().to_string();
        let status = std::process::Command::new("kill").args(["-INT", &pid]).status();
        assert!(status.expect("there is `kill`").success());
        self.stdout.read_to_string(&mut self.text).expect("it writes UTF-8");
        let ended = said(self.child.wait_with_output().expect("it ends"));
        Said { stdout: self.text, ..ended }
    }
}
