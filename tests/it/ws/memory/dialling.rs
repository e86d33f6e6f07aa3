//! Dialling and leaving.

use super::*;

#[tokio::test(start_paused = true)]
async fn a_dial_that_was_given_up_and_works_after_all_is_not_taken_for_the_next() {
    let mut memory = Memory::new();
    let connect = |transport: &Arc<WebSocketTransport>| {
        let transport = Arc::clone(transport);
        async move { transport.connect().await }
    };
    let first = tokio::spawn(connect(&memory.transport));
    let given_up = memory.accept().await;
    // The answer to the upgrade is under way; before it is read, the gateway has changed its mind twice.
    let mut leaving = Box::pin(memory.transport.disconnect());
    assert!(leaving.as_mut().now_or_never().is_none(), "the task has not run yet");
    let mut again = Box::pin(connect(&memory.transport));
    assert!(again.as_mut().now_or_never().is_none());
    let refused = async { drop(memory.streams.recv().await.expect("another dial")) };
    let heard = given_up.filter_map(|message| async { message.ok() }).collect::<Vec<_>>();
    let (again, (), (), heard) = tokio::join!(again, leaving, refused, heard);
    assert!(matches!(again, Err(TransportError::Dial { .. })), "{again:?}");
    assert!(first.await.expect("no panic").is_err());
    assert!(!heard.iter().any(Message::is_text), "no hello on a socket that was given up");
    assert_eq!(memory.seconds(), 0, "nothing waits for a deadline");
    memory.connect().await;
}

#[tokio::test(start_paused = true)]
async fn every_dial_has_a_token_of_its_time() {
    static NOW: AtomicU64 = AtomicU64::new(1_000);
    let mut memory = Memory::with(|options| {
        options.credentials = Credentials::new("gw-alpha", "s3cr3t-alpha");
        options.clock = || UNIX_EPOCH + Duration::from_secs(NOW.load(Ordering::Relaxed));
    });
    let transport = Arc::clone(&memory.transport);
    let dialling = tokio::spawn(async move { transport.connect().await });
    for now in [1_000, 500_000] {
        NOW.store(now, Ordering::Relaxed);
        let stream = memory.streams.recv().await.expect("a dial");
        let mut token = String::new();
        #[expect(clippy::result_large_err, reason = "the library's own type")]
        let note = |request: &Request, response: Response| {
            let bearer = request.headers()["authorization"].to_str().expect("ASCII");
            token = bearer.strip_prefix("Bearer ").expect("a bearer").to_owned();
            Ok(response)
        };
        let mut socket = tokio_tungstenite::accept_hdr_async(stream, note).await.expect("an upgrade");
        assert_eq!(frame(&mut socket).await["type"], "hello");
        say(&mut socket, &descriptor("telegram")).await;
        let is_valid_at = |now| verify(&token, &[Secret::from("s3cr3t-alpha")], now).is_ok();
        assert!(is_valid_at(now) && !is_valid_at(now + 86_400), "it lives for a time from {now}");
        memory.until(|state| *state == LinkState::Live).await;
    }
    dialling.await.expect("no panic").expect("a connector listens");
}

#[tokio::test(start_paused = true)]
async fn several_callers_of_one_dial_get_the_same_answer() {
    let mut memory = Memory::new();
    let callers: Vec<_> = (0..3)
        .map(|_| {
            let transport = Arc::clone(&memory.transport);
            tokio::spawn(async move { transport.connect().await })
        })
        .collect();
    drop(memory.streams.recv().await.expect("a dial"));
    for caller in callers {
        let error = caller.await.expect("no panic").expect_err("the stream ended");
        assert!(matches!(error, TransportError::Dial { .. }), "{error:?}");
    }
    assert_eq!(memory.dials.lock().expect("no panic").len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_dial_that_hangs_is_given_up_after_10_seconds() {
    let mut memory = Memory::new();
    let error = memory.transport.connect().await.expect_err("nobody answers the upgrade");
    let source = std::error::Error::source(&error).expect("a reason").to_string();
    assert_eq!((source.as_str(), memory.seconds()), ("no socket was open within 10 s", 10));
    drop(memory.streams.recv().await);
    memory.connect().await;
}

#[tokio::test(start_paused = true)]
async fn a_silent_connector_costs_the_handshake_30_seconds() {
    let mut memory = Memory::new();
    let transport = Arc::clone(&memory.transport);
    let (connected, _socket) = tokio::join!(transport.connect(), memory.accept());
    connected.expect("hello was said");
    let error = transport.handshake().await.expect_err("there was no descriptor");
    assert_eq!(error.to_string(), "the connector sent no descriptor within 30 s");
    assert_eq!(memory.seconds(), 30);
}

#[tokio::test(start_paused = true)]
async fn a_disconnect_never_takes_longer_than_its_budget() {
    let mut memory = Memory::new();
    let mut socket = memory.connect().await;
    let transport = Arc::clone(&memory.transport);
    let action = SendAction::new("1", "never answered");
    let sent = tokio::spawn(async move { transport.send_outbound(action.into(), None).await });
    frame(&mut socket).await;
    memory.transport.disconnect().await;
    assert_eq!(memory.seconds(), 5);
    let error = sent.await.expect("no panic").expect_err("nobody answered");
    assert_eq!((error.to_string().as_str(), error.is_ambiguous()), ("relay transport closed", true));
}

#[tokio::test(start_paused = true)]
async fn a_connect_while_the_last_socket_closes_costs_neither_the_disconnect_nor_the_new_link() {
    let mut memory = Memory::new();
    let _unread = memory.connect().await;
    let transport = Arc::clone(&memory.transport);
    let left = tokio::spawn(async move { transport.disconnect().await });
    memory.until(|state| *state == LinkState::Closed).await;
    let _socket = memory.connect().await;
    left.await.expect("no panic");
    assert_eq!(memory.seconds(), 3, "2 for the farewell, 1 for the close");
    tokio::time::advance(Duration::from_secs(10)).await;
    settle().await;
    assert_eq!(*memory.transport.state().borrow(), LinkState::Live);
}

#[tokio::test(start_paused = true)]
async fn l6_and_l7_a_connector_that_accepts_and_closes_is_dialled_ever_more_rarely() {
    // Before any descriptor, before that of each later connection, and after it.
    for (code, is_cold, welcomes) in [(4401, true, false), (1013, false, false), (1000, false, true)] {
        let mut memory = Memory::new();
        let transport = Arc::clone(&memory.transport);
        if is_cold {
            let (connected, mut socket) = tokio::join!(transport.connect(), memory.accept());
            connected.expect("hello was said");
            close(&mut socket, code).await;
        } else {
            let mut socket = memory.connect().await;
            close(&mut socket, code).await;
        }
        for _ in 0..12 {
            let mut socket = if welcomes { memory.welcome().await } else { memory.accept().await };
            close(&mut socket, code).await;
        }
        let dials = memory.dials.lock().expect("no panic").clone();
        let waits: Vec<_> = dials.windows(2).map(|pair| pair[1] - pair[0]).collect();
        assert_eq!(waits.len(), 12);
        // Full jitter: a wait may be short, their sum may not.
        let (early, late) = (waits[..4].iter().sum::<Duration>(), waits[8..].iter().sum::<Duration>());
        assert!(early < Duration::from_secs(16) && late > 2 * early, "{code}: {waits:?}");
        assert!(waits.iter().all(|wait| *wait <= Duration::from_secs(31)), "{code}: {waits:?}");
    }
}

/// Closes with a code, and reads until the gateway has closed too.
async fn close(socket: &mut Socket, code: u16) {
    let frame = CloseFrame { code: code.into(), reason: "not yet".into() };
    socket.close(Some(frame)).await.expect("it is open");
    while let Some(Ok(_)) = socket.next().await {}
}

#[tokio::test(start_paused = true)]
async fn there_is_never_more_than_one_stream() {
    let mut memory = Memory::new();
    let mut socket = memory.connect().await;
    for round in 0..20 {
        match round % 4 {
            0 => socket.close(None).await.expect("it is open"),
            1 => drop(socket),
            // Refused while it is still being sent.
            2 => drop(socket.send(Message::text("x".repeat((16 << 20) + 1))).await),
            _ => {
                let idle = async {
                    assert_eq!(frame(&mut socket).await["type"], "going_idle");
                    say(&mut socket, &json!({"type": "going_idle_ack"})).await;
                    while let Some(Ok(_)) = socket.next().await {}
                };
                let (slept, ()) = tokio::join!(memory.transport.go_dormant(), idle);
                assert!(slept);
            }
        }
        socket = memory.welcome().await;
        assert!(memory.streams.try_recv().is_err(), "no second dial");
        memory.until(|state| *state == LinkState::Live).await;
    }
}
