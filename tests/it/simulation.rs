//! The link under every fault that a seed thinks of; `tests/simulation` says how.

#[path = "../simulation/mod.rs"]
mod model;

use std::collections::BTreeSet;

use model::{INVARIANTS, SCENARIOS, Scenario, Subject, TAMPERED, run};

const SEEDS: u64 = 50;

/// For each gateway with a part missing; one that never comes to rest takes its time.
const TAMPERED_SEEDS: u64 = 20;

/// Runs a scenario with every seed: nothing is violated, and no run is like another.
fn check(name: &str) {
    let scenario = Scenario::named(name).expect("a scenario");
    let mut hashes = BTreeSet::new();
    let (mut broken, mut repeated, mut redials) = (Vec::new(), 0, 0);
    for seed in 0..SEEDS {
        let run = run(scenario, seed, Subject::Sound, false);
        assert!(
            run.sums.dials > 1 && run.sums.handled > 5 && run.sums.settled > 5,
            "seed {seed} shows nothing"
        );
        assert!(run.sums.lasted.as_secs() > 10 && run.bytes > 10_000, "seed {seed} measures nothing");
        repeated += run.sums.repeated;
        redials += run.sums.redials;
        if let Some(first) = run.sums.violations.first() {
            broken.push(format!("seed {seed}, hash {}: {first}\n    {}", run.sums.hash, run.replay()));
        }
        hashes.insert(run.sums.hash);
    }
    assert!(broken.is_empty(), "{} of {SEEDS} runs:\n{}", broken.len(), broken.join("\n"));
    assert!(repeated > 0, "no delivery came again");
    assert!(name != "flood" || redials > 250, "only {redials} redials");
    assert!(hashes.len() as u64 >= SEEDS * 9 / 10, "only {} of {SEEDS} runs are distinct", hashes.len());
}

macro_rules! scenarios {
    ($($test:ident $name:literal,)*) => {
        $(
            #[test]
            fn $test() {
                check($name);
            }
        )*

        #[test]
        fn no_scenario_is_left_out() {
            assert_eq!(SCENARIOS.map(|scenario| scenario.name), [$($name),*]);
        }
    };
}

scenarios! {
    drop_before_hello "drop-before-hello",
    drop_during_hello "drop-during-hello",
    drop_after_hello "drop-after-hello",
    half_open "half-open",
    partial_line "partial-line",
    slow_reader "slow-reader",
    slow_writer "slow-writer",
    expelled_cold "expelled-cold",
    expelled_expired "expelled-expired",
    expelled_once "expelled-once",
    expelled_twice "expelled-twice",
    too_big "too-big",
    closed_as_too_big "closed-as-too-big",
    accept_then_close "accept-then-close",
    restart_during_replay "restart-during-replay",
    suspend_during_dial "suspend-during-dial",
    leave_and_return "leave-and-return",
    one_outstanding "one-outstanding",
    flood "flood",
}

#[test]
fn a_seed_stands_for_one_run() {
    for scenario in &SCENARIOS {
        let runs = [0, 1].map(|_| run(scenario, 7, Subject::Sound, true));
        assert!(runs[0].sums.steps > 50, "{} does little", scenario.name);
        for (line, other) in runs[0].sums.trace.lines().zip(runs[1].sums.trace.lines()) {
            assert_eq!(line, other, "{}", scenario.name);
        }
        assert_eq!(runs[0].sums.hash, runs[1].sums.hash, "{}", scenario.name);
    }
}

/// Every seed finds the part that is missing, by the invariant that it breaks.
#[test]
fn a_part_that_is_missing_is_found() {
    for (subject, name, invariant) in TAMPERED {
        let scenario = Scenario::named(name).expect("a scenario");
        let missed =
            (0..TAMPERED_SEEDS).filter(|seed| !run(scenario, *seed, subject, false).breaks(invariant));
        let missed: Vec<_> = missed.collect();
        assert!(missed.is_empty(), "{subject:?} in {name}: \"{invariant}\" holds for the seeds {missed:?}");
    }
}

#[test]
fn the_page_tells_every_scenario_and_every_invariant() {
    let page = include_str!("../../docs/simulation.md");
    let told: Vec<_> = page.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
    assert_eq!(told, SCENARIOS.map(|scenario| scenario.name));
    let told: Vec<_> = page.lines().filter_map(|line| line.strip_prefix("- ")).collect();
    assert_eq!(told, INVARIANTS.map(|invariant| invariant.to_string()));
}
