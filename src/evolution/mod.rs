//! Two revisions of a contract: their changes, what each breaks, who deploys first, and a frame that shows it.
//!
//! The rooms, each of which imports only those before it: `proof` has the reader's model and the frames that show its
//! answers; `text` and `wire` compare the documents on the model and return changes. [`compare`] then has `proof`
//! confirm each change once, by the validators of both revisions, which makes it a [`Finding`]; `report` draws the
//! conclusions.
//!
//! This layer knows no Rust frame types and no connection.

mod catalogue;
mod change;
mod finding;
mod gates;
mod place;
mod proof;
mod report;
mod revision;
mod rule;
mod text;
mod verdict;
mod wire;

pub use catalogue::RULES;
pub use finding::{Finding, Witness};
pub use place::{ChangePlace, PathStep, PlaceRoot, SectionPart};
pub use report::approval::{ApprovalError, Approvals};
pub use report::frame_conflicts::overall;
pub use report::migration::{Stages, plan};
pub use report::reference::{explanation, reference};
pub use report::release::{Bump, bump, versions};
pub use revision::{Document, Revision};
#[doc(hidden)]
pub use rule::Judgement;
pub use rule::{ChangeRule, RuleKind};
pub use verdict::{Answers, ReaderAnswer, Verdict};

/// Compares two revisions of the contract, the deployed one and the one to be.
///
/// Both documents must be free of errors ([`Parse::has_errors`](crate::contract::Parse::has_errors)). A document against
/// itself has no findings. They come by place, not by verdict: what frames carry in the order of the new document, then
/// objects, facts, duties and text, then what follows from the others. [`overall`] is what they come to.
///
/// ```
/// use relay_contract::contract::parse;
/// use relay_contract::evolution::{Document, Verdict, compare};
///
/// let table = "# Link, v1\n\n## 1. Frames\n\n| Frame | Direction | Fields | Meaning |\n|---|---|---|---|\n";
/// let old = format!("{table}| `ping` | gateway -> connector | `at: int` | Asks. |\n");
/// let new = format!("{table}| `ping` | gateway -> connector | `at: string` | Asks. |\n");
/// let (old_parse, new_parse) = (parse(&old), parse(&new));
/// let findings = compare(
///     &Document { text: &old, parse: &old_parse },
///     &Document { text: &new, parse: &new_parse },
/// );
/// assert_eq!(findings[0].rule.id, "TYPE_CHANGED");
/// assert_eq!(findings[0].place.to_string(), "ping.at");
/// assert_eq!(findings[0].verdict, Verdict::Breaking);
/// assert_eq!(findings[0].witnesses[0].frame.to_string(), r#"{"at":"","type":"ping"}"#);
/// ```
#[must_use]
pub fn compare(old: &Document<'_>, new: &Document<'_>) -> Vec<Finding> {
    compare_by(Judgement::STATED, old, new)
}

/// As [`compare`], with the verdicts and answers that a [`Judgement`] makes of rules and readers.
#[doc(hidden)]
#[must_use]
pub fn compare_by(judgement: Judgement<'_>, old: &Document<'_>, new: &Document<'_>) -> Vec<Finding> {
    let (old_parse, new_parse) = (gates::stated(old.parse), gates::stated(new.parse));
    let (old, new) = (&Document { parse: &old_parse, ..*old }, &Document { parse: &new_parse, ..*new });
    let passages = text::passages::Passages::align(old, new);
    let comparison = revision::Comparison::new(old, new);
    let (mut changes, carriage) = wire::compare(&comparison);
    changes.extend(text::facts::compare(&comparison, &passages));
    changes.extend(text::duties::compare(&comparison, &passages));
    let differences = text::differences::compare(&passages, &new.contract().facts, &changes);
    changes.extend(differences);
    change::keep_once(&mut changes);
    let findings = proof::witness::confirm(&comparison, judgement, &carriage, changes);
    let mut findings = report::moved_fields::join(&comparison, judgement, findings);
    findings.extend(report::frame_conflicts::conflicts(judgement, &findings));
    findings.extend(report::release::check(old.contract(), new.contract(), judgement, &findings));
    findings
}
