//! The transport over streams in memory, on paused time: an hour passes at once, and a wait that should not be is seen.

mod dialling;
mod writing;

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

/// Lets every task run until it waits.
async fn settle() {
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
}
