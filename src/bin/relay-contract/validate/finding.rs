//! One finding of `validate`, as text and as JSON.

use std::fmt;

use relay_contract::validate::Violation;
use serde_json::{Value, json};

/// A violation with the place of its line.
pub(crate) struct Finding<'a> {
    file: &'a str,
    line: usize,
    violation: Violation,
}

impl<'a> Finding<'a> {
    pub(crate) fn new(file: &'a str, line: usize, violation: Violation) -> Self {
        Self { file, line, violation }
    }

    /// `file`, `line`, `frame`, `pointer`, `rule`, `section`, `message`; what is not known is null.
    pub(crate) fn to_json(&self) -> Value {
        let Self { file, line, violation } = self;
        json!({
            "file": file,
            "line": line,
            "frame": violation.frame,
            "pointer": violation.pointer,
            "rule": violation.rule.as_str(),
            "section": violation.section,
            "message": violation.message,
        })
    }
}

impl fmt::Display for Finding<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.violation)
    }
}
