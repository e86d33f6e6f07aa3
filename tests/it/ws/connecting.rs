//! Dialling, the handshake, and dialling again.

use relay_contract::relay::credentials::{Credentials, Secret, verify};

use super::*;

#[tokio::test]
async fn a_handshake_negotiates_a_descriptor() {
    let bench = Bench::new().await;
    let mut peer = bench.connect().await;
    assert_eq!((peer.path.as_str(), peer.authorization.as_deref()), ("/relay", None));
    assert_eq!(*bench.transport.state().borrow(), LinkState::Live);
    bench.probe(&mut peer).await;
}

#[tokio::test]
async fn every_dial_carries_a_token_that_the_secret_signed() {
    let credentials = Credentials::new("gw-alpha", "s3cr3t-alpha").expect("both are set");
    let bench = Bench::with(|options| options.credentials = Some(credentials)).await;
    let peer = bench.connect().await;
    let bearer = peer.authorization.expect("a header");
    let token = bearer.strip_prefix("Bearer ").expect("a bearer");
    assert_eq!(verify(token, &[Secret::from("s3cr3t-alpha")], 0).as_deref(), Ok("gw-alpha"));
}

#[tokio::test]
async fn a_lost_connection_is_dialled_again_with_hello_and_descriptor() {
    let bench = Bench::new().await;
    let mut peer = bench.connect().await;
    for code in [1000, 1001, 1008, 1013, 4000] {
        peer.close(code, "again").await;
        peer = bench.connector.welcome().await;
        bench.probe(&mut peer).await;
    }
    let connection = bench.transport.handshake().await.expect("it is live").connection;
    assert_eq!(connection, 6);
}

#[tokio::test]
async fn l8_hellos_go_out_in_order_and_every_identity_has_its_descriptor() {
    let bench = Bench::with(|options| {
        options.session.identities =
            ["telegram", "discord"].map(|platform| Identity::new(platform, "bot")).to_vec();
        options.session.command_manifest =
            vec![serde_json::from_str(r#"{"name":"new","description":"d"}"#).expect("an entry")];
    })
    .await;
    let greeted = async {
        let mut peer = bench.connector.accept().await;
        let (first, second) = (peer.next().await.expect("a hello"), peer.next().await.expect("a hello"));
        assert_eq!((&first["platform"], first.get("command_manifest")), (&"telegram".into(), None));
        assert_eq!(
            (&second["platform"], &second["command_manifest"][0]["name"]),
            (&"discord".into(), &"new".into())
        );
        peer.send_json(&connector::descriptor("telegram")).await;
        peer.send_json(&connector::descriptor("discord")).await;
        peer
    };
    let (connected, _peer) = tokio::join!(bench.transport.connect(), greeted);
    connected.expect("a connector listens");
    for expected in ["telegram", "discord"] {
        let Seen::Descriptor { connection, platform } = bench.recorder.next().await else { panic!() };
        assert_eq!((connection, platform.as_str()), (1, expected));
    }
    let greeting = bench.transport.handshake().await.expect("live");
    assert_eq!(greeting.descriptors.len(), 2);
}

#[tokio::test]
async fn the_handshake_before_a_connect_is_refused() {
    let bench = Bench::new().await;
    let error = bench.transport.handshake().await.expect_err("nothing was dialled");
    assert_eq!(error.to_string(), "handshake() called before connect()");
}

#[tokio::test]
async fn a_handshake_without_a_descriptor_says_how_the_last_connection_ended() {
    let bench = Bench::with(|options| options.session.handshake = Duration::from_millis(200)).await;
    let refused = async {
        loop {
            let mut peer = bench.connector.accept().await;
            peer.next().await;
            peer.close(4401, "unknown gateway").await;
        }
    };
    let greeted = async {
        bench.transport.connect().await.expect("hello was said");
        bench.transport.handshake().await
    };
    let error = tokio::select! {
        greeting = greeted => greeting.expect_err("there was no descriptor"),
        () = refused => unreachable!(),
    };
    assert_eq!(
        error.to_string(),
        "the connector closed before its descriptor with 4401: \"unknown gateway\""
    );
}

#[tokio::test]
async fn a_connector_that_says_nothing_is_given_up() {
    let bench = Bench::with(|options| options.session.handshake = Duration::from_millis(50)).await;
    let (connected, _peer) = tokio::join!(bench.transport.connect(), bench.connector.accept());
    connected.expect("hello was said");
    let error = within(bench.transport.handshake()).await.expect_err("there was no descriptor");
    assert!(matches!(error, TransportError::HandshakeTimedOut { .. }));
}

#[tokio::test]
async fn an_upgrade_that_is_refused_or_never_answered_is_a_failed_dial() {
    use tokio::io::AsyncWriteExt as _;
    let bench = Bench::new().await;
    let refused = async {
        let mut tcp = bench.connector.accept_tcp().await;
        tcp.write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n").await.expect("it listens");
        tcp
    };
    let (connected, _tcp) = tokio::join!(bench.transport.connect(), refused);
    let error = connected.expect_err("refused");
    assert_eq!(error.to_string(), "the connector refused the upgrade with HTTP 400");

    let bench = Bench::with(|options| options.open = Duration::from_millis(50)).await;
    let (connected, _tcp) = tokio::join!(bench.transport.connect(), bench.connector.accept_tcp());
    let error = connected.expect_err("never answered");
    let source = std::error::Error::source(&error).expect("a reason").to_string();
    assert_eq!(source, "no socket was open within 0.05 s");
}

#[tokio::test]
async fn a_dial_that_nobody_takes_gives_the_system_s_reason_once() {
    let Bench { transport, connector, .. } = Bench::new().await;
    drop(connector);
    let error = within(transport.connect()).await.expect_err("nobody listens");
    let TransportError::Dial { source } = error else { panic!("{error:?}") };
    assert!(source.downcast_ref::<std::io::Error>().is_some() && source.source().is_none(), "{source:?}");
}

#[tokio::test]
async fn a_link_that_is_over_has_no_handshake() {
    let bench = Bench::new().await;
    let mut peer = bench.connect().await;
    let farewell = async {
        peer.next_of("going_idle").await;
        peer.send(r#"{"type":"going_idle_ack"}"#).await;
        peer.close_code().await
    };
    tokio::join!(within(bench.transport.disconnect()), farewell);
    let error = within(bench.transport.handshake()).await.expect_err("it was closed");
    assert!(matches!(error, TransportError::ClosedDuringHandshake { .. }), "{error}");
    bench.connect().await;
}
