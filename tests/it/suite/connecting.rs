//! Connecting, adopting descriptors, and leaving.

use super::*;

pub(super) async fn the_descriptor_is_adopted<L: Link>() {
    let options = AdapterOptions::default();
    let two = [Identity::new("telegram", ""), Identity::new("discord", "bot-1")];
    let bench = Bench::<L>::unconnected(vec![telegram()], &two, options, note).await;
    let before = bench.adapter.default_capabilities();
    assert_eq!((before.message_limit().get(), before.descriptor().label.as_str()), (4096, "Relay"));
    assert_eq!(before.descriptor().platform, "telegram", "that of the first identity");
    bench.adapter.connect().await.expect("the connector answers");
    let after = bench.adapter.default_capabilities();
    assert_eq!(after.descriptor(), &telegram());
}

pub(super) async fn a_descriptor_of_a_reconnect_is_adopted_in_place_of_all_of_the_last_connection<L: Link>() {
    let two = [Identity::new("telegram", ""), Identity::new("discord", "bot-1")];
    let discord = descriptor(&json!({"platform": "discord", "max_message_length": 2000}));
    let bench = Bench::<L>::of(vec![telegram(), discord], &two).await;
    let in_discord = SessionSource::new("discord", "chan-9", "group");
    bench.push(MessageEvent::new("hello", "text", in_discord));
    bench.idle().await;
    assert_eq!(bench.adapter.capabilities("chan-9").message_limit().get(), 2000);
    assert!(bench.adapter.default_capabilities().may_send("prompt"));

    bench.reconnect(&[descriptor(&json!({"max_message_length": 500, "supported_ops": ["send"]}))]).await;
    let limits = ["chan-9", "elsewhere"].map(|chat| bench.adapter.capabilities(chat).message_limit().get());
    assert_eq!(limits, [500, 500], "the descriptor for discord is gone with its connection");
    assert!(!bench.adapter.default_capabilities().may_send("prompt"));
}

pub(super) async fn another_version_of_the_contract_is_reported_and_adopted<L: Link>() {
    let bench = Bench::<L>::new(descriptor(&json!({"contract_version": 999}))).await;
    assert_eq!(bench.adapter.default_capabilities().descriptor().contract_version, 999);
    let faults = bench.log.faults();
    assert!(
        matches!(&faults[..], [Fault::ContractVersion { platform, found: 999 }] if platform == "telegram")
    );
    bench.reconnect(&[descriptor(&json!({"contract_version": 2}))]).await;
    assert!(matches!(&bench.log.faults()[..], [Fault::ContractVersion { found: 2, .. }]));
}

pub(super) async fn two_callers_who_go_idle_at_once_both_get_the_answer<L: Link>() {
    let bench = Bench::<L>::new(telegram()).await;
    let (first, second) = tokio::join!(bench.adapter.go_idle(), bench.adapter.go_idle());
    assert!(first && second);
}

pub(super) async fn disconnecting_stops_handlers_and_counts_them<L: Link>() {
    let bench = Bench::<L>::with(telegram(), AdapterOptions::default(), |turn, log| async move {
        log.note(format!("begins {}", turn.event.text));
        std::future::pending::<()>().await;
        Ok(())
    })
    .await;
    bench.push_buffered(numbered("1", "a", "one"), "b1");
    bench.push_buffered(numbered("1", "b", "two"), "b2");
    until(|| bench.log.notes().len() == 1).await;
    bench.adapter.disconnect().await;
    bench.quiet().await;
    assert_eq!(bench.log.notes(), ["begins one"]);
    assert_eq!(bench.connector.acks(), ["b1", "b2"], "both were accepted");
    assert_eq!(bench.adapter.counters().stopped, 2);
    assert!(bench.log.faults().is_empty());

    bench.adapter.connect().await.expect("it connects again");
    // Its acknowledgement was lost, it seems; and nobody has handled it.
    bench.push_buffered(numbered("1", "a", "one"), "b1");
    until(|| bench.log.notes().len() == 2).await;
}

pub(super) async fn a_chat_that_is_remembered_needs_no_message<L: Link>() {
    let bench = Bench::<L>::new(telegram()).await;
    let source = SessionSource::new("telegram", "1", "group").with_scope_id("S").with_user_id("U");
    bench.adapter.remember(&MessageEvent::new("", "text", source));
    let hello = relay_contract::frame::SendAction::new("1", "hello");
    bench.adapter.act_as("telegram", hello).await.expect("it succeeds");
    assert_eq!(bench.connector.sent()[0]["metadata"], json!({"scope_id": "S", "user_id": "U"}));
}
