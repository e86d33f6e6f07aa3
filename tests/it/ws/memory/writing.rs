//! What is written: how much, how fast, and what becomes of it when the socket ends.

use super::*;

#[tokio::test(start_paused = true)]
async fn a_socket_that_takes_nothing_is_dialled_again_after_the_write_deadline() {
    let mut memory = Memory::new();
    let _unread = memory.connect().await;
    let sends: Vec<_> = (0..50)
        .map(|_| {
            let transport = Arc::clone(&memory.transport);
            let action = SendAction::new("1", "x".repeat(100_000));
            tokio::spawn(async move { transport.send_outbound(action.into(), None).await })
        })
        .collect();
    let state = memory.until(|state| matches!(state, LinkState::BackingOff { .. })).await;
    assert!(matches!(state, LinkState::BackingOff { reason: LossReason::Stalled, .. }), "{state:?}");
    assert_eq!(memory.seconds(), 10);
    let (mut ambiguous, mut definite) = (0, 0);
    for send in sends {
        let error = send.await.expect("no panic").expect_err("it was not answered");
        assert_eq!(error.to_string(), "relay transport connection lost");
        *(if error.is_ambiguous() { &mut ambiguous } else { &mut definite }) += 1;
    }
    assert!(ambiguous >= 1 && definite >= 40, "{ambiguous} were written, {definite} were not");
    memory.welcome().await;
}

#[tokio::test(start_paused = true)]
async fn a_socket_that_takes_little_is_not_stalled() {
    let mut memory = Memory::new();
    let socket = memory.connect().await;
    let transport = Arc::clone(&memory.transport);
    let action = SendAction::new("1", "x".repeat(300_000));
    let send = tokio::spawn(async move { transport.send_outbound(action.into(), None).await });
    let mut stream = socket.into_inner();
    let mut read = 0;
    // Some bytes every 9 seconds, while more than they wait.
    for _ in 0..3 {
        tokio::time::advance(Duration::from_secs(9)).await;
        let mut bytes = vec![0; 20_000];
        read += stream.read_exact(&mut bytes).await.expect("it is open");
        settle().await;
    }
    assert_eq!((memory.seconds(), read), (27, 60_000));
    assert_eq!(*memory.transport.state().borrow(), LinkState::Live);
    // Then none any more.
    let state = memory.until(|state| matches!(state, LinkState::BackingOff { .. })).await;
    assert!(matches!(state, LinkState::BackingOff { reason: LossReason::Stalled, .. }), "{state:?}");
    assert!(send.await.expect("no panic").expect_err("it was cut off").is_ambiguous());
}

#[tokio::test(start_paused = true)]
async fn a_close_that_arrived_before_the_stream_broke_is_heard() {
    let mut memory = Memory::new();
    let mut socket = memory.connect().await;
    let transport = Arc::clone(&memory.transport);
    let action = SendAction::new("1", "x".repeat(300_000));
    let send = tokio::spawn(async move { transport.send_outbound(action.into(), None).await });
    settle().await;
    // More waits for the stream than it takes; then it cannot be written to any more.
    say(&mut socket, &json!({"type": "inbound", "event": {"text": "last"}})).await;
    let frame = CloseFrame { code: 4401.into(), reason: "revoked".into() };
    socket.send(Message::Close(Some(frame))).await.expect("it is open");
    drop(socket);
    let state = memory.until(|state| *state != LinkState::Live).await;
    assert_eq!(state, LinkState::Connecting, "a first 4401 is dialled again at once");
    assert!(send.await.expect("no panic").expect_err("it was cut off").is_ambiguous());
    memory.welcome().await;
}

#[tokio::test(start_paused = true)]
async fn requests_beyond_what_may_be_in_flight_wait_for_their_turn() {
    let mut memory = Memory::with(|options| options.in_flight = 2_000);
    let mut socket = memory.connect().await;
    let sends: Vec<_> = (0..100)
        .map(|_| {
            let transport = Arc::clone(&memory.transport);
            let action = SendAction::new("1", "x".repeat(500));
            tokio::spawn(async move { transport.send_outbound(action.into(), None).await })
        })
        .collect();
    for _ in 0..100 {
        let id = frame(&mut socket).await["requestId"].clone();
        settle().await;
        say(&mut socket, &json!({"type": "outbound_result", "requestId": id, "result": {"success": true}}))
            .await;
    }
    for send in sends {
        assert!(send.await.expect("no panic").expect("a result").success);
    }
    assert_eq!(memory.seconds(), 0);
}

/// What becomes of two requests that nobody answers and that have no room together, the second after some seconds; and
/// how many seconds have passed then.
async fn two_requests_without_room_for_both(apart: u64) -> [(TransportError, u64); 2] {
    let mut memory = Memory::with(|options| options.in_flight = 600);
    let mut socket = memory.connect().await;
    let send = |transport: &Arc<WebSocketTransport>| {
        let transport = Arc::clone(transport);
        let action = SendAction::new("1", "x".repeat(400));
        tokio::spawn(async move { transport.send_outbound(action.into(), None).await })
    };
    let first = send(&memory.transport);
    frame(&mut socket).await;
    tokio::time::advance(Duration::from_secs(apart)).await;
    let second = send(&memory.transport);
    settle().await;
    assert!(socket.next().now_or_never().is_none(), "there is no room for the second");
    // Let pings be answered meanwhile.
    let reading = tokio::spawn(async move { while let Some(Ok(_)) = socket.next().await {} });
    let first = first.await.expect("no panic").expect_err("nobody answered");
    let first = (first, memory.seconds());
    let second = second.await.expect("no panic").expect_err("nobody answered");
    reading.abort();
    [first, (second, memory.seconds())]
}

#[tokio::test(start_paused = true)]
async fn a_request_that_never_gets_its_turn_fails_for_certain() {
    let [(first, at), (second, then)] = two_requests_without_room_for_both(0).await;
    assert_eq!((first.to_string().as_str(), first.is_ambiguous()), ("relay outbound timed out", true));
    let text = "relay send failed: too many requests are in flight";
    assert_eq!((second.to_string().as_str(), second.is_ambiguous()), (text, false));
    assert_eq!((at, then), (30, 30));
}

#[tokio::test(start_paused = true)]
async fn a_request_gets_its_turn_when_the_one_before_it_has_failed() {
    let [(first, at), (second, then)] = two_requests_without_room_for_both(10).await;
    for error in [first, second] {
        assert_eq!((error.to_string().as_str(), error.is_ambiguous()), ("relay outbound timed out", true));
    }
    assert_eq!((at, then), (30, 40));
}
