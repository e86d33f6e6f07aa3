//! What one would write without this crate: a JSON value, a schema validator, serde's derived types.

use serde::Deserialize;
use serde_json::{Map, Value, json};

/// The schema of the reader view, as it is committed, compiled for each frame `type` of the corpus.
pub(crate) struct Reference {
    compiled: Vec<(&'static str, jsonschema::Validator)>,
}

impl Reference {
    pub(crate) fn new() -> Self {
        Self::of(&bundle())
    }

    /// With a schema that takes any string for a body.
    pub(crate) fn lenient() -> Self {
        let mut bundle = bundle();
        without_patterns(&mut bundle);
        Self::of(&bundle)
    }

    fn of(bundle: &Value) -> Self {
        let names = [
            ("outbound_result", "OutboundResultFrame"),
            ("inbound", "InboundFrame"),
            ("passthrough_forward", "PassthroughForwardFrame"),
        ];
        let compiled = names.map(|(frame_type, name)| {
            let schema = json!({ "$ref": format!("#/$defs/{name}"), "$defs": bundle["$defs"] });
            let validator = jsonschema::draft202012::new(&schema).expect("a committed bundle compiles");
            (frame_type, validator)
        });
        Self { compiled: compiled.into() }
    }

    /// Reads a line; the body of a forward stays text.
    pub(crate) fn decode(&self, line: &str) -> Frame {
        let value: Value = serde_json::from_str(line).expect("the corpus is JSON");
        let frame_type = value["type"].as_str().expect("the corpus is of frames");
        let validator = self.compiled.iter().find(|(known, _)| *known == frame_type);
        assert!(validator.expect("it is of the corpus").1.is_valid(&value));
        serde_json::from_value(value).expect("the types follow the schema")
    }
}

fn bundle() -> Value {
    let bundle = include_str!("../../schema/v1/reader/relay-contract.schema.json");
    serde_json::from_str(bundle).expect("a committed bundle is JSON")
}

fn without_patterns(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.remove("pattern");
            members.values_mut().for_each(without_patterns);
        }
        Value::Array(elements) => elements.iter_mut().for_each(without_patterns),
        _ => {}
    }
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[allow(dead_code, reason = "what is read is measured, and dropped")]
#[allow(clippy::large_enum_variant, reason = "the frames are as large")]
pub(crate) enum Frame {
    #[serde(rename_all = "camelCase")]
    OutboundResult { request_id: String, result: Outcome },
    #[serde(rename_all = "camelCase")]
    Inbound { event: Event, buffer_id: Option<String> },
    #[serde(rename_all = "camelCase")]
    PassthroughForward { forward: Forward, buffer_id: Option<String> },
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "what is read is measured, and dropped")]
pub(crate) struct Outcome {
    success: bool,
    message_id: Option<String>,
    error: Option<String>,
    chat_info: Option<Map<String, Value>>,
    name: Option<String>,
    r#type: Option<String>,
    thread_id: Option<String>,
    auto_thread_name: Option<String>,
    code: Option<String>,
    #[serde(default)]
    ambiguous: bool,
}

#[derive(Deserialize, Default)]
#[serde(default)]
#[allow(dead_code, reason = "what is read is measured, and dropped")]
pub(crate) struct Event {
    text: String,
    message_type: String,
    source: Source,
    message_id: Option<String>,
    reply_to_message_id: Option<String>,
    media_urls: Vec<String>,
    reply_to: Option<Map<String, Value>>,
    prompt_response: Option<Map<String, Value>>,
    media: Vec<Map<String, Value>>,
    context: Vec<Map<String, Value>>,
    context_error: bool,
}

#[derive(Deserialize, Default)]
#[serde(default)]
#[allow(dead_code, reason = "what is read is measured, and dropped")]
pub(crate) struct Source {
    platform: String,
    chat_id: String,
    chat_type: String,
    chat_name: Option<String>,
    user_id: Option<String>,
    user_name: Option<String>,
    thread_id: Option<String>,
    chat_topic: Option<String>,
    user_id_alt: Option<String>,
    chat_id_alt: Option<String>,
    guild_id: Option<String>,
    parent_chat_id: Option<String>,
    message_id: Option<String>,
    scope_id: Option<String>,
    profile: Option<String>,
    user_display_name: Option<String>,
    user_handle: Option<String>,
    auto_thread_created: bool,
    auto_thread_initial_name: Option<String>,
    prospective_thread_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "what is read is measured, and dropped")]
pub(crate) struct Forward {
    platform: String,
    bot_id: String,
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    #[serde(rename = "bodyB64")]
    body_b64: String,
    profile: Option<String>,
}
