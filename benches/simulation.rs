//! The link under a thousand seeds of every fault: `cargo bench --bench simulation`.
//!
//! With a scenario, that one alone; with a seed too, one run step by step: `cargo bench --bench simulation -- half-open
//! 17`. With `tampered`, the search for missing parts alone. It ends with 1 if an invariant did not hold, if a missing
//! part was not found, or if too many runs are alike.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "what the program is for")]

#[path = "../tests/simulation/mod.rs"]
mod model;

use std::collections::BTreeSet;
use std::process::ExitCode;
use std::time::Duration;

use model::{INVARIANTS, Run, SCENARIOS, Scenario, Subject, TAMPERED, run};

const SEEDS: u64 = 1_000;

/// How many of them must be distinct.
const DISTINCT: usize = 900;

/// How many seeds look for what is missing in a tampered transport; each must find it.
const FINDERS: u64 = 100;

fn main() -> ExitCode {
    // Cargo adds an option of its own.
    let arguments: Vec<_> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let scenario = arguments.first().map(|name| Scenario::named(name));
    let seed = arguments.get(1).map(|seed| seed.parse());
    let is_well = match (scenario, seed) {
        (None, _) => SCENARIOS.iter().map(run_all).fold(true, |all, one| all & one) & find_all(),
        (Some(Some(scenario)), None) => run_all(scenario),
        (Some(Some(scenario)), Some(Ok(seed))) => show(&run(scenario, seed, Subject::Sound, true)),
        (Some(None), None) if arguments[0] == "tampered" => find_all(),
        _ => {
            let names = SCENARIOS.map(|scenario| scenario.name).join(", ");
            eprintln!(
                "error: expected a scenario, and a number if it is to be one run\n\nscenarios: {names}"
            );
            return ExitCode::from(2);
        }
    };
    if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Shows by what a transport with a part missing is found.
fn find_all() -> bool {
    TAMPERED.iter().fold(true, |all, (subject, name, invariant)| {
        let runs = Scenario::named(name).into_iter().flat_map(|scenario| {
            (0..FINDERS).map(move |seed| run(scenario, seed, *subject, false).breaks(*invariant))
        });
        let found = runs.filter(|found| *found).count();
        println!("{subject:?}: in {name}, {found} of {FINDERS} seeds find that not \"{invariant}\"");
        let is_found = found as u64 == FINDERS;
        is_found && all
    })
}

/// Shows one run whole.
fn show(run: &Run) -> bool {
    print!("{}", run.sums.trace);
    for violation in &run.sums.violations {
        println!("{violation}");
    }
    println!("hash {}, {} steps", run.sums.hash, run.sums.steps);
    run.sums.violations.is_empty()
}

/// Runs a scenario with every seed, on two threads, and shows what it came to.
fn run_all(scenario: &'static Scenario) -> bool {
    let began = std::time::Instant::now();
    let half = |first: u64| -> Vec<Run> {
        (first..SEEDS).step_by(2).map(|seed| run(scenario, seed, Subject::Sound, false)).collect()
    };
    let runs: Vec<_> = std::thread::scope(|scope| {
        let threads = [0, 1].map(|first| scope.spawn(move || half(first)));
        threads.into_iter().flat_map(|thread| thread.join().expect("no run panics")).collect()
    });
    let distinct = runs.iter().map(|run| run.sums.hash.as_str()).collect::<BTreeSet<_>>().len();
    let sum = |count: fn(&Run) -> usize| runs.iter().map(count).sum::<usize>();
    let lasted: Duration = runs.iter().map(|run| run.sums.lasted).sum();
    println!(
        "{:<22} {} runs, {distinct} distinct, {} dials, {} redials, {} messages, {} of them again, {} requests, {} h, at most {} KiB, {:.1} s",
        scenario.name,
        runs.len(),
        sum(|run| run.sums.dials),
        sum(|run| run.sums.redials),
        sum(|run| run.sums.handled),
        sum(|run| run.sums.repeated),
        sum(|run| run.sums.settled),
        lasted.as_secs() / 3600,
        runs.iter().map(|run| run.bytes).max().unwrap_or_default() >> 10,
        began.elapsed().as_secs_f32(),
    );
    let mut broken: Vec<_> = runs.iter().filter(|run| !run.sums.violations.is_empty()).collect();
    broken.sort_by_key(|run| run.seed);
    for run in broken.iter().take(5) {
        println!(
            "    seed {}, hash {}: {}\n        {}",
            run.seed,
            run.sums.hash,
            run.sums.violations[0],
            run.replay()
        );
    }
    for invariant in INVARIANTS {
        let count = broken.iter().filter(|run| run.breaks(invariant)).count();
        if count > 0 {
            println!("    in {count} runs it does not hold that {invariant}");
        }
    }
    broken.is_empty() && distinct >= DISTINCT
}
