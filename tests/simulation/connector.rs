//! The connector: it serves each connection as its plan says, and delivers what it holds.

use std::collections::BTreeMap;
use std::future::ready;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream};
use tokio::time::{Instant, sleep, sleep_until, timeout};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;

use super::World;
use super::invariant::Invariant;
use super::ledger::Kind;
use super::random::Random;
use super::scenario::{End, IDENTITIES, Plan, SOCKET_LIMIT, Stage};
use super::store::Item;
use super::stream::Paced;

/// After so long without an acknowledgement everything held is sent again.
const AGAIN: Duration = Duration::from_secs(8);

/// A plan that waits for deliveries ends after so long without one.
const PATIENCE: Duration = Duration::from_secs(30);

/// One connection at the connector's side.
struct Link {
    world: Arc<World>,
    number: usize,
    plan: Plan,
    random: Random,
    socket: WebSocketStream<Paced>,
    hellos: usize,
    /// The gateway wants nothing any more.
    is_idle: bool,
    /// The number of the next message that is held.
    cursor: usize,
    deliveries: usize,
    /// By the ids that they have on this connection alone: those of another mean other messages here.
    sent: BTreeMap<usize, usize>,
    /// Results by when they are due.
    due: BTreeMap<(Instant, usize), String>,
    again_at: Instant,
    /// The message that is waited for, and since when, where only one may be outstanding.
    outstanding: Option<(usize, Instant)>,
}

/// After so long without the acknowledgement of the only one outstanding it closes.
const STARVED: Duration = Duration::from_secs(60);

/// Serves one connection to its end, in a task of its own.
pub(crate) async fn start(world: Arc<World>, number: usize, plan: Plan, stream: DuplexStream) {
    let ledger = world.ledger.clone();
    if tokio::spawn(serve(world, number, plan, stream)).await.is_err() {
        ledger.break_invariant(Invariant::Alive, format_args!("the connector panicked on {number}"));
    }
}

async fn serve(world: Arc<World>, number: usize, plan: Plan, stream: DuplexStream) {
    let random = Random::new(world.seed, 1_000 + number as u64);
    let mut stream = Paced::new(stream, plan.reading, plan.writing);
    if let Stage::Upgrade = plan.stage {
        world.ledger.note(format_args!("connector ends {number} before the upgrade: {:?}", plan.end));
        refuse(&mut stream, random, plan.end).await;
        return;
    }
    let Ok(socket) = tokio_tungstenite::accept_async(stream).await else {
        world.ledger.note(format_args!("no upgrade of {number}"));
        return;
    };
    world.ledger.upgraded(number);
    {
        let mut held = world.store.held();
        (held.newest, held.is_open) = (number, false);
        held.live.clear();
    }
    let mut link = Link {
        number,
        plan,
        random,
        socket,
        hellos: 0,
        is_idle: false,
        cursor: 0,
        deliveries: 0,
        sent: BTreeMap::new(),
        due: BTreeMap::new(),
        again_at: Instant::now() + AGAIN,
        outstanding: None,
        world,
    };
    let is_over = link.run().await;
    let world = Arc::clone(&link.world);
    let is_newest = world.store.held().newest == number;
    if is_newest {
        world.store.held().is_open = false;
    }
    match is_over {
        Over::Planned => {
            world.ledger.note(format_args!("connector ends {number}: {:?}", link.plan.end));
            link.end().await;
        }
        Over::Gone => world.ledger.note(format_args!("gateway is gone from {number}")),
    }
}

/// Why a connection is served no longer.
enum Over {
    Planned,
    Gone,
}

/// Ends a stream that is no WebSocket yet.
async fn refuse(stream: &mut Paced, mut random: Random, end: End) {
    if let End::Status(status) = end {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") && stream.read_buf(&mut head).await.is_ok_and(|read| read > 0) {}
        let answer = format!("HTTP/1.1 {status} No\r\nContent-Length: 0\r\n\r\n");
        drop(stream.write_all(answer.as_bytes()).await);
        return;
    }
    if random.once_in(2) {
        drop(stream.write_all(b"HTTP/1.1 101 Switching Prot").await);
    }
    // Sometimes longer than a dial may take.
    sleep(random.millis(0..12_000)).await;
}

impl Link {
    async fn run(&mut self) -> Over {
        while self.hellos < IDENTITIES {
            if matches!(self.plan.stage, Stage::Hello(hellos) if hellos == self.hellos) {
                return Over::Planned;
            }
            let Some(()) = self.step(false).await else { return Over::Gone };
        }
        if matches!(self.plan.stage, Stage::Hello(hellos) if hellos == self.hellos) {
            return Over::Planned;
        }
        {
            let mut held = self.world.store.held();
            held.is_open = held.newest == self.number;
        }
        let until = match self.plan.stage {
            Stage::After(after) => Instant::now() + after,
            Stage::Delivered(_) | Stage::Hello(_) => Instant::now() + PATIENCE,
            Stage::Upgrade | Stage::Never => Instant::now() + Duration::from_secs(1 << 30),
        };
        // What is cut off here may be in the middle of a message.
        match tokio::time::timeout_at(until, self.deliver_all()).await {
            Ok(over) => over,
            Err(_) => Over::Planned,
        }
    }

    async fn deliver_all(&mut self) -> Over {
        loop {
            if matches!(self.plan.stage, Stage::Delivered(messages) if self.deliveries >= messages) {
                return Over::Planned;
            }
            let Some(()) = self.step(true).await else { return Over::Gone };
        }
    }

    /// Waits for whatever comes first, and does it; `None` once the gateway is gone.
    async fn step(&mut self, delivers: bool) -> Option<()> {
        let world = Arc::clone(&self.world);
        let has_news = delivers && self.has_news();
        let result = self.due.first_key_value().map(|((at, _), _)| *at);
        let next = result.unwrap_or(self.again_at).min(self.again_at);
        tokio::select! {
            biased;
            message = self.socket.next() => match message {
                Some(Ok(Message::Text(text))) => {
                    for line in text.lines() {
                        self.take(&serde_json::from_str(line).expect("a gateway writes JSON")).await?;
                    }
                    Some(())
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => Some(()),
                _ => None,
            },
            () = sleep_until(next) => self.on_time().await,
            () = world.store.news.notified(), if !has_news => Some(()),
            () = ready(()), if has_news => self.deliver().await,
        }
    }

    fn has_news(&self) -> bool {
        let held = self.world.store.held();
        let has_any = self.outstanding.is_none() && held.next(self.cursor).is_some()
            || !held.live.is_empty()
            || !held.interrupts.is_empty();
        has_any && held.newest == self.number && !self.is_idle
    }

    async fn say(&mut self, text: String) -> Option<()> {
        self.socket.send(Message::text(text)).await.ok()
    }

    /// Delivers the next that there is, in one message or in several.
    async fn deliver(&mut self) -> Option<()> {
        let shape = self.random.within(0..4);
        let mut text = String::new();
        for _ in 0..if shape == 0 { 3 } else { 1 } {
            let Some(line) = self.next_line() else { break };
            text.push_str(&line);
        }
        if shape == 1 {
            let rest = text.split_off(text.len() / 3);
            self.say(text).await?;
            return self.say(rest).await;
        }
        self.say(text).await
    }

    fn next_line(&mut self) -> Option<String> {
        let world = Arc::clone(&self.world);
        let mut held = world.store.held();
        if let Some(session) = held.interrupts.pop_front() {
            world.ledger.interrupted(session);
            return Some(format!(
                "{{\"type\":\"interrupt_inbound\",\"session_key\":\"agent:main:telegram:dm:{session}\"}}\n"
            ));
        }
        self.deliveries += 1;
        if let Some(item) = held.live.pop_front() {
            return Some(line(item, None));
        }
        let item = held.next(self.cursor).filter(|_| self.outstanding.is_none())?;
        self.cursor = item.number + 1;
        self.outstanding = world.scenario.is_patient.then(|| (item.number, Instant::now()));
        let known = self.sent.iter().find(|(_, number)| **number == item.number).map(|(id, _)| *id);
        let id = known.unwrap_or(self.sent.len());
        self.sent.insert(id, item.number);
        Some(line(item, Some(id)))
    }

    async fn on_time(&mut self) -> Option<()> {
        let now = Instant::now();
        if self.again_at <= now {
            (self.again_at, self.cursor) = (now + AGAIN, 0);
            if let Some((number, _)) = self.outstanding.filter(|(_, since)| now - *since >= STARVED) {
                self.world.ledger.starved(number);
                return None;
            }
        }
        while let Some(result) = self.due.first_entry().filter(|entry| entry.key().0 <= now) {
            let ((_, number), id) = result.remove_entry();
            self.world.ledger.answered(number);
            let result = json!({"success": true, "message_id": format!("m{number}")});
            let frame = json!({"type": "outbound_result", "requestId": id, "result": result});
            self.say(format!("{frame}\n")).await?;
        }
        Some(())
    }

    async fn take(&mut self, frame: &Value) -> Option<()> {
        match frame["type"].as_str().expect("a frame has a type") {
            "hello" => {
                self.hellos += 1;
                self.world.ledger.note(format_args!("hello {} on {}", self.hellos, self.number));
                if matches!(self.plan.stage, Stage::Hello(hellos) if hellos == self.hellos) {
                    return Some(());
                }
                self.say(format!("{}\n", descriptor(&frame["platform"]))).await
            }
            "outbound" => {
                let content = frame["action"]["content"].as_str().expect("it is a send");
                let number = content.split(' ').next().and_then(|word| word.strip_prefix('r'));
                let number = number.and_then(|number| number.parse().ok()).expect("it is a run's own");
                self.world.ledger.seen(number, self.number);
                let id = frame["requestId"].as_str().expect("it has an id").to_owned();
                match self.random.within(0..12) {
                    0 => {}
                    1 => drop(
                        self.due.insert((Instant::now() + self.random.millis(20_000..40_000), number), id),
                    ),
                    2 => {
                        // Twice.
                        let at = Instant::now() + self.random.millis(0..500);
                        self.due.insert((at, number), id.clone());
                        self.due.insert((at + Duration::from_millis(5), number), id);
                    }
                    _ => drop(self.due.insert((Instant::now() + self.random.millis(0..3_000), number), id)),
                }
                Some(())
            }
            "inbound_ack" => {
                let id = frame["bufferId"].as_str().and_then(|id| id.strip_prefix('b'));
                let id: usize = id.and_then(|id| id.parse().ok()).expect("it is a run's own");
                let Some(number) = self.sent.get(&id).copied() else {
                    let seen = format!("b{id} is of another connection");
                    self.world.ledger.break_invariant(Invariant::AcknowledgedIsHandled, seen);
                    return Some(());
                };
                self.world.ledger.acknowledged(number);
                self.world.store.held().acknowledge(number);
                self.outstanding = None;
                self.again_at = Instant::now() + AGAIN;
                Some(())
            }
            "going_idle" => {
                self.world.ledger.note("going idle");
                self.is_idle = true;
                self.world.store.held().is_open = false;
                self.say("{\"type\":\"going_idle_ack\"}\n".to_owned()).await
            }
            other => unreachable!("{other} is not sent in a run"),
        }
    }

    async fn end(mut self) {
        match self.plan.end {
            End::Drop | End::Status(_) => {}
            End::Restart => self.world.store.held().restart(),
            End::Freeze => sleep(Duration::from_secs(600)).await,
            End::Half if self.random.once_in(2) => {
                self.say("{\"type\":\"inbound\",\"event\":{\"te".to_owned()).await;
            }
            End::Half => {
                // A text message of 600 bytes, of which few come.
                let stream = self.socket.get_mut();
                drop(stream.write_all(b"\x81\x7e\x02\x58{\"type\":\"inb").await);
                drop(stream.flush().await);
            }
            End::TooBig => {
                self.say("x".repeat(SOCKET_LIMIT + 1)).await;
                self.read_on().await;
            }
            End::Close(code, reason) => {
                if code == 4401 && reason != "expired" && self.hellos == IDENTITIES {
                    let mut held = self.world.store.held();
                    held.expulsions += 1;
                    self.world.ledger.expelled(held.expulsions == 2);
                }
                let frame = CloseFrame { code: code.into(), reason: reason.into() };
                drop(self.socket.send(Message::Close(Some(frame))).await);
                self.read_on().await;
            }
        }
    }

    /// Reads until the gateway closes.
    async fn read_on(&mut self) {
        let reading = async { while let Some(Ok(_)) = self.socket.next().await {} };
        drop(timeout(Duration::from_secs(5), reading).await);
    }
}

fn descriptor(platform: &Value) -> Value {
    json!({"type": "descriptor", "descriptor": {
        "contract_version": 1, "platform": platform, "label": "Platform", "max_message_length": 40_000,
        "supports_draft_streaming": false, "supports_edit": true, "supports_threads": true,
        "markdown_dialect": "markdown_v2", "len_unit": "utf16",
    }})
}

/// A message as a line, with the id that it is acknowledged by.
fn line(item: Item, id: Option<usize>) -> String {
    let Item { number, session, kind } = item;
    let padding = match kind {
        Kind::Oversized => "x".repeat(SOCKET_LIMIT * 9 / 10),
        Kind::Buffered | Kind::Live => "x".repeat(number % 400),
    };
    let id = id.map_or(String::new(), |id| format!(",\"bufferId\":\"b{id}\""));
    format!(
        "{{\"type\":\"inbound\",\"event\":{{\"text\":\"e{number} {padding}\",\"message_type\":\"text\",\"source\":\
         {{\"platform\":\"telegram\",\"chat_id\":\"{session}\",\"chat_type\":\"dm\",\"chat_name\":null,\
         \"user_id\":\"7\",\"user_name\":null,\"thread_id\":null,\"chat_topic\":null}},\
         \"message_id\":\"e{number}\"}}{id}}}\n"
    )
}
