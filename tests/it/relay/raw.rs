//! Lines that are no frames yet: the id of a delivery, and ids as numbers.

use proptest::prelude::*;
use relay_contract::frame::{ConnectorFrame, Decoded, decode};
use relay_contract::relay::raw::{buffer_id, scalar_ids_to_strings};
use relay_contract::validate::DEPTH_LIMIT;
use serde_json::{Map, Value, json};

/// Any JSON, with the keys that matter among others.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((key(), inner), 0..5)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn key() -> impl Strategy<Value = String> {
    const KNOWN: [&str; 9] =
        ["bufferId", "requestId", "chat_id", "user_id_alt", "size", "id", "_id", "Identity", "a\"_id"];
    prop_oneof![prop::sample::select(&KNOWN[..]).prop_map(str::to_owned), ".{0,4}"]
}

/// What a reader finds that parses the whole.
fn parsed_buffer_id(line: &str) -> Option<String> {
    match serde_json::from_str::<Map<String, Value>>(line).ok()?.get("bufferId")? {
        Value::String(id) if !id.is_empty() => Some(id.clone()),
        Value::Number(id) if id.is_i64() || id.is_u64() => Some(id.to_string()),
        _ => None,
    }
}

fn with_string_ids(value: Value) -> Value {
    let id = |key: &str| ["_id", "_id_alt", "Id"].iter().any(|end| key.ends_with(end)) && !key.contains('"');
    match value {
        Value::Object(members) => members
            .into_iter()
            .map(|(key, value)| match value {
                Value::Number(number) if id(&key) && !number.is_f64() => (key, number.to_string().into()),
                value => (key, with_string_ids(value)),
            })
            .collect(),
        Value::Array(items) => items.into_iter().map(with_string_ids).collect(),
        scalar => scalar,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn the_buffer_id_is_that_of_a_full_parse(value in value(), pretty: bool) {
        let line = if pretty { format!("{value:#}\n") } else { value.to_string() };
        prop_assert_eq!(buffer_id(&line), parsed_buffer_id(&line));
        let cut = line.len() / 2;
        if line.is_char_boundary(cut) {
            prop_assert_eq!(buffer_id(&line[..cut]), parsed_buffer_id(&line[..cut]));
        }
    }

    #[test]
    fn no_text_makes_the_scans_panic(text in "[\\PC\\s\"\\\\{}:,0-9bufferId_-]{0,60}") {
        prop_assert_eq!(buffer_id(&text), parsed_buffer_id(&text));
        prop_assert_eq!(
            serde_json::from_str::<Value>(&text).is_ok(),
            serde_json::from_str::<Value>(&scalar_ids_to_strings(&text)).is_ok(),
            "what was no JSON is none afterwards"
        );
    }

    #[test]
    fn exactly_the_integers_of_ids_become_strings(value in value(), pretty: bool) {
        let keys_without_quotes = !value.to_string().contains("a\\\"_id");
        prop_assume!(keys_without_quotes);
        let line = if pretty { format!("{value:#}") } else { value.to_string() };
        let found: Value = serde_json::from_str(&scalar_ids_to_strings(&line)).expect("JSON stays JSON");
        prop_assert_eq!(found, with_string_ids(serde_json::from_str(&line).expect("it is JSON")));
    }
}

#[test]
fn a_buffer_id_is_found_in_lines_that_no_reader_decodes() {
    let deep = format!("{}{}", "[".repeat(20 * DEPTH_LIMIT), "]".repeat(20 * DEPTH_LIMIT));
    let long = "x".repeat(2 << 20);
    let cases = [
        (format!(r#"{{"event":{deep},"bufferId":"b"}}"#), Some("b")),
        (format!(r#"{{"bufferId":"b","event":"{long}"}}"#), Some("b")),
        (r#"{"bufferId":7}"#.to_owned(), Some("7")),
        (r#"{"bufferId":"a","bufferId":"b"}"#.to_owned(), Some("b")),
        (r#"{"buffer\u0049d":"b"}"#.to_owned(), Some("b")),
        (r#"{"text":"\ud83d","bufferId":"b"}"#.to_owned(), Some("b")),
        (format!(r#"{{"bufferId":{deep}}}"#), None),
        (r#"{"bufferId":"b"} {}"#.to_owned(), None),
        (r#"{"bufferId":"b","event":"#.to_owned(), None),
        (r#"[{"bufferId":"b"}]"#.to_owned(), None),
        (r#"{"bufferId":""}"#.to_owned(), None),
        (r#"{"bufferId":1.5}"#.to_owned(), None),
    ];
    for (line, id) in cases {
        assert_eq!(buffer_id(&line).as_deref(), id, "{}", &line[..line.len().min(60)]);
    }
}

#[test]
fn a_line_with_numbers_as_ids_is_refused_unless_they_are_made_strings() {
    let line = json!({"type": "inbound", "bufferId": 7, "event": {"text": "5", "message_type": "text",
        "message_id": 71, "source": {"platform": "telegram", "chat_id": -100_123, "chat_type": "group",
        "user_id": 5, "thread_id": null, "user_id_alt": 6}}})
    .to_string();
    decode::<ConnectorFrame>(&line).expect_err("refused by default");
    let Ok(Decoded::Known(ConnectorFrame::Inbound(frame))) = decode(&scalar_ids_to_strings(&line)) else {
        panic!("the option makes it a frame")
    };
    let source = frame.event.source;
    assert_eq!((source.chat_id.as_str(), source.user_id.as_deref()), ("-100123", Some("5")));
    assert_eq!((source.user_id_alt.as_deref(), source.thread_id), (Some("6"), None));
    assert_eq!((frame.event.message_id.as_deref(), frame.buffer_id.as_deref()), (Some("71"), Some("7")));
}

#[test]
fn every_digit_of_an_id_is_kept_and_no_other_number_touched() {
    let cases = [
        (r#"{"chat_id":123456789012345678901234567890}"#, r#"{"chat_id":"123456789012345678901234567890"}"#),
        (r#"{"chat_id" : -5 }"#, r#"{"chat_id" : "-5" }"#),
        (r#"{"a":{"chat_id":0},"b":[{"user_id":1}]}"#, r#"{"a":{"chat_id":"0"},"b":[{"user_id":"1"}]}"#),
        (r#"{"chat_id":1.0}"#, r#"{"chat_id":1.0}"#),
        (r#"{"chat_id":1e3}"#, r#"{"chat_id":1e3}"#),
        (r#"{"chat_id":05}"#, r#"{"chat_id":05}"#),
        (r#"{"chat_id":[5]}"#, r#"{"chat_id":[5]}"#),
        (r#"{"text":"\"chat_id\":5","size":5}"#, r#"{"text":"\"chat_id\":5","size":5}"#),
        (r#"{"chat_id":"5","n":6}"#, r#"{"chat_id":"5","n":6}"#),
    ];
    for (line, expected) in cases {
        assert_eq!(scalar_ids_to_strings(line), expected);
    }
}

/// What the option relies on: no key that names an id has another integer in a connector's frames.
#[test]
fn no_field_of_a_connector_s_frames_that_names_an_id_is_an_integer() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/v1/reader");
    let mut ids = 0;
    for entry in std::fs::read_dir(folder).expect("it is committed") {
        let path = entry.expect("it can be read").path();
        let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
        if name.ends_with("Action.schema.json") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a schema is text");
        let definition: Value = serde_json::from_str(&text).expect("a schema is JSON");
        for (key, schema) in definition["properties"].as_object().into_iter().flatten() {
            if ["_id", "_id_alt", "Id"].iter().any(|end| key.ends_with(end)) {
                let schema = schema.to_string();
                assert!(schema.contains("\"string\"") && !schema.contains("\"integer\""), "{name} {key}");
                ids += 1;
            }
        }
    }
    assert!(ids > 20, "only {ids} fields");
}
