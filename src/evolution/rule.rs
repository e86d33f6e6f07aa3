//! Rules of change, and where the verdicts of a comparison come from; the table of all rules is `catalogue`.

use crate::evolution::verdict::{Answers, Verdict};

/// One kind of change.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChangeRule {
    /// The id, the same in findings, approvals, cases and documentation.
    pub id: &'static str,
    /// The change in one sentence.
    pub summary: &'static str,
    /// The reason why it matters, and where it differs from the catalogue that it was taken from.
    pub why: &'static str,
    /// The origin of its verdict.
    pub kind: RuleKind,
}

/// The origin of a rule's verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleKind {
    /// From the two answers, which frames show.
    Structural,
    /// Authored, because no frame can show a change of meaning.
    Semantic(Verdict),
    /// From the kind of change alone: text is added, changed, moved or written otherwise; and from `If changed`, where
    /// the document has it.
    Text,
    /// Authored: a rule about the document or the release, not about the wire.
    Policy(Verdict),
}

/// The verdicts and answers that findings get.
///
/// [`compare`](crate::evolution::compare) takes verdicts as the table of rules states them and answers as the readers
/// give them: [`Judgement::STATED`]. Any other judgement is a wrong one, for tests that must notice it.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct Judgement<'j> {
    /// The authored verdict of a rule; none where the two answers or the kind of change decide.
    pub authored: &'j dyn Fn(&ChangeRule) -> Option<Verdict>,
    /// The verdict of a change of text, from the one that the kind of change has.
    pub text: &'j dyn Fn(&ChangeRule, Verdict) -> Verdict,
    /// The answers of a finding of a structural rule, from those that were derived.
    pub answers: &'j dyn Fn(&ChangeRule, Answers) -> Answers,
}

impl RuleKind {
    /// The kind's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Structural => "structural",
            Self::Semantic(_) => "semantic",
            Self::Text => "text",
            Self::Policy(_) => "policy",
        }
    }
}

impl ChangeRule {
    /// The authored verdict; none where the two answers or the kind of change decide.
    #[must_use]
    pub const fn authored(&self) -> Option<Verdict> {
        match self.kind {
            RuleKind::Structural | RuleKind::Text => None,
            RuleKind::Semantic(verdict) | RuleKind::Policy(verdict) => Some(verdict),
        }
    }
}

impl Judgement<'static> {
    /// The table of rules, and the answers as they are.
    pub const STATED: Self =
        Self { authored: &ChangeRule::authored, text: &|_, verdict| verdict, answers: &|_, answers| answers };
}

impl Judgement<'_> {
    /// The verdict of a finding that has no answers.
    pub(in crate::evolution) fn of(&self, rule: &ChangeRule) -> Verdict {
        (self.authored)(rule).unwrap_or(Verdict::NeedsReview)
    }
}
