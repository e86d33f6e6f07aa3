//! Law 1 and law 3 for frames that nobody has read: built by constructors, setters and defaults.

use relay_contract::contract::Definition;
use relay_contract::frame::*;
use serde_json::{Map, Value, json};

use super::document::DOCUMENT;
use super::duties::not_sent;
use super::oracle::Oracle;
use super::strict;
use super::subject::Subject;

fn map(value: &Value) -> Map<String, Value> {
    value.as_object().cloned().expect("an object is given")
}

/// Each frame of the gateway as little and as much as it can say.
fn of_the_gateway() -> Vec<GatewayFrame> {
    let actions: Vec<OutboundAction> = vec![
        SendAction::new("c", "").into(),
        SendAction::new("c", "t").with_reply_to("m").with_metadata(map(&json!({"a": [null, 1.5]}))).into(),
        EditAction::new("c", "m", "t").into(),
        EditAction::new("c", "m", "t").with_metadata(Map::new()).into(),
        TypingAction::new("").into(),
        FollowUpAction::new("k", "kind", "t").into(),
        FollowUpAction::new("k", "kind", "t").with_metadata(map(&json!({"a": {}}))).into(),
        GetChatInfoAction::new("c").into(),
    ];
    let mut frames: Vec<GatewayFrame> = vec![
        HelloFrame::new("discord", "b").into(),
        HelloFrame::default().into(),
        InterruptFrame::new("k").into(),
        InterruptFrame::new("k").with_reason("").into(),
        GoingIdleFrame::new().into(),
        InboundAckFrame::new("b").into(),
    ];
    frames.extend(actions.into_iter().map(|action| OutboundFrame::new("r", action).into()));
    frames
}

/// Each frame of the connector as little and as much as it can say.
fn of_the_connector() -> Vec<ConnectorFrame> {
    let descriptor = CapabilityDescriptor::new(1, "p", "l", 0, true, false, true, "", "later");
    let full = SessionSource::default()
        .with_chat_name("n")
        .with_user_id("u")
        .with_user_name("n")
        .with_thread_id("t")
        .with_chat_topic("t")
        .with_user_id_alt("u")
        .with_chat_id_alt("c")
        .with_guild_id("g")
        .with_parent_chat_id("p")
        .with_message_id("m");
    let event = MessageEvent::new("t", MessageEventMessageType::Photo, full)
        .with_message_id("m")
        .with_reply_to_message_id("m")
        .with_media_urls(vec!["u".to_owned(), String::new()]);
    let forward = PassthroughForward::new("p", "b", "POST", "/", b"\0\xff");
    let headers = vec![("K".to_owned(), "v".to_owned()), ("K".to_owned(), String::new())];
    let result = ActionResult::new(true)
        .with_message_id("m")
        .with_error("")
        .with_name("n")
        .with_type_("dm")
        .with_chat_info(ChatInfo::default().with_name("n").with_type_("t"));
    vec![
        DescriptorFrame::new(descriptor.clone()).into(),
        DescriptorFrame::new(descriptor.with_emoji("").with_platform_hint("h").with_pii_safe(true)).into(),
        InboundFrame::default().into(),
        InboundFrame::new(MessageEvent::default()).with_buffer_id("b").into(),
        InboundFrame::new(event).into(),
        OutboundResultFrame::new("r", ActionResult::default()).into(),
        OutboundResultFrame::new("r", result).into(),
        InterruptInboundFrame::new("k", "c").into(),
        InterruptInboundFrame::default().into(),
        GoingIdleAckFrame::default().into(),
        PassthroughForwardFrame::new(forward.clone()).into(),
        PassthroughForwardFrame::new(forward.with_headers(headers)).with_buffer_id("b").into(),
    ]
}

#[test]
fn every_frame_that_can_be_built_is_valid_and_reads_as_itself() {
    let mut tags: Vec<_> = of_the_gateway().iter().map(|frame| holds_the_laws(frame, frame.tag())).collect();
    tags.extend(of_the_connector().iter().map(|frame| holds_the_laws(frame, frame.tag())));
    assert_eq!(tags.len(), 26);
    let frames = DOCUMENT.contract.frames().map(Definition::word);
    let unbuilt: Vec<_> = frames.filter(|tag| !tags.iter().any(|built| built == tag)).collect();
    assert!(unbuilt.is_empty(), "no constructor of {unbuilt:?} was tried");
}

fn holds_the_laws<F: Frame + PartialEq + std::fmt::Debug>(frame: &F, tag: &str) -> String {
    let written = encode(frame).expect("it holds only what the contract knows");
    let value = strict::read(&written).expect("what is written is well-formed");
    let subject = Subject::Frames(F::WRITER);
    assert!(Oracle::new(&DOCUMENT, &DOCUMENT.writer, subject).accepts(&value), "law 1: {written}");
    assert_eq!(not_sent(&DOCUMENT, subject, &value), None, "law 1: {written}");
    match decode::<F>(&written) {
        Ok(Decoded::Known(read)) => assert_eq!(&read, frame, "law 3: {written}"),
        other => panic!("law 3: {written} reads as {other:?}"),
    }
    tag.to_owned()
}

#[test]
fn bodies_are_byte_identical() {
    let bytes: Vec<u8> = (0..=255).collect();
    for length in 0..=bytes.len() {
        let body = &bytes[bytes.len() - length..];
        let forward = PassthroughForward::new("p", "b", "POST", "/", body);
        let frame = ConnectorFrame::from(PassthroughForwardFrame::new(forward));
        let written = encode(&frame).expect("it can be written");
        let Ok(Decoded::Known(ConnectorFrame::PassthroughForward(read))) = decode(&written) else {
            panic!("a body of {length} bytes is not read");
        };
        assert_eq!(read.forward.body_b64.as_bytes(), body);
    }
}
