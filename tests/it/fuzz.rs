//! The corpora of the fuzz targets, through the same laws and without a fuzzer.

use std::fs;
use std::path::Path;

use crate::laws::strict;

#[allow(unreachable_pub, reason = "the fuzz targets reach them from another crate")]
#[path = "../../fuzz/src/laws.rs"]
mod held;

type Law = fn(&[u8]);

/// A fuzz target's name, which is its corpus's, and its law.
const LAWS: [(&str, Law); 6] = [
    ("decode", held::decode_agrees),
    ("document", held::document),
    ("evolution", held::evolution),
    ("lines", held::lines),
    ("round_trip", held::round_trip),
    ("tokens", held::tokens),
];

#[test]
#[allow(clippy::print_stdout, reason = "the numbers are what the test is for")]
fn the_laws_hold_for_every_input_of_the_corpora() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    for (target, law) in LAWS {
        let folder = root.join("corpus").join(target);
        let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        let mut ran = 0;
        for entry in entries {
            let path = entry.expect("the corpus can be listed").path();
            let input = fs::read(&path).expect("an input can be read");
            let outcome = std::panic::catch_unwind(|| law(&input));
            assert!(outcome.is_ok(), "{target}: {}", path.display());
            ran += 1;
        }
        println!("{target}: {ran} inputs");
        assert!(ran > 0, "{target} has no corpus");
    }
    // Every target has a law here.
    let targets = fs::read_dir(root.join("fuzz_targets")).expect("the targets can be listed").count();
    assert_eq!(targets, LAWS.len());
}
