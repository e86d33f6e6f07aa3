//! The committed vectors, read from their files.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use relay_contract::Side;
use relay_contract::contract::Contract;
use relay_contract::schema::{self, Node, View};
use relay_contract::validate::{Rule, read};
use serde::Deserialize;
use serde_json::Value;

use crate::case_files::{entries, vectors};
use crate::laws::document::DOCUMENT;

/// One case.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Vector {
    #[serde(skip)]
    pub(super) id: String,
    /// The folder: the definition that the case is about, or `lines`.
    #[serde(skip)]
    pub(super) definition: String,
    #[serde(rename = "$comment")]
    _comment: String,
    writer: String,
    /// Where the definition stands in the frame.
    pub(super) at: String,
    /// The `op` that a result belongs to.
    pub(super) answers: Option<String>,
    frame: Option<Value>,
    line: Option<String>,
    expected: Expected,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    writer: Said,
    reader: Said,
}

/// What a view must say.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Said {
    pub(super) valid: bool,
    pub(super) pointer: Option<String>,
    pub(super) rule: Option<String>,
}

pub(super) static CORPUS: LazyLock<Vec<Vector>> = LazyLock::new(|| {
    let files = folders().into_iter().flat_map(|folder| entries(&folder));
    let vectors: Vec<_> = files.map(|path| Vector::read(&path, &text(&path))).collect();
    assert!(vectors.len() > 1_000, "only {} vectors were found", vectors.len());
    vectors
});

/// The vectors of a document with every construct of the grammar.
pub(super) static EVERY_CONSTRUCT: LazyLock<Vec<Vector>> = LazyLock::new(|| {
    let files = schema::vectors(&EVERY_CONSTRUCT_DOCUMENT);
    files.iter().map(|file| Vector::read(Path::new(&file.path), &file.text)).collect()
});

static EVERY_CONSTRUCT_DOCUMENT: LazyLock<Contract> = LazyLock::new(|| {
    let parse = schema::read(include_str!("../laws/every_construct/contract.md"));
    assert!(!parse.has_errors(), "{:?}", parse.diagnostics);
    parse.contract
});

/// The schemas of the document with every construct.
pub(super) fn every_construct(view: View) -> Node {
    schema::bundle(&EVERY_CONSTRUCT_DOCUMENT, view)
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The folders of frames; beside them stand rows that are about no frame.
fn folders() -> Vec<PathBuf> {
    let mut folders = entries(&vectors());
    folders.retain(|path| {
        path.is_dir() && !["session-key", "upgrade-token"].iter().any(|rows| path.ends_with(rows))
    });
    folders
}

impl Vector {
    /// A vector by its file: its id is `HelloFrame/accept-minimal`.
    pub(super) fn read(path: &Path, text: &str) -> Self {
        let vector: Self =
            serde_json::from_str(text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let part =
            |part: Option<&OsStr>| part.expect("a vector stands in a folder").to_string_lossy().into_owned();
        let definition = part(path.parent().and_then(Path::file_name));
        Self { id: format!("{definition}/{}", part(path.file_stem())), definition, ..vector }
    }

    pub(super) fn writer(&self) -> Side {
        match self.writer.as_str() {
            "gateway" => Side::Gateway,
            "connector" => Side::Connector,
            other => panic!("{}: no side is called {other}", self.id),
        }
    }

    pub(super) fn expected(&self, view: View) -> &Said {
        match view {
            View::Writer => &self.expected.writer,
            View::Reader => &self.expected.reader,
        }
    }

    /// The frame's text on its line.
    pub(super) fn text(&self) -> String {
        match (&self.frame, &self.line) {
            (Some(frame), None) => frame.to_string(),
            (None, Some(line)) => line.clone(),
            _ => panic!("{}: a vector has either a frame or a line", self.id),
        }
    }

    /// The value at the definition.
    pub(super) fn value(&self) -> Value {
        let frame = read(&self.text()).expect("the cases of a definition are JSON");
        frame.pointer(&self.at).expect("the definition is there").clone()
    }
}

#[test]
fn the_committed_vectors_are_what_the_document_says() {
    let derived = schema::vectors(&DOCUMENT.contract);
    let schema = vectors();
    let root = schema.parent().expect("it stands in the package");
    let stale: Vec<_> = derived
        .iter()
        .filter(|file| std::fs::read(root.join(&file.path)).ok().as_deref() != Some(file.text.as_bytes()))
        .map(|file| &file.path)
        .collect();
    let repair = "hint: cargo run --release -- derive";
    assert!(stale.is_empty(), "stale: {stale:#?}\n{repair}");
    let paths: BTreeSet<_> = derived.iter().map(|file| root.join(&file.path)).collect();
    assert_eq!(paths.len(), derived.len(), "two cases have one name");
    let committed: BTreeSet<_> = folders().iter().flat_map(|folder| entries(folder)).collect();
    assert_eq!(committed, paths, "{repair}");
}

#[test]
fn every_definition_is_accepted_once_and_refused_thrice() {
    let contract = &DOCUMENT.contract;
    let names: BTreeSet<String> = contract.definitions().map(|definition| definition.name.clone()).collect();
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for vector in CORPUS.iter() {
        let (accepted, refused) = counts.entry(&vector.definition).or_default();
        let is_accepted = vector.expected(View::Reader).valid;
        *(if is_accepted { accepted } else { refused }) += 1;
        let says = vector.id.contains("/accept-");
        assert!(says == is_accepted && (says || vector.id.contains("/reject-")), "{}", vector.id);
    }
    for name in &names {
        let (accepted, refused) = counts.get(name.as_str()).copied().unwrap_or_default();
        assert!(accepted >= 1 && refused >= 3, "{name}: {accepted} accepted, {refused} refused");
    }
    assert_eq!(counts.len(), names.len() + 1, "beside the definitions there are the lines");
}

#[test]
fn every_rule_is_broken() {
    let broken: BTreeSet<_> = CORPUS
        .iter()
        .flat_map(|vector| [View::Writer, View::Reader].map(|view| vector.expected(view).rule.clone()))
        .flatten()
        .collect();
    // A line of 1 MiB or with hundreds of violations is no file of a corpus, a disagreement is a defect of the crate,
    // and the real document has no closed set.
    let unbroken = [Rule::Size, Rule::TooMany, Rule::Disagreement, Rule::Enum];
    let rules = Rule::ALL.iter().filter(|rule| !unbroken.contains(rule)).map(ToString::to_string);
    assert_eq!(broken, rules.collect(), "the rules of the corpus and those of the validator");
}
