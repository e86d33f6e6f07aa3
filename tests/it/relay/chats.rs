//! What is remembered of chats, and put back.

use relay_contract::relay::chats::{CHAT_CAPACITY, Chats};
use serde_json::{Map, Value, json};

use super::event;

/// The metadata of an action toward `chat_id`, after what is known was put into `metadata`.
fn put_back(chats: &mut Chats, chat_id: &str, metadata: &Value) -> Value {
    let mut metadata: Map<String, Value> = metadata.as_object().expect("an object").clone();
    chats.put_back(chat_id, &mut metadata);
    Value::from(metadata)
}

fn known(sources: &[Value]) -> Chats {
    let mut chats = Chats::new();
    for source in sources {
        chats.learn(&event(source, None));
    }
    chats
}

fn guild_chat() -> Value {
    json!({"platform": "discord", "chat_id": "chan-9", "chat_type": "group", "scope_id": "guild-1", "user_id": "user-3"})
}

#[test]
fn a_reply_in_a_scoped_chat_carries_scope_and_user() {
    let mut chats = known(&[guild_chat()]);
    assert_eq!(
        put_back(&mut chats, "chan-9", &json!({})),
        json!({"scope_id": "guild-1", "user_id": "user-3"})
    );
    let thread = put_back(&mut chats, "chan-9", &json!({"thread_id": "7"}));
    assert_eq!(thread, json!({"thread_id": "7", "scope_id": "guild-1", "user_id": "user-3"}));
}

#[test]
fn a_reply_in_a_dm_carries_the_user() {
    let mut chats =
        known(&[json!({"platform": "telegram", "chat_id": "55501", "chat_type": "dm", "user_id": "55501"})]);
    assert_eq!(put_back(&mut chats, "55501", &json!({})), json!({"user_id": "55501"}));
}

#[test]
fn a_reply_for_a_profile_carries_it() {
    let mut chats = known(&[json!({"chat_id": "c", "profile": "coder"})]);
    assert_eq!(put_back(&mut chats, "c", &json!({})), json!({"profile": "coder"}));
}

#[test]
fn an_explicit_value_is_kept() {
    let mut chats = known(&[guild_chat()]);
    let explicit = json!({"scope_id": "guild-2", "user_id": "user-4", "profile": 7});
    assert_eq!(put_back(&mut chats, "chan-9", &explicit), explicit);
    for unset in [json!(null), json!("")] {
        let found = put_back(&mut chats, "chan-9", &json!({"scope_id": unset, "user_id": "user-4"}));
        assert_eq!(found, json!({"scope_id": "guild-1", "user_id": "user-4"}));
    }
}

#[test]
fn nothing_is_invented_for_an_unknown_chat() {
    let mut chats = known(&[guild_chat()]);
    for chat_id in ["chan-8", "", "guild-1"] {
        assert_eq!(put_back(&mut chats, chat_id, &json!({"notify": true})), json!({"notify": true}));
        assert!(chats.get(chat_id).is_none());
    }
    assert_eq!(chats.len(), 1, "asking does not remember");
}

#[test]
fn guild_id_is_neither_learned_nor_written() {
    let mut chats = known(&[json!({"platform": "discord", "chat_id": "c", "guild_id": "guild-1"})]);
    assert_eq!(put_back(&mut chats, "c", &json!({})), json!({}));
}

#[test]
fn a_rename_finds_the_scope_by_the_parent_chat_and_not_by_the_thread() {
    let mut chats = known(&[guild_chat()]);
    assert_eq!(put_back(&mut chats, "thread-1", &json!({})), json!({}));
    assert_eq!(put_back(&mut chats, "chan-9", &json!({}))["scope_id"], "guild-1");
}

#[test]
fn the_last_writer_wins_and_an_unset_value_leaves_the_older_one() {
    let mut chats = known(&[
        guild_chat(),
        json!({"platform": "discord", "chat_id": "chan-9", "chat_type": "group", "scope_id": "guild-2", "user_id": ""}),
    ]);
    assert_eq!(
        put_back(&mut chats, "chan-9", &json!({})),
        json!({"scope_id": "guild-2", "user_id": "user-3"})
    );
}

#[test]
fn an_event_without_a_chat_teaches_nothing() {
    assert!(known(&[json!({"chat_id": "", "scope_id": "guild-1", "user_id": "u"})]).is_empty());
}

#[test]
fn the_platform_relay_is_not_remembered() {
    let mut chats = known(&[json!({"platform": "relay", "chat_id": "c"})]);
    assert_eq!(chats.get("c").expect("it is known").platform, None);
    chats.learn(&event(&json!({"platform": " Discord ", "chat_id": "c"}), None));
    chats.learn(&event(&json!({"platform": "relay", "chat_id": "c"}), None));
    assert_eq!(chats.get("c").expect("it is known").platform.as_deref(), Some("discord"));
}

#[test]
fn the_kind_of_chat_and_the_last_message_are_remembered() {
    let mut chats = Chats::default();
    chats.learn(&event(&guild_chat(), Some("m1")));
    chats.learn(&event(&guild_chat(), None));
    let chat = chats.get("chan-9").expect("it is known");
    assert_eq!((chat.chat_type.as_str(), chat.last_message_id.as_deref()), ("group", Some("m1")));
}

#[test]
fn ten_thousand_chats_leave_memory_flat() {
    let mut chats = Chats::new();
    let chat = |number: usize| json!({"platform": "discord", "chat_id": number.to_string(), "scope_id": "g"});
    for number in 0..10_000 {
        chats.learn(&event(&chat(number), None));
        assert_eq!(chats.len(), CHAT_CAPACITY.min(number + 1));
    }
    assert_eq!(CHAT_CAPACITY, 4096);
    for number in 0..10_000 {
        let remembered = chats.get(&number.to_string()).is_some();
        assert_eq!(remembered, number >= 10_000 - CHAT_CAPACITY, "{number}");
    }
}

#[test]
fn a_chat_that_is_answered_outlives_the_others() {
    let mut chats = Chats::new();
    let chat = |number: usize| json!({"platform": "discord", "chat_id": number.to_string(), "scope_id": "g"});
    chats.learn(&event(&chat(0), None));
    for number in 1..3 * CHAT_CAPACITY {
        chats.learn(&event(&chat(number), None));
        if number % 1000 == 0 {
            assert_eq!(put_back(&mut chats, "0", &json!({})), json!({"scope_id": "g"}), "{number}");
        }
    }
    assert_eq!(chats.len(), CHAT_CAPACITY);
}
