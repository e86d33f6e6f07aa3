//! Frames without what people said: the same frame to the contract, and nothing to read in it.
//!
//! What is kept is decided field by field, from the contract document: numbers, booleans, the contract's own words,
//! and the fields of [`KEPT`]. Of every other text each character becomes `x`, so that limits of length hold as
//! before, and of a body each byte becomes zero. A field that the contract gains is masked until it is listed here.
//! The violations of a masked frame are those of the frame.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use relay_contract::contract::{Contract, Field, Type};
use serde_json::{Map, Value};

use crate::shown;

/// The fields whose text is an id or a word of the protocol.
const KEPT: [&str; 36] = [
    // What names the frame and what it belongs to.
    "type",
    "op",
    "requestId",
    "bufferId",
    "session_key",
    "platform",
    "botId",
    // What the platform, the connector or the gateway calls by a number.
    "chat_id",
    "chat_id_alt",
    "parent_chat_id",
    "user_id",
    "user_id_alt",
    "thread_id",
    "prospective_thread_id",
    "scope_id",
    "guild_id",
    "message_id",
    "reply_to",
    "reply_to_message_id",
    "prompt_id",
    "prompt_message_id",
    "option_id",
    "card_id",
    "id",
    // Words that say of what kind something is.
    "kind",
    "chat_type",
    "message_type",
    "prompt_kind",
    "media_kind",
    "style",
    "code",
    "len_unit",
    "markdown_dialect",
    "supported_ops",
    "method",
    "mime",
];

/// Masks frames by a contract.
pub(super) struct Mask {
    contract: Contract,
}

impl Mask {
    pub(super) fn new(contract: Contract) -> Self {
        Self { contract }
    }

    /// The frame, masked.
    pub(super) fn frame(&self, frame: &Value) -> Value {
        let tag = frame.get("type").and_then(Value::as_str);
        let stated = tag.and_then(|tag| self.contract.frame(tag));
        self.members(stated.map_or(&[], |frame| &frame.fields), Some("type"), frame)
    }

    /// An object of these fields, and of whatever else is in it; `tag` is the member that tells a union's branches
    /// apart.
    fn members(&self, fields: &[Field], tag: Option<&str>, value: &Value) -> Value {
        let Value::Object(members) = value else { return unstated(value) };
        let masked = members.iter().map(|(key, value)| {
            let masked = match (fields.iter().find(|field| field.name == *key), value) {
                _ if Some(key.as_str()) == tag => tag_word(value),
                (Some(field), _) => self.value(&field.ty, &field.name, value),
                (None, _) => unstated(value),
            };
            (key.clone(), masked)
        });
        Value::Object(masked.collect())
    }

    fn value(&self, ty: &Type, name: &str, value: &Value) -> Value {
        match (ty, value) {
            (Type::Nullable(inner), _) => self.value(inner, name, value),
            (Type::ClosedSet(words) | Type::OpenSet(words), Value::String(word)) if words.contains(word) => {
                value.clone()
            }
            (Type::String(_) | Type::ClosedSet(_) | Type::OpenSet(_), Value::String(_))
                if KEPT.contains(&name) =>
            {
                value.clone()
            }
            (Type::Int(_) | Type::Number, Value::Number(_)) => value.clone(),
            (Type::Base64, Value::String(text)) => Value::String(body(text)),
            (Type::List(inner), Value::Array(elements)) => {
                elements.iter().map(|element| self.value(inner, name, element)).collect()
            }
            (Type::Shape(fields), _) => self.members(fields, None, value),
            (Type::Named(definition), _) => self.named(definition, value),
            _ => unstated(value),
        }
    }

    fn named(&self, definition: &str, value: &Value) -> Value {
        if definition == "OutboundAction" {
            let op = value.get("op").and_then(Value::as_str);
            let action = op.and_then(|op| self.contract.action(op));
            return self.members(action.map_or(&[], |action| &action.fields), Some("op"), value);
        }
        let object = self.contract.definition(definition);
        self.members(object.map_or(&[], |object| &object.fields), None, value)
    }
}

/// What the contract says nothing about: keys, booleans and shape stay.
fn unstated(value: &Value) -> Value {
    match value {
        Value::Null | Value::Bool(_) => value.clone(),
        Value::Number(_) => 0.into(),
        Value::String(text) => Value::String(text.chars().map(|_| 'x').collect()),
        Value::Array(elements) => elements.iter().map(unstated).collect(),
        Value::Object(members) => {
            let masked = members.iter().map(|(key, value)| (key.clone(), unstated(value)));
            Value::Object(masked.collect::<Map<_, _>>())
        }
    }
}

/// The word of `type` or `op`, known or not.
fn tag_word(value: &Value) -> Value {
    value.as_str().map_or_else(|| unstated(value), |word| Value::String(shown::word(word)))
}

/// As many bytes, all zero; what is no base64 stays none.
fn body(text: &str) -> String {
    match STANDARD.decode(text) {
        Ok(bytes) => STANDARD.encode(vec![0; bytes.len()]),
        Err(_) => "?".repeat(text.chars().count()),
    }
}
