//! What a rule is; the table of all rules is `catalogue`.

use crate::evolution::verdict::Verdict;

/// One kind of change.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChangeRule {
    /// The id, the same in findings, approvals, cases and documentation.
    pub id: &'static str,
    /// The change in one sentence.
    pub summary: &'static str,
    /// Why it matters, and where it differs from the catalogue that it was taken from.
    pub why: &'static str,
    /// Where its verdict comes from.
    pub kind: RuleKind,
}

/// Where a rule's verdict comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleKind {
    /// From the two answers, which frames show.
    Structural,
    /// Authored, because no frame can show a change of meaning.
    Semantic(Verdict),
    /// Authored: a rule about the document or the release, not about the wire.
    Policy(Verdict),
}

impl RuleKind {
    /// The kind's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Structural => "structural",
            Self::Semantic(_) => "semantic",
            Self::Policy(_) => "policy",
        }
    }
}

impl ChangeRule {
    /// The authored verdict; none where the two answers decide.
    #[must_use]
    pub const fn authored(&self) -> Option<Verdict> {
        match self.kind {
            RuleKind::Structural => None,
            RuleKind::Semantic(verdict) | RuleKind::Policy(verdict) => Some(verdict),
        }
    }

    /// The rule of this id.
    #[must_use]
    pub fn find(id: &str) -> Option<&'static Self> {
        crate::evolution::catalogue::RULES.iter().copied().find(|rule| rule.id.eq_ignore_ascii_case(id))
    }
}
