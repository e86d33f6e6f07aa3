//! What is put back into an action, and as whom it is sent.

use relay_contract::frame::{EditAction, FollowUpAction, ReactAction, SendAction, TypingAction};
use relay_contract::relay::{ActionError, RenameIf};

use super::*;

fn discord() -> relay_contract::frame::CapabilityDescriptor {
    descriptor(&json!({"platform": "discord"}))
}

async fn two_identities<L: Link>() -> Bench<L> {
    let identities = [Identity::new("telegram", ""), Identity::new("discord", "bot-1")];
    Bench::<L>::of(vec![telegram(), discord()], &identities).await
}

/// A message in a channel of a guild.
fn in_guild(chat_id: &str) -> MessageEvent {
    let source = SessionSource::new("discord", chat_id, "group")
        .with_user_id("user-3")
        .with_scope_id("guild-1")
        .with_profile("coder");
    MessageEvent::new("hello", "text", source)
}

pub(super) async fn scope_user_and_profile_are_put_back_and_the_identity_is_stamped<L: Link>() {
    let bench = two_identities::<L>().await;
    bench.push(in_guild("chan-9"));
    bench.idle().await;
    bench.adapter.send(SendAction::new("chan-9", "hi")).await.expect("it succeeds");
    bench.adapter.edit(EditAction::new("chan-9", "m", "hi")).await.expect("it succeeds");
    bench.adapter.typing(TypingAction::new("chan-9")).await.expect("it succeeds");
    for frame in bench.connector.frames() {
        assert_eq!((&frame["platform"], &frame["botId"]), (&json!("discord"), &json!("bot-1")));
        let metadata = json!({"scope_id": "guild-1", "user_id": "user-3", "profile": "coder"});
        assert_eq!(frame["action"]["metadata"], metadata);
    }
    assert_eq!(bench.connector.frames().len(), 3);
}

pub(super) async fn an_explicit_value_is_kept_and_the_gateway_s_own_notes_stay_here<L: Link>() {
    let bench = two_identities::<L>().await;
    bench.push(in_guild("chan-9"));
    bench.idle().await;
    let mut action = SendAction::new("chan-9", "hi");
    for (key, value) in [
        ("scope_id", "guild-2"),
        ("_relay_logical_platform", "discord"),
        ("_interim_send", "yes"),
        ("_stream_reply_to_message_id", "m"),
        ("notify", "yes"),
    ] {
        action.metadata.insert(key.to_owned(), value.into());
    }
    bench.adapter.send(action).await.expect("it succeeds");
    let metadata = json!({"scope_id": "guild-2", "notify": "yes", "user_id": "user-3", "profile": "coder"});
    assert_eq!(bench.connector.sent()[0]["metadata"], metadata);
}

pub(super) async fn a_chat_that_is_not_known_gets_nothing_invented_and_no_tag<L: Link>() {
    let bench = two_identities::<L>().await;
    bench.push(MessageEvent::new("hello", "text", SessionSource::new("relay", "seen-as-relay", "dm")));
    bench.idle().await;
    for chat in ["never-seen", "seen-as-relay"] {
        bench.adapter.send(SendAction::new(chat, "hi")).await.expect("it succeeds");
    }
    for frame in bench.connector.frames() {
        assert_eq!(frame["action"]["metadata"], json!({}));
        assert!(frame.get("platform").is_none() && frame.get("botId").is_none());
    }
}

pub(super) async fn an_empty_bot_id_is_left_out<L: Link>() {
    let bench = two_identities::<L>().await;
    bench.push(message("55501", "hello"));
    bench.push(MessageEvent::new("hello", "text", SessionSource::new("signal", "s1", "dm")));
    bench.idle().await;
    bench.adapter.send(SendAction::new("55501", "hi")).await.expect("it succeeds");
    bench.adapter.send(SendAction::new("s1", "hi")).await.expect("it succeeds");
    let frames = bench.connector.frames();
    assert_eq!((&frames[0]["platform"], frames[0].get("botId")), (&json!("telegram"), None));
    assert_eq!((&frames[1]["platform"], frames[1].get("botId")), (&json!("signal"), None), "not fronted");
}

pub(super) async fn a_platform_that_the_caller_names_must_be_fronted<L: Link>() {
    let bench = two_identities::<L>().await;
    bench.adapter.act_as("discord", SendAction::new("chan-1", "hi")).await.expect("it succeeds");
    let frame = &bench.connector.frames()[0];
    assert_eq!((&frame["platform"], &frame["botId"]), (&json!("discord"), &json!("bot-1")));
    let error = bench.adapter.act_as("signal", SendAction::new("s1", "hi")).await.expect_err("not fronted");
    assert_eq!(error.to_string(), "relay does not front platform signal");
    assert!(matches!(error, ActionError::NotFronted { .. }));
    assert_eq!(bench.connector.frames().len(), 1);
}

pub(super) async fn a_follow_up_is_tagged_by_its_kind_and_gets_only_the_profile_of_its_session<L: Link>() {
    let bench = two_identities::<L>().await;
    bench.push(in_guild("chan-9"));
    bench.idle().await;
    let follow_up = |key: &str, kind: &str| bench.adapter.follow_up(FollowUpAction::new(key, kind, "Done."));
    follow_up("agent:coder:discord:group:chan-9:user-3", "discord.interaction_token")
        .await
        .expect("it succeeds");
    follow_up("agent:main:discord:group:chan-9:user-3", "sms.token").await.expect("it succeeds");
    let mut explicit = FollowUpAction::new("agent:coder:discord:dm:1", "discord.interaction_token", "Done.");
    explicit.metadata.insert("profile".to_owned(), "writer".into());
    bench.adapter.follow_up(explicit).await.expect("it succeeds");
    let frames = bench.connector.frames();
    assert_eq!((&frames[0]["platform"], &frames[0]["botId"]), (&json!("discord"), &json!("bot-1")));
    assert_eq!(frames[0]["action"]["metadata"], json!({"profile": "coder"}));
    assert!(frames[1].get("platform").is_none());
    assert_eq!(frames[1]["action"]["metadata"], json!({}));
    assert_eq!(frames[2]["action"]["metadata"], json!({"profile": "writer"}), "the caller's own is kept");
}

pub(super) async fn a_rename_is_looked_up_by_the_parent_and_tagged_by_it_else_by_the_thread<L: Link>() {
    let bench = two_identities::<L>().await;
    bench.push(in_guild("parent"));
    bench.push(in_guild("thread"));
    bench.idle().await;
    let rename = |parent| bench.adapter.thread_rename(parent, "thread", "plans", RenameIf::Always);
    rename(Some("parent")).await.expect("it succeeds");
    rename(Some("unknown")).await.expect("it succeeds");
    let frames = bench.connector.frames();
    assert_eq!(frames[0]["action"]["metadata"]["scope_id"], "guild-1");
    assert_eq!(frames[1]["action"]["metadata"], json!({}), "of an unknown parent nothing is known");
    assert!(frames.iter().all(|frame| frame["platform"] == "discord"));
}

pub(super) async fn format_hints_need_the_descriptor_and_the_operator<L: Link>() {
    let blocks = descriptor(&json!({"supports_block_formatting": true}));
    let asked = AdapterOptions::default().with_blocks(true, false);
    for (descriptor, options, hints) in [
        (blocks.clone(), asked.clone(), json!({"format_hints": {"rich_blocks": true}})),
        (blocks, AdapterOptions::default(), json!({})),
        (telegram(), asked, json!({})),
    ] {
        let bench = Bench::<L>::with(descriptor, options, |_, _| async { Ok(()) }).await;
        bench.adapter.send(SendAction::new("1", "hi")).await.expect("it succeeds");
        bench.adapter.react(ReactAction::new("1", "m", "👀", false)).await.expect("it succeeds");
        bench.adapter.edit(EditAction::new("1", "m", "hi")).await.expect("it succeeds");
        let mut own = SendAction::new("1", "hi");
        own.metadata.insert("format_hints".to_owned(), json!({}));
        bench.adapter.send(own).await.expect("it succeeds");
        assert_eq!(bench.connector.sent()[0]["metadata"], hints);
        assert_eq!(bench.connector.sent()[2]["metadata"], hints, "an edit as well");
        assert_eq!(bench.connector.sent()[3]["metadata"], json!({"format_hints": {}}), "the caller's own");
        assert_eq!(bench.connector.sent()[1]["metadata"], json!({}), "a reaction has no format");
    }
}
