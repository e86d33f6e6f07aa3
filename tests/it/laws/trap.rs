//! A text with the verdict that it must have, from the types, from the schemas and from the crate's validator.

use relay_contract::Side;
use relay_contract::frame::{ConnectorFrame, DecodeError, GatewayFrame, decode};

use super::document::DOCUMENT;
use super::oracle::Oracle;
use super::strict;
use super::subject::{Subject, Verdict};

/// What a trap must come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Must {
    Accept,
    /// A value that the reader ignores.
    BeUnknown,
    /// Refuse with this rule at this place first.
    Refuse(&'static str, &'static str),
}

/// A name that says what is special, who sends it, the text, the verdict.
pub(crate) type Trap = (&'static str, Side, String, Must);

/// Tries all traps, and tells all that are not as they must be.
pub(crate) fn check(traps: &[Trap]) {
    let mut wrong = Vec::new();
    for (name, side, text, must) in traps {
        let subject = Subject::Frames(*side);
        let found = match subject.typed(text).verdict {
            Verdict::Known => Ok(Must::Accept),
            Verdict::Unknown(_) => Ok(Must::BeUnknown),
            Verdict::Refused => Err(refusal(*side, text)),
        };
        let is_right = match (&found, must) {
            (Ok(found), must) => found == must,
            (Err((rule, pointer)), Must::Refuse(must_rule, place)) => rule == must_rule && pointer == place,
            (Err(_), _) => false,
        };
        let oracle = Oracle::new(&DOCUMENT, &DOCUMENT.reader, subject);
        let by_schema = oracle.verdict(strict::read(text).as_ref());
        let agrees = match by_schema {
            Verdict::Known => *must == Must::Accept,
            Verdict::Unknown(_) => *must == Must::BeUnknown,
            Verdict::Refused => matches!(must, Must::Refuse(..)),
        };
        if !is_right || !agrees {
            wrong.push(format!("{name}: must {must:?}, types {found:?}, schemas {by_schema:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} traps:\n{}", wrong.len(), traps.len(), wrong.join("\n"));
}

/// The rule and the place of the first violation.
fn refusal(side: Side, text: &str) -> (String, String) {
    let error: DecodeError = match side {
        Side::Gateway => decode::<GatewayFrame>(text).expect_err("it was refused a moment ago"),
        Side::Connector => decode::<ConnectorFrame>(text).expect_err("it was refused a moment ago"),
    };
    let first = &error.violations[0];
    (first.rule.to_string(), first.pointer.clone())
}
