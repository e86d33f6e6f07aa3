//! The real gateway's decoder as an oracle of ours, wherever the reader view accepts.

use std::collections::{BTreeMap, BTreeSet};

use relay_contract::Side;
use relay_contract::frame::{
    ActionResult, CapabilityDescriptor, ConnectorFrame, Decoded, GatewayFrame, MessageEvent,
    PassthroughForward, decode, encode,
};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::{Captured, capture, decoded};

/// Platforms that the real gateway knows; it turns any other into `relay` (contract section 6.3).
const KNOWN_PLATFORMS: [&str; 6] = ["discord", "telegram", "slack", "whatsapp", "signal", "matrix"];

#[test]
fn the_types_read_each_accepted_frame_as_the_real_gateway_did() {
    let mut records = decoded();
    let mut compared: BTreeMap<&str, usize> = BTreeMap::new();
    for Captured { writer, step, frame } in capture() {
        if writer == Side::Gateway {
            continue;
        }
        let Ok(Decoded::Known(frame)) = decode::<ConnectorFrame>(&frame.to_string()) else {
            continue;
        };
        let Some(records) = records.get_mut(&step) else {
            panic!("{step}: the oracle has no record");
        };
        let (kind, ours) = seen(&frame);
        if kind == "call-result" {
            // A call's outcome is of the whole step: the next test.
            continue;
        }
        let index = records.iter().position(|record| record["kind"] == kind);
        let Some(index) = index else {
            assert_eq!(step, "descriptor.second", "{step}: the oracle saw no {kind}");
            continue;
        };
        let record = records.remove(index);
        assert_eq!(ours, theirs(&record), "{step}");
        *compared.entry(kind).or_default() += 1;
    }
    let expected = [("descriptor", 1), ("inbound", 49), ("interrupt_inbound", 5), ("passthrough", 22)];
    assert_eq!(compared, BTreeMap::from(expected));
}

#[test]
fn the_outcome_of_each_call_is_what_its_one_result_says() {
    let mut results: BTreeMap<String, Vec<ActionResult>> = BTreeMap::new();
    for Captured { step, frame, .. } in capture() {
        if let Ok(Decoded::Known(ConnectorFrame::OutboundResult(frame))) = decode(&frame.to_string()) {
            results.entry(step).or_default().push(frame.result);
        }
    }
    let mut compared = 0;
    for (step, records) in decoded() {
        let (Some([result]), [record]) = (results.get(&step).map(Vec::as_slice), records.as_slice()) else {
            continue;
        };
        let theirs = &record.get("result").unwrap_or(&Value::Null);
        // A late answer and the answers to get_chat_info have other outcomes than a success and an id.
        if step == "send.timeout-then-late-result" || theirs.get("success").is_none() {
            continue;
        }
        let ours = json!({
            "success": result.success, "message_id": result.message_id, "error": result.error,
        });
        for member in ["success", "message_id", "error"] {
            assert_eq!(ours[member], theirs[member], "{step}: {member}");
        }
        compared += 1;
    }
    assert!(compared >= 15, "only {compared} calls were compared");
}

#[test]
fn where_the_reader_view_refuses_the_refusal_names_the_place() {
    let expected = BTreeMap::from([
        ("inbound.source-null", vec!["/event/source"]),
        ("inbound.numeric-ids", vec!["/event/source/chat_id", "/event/source/user_id", "/event/message_id"]),
        ("passthrough.body-missing", vec!["/forward"]),
        ("passthrough.body-null", vec!["/forward/bodyB64"]),
        (
            "passthrough.headers-odd-pairs",
            vec![
                "/forward/headers/0",
                "/forward/headers/1",
                "/forward/headers/2",
                "/forward/headers/3",
                "/forward/headers/4",
                "/forward/headers/6/1",
                "/forward/headers/7/1",
                "/forward/headers/8",
            ],
        ),
        ("passthrough.empty-forward", vec!["/forward"]),
        ("passthrough.no-forward", vec![""]),
        ("unknown.type-missing", vec![""]),
        ("unknown.type-null", vec!["/type"]),
        ("unknown.type-number", vec!["/type"]),
        ("outbound_result.no-id", vec![""]),
        ("send.numeric-chat-id", vec!["/action/chat_id"]),
    ]);
    let mut refused: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for Captured { writer, step, frame } in capture() {
        let line = frame.to_string();
        let error = match writer {
            Side::Gateway => decode::<GatewayFrame>(&line).err(),
            Side::Connector => decode::<ConnectorFrame>(&line).err(),
        };
        if let Some(error) = error {
            refused.entry(step).or_default().extend(error.violations.into_iter().map(|v| v.pointer));
        }
    }
    let refused: BTreeMap<_, Vec<_>> = refused
        .iter()
        .map(|(step, pointers)| (step.as_str(), pointers.iter().map(String::as_str).collect()))
        .collect();
    assert_eq!(refused, expected);
}

#[test]
fn a_type_that_the_reader_does_not_know_is_a_value() {
    let mut unknown = BTreeSet::new();
    for Captured { writer, frame, .. } in capture() {
        let line = frame.to_string();
        let frame_type = match writer {
            Side::Gateway => decode::<GatewayFrame>(&line).map(unknown_type),
            Side::Connector => decode::<ConnectorFrame>(&line).map(unknown_type),
        };
        unknown.extend(frame_type.ok().flatten());
    }
    assert_eq!(Vec::from_iter(unknown), ["hello", "outbound", "zz_future_frame"]);
}

#[test]
fn each_accepted_frame_survives_a_round_trip() {
    let mut frames = 0;
    for Captured { writer, frame, .. } in capture() {
        let line = frame.to_string();
        frames += match writer {
            Side::Gateway => round_trip::<GatewayFrame>(&line),
            Side::Connector => round_trip::<ConnectorFrame>(&line),
        };
    }
    assert_eq!(frames, 195 - 12 - 3, "12 are refused and 3 are of an unknown type");
}

fn unknown_type<F>(decoded: Decoded<F>) -> Option<String> {
    match decoded {
        Decoded::Unknown { frame_type } => Some(frame_type),
        Decoded::Known(_) => None,
    }
}

fn round_trip<F: relay_contract::frame::Frame + PartialEq + std::fmt::Debug>(line: &str) -> usize {
    let Ok(Decoded::Known(frame)) = decode::<F>(line) else { return 0 };
    let written = encode(&frame).expect("a known frame can be written");
    assert_eq!(decode::<F>(&written).expect("what we write we read"), Decoded::Known(frame));
    1
}

/// What the oracle records of a frame: its kind, and its fields in the oracle's names.
fn seen(frame: &ConnectorFrame) -> (&'static str, Value) {
    match frame {
        ConnectorFrame::Descriptor(frame) => ("descriptor", descriptor(&frame.descriptor)),
        ConnectorFrame::Inbound(frame) => ("inbound", event(&frame.event)),
        ConnectorFrame::InterruptInbound(frame) => {
            ("interrupt_inbound", json!({ "session_key": frame.session_key, "chat_id": frame.chat_id }))
        }
        ConnectorFrame::PassthroughForward(frame) => {
            ("passthrough", json!({ "forward": forward(&frame.forward), "buffer_id": frame.buffer_id }))
        }
        _ => ("call-result", json!({})),
    }
}

/// The same part of the oracle's record.
fn theirs(record: &Map<String, Value>) -> Value {
    match record["kind"].as_str() {
        Some("descriptor") => record["descriptor"].clone(),
        Some("inbound") => {
            let mut event = record["event"].clone();
            let source = event["source"].as_object_mut().expect("an event has a source");
            for never_on_the_wire in ["is_bot", "role_authorized", "profile"] {
                source.remove(never_on_the_wire).expect("the oracle has it");
            }
            event
        }
        Some("interrupt_inbound") => {
            json!({ "session_key": record["session_key"], "chat_id": record["chat_id"] })
        }
        Some("passthrough") => json!({ "forward": record["forward"], "buffer_id": record["buffer_id"] }),
        kind => panic!("{kind:?} is not compared"),
    }
}

fn descriptor(descriptor: &CapabilityDescriptor) -> Value {
    let mut descriptor = serde_json::to_value(descriptor).expect("a descriptor has a JSON form");
    let members = descriptor.as_object_mut().expect("it is an object");
    for later in ["supports_context", "supports_inchannel_continuable", "supports_block_formatting"] {
        assert_eq!(members.remove(later), Some(false.into()), "{later}");
    }
    descriptor
}

fn event(event: &MessageEvent) -> Value {
    let source = &event.source;
    let platform =
        if KNOWN_PLATFORMS.contains(&source.platform.as_str()) { &source.platform } else { "relay" };
    let message_type = match &event.message_type {
        relay_contract::frame::MessageEventMessageType::Other(_) => "text",
        known => known.as_str(),
    };
    json!({
        "text": event.text,
        "message_type": message_type,
        "message_id": event.message_id,
        "reply_to_message_id": event.reply_to_message_id,
        "media_urls": event.media_urls,
        "source": {
            "platform": platform,
            "chat_id": source.chat_id,
            "chat_name": source.chat_name,
            "chat_type": source.chat_type,
            "user_id": source.user_id,
            "user_name": source.user_name,
            "thread_id": source.thread_id,
            "chat_topic": source.chat_topic,
            "user_id_alt": source.user_id_alt,
            "chat_id_alt": source.chat_id_alt,
            "guild_id": source.guild_id,
            "parent_chat_id": source.parent_chat_id,
            "message_id": source.message_id,
        },
    })
}

fn forward(forward: &PassthroughForward) -> Value {
    let body = forward.body_b64.as_bytes();
    let digest = Sha256::digest(body).iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
    json!({
        "platform": forward.platform,
        "bot_id": forward.bot_id,
        "method": forward.method,
        "path": forward.path,
        "headers": forward.headers,
        "body_len": body.len(),
        "body_sha256": digest,
    })
}
