//! Where the verdicts of a comparison come from.

use crate::evolution::rule::ChangeRule;
use crate::evolution::verdict::{Answers, Verdict};

/// What is made of each finding's rule and answers.
///
/// [`compare`](crate::evolution::compare) takes verdicts as the table of rules states them and answers as the readers give them:
/// [`Judgement::STATED`]. Any other judgement is a wrong one, for tests that must notice it.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct Judgement<'j> {
    /// The authored verdict of a rule; none where the two answers decide.
    pub authored: &'j dyn Fn(&ChangeRule) -> Option<Verdict>,
    /// The answers of a finding of a structural rule, from those that were derived.
    pub answers: &'j dyn Fn(&ChangeRule, Answers) -> Answers,
}

impl Judgement<'static> {
    /// The table of rules, and the answers as they are.
    pub const STATED: Self = Self { authored: &ChangeRule::authored, answers: &|_, answers| answers };
}

impl Judgement<'_> {
    /// The verdict of a finding that has no answers.
    pub(in crate::evolution) fn of(&self, rule: &ChangeRule) -> Verdict {
        (self.authored)(rule).unwrap_or(Verdict::NeedsReview)
    }
}
