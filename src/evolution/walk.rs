//! The state of a walk over two revisions side by side.

use std::collections::{BTreeSet, HashSet};

use super::finding::{Age, Finding};
use super::gates::Gates;
use super::judgement::Judgement;
use super::peer::Peers;
use super::rule::Rule;
use super::sections::Sections;
use super::smallest::{Edit, Step};
use super::verdict::{Answer, Answers, Verdict};
use super::witness;
use super::{Revision, words};
use crate::Side;
use crate::contract::{Lines, SectionText, Span};

/// A value for each revision. Of answers and what leads to them, the revision is that of the writer.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Both<T> {
    pub(super) old: T,
    pub(super) new: T,
}

/// Where a witness begins.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Root {
    /// A frame, by its tag.
    Frame(String),
    /// Another definition, which no frame is known to carry.
    Definition(String),
}

/// A place that is the same in both revisions.
#[derive(Debug, Clone)]
pub(super) struct Site {
    pub(super) root: Root,
    pub(super) writer: Option<Side>,
    pub(super) steps: Vec<Step>,
    /// The place in the contract's words.
    pub(super) location: String,
    /// The gates that must be advertised to reach the place.
    pub(super) held: Gates,
    /// Whether a writer of each revision may come to this place at all.
    pub(super) live: Both<bool>,
    /// The frame or the named definition that the place is in.
    pub(super) within: Root,
}

/// What one reader does, and how to show it.
#[derive(Debug, Clone)]
pub(super) struct Outcome {
    pub(super) answer: Answer,
    pub(super) probe: Option<Probe>,
}

/// How to build the frame that shows an answer.
#[derive(Debug, Clone)]
pub(super) struct Probe {
    pub(super) root: Root,
    pub(super) advertised: Gates,
    pub(super) steps: Vec<Step>,
    pub(super) edit: Edit,
}

/// Two revisions and what was found so far.
pub(super) struct Walk<'a> {
    pub(super) old: &'a Revision<'a>,
    pub(super) new: &'a Revision<'a>,
    pub(super) peers: Peers<'a>,
    /// The prose of each section, so that what it says is not reported of a row as well.
    pub(super) prose: Both<Vec<String>>,
    lines: Both<Lines<'a>>,
    pub(super) findings: Vec<Finding>,
    /// Pairs of definitions that were compared, by writer.
    pub(super) compared: HashSet<(String, String, Option<Side>)>,
    /// Whether the actions were compared.
    pub(super) actions_compared: HashSet<Option<Side>>,
    /// What is carried by what, directly.
    pub(super) carried: BTreeSet<(Carrier, Carrier)>,
    pub(super) judgement: Judgement<'a>,
}

/// A frame or a named definition, with the side that sends it.
pub(super) type Carrier = (Root, Option<Side>);

impl<T> Both<T> {
    pub(super) fn of(mut each: impl FnMut(Age) -> T) -> Self {
        Self { old: each(Age::Old), new: each(Age::New) }
    }

    pub(super) const fn get(&self, age: Age) -> &T {
        match age {
            Age::Old => &self.old,
            Age::New => &self.new,
        }
    }
}

impl Site {
    /// The place one step further; `name` goes on with the location.
    pub(super) fn below(&self, step: Step, name: &str) -> Self {
        let mut site = self.clone();
        site.steps.push(step);
        site.location += name;
        site
    }

    /// What carries the place.
    pub(super) fn carrier(&self) -> Carrier {
        (self.within.clone(), self.writer)
    }
}

impl Outcome {
    pub(super) const ACCEPTED: Self = Self { answer: Answer::Accepted, probe: None };

    /// The worse of two.
    pub(super) fn or_worse(self, other: Self) -> Self {
        if other.answer > self.answer { other } else { self }
    }
}

impl<'a> Walk<'a> {
    pub(super) fn new(
        old: &'a Revision<'a>,
        new: &'a Revision<'a>,
        sections: &Sections,
        judgement: Judgement<'a>,
    ) -> Self {
        let prose = |sections: &[SectionText]| sections.iter().map(words::running).collect();
        Self {
            old,
            new,
            peers: Peers::new(&old.parse.contract, &new.parse.contract),
            prose: Both { old: prose(&sections.old), new: prose(&sections.new) },
            lines: Both { old: Lines::of(old.text), new: Lines::of(new.text) },
            findings: Vec::new(),
            compared: HashSet::new(),
            actions_compared: HashSet::new(),
            carried: BTreeSet::new(),
            judgement,
        }
    }

    /// Goes on into a definition, which the place where `site` is carries.
    pub(super) fn enter(&mut self, site: &mut Site, definition: &str) {
        let outer = site.carrier();
        site.within = Root::Definition(definition.to_owned());
        self.carried.insert((outer, site.carrier()));
    }

    /// Adds a finding whose verdict comes from both answers.
    pub(super) fn structural(
        &mut self,
        rule: &'static Rule,
        site: &Site,
        spans: Both<Option<&Span>>,
        change: String,
        outcomes: &Both<Outcome>,
    ) {
        let derived = Answers { old_reader: outcomes.new.answer, new_reader: outcomes.old.answer };
        let answers = (self.judgement.answers)(rule, derived);
        let mut finding = self.finding(rule, site, spans, change, answers.verdict());
        finding.answers = Some(answers);
        let mut ages = [Age::New, Age::Old];
        ages.sort_by_key(|age| std::cmp::Reverse(answers.to_writer(*age)));
        for age in ages {
            let answer = answers.to_writer(age);
            if answer == Answer::Accepted {
                continue;
            }
            let outcome = Outcome { answer, probe: outcomes.get(age).probe.clone() };
            match witness::confirm(&self.peers, age, &outcome) {
                Ok(witness) => finding.witnesses.push(witness),
                Err(unconfirmed) => {
                    finding.verdict = Verdict::NeedsReview;
                    finding.no_witness = Some(unconfirmed.to_string());
                }
            }
        }
        if finding.witnesses.is_empty() && finding.no_witness.is_none() {
            finding.no_witness = Some("both readers accept whatever the other revision sends".to_owned());
        }
        self.findings.push(finding);
    }

    /// Adds a finding whose verdict its rule states.
    pub(super) fn authored(
        &mut self,
        rule: &'static Rule,
        site: &Site,
        spans: Both<Option<&Span>>,
        change: String,
    ) {
        let verdict = self.judgement.of(rule);
        let mut finding = self.finding(rule, site, spans, change, verdict);
        finding.no_witness = Some("the change is one of meaning: every frame is valid as before".to_owned());
        self.findings.push(finding);
    }

    fn finding(
        &self,
        rule: &'static Rule,
        site: &Site,
        spans: Both<Option<&Span>>,
        change: String,
        verdict: Verdict,
    ) -> Finding {
        let line = |lines: &Lines<'_>, span: Option<&Span>| span.map(|span| lines.position(span.start).line);
        Finding {
            rule,
            location: site.location.clone(),
            old_line: line(&self.lines.old, spans.old),
            new_line: line(&self.lines.new, spans.new),
            writer: site.writer,
            answers: None,
            verdict,
            change,
            witnesses: Vec::new(),
            no_witness: None,
            approved: None,
            carriers: vec![site.carrier()],
        }
    }
}
