//! The laws, over generated texts.

use serde_json::Value;

use super::document::DOCUMENT;
use super::duties::not_sent;
use super::oracle::Oracle;
use super::reading::Reading;
use super::results::TEXTS;
use super::run::{Tally, over};
use super::strict;
use super::subject::{Subject, Verdict};

/// How many texts laws 1 and 3 are tried on.
const ACCEPTED_FROM: u64 = TEXTS / 4;

#[test]
fn law_2_decode_accepts_exactly_what_the_reader_view_accepts() {
    let readers = oracles(&DOCUMENT.reader);
    let tally = over(TEXTS, |seed, text| {
        let value = strict::read(&text.content);
        let expected = oracle(&readers, text.subject).verdict(value.as_ref());
        let typed = text.subject.typed(&text.content);
        assert_eq!(typed.verdict, expected, "law 2: seed {seed}, {:?}: {}", text.subject, text.content);
        Tally {
            texts: 1,
            accepted: u64::from(expected == Verdict::Known),
            unknown: u64::from(matches!(expected, Verdict::Unknown(_))),
            refused: u64::from(expected == Verdict::Refused),
            malformed: u64::from(value.is_none()),
            written: u64::from(typed.written.is_some()),
        }
    });
    told(&format!("law 2: {tally:?}"));
    assert_eq!(tally.texts, TEXTS);
    for (what, count) in [("accepted", tally.accepted), ("refused", tally.refused)] {
        assert!(count * 5 >= tally.texts, "fewer than 20 % were {what}: {tally:?}");
    }
    assert!(tally.unknown > 0 && tally.malformed > 0, "{tally:?}");
}

#[test]
fn law_1_what_is_written_is_valid_under_the_writer_view() {
    let writers = oracles(&DOCUMENT.writer);
    let tally = over(ACCEPTED_FROM, |seed, text| {
        if text.mutations == 0 {
            let value = strict::read(&text.content).expect("a valid value is well-formed");
            let valid = oracle(&writers, text.subject).accepts(&value);
            assert!(valid, "the generator: seed {seed}, {}: {}", text.definition, text.content);
        }
        let Some(written) = text.subject.typed(&text.content).written else {
            return Tally { texts: 1, ..Tally::default() };
        };
        let value = strict::read(&written).expect("what is written is well-formed");
        let valid = oracle(&writers, text.subject).accepts(&value);
        assert!(valid, "law 1: seed {seed}: {} was written as {written}", text.content);
        let missing = not_sent(&DOCUMENT, text.subject, &value);
        assert_eq!(missing, None, "law 1: seed {seed}: not always sent: {} as {written}", text.content);
        Tally { texts: 1, written: 1, ..Tally::default() }
    });
    told(&format!("law 1: {} of {} texts were read and written", tally.written, tally.texts));
    assert!(tally.written * 5 >= ACCEPTED_FROM, "fewer than 20 % were written: {tally:?}");
}

#[test]
fn law_3_what_is_written_reads_as_what_was_read() {
    let reading = Reading { writer: &DOCUMENT.writer, reader: &DOCUMENT.reader };
    let tally = over(ACCEPTED_FROM, |seed, text| {
        // `typed` itself asserts that decode of encode is identity, and that encode is stable.
        let Some(written) = text.subject.typed(&text.content).written else {
            return Tally { texts: 1, ..Tally::default() };
        };
        let definition = text.subject.definition();
        let [read, again] = [&text.content, &written].map(|text| {
            let value = strict::read(text).expect("what is accepted is well-formed");
            reading.of(definition, &value)
        });
        assert_eq!(read, again, "law 3: seed {seed}: {} was written as {written}", text.content);
        Tally { texts: 1, written: 1, ..Tally::default() }
    });
    told(&format!("law 3: {} of {} texts were read and written", tally.written, tally.texts));
    assert!(tally.written * 5 >= ACCEPTED_FROM, "fewer than 20 % were written: {tally:?}");
}

#[allow(clippy::print_stdout, reason = "the numbers are what the tests are for")]
fn told(counts: &str) {
    println!("{counts}");
}

fn oracles(bundle: &Value) -> Vec<(Subject, Oracle<'static>)> {
    Subject::all().map(|subject| (subject, Oracle::new(&DOCUMENT, bundle, subject))).collect()
}

fn oracle<'a>(oracles: &'a [(Subject, Oracle<'static>)], subject: Subject) -> &'a Oracle<'static> {
    let found = oracles.iter().find(|(known, _)| *known == subject);
    &found.expect("there is an oracle for every subject").1
}
