//! A map that remembers the most recently used entries and forgets the rest.
//!
//! It knows nothing of chats or prompts; both keep what they must remember in one.

use std::borrow::Borrow;
use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

/// At most `capacity` entries; a new one pushes out the least recently used.
#[derive(Debug, Clone)]
pub(super) struct Recent<K, V> {
    capacity: usize,
    /// Counts the uses; 2^64 of them do not happen.
    clock: u64,
    entries: HashMap<K, (u64, V)>,
    /// The keys by their last use.
    order: BTreeMap<u64, K>,
}

impl<K: Hash + Eq + Clone, V> Recent<K, V> {
    /// An empty map of at most `capacity` entries, at least one.
    pub(super) fn new(capacity: usize) -> Self {
        Self { capacity: capacity.max(1), clock: 0, entries: HashMap::new(), order: BTreeMap::new() }
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Looks without using.
    pub(super) fn peek<Q: Hash + Eq + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.entries.get(key).map(|(_, value)| value)
    }

    /// The entry of `key`, if there is one; now the most recently used.
    pub(super) fn get<Q: Hash + Eq + ?Sized>(&mut self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        let (used, value) = self.entries.get_mut(key)?;
        if let Some(key) = self.order.remove(used) {
            self.clock += 1;
            *used = self.clock;
            self.order.insert(self.clock, key);
        }
        Some(value)
    }

    /// The entry of `key`, now the most recently used; made if there is none. Also what it pushed out.
    pub(super) fn touch(&mut self, key: K, make: impl FnOnce() -> V) -> (&mut V, Option<(K, V)>) {
        let mut pushed_out = None;
        if let Some((used, _)) = self.entries.get(&key) {
            self.order.remove(used);
        } else if self.entries.len() >= self.capacity {
            pushed_out = self.remove_oldest();
        }
        self.clock += 1;
        self.order.insert(self.clock, key.clone());
        let (used, value) = self.entries.entry(key).or_insert_with(|| (0, make()));
        *used = self.clock;
        (value, pushed_out)
    }

    /// Puts a value in place of any other of `key`, now the most recently used.
    pub(super) fn put(&mut self, key: K, value: V) {
        self.remove(&key);
        self.touch(key, || value);
    }

    /// The entries, in the order of their last use.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.order
            .values()
            .filter_map(|key| self.entries.get_key_value(key))
            .map(|(key, (_, value))| (key, value))
    }

    pub(super) fn remove<Q: Hash + Eq + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let (used, value) = self.entries.remove(key)?;
        self.order.remove(&used);
        Some(value)
    }

    fn remove_oldest(&mut self) -> Option<(K, V)> {
        let (_, key) = self.order.pop_first()?;
        let (_, value) = self.entries.remove(&key)?;
        Some((key, value))
    }
}
