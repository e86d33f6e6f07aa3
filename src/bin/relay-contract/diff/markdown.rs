//! Findings for a comment on a pull request: what changes the link in a table, the text folded away.

use std::cmp::Reverse;

use relay_contract::evolution::{self, Finding};

use super::arrangement::{Arrangement, Chapter, counts};
use super::human::{answers, lines, shortened, story};
use super::inert::inert;
use super::marks::{Stretch, stretches};

/// The longest comment, in Unicode scalar values: forges take 65,536.
const LIMIT: usize = 65_000;

/// What the note of all that is left out may take.
const NOTE: usize = 300;

/// A comment of at most [`LIMIT`] characters. What does not fit is left out whole, text before the rest, and counted.
pub(super) fn render(findings: &[Finding], arrangement: &Arrangement<'_>) -> String {
    if findings.is_empty() {
        return "### Contract: no changes\n".to_owned();
    }
    let open = findings.iter().filter(|finding| finding.approved.is_none());
    let counts = counts(open);
    let counts = if counts.is_empty() { "all approved".to_owned() } else { counts };
    let head = format!("### Contract: {}\n\n{counts}.\n\n", evolution::overall(findings));
    let versions = format!("Versions: {}.\n\n", inert(&evolution::versions(findings)));
    let mut space = Space::new(&[&head, &versions]);
    let structure = worst_first(&arrangement.structure);
    let structure = space.fit(STRUCTURE, structure.iter().map(|finding| row(finding)));
    let plans = space.fit(("", ""), plans(findings).into_iter());
    let text = worst_first(&arrangement.text);
    let fold = fold("Text", text.len());
    let text = space.fit((&fold, FOLD_END), text.iter().map(|finding| row_of_text(finding)));
    let shown = witnesses(&arrangement.structure);
    let fold_of_witnesses = format!("<details><summary>Witnesses ({})</summary>\n\n", shown.len());
    let witnesses = space.fit((&fold_of_witnesses, FOLD_END), shown.into_iter());
    let fold = fold_of_approved(arrangement.approved.len());
    let approved = arrangement.approved.iter().map(|finding| row_of_approved(finding));
    let approved = space.fit((&fold, FOLD_END), approved);
    let note = note(&[
        (&structure, "findings about frames and duties"),
        (&text, "findings about text"),
        (&approved, "approved findings"),
        (&plans, "plans in stages"),
        (&witnesses, "witnesses"),
    ]);
    let parts = [structure, Part { text: versions, left_out: 0 }, plans, text, witnesses, approved];
    let parts: String = parts.into_iter().map(|part| part.text).collect();
    format!("{head}{note}{}\n", parts.trim_end())
}

/// The space that is left.
struct Space(usize);

/// As much of a list as fits, and how many of its entries do not.
struct Part {
    text: String,
    left_out: usize,
}

impl Space {
    fn new(taken: &[&str]) -> Self {
        Self(taken.iter().fold(LIMIT - NOTE, |left, text| left.saturating_sub(text.chars().count())))
    }

    /// The entries that fit, whole, between what opens and closes their list.
    fn fit(&mut self, (opening, closing): (&str, &str), entries: impl Iterator<Item = String>) -> Part {
        let frame = opening.chars().count() + closing.chars().count();
        let mut part = Part { text: String::new(), left_out: 0 };
        for entry in entries {
            let first = if part.text.is_empty() { frame } else { 0 };
            let length = first + entry.chars().count();
            if length > self.0 {
                part.left_out += 1;
            } else {
                self.0 -= length;
                part.text += &entry;
            }
        }
        if !part.text.is_empty() {
            part.text = format!("{opening}{}{closing}", part.text);
        }
        part
    }
}

const STRUCTURE: (&str, &str) =
    ("| Verdict | Rule | Where | Change | To do |\n| --- | --- | --- | --- | --- |\n", "\n");

const FOLD_END: &str = "\n</details>\n\n";

fn fold(name: &str, count: usize) -> String {
    format!(
        "<details><summary>{name} ({count})</summary>\n\n| Verdict | Rule | Where | Change |\n| --- | --- | --- | --- |\n"
    )
}

fn fold_of_approved(count: usize) -> String {
    format!(
        "<details><summary>Approved ({count})</summary>\n\n| Verdict | Rule | Where | Change | Reason |\n| --- | --- | --- | --- | --- |\n"
    )
}

fn worst_first<'f>(chapters: &[Chapter<'f>]) -> Vec<&'f Finding> {
    let mut findings: Vec<_> = chapters.iter().flat_map(|chapter| chapter.findings.iter().copied()).collect();
    findings.sort_by_key(|finding| Reverse(finding.verdict));
    findings
}

fn row(finding: &Finding) -> String {
    cells(finding, Some(&finding.advice()))
}

fn row_of_text(finding: &Finding) -> String {
    cells(finding, None)
}

fn row_of_approved(finding: &Finding) -> String {
    cells(finding, Some(finding.approved.as_deref().unwrap_or_default()))
}

fn cells(finding: &Finding, last: Option<&str>) -> String {
    let last = last.map(|last| format!(" {} |", inert(last))).unwrap_or_default();
    format!(
        "| {} | {} | {} | {} |{last}\n",
        finding.verdict,
        finding.rule.id,
        place(finding),
        change(finding)
    )
}

fn place(finding: &Finding) -> String {
    let lines = lines(finding);
    let lines = if lines.is_empty() { String::new() } else { format!(" ({lines})") };
    format!("{}{lines}", inert(&finding.place.to_string()))
}

/// The change in words, with what went and what came marked as such.
fn change(finding: &Finding) -> String {
    let marked = |text: &str, mark: &str| {
        let (start, end) = (blank_if(text.starts_with(' ')), blank_if(text.trim_start().ends_with(' ')));
        format!("{start}<{mark}>{}</{mark}>{end}", inert(text))
    };
    let shown = |stretch| match stretch {
        Stretch::Kept(text) => {
            let (start, end) = (blank_if(text.starts_with(' ')), blank_if(text.trim_start().ends_with(' ')));
            format!("{start}{}{end}", inert(text))
        }
        Stretch::Gone(text) => marked(text, "del"),
        Stretch::Come(text) => marked(text, "ins"),
    };
    stretches(&finding.change).into_iter().map(shown).collect()
}

const fn blank_if(is_there: bool) -> &'static str {
    if is_there { " " } else { "" }
}

/// The stages of each breaking change.
fn plans(findings: &[Finding]) -> Vec<String> {
    let plan = |stages: evolution::Stages| {
        let mut text = format!("In stages, {}:\n\n", inert(&stages.of.join(", ")));
        for (number, step) in stages.steps.iter().enumerate() {
            text += &format!("{}. {}\n", number + 1, inert(step));
        }
        text + "\n"
    };
    evolution::plan(findings).into_iter().map(plan).collect()
}

fn witnesses(chapters: &[Chapter<'_>]) -> Vec<String> {
    let findings = worst_first(chapters).into_iter();
    let of = |finding: &Finding| -> Vec<String> {
        let witness = finding.witnesses.iter().map(|witness| {
            format!(
                "{} {}: {}. {}.\n\n```json\n{}\n```\n\n",
                finding.rule.id,
                inert(&finding.place.to_string()),
                inert(&story(witness)),
                answers(finding).unwrap_or_default(),
                shortened(&witness.frame.to_string()),
            )
        });
        witness.collect()
    };
    findings.flat_map(of).collect()
}

/// How many of each kind did not fit.
fn note(parts: &[(&Part, &str)]) -> String {
    let left_out = parts.iter().filter(|(part, _)| part.left_out > 0);
    let left_out: Vec<_> = left_out.map(|(part, what)| format!("{} {what}", part.left_out)).collect();
    if left_out.is_empty() {
        return String::new();
    }
    format!("**Left out, to fit a comment**: {}. `relay-contract diff` shows all.\n\n", left_out.join(", "))
}
