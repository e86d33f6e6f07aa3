//! What the evolution checker says of changes.

pub(crate) mod cases;
mod command;
mod comment;
mod gates;
mod laws;
#[cfg(feature = "frame")]
pub(crate) mod nothing_lost;
mod oracle;
mod real;
mod reference;

use std::io::Write as _;

use relay_contract::contract::{Parse, Severity, parse};
use relay_contract::evolution::{Answers, Document, Finding, Judgement, ReaderAnswer, compare_by};

/// A document without errors.
fn read(text: &str) -> Parse {
    let parse = parse(text);
    let mut errors = parse.diagnostics.iter().filter(|found| found.severity() == Severity::Error);
    assert_eq!(errors.next(), None);
    parse
}

/// What a change from one text to another is found to be.
fn diff(old: &str, new: &str) -> Vec<Finding> {
    diff_by(Judgement::STATED, old, new)
}

fn diff_by(judgement: Judgement<'_>, old: &str, new: &str) -> Vec<Finding> {
    let (old_parse, new_parse) = (read(old), read(new));
    let (old, new) = (Document { text: old, parse: &old_parse }, Document { text: new, parse: &new_parse });
    compare_by(judgement, &old, &new)
}

/// Refused for accepted, accepted for the rest.
fn flipped(answer: ReaderAnswer) -> ReaderAnswer {
    match answer {
        ReaderAnswer::Accepted => ReaderAnswer::Refused,
        ReaderAnswer::Ignored | ReaderAnswer::Refused => ReaderAnswer::Accepted,
    }
}

fn flip_old_reader(answers: Answers) -> Answers {
    Answers { old_reader: flipped(answers.old_reader), ..answers }
}

fn flip_new_reader(answers: Answers) -> Answers {
    Answers { new_reader: flipped(answers.new_reader), ..answers }
}

/// Prints past the harness, which keeps what passing tests print.
pub(crate) fn say(line: &str) {
    std::io::stderr().write_all(line.as_bytes()).expect("standard error is open");
}
