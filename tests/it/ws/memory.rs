//! The transport over streams in memory, on paused time: an hour passes at once, and a wait that should not be is seen.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::UNIX_EPOCH;

use futures_util::{FutureExt as _, SinkExt as _, StreamExt as _};
use relay_contract::relay::credentials::{Credentials, Secret, verify};
use relay_contract::ws::{Dialler, LossReason};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream};
use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{Request, Response};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;

use super::connector::descriptor;
use super::*;

type Socket = WebSocketStream<DuplexStream>;

/// A transport whose dialler hands the other end of each stream to the test.
struct Memory {
    transport: Arc<WebSocketTransport>,
    streams: mpsc::UnboundedReceiver<DuplexStream>,
    dials: Arc<Mutex<Vec<Instant>>>,
    began: Instant,
}

impl Memory {
    fn new() -> Self {
        Self::with(|_| ())
    }

    fn with(change: impl FnOnce(&mut WebSocketOptions)) -> Self {
        let (inlet, streams) = mpsc::unbounded_channel();
        let dials = Arc::new(Mutex::new(Vec::new()));
        let noted = Arc::clone(&dials);
        let dialler = Dialler::new(move |target| {
            assert_eq!((target.host.as_str(), target.port, target.secure), ("connector.example", 443, true));
            noted.lock().expect("no panic").push(Instant::now());
            let (ours, theirs) = tokio::io::duplex(64 << 10);
            inlet.send(theirs).expect("the test lives");
            async { Ok(ours) }
        });
        let mut options = WebSocketOptions::new([Identity::new("telegram", "bot-1")]);
        options.dialler = dialler;
        options.seed = Some(1);
        change(&mut options);
        let transport = WebSocketTransport::new("https://connector.example", options).expect("an address");
        Self { transport: transport.into(), streams, dials, began: Instant::now() }
    }

    async fn accept(&mut self) -> Socket {
        let stream = self.streams.recv().await.expect("a dial");
        tokio_tungstenite::accept_async(stream).await.expect("an upgrade")
    }

    /// The next socket, with its hello answered.
    async fn welcome(&mut self) -> Socket {
        let mut socket = self.accept().await;
        assert_eq!(frame(&mut socket).await["type"], "hello");
        say(&mut socket, &descriptor("telegram")).await;
        socket
    }

    async fn connect(&mut self) -> Socket {
        let transport = Arc::clone(&self.transport);
        let (connected, socket) = tokio::join!(transport.connect(), self.welcome());
        connected.expect("a connector listens");
        self.transport.handshake().await.expect("a descriptor came");
        socket
    }

    async fn until(&self, holds: impl FnMut(&LinkState) -> bool) -> LinkState {
        self.transport.state().wait_for(holds).await.expect("the transport lives").clone()
    }

    /// Whole seconds since the beginning.
    fn seconds(&self) -> u64 {
        self.began.elapsed().as_secs()
    }
}

async fn frame(socket: &mut Socket) -> serde_json::Value {
    loop {
        match socket.next().await.expect("it is open").expect("a message") {
            Message::Text(text) => return serde_json::from_str(&text).expect("JSON"),
            Message::Ping(_) | Message::Pong(_) => {}
            message => panic!("{message:?}"),
        }
    }
}

async fn say(socket: &mut Socket, frame: &serde_json::Value) {
    socket.send(Message::text(format!("{frame}\n"))).await.expect("it is open");
}

#[tokio::test(start_paused = true)]
async fn connecting_waits_for_no_clock() {
    let mut memory = Memory::new();
    let transport = Arc::clone(&memory.transport);
    let (connected, mut socket) = tokio::join!(transport.connect(), memory.accept());
    connected.expect("a connector listens");
    assert_eq!(frame(&mut socket).await["type"], "hello");
    say(&mut socket, &descriptor("telegram")).await;
    transport.handshake().await.expect("a descriptor came");
    let action = SendAction::new("1", "text");
    let answered = async {
        let id = frame(&mut socket).await["requestId"].clone();
        say(&mut socket, &json!({"type": "outbound_result", "requestId": id, "result": {"success": true}}))
            .await;
    };
    let (result, ()) = tokio::join!(transport.send_outbound(action.into(), None), answered);
    assert!(result.expect("a result").success);
    let farewell = async move {
        assert_eq!(frame(&mut socket).await["type"], "going_idle");
        say(&mut socket, &json!({"type": "going_idle_ack"})).await;
        while let Some(Ok(_)) = socket.next().await {}
    };
    tokio::join!(transport.disconnect(), farewell);
    assert_eq!(memory.began.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_peer_that_answers_pings_is_kept_for_days() {
    let mut memory = Memory::new();
    let mut socket = memory.connect().await;
    let pongs = async {
        let mut pings = 0;
        // The library answers while it is read.
        while let Some(Ok(message)) = socket.next().await {
            pings += usize::from(message.is_ping());
            if pings == 10_000 {
                break;
            }
        }
        pings
    };
    assert_eq!(pongs.await, 10_000);
    assert_eq!(memory.seconds(), 10_000 * 30);
    assert_eq!(*memory.transport.state().borrow(), LinkState::Live);
}

#[tokio::test(start_paused = true)]
async fn a_half_open_connection_is_found_and_dialled_again() {
    let mut memory = Memory::new();
    let _silent = memory.connect().await;
    let state = memory.until(|state| matches!(state, LinkState::BackingOff { .. })).await;
    assert!(matches!(state, LinkState::BackingOff { reason: LossReason::Silent, .. }), "{state:?}");
    assert_eq!(memory.seconds(), 90, "a ping after 30 s, and 60 s for the pong");
    memory.welcome().await;
}

#[tokio::test(start_paused = true)]
async fn frames_are_signs_of_life_too() {
    let mut memory = Memory::new();
    let socket = memory.connect().await;
    let (mut write, _unread) = socket.split();
    for _ in 0..20 {
        tokio::time::advance(Duration::from_secs(25)).await;
        write.send(Message::text("{\"type\":\"x\"}\n")).await.expect("it is open");
        settle().await;
    }
    assert_eq!(*memory.transport.state().borrow(), LinkState::Live);
    assert_eq!(memory.seconds(), 500);
}

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
async fn a_message_that_comes_slowly_is_a_sign_of_life() {
    let mut memory = Memory::new();
    let recorder = Recorder::default();
    memory.transport.register(recorder.handlers());
    let mut stream = memory.connect().await.into_inner();
    let line = json!({"type": "inbound", "event": {"text": "x".repeat(9_000)}}).to_string() + "\n";
    let length = u16::try_from(line.len()).expect("a short line");
    // RFC 6455, 5.2: a whole text message, of 16 bits of length, without a mask.
    let head = [&[0x81, 126][..], &length.to_be_bytes()].concat();
    let bytes = [&head, line.as_bytes()].concat();
    for part in bytes.chunks(1_000) {
        tokio::time::advance(Duration::from_secs(40)).await;
        stream.write_all(part).await.expect("it is open");
        settle().await;
    }
    assert_eq!((memory.seconds(), &*memory.transport.state().borrow()), (400, &LinkState::Live));
    let text = loop {
        if let Seen::Inbound { text, .. } = recorder.next().await {
            break text;
        }
    };
    assert_eq!(text.len(), 9_000);
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
async fn ids_that_are_numbers_are_refused_or_read_as_strings() {
    let line = json!({"type": "inbound", "bufferId": "b", "event": {"text": "t", "message_id": 71,
        "source": {"platform": "telegram", "chat_id": 55501, "chat_type": "dm"}}});
    for coerces_ids in [false, true] {
        let mut memory = Memory::with(|options| options.coerces_ids = coerces_ids);
        let recorder = Recorder::default();
        memory.transport.register(recorder.handlers());
        let mut socket = memory.connect().await;
        say(&mut socket, &line).await;
        let was_read = loop {
            match recorder.next().await {
                Seen::Inbound { .. } => break true,
                Seen::Refused(_) => break false,
                _ => {}
            }
        };
        assert_eq!(was_read, coerces_ids);
    }
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

/// Lets every task run until it waits.
async fn settle() {
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
}
