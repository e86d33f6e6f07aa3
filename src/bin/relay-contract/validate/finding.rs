//! One finding of `validate`, as text and as JSON.

use anstyle::Style;
use relay_contract::validate::Violation;
use serde::Serialize;

/// A violation with the place of its line. As JSON it has exactly these fields; what is not known is null.
#[derive(Serialize)]
pub(super) struct Finding<'a> {
    file: &'a str,
    line: usize,
    frame: Option<&'a str>,
    pointer: &'a str,
    rule: &'static str,
    section: Option<&'a str>,
    message: &'a str,
    #[serde(skip)]
    violation: &'a Violation,
}

impl<'a> Finding<'a> {
    pub(super) fn new(file: &'a str, line: usize, violation: &'a Violation) -> Self {
        Self {
            file,
            line,
            frame: violation.frame.as_deref(),
            pointer: &violation.pointer,
            rule: violation.rule.as_str(),
            section: violation.section.as_deref(),
            message: &violation.message,
            violation,
        }
    }

    /// `file:line: ` in the style of places, and the violation.
    pub(super) fn to_text(&self, place: Style) -> String {
        let Self { file, line, violation, .. } = self;
        format!("{place}{file}:{line}:{place:#} {violation}\n")
    }

    /// One line.
    pub(super) fn to_json(&self) -> String {
        serde_json::to_string(self).expect("strings and numbers have a JSON form") + "\n"
    }
}
