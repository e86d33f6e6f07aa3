//! Findings for a terminal: what changes the link first, then the text, each section by section.

use std::collections::BTreeMap;

use anstyle::{AnsiColor, Style};
use relay_contract::evolution::{self, Finding, ReaderAnswer, Revision, Verdict, Witness};

use super::arrangement::{Arrangement, Chapter, counts, is_text};
use super::marks::{Stretch, stretches};
use crate::shown;

const HEAD: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();
const GONE: Style = AnsiColor::Red.on_default();
const COME: Style = AnsiColor::Green.on_default();
const BREAKING: Style = AnsiColor::Red.on_default().bold();
const REVIEW: Style = AnsiColor::Yellow.on_default();

/// All findings, with witnesses, and what they come to.
pub(super) fn render(findings: &[Finding], arrangement: &Arrangement<'_>) -> String {
    let mut text = part("frames and duties", &arrangement.structure);
    text += &part("text", &arrangement.text);
    text += &approved(&arrangement.approved);
    text + &summary(findings)
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

/// One part under its name, which says what is in it.
fn part(name: &str, chapters: &[Chapter<'_>]) -> String {
    let all = chapters.iter().flat_map(|chapter| chapter.findings.iter().copied());
    let count = all.clone().count();
    if count == 0 {
        return String::new();
    }
    let mut text = format!("{HEAD}{name} ({count}): {}{HEAD:#}\n", counts(all));
    for chapter in chapters {
        text += &format!("\n{HEAD}{}{HEAD:#}\n", heading(chapter));
        for finding in &chapter.findings {
            text += &one(finding);
        }
    }
    text + "\n"
}

/// `section 6.4 PassthroughForward`.
fn heading(chapter: &Chapter<'_>) -> String {
    let Some(section) = chapter.section else { return "the contract as a whole".to_owned() };
    let name = match &section.number {
        Some(number) => format!("section {number} {}", section.title),
        None if section.title.is_empty() => "before the first section".to_owned(),
        None => format!("section \"{}\"", section.title),
    };
    let is_gone = |finding: &&Finding| finding.old_line.is_some() && finding.new_line.is_none();
    let of_old = if chapter.findings.iter().all(is_gone) { ", of the old document" } else { "" };
    shown::line(&format!("{}{of_old}", name.trim_end()))
}

fn one(finding: &Finding) -> String {
    let style = style(finding.verdict);
    let mut text = format!("  {style}{}{style:#}  {}", finding.verdict, title(finding));
    if !is_text(finding) {
        text += &body(finding);
    }
    text
}

/// Rule, place, lines and digest, and the change below.
fn title(finding: &Finding) -> String {
    let mut text = format!("{}  {}", finding.rule.id, shown::line(&finding.place.to_string()));
    let lines = lines(finding);
    if !lines.is_empty() {
        text += &format!("  ({lines})");
    }
    text += &format!("  {FAINT}{}{FAINT:#}\n", finding.digest);
    text + &format!("    {}\n", change(finding))
}

/// The advice, the answers and the frames that show them.
fn body(finding: &Finding) -> String {
    let mut text = String::new();
    if let Some(answers) = answers(finding) {
        text += &format!("    {answers}\n");
    }
    match finding.verdict {
        Verdict::AnyOrder | Verdict::NeedsReview => {}
        Verdict::Breaking | Verdict::WriterFirst | Verdict::ReaderFirst => {
            text += &format!("    {}\n", finding.advice());
        }
    }
    for witness in &finding.witnesses {
        let frame = shortened(&witness.frame.to_string());
        text += &format!("    witness: {}:\n      {frame}\n", shown::line(&story(witness)));
    }
    if let Some(reason) = finding.no_witness.as_ref().filter(|_| finding.answers.is_some()) {
        text += &format!("    no witness: {reason}\n");
    }
    text
}

/// The change in words; a word difference keeps its marks and has colours besides.
fn change(finding: &Finding) -> String {
    let painted = |stretch| match stretch {
        Stretch::Kept(text) => shown::line(text),
        Stretch::Gone(text) => format!("{GONE}[-{}-]{GONE:#}", shown::line(text)),
        Stretch::Come(text) => format!("{COME}{{+{}+}}{COME:#}", shown::line(text)),
    };
    stretches(&finding.change).into_iter().map(painted).collect()
}

/// What was accepted, by the reasons.
fn approved(findings: &[&Finding]) -> String {
    let mut by_reason: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        by_reason.entry(finding.approved.as_deref().unwrap_or_default()).or_default().push(finding);
    }
    let mut text = String::new();
    for (reason, findings) in by_reason {
        text += &format!("{HEAD}approved ({}): {}{HEAD:#}\n\n", findings.len(), shown::line(reason));
        for finding in findings {
            text += &format!("  {}  {}", finding.verdict, title(finding));
        }
        text += "\n";
    }
    text
}

/// The verdict over all, the versions it implies, and the stages of a breaking change.
fn summary(findings: &[Finding]) -> String {
    if findings.is_empty() {
        return "no changes\n".to_owned();
    }
    let open = findings.iter().filter(|finding| finding.approved.is_none());
    let counts = counts(open.clone());
    let counts = if counts.is_empty() { "all approved".to_owned() } else { counts };
    let mut text = String::new();
    if open.clone().any(|finding| finding.answers.is_none()) {
        text += "Where there are no answers and no witness, the change is one of meaning or of the document: every frame is \
                 valid as before.\n\n";
    }
    let overall = evolution::overall(findings);
    let style = style(overall);
    text += &format!("verdict: {style}{overall}{style:#} ({counts})\n");
    text += &format!("versions: {}\n", shown::line(&evolution::versions(findings)));
    for stages in evolution::plan(findings) {
        text += &format!("\nin stages, {}:\n", shown::line(&stages.of.join(", ")));
        for (number, step) in stages.steps.iter().enumerate() {
            text += &format!("  {}. {}\n", number + 1, shown::line(step));
        }
    }
    text
}

const fn style(verdict: Verdict) -> Style {
    match verdict {
        Verdict::Breaking => BREAKING,
        Verdict::NeedsReview => REVIEW,
        Verdict::WriterFirst | Verdict::ReaderFirst | Verdict::AnyOrder => Style::new(),
    }
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
