//! What is made of a message when it arrives, and of the settings that say who a gateway is.

use std::collections::BTreeMap;

use relay_contract::frame::{MessageEvent, MessageEventMessageType, SessionSource};
use relay_contract::relay::arrival::{rewrite_slack_command, shown_name};
use relay_contract::relay::transport::Identity;

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
