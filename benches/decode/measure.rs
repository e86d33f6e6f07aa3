//! Times of several ways to do the same, taken in turn.

use std::time::{Duration, Instant};

/// One way.
pub(crate) type Way<'a> = Box<dyn FnMut() + 'a>;

/// A batch takes about so long.
const BATCH: Duration = Duration::from_millis(2);

/// So many batches of each way, in turn.
const ROUNDS: usize = 150;

/// The nanoseconds of one call of each way, in its fastest batch.
pub(crate) fn best<const N: usize>(mut ways: [Way<'_>; N]) -> [f64; N] {
    let counts = ways.each_mut().map(|way| {
        let start = Instant::now();
        let mut calls = 0_u32;
        while start.elapsed() < BATCH {
            way();
            calls += 1;
        }
        calls
    });
    let mut best = [f64::INFINITY; N];
    for _ in 0..ROUNDS {
        for ((way, best), calls) in ways.iter_mut().zip(&mut best).zip(counts) {
            let start = Instant::now();
            for _ in 0..calls {
                way();
            }
            let nanoseconds = start.elapsed().as_secs_f64() * 1e9 / f64::from(calls);
            *best = best.min(nanoseconds);
        }
    }
    best
}
