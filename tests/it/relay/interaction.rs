//! Discord interactions: what the facts say of each body, and what real ones become.

use std::collections::BTreeMap;

use proptest::prelude::{Just, Strategy, any, prop, prop_oneof, proptest};
use relay_contract::frame::{ConnectorFrame, Decoded, MessageEvent, PassthroughForward, decode};
use relay_contract::relay::interaction::{Unhandled, read};
use relay_contract::session_key::{KeyOptions, session_key};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value, json};

#[derive(Deserialize)]
struct Case {
    name: String,
    /// The section and tier of the facts, or that it is our reading.
    facts: String,
    /// What the real gateway does, where it differs.
    real: Option<String>,
    platform: Option<String>,
    profile: Option<String>,
    /// The body: as a JSON value, as text, or as bytes in hexadecimal.
    #[serde(default, deserialize_with = "some")]
    body: Option<Value>,
    text: Option<String>,
    hex: Option<String>,
    /// The event, without what is null, empty or false.
    event: Option<Value>,
    unhandled: Option<String>,
    session_key: Option<String>,
}

/// A body that is `null` is a body.
fn some<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

impl Case {
    fn bytes(&self) -> Vec<u8> {
        match (&self.body, &self.text, &self.hex) {
            (Some(body), None, None) => body.to_string().into_bytes(),
            (None, Some(text), None) => text.clone().into_bytes(),
            (None, None, Some(hex)) => (0..hex.len() / 2)
                .map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).expect("hexadecimal"))
                .collect(),
            _ => panic!("{}: one body", self.name),
        }
    }

    fn forward(&self) -> PassthroughForward {
        let platform = self.platform.as_deref().unwrap_or("discord");
        let mut forward = forward(platform, self.bytes());
        forward.profile.clone_from(&self.profile);
        forward
    }
}

fn forward(platform: &str, body: Vec<u8>) -> PassthroughForward {
    PassthroughForward::new(platform, "bot-1", "POST", "/discord/interactions/bot-1", body)
}

fn cases() -> Vec<Case> {
    let cases: Vec<Case> = serde_json::from_str(include_str!("interaction.json")).expect("a list of cases");
    assert_eq!(cases.len(), 73, "a case came or went");
    cases
}

/// An event as JSON, without what is null, empty or false.
fn compact(event: &MessageEvent) -> Value {
    fn said(value: Value) -> Option<Value> {
        match value {
            Value::Null | Value::Bool(false) => None,
            Value::Array(items) if items.is_empty() => None,
            Value::Object(members) => {
                let members = members.into_iter().filter_map(|(key, value)| Some((key, said(value)?)));
                Some(Value::Object(members.collect()))
            }
            value => Some(value),
        }
    }
    said(serde_json::to_value(event).expect("an event is JSON")).expect("an event says something")
}

#[test]
fn each_case_of_the_facts_becomes_what_it_says() {
    let mut wrong = Vec::new();
    for case in cases() {
        let found = read(&case.forward());
        let (event, unhandled) = match &found {
            Ok(event) => (Some(compact(event)), None),
            Err(reason) => (None, Some(format!("{reason:?}"))),
        };
        if (&event, &unhandled) != (&case.event, &case.unhandled) {
            wrong.push(format!("{} ({}): {event:?} {unhandled:?}", case.name, case.facts));
        }
        let key = found.ok().map(|event| session_key(&event.source, &KeyOptions::default()));
        if case.session_key.is_some() && key != case.session_key {
            wrong.push(format!("{} ({}): {key:?}", case.name, case.facts));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_case_hands_the_agent_an_empty_message() {
    let empty =
        |case: &&Case| case.real.as_deref().is_some_and(|real| real.starts_with("an event with empty text"));
    let cases = cases();
    let empty: Vec<_> = cases.iter().filter(empty).collect();
    assert!(empty.len() >= 15, "{}", empty.len());
    for case in empty {
        // Only a form says something that the real gateway loses.
        let form = case.name.starts_with("a form in");
        assert_eq!(case.unhandled.is_none(), form, "{}", case.name);
    }
}

#[test]
fn only_the_body_the_platform_and_the_profile_play_a_part() {
    let body = json!({"type": 2, "channel_id": "c", "data": {"name": "x"}}).to_string().into_bytes();
    let mut odd = PassthroughForward::new("discord", "", "DELETE", "", body.clone());
    odd.headers = vec![("content-type".into(), "text/xml".into())];
    assert_eq!(read(&odd), read(&forward("discord", body)));
}

#[test]
fn a_body_is_read_127_levels_deep_and_no_deeper() {
    let nested = |levels: usize| {
        let body = format!(
            "{{\"type\":2,\"data\":{{\"name\":\"x\"}},\"x\":{}{}}}",
            "[".repeat(levels),
            "]".repeat(levels)
        );
        read(&forward("discord", body.into_bytes())).map(|event| event.text)
    };
    assert_eq!(nested(126), Ok("/x".into()));
    assert_eq!(nested(127), Err(Unhandled::NotJson));
    assert_eq!(nested(100_000), Err(Unhandled::NotJson));
}

#[test]
fn an_interaction_and_a_message_of_one_channel_are_one_session() {
    let body = json!({"type": 2, "channel_id": "C", "guild_id": "G", "member": {"user": {"id": "U"}}, "data": {"name": "x"}});
    let interaction = read(&forward("discord", body.to_string().into_bytes())).expect("an event");
    let message = super::source(
        &json!({"platform": "discord", "chat_id": "C", "chat_type": "group", "user_id": "U", "scope_id": "G"}),
    );
    let key = |source| session_key(source, &KeyOptions::default());
    assert_eq!(key(&interaction.source), key(&message));
}

#[derive(Deserialize)]
struct Captured {
    text: Option<String>,
    message_type: Option<String>,
    display_name: Option<String>,
    session_key: Option<String>,
    unhandled: Option<String>,
}

/// The frames of the capture's passthrough steps, by step.
fn captured() -> Vec<(String, Value)> {
    include_str!("../../captures/seed-session.ndjson")
        .lines()
        .map(|line| serde_json::from_str::<Map<String, Value>>(line).expect("a capture's line is JSON"))
        .filter(|line| line["frame"]["type"] == "passthrough_forward")
        .map(|mut line| (line["step"].as_str().expect("a step").to_owned(), line["frame"].take()))
        .collect()
}

/// What the real gateway of the seed revision made of each step.
fn real() -> BTreeMap<String, Value> {
    let lines = include_str!("../../captures/seed-decoded.ndjson").lines();
    let records = lines.map(|line| serde_json::from_str::<Value>(line).expect("a record is JSON"));
    records.map(|record| (record["step"].as_str().expect("a step").to_owned(), record)).collect()
}

#[test]
fn the_captured_interactions_become_what_the_facts_say_and_not_what_the_real_gateway_made() {
    let expected: BTreeMap<String, Captured> =
        serde_json::from_str(include_str!("captured_interactions.json")).expect("a map of steps");
    let real = real();
    let (mut discord, mut others) = (0, 0);
    for (step, frame) in captured() {
        let Ok(Decoded::Known(ConnectorFrame::PassthroughForward(frame))) = decode(&frame.to_string()) else {
            assert!(!expected.contains_key(&step), "{step} is out of contract");
            continue;
        };
        let found = read(&frame.forward);
        let Some(expected) = expected.get(&step) else {
            assert_eq!(found, Err(Unhandled::Platform), "{step}");
            assert_eq!(real[&step]["event"], Value::Null, "the real gateway drops {step}");
            others += 1;
            continue;
        };
        discord += 1;
        let event = match found {
            Ok(event) => event,
            Err(reason) => {
                assert_eq!(expected.unhandled.as_deref(), Some(format!("{reason:?}").as_str()), "{step}");
                // A ping alone was made an event, of no text and in a session of nobody.
                let wrong = reason == Unhandled::Ping;
                assert_eq!(real[&step]["event"]["text"] == "", wrong, "{step}");
                continue;
            }
        };
        let key = session_key(&event.source, &KeyOptions::default());
        assert_eq!(Some(event.text.as_str()), expected.text.as_deref(), "{step}");
        assert_eq!(Some(event.message_type.as_str()), expected.message_type.as_deref(), "{step}");
        assert_eq!(event.source.user_display_name, expected.display_name, "{step}");
        assert_eq!(Some(key), expected.session_key, "{step}");

        let theirs = &real[&step];
        assert_eq!(theirs["event"]["source"]["platform"], "relay", "{step}");
        assert_ne!(theirs["session_key"].as_str(), expected.session_key.as_deref(), "{step}");
        for (ours, member) in [
            (Some(event.source.chat_id), "chat_id"),
            (event.source.user_id, "user_id"),
            (event.source.user_name, "user_name"),
            (event.source.scope_id, "guild_id"),
            (event.source.message_id, "message_id"),
        ] {
            assert_eq!(ours.as_deref(), theirs["event"]["source"][member].as_str(), "{step}: {member}");
        }
    }
    assert_eq!((discord, discord), (expected.len(), 9));
    assert!(others >= 10, "{others}");
}

/// JSON that looks like an interaction in places.
fn almost() -> impl Strategy<Value = Value> {
    let key = prop_oneof![
        Just("type"),
        Just("data"),
        Just("name"),
        Just("options"),
        Just("value"),
        Just("custom_id"),
        Just("components"),
        Just("component"),
        Just("values"),
        Just("member"),
        Just("user"),
        Just("id"),
        Just("channel"),
        Just("channel_id"),
        Just("guild_id"),
        Just("message"),
        Just("parent_id"),
        Just("nick"),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (0..13_i64).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "[a-z:.]{0,6}|hp1:a:b".prop_map(Value::from),
    ];
    let value = leaf.prop_recursive(5, 60, 6, move |inner| {
        let members = prop::collection::vec((key.clone(), inner.clone()), 0..6);
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(Value::from),
            members.prop_map(|members| members
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect::<Value>()),
        ]
    });
    (1..6_i64, value.clone(), value.clone(), value.clone(), value).prop_map(|(kind, data, member, user, channel)| {
        json!({"type": kind, "data": data, "member": member, "user": user, "channel": channel, "channel_id": kind, "guild_id": kind})
    })
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(body in prop::collection::vec(any::<u8>(), 0..200)) {
        assert!(read(&forward("discord", body)).is_err());
    }

    #[test]
    fn no_almost_interaction_makes_it_panic_or_say_nothing(body in almost()) {
        if let Ok(event) = read(&forward("discord", body.to_string().into_bytes())) {
            assert!(!event.text.is_empty());
            assert_eq!(event.source.platform, "discord");
        }
    }
}
