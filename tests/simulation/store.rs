//! What the connector keeps, whatever becomes of its connections.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use super::ledger::Kind;

/// The connector's memory, and a bell for whoever delivers out of it.
#[derive(Default)]
pub(crate) struct Store {
    held: Mutex<Held>,
    pub(crate) news: Notify,
}

#[derive(Default)]
pub(crate) struct Held {
    /// Messages until they are acknowledged, by number.
    pub(crate) buffered: BTreeMap<usize, Item>,
    /// Messages of the present connection that are sent once.
    pub(crate) live: VecDeque<Item>,
    /// Sessions to be interrupted.
    pub(crate) interrupts: VecDeque<u64>,
    /// The newest connection: only there is anything delivered.
    pub(crate) newest: usize,
    /// Whether it takes deliveries.
    pub(crate) is_open: bool,
    /// How often a greeted gateway was refused by 4401.
    pub(crate) expulsions: usize,
    /// What was acknowledged, and when.
    acknowledged: Vec<(Instant, Item)>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Item {
    pub(crate) number: usize,
    pub(crate) session: u64,
    pub(crate) kind: Kind,
}

/// Acknowledgements that are younger do not survive a restart.
const SETTLING: Duration = Duration::from_secs(3);

impl Store {
    pub(crate) fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().expect("no panic under it")
    }

    pub(crate) fn offer(&self, item: Item) {
        let mut held = self.held();
        match item.kind {
            Kind::Buffered | Kind::Oversized => drop(held.buffered.insert(item.number, item)),
            Kind::Live if held.is_open => held.live.push_back(item),
            // The connector has nobody to give it to.
            Kind::Live => {}
        }
        drop(held);
        self.news.notify_waiters();
    }

    pub(crate) fn interrupt(&self, session: u64) {
        self.held().interrupts.push_back(session);
        self.news.notify_waiters();
    }
}

impl Held {
    /// The next message from `cursor` on.
    pub(crate) fn next(&self, cursor: usize) -> Option<Item> {
        self.buffered.range(cursor..).next().map(|(_, item)| *item)
    }

    pub(crate) fn acknowledge(&mut self, number: usize) {
        if let Some(item) = self.buffered.remove(&number) {
            self.acknowledged.push((Instant::now(), item));
        }
    }

    /// The connector ends, and begins again with what it had written down.
    pub(crate) fn restart(&mut self) {
        let forgotten = self.acknowledged.iter().filter(|(at, _)| at.elapsed() < SETTLING);
        let forgotten: Vec<_> = forgotten.map(|(_, item)| *item).collect();
        self.acknowledged.clear();
        self.buffered.extend(forgotten.into_iter().map(|item| (item.number, item)));
    }
}
