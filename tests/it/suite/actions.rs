//! The actions: what goes on the wire, and what comes back.

use relay_contract::frame::{
    ActionResult, ChatInfo, DeleteAction, DraftAction, EditAction, FollowUpAction, Int, OutboundAction,
    ReactAction, SendAction, SendMediaAction, TaskCardAction, TaskCardStopAction, TypingAction,
};
use relay_contract::relay::outcome::Outcome;
use relay_contract::relay::{ActionError, Extent, Question, RenameIf};

use super::*;

fn draft(content: &str) -> DraftAction {
    DraftAction::new("1", Int::constant(7), content, false)
}

/// A rename without a condition that is `false`: the document gives it a default, and the types write it.
fn without_false_condition(mut action: Value) -> Value {
    if action["only_if_connector_created"] == false {
        action.as_object_mut().expect("an object").remove("only_if_connector_created");
    }
    action
}

/// Asks for every action once.
async fn act_all<T: RelayTransport>(
    adapter: &RelayAdapter<T>,
) -> Vec<(&'static str, Result<(), ActionError>)> {
    let media = SendMediaAction::new("1", "image", "https://example.org/cat.png", "A cat");
    let question = Question::approval("May I?", Extent::Once);
    vec![
        ("send", adapter.send(SendAction::new("1", "hello")).await.map(drop)),
        ("edit", adapter.edit(EditAction::new("1", "m1", "hello!")).await.map(drop)),
        ("typing", adapter.typing(TypingAction::new("1")).await),
        (
            "follow_up",
            adapter.follow_up(FollowUpAction::new("s", "discord.interaction_token", "hi")).await.map(drop),
        ),
        ("get_chat_info", adapter.get_chat_info("1").await.map(drop)),
        ("send_media", adapter.send_media(media).await.map(drop)),
        ("prompt", adapter.ask("1", "s", question).await.map(drop)),
        ("react", adapter.react(ReactAction::new("1", "m1", "👀", false)).await),
        ("thread_create", adapter.thread_create("1", "plans").await.map(drop)),
        ("thread_rename", adapter.thread_rename(None, "2", "plans", RenameIf::Always).await),
        ("draft", adapter.draft(draft("so far")).await.map(drop)),
        ("task_card", adapter.task_card(TaskCardAction::new("1", "turn:a")).await),
        ("task_card_stop", adapter.task_card_stop(TaskCardStopAction::new("1", "turn:a")).await),
        ("delete", adapter.delete(DeleteAction::new("1", "m1")).await),
    ]
}

pub(super) async fn each_action_is_sent_with_exactly_its_keys<L: Link>() {
    let bench = Bench::<L>::new(telegram()).await;
    for (op, result) in act_all(&bench.adapter).await {
        result.unwrap_or_else(|error| panic!("{op}: {error}"));
    }
    let keys = [
        ("send", "chat_id content metadata op reply_to"),
        ("edit", "chat_id content message_id metadata op"),
        ("typing", "chat_id metadata op"),
        ("follow_up", "content kind metadata op session_key"),
        ("get_chat_info", "chat_id op"),
        ("send_media", "chat_id content media_kind metadata op reply_to source_url"),
        ("prompt", "chat_id content metadata op options prompt_id prompt_kind reply_to"),
        ("react", "chat_id emoji message_id metadata op remove"),
        ("thread_create", "chat_id metadata op thread_name"),
        ("thread_rename", "chat_id message_id metadata op thread_name"),
        ("draft", "chat_id content draft_id final metadata op"),
        ("task_card", "card_id chat_id chunks metadata op"),
        ("task_card_stop", "card_id chat_id metadata op"),
        ("delete", "chat_id message_id metadata op"),
    ];
    let sent: Vec<_> = bench.connector.sent().into_iter().map(without_false_condition).collect();
    assert_eq!(sent.len(), OutboundAction::TAGS.len(), "every action of the contract");
    for (action, (op, keys)) in sent.iter().zip(keys) {
        let mut found: Vec<_> = action.as_object().expect("an object").keys().map(String::as_str).collect();
        found.sort_unstable();
        assert_eq!((action["op"].as_str(), found.join(" ").as_str()), (Some(op), keys));
    }
}

pub(super) async fn what_is_null_empty_or_false_is_written_all_the_same<L: Link>() {
    let bench = Bench::<L>::new(telegram()).await;
    act_all(&bench.adapter).await;
    assert_eq!(bench.connector.sent_op("send")[0]["reply_to"], Value::Null);
    assert_eq!(bench.connector.sent_op("send")[0]["metadata"], json!({}));
    assert_eq!(bench.connector.sent_op("react")[0]["remove"], false);
    assert_eq!(bench.connector.sent_op("draft")[0]["final"], false);
    assert_eq!(bench.connector.sent_op("task_card")[0]["chunks"], json!([]));
}

pub(super) async fn what_is_not_advertised_is_refused_here_and_no_frame_is_sent<L: Link>() {
    let bench = Bench::<L>::new(legacy()).await;
    for (op, result) in act_all(&bench.adapter).await {
        match (op, result) {
            ("send" | "edit" | "typing" | "follow_up", result) => result.expect(op),
            ("prompt", Err(error)) => assert_eq!(error.to_string(), "relay prompt op unavailable"),
            (op, Err(error)) => assert_eq!(error.to_string(), format!("connector does not advertise {op}")),
            (op, Ok(())) => panic!("{op} was sent"),
        }
    }
    let ops: Vec<_> = bench.connector.sent().iter().map(|action| action["op"].clone()).collect();
    assert_eq!(ops, ["send", "edit", "typing", "follow_up"]);
}

pub(super) async fn the_list_of_the_chat_s_own_platform_decides<L: Link>() {
    let two = [Identity::new("telegram", ""), Identity::new("discord", "bot-1")];
    let discord = descriptor(&json!({"platform": "discord", "supported_ops": ["react"]}));
    let bench = Bench::<L>::of(vec![legacy(), discord], &two).await;
    bench.push(MessageEvent::new("hello", "text", SessionSource::new("discord", "chan-9", "group")));
    bench.idle().await;
    let react = |chat: &str| ReactAction::new(chat, "m", "👀", false);
    bench.adapter.react(react("chan-9")).await.expect("discord lists it");
    let error = bench.adapter.react(react("55501")).await.expect_err("the default does not");
    assert!(matches!(error, ActionError::NotAdvertised { op } if op == "react"));
}

pub(super) async fn a_send_gives_the_whole_answer<L: Link>() {
    let bench = Bench::<L>::new(telegram()).await;
    let answer =
        ActionResult::new(true).with_message_id("m9").with_thread_id("t9").with_auto_thread_name("Plans");
    bench.connector.set_next_send_result(answer.clone());
    assert_eq!(bench.adapter.send(SendAction::new("1", "hello")).await.expect("it succeeds"), answer);
}

pub(super) async fn an_edit_gives_the_id_of_the_answer_else_the_one_asked_for<L: Link>() {
    let bench = Bench::<L>::new(telegram()).await;
    let edit = || EditAction::new("1", "m1", "better");
    assert_eq!(bench.adapter.edit(edit()).await.expect("it succeeds"), "m1");
    bench.connector.queue_result(ActionResult::new(true).with_message_id("m2"));
    assert_eq!(bench.adapter.edit(edit()).await.expect("it succeeds"), "m2");
}

pub(super) async fn typing_shows_a_sign_a_phrase_or_on_slack_takes_it_away<L: Link>() {
    for (platform, signs) in [
        ("telegram", vec![Value::Null, json!("thinking")]),
        ("slack", vec![Value::Null, json!("thinking"), json!("")]),
    ] {
        let bench = Bench::<L>::new(descriptor(&json!({"platform": platform}))).await;
        for action in [
            TypingAction::new("1"),
            TypingAction::new("1").with_content("thinking"),
            TypingAction::new("1").with_content(""),
        ] {
            bench.adapter.typing(action).await.expect("it succeeds");
        }
        let sent: Vec<_> = bench.connector.sent().iter().map(|action| action["content"].clone()).collect();
        assert_eq!(sent, signs, "{platform}");
    }
}

pub(super) async fn a_follow_up_carries_no_credential<L: Link>() {
    let bench = Bench::<L>::new(telegram()).await;
    let key = "agent:main:discord:group:chan-9:user-3";
    let action = FollowUpAction::new(key, "discord.interaction_token", "Done.");
    let result = bench.adapter.follow_up(action).await.expect("it succeeds");
    assert_eq!(result.message_id.as_deref(), Some("f1"));
    assert_eq!(
        bench.connector.follow_ups(),
        [
            json!({"op": "follow_up", "session_key": key, "kind": "discord.interaction_token", "content": "Done.",
            "metadata": {}})
        ]
    );
}

pub(super) async fn a_follow_up_that_the_connector_cannot_resolve_keeps_its_error<L: Link>() {
    let bench = Bench::<L>::new(telegram()).await;
    bench.connector.set_next_follow_up_result(ActionResult::new(false).with_error("no live capability"));
    let action = FollowUpAction::new("s", "discord.interaction_token", "Done.");
    let error = bench.adapter.follow_up(action).await.expect_err("it fails");
    assert_eq!((error.to_string().as_str(), error.outcome()), ("no live capability", Outcome::Failed));
}

pub(super) async fn chat_info_is_read_nested_or_flat<L: Link>() {
    let bench = Bench::<L>::new(telegram()).await;
    let nested = ChatInfo::new().with_name("general").with_type_("channel");
    let cases = [
        (ActionResult::new(true).with_chat_info(nested.clone()), ("general", "channel")),
        (ActionResult::new(true).with_name("general").with_type_("channel"), ("general", "channel")),
        (ActionResult::new(true).with_chat_info(nested).with_name("other"), ("general", "channel")),
        (ActionResult::new(true).with_chat_info(ChatInfo::new()).with_name("flat"), ("flat", "dm")),
        (ActionResult::new(true).with_chat_info(ChatInfo::new().with_type_("group")), ("c1", "group")),
        (ActionResult::new(true), ("c1", "dm")),
    ];
    for (result, expected) in cases {
        bench.connector.set_chat_info("c1", result.clone());
        let info = bench.adapter.get_chat_info("c1").await.expect("it succeeds");
        assert_eq!(
            (info.name.as_deref(), info.type_.as_deref()),
            (Some(expected.0), Some(expected.1)),
            "{result:?}"
        );
    }
    assert!(bench.connector.frames().iter().all(|frame| frame.get("platform").is_none()), "never tagged");
}

pub(super) async fn chat_info_is_an_answer_without_success_too<L: Link>() {
    let bench = Bench::<L>::new(telegram()).await;
    let nested = ChatInfo::new().with_name("general");
    for result in [
        ActionResult::new(false).with_name("general").with_type_("dm"),
        ActionResult::new(false).with_chat_info(nested),
    ] {
        bench.connector.set_chat_info("c1", result);
        let info = bench.adapter.get_chat_info("c1").await.expect("it is an answer");
        assert_eq!((info.name.as_deref(), info.type_.as_deref()), (Some("general"), Some("dm")));
    }
    bench.connector.set_chat_info("c1", ActionResult::new(false).with_name("c1").with_error("unknown chat"));
    bench.adapter.get_chat_info("c1").await.expect_err("it says that something went wrong");
}

pub(super) async fn a_chat_that_is_not_known_is_an_error_and_not_an_invented_chat<L: Link>() {
    let bench = Bench::<L>::new(telegram()).await;
    bench.connector.set_chat_info("c1", ActionResult::new(false).with_error("unknown chat"));
    let error = bench.adapter.get_chat_info("c1").await.expect_err("it fails");
    assert_eq!(error.to_string(), "unknown chat");
    bench.cut().await;
    let error = bench.adapter.get_chat_info("c1").await.expect_err("it fails");
    assert_eq!(error.to_string(), "relay transport not connected");
}

pub(super) async fn a_thread_s_name_is_made_to_fit<L: Link>() {
    let bench = Bench::<L>::new(telegram()).await;
    bench.connector.queue_result(ActionResult::new(true).with_thread_id("t1").with_message_id("m1"));
    bench.connector.queue_result(ActionResult::new(true).with_message_id("m2"));
    let created = [
        bench.adapter.thread_create("1", "  plans \n").await.expect("it succeeds"),
        bench.adapter.thread_create("1", " ").await.expect("it succeeds"),
        bench.adapter.thread_create("1", &"é".repeat(150)).await.expect("it succeeds"),
    ];
    assert_eq!(created, [Some("t1".to_owned()), Some("m2".to_owned()), None]);
    bench.adapter.thread_create("1", &format!("{} y", "x".repeat(99))).await.expect("it succeeds");
    let names: Vec<_> = bench.connector.sent().iter().map(|action| action["thread_name"].clone()).collect();
    assert_eq!(names, [json!("plans"), json!("handoff"), json!("é".repeat(100)), json!("x".repeat(99))]);
}

pub(super) async fn a_rename_names_the_parent_and_at_most_one_condition<L: Link>() {
    let bench = Bench::<L>::new(telegram()).await;
    let rename = |condition| bench.adapter.thread_rename(Some("parent"), "th", " new \t name ", condition);
    rename(RenameIf::Always).await.expect("it succeeds");
    rename(RenameIf::CurrentName("old".to_owned())).await.expect("it succeeds");
    rename(RenameIf::ConnectorCreated).await.expect("it succeeds");
    let base = json!({"op": "thread_rename", "chat_id": "parent", "message_id": "th", "thread_name": "new name",
        "metadata": {}});
    let with = |key: &str, value: Value| {
        let mut action = base.clone();
        action[key] = value;
        action
    };
    let sent = [
        base.clone(),
        with("only_if_current_name", json!("old")),
        with("only_if_connector_created", json!(true)),
    ];
    let found: Vec<_> = bench.connector.sent().into_iter().map(without_false_condition).collect();
    assert_eq!(found, sent);

    let error = bench.adapter.thread_rename(None, "th", " \n", RenameIf::Always).await.expect_err("no name");
    assert!(matches!(error, ActionError::ThreadName));
    bench.adapter.thread_rename(None, "th", "x", RenameIf::Always).await.expect("it succeeds");
    assert_eq!(bench.connector.sent()[3]["chat_id"], "th", "without a parent the thread stands in");
    assert_eq!(bench.connector.sent().len(), 4);
}

pub(super) async fn a_failure_without_a_text_says_which_action_it_was<L: Link>() {
    let bench = Bench::<L>::new(telegram()).await;
    bench.connector.queue_result(ActionResult::new(false));
    let error = bench.adapter.task_card(TaskCardAction::new("1", "turn:a")).await.expect_err("as queued");
    assert_eq!(error.to_string(), "task_card failed");
}

pub(super) async fn a_thread_that_the_connector_opened_is_remembered_with_its_name<L: Link>() {
    let bench = Bench::<L>::new(telegram()).await;
    let answer = |thread: &str| ActionResult::new(true).with_thread_id(thread).with_auto_thread_name("Plans");
    bench.connector.queue_result(answer("t9"));
    bench.connector.queue_result(answer("t10").with_auto_thread_name(""));
    bench.connector.queue_result(answer("t11"));
    for _ in 0..2 {
        bench.adapter.send(SendAction::new("1", "hello")).await.expect("it succeeds");
    }
    let thread = bench.adapter.auto_thread("1").expect("it was told");
    assert_eq!((thread.thread_id.as_str(), thread.name.as_str()), ("t9", "Plans"), "both parts are needed");
    bench.adapter.edit(EditAction::new("2", "m", "hello")).await.expect("it succeeds");
    assert_eq!(bench.adapter.auto_thread("2"), None, "only a send opens threads");
    for n in 0..256 {
        bench.connector.queue_result(answer("t"));
        bench.adapter.send(SendAction::new(format!("chat {n}"), "hello")).await.expect("it succeeds");
    }
    assert!(bench.adapter.auto_thread("chat 0").is_some());
    assert_eq!(bench.adapter.auto_thread("1"), None, "256 chats are remembered");
}
