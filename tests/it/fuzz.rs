//! The laws of the fuzz targets, without a fuzzer: over what it starts from and what it has found.

mod seeds;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use self::seeds::seeds;
use crate::laws::run::on_all_cores;
use crate::laws::strict;

#[allow(unreachable_pub, reason = "the fuzz targets reach them from another crate")]
#[path = "../../fuzz/src/laws.rs"]
mod held;

type Law = fn(&[u8]) -> &'static str;

/// A fuzz target's name, its law, and what its inputs come to: each of these, and nothing else.
const TARGETS: [(&str, Law, &[&str]); 6] = [
    ("decode", held::decode_agrees, &["known", "not well-formed", "refused", "unknown", "without a type"]),
    ("document", held::document, &["with errors", "without errors"]),
    ("evolution", held::evolution, &["with answers", "with errors", "without answers"]),
    ("lines", held::lines, &["lines", "lines with faults", "nothing"]),
    ("round_trip", held::round_trip, &["not read", "not to be written", "written"]),
    ("tokens", held::tokens, &["a prompt token", "an upgrade token", "refused"]),
];

/// With `FUZZ_CORPUS`, a folder, the inputs are also written there, for a fuzzer to start from.
#[test]
#[allow(clippy::print_stdout, reason = "the numbers are what the test is for")]
fn the_laws_hold_for_every_input() {
    let corpus = std::env::var_os("FUZZ_CORPUS").map(PathBuf::from);
    let mut inputs = seeds();
    inputs.extend(TARGETS.iter().flat_map(|(target, ..)| cases(target)));
    let mut failures = Vec::new();
    for (target, law, outcomes) in TARGETS {
        let inputs: Vec<_> = inputs.iter().filter(|input| input.target == target).collect();
        if let Some(corpus) = &corpus {
            let folder = corpus.join(target);
            fs::create_dir_all(&folder).expect("the corpus can be written");
            for input in &inputs {
                fs::write(folder.join(&input.name), &input.bytes).expect("the corpus can be written");
            }
        }
        let ran = inputs.len();
        let mut tally: BTreeMap<_, usize> = BTreeMap::new();
        for (name, outcome) in
            on_all_cores(inputs, |input| (&input.name, std::panic::catch_unwind(|| law(&input.bytes))))
        {
            match outcome {
                Ok(outcome) => *tally.entry(outcome).or_default() += 1,
                Err(_) => failures.push(format!("{target}: {name}")),
            }
        }
        println!("{target}: {ran} inputs, {tally:?}");
        if !tally.keys().eq(outcomes) {
            failures.push(format!("{target}: expected each of {outcomes:?}, found {tally:?}"));
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
    // Every target has a law here.
    let targets = fs::read_dir(root().join("fuzz_targets")).expect("the targets can be listed").count();
    assert_eq!(targets, TARGETS.len());
}

/// What a fuzz target is tried on, under a name that says what it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Input {
    target: &'static str,
    bytes: Vec<u8>,
    name: String,
}

/// The inputs that a person wrote, and those that a fuzzer found.
fn cases(target: &'static str) -> Vec<Input> {
    let Ok(entries) = fs::read_dir(root().join("cases").join(target)) else { return Vec::new() };
    let case = |path: PathBuf| Input {
        target,
        bytes: fs::read(&path).expect("a case can be read"),
        name: path.file_name().expect("a file has a name").to_string_lossy().into_owned(),
    };
    entries.map(|entry| case(entry.expect("the cases can be listed").path())).collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz")
}
