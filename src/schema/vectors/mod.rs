//! Test vectors: frames, and what each view must say of them.
//!
//! Every case is a valid frame with one thing changed, and its verdict follows from the document and the change. This
//! part knows no validator, and it reads no schema: a wrong schema disagrees with it.

mod change;
mod fields;
mod host;
mod lines;
mod record;
mod sample;
mod types;
mod vector;

use self::change::{Change, Verdict};
use self::host::{Host, hosts};
use self::record::{RESULT, Record, written};
use self::sample::Extent;
use self::vector::Place;
use super::text::File;
use crate::contract::Contract;

/// Derives the test vectors of a contract: for each frame, object, action and result that a frame can hold a folder of
/// cases, and one folder of lines.
///
/// A case is called `accept-…` if a reader must accept it, and `reject-…` if not; what a writer must not send may be
/// among the first. Each case breaks at most one rule in each view. The same contract gives the same bytes.
#[must_use]
pub fn vectors(contract: &Contract) -> Vec<File> {
    let hosts = hosts(contract);
    let mut files = Vec::new();
    for (frame, writer) in written(contract) {
        let place = Place { folder: &frame.name, writer, at: "", answers: None };
        let others = contract.frames().filter(|other| other.writer() == Some(writer));
        let tags = fields::tags(contract, &frame.into(), others.map(Record::from));
        let cases = of_record(contract, &frame.name, &frame.into()).into_iter().chain(tags);
        files.extend(cases.map(|case| vector::file(&place, &case)));
        let minimal = sample::record(contract, &frame.into(), Extent::Minimal);
        let foreign =
            Change::by_view("of-the-other-side", minimal, Verdict::refused("direction"), Verdict::Accepted);
        files.push(vector::file(&Place { writer: writer.peer(), ..place }, &foreign));
    }
    let mut put = |folder: &str, host: &Host<'_>, answers: Option<&str>, cases: Vec<Change>| {
        let at = host.pointer();
        let place = Place { folder, writer: host.writer, at: &at, answers };
        for case in cases {
            let case = case.within("", &at, |value| host.hold(contract, value));
            files.push(vector::file(&place, &case));
        }
    };
    for object in contract.objects() {
        if let Some(host) = hosts.get(&object.name) {
            let cases = of_record(contract, &object.name, &Record::untagged(&object.fields));
            put(&object.name, host, None, cases);
        }
    }
    for action in contract.actions() {
        let name = &action.name;
        if let Some(host) = hosts.get(name) {
            let tags = fields::tags(contract, &action.into(), contract.actions().map(Record::from));
            let cases = of_record(contract, name, &action.into()).into_iter().chain(tags).collect();
            put(name, host, None, cases);
        }
        if let (Some(host), Some(result)) = (hosts.get(RESULT), contract.result(action.word())) {
            let cases = of_record(contract, &result.name, &result.into());
            put(&result.name, host, Some(action.word()), cases);
        }
    }
    let without_x = written(contract).find(|(frame, _)| frame.field("x").is_none());
    if let Some((frame, writer)) = without_x {
        let place = Place { folder: LINES, writer, at: "", answers: None };
        for line in lines::lines(&sample::record(contract, &frame.into(), Extent::Minimal)) {
            files.push(vector::file(&place, &line));
        }
    }
    files
}

/// The folder of the cases that are about a line, not about a definition; no definition's name is in lower case.
const LINES: &str = "lines";

/// The cases of a record, the examples that the document gives of it among them.
fn of_record(contract: &Contract, name: &str, record: &Record<'_>) -> Vec<Change> {
    let mut cases = fields::whole(contract, record);
    let examples = contract.examples.iter().filter(|example| example.name == name);
    for (number, example) in (1..).zip(examples) {
        cases.push(Change::accepted(format!("example-{number}"), example.value.clone()));
    }
    cases.extend(fields::changes(contract, record));
    cases
}
