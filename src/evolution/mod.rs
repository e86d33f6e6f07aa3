//! Two revisions of a contract: what changed, what it breaks, who deploys first, and a frame that shows it.
//!
//! Types are compared on the model; what is found is confirmed by the validators of both revisions. This layer knows
//! no Rust frame types and no connection.

mod catalogue;
mod definitions;
mod finding;
mod judgement;
mod proof;
mod report;
mod rule;
mod text;
mod verdict;
mod walk;
mod wire;

pub use catalogue::RULES;
pub use finding::{Finding, Revision, Witness};
#[doc(hidden)]
pub use judgement::Judgement;
pub use report::approval::{ApprovalError, Approvals};
pub use report::frame_conflicts::overall;
pub use report::migration::{Stages, plan};
pub use report::reference::{explanation, reference};
pub use report::release::{Bump, bump, versions};
pub use rule::{ChangeRule, RuleKind};
pub use verdict::{Answers, ReaderAnswer, Verdict};

use crate::contract::{Contract, DiagnosticId, Field, Parse, Type};

/// A revision of the document: its text and what was read of it.
#[derive(Debug, Clone, Copy)]
pub struct Document<'a> {
    /// The document's text.
    pub text: &'a str,
    /// What [`parse`](crate::contract::parse) made of it; it must be free of errors.
    pub parse: &'a Parse,
}

/// Compares two revisions of the contract, the deployed one and the one to be.
///
/// Both documents must be free of errors ([`Parse::has_errors`]). A document against itself has no findings. They come
/// by place, not by verdict: what frames carry in the order of the new document, then objects, facts and prose, then
/// what follows from the others. [`overall`] is what they come to.
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
/// assert_eq!(findings[0].location, "ping.at");
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
    let (old_parse, new_parse) = (wire::gates::stated(old.parse), wire::gates::stated(new.parse));
    let (old, new) = (&Document { parse: &old_parse, ..*old }, &Document { parse: &new_parse, ..*new });
    let sections = text::sections::Sections::pair(old, new);
    let mut walk = walk::Walk::new(old, new, &sections, judgement);
    walk.compare_frames();
    walk.compare_the_rest_of_actions();
    walk.compare_objects_by_name();
    walk.compare_names_of_objects();
    walk.join_moved_fields();
    walk.compare_facts(&sections);
    walk.compare_sections(&sections);
    walk.join_answers();
    let mut findings = walk.findings;
    let of_changes = findings.len();
    report::release::check(old.contract(), new.contract(), &mut findings);
    for finding in &mut findings[of_changes..] {
        finding.verdict = judgement.of(finding.rule);
    }
    findings
}

impl Document<'_> {
    /// Whether the document has this name in a code span or in quotes.
    fn mentions(&self, name: &str) -> bool {
        [format!("`{name}`"), format!("\"{name}\"")].iter().any(|written| self.text.contains(written))
    }

    /// Whether the document says nothing of a field's type.
    fn is_untyped(&self, field: &Field) -> bool {
        field.ty == Type::Any
            && self.parse.diagnostics.iter().any(|diagnostic| {
                diagnostic.id == DiagnosticId::UntypedField && diagnostic.span == field.span
            })
    }

    /// Whether any row says since when it is there.
    fn states_since(&self) -> bool {
        self.contract().definitions().any(|definition| {
            let fields = definition.fields.iter().map(|field| &field.notes);
            [&definition.notes].into_iter().chain(fields).any(|notes| notes.since.is_some())
        })
    }

    fn contract(&self) -> &Contract {
        &self.parse.contract
    }
}
