//! The WebSocket transport beside a bare tokio-tungstenite client, over loopback: `cargo bench --bench websocket`.
//!
//! The bare client does nothing with what it reads; it is the limit. Both talk to the same connector, in turns, and
//! the best batch of each counts. It ends with 1 if the transport is further from the limit than it may be: 0.8 of its
//! round trips one after the other, 0.6 of them with 64 in flight, 0.6 of the frames of 600 bytes, which it validates.

mod loopback;

use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use futures_util::{SinkExt as _, StreamExt as _};
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

use loopback::{Socket, descriptor, inbound, result, runtime, serve};

/// Round trips of a batch.
const TRIPS: usize = 4_000;

/// Frames of a batch, and their length in bytes.
const FRAMES: usize = 20_000;
const FRAME: usize = 600;

const IN_FLIGHT: usize = 64;

const BATCHES: usize = 25;

fn main() -> ExitCode {
    // Cargo adds an option of its own.
    let filter = std::env::args().skip(1).find(|argument| !argument.starts_with("--")).unwrap_or_default();
    let runtime = runtime();
    let (answering, flooding) = (serve(answer), serve(flood));
    let trips = |in_flight| {
        let runtime = &runtime;
        move |kind| match kind {
            Kind::Bare => runtime.block_on(bare_trips(answering, in_flight)),
            Kind::Transport => runtime.block_on(transport_trips(answering, in_flight)),
        }
    };
    let frames = |kind| match kind {
        Kind::Bare => runtime.block_on(bare_frames(flooding)),
        Kind::Transport => runtime.block_on(transport_frames(flooding)),
    };
    let is_wanted = |what: &str| what.contains(&filter);
    let mut is_well = true;
    let what = "round trips, one after the other";
    if is_wanted(what) {
        is_well &= compare(TRIPS, trips(1)).show(what, 0.8);
    }
    let what = "round trips, 64 in flight";
    if is_wanted(what) {
        is_well &= compare(TRIPS, trips(IN_FLIGHT)).show(what, 0.6);
    }
    let what = "frames of 600 bytes, validated";
    if is_wanted(what) {
        is_well &= compare(FRAMES, frames).show(what, 0.6);
    }
    if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[derive(Clone, Copy)]
enum Kind {
    Bare,
    Transport,
}

/// The best batches, per second.
struct Compared {
    bare: f64,
    transport: f64,
}

/// Measures both in turns. `batch` gives the time of one batch of `count`, without what comes before and after.
fn compare(count: usize, mut batch: impl FnMut(Kind) -> Duration) -> Compared {
    let mut best = [Duration::MAX; 2];
    for _ in 0..BATCHES {
        for (kind, best) in [Kind::Bare, Kind::Transport].into_iter().zip(&mut best) {
            *best = batch(kind).min(*best);
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
    let [bare, transport] = best.map(|best| count as f64 / best.as_secs_f64());
    Compared { bare, transport }
}

impl Compared {
    #[allow(clippy::print_stdout, reason = "the table is what it is for")]
    fn show(&self, what: &str, target: f64) -> bool {
        let ratio = self.transport / self.bare;
        let verdict = if ratio >= target { "" } else { ", TOO LITTLE" };
        println!(
            "{what:<34} bare {:>9.0}/s, transport {:>9.0}/s, ratio {ratio:.2} of at least {target}{verdict}",
            self.bare, self.transport,
        );
        ratio >= target
    }
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
async fn flood(mut socket: Socket) {
    let frame = Message::text(inbound(55501, "text", None, FRAME));
    while let Some(Ok(message)) = socket.next().await {
        let Message::Text(text) = message else { continue };
        if text.starts_with("{\"type\":\"hello\"") {
            drop(socket.send(descriptor()).await);
        } else if text.starts_with("{\"type\":\"interrupt\"") {
            for _ in 0..FRAMES {
                if socket.feed(frame.clone()).await.is_err() {
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

async fn bare_trips(address: SocketAddr, in_flight: usize) -> Duration {
    let mut socket = bare(address).await;
    // What the transport writes.
    let request = Message::text(
        "{\"type\":\"outbound\",\"requestId\":\"88ef6616722b4ea19cd9bf4bce6b25cb\",\"action\":{\"op\":\"send\",\
         \"chat_id\":\"55501\",\"content\":\"text\",\"reply_to\":null,\"metadata\":{}}}\n",
    );
    let began = Instant::now();
    for _ in 0..in_flight {
        socket.send(request.clone()).await.expect("it is open");
    }
    for trip in 0..TRIPS {
        socket.next().await.expect("it is open").expect("an answer");
        if trip + in_flight < TRIPS {
            socket.send(request.clone()).await.expect("it is open");
        }
    }
    began.elapsed()
}

async fn bare_frames(address: SocketAddr) -> Duration {
    let mut socket = bare(address).await;
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

async fn transport_trips(address: SocketAddr, in_flight: usize) -> Duration {
    let transport = transport(address, Arc::default()).await;
    let began = Instant::now();
    let tasks: Vec<_> = (0..in_flight)
        .map(|_| {
            let transport = Arc::clone(&transport);
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

async fn transport_frames(address: SocketAddr) -> Duration {
    let count = Arc::new(Count::default());
    let transport = transport(address, Arc::clone(&count)).await;
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
        if self.frames.fetch_add(1, Ordering::Relaxed) + 1 == FRAMES {
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
