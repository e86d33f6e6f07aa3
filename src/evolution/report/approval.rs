//! Findings that were looked at and accepted, in a small committed file.

use serde::Deserialize;

use crate::evolution::catalogue as rules;
use crate::evolution::finding::Finding;
use crate::evolution::place::ChangePlace;
use crate::evolution::rule::{ChangeRule, Judgement};

/// The accepted findings.
///
/// The file is JSON: a list of objects with `rule`, `where` and `reason`.
///
/// ```
/// use relay_contract::evolution::Approvals;
///
/// let text = r#"[{ "rule": "FIELD_RENAMED", "where": "hello.botId", "reason": "both sides are ours" }]"#;
/// assert!(Approvals::read(text).is_ok());
/// assert!(Approvals::read(r#"[{ "rule": "NO_SUCH", "where": "hello", "reason": "-" }]"#).is_err());
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Approvals(Vec<Approval>);

/// A fault of a file of approvals.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ApprovalError {
    /// It is not a JSON list of objects with `rule`, `where` and `reason`.
    #[error("not a list of approvals")]
    Syntax(#[from] serde_json::Error),
    /// It names a rule that does not exist.
    #[error("approval {number}: there is no rule `{rule}`")]
    UnknownRule {
        /// The approval's number in the file, from 1.
        number: usize,
        /// The rule's name as it is written.
        rule: String,
    },
    /// It gives no reason.
    #[error("approval {number}: the reason is empty")]
    NoReason {
        /// The approval's number in the file, from 1.
        number: usize,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Approval {
    rule: String,
    r#where: String,
    reason: String,
}

impl Approvals {
    /// Reads a file of approvals.
    ///
    /// # Errors
    ///
    /// [`ApprovalError::Syntax`] for anything but a list of such objects, [`ApprovalError::UnknownRule`] for a `rule`
    /// that is no rule's id, [`ApprovalError::NoReason`] for a blank `reason`.
    pub fn read(text: &str) -> Result<Self, ApprovalError> {
        let approvals: Vec<Approval> = serde_json::from_str(text)?;
        for (index, approval) in approvals.iter().enumerate() {
            let number = index + 1;
            if ChangeRule::find(&approval.rule).is_none() {
                return Err(ApprovalError::UnknownRule { number, rule: approval.rule.clone() });
            }
            if approval.reason.trim().is_empty() {
                return Err(ApprovalError::NoReason { number });
            }
        }
        Ok(Self(approvals))
    }

    /// Marks the findings that are accepted, and adds one for each approval that matches nothing.
    pub fn apply(&self, findings: &mut Vec<Finding>) {
        self.apply_by(Judgement::STATED, findings);
    }

    /// As [`apply`](Self::apply), with another judgement.
    #[doc(hidden)]
    pub fn apply_by(&self, judgement: Judgement<'_>, findings: &mut Vec<Finding>) {
        for Approval { rule, r#where, reason } in &self.0 {
            let mut is_used = false;
            for finding in findings.iter_mut() {
                if finding.rule.id == rule && finding.place.to_string() == *r#where {
                    finding.approved = Some(reason.clone());
                    is_used = true;
                }
            }
            if !is_used {
                let change = format!("the approval of {rule} matches nothing: remove it");
                let place = ChangePlace::Approval(r#where.clone());
                findings.push(Finding::authored(&rules::APPROVAL_UNUSED, place, change, judgement));
            }
        }
    }
}
