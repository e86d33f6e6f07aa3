//! All changes of one frame taken together: an order that suits each of them need not suit all.

use std::collections::BTreeSet;

use crate::Side;
use crate::evolution::catalogue as rules;
use crate::evolution::finding::{Finding, Revision};
use crate::evolution::verdict::{Answers, ReaderAnswer, Verdict};
use crate::evolution::walk::{Carrier, Root, Walk};

/// The worst verdict of the findings that are not approved; any order if there is none.
///
/// Where changes of one frame want opposite sides to go first, their own verdicts yield to the one of their
/// `FRAME_CONFLICT`.
#[must_use]
pub fn overall(findings: &[Finding]) -> Verdict {
    let open = standing(findings.iter().filter(|finding| finding.approved.is_none()));
    open.into_iter().map(|finding| finding.verdict).max().unwrap_or(Verdict::AnyOrder)
}

/// The findings without those whose order of deployment yields to a `FRAME_CONFLICT` of every frame that they are in.
pub(in crate::evolution) fn standing<'f>(
    findings: impl IntoIterator<Item = &'f Finding>,
) -> Vec<&'f Finding> {
    let mut standing: Vec<_> = findings.into_iter().collect();
    let is_conflict = |finding: &Finding| *finding.rule == rules::FRAME_CONFLICT;
    let conflicts = standing.iter().filter(|finding| is_conflict(finding));
    let settled: BTreeSet<_> = conflicts.flat_map(|finding| &finding.carriers).collect();
    standing.retain(|finding| {
        let is_order = finding.answers.is_some()
            && matches!(finding.verdict, Verdict::ReaderFirst | Verdict::WriterFirst);
        let is_settled =
            !finding.carriers.is_empty() && finding.carriers.iter().all(|carrier| settled.contains(carrier));
        is_conflict(finding) || !is_order || !is_settled
    });
    standing
}

/// The changes of one frame.
struct Joined {
    carrier: Carrier,
    /// The worst answers of all of them.
    answers: Answers,
    /// The place among the findings of each.
    members: Vec<usize>,
}

impl Walk<'_> {
    /// Joins the answers of each frame's findings, and reports where an order that suits one of them harms another.
    pub(in crate::evolution) fn join_answers(&mut self) {
        for at in 0..self.findings.len() {
            let carriers: BTreeSet<_> =
                self.findings[at].carriers.iter().flat_map(|carrier| self.outermost(carrier)).collect();
            self.findings[at].carriers = carriers.into_iter().collect();
        }
        self.report_conflicts(&self.joined());
    }

    /// The frames that carry a definition; where there are none, the definitions that nothing carries.
    fn outermost(&self, carrier: &Carrier) -> Vec<Carrier> {
        let mut seen = BTreeSet::from([carrier]);
        let mut open = vec![carrier];
        let mut outermost = Vec::new();
        while let Some(inner) = open.pop() {
            let outer: Vec<_> =
                self.carried.iter().filter(|(_, within)| within == inner).map(|(outer, _)| outer).collect();
            if outer.is_empty() {
                outermost.push(inner.clone());
            }
            open.extend(outer.into_iter().filter(|outer| seen.insert(outer)));
        }
        outermost
    }

    fn joined(&self) -> Vec<Joined> {
        let mut frames: Vec<Joined> = Vec::new();
        for (at, finding) in self.findings.iter().enumerate() {
            let Some(answers) = finding.answers else { continue };
            for carrier in &finding.carriers {
                if let Some(frame) = frames.iter_mut().find(|frame| frame.carrier == *carrier) {
                    frame.answers = frame.answers.joined(answers);
                    frame.members.push(at);
                } else {
                    frames.push(Joined { carrier: carrier.clone(), answers, members: vec![at] });
                }
            }
        }
        frames
    }

    fn report_conflicts(&mut self, frames: &[Joined]) {
        let mut reported: Vec<((usize, usize), Finding)> = Vec::new();
        for frame in frames {
            let answers = |at: usize| self.findings[at].answers.unwrap_or(frame.answers);
            let worst = |verdict, answer: &dyn Fn(Answers) -> ReaderAnswer| {
                let wanting = frame.members.iter().copied().filter(|at| answers(*at).verdict() == verdict);
                wanting.rev().max_by_key(|at| answer(answers(*at)))
            };
            let (Some(reader_first), Some(writer_first)) = (
                worst(Verdict::ReaderFirst, &|answers| answers.old_reader),
                worst(Verdict::WriterFirst, &|answers| answers.new_reader),
            ) else {
                continue;
            };
            let pair = (reader_first, writer_first);
            // What frames share conflicts once.
            if let Some((_, finding)) = reported.iter_mut().find(|(known, _)| *known == pair) {
                finding.carriers.push(frame.carrier.clone());
            } else {
                reported.push((pair, self.conflict(frame, pair)));
            }
        }
        self.findings.extend(reported.into_iter().map(|(_, finding)| finding));
    }

    fn conflict(&self, frame: &Joined, (reader_first, writer_first): (usize, usize)) -> Finding {
        let (Root::Frame(location) | Root::Definition(location)) = frame.carrier.0.clone();
        let writer = frame.carrier.1;
        let side = |side: Option<Side>, role: &str| {
            side.map_or_else(|| format!("side that {role}"), |side| side.to_string())
        };
        let (one, other) = (&self.findings[reader_first], &self.findings[writer_first]);
        let change = format!(
            "{} of `{}` wants the {} first, {} of `{}` the {}",
            one.rule.id,
            one.location,
            side(writer.map(Side::peer), "reads"),
            other.rule.id,
            other.location,
            side(writer, "sends"),
        );
        let rule = &rules::FRAME_CONFLICT;
        let answers = (self.judgement.answers)(rule, frame.answers);
        let mut finding = Finding::authored(rule, location, change);
        finding.writer = writer;
        finding.answers = Some(answers);
        finding.verdict = answers.verdict();
        finding.no_witness = None;
        finding.carriers = vec![frame.carrier.clone()];
        let mut revisions = [Revision::New, Revision::Old];
        revisions.sort_by_key(|revision| std::cmp::Reverse(answers.to_writer(*revision)));
        for revision in revisions {
            let answer = answers.to_writer(revision);
            let mut witnesses = frame.members.iter().flat_map(|at| &self.findings[*at].witnesses);
            match witnesses.find(|witness| witness.sent_by == revision && witness.answer == answer) {
                Some(witness) => finding.witnesses.push(witness.clone()),
                None if answer == ReaderAnswer::Accepted => {}
                None => {
                    finding.verdict = Verdict::NeedsReview;
                    finding.no_witness = Some("no change of the frame has one".to_owned());
                }
            }
        }
        finding
    }
}
