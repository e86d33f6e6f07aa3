//! Who acted.

use serde_json::{Map, Value};

use super::id;

/// The author of an interaction, as far as it says.
#[derive(Debug, Default)]
pub(super) struct Person {
    pub(super) id: Option<String>,
    /// The account's name.
    pub(super) name: Option<String>,
    /// The name in the guild, else the one that the account shows everywhere.
    pub(super) display_name: Option<String>,
}

impl Person {
    /// The user of `member`, if it has one; else the `user` at the top, as in a dm. Nobody, if that is no object.
    pub(super) fn of(interaction: &Map<String, Value>) -> Self {
        let member = interaction.get("member").and_then(Value::as_object);
        let user = member.and_then(|member| member.get("user")).filter(|user| !is_empty(user));
        let Some(user) = user.or(interaction.get("user")).and_then(Value::as_object) else {
            return Self::default();
        };
        let named = |value| id(value).filter(|name| !name.trim().is_empty());
        let nick = member.and_then(|member| named(member.get("nick")));
        Self {
            id: id(user.get("id")),
            name: id(user.get("username")),
            display_name: nick.or_else(|| named(user.get("global_name"))),
        }
    }
}

fn is_empty(user: &Value) -> bool {
    match user {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}
