//! Findings for a terminal: grouped by verdict, worst first.

use std::collections::BTreeMap;

use relay_contract::evolution::{self, Finding, ReaderAnswer, Revision, Verdict, Witness};

/// All findings, with witnesses, and what they come to.
pub(super) fn render(findings: &[Finding]) -> String {
    let mut text = String::new();
    for verdict in Verdict::WORST_FIRST {
        let group = group(findings, verdict);
        if group.is_empty() {
            continue;
        }
        text += &head(verdict, &group);
        for finding in group {
            text += &one(finding);
        }
    }
    let approved: Vec<_> = findings.iter().filter(|finding| finding.approved.is_some()).collect();
    if !approved.is_empty() {
        text += &format!("approved ({})\n\n", approved.len());
        for finding in approved {
            text += &one(finding);
        }
    }
    text + &summary(findings)
}

/// The findings of one verdict that are not approved, those that have answers first.
pub(super) fn group(findings: &[Finding], verdict: Verdict) -> Vec<&Finding> {
    let mut group: Vec<_> = open(findings).filter(|finding| finding.verdict == verdict).collect();
    group.sort_by_key(|finding| finding.answers.is_none());
    group
}

/// The findings that are not approved.
fn open(findings: &[Finding]) -> impl Iterator<Item = &Finding> {
    findings.iter().filter(|finding| finding.approved.is_none())
}

/// `old line 12, new line 14`.
pub(super) fn lines(finding: &Finding) -> String {
    let line = |revision: Revision, line: Option<usize>| {
        line.map(|line| format!("{} line {line}", revision.as_str()))
    };
    let lines = [line(Revision::Old, finding.old_line), line(Revision::New, finding.new_line)];
    lines.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Who writes and reads, and what the readers do.
pub(super) fn answers(finding: &Finding) -> Option<String> {
    let answers = finding.answers?;
    let who = finding.writer.map(|writer| format!("the {writer} writes, the {} reads; ", writer.peer()));
    let who = who.unwrap_or_default();
    Some(format!(
        "{who}old reader, new writer: {}; new reader, old writer: {}",
        answers.old_reader, answers.new_reader
    ))
}

/// Who sends a witness and what becomes of it.
pub(super) fn story(witness: &Witness) -> String {
    let (writer, reader) = (witness.sent_by.as_str(), witness.sent_by.other().as_str());
    let pointer = if witness.pointer.is_empty() { "it".to_owned() } else { witness.pointer.clone() };
    let does = if witness.answer == ReaderAnswer::Ignored { "drops" } else { "refuses" };
    format!("the {writer} writer may send this, and the {reader} reader {does} {pointer}")
}

/// The verdict over all, the versions it implies, and the stages of a breaking change.
fn summary(findings: &[Finding]) -> String {
    if findings.is_empty() {
        return "no changes\n".to_owned();
    }
    let counts = Verdict::WORST_FIRST.map(|verdict| {
        let count = open(findings).filter(|finding| finding.verdict == verdict).count();
        (count > 0).then(|| format!("{count} {verdict}"))
    });
    let counts: Vec<_> = counts.into_iter().flatten().collect();
    let counts = if counts.is_empty() { "all approved".to_owned() } else { counts.join(", ") };
    let mut text = String::new();
    if open(findings).any(|finding| finding.answers.is_none()) {
        text += "Where there are no answers and no witness, the change is one of meaning or of the document: every frame is \
                 valid as before.\n\n";
    }
    text += &format!("verdict: {} ({counts})\n", evolution::overall(findings));
    text += &format!("versions: {}\n", evolution::versions(findings));
    for stages in evolution::plan(findings) {
        text += &format!("\nin stages, {}:\n", stages.of.join(", "));
        for (number, step) in stages.steps.iter().enumerate() {
            text += &format!("  {}. {step}\n", number + 1);
        }
    }
    text
}

/// The verdict of a group, what it asks for where that is the same for all, and how often each rule is in it.
fn head(verdict: Verdict, group: &[&Finding]) -> String {
    let advice =
        if is_advice_shared(verdict) { format!(": {}", verdict.advice(None)) } else { String::new() };
    let mut text = format!("{verdict} ({}){advice}\n", group.len());
    let mut counts: BTreeMap<_, usize> = BTreeMap::new();
    for finding in group {
        *counts.entry(finding.rule.id).or_default() += 1;
    }
    if counts.len() > 1 {
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let counts: Vec<_> = counts.iter().map(|(rule, count)| format!("{count} {rule}")).collect();
        text += &format!("{}\n", counts.join(", "));
    }
    text + "\n"
}

/// Whether a verdict asks for the same whoever writes.
const fn is_advice_shared(verdict: Verdict) -> bool {
    match verdict {
        Verdict::AnyOrder | Verdict::NeedsReview | Verdict::Breaking => true,
        Verdict::ReaderFirst | Verdict::WriterFirst => false,
    }
}

fn one(finding: &Finding) -> String {
    let mut text = format!("{}  {}", finding.rule.id, finding.place);
    let lines = lines(finding);
    if !lines.is_empty() {
        text += &format!("  ({lines})");
    }
    text += &format!("\n  {}\n", finding.change);
    if let Some(answers) = answers(finding) {
        text += &format!("  {answers}\n");
    }
    if finding.approved.is_some() {
        text += &format!("  {}: {}\n", finding.verdict, finding.advice());
    } else if !is_advice_shared(finding.verdict) {
        text += &format!("  {}\n", finding.advice());
    }
    for witness in &finding.witnesses {
        text += &format!("  witness: {}:\n    {}\n", story(witness), shortened(&witness.frame.to_string()));
    }
    if let Some(reason) = finding.no_witness.as_ref().filter(|_| finding.answers.is_some()) {
        text += &format!("  no witness: {reason}\n");
    }
    if let Some(reason) = &finding.approved {
        text += &format!("  approved: {reason}\n");
    }
    text + "\n"
}

/// A line with long runs of one letter cut: strings at a limit are nothing to read.
pub(super) fn shortened(line: &str) -> String {
    const RUN: usize = 40;
    let mut text = String::new();
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        let mut run = 1;
        while letters.next_if_eq(&letter).is_some() {
            run += 1;
        }
        if run > RUN {
            text += &format!("{letter}…({run} times)");
        } else {
            text.extend(std::iter::repeat_n(letter, run));
        }
    }
    text
}
