//! The name of a conversation, derived from where a message came from (contract section 12).
//!
//! A pure function of a source and two settings of the gateway. It knows no alias files: a gateway that maps `WhatsApp`
//! ids to aliases does so in the source, before.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::frame::{MessageEvent, SessionSource, SessionSourceChatType};

/// The settings of a gateway that take part in its session keys.
///
/// # Examples
///
/// ```
/// use relay_contract::frame::SessionSource;
/// use relay_contract::session_key::{KeyOptions, session_key};
///
/// let source = SessionSource::new("discord", "chan-9", "group").with_user_id("user-3");
/// let options = KeyOptions::default();
/// assert_eq!(session_key(&source, &options), "agent:main:discord:group:chan-9:user-3");
/// assert_eq!(
///     session_key(&source, &options.with_group_sessions_per_user(false)),
///     "agent:main:discord:group:chan-9",
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeyOptions {
    /// Whether each user of a group has a session; `true` by default.
    pub group_sessions_per_user: bool,
    /// Whether each user of a thread has a session; `false` by default.
    pub thread_sessions_per_user: bool,
    /// The platforms that the gateway knows, in lower case; any other reads as `relay`. `None`, the default, stands for
    /// [`KNOWN_PLATFORMS`]: which other plug-ins a gateway has, only its operator can say.
    pub known_platforms: Option<BTreeSet<String>>,
}

/// The platforms that a gateway knows by name, built in or bundled (contract section 6.5).
pub const KNOWN_PLATFORMS: [&str; 32] = [
    "local",
    "telegram",
    "discord",
    "whatsapp",
    "whatsapp_cloud",
    "slack",
    "signal",
    "mattermost",
    "matrix",
    "homeassistant",
    "email",
    "sms",
    "dingtalk",
    "api_server",
    "webhook",
    "msgraph_webhook",
    "feishu",
    "wecom",
    "wecom_callback",
    "weixin",
    "bluebubbles",
    "qqbot",
    "yuanbao",
    "relay",
    "irc",
    "line",
    "teams",
    "google_chat",
    "ntfy",
    "photon",
    "raft",
    "simplex",
];

/// The session key of a source.
///
/// Every part stands as it came, colons included: a key cannot be taken apart again. The scope is part of a Slack key
/// and of no other; `guild_id`, `parent_chat_id`, `chat_id_alt`, `message_id` and the names never are. A thread yet to
/// be opened counts as the thread, outside dms.
#[must_use]
pub fn session_key(source: &SessionSource, options: &KeyOptions) -> String {
    let platform = platform(&source.platform, options);
    let reduce = platform == "whatsapp";
    let participant = set(source.user_id_alt.as_deref())
        .or(set(source.user_id.as_deref()))
        .map(|id| reduced(id, reduce))
        .filter(|id| !id.is_empty());
    let scope = if platform == "slack" { set(source.scope_id.as_deref()) } else { None };
    let mut parts = vec!["agent".into(), namespace(source.profile.as_deref()), platform];
    if source.chat_type == SessionSourceChatType::Dm {
        let chat = Some(reduced(&source.chat_id, reduce)).filter(|id| !id.is_empty()).or(participant);
        parts.push("dm".into());
        parts.extend(scope.map(Cow::from));
        parts.extend(chat);
        parts.extend(set(source.thread_id.as_deref()).map(Cow::from));
    } else {
        let (kind, thread) =
            match (set(source.thread_id.as_deref()), set(source.prospective_thread_id.as_deref())) {
                (None, Some(prospective)) => ("thread", Some(prospective)),
                (thread, _) => (source.chat_type.as_str(), thread),
            };
        let isolated =
            options.group_sessions_per_user && (thread.is_none() || options.thread_sessions_per_user);
        parts.push(kind.into());
        parts.extend(scope.map(Cow::from));
        parts.extend(set(Some(&source.chat_id)).map(Cow::from));
        parts.extend(thread.map(Cow::from));
        parts.extend(participant.filter(|_| isolated));
    }
    parts.join(":")
}

/// The profile whose namespace opens a session key, as it goes into `metadata.profile` of a `follow_up` (contract
/// section 7.6): `None` for `main`, `main` for `main~`, else the namespace itself. Also `None` for what is no key.
#[must_use]
pub fn profile_of(session_key: &str) -> Option<&str> {
    match session_key.strip_prefix("agent:")?.split(':').next()? {
        "main" | "" => None,
        MAIN_PROFILE => Some("main"),
        profile => Some(profile),
    }
}

/// Makes a Slack message outside a thread the start of one: it gets its own id as `thread_id`, in any kind of chat
/// (contract section 12.4).
///
/// For a gateway whose setting `dm_top_level_threads_as_sessions` is on, on arrival and before the key is derived.
/// Nothing changes for another platform, a message in a thread, or one without an id.
pub fn open_slack_thread(event: &mut MessageEvent) {
    let slack = event.source.platform.trim().eq_ignore_ascii_case("slack");
    if slack && set(event.source.thread_id.as_deref()).is_none() {
        event.source.thread_id = set(event.message_id.as_deref()).map(str::to_owned);
    }
}

impl KeyOptions {
    /// The same with `group_sessions_per_user`.
    #[must_use]
    pub fn with_group_sessions_per_user(mut self, each: bool) -> Self {
        self.group_sessions_per_user = each;
        self
    }

    /// The same with `thread_sessions_per_user`.
    #[must_use]
    pub fn with_thread_sessions_per_user(mut self, each: bool) -> Self {
        self.thread_sessions_per_user = each;
        self
    }

    /// The same with `known_platforms`, each in lower case.
    #[must_use]
    pub fn with_known_platforms<P: Into<String>>(mut self, names: impl IntoIterator<Item = P>) -> Self {
        self.known_platforms = Some(names.into_iter().map(Into::into).collect());
        self
    }
}

impl Default for KeyOptions {
    fn default() -> Self {
        Self { group_sessions_per_user: true, thread_sessions_per_user: false, known_platforms: None }
    }
}

/// The namespace of a profile called `main`, which must not meet the default one.
const MAIN_PROFILE: &str = "main~";

fn namespace(profile: Option<&str>) -> Cow<'_, str> {
    match profile {
        None | Some("" | "default") => "main".into(),
        Some("main") => MAIN_PROFILE.into(),
        Some(profile) => profile.into(),
    }
}

fn platform<'a>(name: &'a str, options: &KeyOptions) -> Cow<'a, str> {
    let trimmed = name.trim();
    let name: Cow<'_, str> =
        if trimmed.chars().any(char::is_uppercase) { trimmed.to_lowercase().into() } else { trimmed.into() };
    let known = match &options.known_platforms {
        Some(known) => known.contains(&*name),
        None => KNOWN_PLATFORMS.contains(&&*name),
    };
    if known && !name.is_empty() { name } else { "relay".into() }
}

/// A `WhatsApp` id without what changes between two messages of one person: the `+`, the device, the server.
fn reduced(id: &str, reduce: bool) -> Cow<'_, str> {
    if !reduce {
        return id.into();
    }
    let without_plus = id.trim().replacen('+', "", 1);
    let user = without_plus.split([':', '@']).next().unwrap_or_default();
    user.to_owned().into()
}

/// A field that is present, not null and not empty.
fn set(field: Option<&str>) -> Option<&str> {
    field.filter(|text| !text.is_empty())
}
