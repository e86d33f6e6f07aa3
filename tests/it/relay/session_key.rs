//! Session keys: every row of the facts' tables, and of the document's.

use std::collections::BTreeSet;

use relay_contract::session_key::{KNOWN_PLATFORMS, KeyOptions, open_slack_thread, profile_of, session_key};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{event, section, source};
use crate::case_files::{cases, vectors};

#[derive(Deserialize)]
struct Row {
    /// The section and tier of the facts, or that it is our reading.
    facts: String,
    source: Value,
    #[serde(default)]
    options: Settings,
    key: String,
    /// What an earlier revision said, and why it does no longer.
    superseded: Option<Superseded>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Settings {
    group_sessions_per_user: Option<bool>,
    thread_sessions_per_user: Option<bool>,
    known_platforms: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct Superseded {
    key: String,
    why: String,
}

impl Settings {
    fn options(&self) -> KeyOptions {
        let mut options = KeyOptions::default();
        if let Some(each) = self.group_sessions_per_user {
            options = options.with_group_sessions_per_user(each);
        }
        if let Some(each) = self.thread_sessions_per_user {
            options = options.with_thread_sessions_per_user(each);
        }
        if let Some(known) = &self.known_platforms {
            options = options.with_known_platforms(known.iter().map(String::as_str));
        }
        options
    }
}

/// The rows that the npm package has too, by their names.
fn rows() -> Vec<(String, Row)> {
    let rows = cases(&vectors().join("session-key"));
    assert_eq!(rows.len(), 60, "a row came or went");
    rows
}

/// The key of a source under the default settings.
fn key(members: &Value) -> String {
    session_key(&source(members), &KeyOptions::default())
}

#[test]
fn each_row_of_the_facts_has_its_key() {
    let mut wrong = Vec::new();
    for (name, row) in rows() {
        let found = session_key(&source(&row.source), &row.options.options());
        if found != row.key {
            wrong.push(format!("{name} ({}): {found}, not {}", row.facts, row.key));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_superseded_row_says_why_and_differs() {
    let mut superseded = 0;
    for (name, Row { key, superseded: former, .. }) in rows() {
        let Some(former) = former else { continue };
        assert_ne!(former.key, key, "{name}");
        assert!(former.why.starts_with("head "), "{name}: {}", former.why);
        superseded += 1;
    }
    assert_eq!(superseded, 5);
}

#[test]
fn each_worked_example_of_the_document_is_a_row() {
    let keys: BTreeSet<_> = rows().into_iter().map(|(_, row)| row.key).collect();
    let examples: Vec<_> = section("### 12.2 Worked examples")
        .lines()
        .filter_map(|line| line.split('|').nth(2)?.trim().strip_prefix('`')?.strip_suffix('`'))
        .collect();
    assert!(examples.len() >= 30, "{} examples were found", examples.len());
    for example in examples {
        assert!(keys.contains(example), "no row has the key {example}");
    }
}

#[test]
fn the_known_platforms_are_those_of_the_document() {
    let known = section("### 6.5 What the discriminators hold")
        .lines()
        .filter(|line| line.starts_with("| built-in") || line.starts_with("| bundled"));
    let names: Vec<_> = known
        .flat_map(|line| line.split('`').skip(1).step_by(2))
        .filter(|name| *name != "source.platform")
        .collect();
    assert_eq!(names, KNOWN_PLATFORMS);
}

#[test]
fn two_guilds_with_channels_of_their_own_are_two_sessions() {
    let keys = [("chan1", "guildA"), ("chan2", "guildB")].map(|(chat, guild)| {
        key(&json!({"platform": "discord", "chat_type": "group", "chat_id": chat, "user_id": "userX", "scope_id": guild}))
    });
    assert_ne!(keys[0], keys[1]);
}

#[test]
fn two_telegram_chats_are_two_sessions() {
    let of = |chat: &str| {
        key(&json!({"platform": "telegram", "chat_type": "group", "chat_id": chat, "user_id": "userX"}))
    };
    assert_ne!(of("chat-A"), of("chat-B"));
}

#[test]
fn topics_of_one_forum_are_sessions_that_its_users_share() {
    let of = |topic: Option<&str>, user: &str| {
        key(
            &json!({"platform": "telegram", "chat_type": "forum", "chat_id": "forum-1", "thread_id": topic, "user_id": user}),
        )
    };
    assert_ne!(of(Some("t-1"), "userX"), of(Some("t-2"), "userX"));
    assert_ne!(of(Some("t-1"), "userX"), of(None, "userX"));
    assert_eq!(of(Some("t-1"), "userX"), of(Some("t-1"), "userY"));
}

#[test]
fn a_telegram_dm_is_a_session_by_its_chat() {
    let of = |chat: &str| {
        key(&json!({"platform": "telegram", "chat_type": "dm", "chat_id": chat, "user_id": chat}))
    };
    assert_ne!(of("dm-111"), of("dm-222"));
    assert!(of("dm-111").starts_with("agent:main:telegram:dm:"));
}

#[test]
fn a_key_does_not_depend_on_how_the_author_is_named() {
    let base = json!({"platform": "discord", "chat_type": "group", "chat_id": "c", "user_id": "u"});
    let unnamed = key(&base);
    for names in [
        json!({"user_name": "alice"}),
        json!({"user_name": "alice", "user_display_name": "Alice L."}),
        json!({"user_display_name": "", "user_handle": "alice"}),
    ] {
        let mut named = base.clone();
        named.as_object_mut().expect("an object").extend(names.as_object().expect("an object").clone());
        assert_eq!(key(&named), unnamed, "{names}");
    }
}

#[test]
fn a_message_and_the_thread_it_opens_are_one_session() {
    let message =
        key(&json!({"platform": "discord", "chat_type": "group", "chat_id": "chan1", "user_id": "u",
        "prospective_thread_id": "m1"}));
    let follow_up =
        key(&json!({"platform": "discord", "chat_type": "thread", "chat_id": "chan1", "user_id": "v",
        "thread_id": "m1"}));
    assert_eq!(message, follow_up);
}

#[test]
fn a_slack_message_outside_a_thread_opens_one() {
    for chat_type in ["dm", "channel", "group"] {
        let members = json!({"platform": "slack", "chat_type": chat_type, "chat_id": "D1", "user_id": "U", "scope_id": "T1"});
        let mut first = event(&members, Some("17.1"));
        open_slack_thread(&mut first);
        assert_eq!(
            session_key(&first.source, &KeyOptions::default()),
            format!("agent:main:slack:{chat_type}:T1:D1:17.1")
        );
        let mut reply = event(&members, Some("18.2"));
        reply.source.thread_id = Some("17.1".into());
        open_slack_thread(&mut reply);
        assert_eq!(reply.source, first.source, "a message in a thread keeps it");
    }
}

#[test]
fn only_slack_messages_with_an_id_open_a_thread() {
    for (platform, message_id) in
        [("discord", Some("1")), ("relay", Some("1")), ("slack", None), ("slack", Some(""))]
    {
        let mut event = event(&json!({"platform": platform, "chat_id": "c"}), message_id);
        open_slack_thread(&mut event);
        assert_eq!(event.source.thread_id, None, "{platform} {message_id:?}");
    }
}

#[test]
fn the_namespace_of_a_key_is_the_profile_of_a_follow_up() {
    let cases = [
        (Some("coder"), Some("coder")),
        (Some("main"), Some("main")),
        (Some("default"), None),
        (Some(""), None),
        (None, None),
    ];
    for (profile, expected) in cases {
        let key = key(&json!({"platform": "discord", "chat_id": "c", "profile": profile}));
        assert_eq!(profile_of(&key), expected, "{key}");
    }
    for other in ["", "agent:", "agent", "somebody:else"] {
        assert_eq!(profile_of(other), None, "{other}");
    }
}
