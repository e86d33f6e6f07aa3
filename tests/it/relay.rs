//! The pure parts of the relay. Where a test is the equivalent of an upstream one, `docs/parity.md` says so.

mod arrival;
mod capabilities;
mod chats;
mod conformance;
mod credentials;
mod drafts;
mod interaction;
mod outcome;
mod parity;
mod prompt;
mod raw;
mod session_key;
mod split;

use relay_contract::frame::{CapabilityDescriptor, MessageEvent, SessionSource};
use serde_json::{Value, json};

/// The contract document, whose tables some tests are held to.
const DOCUMENT: &str = include_str!("../../docs/relay-connector-contract.md");

/// The text of one section of the document, up to the next heading.
fn section(heading: &str) -> &'static str {
    let start = DOCUMENT.find(heading).unwrap_or_else(|| panic!("no section {heading}"));
    let text = &DOCUMENT[start + heading.len()..];
    &text[..text.find("\n##").unwrap_or(text.len())]
}

/// A source of what its reader makes of `members`.
fn source(members: &Value) -> SessionSource {
    serde_json::from_value(members.clone()).expect("a source that a reader takes")
}

/// An event with this source, and the id of its message.
fn event(members: &Value, message_id: Option<&str>) -> MessageEvent {
    let mut event = MessageEvent::new("hello", "text", source(members));
    event.message_id = message_id.map(str::to_owned);
    event
}

/// The descriptor of a plain platform, with `patch` laid over it.
fn descriptor(patch: &Value) -> CapabilityDescriptor {
    let mut base = json!({
        "contract_version": 1, "platform": "telegram", "label": "Telegram", "max_message_length": 4000,
        "supports_draft_streaming": false, "supports_edit": true, "supports_threads": true,
        "markdown_dialect": "markdown_v2", "len_unit": "utf16",
    });
    let members = base.as_object_mut().expect("an object");
    members.extend(patch.as_object().expect("a patch is an object").clone());
    serde_json::from_value(base).expect("a descriptor that a reader takes")
}
