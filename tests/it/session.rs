//! The session by scripts: inputs at hand-made times, and what comes out after each. No clock, no socket.

mod diagram;
mod script;

use std::collections::BTreeSet;
use std::path::Path;

use relay_contract::relay::session::{Cause, Phase, TRANSITIONS};

use script::Run;

/// Each file in `scripts`, played.
fn runs() -> Vec<(String, Run)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/session/scripts");
    let mut runs: Vec<_> = std::fs::read_dir(folder)
        .expect("the scripts are there")
        .map(|entry| {
            let path = entry.expect("they can be read").path();
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            (name, Run::play(&std::fs::read_to_string(path).expect("a script is text")))
        })
        .collect();
    runs.sort_by(|(a, _), (b, _)| a.cmp(b));
    assert!(runs.len() >= 25, "only {} scripts", runs.len());
    runs
}

#[test]
fn every_script_has_its_outcome() {
    for (name, run) in runs() {
        insta::with_settings!({prepend_module_to_snapshot => false, snapshot_path => "session/outcomes"}, {
            insta::assert_snapshot!(name, run.transcript);
        });
    }
}

#[test]
fn every_request_settles_exactly_once() {
    let mut settled = 0;
    for (name, run) in runs() {
        assert_eq!(run.taken, run.settled, "{name}");
        settled += run.settled.len();
    }
    assert!(settled >= 20, "only {settled} requests");
}

#[test]
fn the_scripts_walk_every_way_of_the_table_and_no_other() {
    let table: BTreeSet<_> = TRANSITIONS.iter().map(|(from, cause, to)| way(*from, *cause, *to)).collect();
    let walked: BTreeSet<_> = runs().iter().flat_map(|(_, run)| run.ways.clone()).collect();
    assert_eq!(walked, table);
}

fn way(from: Phase, cause: Cause, to: Phase) -> String {
    format!("{from:?} -> {to:?}: {cause:?}")
}
