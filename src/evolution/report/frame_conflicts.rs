//! All changes of one frame taken together: an order that suits each of them need not suit all.

use std::collections::BTreeSet;

use crate::Side;
use crate::evolution::catalogue as rules;
use crate::evolution::change::Carrier;
use crate::evolution::finding::Finding;
use crate::evolution::place::ChangePlace;
use crate::evolution::rule::Judgement;
use crate::evolution::verdict::{Answers, ReaderAnswer, Verdict};

/// The worst verdict of the findings that are not approved; any order if there is none.
///
/// The verdicts of changes of one frame that want opposite sides to go first yield to the one of their
/// `FRAME_CONFLICT`.
#[must_use]
pub fn overall(findings: &[Finding]) -> Verdict {
    let open = standing(findings.iter().filter(|finding| finding.approved.is_none()));
    open.into_iter().map(|finding| finding.verdict).max().unwrap_or(Verdict::AnyOrder)
}

/// The findings without those whose order of deployment yields to a `FRAME_CONFLICT` of every frame that they are in.
pub(super) fn standing<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> Vec<&'f Finding> {
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

/// Joins the answers of each frame's findings, and returns a finding where an order that suits one of them harms
/// another. What several frames share conflicts once.
pub(in crate::evolution) fn conflicts(judgement: Judgement<'_>, findings: &[Finding]) -> Vec<Finding> {
    let mut conflicts: Vec<(Opposed<'_>, Vec<Joined<'_>>)> = Vec::new();
    for frame in joined(findings) {
        let Some(opposed) = frame.opposed() else { continue };
        match conflicts.iter_mut().find(|(known, _)| known.is_of(&opposed)) {
            Some((_, frames)) => frames.push(frame),
            None => conflicts.push((opposed, vec![frame])),
        }
    }
    conflicts.into_iter().map(|(opposed, frames)| conflict(judgement, &opposed, frames)).collect()
}

/// The changes of one frame.
struct Joined<'f> {
    carrier: &'f Carrier,
    /// The worst answers of all of them.
    answers: Answers,
    members: Vec<&'f Finding>,
}

/// The changes of a frame that want each side to go first, as far as their answer is the worst.
struct Opposed<'f> {
    reader_first: Vec<&'f Finding>,
    writer_first: Vec<&'f Finding>,
}

impl<'f> Joined<'f> {
    fn opposed(&self) -> Option<Opposed<'f>> {
        let worst = |verdict, answer: &dyn Fn(Answers) -> ReaderAnswer| {
            let wanting = self.members.iter().filter_map(|finding| Some((*finding, finding.answers?)));
            let wanting = wanting.filter(|(_, answers)| answers.verdict() == verdict);
            let wanting: Vec<_> = wanting.map(|(finding, answers)| (finding, answer(answers))).collect();
            let worst = wanting.iter().map(|(_, answer)| *answer).max()?;
            Some(
                wanting
                    .into_iter()
                    .filter(|(_, answer)| *answer == worst)
                    .map(|(finding, _)| finding)
                    .collect(),
            )
        };
        Some(Opposed {
            reader_first: worst(Verdict::ReaderFirst, &|answers| answers.old_reader)?,
            writer_first: worst(Verdict::WriterFirst, &|answers| answers.new_reader)?,
        })
    }
}

impl Opposed<'_> {
    /// Returns true if the same findings are opposed.
    fn is_of(&self, other: &Self) -> bool {
        let same = |these: &[&Finding], those: &[&Finding]| {
            these.len() == those.len()
                && these.iter().zip(those).all(|(one, other)| std::ptr::eq(*one, *other))
        };
        same(&self.reader_first, &other.reader_first) && same(&self.writer_first, &other.writer_first)
    }
}

fn joined(findings: &[Finding]) -> Vec<Joined<'_>> {
    let mut frames: Vec<Joined<'_>> = Vec::new();
    for finding in findings {
        let Some(answers) = finding.answers else { continue };
        for carrier in &finding.carriers {
            if let Some(frame) = frames.iter_mut().find(|frame| frame.carrier == carrier) {
                frame.answers = frame.answers.joined(answers);
                frame.members.push(finding);
            } else {
                frames.push(Joined { carrier, answers, members: vec![finding] });
            }
        }
    }
    frames
}

/// The finding of a conflict, at the first of its frames by name, so that either direction of a comparison has it at the
/// same place.
fn conflict(judgement: Judgement<'_>, opposed: &Opposed<'_>, mut frames: Vec<Joined<'_>>) -> Finding {
    frames.sort_by_key(|frame| frame.carrier);
    let Joined { carrier, answers, members } = &frames[0];
    let side = |side: Option<Side>, role: &str| {
        side.map_or_else(|| format!("side that {role}"), |side| side.to_string())
    };
    let (one, other) = (opposed.reader_first[0], opposed.writer_first[0]);
    let change = format!(
        "{} of `{}` wants the {} first, {} of `{}` the {}",
        one.rule.id,
        one.place,
        side(carrier.writer.map(Side::peer), "reads"),
        other.rule.id,
        other.place,
        side(carrier.writer, "sends"),
    );
    let rule = &rules::FRAME_CONFLICT;
    let answers = (judgement.answers)(rule, *answers);
    let place = ChangePlace::definition(carrier.new.clone());
    let mut finding = Finding::authored(rule, place, change, judgement);
    finding.writer = carrier.writer;
    finding.answers = Some(answers);
    finding.verdict = answers.verdict();
    finding.no_witness = None;
    for (revision, answer) in answers.objections() {
        let mut witnesses = members.iter().flat_map(|finding| &finding.witnesses);
        let witness = witnesses.find(|witness| witness.sent_by == revision && witness.answer == answer);
        if witness.is_none() {
            finding.verdict = Verdict::NeedsReview;
            finding.no_witness = Some("no change of the frame has one".to_owned());
        }
        finding.witnesses.extend(witness.cloned());
    }
    finding.carriers = frames.iter().map(|frame| frame.carrier.clone()).collect();
    finding
}
