//! Discord interactions: from the body of a forward to a message event (contract section 11.3).
//!
//! The connector has checked the request and answered it; this reads bytes, and knows neither signatures nor sockets.

mod person;
mod text;

use serde_json::{Map, Value};

use self::person::Person;
use super::prompt::PromptToken;
use crate::frame::{
    MessageEvent, MessageEventMessageType, PassthroughForward, PromptResponse, SessionSource,
};

/// Why a forward becomes no event. It ends nothing: the adapter counts it and reports it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Unhandled {
    /// The forward is of another platform than `discord`.
    #[error("expected a forward of the platform discord")]
    Platform,
    /// The body is empty.
    #[error("expected a JSON object as body, found no bytes")]
    Empty,
    /// The body is not UTF-8.
    #[error("expected a JSON object as body, found bytes that are not UTF-8")]
    NotText,
    /// The body is not JSON: also with a byte order mark, a lone surrogate, or nested deeper than 127.
    #[error("expected a JSON object as body, found no JSON")]
    NotJson,
    /// The body is JSON and no object.
    #[error("expected a JSON object as body, found another JSON value")]
    NotObject,
    /// A ping: the connector answers it, and it says nothing to the agent.
    #[error("a ping is the connector's to answer")]
    Ping,
    /// `type` is missing or is none of 1, 2, 3 and 5.
    #[error("expected an interaction of type 2, 3 or 5")]
    Type,
    /// `data` is a text, a list or another value that is neither empty nor an object.
    #[error("expected an object as data of the interaction")]
    Data,
    /// It names no command, no component, and no field of a form: the agent would be handed an empty message.
    #[error("the interaction says nothing")]
    Nothing,
}

/// What the body of a forward says to the agent.
///
/// | interaction | text | kind of message |
/// | --- | --- | --- |
/// | type 2, a command | `/name` and the values of its options, in order | `command` |
/// | type 3, a button of a prompt | `/<option_id>`, with the `prompt_response` | `command` |
/// | type 3, another component | its custom id | `text` |
/// | type 5, a form | a line `<custom_id>=<value>` for each field: our reading, the real gateway loses them | `text` |
///
/// Truth values of options read `true` and `false`. Ids that are numbers become text. The source is that of a message
/// in the same chat, so that both are one session: `discord`, and `dm`, `group` or `thread`. `user_name` is the
/// account's name; the name in the guild, or else the global one, is in `user_display_name`.
///
/// Where the real gateway makes an empty event (a ping, an unknown type, a command without a name), this one says
/// [`Unhandled`] instead.
///
/// # Errors
///
/// [`Unhandled`] for every body that makes no event; no body makes it panic.
///
/// # Examples
///
/// ```
/// use relay_contract::frame::PassthroughForward;
/// use relay_contract::relay::interaction::{Unhandled, read};
///
/// let body = br#"{"id":"9001","type":2,"channel_id":"chan-9","guild_id":"guild-1",
///     "member":{"user":{"id":"user-3","username":"alice"}},"data":{"name":"summarize"}}"#;
/// let forward = PassthroughForward::new("discord", "", "POST", "/", body);
/// let event = read(&forward)?;
/// assert_eq!((event.text.as_str(), event.source.scope_id.as_deref()), ("/summarize", Some("guild-1")));
///
/// assert_eq!(read(&forward.with_platform("sms")), Err(Unhandled::Platform));
/// # Ok::<(), Unhandled>(())
/// ```
pub fn read(forward: &PassthroughForward) -> Result<MessageEvent, Unhandled> {
    if forward.platform != "discord" {
        return Err(Unhandled::Platform);
    }
    let interaction = object(forward.body_b64.as_bytes())?;
    let kind = kind(&interaction)?;
    let empty = Map::new();
    let data = match interaction.get("data") {
        Some(Value::Object(data)) => data,
        None | Some(Value::Null | Value::Bool(false)) => &empty,
        Some(Value::String(text)) if text.is_empty() => &empty,
        Some(Value::Array(items)) if items.is_empty() => &empty,
        Some(_) => return Err(Unhandled::Data),
    };
    let (text, message_type, prompt_response) = match kind {
        Kind::Command => (text::command(data), MessageEventMessageType::Command, None),
        Kind::Component => component(data, &interaction),
        Kind::Form => (text::form(data), MessageEventMessageType::Text, None),
    };
    if text.is_empty() {
        return Err(Unhandled::Nothing);
    }
    let mut event = MessageEvent::new(text, message_type, source(&interaction, forward));
    event.prompt_response = prompt_response;
    Ok(event)
}

enum Kind {
    Command,
    Component,
    Form,
}

fn object(body: &[u8]) -> Result<Map<String, Value>, Unhandled> {
    if body.is_empty() {
        return Err(Unhandled::Empty);
    }
    let text = std::str::from_utf8(body).map_err(|_| Unhandled::NotText)?;
    match serde_json::from_str(text).map_err(|_| Unhandled::NotJson)? {
        Value::Object(members) => Ok(members),
        _ => Err(Unhandled::NotObject),
    }
}

fn kind(interaction: &Map<String, Value>) -> Result<Kind, Unhandled> {
    match integer(interaction.get("type")) {
        Some(1) => Err(Unhandled::Ping),
        Some(2) => Ok(Kind::Command),
        Some(3) => Ok(Kind::Component),
        Some(5) => Ok(Kind::Form),
        _ => Err(Unhandled::Type),
    }
}

/// A pressed button or a chosen entry.
fn component(
    data: &Map<String, Value>,
    interaction: &Map<String, Value>,
) -> (String, MessageEventMessageType, Option<PromptResponse>) {
    let custom_id = id(data.get("custom_id")).unwrap_or_default();
    let Ok(token) = custom_id.parse::<PromptToken>() else {
        return (custom_id, MessageEventMessageType::Text, None);
    };
    let mut answer = PromptResponse::new(token.prompt_id(), token.option_id());
    answer.prompt_message_id = interaction.get("message").and_then(|message| id(message.get("id")));
    (format!("/{}", token.option_id()), MessageEventMessageType::Command, Some(answer))
}

fn source(interaction: &Map<String, Value>, forward: &PassthroughForward) -> SessionSource {
    let channel_id = id(interaction.get("channel_id")).unwrap_or_default();
    let scope_id = id(interaction.get("guild_id")).filter(|id| !id.is_empty() && id != "0");
    let channel = interaction.get("channel");
    let threads = [10, 11, 12];
    let in_thread =
        channel.and_then(|channel| integer(channel.get("type"))).is_some_and(|kind| threads.contains(&kind));
    let chat_type = match (&scope_id, in_thread) {
        (None, _) => "dm",
        (Some(_), true) => "thread",
        (Some(_), false) => "group",
    };
    let mut source = SessionSource::new("discord", channel_id.as_str(), chat_type);
    if chat_type == "thread" {
        source.thread_id = Some(channel_id).filter(|id| !id.is_empty());
        source.parent_chat_id = channel.and_then(|channel| id(channel.get("parent_id")));
    }
    let person = Person::of(interaction);
    source.user_id = person.id;
    source.user_name = person.name;
    source.user_display_name = person.display_name;
    source.scope_id = scope_id;
    source.message_id = id(interaction.get("id"));
    source.profile.clone_from(&forward.profile);
    source
}

/// An id or a name: a text, or a number as text.
fn id(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A number without a fraction, also one written `2.0`.
fn integer(value: Option<&Value>) -> Option<i64> {
    let number = value?.as_number()?;
    number
        .as_i64()
        .or_else(|| (0..64).find(|&small| number.as_f64() == Some(f64::from(small))).map(i64::from))
}
