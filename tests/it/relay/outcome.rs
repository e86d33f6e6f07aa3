//! What results say.

use relay_contract::frame::{ActionResult, OutboundAction};
use relay_contract::relay::outcome::{Lane, Outcome};
use serde_json::json;

const UNIFORM: &str = "discord egress declined: target is not an approved destination for this connection";

#[test]
fn each_result_is_what_the_rule_says() {
    let cases = [
        ("done", json!({"success": true}), Outcome::Success),
        (
            "done, whatever else it says",
            json!({"success": true, "code": "egress_declined", "ambiguous": true}),
            Outcome::Success,
        ),
        ("nothing said", json!({}), Outcome::Failed),
        ("failed", json!({"success": false, "error": "interaction token expired"}), Outcome::Failed),
        ("failed with another code", json!({"success": false, "code": "rate_limited"}), Outcome::Failed),
        (
            "a code in another case is no decline",
            json!({"success": false, "code": "Egress_Declined"}),
            Outcome::Failed,
        ),
        ("declined by code", json!({"success": false, "code": "egress_declined"}), Outcome::Declined),
        ("declined by text", json!({"success": false, "error": UNIFORM}), Outcome::Declined),
        (
            "declined by text in another case",
            json!({"success": false, "error": UNIFORM.to_uppercase()}),
            Outcome::Declined,
        ),
        (
            "declined by both",
            json!({"success": false, "error": UNIFORM, "code": "egress_declined"}),
            Outcome::Declined,
        ),
        (
            "the words without the colon",
            json!({"success": false, "error": "egress declined"}),
            Outcome::Failed,
        ),
        (
            "unknown",
            json!({"success": false, "error": "relay outbound timed out", "ambiguous": true}),
            Outcome::Ambiguous,
        ),
        (
            "unknown is never a decline",
            json!({"success": false, "error": UNIFORM, "code": "egress_declined", "ambiguous": true}),
            Outcome::Ambiguous,
        ),
        (
            "declined, whatever else it says",
            json!({"success": false, "error": "draft ack lost: egress declined:"}),
            Outcome::Declined,
        ),
        (
            "or with the code",
            json!({"success": false, "error": "draft Ack Lost", "code": "egress_declined"}),
            Outcome::Declined,
        ),
    ];
    for (name, result, outcome) in cases {
        let result: ActionResult = serde_json::from_value(result).expect("a result that a reader takes");
        assert_eq!(Outcome::of(&result), outcome, "{name}");
    }
}

#[test]
fn after_a_decline_content_does_not_fall_back_and_ornament_does() {
    let ornament = ["typing", "delete", "react", "thread_create", "thread_rename", "task_card_stop"];
    let mut content = Vec::new();
    for &op in OutboundAction::TAGS {
        let lane = Lane::of(op);
        assert_eq!(Outcome::Declined.forbids_fallback(lane), !ornament.contains(&op), "{op}");
        for outcome in [Outcome::Success, Outcome::Failed, Outcome::Ambiguous] {
            assert!(!outcome.forbids_fallback(lane), "{op} {outcome:?}");
        }
        if lane == Lane::Content {
            content.push(op);
        }
    }
    for op in ["send", "send_media", "prompt", "draft", "task_card", "edit", "follow_up"] {
        assert!(content.contains(&op), "{op}");
    }
    assert_eq!(Lane::of("levitate"), Lane::Content, "what nobody knows is content");
}

#[test]
fn chat_info_that_says_something_is_an_answer() {
    let cases = [
        (json!({"success": true}), Outcome::Success),
        (json!({"name": "general", "type": "channel"}), Outcome::Success),
        (json!({"chat_info": {}}), Outcome::Success),
        (json!({"type": "dm"}), Outcome::Success),
        (json!({}), Outcome::Failed),
        (json!({"name": "general", "error": "unknown chat"}), Outcome::Failed),
        (json!({"name": "general", "code": "rate_limited"}), Outcome::Failed),
        (json!({"name": "general", "code": "egress_declined"}), Outcome::Declined),
        (json!({"name": "general", "ambiguous": true}), Outcome::Ambiguous),
    ];
    for (result, outcome) in cases {
        let read: ActionResult =
            serde_json::from_value(result.clone()).expect("a result that a reader takes");
        assert_eq!(Outcome::of_chat_info(&read), outcome, "{result}");
    }
}
