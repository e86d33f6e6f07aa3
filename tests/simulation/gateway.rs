//! The gateway of a run: the real adapter over the real transport, and an agent that notes what it is given.

use std::sync::Arc;
use std::time::Duration;

use relay_contract::Side;
use relay_contract::frame::SendAction;
use relay_contract::relay::transport::{Identity, TransportError};
use relay_contract::relay::{
    Acknowledge, AdapterOptions, Fault, Gateway, HandlerError, RelayAdapter, RelayTransport as _, Turn,
};
use relay_contract::ws::{Dialler, LineObserver, WebSocketOptions, WebSocketTransport};
use tokio::time::{sleep, timeout};

use super::World;
use super::connector;
use super::invariant::Invariant;
use super::ledger::{Ended, Kind};
use super::random::Random;
use super::scenario::{Dial, IDENTITIES, SOCKET_LIMIT};
use super::stream::Counted;
use super::tampered::{Subject, Tampered};

pub(crate) type Adapter = RelayAdapter<Tampered>;

/// An agent that takes its time, sends something now and then, and fails sometimes.
struct Agent {
    world: Arc<World>,
}

/// Says how a handler ended, also if it is stopped.
struct Handling {
    world: Arc<World>,
    number: usize,
    ended: Ended,
}

/// Says that a request is no longer waited for, unless it has settled.
struct Waiting {
    world: Arc<World>,
    number: usize,
    has_settled: bool,
}

/// An adapter whose dials end at the run's connector.
pub(crate) fn open(world: &Arc<World>, subject: Subject) -> Adapter {
    let identities = ["telegram", "discord", "slack"].map(|platform| Identity::new(platform, ""));
    assert_eq!(identities.len(), IDENTITIES);
    let mut options = WebSocketOptions::new(identities);
    options.seed = Some(world.seed);
    options.message = SOCKET_LIMIT;
    options.in_flight = 64 << 10;
    options.session.notices = 64 << 10;
    if subject == Subject::WithoutGrowth {
        options.session.backoff_cap = options.session.backoff_first;
    }
    (options.dialler, options.observer) = (dialler(world), Some(observer(world)));
    let transport = WebSocketTransport::new("wss://connector.example", options).expect("an address");
    let agent = Agent { world: Arc::clone(world) };
    let queue = if subject == Subject::WithoutQueueLimit { usize::MAX } else { world.scenario.queue };
    let mut adapter_options = AdapterOptions::default().with_queue(queue, 64 << 10);
    if subject == Subject::WithLateAcknowledgement {
        adapter_options = adapter_options.with_acknowledge(Acknowledge::AtEnd);
    }
    RelayAdapter::new(Tampered::new(transport, subject, world.ledger.clone()), agent, adapter_options)
}

/// Connects until it works, or until it never will.
pub(crate) async fn connect(world: &World, adapter: &Adapter) {
    loop {
        world.ledger.connects();
        match adapter.connect().await {
            Ok(()) | Err(TransportError::Revoked) => return,
            Err(error) => world.ledger.note(format_args!("not connected: {error}")),
        }
        sleep(Duration::from_secs(1)).await;
    }
}

/// Disconnects and connects again now and then, at any moment of a connection or a dial; sometimes both at once.
pub(crate) async fn leave_and_return(world: Arc<World>, adapter: Adapter) {
    let mut random = Random::new(world.seed, 7);
    for _ in 0..world.scenario.returns {
        let pause = random.pick(&[0, 20, 2_000, 12_000]);
        sleep(random.millis(0..pause + 1)).await;
        world.ledger.note("disconnect");
        if random.once_in(2) {
            adapter.transport().disconnect().await;
            let open = world.ledger.open_streams();
            if open > 0 {
                world.ledger.break_invariant(Invariant::OneSocket, format_args!("{open} after disconnect"));
            }
            connect(&world, &adapter).await;
        } else {
            tokio::join!(adapter.transport().disconnect(), connect(&world, &adapter));
        }
    }
}

/// Makes one request, and notes what becomes of it.
pub(crate) async fn request(world: &Arc<World>, adapter: &Adapter) {
    let number = world.ledger.request();
    let mut waiting = Waiting { world: Arc::clone(world), number, has_settled: false };
    let content = format!("r{number} {}", "x".repeat(world.scenario.request));
    let result = adapter.transport().send_outbound(SendAction::new("1", content).into(), None).await;
    waiting.has_settled = true;
    world.ledger.settled(number, Some(&result));
}

/// Makes requests now and then; some are given up.
pub(crate) async fn make_requests(world: Arc<World>, adapter: Adapter, requests: usize) {
    let mut random = Random::new(world.seed, 2);
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..requests {
        if !random.once_in(3) {
            sleep(random.millis(0..8_000)).await;
        }
        let (world, adapter) = (Arc::clone(&world), adapter.clone());
        let patience = random.once_in(8).then(|| random.millis(0..3_000));
        tasks.spawn(async move {
            match patience {
                Some(patience) => drop(timeout(patience, request(&world, &adapter)).await),
                None => request(&world, &adapter).await,
            }
        });
    }
    while let Some(ended) = tasks.join_next().await {
        ended.expect("no request panics");
    }
}

fn dialler(world: &Arc<World>) -> Dialler {
    let world = Arc::clone(world);
    Dialler::new(move |_| {
        let world = Arc::clone(&world);
        async move {
            let number = world.ledger.dials();
            let plan = world.scenario.plan(&mut Random::new(world.seed, 3_000 + number as u64), number);
            match plan.dial {
                Dial::Opens => {}
                Dial::Refused => return Err(std::io::ErrorKind::ConnectionRefused.into()),
                Dial::Suspended { after, length, hangs } => {
                    sleep(after).await;
                    world.ledger.note("suspended");
                    tokio::time::advance(length).await;
                    world.ledger.note("resumed");
                    if hangs {
                        std::future::pending::<()>().await;
                    }
                }
            }
            let (ours, theirs) = tokio::io::duplex(plan.capacity);
            tokio::spawn(connector::start(Arc::clone(&world), number, plan, theirs));
            Ok(Counted::new(ours, world.ledger.clone()))
        }
    })
}

/// Notes the messages that the gateway has read whole.
fn observer(world: &Arc<World>) -> LineObserver {
    let ledger = world.ledger.clone();
    LineObserver::new(move |side, line| {
        let id = line.split_once("\"message_id\":\"e").filter(|_| side == Side::Connector);
        if let Some(number) = id.and_then(|(_, rest)| rest.split('"').next()?.parse().ok()) {
            ledger.arrived(number);
        }
    })
}

/// The number of a message, of a text such as `e12 ...`.
fn number(text: &str) -> usize {
    let number = text.split(' ').next().and_then(|word| word.strip_prefix('e'));
    number.and_then(|number| number.parse().ok()).expect("it is a run's own")
}

impl Gateway<Tampered> for Agent {
    async fn on_message(&self, turn: Turn<Tampered>) -> Result<(), HandlerError> {
        let number = number(&turn.event.text);
        let world = &self.world;
        world.ledger.began(number);
        let mut handling = Handling { world: Arc::clone(world), number, ended: Ended::Stopped };
        let counters = turn.adapter().counters();
        let admitted = counters.queue_depth + counters.in_flight;
        if admitted > world.scenario.queue {
            world.ledger.break_invariant(Invariant::BoundedMemory, format_args!("{admitted} are admitted"));
        }
        let mut random = Random::new(world.seed, 10_000 + number as u64);
        if let Some(turn) = world.scenario.turn.filter(|_| number == 0 || random.once_in(3)) {
            sleep(turn).await;
        } else if random.once_in(2) {
            sleep(random.millis(0..2_500)).await;
        }
        if random.once_in(4) {
            request(world, turn.adapter()).await;
        }
        if random.once_in(12) {
            handling.ended = Ended::Failed;
            return Err("as planned".into());
        }
        handling.ended = Ended::Handled;
        Ok(())
    }

    fn on_fault(&self, fault: Fault) {
        match fault {
            Fault::Overflow { message_id: Some(id), .. } => self.world.ledger.refused(number(&id)),
            Fault::Panicked { session_key, .. } => {
                let seen = format!("a handler of {session_key} panicked");
                self.world.ledger.break_invariant(Invariant::Alive, seen);
            }
            // A line over the limit, a half line, a handler that was to fail.
            _ => {}
        }
    }
}

impl Drop for Handling {
    fn drop(&mut self) {
        self.world.ledger.ended(self.number, self.ended);
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if !self.has_settled {
            self.world.ledger.settled(self.number, None);
        }
    }
}

/// The session that is interrupted now and then.
pub(crate) const INTERRUPTED: u64 = 0;

/// How the messages of a session are given.
pub(crate) fn kind(session: u64) -> Kind {
    if session < 4 { Kind::Buffered } else { Kind::Live }
}
