//! The WebSocket transport beside a bare tokio-tungstenite client, over loopback: `cargo bench --bench websocket`.
//!
//! The bare client does nothing with what it reads; it is the limit. Both talk to connectors of the same kind, in
//! turns, and the best batch of each counts. It ends with 1 if the transport is further from the limit than it may be:
//! 0.8 of its round trips one after the other, 0.6 of them with 64 in flight, 0.6 of the frames of 600 bytes, which it
//! validates, as a connector sends them: each written, then sent for itself. There the limit is the sender.
//!
//! Frames that were prepared and come in bulk have no target, for none can be met: the bare client passes over memory,
//! and to read the JSON at all costs as much as it may take in all.
//!
//! With a word, only the rows that have it in their name: `cargo bench --bench websocket -- frames`.

#![expect(clippy::print_stdout, reason = "what the program is for")]

mod loopback;

use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use futures_util::{FutureExt as _, SinkExt as _, StreamExt as _};
use relay_contract::frame::{
    CapabilityDescriptor, InboundFrame, InterruptFrame, InterruptInboundFrame, PassthroughForwardFrame,
    SendAction,
};
use relay_contract::relay::RelayTransport;
use relay_contract::relay::transport::{Delivery, Handlers, Identity, Refusal};
use relay_contract::ws::{WebSocketOptions, WebSocketTransport};
use tokio::net::TcpStream;
use tokio::sync::Notify;
use tokio_tungstenite::tungstenite::Message;

use loopback::{Socket, descriptor, inbound, result, runtime, serve, serving};

/// Round trips of a batch.
const TRIPS: usize = 640;

/// Frames of a batch, and their length in bytes.
const FRAMES: usize = 2_000;
const FRAME: usize = 600;

const IN_FLIGHT: usize = 64;

/// Many and short: on a machine that does other things too, a few of them are undisturbed.
const BATCHES: usize = 300;

/// A row: what is measured, its count in a batch, and the share of the limit that is asked for.
const ROWS: [(&str, Work, usize, f64); 4] = [
    ("round trips, one after the other", Work::Trips(1), TRIPS, 0.8),
    ("round trips, 64 in flight", Work::Trips(IN_FLIGHT), TRIPS, 0.6),
    ("frames of 600 bytes, one by one", Work::Frames { in_bulk: false }, FRAMES, 0.6),
    ("frames of 600 bytes, prepared, in bulk", Work::Frames { in_bulk: true }, FRAMES, 0.0),
];

#[derive(Clone, Copy)]
enum Work {
    /// So many in flight.
    Trips(usize),
    Frames {
        in_bulk: bool,
    },
}

fn main() -> ExitCode {
    // Cargo adds an option of its own.
    let filter = std::env::args().skip(1).find(|argument| !argument.starts_with("--")).unwrap_or_default();
    let mut is_well = true;
    for (what, work, count, target) in ROWS.into_iter().filter(|(what, ..)| what.contains(&filter)) {
        let [bare, transport] = runtime().block_on(compare(work)).map(|best| rate(count, best));
        let ratio = transport / bare;
        let verdict = match target {
            0.0 => String::new(),
            _ if ratio >= target => format!(", at least {target}"),
            _ => format!(", TOO LITTLE: at least {target}"),
        };
        println!("{what:<38} bare {bare:>9.0}/s, transport {transport:>9.0}/s, ratio {ratio:.2}{verdict}");
        is_well &= ratio >= target;
    }
    if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[expect(clippy::cast_precision_loss, reason = "a few thousand")]
fn rate(count: usize, took: Duration) -> f64 {
    count as f64 / took.as_secs_f64()
}

/// The best batch of the bare client, and that of the transport.
async fn compare(work: Work) -> [Duration; 2] {
    let address = match work {
        // On this thread: a trip never has both ends at work, and how long one core takes to wake another is no part
        // of either.
        Work::Trips(_) => {
            let (address, serving) = serving(answer);
            tokio::spawn(serving);
            address
        }
        Work::Frames { in_bulk } => serve(move |socket| flood(socket, in_bulk)),
    };
    let mut bare = bare(address).await;
    let count = Arc::new(Count::default());
    let transport = transport(address, Arc::clone(&count)).await;
    let mut best = [Duration::MAX; 2];
    for _ in 0..BATCHES {
        let took = match work {
            Work::Trips(in_flight) => {
                [bare_trips(&mut bare, in_flight).await, transport_trips(&transport, in_flight).await]
            }
            Work::Frames { .. } => [bare_frames(&mut bare).await, transport_frames(&transport, &count).await],
        };
        best = [best[0].min(took[0]), best[1].min(took[1])];
    }
    best
}

/// A connector that answers every request.
async fn answer(mut socket: Socket) {
    while let Some(Ok(message)) = socket.next().await {
        let Message::Text(text) = message else { continue };
        for line in text.lines() {
            let answer = if line.starts_with("{\"type\":\"hello\"") {
                descriptor()
            } else if line.starts_with("{\"type\":\"outbound\"") {
                result(line)
            } else {
                continue;
            };
            if socket.send(answer).await.is_err() {
                return;
            }
        }
    }
}

/// A connector that sends a batch of frames for every `interrupt`.
async fn flood(mut socket: Socket, in_bulk: bool) {
    let prepared = Message::text(inbound(55501, "text", None, FRAME));
    while let Some(Ok(message)) = socket.next().await {
        let Message::Text(text) = message else { continue };
        if text.starts_with("{\"type\":\"hello\"") {
            drop(socket.send(descriptor()).await);
        } else if text.starts_with("{\"type\":\"interrupt\"") {
            for number in 0..FRAMES {
                let sent = if in_bulk {
                    socket.feed(prepared.clone()).await
                } else {
                    socket.send(Message::text(inbound(55501, &number.to_string(), None, FRAME))).await
                };
                if sent.is_err() {
                    return;
                }
            }
            drop(socket.flush().await);
        }
    }
}

async fn bare(address: SocketAddr) -> Socket {
    let stream = TcpStream::connect(address).await.expect("it listens");
    stream.set_nodelay(true).expect("a socket can be");
    let upgrade = tokio_tungstenite::client_async(format!("ws://{address}/relay"), stream);
    upgrade.await.expect("an upgrade").0
}

async fn bare_trips(socket: &mut Socket, in_flight: usize) -> Duration {
    // What the transport writes.
    let request = Message::text(
        "{\"type\":\"outbound\",\"requestId\":\"88ef6616722b4ea19cd9bf4bce6b25cb\",\"action\":{\"op\":\"send\",\
         \"chat_id\":\"55501\",\"content\":\"text\",\"reply_to\":null,\"metadata\":{}}}\n",
    );
    let began = Instant::now();
    for _ in 0..in_flight {
        socket.feed(request.clone()).await.expect("it is open");
    }
    socket.flush().await.expect("it is open");
    let (mut sent, mut answered) = (in_flight, 0);
    while answered < TRIPS {
        let mut next = Some(socket.next().await);
        // Every answer that is there, then what takes their places, at once.
        while let Some(answer) = next.take() {
            answer.expect("it is open").expect("an answer");
            answered += 1;
            if answered < sent {
                next = socket.next().now_or_never();
            }
        }
        while sent < TRIPS.min(answered + in_flight) {
            socket.feed(request.clone()).await.expect("it is open");
            sent += 1;
        }
        socket.flush().await.expect("it is open");
    }
    began.elapsed()
}

async fn bare_frames(socket: &mut Socket) -> Duration {
    let began = Instant::now();
    socket.send(Message::text("{\"type\":\"interrupt\"}\n")).await.expect("it is open");
    for _ in 0..FRAMES {
        socket.next().await.expect("it is open").expect("a frame");
    }
    began.elapsed()
}

async fn transport(address: SocketAddr, handlers: Arc<Count>) -> Arc<WebSocketTransport> {
    let options = WebSocketOptions::new([Identity::new("telegram", "bot-1")]);
    let transport = WebSocketTransport::new(&format!("http://{address}"), options).expect("an address");
    transport.register(handlers);
    transport.connect().await.expect("it listens");
    transport.handshake().await.expect("a descriptor");
    Arc::new(transport)
}

async fn transport_trips(transport: &Arc<WebSocketTransport>, in_flight: usize) -> Duration {
    let began = Instant::now();
    let tasks: Vec<_> = (0..in_flight)
        .map(|_| {
            let transport = Arc::clone(transport);
            tokio::spawn(async move {
                for _ in 0..TRIPS / in_flight {
                    let action = SendAction::new("55501", "text");
                    let result = transport.send_outbound(action.into(), None).await;
                    assert!(result.expect("a result").success);
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.expect("no panic");
    }
    began.elapsed()
}

async fn transport_frames(transport: &WebSocketTransport, count: &Count) -> Duration {
    let began = Instant::now();
    transport.send_interrupt(InterruptFrame::new("")).await.expect("it is open");
    count.is_full.notified().await;
    began.elapsed()
}

/// Handlers that count deliveries.
#[derive(Default)]
struct Count {
    frames: AtomicUsize,
    is_full: Notify,
}

impl Handlers for Count {
    fn inbound(&self, delivery: Delivery<InboundFrame>) {
        assert!(delivery.size >= FRAME && !delivery.frame.event.text.is_empty());
        if self.frames.fetch_add(1, Ordering::Relaxed) % FRAMES == FRAMES - 1 {
            self.is_full.notify_one();
        }
    }

    fn passthrough(&self, _: Delivery<PassthroughForwardFrame>) {}

    fn interrupt(&self, _: InterruptInboundFrame) {}

    fn descriptor(&self, _: u64, _: CapabilityDescriptor) {}

    fn refused(&self, refusal: Refusal) {
        panic!("{refusal:?}");
    }

    fn frame_read(&self, _: &'static str) {}

    fn frame_written(&self, _: &'static str) {}
}
