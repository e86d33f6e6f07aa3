//! What the adapter does to an action on its way out: gate, metadata, tag. Pure but for what is remembered.

use serde_json::{Map, Value};

use super::{ActionError, AdapterOptions, Memory, slack};
use crate::capabilities::Capabilities;
use crate::frame::OutboundAction;
use crate::relay::transport::{Identity, Tag};
use crate::session_key::profile_of;

/// As whom an action is sent.
#[derive(Debug, Clone, Copy)]
pub(super) enum As<'a> {
    /// As the identity of the chat's platform.
    Chat,
    /// As the identity that the caller named.
    Platform(&'a str),
}

/// Notes of the gateway to itself: never on the wire.
const PRIVATE_KEYS: [&str; 3] = ["_relay_logical_platform", "_interim_send", "_stream_reply_to_message_id"];

/// Makes an action ready to be sent, or says why it is not sent.
pub(super) fn prepare(
    action: &mut OutboundAction,
    sender: As<'_>,
    memory: &mut Memory,
    identities: &[Identity],
    options: &AdapterOptions,
    placeholder: &Capabilities,
) -> Result<Option<Tag>, ActionError> {
    let chat_id = chat_id(action).map(str::to_owned);
    let known =
        chat_id.as_deref().and_then(|chat_id| memory.platform(chat_id)).or_else(|| thread(action, memory));
    let known = known.map(str::to_owned);
    let platform = match sender {
        As::Chat => known,
        As::Platform(platform) => Some(platform.to_owned()),
    };
    let tag = tag(action, sender, platform.as_deref(), identities)?;
    let capabilities = memory.adopted.of(platform.as_deref()).unwrap_or(placeholder).clone();
    if !capabilities.may_send(action.tag()) {
        return Err(ActionError::NotAdvertised { op: action.tag().to_owned() });
    }
    let chat = chat_id.as_deref().and_then(|chat_id| memory.chats.get(chat_id));
    if capabilities.descriptor().platform == "slack" {
        slack::prepare(action, chat, &options.slack)?;
    }
    if let OutboundAction::FollowUp(follow_up) = action {
        if let Some(profile) = profile_of(&follow_up.session_key) {
            follow_up.metadata.entry("profile").or_insert_with(|| profile.into());
        }
    } else if let (Some(chat_id), Some(metadata)) = (&chat_id, metadata(action)) {
        memory.chats.put_back(chat_id, metadata);
    }
    if let OutboundAction::Send(_) | OutboundAction::Edit(_) | OutboundAction::Draft(_) = action {
        hint(action, &capabilities, options);
    }
    if let Some(metadata) = metadata(action) {
        for key in PRIVATE_KEYS {
            metadata.remove(key);
        }
    }
    Ok(tag)
}

/// The chat that an action goes to.
pub(super) fn chat_id(action: &OutboundAction) -> Option<&str> {
    Some(match action {
        OutboundAction::Send(action) => &action.chat_id,
        OutboundAction::Edit(action) => &action.chat_id,
        OutboundAction::Typing(action) => &action.chat_id,
        OutboundAction::GetChatInfo(action) => &action.chat_id,
        OutboundAction::SendMedia(action) => &action.chat_id,
        OutboundAction::Prompt(action) => &action.chat_id,
        OutboundAction::React(action) => &action.chat_id,
        OutboundAction::ThreadCreate(action) => &action.chat_id,
        OutboundAction::ThreadRename(action) => &action.chat_id,
        OutboundAction::Draft(action) => &action.chat_id,
        OutboundAction::TaskCard(action) => &action.chat_id,
        OutboundAction::TaskCardStop(action) => &action.chat_id,
        OutboundAction::Delete(action) => &action.chat_id,
        OutboundAction::FollowUp(_) | OutboundAction::Unknown { .. } => return None,
    })
}

/// The metadata of an action, made if it has none yet: the gateway always sends it, but for `get_chat_info`.
pub(super) fn metadata(action: &mut OutboundAction) -> Option<&mut Map<String, Value>> {
    Some(match action {
        OutboundAction::Send(action) => &mut action.metadata,
        OutboundAction::Edit(action) => action.metadata.get_or_insert_default(),
        OutboundAction::Typing(action) => action.metadata.get_or_insert_default(),
        OutboundAction::FollowUp(action) => &mut action.metadata,
        OutboundAction::SendMedia(action) => &mut action.metadata,
        OutboundAction::Prompt(action) => &mut action.metadata,
        OutboundAction::React(action) => &mut action.metadata,
        OutboundAction::ThreadCreate(action) => &mut action.metadata,
        OutboundAction::ThreadRename(action) => &mut action.metadata,
        OutboundAction::Draft(action) => &mut action.metadata,
        OutboundAction::TaskCard(action) => &mut action.metadata,
        OutboundAction::TaskCardStop(action) => &mut action.metadata,
        OutboundAction::Delete(action) => &mut action.metadata,
        OutboundAction::GetChatInfo(_) | OutboundAction::Unknown { .. } => return None,
    })
}

/// The platform of the thread itself, where that of its parent is not known.
fn thread<'a>(action: &OutboundAction, memory: &'a Memory) -> Option<&'a str> {
    match action {
        OutboundAction::ThreadRename(rename) => memory.platform(&rename.message_id),
        _ => None,
    }
}

fn tag(
    action: &OutboundAction,
    sender: As<'_>,
    platform: Option<&str>,
    identities: &[Identity],
) -> Result<Option<Tag>, ActionError> {
    let identity = |platform: &str| identities.iter().find(|identity| identity.platform == platform);
    let named = |platform: &str| Tag {
        platform: platform.to_owned(),
        bot_id: identity(platform).map(|identity| identity.bot_id.clone()).filter(|id| !id.is_empty()),
    };
    match (action, sender) {
        (_, As::Platform(platform)) if identity(platform).is_none() => {
            Err(ActionError::NotFronted { platform: platform.to_owned() })
        }
        (OutboundAction::GetChatInfo(_), _) => Ok(None),
        (OutboundAction::FollowUp(follow_up), As::Chat) => {
            let platform = follow_up.kind.split('.').next().unwrap_or_default();
            Ok(identity(platform).map(|_| named(platform)))
        }
        _ => Ok(platform.map(named)),
    }
}

/// What the operator wants of the platform's formatting, if it can.
fn hint(action: &mut OutboundAction, capabilities: &Capabilities, options: &AdapterOptions) {
    if !capabilities.descriptor().supports_block_formatting {
        return;
    }
    let mut hints = Map::new();
    for (key, wanted) in [("rich_blocks", options.rich_blocks), ("markdown_blocks", options.markdown_blocks)]
    {
        if wanted {
            hints.insert(key.to_owned(), true.into());
        }
    }
    if let (false, Some(metadata)) = (hints.is_empty(), metadata(action)) {
        metadata.entry("format_hints").or_insert(hints.into());
    }
}
