//! What the evolution checker says of changes.

mod cases;
mod command;
mod gates;
mod laws;
mod oracle;
mod real;
mod reference;

use relay_contract::contract::{Parse, Severity, parse};
use relay_contract::evolution::{Finding, Revision, compare};

/// A document without errors.
fn read(text: &str) -> Parse {
    let parse = parse(text);
    let mut errors = parse.diagnostics.iter().filter(|found| found.severity() == Severity::Error);
    assert_eq!(errors.next(), None);
    parse
}

/// What a change from one text to another is found to be.
fn diff(old: &str, new: &str) -> Vec<Finding> {
    let (old_parse, new_parse) = (read(old), read(new));
    compare(&Revision { text: old, parse: &old_parse }, &Revision { text: new, parse: &new_parse })
}
