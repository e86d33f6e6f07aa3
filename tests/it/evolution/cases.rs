//! At least one case a rule: `base.md`, a patch of the rule's name, and what is found of the change.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;

use relay_contract::evolution::{
    self, Answers, Approvals, ChangeRule, Finding, Judgement, RULES, RuleKind, Verdict,
};

use super::{diff_by, flip_new_reader, flip_old_reader, say};

pub(crate) const BASE: &str = include_str!("base.md");

#[test]
fn every_rule_has_its_case() {
    let cases: BTreeSet<_> = cases().into_iter().map(|case| case.rule).collect();
    let rules: BTreeSet<_> = RULES.iter().map(|rule| rule.id.to_owned()).collect();
    assert_eq!(cases, rules);
}

/// Every rule runs on every case: what else a change is taken for stands in the same golden text.
#[test]
fn each_case_is_found_to_be_what_it_is() {
    let mut seen = 0;
    for case in cases() {
        let findings = case.findings();
        assert!(findings.iter().any(|finding| finding.rule.id == case.rule), "{}: {findings:#?}", case.name);
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(case.name.as_str(), shown(&findings));
        });
        seen += 1;
    }
    assert!(seen >= RULES.len());
}

/// With the verdict of any one rule, or with either answer of its findings, taken for another inside the comparison,
/// some case no longer comes to its golden text.
#[test]
fn a_flipped_rule_is_noticed() {
    let cases = cases();
    let goldens: Vec<_> = cases.iter().map(|case| golden(&case.name)).collect();
    let is_noticed = |rule: &ChangeRule, judgement: Judgement<'_>| {
        let mut concerned = cases.iter().zip(&goldens).filter(|(case, _)| case.rule == rule.id);
        concerned.any(|(case, golden)| !golden.contains(&shown(&case.findings_by(judgement))))
    };
    let (mut rules, mut flips) = (0, 0);
    for rule in RULES {
        assert!(!is_noticed(rule, Judgement::STATED), "{}", rule.id);
        match rule.authored() {
            Some(stated) => {
                for flipped in Verdict::WORST_FIRST.into_iter().filter(|verdict| *verdict != stated) {
                    let authored =
                        |of: &ChangeRule| if of.id == rule.id { Some(flipped) } else { of.authored() };
                    let judgement = Judgement { authored: &authored, ..Judgement::STATED };
                    assert!(is_noticed(rule, judgement), "{}: {flipped} is not noticed", rule.id);
                    flips += 1;
                }
            }
            None if rule.kind == RuleKind::Text => {
                for flip in [milder, stricter] {
                    let text = |of: &ChangeRule, verdict: Verdict| {
                        if of.id == rule.id { flip(verdict) } else { verdict }
                    };
                    let judgement = Judgement { text: &text, ..Judgement::STATED };
                    assert!(is_noticed(rule, judgement), "{}: another verdict is not noticed", rule.id);
                    flips += 1;
                }
            }
            None => {
                for flip in [flip_old_reader, flip_new_reader] {
                    let answers = |of: &ChangeRule, answers: Answers| {
                        if of.id == rule.id { flip(answers) } else { answers }
                    };
                    let judgement = Judgement { answers: &answers, ..Judgement::STATED };
                    assert!(is_noticed(rule, judgement), "{}: another answer is not noticed", rule.id);
                    flips += 1;
                }
            }
        }
        rules += 1;
    }
    assert!(rules == RULES.len() && flips >= 2 * rules);
    say(&format!("cases: {flips} flips of {rules} rules, each noticed by a golden text\n"));
}

/// Any order for what a person must look at, and the other way round.
const fn milder(verdict: Verdict) -> Verdict {
    match verdict {
        Verdict::AnyOrder => Verdict::NeedsReview,
        _ => Verdict::AnyOrder,
    }
}

const fn stricter(verdict: Verdict) -> Verdict {
    match verdict {
        Verdict::Breaking => Verdict::NeedsReview,
        _ => Verdict::Breaking,
    }
}

/// A file of this folder.
pub(crate) struct Case {
    pub(crate) name: String,
    /// The rule that the case is about: its name up to a dash.
    pub(super) rule: String,
    pub(crate) text: String,
    approvals: Approvals,
}

impl Case {
    fn findings(&self) -> Vec<Finding> {
        self.findings_by(Judgement::STATED)
    }

    fn findings_by(&self, judgement: Judgement<'_>) -> Vec<Finding> {
        let mut findings = diff_by(judgement, BASE, &self.text);
        self.approvals.apply(&mut findings);
        self.approvals.report_unused_by(judgement, &mut findings);
        findings
    }
}

/// All cases, in the order of their names.
pub(crate) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for entry in std::fs::read_dir(folder("cases")).expect("the folder of cases is there") {
        let path = entry.expect("the folder can be read").path();
        if path.extension().is_some_and(|extension| extension == "patch") {
            let name = path.file_stem().expect("a file has a name").to_string_lossy().into_owned();
            let rule = name.split('-').next().unwrap_or(&name).to_owned();
            let hunks = std::fs::read_to_string(&path).expect("a case can be read");
            let approvals = std::fs::read_to_string(path.with_extension("approvals.json"));
            let approvals =
                approvals.map(|text| Approvals::read(&text).expect("approvals of a case are valid"));
            let text = patched(BASE, &hunks);
            cases.push(Case { name, rule, text, approvals: approvals.unwrap_or_default() });
        }
    }
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    assert!(!cases.is_empty());
    cases
}

/// A text with the hunks of a patch: lines after a blank are context, after `-` old, after `+` new.
fn patched(base: &str, patch: &str) -> String {
    let mut text = base.to_owned();
    for hunk in patch.split("@@\n").filter(|hunk| !hunk.is_empty()) {
        let side = |mark: char| -> String {
            let lines = hunk.lines().filter(|line| line.starts_with([' ', mark]));
            lines.fold(String::new(), |text, line| text + &line[1..] + "\n")
        };
        let (old, new) = (side('-'), side('+'));
        assert_eq!(text.matches(&old).count(), 1, "a hunk must be found once:\n{hunk}");
        text = text.replace(&old, &new);
    }
    assert_ne!(text, base);
    text
}

/// Findings as a golden text.
fn shown(findings: &[Finding]) -> String {
    let mut text =
        format!("verdict: {}, bump: {}\n", evolution::overall(findings), evolution::bump(findings).as_str());
    for finding in findings {
        let lines = [finding.old_line, finding.new_line]
            .map(|line| line.map_or("-".to_owned(), |line| line.to_string()));
        let (rule, verdict, place) = (finding.rule.id, finding.verdict, &finding.place);
        write!(text, "\n{rule}: {verdict}\nat {place}, lines {}\n{}\n", lines.join(" and "), finding.change)
            .expect("a string can be written to");
        if let Some(answers) = finding.answers {
            let writer =
                finding.writer.map_or("nobody knows who".to_owned(), |writer| format!("the {writer}"));
            text += &format!(
                "{writer} writes; old reader: {}, new reader: {}\n",
                answers.old_reader, answers.new_reader
            );
        }
        text += &format!("{}\ndigest {}\n", finding.advice(), finding.digest);
        for witness in &finding.witnesses {
            let (revision, answer) = (witness.sent_by.as_str(), witness.answer);
            text += &format!("{revision} writer, {answer} at \"{}\": {}\n", witness.pointer, witness.frame);
        }
        if let Some(reason) = &finding.no_witness {
            text += &format!("no witness: {reason}\n");
        }
        if let Some(reason) = &finding.approved {
            text += &format!("approved: {reason}\n");
        }
    }
    for stages in evolution::plan(findings) {
        text += &format!("\nstages of {}:\n{}\n", stages.of.join(", "), stages.steps.join("\n"));
    }
    text
}

fn golden(name: &str) -> String {
    std::fs::read_to_string(folder("snapshots").join(format!("{name}.snap")))
        .expect("a case has a golden text")
}

fn folder(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "it", "evolution", name].iter().collect()
}
