//! Findings that were looked at and accepted, in a small committed file.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::evolution::catalogue as rules;
use crate::evolution::finding::Finding;
use crate::evolution::place::ChangePlace;
use crate::evolution::rule::{ChangeRule, Judgement, RuleKind};

/// The accepted findings.
///
/// The file is a JSON list. An entry accepts one change: `rule`, `where` and `digest` are those of its finding, and
/// `reason` says why it may be. An entry with `text` in their place accepts the changes of text whose digests it lists. A
/// change of another digest is another change and is not accepted.
///
/// ```
/// use relay_contract::evolution::Approvals;
///
/// let text = r#"[
///     { "rule": "FIELD_RENAMED", "where": "hello.botId", "digest": "0123456789abcdef", "reason": "both sides are ours" },
///     { "text": ["fedcba9876543210"], "reason": "a typo" }
/// ]"#;
/// assert!(Approvals::read(text).is_ok());
/// assert!(Approvals::read(r#"[{ "rule": "NO_SUCH", "where": "-", "digest": "-", "reason": "-" }]"#).is_err());
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Approvals(Vec<Approval>);

/// A fault of a file of approvals.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ApprovalError {
    /// It is not a JSON list of such entries.
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
    /// It does not say which change it accepts: it has neither all of `rule`, `where` and `digest` nor `text` alone.
    #[error("approval {number}: expected `rule`, `where` and `digest`, or `text`")]
    NoChange {
        /// The approval's number in the file, from 1.
        number: usize,
    },
    /// It gives no reason.
    #[error("approval {number}: the reason is empty")]
    NoReason {
        /// The approval's number in the file, from 1.
        number: usize,
    },
}

/// An entry as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    rule: Option<String>,
    r#where: Option<String>,
    digest: Option<String>,
    text: Option<Vec<String>>,
    reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
enum Approval {
    One(OneChange),
    Text(AllText),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct OneChange {
    rule: String,
    r#where: String,
    digest: String,
    reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct AllText {
    text: Vec<String>,
    reason: String,
}

impl Approvals {
    /// Reads a file of approvals.
    ///
    /// # Errors
    ///
    /// [`ApprovalError::Syntax`] for anything but a list of such entries, [`ApprovalError::NoChange`] for an entry that
    /// does not say which change it accepts, [`ApprovalError::UnknownRule`] for a `rule` that is no rule's id,
    /// [`ApprovalError::NoReason`] for a blank `reason`.
    pub fn read(text: &str) -> Result<Self, ApprovalError> {
        let entries: Vec<Entry> = serde_json::from_str(text)?;
        let mut approvals = Vec::new();
        for (index, entry) in entries.into_iter().enumerate() {
            approvals.push(entry.read(index + 1)?);
        }
        Ok(Self(approvals))
    }

    /// Marks the findings that are accepted.
    pub fn apply(&self, findings: &mut [Finding]) {
        for finding in findings {
            if let Some(approval) = self.0.iter().find(|approval| approval.accepts(finding)) {
                finding.approved = Some(approval.reason().to_owned());
            }
        }
    }

    /// Adds a finding for each approval that accepts none of `findings`, whole or in part. Only a comparison with the
    /// released document can tell: to any other, an approval may belong to a change that is not in it.
    pub fn report_unused(&self, findings: &mut Vec<Finding>) {
        self.report_unused_by(Judgement::STATED, findings);
    }

    /// As [`report_unused`](Self::report_unused), with another judgement.
    #[doc(hidden)]
    pub fn report_unused_by(&self, judgement: Judgement<'_>, findings: &mut Vec<Finding>) {
        let unused: Vec<_> = self.0.iter().filter_map(|approval| approval.unused(findings)).collect();
        findings.extend(unused.into_iter().map(|(place, words)| {
            Finding::authored(&rules::APPROVAL_UNUSED, ChangePlace::Approval(place), words, judgement)
        }));
    }

    /// Removes what accepts none of `findings`.
    pub fn retain_used(&mut self, findings: &[Finding]) {
        let known: HashSet<&str> = findings.iter().map(|finding| finding.digest.as_str()).collect();
        for approval in &mut self.0 {
            if let Approval::Text(AllText { text, .. }) = approval {
                text.retain(|digest| known.contains(digest.as_str()));
            }
        }
        self.0.retain(|approval| match approval {
            Approval::One(_) => findings.iter().any(|finding| approval.accepts(finding)),
            Approval::Text(AllText { text, .. }) => !text.is_empty(),
        });
    }

    /// Accepts these findings from now on, each by an entry of its own.
    pub fn accept<'f>(&mut self, findings: impl IntoIterator<Item = &'f Finding>, reason: &str) {
        self.0.extend(findings.into_iter().map(|finding| {
            Approval::One(OneChange {
                rule: finding.rule.id.to_owned(),
                r#where: finding.place.to_string(),
                digest: finding.digest.clone(),
                reason: reason.to_owned(),
            })
        }));
    }

    /// Accepts all that `findings` have of text from now on, by one entry.
    pub fn accept_text<'f>(&mut self, findings: impl IntoIterator<Item = &'f Finding>, reason: &str) {
        let of_text = findings.into_iter().filter(|finding| finding.rule.kind == RuleKind::Text);
        let mut text: Vec<String> = of_text.map(|finding| finding.digest.clone()).collect();
        text.sort_unstable();
        text.dedup();
        if !text.is_empty() {
            self.0.push(Approval::Text(AllText { text, reason: reason.to_owned() }));
        }
    }

    /// The text of a file of these approvals.
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "it never does")]
    pub fn to_text(&self) -> String {
        serde_json::to_string_pretty(&self.0).expect("approvals have only string keys") + "\n"
    }
}

impl Entry {
    /// The approval that it is; `number` is its place in the file, from 1.
    fn read(self, number: usize) -> Result<Approval, ApprovalError> {
        let Self { rule, r#where, digest, text, reason } = self;
        if reason.trim().is_empty() {
            return Err(ApprovalError::NoReason { number });
        }
        match (rule, r#where, digest, text) {
            (None, None, None, Some(text)) => Ok(Approval::Text(AllText { text, reason })),
            (Some(rule), Some(r#where), Some(digest), None) => {
                if ChangeRule::find(&rule).is_none() {
                    return Err(ApprovalError::UnknownRule { number, rule });
                }
                Ok(Approval::One(OneChange { rule, r#where, digest, reason }))
            }
            _ => Err(ApprovalError::NoChange { number }),
        }
    }
}

impl Approval {
    fn reason(&self) -> &str {
        match self {
            Self::One(OneChange { reason, .. }) | Self::Text(AllText { reason, .. }) => reason,
        }
    }

    fn accepts(&self, finding: &Finding) -> bool {
        match self {
            Self::One(OneChange { rule, r#where, digest, .. }) => {
                finding.rule.id == rule && finding.place.to_string() == *r#where && finding.digest == *digest
            }
            Self::Text(AllText { text, .. }) => {
                finding.rule.kind == RuleKind::Text && text.contains(&finding.digest)
            }
        }
    }

    /// The place and the words of the finding that this accepts nothing.
    fn unused(&self, findings: &[Finding]) -> Option<(String, String)> {
        match self {
            Self::One(OneChange { rule, r#where, .. }) => {
                if findings.iter().any(|finding| self.accepts(finding)) {
                    return None;
                }
                let is_near =
                    |finding: &Finding| finding.rule.id == rule && finding.place.to_string() == *r#where;
                let why = if findings.iter().any(is_near) {
                    "accepts another change than the one that is there now: look at it again"
                } else {
                    "matches nothing: remove it"
                };
                Some((r#where.clone(), format!("the approval of {rule} {why}")))
            }
            Self::Text(AllText { text, .. }) => {
                let known: HashSet<&str> = findings.iter().map(|finding| finding.digest.as_str()).collect();
                let unused = text.iter().filter(|digest| !known.contains(digest.as_str())).count();
                let words = format!("{unused} of {} digests of text match nothing: remove them", text.len());
                (unused > 0).then(|| ("text".to_owned(), words))
            }
        }
    }
}
