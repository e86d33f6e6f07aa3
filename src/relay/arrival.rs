//! What a gateway makes of a message when it arrives, before the agent sees it.
//!
//! Pure functions of an event and settings; they know no session and no memory.

use std::collections::BTreeMap;

use crate::frame::{MessageEvent, MessageEventMessageType, SessionSource};

/// The name of the author that the agent sees: `user_display_name`, else `user_name`, else `user_handle`; one that is
/// empty counts as missing (contract section 6.3).
///
/// # Examples
///
/// ```
/// use relay_contract::frame::SessionSource;
/// use relay_contract::relay::arrival::shown_name;
///
/// let source = SessionSource::new("discord", "chan-9", "group").with_user_handle("@alice");
/// assert_eq!(shown_name(&source), Some("@alice"));
/// assert_eq!(shown_name(&source.with_user_name("alice").with_user_display_name("")), Some("alice"));
/// ```
#[must_use]
pub fn shown_name(source: &SessionSource) -> Option<&str> {
    let names = [&source.user_display_name, &source.user_name, &source.user_handle];
    names.into_iter().filter_map(Option::as_deref).find(|name| !name.is_empty())
}

/// What was said in the channel just before, as the agent is shown it: the line `[Recent channel messages]`, then
/// `<author>: <text>` for each entry, oldest first (contract section 6.2). `None` if no entry has a text.
///
/// The author is the name, else the id. What the real gateway writes for one with neither is not known; here it is
/// the text alone.
#[must_use]
pub fn recent_messages(event: &MessageEvent) -> Option<String> {
    let mut shown = String::from("[Recent channel messages]");
    let mut said = false;
    for line in event.context.iter().filter(|line| !line.text.is_empty()) {
        let names = [&line.source.user_name, &line.source.user_id];
        let author = names.into_iter().filter_map(Option::as_deref).find(|name| !name.is_empty());
        shown.push('\n');
        shown.extend(author.into_iter().flat_map(|author| [author, ": "]));
        shown.push_str(&line.text);
        said = true;
    }
    said.then_some(shown)
}

/// The MIME type of each of the event's `media_urls`, in their order: that of the entry of `media` with the same
/// `url`, `""` where there is none (contract section 6.2).
#[must_use]
pub fn media_types(event: &MessageEvent) -> Vec<&str> {
    let of = |url: &String| event.media.iter().find(|item| item.url.as_ref() == Some(url));
    let mime = |url| of(url).and_then(|item| item.mime.as_deref()).unwrap_or_default();
    event.media_urls.iter().map(mime).collect()
}

/// Makes a command of a Slack message whose first word is `/hermes` (contract section 6.2).
///
/// Slack gives one command to each app, so its users write `/hermes <subcommand>`. `subcommands` says which command
/// each stands for, with its slash; what follows the subcommand stays. What begins with no subcommand becomes the text
/// without `/hermes`, and `/hermes` alone is `/help`. The kind of message becomes `command` if the outcome begins with
/// `/`. Nothing changes for another platform or another first word.
pub fn rewrite_slack_command(event: &mut MessageEvent, subcommands: &BTreeMap<String, String>) {
    if !event.source.platform.trim().eq_ignore_ascii_case("slack") {
        return;
    }
    let (first, payload) = cut_word(&event.text);
    if first != "/hermes" {
        return;
    }
    let (word, rest) = cut_word(payload);
    let text = match subcommands.get(word) {
        Some(command) if rest.is_empty() => command.clone(),
        Some(command) => format!("{command} {rest}"),
        None if payload.is_empty() => "/help".to_owned(),
        None => payload.to_owned(),
    };
    if text.starts_with('/') {
        event.message_type = MessageEventMessageType::Command;
    }
    event.text = text;
}

/// The first word of a text, and what follows it, both without white space around.
fn cut_word(text: &str) -> (&str, &str) {
    let text = text.trim();
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    (&text[..end], text[end..].trim_start())
}
