//! What is made of a message when it arrives, and of the settings that say who a gateway is.

use std::collections::BTreeMap;

use relay_contract::frame::{MessageEvent, MessageEventMessageType, SessionSource};
use relay_contract::relay::arrival::{media_types, recent_messages, rewrite_slack_command, shown_name};
use relay_contract::relay::transport::Identity;
use serde_json::{Value, json};

#[test]
fn the_shown_name_falls_through_and_the_handle_is_the_last_resort() {
    // Display name, name, handle: each missing, empty, or set; the first that is set is shown.
    let forms = [None, Some(""), Some("set")];
    let mut seen = 0;
    for display in forms {
        for name in forms {
            for handle in forms {
                let mut source = SessionSource::new("discord", "c", "group");
                let text = |form: Option<&str>, set: &str| form.map(|form| form.replace("set", set));
                source.user_display_name = text(display, "display");
                source.user_name = text(name, "name");
                source.user_handle = text(handle, "handle");
                let expected = match (display, name, handle) {
                    (Some("set"), ..) => Some("display"),
                    (_, Some("set"), _) => Some("name"),
                    (.., Some("set")) => Some("handle"),
                    _ => None,
                };
                assert_eq!(shown_name(&source), expected, "{display:?} {name:?} {handle:?}");
                seen += 1;
            }
        }
    }
    assert_eq!(seen, 27);
}

#[test]
fn a_slack_command_is_rewritten_and_nothing_else() {
    let subcommands: BTreeMap<_, _> = [("compact", "/compress"), ("stop", "/stop")]
        .map(|(from, to)| (from.to_owned(), to.to_owned()))
        .into();
    let (text, command) = (MessageEventMessageType::Text, MessageEventMessageType::Command);
    let cases = [
        ("slack", "/hermes", "/help", &command),
        ("slack", "  /hermes  ", "/help", &command),
        ("slack", "/hermes stop", "/stop", &command),
        ("Slack ", "/hermes compact  the  rest", "/compress the  rest", &command),
        ("slack", "/hermes /model x", "/model x", &command),
        ("slack", "/hermes what is up?", "what is up?", &text),
        ("slack", "/hermes\nwhat is up?", "what is up?", &text),
        ("slack", "/hermesx stop", "/hermesx stop", &text),
        ("slack", "/Hermes stop", "/Hermes stop", &text),
        ("slack", "say /hermes stop", "say /hermes stop", &text),
        ("slack", "", "", &text),
        ("discord", "/hermes stop", "/hermes stop", &text),
    ];
    for (platform, sent, expected, kind) in cases {
        let mut event = MessageEvent::new(sent, "text", SessionSource::new(platform, "D1", "dm"));
        rewrite_slack_command(&mut event, &subcommands);
        assert_eq!((event.text.as_str(), &event.message_type), (expected, kind), "{platform} {sent:?}");
    }
}

#[test]
fn the_identities_are_those_of_the_list_in_its_order() {
    let bots =
        r#"{"discord":{"botId":"bot-1","username":"hermes"},"telegram":{"botId":""},"sms":{"botId":"x"}}"#;
    let identities = Identity::from_settings(" telegram ,, discord,signal, ", bots);
    let expected =
        [Identity::new("telegram", ""), Identity::new("discord", "bot-1"), Identity::new("signal", "")];
    assert_eq!(identities, expected);
}

#[test]
fn bot_ids_that_are_no_such_json_are_empty_ones() {
    for bots in [
        "",
        "{",
        "[]",
        "null",
        "5",
        r#"{"discord":"bot-1"}"#,
        r#"{"discord":{"botId":5}}"#,
        r#"{"discord":{}}"#,
    ] {
        assert_eq!(Identity::from_settings("discord", bots), [Identity::new("discord", "")], "{bots}");
    }
}

#[test]
fn nothing_set_is_one_identity_without_a_bot() {
    for platforms in ["", "  ", ",", " , ,"] {
        assert_eq!(
            Identity::from_settings(platforms, r#"{"relay":{"botId":"b"}}"#),
            [Identity::new("relay", "")]
        );
    }
}

/// An event of what its reader makes of `members`.
fn event(members: &Value) -> MessageEvent {
    let mut base =
        json!({"text": "hello", "source": {"platform": "discord", "chat_id": "c", "chat_type": "group"}});
    base.as_object_mut().expect("an object").extend(members.as_object().expect("an object").clone());
    serde_json::from_value(base).expect("an event that a reader takes")
}

#[test]
fn the_recent_messages_are_shown_with_their_authors() {
    let shown = recent_messages(&event(&json!({"context": [
        {"text": "one", "source": {"user_name": "ada", "user_id": "1"}},
        {"text": "", "source": {"user_name": "ada"}},
        {"text": "two", "source": {"user_id": "2"}},
        {"text": "three"}]})));
    assert_eq!(shown.as_deref(), Some("[Recent channel messages]\nada: one\n2: two\nthree"));
}

#[test]
fn without_a_text_there_are_no_recent_messages() {
    for members in [json!({}), json!({"context": []}), json!({"context": [{"text": ""}]})] {
        assert_eq!(recent_messages(&event(&members)), None, "{members}");
    }
}

#[test]
fn media_have_their_types_by_url_and_not_by_place() {
    let voice = event(&json!({"media_urls": ["u1", "u2", "u3"],
        "media": [{"url": "u3", "mime": "audio/ogg"}, {"mime": "text/plain"}, {"url": "u1"}, {"url": "u2", "mime": "image/png"}]}));
    assert_eq!(media_types(&voice), ["", "image/png", "audio/ogg"]);
    assert!(media_types(&event(&json!({"media": [{"url": "u", "mime": "image/png"}]}))).is_empty());
}

#[test]
fn a_quote_may_be_absent_or_partial() {
    let quote = |members: Value| event(&members).reply_to;
    assert_eq!(quote(json!({})), None);
    assert_eq!(quote(json!({"reply_to": null})), None);
    let partial = quote(json!({"reply_to": {"text": "before"}})).expect("it is there");
    assert_eq!((partial.text.as_deref(), partial.author, partial.is_own), (Some("before"), None, false));
    let whole = quote(json!({"reply_to": {"text": "before", "author": "Hermes", "is_own": true}}));
    assert!(whole.is_some_and(|quote| quote.is_own && quote.author.as_deref() == Some("Hermes")));
}
