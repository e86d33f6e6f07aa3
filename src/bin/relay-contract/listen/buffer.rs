//! Deliveries that are held until the gateway has acknowledged them (contract section 13.3).

use std::collections::{HashSet, VecDeque};

use super::scenario::Content;

/// After so many deliveries an entry is given up: something in it makes the gateway come back for it.
const GIVE_UP: u32 = 5;

#[derive(Default)]
pub(super) struct Buffer {
    entries: VecDeque<Entry>,
    /// All ids that a gateway may acknowledge; a late acknowledgement is none of nothing.
    known: HashSet<String>,
}

struct Entry {
    id: String,
    content: Content,
    deliveries: u32,
}

impl Buffer {
    /// An id for a delivery that has none.
    pub(super) fn name(&self) -> String {
        format!("held-{}", self.known.len() + 1)
    }

    pub(super) fn hold(&mut self, id: &str, content: Content, is_delivered: bool) {
        self.known.insert(id.to_owned());
        let deliveries = u32::from(is_delivered);
        self.entries.push_back(Entry { id: id.to_owned(), content, deliveries });
    }

    /// What is held, to be delivered again; and the ids of what was delivered too often, which is held no longer.
    pub(super) fn replay(&mut self) -> (Vec<(String, Content)>, Vec<String>) {
        let mut given_up = Vec::new();
        self.entries.retain(|entry| {
            let keep = entry.deliveries < GIVE_UP;
            if !keep {
                given_up.push(entry.id.clone());
            }
            keep
        });
        let replay = self.entries.iter_mut().map(|entry| {
            entry.deliveries += 1;
            (entry.id.clone(), entry.content.clone())
        });
        (replay.collect(), given_up)
    }

    /// Lets go of an entry: whether a gateway ever had one of this id.
    pub(super) fn acknowledge(&mut self, id: &str) -> bool {
        self.entries.retain(|entry| entry.id != id);
        self.known.contains(id)
    }

    /// How many deliveries wait for their acknowledgement.
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }
}
