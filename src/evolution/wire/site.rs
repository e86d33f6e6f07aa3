//! A place of both revisions while it is compared, and what its comparison returns.

use crate::Side;
use crate::contract::{Definition, Field};
use crate::evolution::catalogue as rules;
use crate::evolution::change::{Carrier, Change, Edit, Effect, Probe, Spans};
use crate::evolution::gates::Gates;
use crate::evolution::place::{ChangePlace, PathStep, PlaceRoot};
use crate::evolution::revision::{Comparison, PerRevision, Revision};
use crate::evolution::rule::ChangeRule;
use crate::evolution::text::words;
use crate::evolution::verdict::{ReaderAnswer, Verdict};
use crate::well_known::OUTBOUND_ACTION;

/// A place that is the same in both revisions.
#[derive(Clone)]
pub(super) struct Site<'c> {
    pub(super) comparison: &'c Comparison<'c>,
    /// The definition that a witness begins with.
    pub(super) root: PlaceRoot,
    /// The way from there.
    steps: Vec<PathStep>,
    /// The definition that the place is named after, and the way from that one.
    named: (PlaceRoot, Vec<PathStep>),
    pub(super) writer: Option<Side>,
    pub(super) carrier: Carrier,
    /// The rows that state it.
    pub(super) spans: Spans<'c>,
    /// The gates that must be advertised to reach the place.
    pub(super) held: Gates,
    /// True where a writer of the revision may come to this place at all.
    pub(super) live: PerRevision<bool>,
    /// True where the reader of the revision takes `null` for absent here.
    pub(super) null_is_absent: PerRevision<bool>,
}

/// A result of a comparison, in the order of the document.
pub(super) enum Compared<'c> {
    Change(Box<Change>),
    /// The first carries the second.
    Carries(Carrier, Carrier),
    /// The fields of both revisions at a place, to be compared next.
    Fields(Box<Site<'c>>, PerRevision<&'c [Field]>),
    /// Two definitions that a field refers to, to be compared next unless they have been.
    Definitions(Box<Site<'c>>, PerRevision<&'c Definition>),
    /// All actions, where a field refers to their union, to be compared next unless they have been.
    Actions(Box<Site<'c>>),
}

impl<'c> Site<'c> {
    /// A definition by itself, or a frame.
    pub(super) fn of(comparison: &'c Comparison<'c>, root: PlaceRoot, writer: Option<Side>) -> Self {
        Self {
            comparison,
            steps: Vec::new(),
            named: (root.clone(), Vec::new()),
            writer,
            carrier: Carrier::same(root.clone(), writer),
            spans: PerRevision::default(),
            held: Gates::new(),
            live: PerRevision { old: true, new: true },
            null_is_absent: PerRevision::default(),
            root,
        }
    }

    pub(super) fn of_frame(comparison: &'c Comparison<'c>, frame: &Definition) -> Self {
        Self::of(comparison, PlaceRoot::Frame(frame.word().to_owned()), frame.writer())
    }

    /// An action that no frame is known to carry.
    pub(super) fn of_action(comparison: &'c Comparison<'c>, action: &Definition) -> Self {
        let site = Self::of(comparison, PlaceRoot::Definition(action.name.clone()), action.writer());
        Self { named: (PlaceRoot::Action(action.word().to_owned()), Vec::new()), ..site }
    }

    /// The place as these rows state it.
    pub(super) fn at(self, spans: Spans<'c>) -> Self {
        Self { spans, ..self }
    }

    /// The place one step further.
    pub(super) fn below(&self, step: PathStep) -> Self {
        let mut site = Self { null_is_absent: PerRevision::default(), ..self.clone() };
        site.steps.push(step.clone());
        site.named.1.push(step);
        site
    }

    /// The field of this name.
    pub(super) fn field(&self, name: &str) -> Self {
        self.below(PathStep::Field(name.to_owned()))
    }

    /// The two definitions to which the place refers; what is in them is named after the new one.
    pub(super) fn enter(&self, old: &str, new: &str) -> Self {
        let root = |name: &str| PlaceRoot::Definition(name.to_owned());
        let carrier = Carrier { new: root(new), old: root(old), writer: self.writer };
        Self { named: (root(new), Vec::new()), carrier, ..self.clone() }
    }

    /// One action of the union of actions to which the place refers.
    pub(super) fn enter_action(&self, action: &Definition) -> Self {
        let op = action.word().to_owned();
        let mut site = self.enter(OUTBOUND_ACTION, OUTBOUND_ACTION);
        site.steps.push(PathStep::Op(op.clone()));
        Self { named: (PlaceRoot::Action(op), Vec::new()), ..site }
    }

    /// A change here whose verdict comes from both answers.
    pub(super) fn structural(
        &self,
        rule: &'static ChangeRule,
        words: String,
        effects: PerRevision<Effect>,
    ) -> Compared<'c> {
        let change = self.change(rule, words);
        Compared::Change(Box::new(Change { effects: Some(effects), ..change }))
    }

    /// A change here whose verdict its rule states.
    pub(super) fn authored(&self, rule: &'static ChangeRule, words: String) -> Compared<'c> {
        Compared::Change(Box::new(self.change(rule, words)))
    }

    /// A change of what is said here.
    pub(super) fn text(&self, verdict: Verdict, said: PerRevision<&str>) -> Compared<'c> {
        let change = self.change(&rules::TEXT_CHANGED, words::difference(said.old, said.new));
        // Whoever sends it, the text is one.
        let change = Change { writer: None, said: said.map(str::to_owned), verdict: Some(verdict), ..change };
        Compared::Change(Box::new(change))
    }

    fn change(&self, rule: &'static ChangeRule, words: String) -> Change {
        let (root, path) = self.named.clone();
        let change = Change::authored(rule, ChangePlace::Definition { root, path }, self.spans, words);
        Change { writer: self.writer, carrier: Some(self.carrier.clone()), ..change }
    }

    /// All gates that the reader of what `from` sends may advertise, and those without which the place is not reached.
    pub(super) fn advertised(&self, from: Revision) -> Gates {
        let mut gates = self.comparison.gates.get(from.other()).clone();
        gates.extend(self.held.iter().cloned());
        gates
    }

    /// An answer here, shown with these gates advertised.
    pub(super) fn effect(&self, answer: ReaderAnswer, advertised: Gates, edit: Edit) -> Effect {
        let probe = Probe { root: self.root.clone(), advertised, steps: self.steps.clone(), edit };
        Effect { answer, probe: Some(probe) }
    }

    /// A refusal of what a writer of `from` may send, if it may come here at all.
    pub(super) fn refusal(&self, from: Revision, edit: Edit) -> Effect {
        if *self.live.get(from) {
            self.effect(ReaderAnswer::Refused, self.advertised(from), edit)
        } else {
            Effect::ACCEPTED
        }
    }
}
