//! What a transport and its task have in common.

use std::hash::{BuildHasher as _, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Notify, Semaphore, oneshot, watch};
use tokio::task::AbortHandle;

use super::address::Address;
use super::options::WebSocketOptions;
use crate::frame::ActionResult;
use crate::relay::session::{LinkState, Session};
use crate::relay::transport::{Handlers, TransportError};

pub(super) type Answer = Result<ActionResult, TransportError>;

pub(super) struct Shared {
    pub(super) address: Address,
    pub(super) options: WebSocketOptions,
    pub(super) state: watch::Sender<LinkState>,
    /// Wakes the task after every input that is not its own.
    pub(super) wake: Notify,
    /// In bytes of lines.
    pub(super) in_flight: Semaphore,
    pub(super) in_flight_limit: u32,
    /// What request ids begin with.
    pub(super) prefix: u64,
    /// What jitter is drawn from.
    pub(super) seed: u64,
    numbers: AtomicU64,
    core: Mutex<Core>,
    handlers: Mutex<Option<Arc<dyn Handlers>>>,
}

/// The session and who waits for it. No user code runs under its lock.
pub(super) struct Core {
    pub(super) session: Session<oneshot::Sender<Answer>>,
    /// By attempt: who has given one up and begun another must not get the answer of the first.
    pub(super) connecting: Vec<(u64, oneshot::Sender<Result<(), TransportError>>)>,
    pub(super) going_idle: Vec<oneshot::Sender<bool>>,
    pub(super) leaving: Vec<oneshot::Sender<()>>,
    /// The task, while there is one.
    pub(super) task: Option<AbortHandle>,
    /// Whether it was ever asked to connect.
    pub(super) was_asked: bool,
}

impl Shared {
    pub(super) fn new(address: Address, options: WebSocketOptions) -> Self {
        let seed = options.seed.unwrap_or_else(|| RandomState::new().hash_one(0));
        let mut random = Random(seed);
        let (prefix, seed) = (random.next(), random.next());
        let core = Core {
            session: Session::new(options.session.clone(), prefix),
            connecting: Vec::new(),
            going_idle: Vec::new(),
            leaving: Vec::new(),
            task: None,
            was_asked: false,
        };
        let limit = u32::try_from(options.in_flight).unwrap_or(u32::MAX >> 3).clamp(1, u32::MAX >> 3);
        Self {
            address,
            state: watch::Sender::new(LinkState::Closed),
            wake: Notify::new(),
            in_flight: Semaphore::new(limit as usize),
            in_flight_limit: limit,
            prefix,
            seed,
            numbers: AtomicU64::new(1),
            core: Mutex::new(core),
            handlers: Mutex::new(None),
            options,
        }
    }

    pub(super) fn core(&self) -> MutexGuard<'_, Core> {
        self.core.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn handlers(&self) -> Option<Arc<dyn Handlers>> {
        self.handlers.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn register(&self, handlers: Arc<dyn Handlers>) {
        *self.handlers.lock().unwrap_or_else(PoisonError::into_inner) = Some(handlers);
    }

    /// The number of a new request.
    pub(super) fn number(&self) -> u64 {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }
}

/// Random numbers that nobody may rely on for a secret: `SplitMix64`.
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to 1, of 32 bits.
    pub(super) fn fraction(&mut self) -> f64 {
        let [a, b, c, d, ..] = self.next().to_be_bytes();
        f64::from(u32::from_be_bytes([a, b, c, d])) / f64::from(u32::MAX)
    }
}
