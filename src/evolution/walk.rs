//! The state of a walk over two revisions side by side.

use std::collections::{BTreeSet, HashSet};

use crate::Side;
use crate::contract::{Lines, SectionText, Span};
use crate::evolution::Document;
use crate::evolution::finding::{Finding, Revision};
use crate::evolution::judgement::Judgement;
use crate::evolution::proof::minimal::{Edit, Step};
use crate::evolution::proof::peer::Peers;
use crate::evolution::proof::witness;
use crate::evolution::rule::ChangeRule;
use crate::evolution::text::sections::Sections;
use crate::evolution::text::words;
use crate::evolution::verdict::{Answers, ReaderAnswer, Verdict};
use crate::evolution::wire::gates::Gates;

/// A value for each revision. Of answers and what leads to them, the revision is that of the writer.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(in crate::evolution) struct PerRevision<T> {
    pub(in crate::evolution) old: T,
    pub(in crate::evolution) new: T,
}

/// Where a witness begins.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::evolution) enum Root {
    /// A frame, by its tag.
    Frame(String),
    /// Another definition, which no frame is known to carry.
    Definition(String),
}

/// A place that is the same in both revisions.
#[derive(Debug, Clone)]
pub(in crate::evolution) struct Site {
    pub(in crate::evolution) root: Root,
    pub(in crate::evolution) writer: Option<Side>,
    pub(in crate::evolution) steps: Vec<Step>,
    /// The place in the contract's words.
    pub(in crate::evolution) location: String,
    /// The gates that must be advertised to reach the place.
    pub(in crate::evolution) held: Gates,
    /// Whether a writer of each revision may come to this place at all.
    pub(in crate::evolution) live: PerRevision<bool>,
    /// The frame or the named definition that the place is in.
    pub(in crate::evolution) within: Root,
}

/// What one reader does, and how to show it.
#[derive(Debug, Clone)]
pub(in crate::evolution) struct Outcome {
    pub(in crate::evolution) answer: ReaderAnswer,
    pub(in crate::evolution) probe: Option<Probe>,
}

/// How to build the frame that shows an answer.
#[derive(Debug, Clone)]
pub(in crate::evolution) struct Probe {
    pub(in crate::evolution) root: Root,
    pub(in crate::evolution) advertised: Gates,
    pub(in crate::evolution) steps: Vec<Step>,
    pub(in crate::evolution) edit: Edit,
}

/// Two revisions and what was found so far.
pub(in crate::evolution) struct Walk<'a> {
    pub(in crate::evolution) old: &'a Document<'a>,
    pub(in crate::evolution) new: &'a Document<'a>,
    pub(in crate::evolution) peers: Peers<'a>,
    /// The prose of each section, so that what it says is not reported of a row as well.
    pub(in crate::evolution) prose: PerRevision<Vec<String>>,
    lines: PerRevision<Lines<'a>>,
    pub(in crate::evolution) findings: Vec<Finding>,
    /// Pairs of definitions that were compared, by writer.
    pub(in crate::evolution) compared: HashSet<(String, String, Option<Side>)>,
    /// Whether the actions were compared.
    pub(in crate::evolution) actions_compared: HashSet<Option<Side>>,
    /// What is carried by what, directly.
    pub(in crate::evolution) carried: BTreeSet<(Carrier, Carrier)>,
    pub(in crate::evolution) judgement: Judgement<'a>,
}

/// A frame or a named definition, with the side that sends it.
pub(in crate::evolution) type Carrier = (Root, Option<Side>);

impl<T> PerRevision<T> {
    pub(in crate::evolution) fn of(mut each: impl FnMut(Revision) -> T) -> Self {
        Self { old: each(Revision::Old), new: each(Revision::New) }
    }

    pub(in crate::evolution) const fn get(&self, revision: Revision) -> &T {
        match revision {
            Revision::Old => &self.old,
            Revision::New => &self.new,
        }
    }
}

impl Site {
    /// The place one step further; `name` goes on with the location.
    pub(in crate::evolution) fn below(&self, step: Step, name: &str) -> Self {
        let mut site = self.clone();
        site.steps.push(step);
        site.location += name;
        site
    }

    /// What carries the place.
    pub(in crate::evolution) fn carrier(&self) -> Carrier {
        (self.within.clone(), self.writer)
    }
}

impl Outcome {
    pub(in crate::evolution) const ACCEPTED: Self = Self { answer: ReaderAnswer::Accepted, probe: None };

    /// The worse of two.
    pub(in crate::evolution) fn or_worse(self, other: Self) -> Self {
        if other.answer > self.answer { other } else { self }
    }
}

impl<'a> Walk<'a> {
    pub(in crate::evolution) fn new(
        old: &'a Document<'a>,
        new: &'a Document<'a>,
        sections: &Sections,
        judgement: Judgement<'a>,
    ) -> Self {
        let prose = |sections: &[SectionText]| sections.iter().map(words::running).collect();
        Self {
            old,
            new,
            peers: Peers::new(&old.parse.contract, &new.parse.contract),
            prose: PerRevision { old: prose(&sections.old), new: prose(&sections.new) },
            lines: PerRevision { old: Lines::of(old.text), new: Lines::of(new.text) },
            findings: Vec::new(),
            compared: HashSet::new(),
            actions_compared: HashSet::new(),
            carried: BTreeSet::new(),
            judgement,
        }
    }

    /// Goes on into a definition, which the place where `site` is carries.
    pub(in crate::evolution) fn enter(&mut self, site: &mut Site, definition: &str) {
        let outer = site.carrier();
        site.within = Root::Definition(definition.to_owned());
        self.carried.insert((outer, site.carrier()));
    }

    /// Adds a finding whose verdict comes from both answers.
    pub(in crate::evolution) fn structural(
        &mut self,
        rule: &'static ChangeRule,
        site: &Site,
        spans: PerRevision<Option<&Span>>,
        change: String,
        outcomes: &PerRevision<Outcome>,
    ) {
        let derived = Answers { old_reader: outcomes.new.answer, new_reader: outcomes.old.answer };
        let answers = (self.judgement.answers)(rule, derived);
        let mut finding = self.finding(rule, site, spans, change, answers.verdict());
        finding.answers = Some(answers);
        let mut revisions = [Revision::New, Revision::Old];
        revisions.sort_by_key(|revision| std::cmp::Reverse(answers.to_writer(*revision)));
        for revision in revisions {
            let answer = answers.to_writer(revision);
            if answer == ReaderAnswer::Accepted {
                continue;
            }
            let outcome = Outcome { answer, probe: outcomes.get(revision).probe.clone() };
            match witness::confirm(&self.peers, revision, &outcome) {
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
    pub(in crate::evolution) fn authored(
        &mut self,
        rule: &'static ChangeRule,
        site: &Site,
        spans: PerRevision<Option<&Span>>,
        change: String,
    ) {
        let verdict = self.judgement.of(rule);
        let mut finding = self.finding(rule, site, spans, change, verdict);
        finding.no_witness = Some("the change is one of meaning: every frame is valid as before".to_owned());
        self.findings.push(finding);
    }

    fn finding(
        &self,
        rule: &'static ChangeRule,
        site: &Site,
        spans: PerRevision<Option<&Span>>,
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
