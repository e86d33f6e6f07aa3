//! What is remembered of each chat, and put back into what is sent there (contract section 7.6).
//!
//! A connector needs the server beside the channel, and the agent does not know either. This is the memory between
//! the two; it knows no frame but the event it learns from, and its size is bounded.

use serde_json::{Map, Value};

use super::recent::Recent;
use crate::frame::{MessageEvent, SessionSourceChatType};

/// How many chats are remembered; one more pushes out the chat that was least recently heard from or answered.
pub const CHAT_CAPACITY: usize = 4096;

/// What is known of one chat. Each value is the last one that was set; none is invented.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Chat {
    /// The platform, trimmed and in lower case; `None` if it was only ever `relay`.
    pub platform: Option<String>,
    /// The kind of chat.
    pub chat_type: SessionSourceChatType,
    /// The server, workspace or team.
    pub scope_id: Option<String>,
    /// Who wrote last.
    pub user_id: Option<String>,
    /// The profile that answers there.
    pub profile: Option<String>,
    /// The platform's id of the last message; an interaction is none.
    pub last_message_id: Option<String>,
}

/// The chats of one gateway: at most [`CHAT_CAPACITY`].
///
/// # Examples
///
/// ```
/// use relay_contract::frame::{MessageEvent, SessionSource};
/// use relay_contract::relay::chats::Chats;
///
/// let mut chats = Chats::new();
/// let source = SessionSource::new("discord", "chan-9", "group").with_scope_id("guild-1").with_user_id("user-3");
/// chats.learn(&MessageEvent::new("hello", "text", source));
///
/// let mut metadata = serde_json::Map::new();
/// metadata.insert("scope_id".into(), "guild-2".into());
/// chats.put_back("chan-9", &mut metadata);
/// assert_eq!(metadata["scope_id"], "guild-2", "the caller's own value is kept");
/// assert_eq!(metadata["user_id"], "user-3");
/// ```
#[derive(Debug, Clone)]
pub struct Chats(Recent<String, Chat>);

impl Chats {
    /// No chats.
    #[must_use]
    pub fn new() -> Self {
        Self(Recent::new(CHAT_CAPACITY))
    }

    /// Learns from an inbound event or a mapped interaction.
    ///
    /// The last value wins, and one that is not set leaves the older one in place. An event without a chat id teaches
    /// nothing.
    pub fn learn(&mut self, event: &MessageEvent) {
        let source = &event.source;
        if source.chat_id.is_empty() {
            return;
        }
        let (chat, _) = self.0.touch(source.chat_id.clone(), || Chat::new(source.chat_type.clone()));
        chat.chat_type = source.chat_type.clone();
        let platform = source.platform.trim().to_lowercase();
        if platform != "relay" {
            remember(&mut chat.platform, Some(&platform));
        }
        remember(&mut chat.scope_id, source.scope_id.as_deref());
        remember(&mut chat.user_id, source.user_id.as_deref());
        remember(&mut chat.profile, source.profile.as_deref());
        remember(&mut chat.last_message_id, event.message_id.as_deref());
    }

    /// What is known of a chat.
    #[must_use]
    pub fn get(&self, chat_id: &str) -> Option<&Chat> {
        self.0.peek(chat_id)
    }

    /// Puts `scope_id`, `user_id` and `profile` of a chat into the metadata of an action toward it, where the caller
    /// has not set them: where the key is missing, `null` or `""`.
    ///
    /// For every action with metadata but `follow_up`. A `thread_rename` passes the parent chat: what is known of the
    /// thread itself is not enough. Of an unknown chat nothing is put back. Counts as a use of the chat.
    pub fn put_back(&mut self, chat_id: &str, metadata: &mut Map<String, Value>) {
        let Some(chat) = self.0.get(chat_id) else { return };
        for (key, known) in
            [("scope_id", &chat.scope_id), ("user_id", &chat.user_id), ("profile", &chat.profile)]
        {
            let set = metadata.get(key).is_some_and(is_set);
            if let (false, Some(known)) = (set, known) {
                metadata.insert(key.to_owned(), Value::from(known.as_str()));
            }
        }
    }

    /// How many chats are remembered.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether none is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Default for Chats {
    fn default() -> Self {
        Self::new()
    }
}

impl Chat {
    fn new(chat_type: SessionSourceChatType) -> Self {
        Self {
            platform: None,
            chat_type,
            scope_id: None,
            user_id: None,
            profile: None,
            last_message_id: None,
        }
    }
}

fn remember(place: &mut Option<String>, value: Option<&str>) {
    if let Some(value) = value.filter(|value| !value.is_empty()) {
        *place = Some(value.to_owned());
    }
}

/// Present, not null and not `""` (contract section 1.1).
fn is_set(value: &Value) -> bool {
    !value.is_null() && value != ""
}
