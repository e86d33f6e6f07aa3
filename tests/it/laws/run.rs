//! Laws over many texts, on all cores.

use std::ops::AddAssign;

use super::document::DOCUMENT;
use super::text::{Text, text};

/// What became of the texts.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Tally {
    pub(crate) texts: u64,
    pub(crate) accepted: u64,
    pub(crate) unknown: u64,
    pub(crate) refused: u64,
    pub(crate) malformed: u64,
    pub(crate) written: u64,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.texts += other.texts;
        self.accepted += other.accepted;
        self.unknown += other.unknown;
        self.refused += other.refused;
        self.malformed += other.malformed;
        self.written += other.written;
    }
}

/// Runs a law over the texts of the seeds below `count`.
pub(crate) fn over(count: u64, law: impl Fn(u64, &Text) -> Tally + Sync) -> Tally {
    const LOT: u64 = 500;
    let lots = (0..count).step_by(usize::try_from(LOT).expect("a small number")).collect();
    let tallies = on_all_cores(lots, |first| {
        let mut tally = Tally::default();
        for seed in first..count.min(first + LOT) {
            tally += law(seed, &text(&DOCUMENT, seed));
        }
        tally
    });
    let mut all = Tally::default();
    for tally in tallies {
        all += tally;
    }
    all
}

/// Maps a list in parts, a thread each, and keeps its order.
pub(crate) fn on_all_cores<T: Send, U: Send>(things: Vec<T>, work: impl Fn(T) -> U + Sync) -> Vec<U> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = things.len().div_ceil(threads).max(1);
    let mut things = things.into_iter();
    let work = &work;
    std::thread::scope(|scope| {
        let mut parts = Vec::new();
        loop {
            let part: Vec<T> = things.by_ref().take(share).collect();
            if part.is_empty() {
                break;
            }
            parts.push(scope.spawn(move || part.into_iter().map(work).collect::<Vec<U>>()));
        }
        let join = |part: std::thread::ScopedJoinHandle<'_, Vec<U>>| match part.join() {
            Ok(done) => done,
            Err(panic) => std::panic::resume_unwind(panic),
        };
        parts.into_iter().flat_map(join).collect()
    })
}
