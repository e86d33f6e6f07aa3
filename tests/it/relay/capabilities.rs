//! What a descriptor means.

use relay_contract::capabilities::{Adopted, Capabilities, LEGACY_OPS, LengthUnit};
use relay_contract::frame::{CapabilityDescriptor, ConnectorFrame, OutboundAction, decode};
use serde::Deserialize;
use serde_json::{Value, json};

use super::descriptor;
use crate::case_files::rows;

/// A row that the npm package has too.
#[derive(Deserialize)]
struct Row {
    descriptor: CapabilityDescriptor,
    expected: Expected,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    message_limit: usize,
    length_unit: String,
    code_blocks: bool,
    draft_streaming: bool,
    supports: Vec<String>,
    sends: Vec<String>,
}

fn capabilities(patch: &Value) -> Capabilities {
    Capabilities::from(descriptor(patch))
}

#[test]
fn each_row_means_what_it_says() {
    let rows = rows::<Row>("capabilities");
    for (name, Row { descriptor, expected }) in &rows {
        let found = Capabilities::from(descriptor.clone());
        let unit = match found.length_unit() {
            LengthUnit::Chars => "chars",
            LengthUnit::Utf16 => "utf16",
        };
        let ops = || OutboundAction::TAGS.iter().copied().chain(["levitate"]);
        let supports: Vec<_> = ops().filter(|op| found.supports_op(op)).collect();
        let sends: Vec<_> = ops().filter(|op| found.may_send(op)).collect();
        assert_eq!(
            (found.message_limit().get(), unit),
            (expected.message_limit, &*expected.length_unit),
            "{name}"
        );
        assert_eq!(found.code_blocks(), expected.code_blocks, "{name}");
        assert_eq!(found.draft_streaming(), expected.draft_streaming, "{name}");
        assert_eq!(
            (supports, sends),
            (
                expected.supports.iter().map(|op| &**op).collect(),
                expected.sends.iter().map(|op| &**op).collect()
            ),
            "{name}"
        );
    }
    assert!(rows.len() >= 24, "only {} rows", rows.len());
}

#[test]
fn a_descriptor_reads_back_as_it_was_written() {
    let written =
        descriptor(&json!({"emoji": "👾", "platform_hint": "You are on Telegram.", "pii_safe": true,
        "supported_ops": ["send", "draft", "send"], "supports_context": true}));
    let text = serde_json::to_string(&written).expect("a descriptor is JSON");
    assert_eq!(serde_json::from_str::<CapabilityDescriptor>(&text).expect("it reads back"), written);
}

#[test]
fn what_a_descriptor_leaves_out_has_its_default() {
    let found = descriptor(&json!({}));
    assert_eq!((found.emoji.as_str(), found.platform_hint.as_str(), found.pii_safe), ("🔌", "", false));
    assert!(found.supported_ops.is_empty() && !found.supports_context);
    assert!(!found.supports_inchannel_continuable && !found.supports_block_formatting);
}

#[test]
fn an_unknown_member_of_a_descriptor_is_ignored() {
    assert_eq!(descriptor(&json!({"zz_future": {"a": [1]}, "max_message_len": 7})), descriptor(&json!({})));
}

#[test]
fn a_malformed_list_of_operations_is_refused_and_not_repaired() {
    for ops in [json!("send"), json!(["send", 7]), json!(["send", null]), json!({"send": true})] {
        let line = json!({"type": "descriptor", "descriptor": {"contract_version": 1, "platform": "x", "label": "X",
            "max_message_length": 1, "supports_draft_streaming": false, "supports_edit": true, "supports_threads": true,
            "markdown_dialect": "plain", "len_unit": "chars", "supported_ops": ops}});
        let error = decode::<ConnectorFrame>(&line.to_string()).expect_err("out of contract");
        assert!(error.violations[0].pointer.starts_with("/descriptor/supported_ops"), "{error}");
    }
}

#[test]
fn the_limit_is_that_of_the_descriptor() {
    for limit in [1, 160, 2000, 4096, 100_000] {
        let found = capabilities(&json!({"max_message_length": limit})).message_limit();
        assert_eq!(found.get(), limit);
    }
}

#[test]
fn a_limit_of_zero_or_less_is_4096() {
    for limit in [0, -1, -5, -9_007_199_254_740_991_i64] {
        assert_eq!(
            capabilities(&json!({"max_message_length": limit})).message_limit().get(),
            4096,
            "{limit}"
        );
    }
}

#[test]
fn utf16_counts_code_units() {
    let unit = capabilities(&json!({"len_unit": "utf16"})).length_unit();
    assert_eq!(unit, LengthUnit::Utf16);
    for (text, length) in [("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 2), ("😀", 2), ("a😀b", 4), ("👨‍👩‍👧", 8)]
    {
        assert_eq!(unit.measure(text), length, "{text}");
        assert_eq!(unit.measure(text), text.encode_utf16().count());
    }
}

#[test]
fn chars_counts_scalar_values() {
    let unit = capabilities(&json!({"len_unit": "chars"})).length_unit();
    assert_eq!(unit, LengthUnit::Chars);
    for (text, length) in [("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 2), ("😀", 1), ("a😀b", 3), ("👨‍👩‍👧", 5)]
    {
        assert_eq!(unit.measure(text), length, "{text}");
    }
}

#[test]
fn any_other_unit_is_chars() {
    for word in ["bytes", "UTF16", "utf-16", ""] {
        assert_eq!(capabilities(&json!({"len_unit": word})).length_unit(), LengthUnit::Chars, "{word}");
    }
}

#[test]
fn code_blocks_are_shown_unless_the_dialect_is_plain() {
    for (dialect, shown) in [
        ("", false),
        ("plain", false),
        ("discord", true),
        ("markdown_v2", true),
        ("Plain", true),
        ("none", true),
    ] {
        assert_eq!(capabilities(&json!({"markdown_dialect": dialect})).code_blocks(), shown, "{dialect}");
    }
}

#[test]
fn draft_streaming_needs_the_flag_and_the_operation() {
    for (flag, ops, streams) in [
        (true, json!(["send", "draft"]), true),
        (false, json!(["send", "draft"]), false),
        (true, json!(["send"]), false),
        (true, json!([]), false),
    ] {
        let found = capabilities(&json!({"supports_draft_streaming": flag, "supported_ops": ops}));
        assert_eq!((found.draft_streaming(), found.may_send("draft")), (streams, streams), "{flag} {ops}");
    }
    assert!(!capabilities(&json!({})).draft_streaming(), "false by default");
}

#[test]
fn a_legacy_connector_carries_out_the_legacy_set() {
    for patch in [json!({}), json!({"supported_ops": []})] {
        let legacy = capabilities(&patch);
        for op in OutboundAction::TAGS {
            let expected = ["send", "edit", "typing", "follow_up"].contains(op);
            assert_eq!((legacy.supports_op(op), legacy.may_send(op)), (expected, expected), "{op}");
        }
        assert!(!legacy.supports_op("levitate") && !legacy.may_send("levitate"));
    }
}

#[test]
fn a_list_is_taken_at_its_word() {
    let draft = capabilities(&json!({"supported_ops": ["draft"]}));
    for op in OutboundAction::TAGS {
        assert_eq!(draft.supports_op(op), *op == "draft", "{op}");
    }
    for op in LEGACY_OPS {
        assert!(draft.may_send(op), "{op} is sent whatever the list says");
    }
}

#[test]
fn every_other_operation_must_be_listed() {
    let mut asked = 0;
    for op in OutboundAction::TAGS.iter().filter(|op| !LEGACY_OPS.contains(op)) {
        // A card is shown and taken away under one name, a draft also needs its flag.
        let listed = if *op == "task_card_stop" { "task_card" } else { op };
        let with =
            capabilities(&json!({"supported_ops": ["send", listed], "supports_draft_streaming": true}));
        let without = capabilities(&json!({"supported_ops": ["send"], "supports_draft_streaming": true}));
        assert!(with.may_send(op) && !without.may_send(op), "{op}");
        asked += 1;
    }
    assert_eq!(asked, 10);
    let stop = capabilities(&json!({"supported_ops": ["task_card_stop"]}));
    assert!(!stop.may_send("task_card_stop"), "it goes with `task_card`");
}

#[test]
fn the_placeholder_is_what_the_gateway_goes_by_before_the_handshake() {
    let found = Capabilities::placeholder("discord");
    let expected = json!({
        "contract_version": 1, "platform": "discord", "label": "Relay", "max_message_length": 4096,
        "supports_draft_streaming": false, "supports_edit": true, "supports_threads": false,
        "markdown_dialect": "plain", "len_unit": "chars",
    });
    let expected: CapabilityDescriptor = serde_json::from_value(expected).expect("a descriptor");
    assert_eq!(*found.descriptor(), expected);
    assert_eq!(Capabilities::placeholder("").descriptor().platform, "relay");
}

#[test]
fn the_first_descriptor_of_a_connection_stays_the_default() {
    let mut adopted = Adopted::default();
    assert!(
        adopted.is_empty()
            && adopted.of(Some("discord")).is_none()
            && adopted.default_capabilities().is_none()
    );
    adopted.adopt(descriptor(&json!({"platform": "telegram", "max_message_length": 4000})));
    adopted.adopt(descriptor(&json!({"platform": "discord", "max_message_length": 2000})));
    let limit =
        |adopted: &Adopted, platform: Option<&str>| adopted.of(platform).map(|own| own.message_limit().get());
    assert_eq!(limit(&adopted, Some("telegram")), Some(4000));
    assert_eq!(limit(&adopted, Some("discord")), Some(2000));
    assert_eq!(limit(&adopted, Some("sms")), Some(4000), "the default for a platform without one");
    assert_eq!(limit(&adopted, None), Some(4000));

    // The second of a platform takes the place of the first, also of the default one.
    adopted.adopt(descriptor(&json!({"platform": "telegram", "max_message_length": 500})));
    assert_eq!((limit(&adopted, None), adopted.len()), (Some(500), 2));
}

#[test]
fn a_new_connection_carries_nothing_over() {
    let mut adopted = Adopted::default();
    adopted.adopt(descriptor(&json!({"platform": "telegram", "supported_ops": ["send", "prompt"]})));
    adopted = Adopted::default();
    adopted.adopt(descriptor(&json!({"platform": "discord"})));
    let own = adopted.of(Some("telegram")).expect("the default");
    assert!(own.descriptor().platform == "discord" && !own.may_send("prompt"));
}
