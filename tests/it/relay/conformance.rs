//! The types against the tables of the document: what must be there, what may be missing, and what never travels.

use std::collections::BTreeSet;

use relay_contract::frame::{CapabilityDescriptor, ConnectorFrame, Decoded, SessionSource, decode};
use serde_json::{Map, Value, json};

use super::{section, source};

/// The rows of the table of fields in a section: name, whether it is always sent, and the default.
fn fields(heading: &str) -> Vec<(&'static str, bool, &'static str)> {
    let rows = section(heading).lines().filter(|line| line.starts_with("| `"));
    let fields: Vec<_> = rows
        .filter_map(|row| {
            let cells: Vec<_> =
                row.replace("\\|", "/").leak().trim_matches('|').split('|').map(str::trim).collect();
            let always = match *cells.get(2)? {
                "yes" => true,
                "no" => false,
                _ => return None,
            };
            Some((cells[0].trim_matches('`'), always, cells[3]))
        })
        .collect();
    assert!(fields.len() >= 10, "only {} fields in {heading}", fields.len());
    fields
}

/// A source with every field that the types have.
fn whole_source() -> Map<String, Value> {
    let schema: Value = serde_json::from_str(include_str!("../../../schema/v1/SessionSource.schema.json"))
        .expect("a schema is JSON");
    let value = |schema: &Value| match schema.to_string() {
        text if text.contains("boolean") => json!(true),
        _ => json!("set"),
    };
    let members = schema["properties"].as_object().expect("it has fields");
    members.iter().map(|(key, schema)| (key.clone(), value(schema))).collect()
}

#[test]
fn the_fields_of_the_descriptor_are_those_of_its_table_and_as_required() {
    let fields = fields("### 6.1 CapabilityDescriptor");
    let example = json!({"contract_version": 1, "platform": "slack", "label": "Slack", "max_message_length": 5,
        "supports_draft_streaming": true, "supports_edit": true, "supports_threads": true,
        "markdown_dialect": "slack", "len_unit": "chars", "supported_ops": ["send"]});
    let read = |value: &Value| serde_json::from_value::<CapabilityDescriptor>(value.clone());
    let whole =
        serde_json::to_value(read(&example).expect("the required ones are enough")).expect("it is written");
    let written: BTreeSet<_> = whole.as_object().expect("an object").keys().map(String::as_str).collect();
    assert_eq!(written, fields.iter().map(|(name, ..)| *name).collect(), "the same names");
    for (name, always, default) in fields {
        let mut without = whole.clone();
        without.as_object_mut().expect("an object").remove(name);
        let required = always && default == "-";
        assert_eq!(read(&without).is_err(), required, "{name}");
    }
}

#[test]
fn every_key_of_a_source_is_a_row_of_its_table() {
    let rows: Vec<_> = fields("### 6.3 SessionSource").into_iter().map(|(name, ..)| name).collect();
    let whole = serde_json::to_value(source(&Value::Object(whole_source()))).expect("it is written");
    let keys = whole.as_object().expect("an object");
    assert!(keys.len() >= 20, "only {} keys", keys.len());
    for key in keys.keys() {
        assert!(rows.contains(&key.as_str()), "{key} is not documented");
    }
    for row in rows {
        assert!(keys.contains_key(row), "{row} is documented and not written");
    }
}

#[test]
fn the_five_discriminators_of_a_chat_travel() {
    for key in ["chat_id", "chat_type", "user_id", "thread_id", "scope_id"] {
        let read: SessionSource = source(&json!({"platform": "discord", key: "forum"}));
        let written = serde_json::to_value(read).expect("it is written");
        assert_eq!(written[key], "forum", "{key}");
    }
}

#[test]
fn what_is_internal_to_a_gateway_is_neither_read_nor_written() {
    let known = json!({"platform": "discord", "chat_id": "c", "chat_type": "dm"});
    for key in ["is_bot", "role_authorized", "upstream_trusted"] {
        let mut members = known.clone();
        members[key] = json!(true);
        assert_eq!(source(&members), source(&known), "{key} is ignored");
        assert!(!whole_source().contains_key(key), "{key} has no field");
    }
}

fn forward(body: &Value) -> Result<Vec<u8>, String> {
    let line = json!({"type": "passthrough_forward", "forward": {"platform": "discord", "botId": "", "method": "POST",
        "path": "/", "headers": [], "bodyB64": body}});
    match decode(&line.to_string()) {
        Ok(Decoded::Known(ConnectorFrame::PassthroughForward(frame))) => {
            Ok(frame.forward.body_b64.as_bytes().to_vec())
        }
        Ok(other) => panic!("{other:?}"),
        Err(error) => Err(error.violations[0].rule.as_str().to_owned()),
    }
}

#[test]
fn a_forward_keeps_every_byte_of_its_body() {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let body: Vec<u8> = (0..=254).collect();
    let encoded: String = body
        .chunks(3)
        .flat_map(|three| {
            let bits = three.iter().fold(0, |bits, byte| bits << 8 | u32::from(*byte));
            [18, 12, 6, 0].map(|shift| char::from(alphabet[(bits >> shift & 63) as usize]))
        })
        .collect();
    assert_eq!(forward(&json!(encoded)), Ok(body));
    assert_eq!(forward(&json!("")), Ok(Vec::new()));
}

#[test]
fn a_forward_with_a_malformed_body_is_refused_and_not_emptied() {
    for body in ["!!!not base64!!!", "aGVsbG8", "aGVsbG9=", "aGVs bG8="] {
        assert_eq!(forward(&json!(body)), Err("base64".to_owned()), "{body}");
    }
    assert_eq!(forward(&json!(5)), Err("type".to_owned()));
}
