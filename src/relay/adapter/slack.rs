//! What differs on Slack, whose sender looks at `metadata.thread_id` alone (contract section 7.20).

use serde_json::{Map, Value};

use super::{ActionError, SlackOptions};
use crate::frame::{OutboundAction, SessionSourceChatType};
use crate::relay::chats::Chat;

/// Threads an action as the operator wants it.
pub(super) fn prepare(
    action: &mut OutboundAction,
    chat: Option<&Chat>,
    options: &SlackOptions,
) -> Result<(), ActionError> {
    let dm = chat.is_some_and(|chat| chat.chat_type == SessionSourceChatType::Dm);
    match action {
        OutboundAction::Send(send) => {
            unfurl(&mut send.metadata, options);
            thread(&mut send.reply_to, &mut send.metadata, dm, options);
        }
        OutboundAction::SendMedia(send) => {
            unfurl(&mut send.metadata, options);
            thread(&mut send.reply_to, &mut send.metadata, dm, options);
        }
        OutboundAction::Typing(typing) if dm => {
            let metadata = typing.metadata.get_or_insert_default();
            if let Some(last) = chat.and_then(|chat| chat.last_message_id.clone()) {
                metadata.entry("thread_id").or_insert(last.into());
            }
        }
        // A draft becomes the message, and cannot be told not to unfurl.
        OutboundAction::Draft(_) if options.unfurl_links.is_some() || options.unfurl_media.is_some() => {
            return Err(ActionError::NotAdvertised { op: "draft".to_owned() });
        }
        _ => {}
    }
    Ok(())
}

/// What the operator says outweighs what the caller does.
fn unfurl(metadata: &mut Map<String, Value>, options: &SlackOptions) {
    for (key, wanted) in [("unfurl_links", options.unfurl_links), ("unfurl_media", options.unfurl_media)] {
        if let Some(wanted) = wanted {
            metadata.insert(key.to_owned(), wanted.into());
        }
    }
}

/// Threads an answer that the caller has not put into a thread: into that of what it answers, or into none.
fn thread(
    reply_to: &mut Option<String>,
    metadata: &mut Map<String, Value>,
    dm: bool,
    options: &SlackOptions,
) {
    if ["thread_id", "thread_ts"].iter().any(|key| metadata.get(*key).is_some_and(is_set)) {
        return;
    }
    if options.reply_in_thread {
        if let Some(reply_to) = reply_to {
            anchor(metadata, reply_to.clone());
        }
    } else if dm {
        *reply_to = None;
        metadata.remove("reply_to_message_id");
    }
}

/// Present, not null and not `""` (contract section 1.1).
fn is_set(value: &Value) -> bool {
    !value.is_null() && value != ""
}

fn anchor(metadata: &mut Map<String, Value>, thread_id: String) {
    metadata.insert("thread_id".to_owned(), thread_id.into());
}
