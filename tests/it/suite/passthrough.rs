//! Forwards: what becomes a message, and what is reported.

use super::*;

/// A body of a command in a guild, with `patch` laid over it.
fn command(patch: &Value) -> Value {
    let mut base = json!({
        "id": "9001", "type": 2, "channel_id": "chan-9", "guild_id": "guild-1",
        "member": {"user": {"id": "user-3", "username": "alice"}}, "data": {"name": "summarize"},
    });
    base.as_object_mut().expect("an object").extend(patch.as_object().expect("a patch is an object").clone());
    base
}

async fn bench<L: Link>() -> Bench<L> {
    let handler = |turn: Turn<L::Transport>, log: Log| async move {
        log.note(format!("{} in {}", turn.event.text, turn.session_key));
        Ok(())
    };
    Bench::with(descriptor(&json!({"platform": "discord"})), AdapterOptions::default(), handler).await
}

pub(super) async fn an_interaction_reaches_the_gateway_as_a_message_and_is_learned_from<L: Link>() {
    let bench = bench::<L>().await;
    bench.push_passthrough(interaction(&command(&json!({}))), None);
    bench.idle().await;
    assert_eq!(bench.log.notes(), ["/summarize in agent:main:discord:group:chan-9:user-3"]);
    let chat = bench.adapter.chat("chan-9").expect("it was learned");
    assert_eq!((chat.scope_id.as_deref(), chat.user_id.as_deref()), (Some("guild-1"), Some("user-3")));
    assert_eq!(chat.last_message_id, None, "an interaction is no message");
}

pub(super) async fn a_command_brings_its_options_and_a_form_its_fields<L: Link>() {
    let bench = bench::<L>().await;
    let model = json!({"name": "model", "options": [{"name": "name", "type": 3, "value": "hermes-4"}]});
    bench.push_passthrough(interaction(&command(&json!({"data": model}))), None);
    let form = json!({"custom_id": "f", "components": [
        {"type": 1, "components": [{"type": 4, "custom_id": "title", "value": "Plans"}]}]});
    let body = command(&json!({"id": "9002", "type": 5, "data": form}));
    bench.push_passthrough(interaction(&body), None);
    bench.idle().await;
    let key = "agent:main:discord:group:chan-9:user-3";
    assert_eq!(bench.log.notes(), [format!("/model hermes-4 in {key}"), format!("title=Plans in {key}")]);
}

pub(super) async fn what_becomes_no_message_is_counted_reported_and_taken<L: Link>() {
    let bench = bench::<L>().await;
    let cases = [
        (forward("sms", b"From=+1"), "expected a forward of the platform discord"),
        (interaction(&json!({"type": 1})), "a ping is the connector's to answer"),
        (interaction(&json!({"type": 77})), "expected an interaction of type 2, 3 or 5"),
        (forward("discord", b"\xff"), "expected a JSON object as body, found bytes that are not UTF-8"),
        (forward("discord", b""), "expected a JSON object as body, found no bytes"),
    ];
    let count = cases.len();
    for (n, (forward, reason)) in cases.into_iter().enumerate() {
        bench.push_passthrough(forward.clone(), Some(&format!("p{n}")));
        bench.read().await;
        let faults = bench.log.faults();
        let [Fault::Unhandled { forward: reported, reason: found }] = &faults[..] else {
            panic!("{faults:?}")
        };
        assert_eq!((reported.as_ref(), found.to_string().as_str()), (&forward, reason));
        let told = format!("a forward of {} became no message: {reason}", forward.platform);
        assert_eq!(faults[0].to_string(), told);
    }
    assert_eq!(bench.adapter.counters().unhandled, count as u64);
    bench.idle().await;
    assert_eq!(bench.connector.acks(), ["p0", "p1", "p2", "p3", "p4"], "they would come for ever");
    bench.push(message("1", "hello"));
    bench.idle().await;
    assert_eq!(bench.log.notes(), ["hello in agent:main:telegram:dm:1"], "the link lives");
}

pub(super) async fn a_forward_is_acknowledged_as_an_inbound_is_and_known_by_its_interaction<L: Link>() {
    let bench = bench::<L>().await;
    for _ in 0..2 {
        bench.push_passthrough(interaction(&command(&json!({}))), Some("p1"));
        bench.idle().await;
    }
    bench.push_passthrough(interaction(&command(&json!({"id": "9002"}))), Some("p2"));
    bench.idle().await;
    assert_eq!(bench.connector.acks(), ["p1", "p1", "p2"]);
    assert_eq!((bench.log.notes().len(), bench.adapter.counters().duplicates), (2, 1));
}

pub(super) async fn a_command_whose_handler_fails_is_named_by_its_interaction<L: Link>() {
    let discord = descriptor(&json!({"platform": "discord"}));
    let bench =
        Bench::<L>::with(discord, AdapterOptions::default(), |_, _| async { Err("as told".into()) }).await;
    bench.push_passthrough(interaction(&command(&json!({}))), Some("p1"));
    bench.idle().await;
    let faults = bench.log.faults();
    assert!(
        matches!(&faults[..], [Fault::Failed { message_id: Some(id), .. }] if id == "9001"),
        "{faults:?}"
    );
    assert_eq!(bench.connector.acks(), ["p1"]);
}
