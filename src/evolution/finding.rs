//! The findings of a comparison.

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::Side;
use crate::evolution::change::Carrier;
use crate::evolution::place::ChangePlace;
use crate::evolution::revision::Revision;
use crate::evolution::rule::{ChangeRule, Judgement};
use crate::evolution::verdict::{Answers, ReaderAnswer, Verdict};

/// One change and what it means.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Finding {
    /// The rule that it falls under.
    pub rule: &'static ChangeRule,
    /// The place, the same for both revisions; its text is in the contract's words, such as `SessionSource.chat_type`.
    pub place: ChangePlace,
    /// The line of it in the old document, where it is there.
    pub old_line: Option<usize>,
    /// The line of it in the new document, where it is there.
    pub new_line: Option<usize>,
    /// The side that sends it, where that is known.
    pub writer: Option<Side>,
    /// The two answers of a structural change.
    pub answers: Option<Answers>,
    /// The consequence for a deployment.
    pub verdict: Verdict,
    /// The change in one sentence without a full stop.
    pub change: String,
    /// The words of the old document there; empty where it has none or none are compared.
    pub before: String,
    /// The words of the new document there.
    pub after: String,
    /// A short number that stands for what changes from what to what, by which approvals know the change: 16 hexadecimal
    /// digits.
    pub digest: String,
    /// A frame for each answer that is not `accepted`, the worse answer first.
    pub witnesses: Vec<Witness>,
    /// The reason why there is no witness; none where there is one.
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
    /// The answer of that reader.
    pub answer: ReaderAnswer,
}

impl Finding {
    /// A finding about the whole, whose verdict its rule states.
    pub(in crate::evolution) fn authored(
        rule: &'static ChangeRule,
        place: ChangePlace,
        change: String,
        judgement: Judgement<'_>,
    ) -> Self {
        let digest = digest(rule, &place, None, &[&change]);
        Self {
            rule,
            place,
            before: String::new(),
            after: String::new(),
            digest,
            old_line: None,
            new_line: None,
            writer: None,
            answers: None,
            verdict: judgement.of(rule),
            change,
            witnesses: Vec::new(),
            no_witness: Some("no frame can show it".to_owned()),
            approved: None,
            carriers: Vec::new(),
        }
    }

    /// The advice to whoever deploys it: `deploy the connector first`.
    #[must_use]
    pub fn advice(&self) -> String {
        self.verdict.advice(self.writer)
    }

    /// The finding as JSON: `rule`, `verdict`, `where`, `place`, `digest`, `witness` and more.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let witnesses: Vec<_> = self.witnesses.iter().map(Witness::to_json).collect();
        json!({
            "rule": self.rule.id,
            "kind": self.rule.kind.as_str(),
            "verdict": self.verdict.as_str(),
            "where": self.place.to_string(),
            "place": self.place.to_json(),
            "digest": self.digest,
            "lines": { "old": self.old_line, "new": self.new_line },
            "writer": self.writer.map(|side| side.to_string()),
            "reader": self.writer.map(|side| side.peer().to_string()),
            "old_reader": self.answers.map(|answers| answers.old_reader.as_str()),
            "new_reader": self.answers.map(|answers| answers.new_reader.as_str()),
            "change": self.change,
            "before": self.before,
            "after": self.after,
            "advice": self.advice(),
            "witness": self.witnesses.first().map(|witness| &witness.frame),
            "witnesses": witnesses,
            "no_witness": self.no_witness,
            "approved": self.approved,
        })
    }
}

/// The digest of a change: of its rule, its place, its writer and what either document says.
pub(in crate::evolution) fn digest(
    rule: &ChangeRule,
    place: &ChangePlace,
    writer: Option<Side>,
    said: &[&str],
) -> String {
    let mut hash = Sha256::new();
    let writer = writer.map(|side| side.to_string()).unwrap_or_default();
    for part in [rule.id, &place.to_string(), &writer].into_iter().chain(said.iter().copied()) {
        hash.update(part);
        // No part has a zero byte, so that no two lists of parts come to the same bytes.
        hash.update([0]);
    }
    let number = hash.finalize().iter().take(8).fold(0, |number: u64, byte| number << 8 | u64::from(*byte));
    format!("{number:016x}")
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
