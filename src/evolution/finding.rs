//! What the comparison finds.

use serde_json::{Value, json};

use crate::Side;
use crate::evolution::rule::ChangeRule;
use crate::evolution::verdict::{Answers, ReaderAnswer, Verdict};
use crate::evolution::walk::Carrier;

/// One of the two revisions that are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Revision {
    /// The one that is deployed.
    Old,
    /// The one that is to be.
    New,
}

/// One change and what it means.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Finding {
    /// The rule that it falls under.
    pub rule: &'static ChangeRule,
    /// The place in the contract's words, such as `SessionSource.chat_type`; the same for both revisions.
    pub location: String,
    /// The line of it in the old document, where it is there.
    pub old_line: Option<usize>,
    /// The line of it in the new document, where it is there.
    pub new_line: Option<usize>,
    /// Who sends it, where that is known.
    pub writer: Option<Side>,
    /// The two answers of a structural change.
    pub answers: Option<Answers>,
    /// What it means.
    pub verdict: Verdict,
    /// What changed, in one sentence without a full stop.
    pub change: String,
    /// A frame for each answer that is not `accepted`, the worse answer first.
    pub witnesses: Vec<Witness>,
    /// Why there is no witness; none where there is one.
    pub no_witness: Option<String>,
    /// The reason why it was accepted, from the approvals.
    pub approved: Option<String>,
    /// The frames that carry it; a definition where no frame is known to.
    pub(in crate::evolution) carriers: Vec<Carrier>,
}

/// A frame that one side may send and that the other refuses or drops, confirmed by both validators.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Witness {
    /// The revision whose writer may send it.
    pub sent_by: Revision,
    /// The frame; an action, result or object by itself where no frame carries it.
    pub frame: Value,
    /// The JSON Pointer of what the reader of the other revision refuses or drops.
    pub pointer: String,
    /// What that reader does.
    pub answer: ReaderAnswer,
}

impl Revision {
    /// The other revision.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Old => Self::New,
            Self::New => Self::Old,
        }
    }

    /// `old` or `new`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Old => "old",
            Self::New => "new",
        }
    }
}

impl Finding {
    /// A finding about the whole, whose verdict its rule states.
    pub(in crate::evolution) fn authored(
        rule: &'static ChangeRule,
        location: String,
        change: String,
    ) -> Self {
        Self {
            rule,
            location,
            old_line: None,
            new_line: None,
            writer: None,
            answers: None,
            verdict: rule.authored().unwrap_or(Verdict::NeedsReview),
            change,
            witnesses: Vec::new(),
            no_witness: Some("no frame can show it".to_owned()),
            approved: None,
            carriers: Vec::new(),
        }
    }

    /// What to do about it: `deploy the connector first`.
    #[must_use]
    pub fn advice(&self) -> String {
        self.verdict.advice(self.writer)
    }

    /// The finding as JSON: `rule`, `verdict`, `where`, `witness` and more.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let witnesses: Vec<_> = self.witnesses.iter().map(Witness::to_json).collect();
        json!({
            "rule": self.rule.id,
            "kind": self.rule.kind.as_str(),
            "verdict": self.verdict.as_str(),
            "where": self.location,
            "lines": { "old": self.old_line, "new": self.new_line },
            "writer": self.writer.map(|side| side.to_string()),
            "reader": self.writer.map(|side| side.peer().to_string()),
            "old_reader": self.answers.map(|answers| answers.old_reader.as_str()),
            "new_reader": self.answers.map(|answers| answers.new_reader.as_str()),
            "change": self.change,
            "advice": self.advice(),
            "witness": self.witnesses.first().map(|witness| &witness.frame),
            "witnesses": witnesses,
            "no_witness": self.no_witness,
            "approved": self.approved,
        })
    }
}

impl Witness {
    fn to_json(&self) -> Value {
        json!({
            "sent_by": self.sent_by.as_str(),
            "read_by": self.sent_by.other().as_str(),
            "answer": self.answer.as_str(),
            "pointer": self.pointer,
            "frame": self.frame,
        })
    }
}
