//! One change of the document, before anything is confirmed or judged.

use std::collections::{BTreeSet, HashSet};

use serde_json::Value;

use crate::Side;
use crate::contract::Span;
use crate::evolution::gates::Gates;
use crate::evolution::place::{ChangePlace, PathStep, PlaceRoot};
use crate::evolution::revision::PerRevision;
use crate::evolution::rule::ChangeRule;
use crate::evolution::verdict::{ReaderAnswer, Verdict};

/// A change as a comparison returns it.
#[derive(Debug, Clone)]
pub(in crate::evolution) struct Change {
    pub(in crate::evolution) rule: &'static ChangeRule,
    pub(in crate::evolution) place: ChangePlace,
    pub(in crate::evolution) writer: Option<Side>,
    /// The frame or the definition that it is in; none for a change of text.
    pub(in crate::evolution) carrier: Option<Carrier>,
    pub(in crate::evolution) spans: PerRevision<Option<Span>>,
    /// The change in one sentence without a full stop.
    pub(in crate::evolution) words: String,
    /// What each document says there; empty where it says nothing.
    pub(in crate::evolution) said: PerRevision<String>,
    /// The verdict where neither the rule nor an answer states it.
    pub(in crate::evolution) verdict: Option<Verdict>,
    /// The readers' answers to it; none where the rule states the verdict.
    pub(in crate::evolution) effects: Option<PerRevision<Effect>>,
}

/// The places of a change in each document, borrowed.
pub(in crate::evolution) type Spans<'a> = PerRevision<Option<&'a Span>>;

/// The answer of one reader, and how to show it.
#[derive(Debug, Clone)]
pub(in crate::evolution) struct Effect {
    pub(in crate::evolution) answer: ReaderAnswer,
    pub(in crate::evolution) probe: Option<Probe>,
}

/// A recipe for the frame that shows an answer.
#[derive(Debug, Clone)]
pub(in crate::evolution) struct Probe {
    /// The definition that the frame is of.
    pub(in crate::evolution) root: PlaceRoot,
    pub(in crate::evolution) advertised: Gates,
    pub(in crate::evolution) steps: Vec<PathStep>,
    pub(in crate::evolution) edit: Edit,
}

/// The edit at the end of a probe's steps.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::evolution) enum Edit {
    /// Leave the field out.
    Omit,
    /// Put this value there.
    Put(Value),
    /// Leave what is smallest.
    Keep,
}

/// A frame, or a pair of definitions that are compared with each other, and the side that sends it.
///
/// Both names count, so that a comparison the other way round has the same carriers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::evolution) struct Carrier {
    pub(in crate::evolution) new: PlaceRoot,
    pub(in crate::evolution) old: PlaceRoot,
    pub(in crate::evolution) writer: Option<Side>,
}

/// The carriers that contain others directly: the outer one and the inner one.
#[derive(Debug, Default)]
pub(in crate::evolution) struct Carriage(BTreeSet<(Carrier, Carrier)>);

/// Keeps one of several changes of text with the same words at the same place: an object has one for each side that sends
/// it.
pub(in crate::evolution) fn keep_once(changes: &mut Vec<Change>) {
    let mut seen = HashSet::new();
    changes.retain(|change| {
        let is_text = change.verdict.is_some();
        !is_text || seen.insert((change.rule.id, change.place.clone(), change.said.clone()))
    });
}

impl Change {
    /// A change whose verdict its rule states.
    pub(in crate::evolution) fn authored(
        rule: &'static ChangeRule,
        place: ChangePlace,
        spans: Spans<'_>,
        words: String,
    ) -> Self {
        let spans = spans.map(Option::<&Span>::cloned);
        let said = PerRevision::default();
        Self { rule, place, writer: None, carrier: None, spans, words, said, verdict: None, effects: None }
    }

    /// A change of text at a place that is still to be given.
    pub(in crate::evolution) fn of_words(
        rule: &'static ChangeRule,
        verdict: Verdict,
        place: ChangePlace,
        words: String,
    ) -> Self {
        Self { verdict: Some(verdict), ..Self::authored(rule, place, PerRevision::default(), words) }
    }
}

impl Effect {
    pub(in crate::evolution) const ACCEPTED: Self = Self { answer: ReaderAnswer::Accepted, probe: None };

    /// The worse of two.
    pub(in crate::evolution) fn or_worse(self, other: Self) -> Self {
        if other.answer > self.answer { other } else { self }
    }
}

impl Carrier {
    /// The carrier that has the same name in both revisions.
    pub(in crate::evolution) fn same(root: PlaceRoot, writer: Option<Side>) -> Self {
        Self { new: root.clone(), old: root, writer }
    }
}

impl Carriage {
    pub(in crate::evolution) fn insert(&mut self, outer: Carrier, inner: Carrier) {
        self.0.insert((outer, inner));
    }

    /// The frames that contain a carrier; where there are none, the definitions that nothing contains.
    pub(in crate::evolution) fn outermost(&self, carrier: &Carrier) -> BTreeSet<Carrier> {
        let mut seen = BTreeSet::from([carrier]);
        let mut open = vec![carrier];
        let mut outermost = BTreeSet::new();
        while let Some(inner) = open.pop() {
            let outer: Vec<_> =
                self.0.iter().filter(|(_, within)| within == inner).map(|(outer, _)| outer).collect();
            if outer.is_empty() {
                outermost.insert(inner.clone());
            }
            open.extend(outer.into_iter().filter(|outer| seen.insert(outer)));
        }
        outermost
    }
}
