//! What people say is shown and recorded only if that is asked for; a masked frame keeps its verdict.

use std::collections::BTreeSet;
use std::fs;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use relay_contract::schema::View;
use relay_contract::validate::{Validator, read};
use serde::Deserialize as _;
use serde_json::{Value, json};

use super::scenario::scenario;
use super::{HELLO, listen};
use crate::laws::document::DOCUMENT;
use crate::laws::random::Random;
use crate::laws::subject::Subject;
use crate::laws::text::of;

const MARK: &str = "qZ7secretWord9";
const TEXTS_A_FRAME: u64 = 60;

/// The lines of a record that a gateway's lines leave behind, and what else was said.
fn recorded(lines: &[String], arguments: &[&str]) -> (Vec<Value>, String) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let record = folder.path().join("record.ndjson");
    let record = record.to_str().expect("a temporary path is UTF-8");
    let listening = listen(&[&["--once", "--record", record][..], arguments].concat());
    let mut gateway = listening.dial();
    gateway.say(HELLO);
    let mut answered = 0;
    for line in lines {
        gateway.say(line);
        // An answer for each of these lines: so neither side waits for the other for ever.
        gateway.say(r#"{"type":"going_idle"}"#);
        answered += 1;
        while gateway.hear()["type"] != "going_idle_ack" {}
    }
    assert_eq!(answered, lines.len());
    gateway.leave();
    let said = listening.end();
    let text = fs::read_to_string(record).expect("it was written");
    let values = text.lines().map(|line| {
        // Around the deepest frame stands the line of the record.
        let mut reader = serde_json::Deserializer::from_str(line);
        reader.disable_recursion_limit();
        Value::deserialize(&mut reader).expect("a record is JSON")
    });
    let frames = values.filter(|line| {
        line["dir"] == "gateway->connector" && line["frame"] != json!({ "type": "going_idle" })
    });
    (frames.skip(1).collect(), said.stdout + &said.stderr)
}

/// Frames of both sides, in which every string and number but the words of `type` and `op` is marked.
fn marked_lines() -> Vec<String> {
    let mut lines = Vec::new();
    for frame in DOCUMENT.contract.frames() {
        for seed in 0..TEXTS_A_FRAME {
            let subject = Subject::of_frame(frame);
            let text = of(&DOCUMENT, subject, frame.name.clone(), Random::new(seed), Some(MARK)).content;
            let line = text.replace('\n', " ");
            let is_idle = read(&line).is_ok_and(|frame| frame == json!({ "type": "going_idle" }));
            if !line.trim().is_empty() && !is_idle {
                lines.push(line);
            }
        }
    }
    lines
}

/// The keys of the strings in which the mark is left.
fn keys_with_the_mark(value: &Value, key: &str, keys: &mut BTreeSet<String>) {
    match value {
        Value::String(text) if text.contains(MARK) => {
            keys.insert(key.to_owned());
        }
        Value::Array(elements) => {
            for element in elements {
                keys_with_the_mark(element, key, keys);
            }
        }
        Value::Object(members) => {
            for (key, member) in members {
                keys_with_the_mark(member, key, keys);
            }
        }
        _ => {}
    }
}

#[test]
fn a_masked_frame_breaks_what_the_frame_breaks_and_only_ids_are_left_in_it() {
    let lines = marked_lines();
    let (records, _) = recorded(&lines, &["--type", "none"]);
    assert_eq!(records.len(), lines.len());
    let validator = Validator::builtin(View::Writer);
    let (mut broken, mut refused, mut keys) = (0, 0, BTreeSet::new());
    for (line, record) in lines.iter().zip(&records) {
        let Ok(frame) = read(line) else {
            assert_eq!(record["frame"], Value::Null, "{line}");
            assert!(record["refused"]["rule"].is_string(), "{record}");
            refused += 1;
            continue;
        };
        let expected = validator.check(&frame, None);
        let found = validator.check(&record["frame"], None);
        assert_eq!(found, expected, "{line}\n{record}");
        broken += usize::from(!found.violations.is_empty());
        keys_with_the_mark(&record["frame"], "", &mut keys);
    }
    assert!(broken > 150 && refused > 10, "{broken} broken, {refused} refused");
    // Ids, and the words that the contract has for kinds of things.
    let ids = [
        "botId",
        "bufferId",
        "card_id",
        "chat_id",
        "chat_id_alt",
        "guild_id",
        "id",
        "message_id",
        "option_id",
        "parent_chat_id",
        "platform",
        "prompt_id",
        "prompt_message_id",
        "prospective_thread_id",
        "reply_to",
        "reply_to_message_id",
        "requestId",
        "scope_id",
        "session_key",
        "thread_id",
        "user_id",
        "user_id_alt",
    ];
    let kinds = [
        "chat_type",
        "code",
        "kind",
        "len_unit",
        "markdown_dialect",
        "media_kind",
        "message_type",
        "method",
        "mime",
        "prompt_kind",
        "style",
        "supported_ops",
        "type",
    ];
    let kept: BTreeSet<_> = ids.into_iter().chain(kinds).map(str::to_owned).collect();
    assert!(keys.is_subset(&kept), "{:?}", keys.difference(&kept));
    assert!(keys.len() > 20, "only {keys:?}");
}

/// One scenario and one gateway that say the mark wherever something is said.
fn said_with_marks(arguments: &[&str]) -> String {
    let source = json!({
        "platform": "telegram", "chat_id": "5", "chat_type": "dm", "chat_name": MARK, "user_id": "9",
        "user_name": MARK, "thread_id": null, "chat_topic": MARK,
    });
    let (_folder, path) = scenario(&json!([
        { "inbound": { "text": MARK, "message_type": "text", "source": source, "message_id": "1",
            "context": [{ "text": MARK, "source": { "user_name": MARK } }], "media_urls": [MARK] } },
        { "passthrough": { "platform": "discord", "botId": "b", "method": "POST", "path": MARK,
            "headers": [["cookie", MARK]] }, "body": MARK },
        { "raw": MARK },
        { "answer": "send", "result": { "success": false, "error": MARK } },
        { "expect": { "type": "interrupt", "reason": MARK } },
        { "expect": { "type": "interrupt", "reason": MARK }, "within_ms": 1 },
    ]));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let record = folder.path().join("record.ndjson");
    let record = record.to_str().expect("a temporary path is UTF-8");
    let listening = listen(&[&["--scenario", &path, "--record", record][..], arguments].concat());
    let mut gateway = listening.dial();
    gateway.say(HELLO);
    for line in [
        json!({ "type": "outbound", "requestId": "1", "action": { "op": "send", "chat_id": "5", "content": MARK,
            "reply_to": null, "metadata": { "k": MARK }, "more": { "deep": [MARK] } } }),
        json!({ "type": "outbound", "requestId": "2", "action": { "op": "react", "chat_id": "5", "message_id": "1",
            "emoji": MARK, "remove": MARK, "metadata": {} } }),
        json!({ "type": "outbound", "requestId": "3", "action": { "op": "task_card", "chat_id": "5", "card_id": "c",
            "chunks": [{ "text": MARK }], "metadata": {} } }),
        json!({ "type": "salute", "text": MARK }),
        json!([MARK]),
        json!({ "type": "interrupt", "session_key": "k", "reason": MARK }),
    ] {
        gateway.say(&line.to_string());
    }
    gateway.say(&format!(r#"{{"type":"interrupt","reason":"{MARK}"#));
    while gateway.try_hear().is_ok() {}
    let said = listening.end();
    assert_eq!(said.status, Some(1), "{said:?}");
    let record = fs::read_to_string(record).expect("it was written");
    assert!(record.lines().count() >= 14, "{record}");
    said.stdout + &said.stderr + &record
}

#[test]
fn no_output_and_no_record_shows_what_is_said_unless_it_is_asked_for() {
    for format in ["human", "json"] {
        let said = said_with_marks(&["--format", format]);
        for mark in [MARK.to_owned(), STANDARD.encode(MARK)] {
            assert!(!said.contains(&mark), "{said}");
        }
        let said = said_with_marks(&["--format", format, "--include-content"]);
        for mark in [MARK.to_owned(), STANDARD.encode(MARK)] {
            assert!(said.matches(&mark).count() >= 2, "{said}");
        }
    }
}

#[test]
fn the_examples_of_the_contract_masked() {
    let frames: BTreeSet<_> = DOCUMENT.contract.frames().map(|frame| &frame.name).collect();
    let actions: BTreeSet<_> = DOCUMENT.contract.actions().map(|action| &action.name).collect();
    let lines = DOCUMENT.contract.examples.iter().filter_map(|example| match &example.value {
        frame if frames.contains(&example.name) => Some(frame.clone()),
        action if actions.contains(&example.name) => {
            Some(json!({ "type": "outbound", "requestId": "r", "action": action }))
        }
        event if example.name == "MessageEvent" => Some(json!({ "type": "inbound", "event": event })),
        descriptor if example.name == "CapabilityDescriptor" => {
            Some(json!({ "type": "descriptor", "descriptor": descriptor }))
        }
        _ => None,
    });
    let lines: Vec<_> = lines
        .filter(|frame| *frame != json!({ "type": "going_idle" }))
        .map(|frame| frame.to_string())
        .collect();
    let (records, _) = recorded(&lines, &["--type", "none"]);
    assert!(records.len() == lines.len() && records.len() > 40, "{} of {}", records.len(), lines.len());
    let shown: Vec<_> = records.iter().map(|record| record["frame"].to_string()).collect();
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("listen-masked-examples", shown.join("\n"));
    });
}
