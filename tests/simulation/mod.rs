//! A deterministic simulation of the link: the real adapter and the real transport, over streams in memory, on paused
//! time, against a connector that fails as a seed decides.
//!
//! One thread runs everything, so a seed stands for one order of events. Each step is noted, hashed and held to the
//! [`Invariant`]s.

mod connector;
mod gateway;
mod invariant;
mod ledger;
mod random;
mod scenario;
mod store;
mod stream;
mod tampered;

use std::sync::Arc;
use std::time::Duration;

use relay_contract::relay::RelayTransport as _;
use relay_contract::relay::session::Phase;
use relay_contract::ws::LinkState;
use tokio::task::JoinHandle;
use tokio::time::sleep;

pub(crate) use self::invariant::{INVARIANTS, Invariant, Violation};
pub(crate) use self::scenario::{SCENARIOS, Scenario};
pub(crate) use self::tampered::{Subject, TAMPERED};

use self::gateway::Adapter;
use self::ledger::{Kind, Ledger, Sums};
use self::random::Random;
use self::store::{Item, Store};

/// One run.
pub(crate) struct Run {
    pub(crate) scenario: &'static Scenario,
    pub(crate) seed: u64,
    pub(crate) sums: Sums,
    /// The most that was allocated at a time, the connector's part included.
    pub(crate) bytes: u64,
}

/// What everyone in a run knows.
struct World {
    scenario: &'static Scenario,
    seed: u64,
    ledger: Ledger,
    store: Store,
}

/// How many requests are made beside those of the handlers.
const REQUESTS: usize = 24;

/// Runs a scenario.
pub(crate) fn run(scenario: &'static Scenario, seed: u64, subject: Subject, is_traced: bool) -> Run {
    let mut sums = None;
    let measured = allocation_counter::measure(|| {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        let runtime = builder.enable_time().start_paused(true).build().expect("a runtime");
        sums = Some(runtime.block_on(play(scenario, seed, subject, is_traced)));
    });
    let mut sums = sums.expect("it ran");
    let bytes = measured.bytes_max;
    if bytes > scenario.memory {
        let text = format!("{bytes} bytes were allocated at a time");
        sums.violations.push(Violation { invariant: Invariant::BoundedMemory, seen: text });
    }
    Run { scenario, seed, sums, bytes }
}

impl Run {
    /// Whether it found this invariant broken.
    pub(crate) fn breaks(&self, invariant: Invariant) -> bool {
        self.sums.violations.iter().any(|violation| violation.invariant == invariant)
    }

    /// The command that runs it again, and shows every step.
    pub(crate) fn replay(&self) -> String {
        format!("cargo bench --bench simulation -- {} {}", self.scenario.name, self.seed)
    }
}

async fn play(scenario: &'static Scenario, seed: u64, subject: Subject, is_traced: bool) -> Sums {
    let ledger = Ledger::new(is_traced);
    let world = Arc::new(World { scenario, seed, ledger: ledger.clone(), store: Store::default() });
    let adapter = gateway::open(&world, subject);
    let mut random = Random::new(seed, 4);
    for _ in 0..scenario.messages.0 {
        offer(&world, random.within(0..4), Kind::Buffered);
    }
    let leaver = tokio::spawn(gateway::leave_and_return(Arc::clone(&world), adapter.clone()));
    let traffic = tokio::spawn(gateway::make_requests(Arc::clone(&world), adapter.clone(), REQUESTS));
    let messages = tokio::spawn(make_messages(Arc::clone(&world)));
    gateway::connect(&world, &adapter).await;
    let sleeper = (seed.is_multiple_of(4) && !scenario.is_expelled())
        .then(|| doze(Arc::clone(&world), adapter.clone()));
    let sleeper = sleeper.map(tokio::spawn);
    let is_made = || {
        traffic.is_finished()
            && messages.is_finished()
            && leaver.is_finished()
            && sleeper.as_ref().is_none_or(JoinHandle::is_finished)
    };
    rest(&world, &adapter, is_made).await;
    for task in [traffic, messages, leaver].into_iter().chain(sleeper).filter(JoinHandle::is_finished) {
        task.await.expect("the gateway does not panic");
    }
    if !scenario.is_expelled() {
        // The link lives: a last message reaches every session.
        (0..6).for_each(|session| offer(&world, session, Kind::Buffered));
        rest(&world, &adapter, || true).await;
    }
    finish(&world, &adapter).await;
    drop(world);
    ledger.close(scenario.is_expelled())
}

/// Waits until nothing is left to do and no fault to come, or an invariant is broken.
async fn rest(world: &World, adapter: &Adapter, is_made: impl Fn() -> bool) {
    for _ in 0..world.scenario.patience {
        sleep(Duration::from_secs(1)).await;
        let is_done = if world.scenario.is_expelled() {
            *adapter.transport().link().state().borrow() == LinkState::Disabled && world.ledger.is_settled()
        } else {
            world.ledger.is_quiet()
                && world.store.held().buffered.is_empty()
                && world.ledger.count_dials() > world.scenario.faults
        };
        if is_done && is_made() || world.ledger.is_broken() {
            return;
        }
    }
    world.ledger.note("no rest");
}

/// Ends the run, and looks at what it leaves behind.
async fn finish(world: &World, adapter: &Adapter) {
    let phase = adapter.transport().link().state().borrow().phase();
    let due = if world.scenario.is_expelled() { Phase::Disabled } else { Phase::Live };
    if phase != due {
        world.ledger.break_invariant(Invariant::Alive, format_args!("{phase:?} in the end, not {due:?}"));
    }
    let before = world.ledger.count_dials();
    if world.scenario.is_expelled() {
        sleep(Duration::from_secs(600)).await;
    }
    adapter.transport().disconnect().await;
    sleep(Duration::from_secs(60)).await;
    let (open, dials) = (world.ledger.open_streams(), world.ledger.count_dials() - before);
    if open > 0 || dials > 0 {
        let seen = format!("{open} streams are open after the end, {dials} dials were made");
        world.ledger.break_invariant(Invariant::Alive, seen);
    }
}

fn offer(world: &World, session: u64, kind: Kind) {
    let number = world.ledger.offer(session, kind);
    world.store.offer(Item { number, session, kind });
}

/// Offers messages now and then, and interrupts a session sometimes.
async fn make_messages(world: Arc<World>) {
    let mut random = Random::new(world.seed, 5);
    for _ in 0..world.scenario.messages.1 {
        if !random.once_in(3) {
            sleep(random.millis(0..8_000)).await;
        }
        let session = random.within(0..6);
        let kind = gateway::kind(session);
        offer(&world, session, kind);
        if random.once_in(10) {
            world.store.interrupt(gateway::INTERRUPTED);
        }
    }
    if world.scenario.name == "too-big" {
        offer(&world, 1, Kind::Oversized);
    }
}

/// Goes dormant once: the connector holds back, the gateway dials anew.
async fn doze(world: Arc<World>, adapter: Adapter) {
    sleep(Random::new(world.seed, 6).millis(0..90_000)).await;
    let slept = adapter.go_dormant().await;
    world.ledger.note(format_args!("dormant: {slept}"));
}
