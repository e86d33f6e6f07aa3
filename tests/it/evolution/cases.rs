//! One case a rule: `base.md`, a patch of the rule's name, and what is found of the change.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;

use relay_contract::evolution::{self, Approvals, Finding, RULES, Verdict};

use super::diff;

const BASE: &str = include_str!("base.md");

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
        assert!(findings.iter().any(|finding| finding.rule.id == case.rule), "{}: {findings:#?}", case.rule);
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(case.rule.as_str(), shown(&findings));
        });
        seen += 1;
    }
    assert_eq!(seen, RULES.len());
}

/// Whatever the verdict of a rule were turned into, the golden text of its case would not be it.
#[test]
fn a_flipped_verdict_is_noticed() {
    let mut flips = 0;
    for case in cases() {
        let golden = golden(&case.rule);
        let found = case.findings();
        assert!(golden.contains(&shown(&found)), "{}", case.rule);
        for flipped in Verdict::WORST_FIRST {
            let mut findings = found.clone();
            let mut concerned: Vec<_> = findings
                .iter_mut()
                .filter(|finding| finding.rule.id == case.rule && finding.verdict != flipped)
                .collect();
            if concerned.is_empty() {
                continue;
            }
            for finding in &mut concerned {
                finding.verdict = flipped;
            }
            assert!(!golden.contains(&shown(&findings)), "{}: {flipped} is not noticed", case.rule);
            flips += 1;
        }
    }
    assert_eq!(flips, RULES.len() * 4);
}

/// A file of this folder.
pub(super) struct Case {
    pub(super) rule: String,
    pub(super) text: String,
    approvals: Approvals,
}

impl Case {
    fn findings(&self) -> Vec<Finding> {
        let mut findings = diff(BASE, &self.text);
        self.approvals.apply(&mut findings);
        findings
    }
}

/// All cases, in the order of their names.
pub(super) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for entry in std::fs::read_dir(folder("cases")).expect("the folder of cases is there") {
        let path = entry.expect("the folder can be read").path();
        if path.extension().is_some_and(|extension| extension == "patch") {
            let rule = path.file_stem().expect("a file has a name").to_string_lossy().into_owned();
            let hunks = std::fs::read_to_string(&path).expect("a case can be read");
            let approvals = std::fs::read_to_string(path.with_extension("approvals.json"));
            let approvals =
                approvals.map(|text| Approvals::read(&text).expect("approvals of a case are valid"));
            let text = patched(BASE, &hunks);
            cases.push(Case { rule, text, approvals: approvals.unwrap_or_default() });
        }
    }
    cases.sort_by(|a, b| a.rule.cmp(&b.rule));
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
        let (rule, verdict, place) = (finding.rule.id, finding.verdict, &finding.location);
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
        text += &format!("{}\n", finding.advice());
        for witness in &finding.witnesses {
            let (age, answer) = (witness.sent_by.as_str(), witness.answer);
            text += &format!("{age} writer, {answer} at \"{}\": {}\n", witness.pointer, witness.frame);
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

fn golden(rule: &str) -> String {
    std::fs::read_to_string(folder("snapshots").join(format!("{rule}.snap")))
        .expect("a case has a golden text")
}

fn folder(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "it", "evolution", name].iter().collect()
}
