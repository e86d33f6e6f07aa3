//! A million messages over loopback, with a connection that breaks every second: `cargo bench --bench soak`.
//!
//! The whole way: the connector holds a message until it is acknowledged, the transport reads it, the adapter queues
//! it, a handler counts it, and now and then answers. It ends with 1 if a message is lost, handled twice or out of
//! order, or if memory grows.
//!
//! With a number, `cargo bench --bench soak -- 64`, the queue is so short, no connection breaks by itself, and what finds
//! no room must come by the adapter's own new dials.

#![expect(clippy::print_stdout, reason = "what the program is for")]

mod loopback;

use std::collections::VecDeque;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use futures_util::{FutureExt as _, SinkExt as _, StreamExt as _};
use relay_contract::relay::transport::Identity;
use relay_contract::relay::{
    AdapterOptions, Fault, Gateway, HandlerError, RelayAdapter, RelayTransport, Turn,
};
use relay_contract::ws::{WebSocketOptions, WebSocketTransport};
use tokio::io::AsyncWriteExt as _;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;

use loopback::{Socket, descriptor, inbound, result, runtime, serve};

const MESSAGES: usize = 1_000_000;

/// Sessions that the messages belong to, in turns.
const SESSIONS: usize = 32;

/// The most messages that are on their way at once: fewer than an adapter remembers.
const WINDOW: usize = 400;

/// Every so many messages one is answered.
const ANSWERED: usize = 10;

/// How long a connection lives.
const LIFE: Duration = Duration::from_secs(1);

/// How much more memory the second half may take than the first.
const SLACK: usize = 4 << 20;

fn main() -> ExitCode {
    // Cargo adds an option of its own.
    let queue = std::env::args().skip(1).find_map(|argument| argument.parse::<usize>().ok());
    let life = if queue.is_some() { Duration::from_secs(3600) } else { LIFE };
    let seen = Arc::new(Seen::new());
    let buffer = Arc::new(Mutex::new(Buffer::default()));
    let sums = Arc::new(Sums::default());
    let address = {
        let (buffer, sums) = (Arc::clone(&buffer), Arc::clone(&sums));
        serve(move |socket| deliver(socket, life, Arc::clone(&buffer), Arc::clone(&sums)))
    };
    let runtime = runtime();
    let began = Instant::now();
    let memory = runtime.block_on(async {
        let mut options = WebSocketOptions::new([Identity::new("telegram", "bot-1")]);
        options.session.backoff_first = Duration::from_millis(20);
        options.session.backoff_cap = Duration::from_millis(100);
        let transport = WebSocketTransport::new(&format!("http://{address}"), options).expect("an address");
        let agent = Agent(Arc::clone(&seen), Arc::clone(&sums));
        let mut options = AdapterOptions::default();
        options.queue_frames = queue.unwrap_or(options.queue_frames);
        let adapter = RelayAdapter::new(transport, agent, options);
        adapter.connect().await.expect("the connector listens");
        let mut memory = Vec::new();
        while buffer.lock().expect("no panic").acknowledged < MESSAGES {
            tokio::time::sleep(Duration::from_millis(500)).await;
            let acknowledged = buffer.lock().expect("no panic").acknowledged;
            let resident = resident();
            println!(
                "{:>6.1} s {acknowledged:>8} messages, {:>6} KiB resident",
                began.elapsed().as_secs_f64(),
                resident >> 10
            );
            memory.push((acknowledged, resident));
        }
        adapter.settled().await;
        let counters = adapter.counters();
        println!("{} turned away, {} connections asked for", counters.deferred, counters.redials);
        adapter.disconnect().await;
        memory
    });
    let took = began.elapsed().as_secs_f64();
    let count = |count: &AtomicUsize| count.load(Ordering::Relaxed);
    let (handled, wrong) = seen.sum();
    let half = |late: bool| memory.iter().filter(move |(done, _)| (*done > MESSAGES / 2) == late);
    let most = |late: bool| half(late).map(|(_, resident)| *resident).max().unwrap_or_default();
    let (early, late) = (most(false), most(true));
    #[expect(clippy::cast_precision_loss, reason = "a million")]
    let rate = MESSAGES as f64 / took;
    println!(
        "{MESSAGES} messages in {took:.1} s ({rate:.0}/s): {handled} handled once, {wrong} lost, again or out of order"
    );
    println!(
        "{} connections, {} deliveries, {} acknowledgements, {} requests answered, {} answers lost",
        count(&sums.connections),
        count(&sums.deliveries),
        count(&sums.acknowledgements),
        count(&sums.requests),
        count(&sums.failed),
    );
    println!("at most {} KiB resident in the first half, {} KiB in the second", early >> 10, late >> 10);
    if late == 0 {
        println!("memory was not measured: there is no /proc/self/statm");
    }
    let is_well = handled == MESSAGES && wrong == 0 && count(&sums.faults) == 0 && late <= early + SLACK;
    if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// How much of this process is in memory, in bytes.
fn resident() -> usize {
    // On systems without it there is nothing to compare.
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    pages.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok()).unwrap_or_default() * 4096
}

#[derive(Default)]
struct Sums {
    connections: AtomicUsize,
    deliveries: AtomicUsize,
    acknowledgements: AtomicUsize,
    requests: AtomicUsize,
    failed: AtomicUsize,
    faults: AtomicUsize,
}

/// What the gateway was given.
struct Seen(Mutex<(Vec<u8>, Vec<usize>)>);

impl Seen {
    fn new() -> Self {
        // Touched now, so that it is there from the beginning.
        Self(Mutex::new((vec![1; MESSAGES], vec![0; SESSIONS])))
    }

    fn note(&self, number: usize) {
        let mut seen = self.0.lock().expect("no panic");
        let (times, last) = &mut *seen;
        let last = &mut last[number % SESSIONS];
        let is_next = number < SESSIONS || *last + SESSIONS == number;
        *last = number;
        // 1 is not yet, 2 is once and in order.
        times[number] = if is_next { times[number].saturating_add(1) } else { u8::MAX };
    }

    /// How many messages were handled once and in order, and how many were not.
    fn sum(&self) -> (usize, usize) {
        let seen = self.0.lock().expect("no panic");
        let handled: usize = seen.0.iter().map(|times| usize::from(*times == 2)).sum();
        (handled, MESSAGES - handled)
    }
}

struct Agent(Arc<Seen>, Arc<Sums>);

impl<T: RelayTransport> Gateway<T> for Agent {
    async fn on_message(&self, turn: Turn<T>) -> Result<(), HandlerError> {
        let number = turn.event.text.split(' ').next().unwrap_or_default().parse::<usize>()?;
        // So that the queue fills.
        tokio::task::yield_now().await;
        self.0.note(number);
        if number % ANSWERED == 0 && turn.reply("seen").await.is_err() {
            self.1.failed.fetch_add(1, Ordering::Relaxed);
        }
        Ok(())
    }

    fn on_fault(&self, fault: Fault) {
        if matches!(fault, Fault::Deferred { .. }) {
            return;
        }
        println!("fault: {fault:?}");
        self.1.faults.fetch_add(1, Ordering::Relaxed);
    }
}

/// What the connector holds.
struct Buffer {
    /// Whether each of the messages behind the first `done` is acknowledged.
    open: VecDeque<bool>,
    done: usize,
    acknowledged: usize,
}

impl Default for Buffer {
    fn default() -> Self {
        Self { open: VecDeque::with_capacity(WINDOW), done: 0, acknowledged: 0 }
    }
}

impl Buffer {
    fn acknowledge(&mut self, number: usize) {
        let place = number.checked_sub(self.done).and_then(|place| self.open.get_mut(place));
        if let Some(is_acknowledged) = place {
            self.acknowledged += usize::from(!*is_acknowledged);
            *is_acknowledged = true;
        }
        while self.open.front() == Some(&true) {
            self.open.pop_front();
            self.done += 1;
        }
    }

    /// The next message from `cursor` on that is to be delivered, if there is room for it.
    fn next(&mut self, cursor: usize) -> Option<usize> {
        let open = (cursor.max(self.done)..self.done + self.open.len()).find(|n| !self.open[n - self.done]);
        if open.is_some() {
            return open;
        }
        let new = self.done + self.open.len();
        (self.open.len() < WINDOW && new < MESSAGES).then(|| {
            self.open.push_back(false);
            new
        })
    }
}

/// One connection: delivers what is not acknowledged, and what is new, until its life is over.
async fn deliver(mut socket: Socket, life: Duration, buffer: Arc<Mutex<Buffer>>, sums: Arc<Sums>) {
    let connection = sums.connections.fetch_add(1, Ordering::Relaxed);
    let lived = tokio::time::timeout(life, deliver_on(&mut socket, &buffer, &sums)).await;
    if lived.is_ok() {
        return;
    }
    match connection % 3 {
        0 => {}
        1 => {
            let frame = CloseFrame { code: 1013.into(), reason: "".into() };
            drop(socket.close(Some(frame)).await);
        }
        _ => drop(socket.get_mut().write_all(b"\x81\x7e\x02\x58{\"type\":\"inb").await),
    }
}

async fn deliver_on(socket: &mut Socket, buffer: &Mutex<Buffer>, sums: &Sums) {
    let add = |count: &AtomicUsize| count.fetch_add(1, Ordering::Relaxed);
    let (mut cursor, mut is_greeted) = (0, false);
    loop {
        let next = is_greeted.then(|| buffer.lock().expect("no panic").next(cursor)).flatten();
        let message = match next {
            Some(_) => socket.next().now_or_never(),
            None if socket.flush().await.is_err() => return,
            None => Some(socket.next().await),
        };
        let text = match (message, next) {
            (Some(Some(Ok(Message::Text(text)))), _) => text,
            (Some(Some(Ok(_))), _) | (None, None) => continue,
            (Some(_), _) => return,
            (None, Some(number)) => {
                add(&sums.deliveries);
                cursor = number + 1;
                let line = inbound(number % SESSIONS, &number.to_string(), Some(number), 0);
                if socket.feed(Message::text(line)).await.is_err() {
                    return;
                }
                continue;
            }
        };
        for line in text.lines() {
            let answer = if let Some(id) = line.strip_prefix("{\"type\":\"inbound_ack\",\"bufferId\":\"b") {
                add(&sums.acknowledgements);
                let number = id.trim_end_matches("\"}").parse().expect("an id of ours");
                buffer.lock().expect("no panic").acknowledge(number);
                continue;
            } else if line.starts_with("{\"type\":\"hello\"") {
                is_greeted = true;
                descriptor()
            } else if line.starts_with("{\"type\":\"going_idle\"") {
                is_greeted = false;
                Message::text("{\"type\":\"going_idle_ack\"}\n")
            } else if line.starts_with("{\"type\":\"outbound\"") {
                add(&sums.requests);
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
