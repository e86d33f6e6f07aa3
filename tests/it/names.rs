//! Names of all kinds: each builds in Rust and in TypeScript, or is refused with a reason.

mod document;
mod generated;
mod package;

use std::ops::Range;
use std::sync::LazyLock;

use relay_contract::contract::{Diagnostic, Severity};
use relay_contract::schema::{View, bundle, read};

use self::document::Document;
use crate::another_crate::AnotherCrate;

/// Names, where they stand, and what becomes of them: a row of `corpus.ndjson`.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    place: String,
    /// Several are those of one record, or of one set.
    #[serde(default)]
    names: Vec<String>,
    /// The type of fields; `string` if it says nothing.
    #[serde(default, rename = "type")]
    ty: Option<String>,
    /// The number of fields.
    #[serde(default)]
    count: usize,
    /// Sections as they are.
    #[serde(default)]
    text: String,
    /// `builds`, or the error that refuses it.
    wanted: String,
    /// The lint that is there besides.
    #[serde(default)]
    lint: Option<String>,
    /// What a message says, to tell a name that is not what it seems.
    #[serde(default)]
    says: Option<String>,
}

static CORPUS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let rows = include_str!("names/corpus.ndjson").lines();
    rows.map(|row| serde_json::from_str(row).unwrap_or_else(|error| panic!("{row}: {error}"))).collect()
});

/// The documents of all names that are to build, as few as there can be: two names of one kind may not go together.
static DOCUMENTS: LazyLock<Vec<Document>> = LazyLock::new(|| {
    let mut rows: Vec<&Row> = CORPUS.iter().filter(|row| row.wanted == "builds").collect();
    let mut documents = Vec::new();
    while !rows.is_empty() {
        let (mut kept, mut left) = (rows.clone(), Vec::new());
        // What clashes in the larger whole goes into the next document.
        let document = loop {
            let document = Document::new(&kept);
            let faults = errors(&document.text);
            if faults.is_empty() {
                break document;
            }
            let is_faulty =
                |place: &Range<usize>| faults.iter().any(|fault| place.contains(&fault.span.start));
            let faulty: Vec<bool> = document.places.iter().map(is_faulty).collect();
            assert!(faulty.contains(&true) && faulty.contains(&false), "{faults:#?}");
            let mut faulty = faulty.into_iter();
            kept.retain(|row| {
                let is_faulty = faulty.next() == Some(true);
                left.extend(is_faulty.then_some(*row));
                !is_faulty
            });
        };
        documents.push(document);
        rows = left;
    }
    documents
});

fn errors(text: &str) -> Vec<Diagnostic> {
    let diagnostics = read(text).diagnostics.into_iter();
    diagnostics.filter(|diagnostic| diagnostic.severity() == Severity::Error).collect()
}

#[test]
#[allow(clippy::print_stdout, reason = "the numbers are what the test is for")]
fn the_corpus_is_large_and_in_few_documents() {
    let names = |wanted: &dyn Fn(&Row) -> bool| -> usize {
        CORPUS.iter().filter(|row| wanted(row)).map(|row| row.names.len().max(1)).sum()
    };
    let (built, refused) = (names(&|row| row.wanted == "builds"), names(&|row| row.wanted != "builds"));
    let rows: usize = DOCUMENTS.iter().map(|document| document.places.len()).sum();
    println!("{built} names in {} documents, {refused} refused", DOCUMENTS.len());
    assert_eq!(rows, CORPUS.iter().filter(|row| row.wanted == "builds").count());
    assert!(built >= 400 && refused >= 25 && DOCUMENTS.len() <= 3);
}

#[test]
fn what_is_refused_is_refused_with_its_reason() {
    let mut wrong = Vec::new();
    let refused = || CORPUS.iter().filter(|row| row.wanted != "builds");
    for row in refused() {
        let document = Document::new(&[row]);
        let diagnostics = read(&document.text).diagnostics;
        let has = |id: &str, severity| {
            diagnostics.iter().any(|found| {
                (found.id.as_str(), found.severity()) == (id, severity)
                    && !found.hint.is_empty()
                    && document.places[0].contains(&found.span.start)
            })
        };
        let is_said = |says: &String| diagnostics.iter().any(|found| found.message.contains(says.as_str()));
        let is_told = has(&row.wanted, Severity::Error)
            && row.lint.as_ref().is_none_or(|lint| has(lint, Severity::Lint))
            && row.says.as_ref().is_none_or(is_said);
        let hides = |text: &str| text.chars().any(|c| matches!(c, '\u{ad}' | '\u{200b}' | '\u{202e}'));
        if !is_told || diagnostics.iter().any(|found| hides(&found.message) || hides(&found.hint)) {
            wrong.push(format!("{row:?}: {diagnostics:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(refused().count() >= 25);
}

#[test]
#[allow(clippy::print_stdout, reason = "the numbers are what the test is for")]
fn what_is_not_refused_builds_in_rust() {
    let mut totals = [0, 0];
    for (number, document) in (1..).zip(&*DOCUMENTS) {
        let stdout = AnotherCrate {
            name: &format!("names-{number}"),
            document: &document.text,
            tests: include_str!("names/probe.rs"),
        }
        .test(&[
            "what_a_reader_accepts_is_read_and_written_again",
            "no_key_comes_twice_however_many_fields_there_are",
        ]);
        for (total, kind) in totals.iter_mut().zip(["vectors: ", "many fields: "]) {
            let count = stdout.lines().find_map(|line| line.strip_prefix(kind)?.parse::<usize>().ok());
            *total += count.expect("it counts");
        }
        println!("names, to document {number}: {totals:?} vectors, records of more than 64 fields");
    }
    assert!(totals[0] > 3000 && totals[1] >= 3);
}

#[test]
#[allow(clippy::print_stdout, reason = "the numbers are what the test is for")]
fn what_is_not_refused_builds_in_typescript() {
    for document in &*DOCUMENTS {
        let contract = read(&document.text).contract;
        let names: Vec<String> = bundle(&contract, View::Reader).definitions.into_keys().collect();
        let counts = package::check(&document.text, &names);
        println!("names, {counts}");
    }
    assert!(!DOCUMENTS.is_empty());
}
