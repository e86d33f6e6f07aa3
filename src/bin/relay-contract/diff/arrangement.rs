//! The order in which people read findings: what changes the link before what changes the text, section by section.

use std::cmp::Reverse;

use relay_contract::contract::{Contract, Section};
use relay_contract::evolution::{ChangePlace, Finding, PlaceRoot, RuleKind, SectionPart, Verdict};

/// The findings in their parts.
pub(super) struct Arrangement<'f> {
    /// The changes of frames and duties, and what a person judged to be breaking.
    pub(super) structure: Vec<Chapter<'f>>,
    /// The changes of text.
    pub(super) text: Vec<Chapter<'f>>,
    /// The accepted changes of either kind.
    pub(super) approved: Vec<&'f Finding>,
}

/// The findings of one section, worst first.
pub(super) struct Chapter<'f> {
    /// The section of the new document, or of the old one for what is gone; none for what is about the whole.
    pub(super) section: Option<&'f Section>,
    pub(super) findings: Vec<&'f Finding>,
}

impl<'f> Arrangement<'f> {
    /// Arranges the findings of a comparison of these contracts.
    pub(super) fn of(findings: &'f [Finding], old: &'f Contract, new: &'f Contract) -> Self {
        let open = findings.iter().filter(|finding| finding.approved.is_none());
        let (text, structure): (Vec<_>, Vec<_>) = open.partition(|finding| is_text(finding));
        let chapters = |findings| chapters(findings, old, new);
        Self {
            structure: chapters(structure),
            text: chapters(text),
            approved: findings.iter().filter(|finding| finding.approved.is_some()).collect(),
        }
    }
}

/// Returns true for a change of text that `--all-text` may accept: a duty, and what a person judged to be breaking, need an
/// approval of their own.
pub(super) fn is_text(finding: &Finding) -> bool {
    let is_duty =
        matches!(&finding.place, ChangePlace::Section { part, .. } if matches!(part, SectionPart::Duty(_)));
    finding.rule.kind == RuleKind::Text && !is_duty && finding.verdict < Verdict::Breaking
}

/// `1 breaking, 2 needs-review`.
pub(super) fn counts<'f>(findings: impl Iterator<Item = &'f Finding>) -> String {
    let verdicts: Vec<Verdict> = findings.map(|finding| finding.verdict).collect();
    let counts = Verdict::WORST_FIRST.map(|verdict| {
        let count = verdicts.iter().filter(|other| **other == verdict).count();
        (count > 0).then(|| format!("{count} {verdict}"))
    });
    counts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The findings by section: the section with the worst finding first, then in the order of the documents.
fn chapters<'f>(findings: Vec<&'f Finding>, old: &'f Contract, new: &'f Contract) -> Vec<Chapter<'f>> {
    let mut chapters: Vec<Chapter<'f>> = Vec::new();
    for finding in findings {
        let section = section(&finding.place, new).or_else(|| section(&finding.place, old));
        match chapters.iter_mut().find(|chapter| chapter.section == section) {
            Some(chapter) => chapter.findings.push(finding),
            None => chapters.push(Chapter { section, findings: vec![finding] }),
        }
    }
    for chapter in &mut chapters {
        chapter.findings.sort_by_key(|finding| (Reverse(finding.verdict), finding.answers.is_none()));
    }
    chapters.sort_by_key(|chapter| {
        let line = chapter.findings.iter().filter_map(|finding| finding.new_line.or(finding.old_line)).min();
        (Reverse(chapter.findings[0].verdict), line.unwrap_or(usize::MAX))
    });
    chapters
}

/// The section of a place, where the contract has it.
fn section<'f>(place: &'f ChangePlace, contract: &'f Contract) -> Option<&'f Section> {
    match place {
        ChangePlace::Section { section, .. } => Some(section),
        ChangePlace::Definition { root, .. } => {
            let definition = match root {
                PlaceRoot::Frame(tag) => contract.frame(tag),
                PlaceRoot::Action(op) => contract.action(op),
                PlaceRoot::Definition(name) => contract.definition(name),
                _ => None,
            };
            definition.map(|definition| &definition.section)
        }
        _ => None,
    }
}
