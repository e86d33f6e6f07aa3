//! What the fuzz targets start from: the vectors, the captures and the cases of the other tests.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::Input;
use crate::case_files::{entries, frame, vectors};
use crate::evolution::cases::{BASE, cases};
use crate::evolution::nothing_lost::FORMS;
use crate::evolution::nothing_lost::edits::edits;

/// The longest input that a fuzzer is to start from, in bytes.
const LIMIT: usize = 16 << 10;

const CAPTURES: [(&str, &str); 3] = [
    ("current", include_str!("../../captures/current-key-sets.ndjson")),
    ("example", include_str!("../../captures/example-session.ndjson")),
    ("seed", include_str!("../../captures/seed-session.ndjson")),
];

/// For each target, no two with the same bytes.
pub(super) fn seeds() -> Vec<Input> {
    let mut seeds = Seeds { inputs: BTreeSet::new() };
    seeds.vectors();
    seeds.captures();
    seeds.documents();
    let mut inputs: Vec<_> = seeds.inputs.into_iter().collect();
    inputs.dedup_by(|next, kept| (next.target, &next.bytes) == (kept.target, &kept.bytes));
    inputs
}

struct Seeds {
    inputs: BTreeSet<Input>,
}

impl Seeds {
    fn add(&mut self, target: &'static str, name: String, bytes: &[u8]) {
        if bytes.len() <= LIMIT {
            self.inputs.insert(Input { target, bytes: bytes.to_vec(), name });
        }
    }

    fn frame(&mut self, name: &str, text: &str) {
        self.add("decode", name.to_owned(), text.as_bytes());
        self.add("round_trip", name.to_owned(), text.as_bytes());
    }

    fn vectors(&mut self) {
        for folder in entries(&vectors()).into_iter().filter(|path| path.is_dir()) {
            for path in entries(&folder) {
                let name = format!("{}-{}", stem(&folder), stem(&path));
                let text = fs::read_to_string(&path).expect("a vector is text");
                let vector: Value = serde_json::from_str(&text).expect("a vector is JSON");
                if let Some(token) = vector["token"].as_str() {
                    self.add("tokens", name, token.as_bytes());
                } else if let Some(line) = vector["line"].as_str() {
                    self.frame(&name, line);
                } else if let Some(text) = frame(&text) {
                    // No string goes over the end of a line.
                    self.frame(&name, &text.lines().map(str::trim).collect::<String>());
                }
            }
        }
    }

    fn captures(&mut self) {
        for (name, capture) in CAPTURES {
            for (index, line) in capture.lines().enumerate() {
                let name = format!("{name}-session-line-{}", index + 1);
                self.frame(&name, frame(line).expect("a line wraps a frame"));
                // The greatest limit, and pieces of several sizes.
                let head = [255, 100, 0, 1, 7, 30, 200, 2, 60];
                self.add("lines", name, &[&head, line.as_bytes(), b"\n"].concat());
            }
        }
    }

    fn documents(&mut self) {
        let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it");
        for folder in ["parse", "drops", "laws/every_construct", "evolution", "evolution/nothing_lost"] {
            for path in entries(&tests.join(folder)) {
                if path.extension().is_some_and(|extension| extension == "md" || extension == "txt") {
                    let text = fs::read(&path).expect("a document can be read");
                    self.add("document", format!("{}-{}", folder.replace('/', "-"), stem(&path)), &text);
                }
            }
        }
        let contract = include_str!("../../../docs/relay-connector-contract.md");
        for (index, section) in contract.split("\n## ").enumerate().skip(1) {
            let text = format!("# Link, v1\n\n## {section}\n");
            self.add("document", format!("contract-section-{index}"), text.as_bytes());
        }
        for (index, edit) in edits(FORMS, 101).enumerate() {
            let pair = format!("{FORMS}\0{}", edit.text);
            self.add("evolution", format!("forms-{}-{index}", edit.kind), pair.as_bytes());
        }
        for case in cases() {
            self.add("evolution", case.name, format!("{BASE}\0{}", case.text).as_bytes());
        }
    }
}

fn stem(path: &Path) -> String {
    path.file_stem().expect("a file has a name").to_string_lossy().into_owned()
}
