//! The rules for people: one explained, and the page of all.

use crate::evolution::catalogue::RULES;
use crate::evolution::rule::{ChangeRule, RuleKind};
use crate::evolution::text::words::NORMATIVE;

/// The text of a rule that `diff --explain` prints.
#[must_use]
pub fn explanation(rule: &ChangeRule) -> String {
    format!("{}: {}\n\n{}\n\nVerdict: {}.\n", rule.id, rule.summary, rule.why, verdict(rule))
}

/// The reference page of all rules, `docs/evolution.md`.
#[must_use]
pub fn reference() -> String {
    let mut page = HEAD.replace("NORMATIVE_WORDS", &NORMATIVE.join(", "));
    let groups = [
        ("Structural rules", "Their verdict comes from the two answers.", RuleKind::Structural.as_str()),
        ("Semantic rules", "Their verdict is authored, and no frame can show them.", "semantic"),
        (
            "Rules for text",
            "Their verdict comes from the kind of change and never from what the words say.",
            "text",
        ),
        ("Policy rules", "They are about the document and the release.", "policy"),
    ];
    for (title, about, kind) in groups {
        page += &format!(
            "\n## {title}\n\n{about}\n\n| Rule | Change | Verdict | Why |\n| --- | --- | --- | --- |\n"
        );
        for rule in RULES.iter().filter(|rule| rule.kind.as_str() == kind) {
            page += &format!("| `{}` | {} | {} | {} |\n", rule.id, rule.summary, verdict(rule), rule.why);
        }
        page += "\n<!-- not-contract -->\n";
    }
    page
}

fn verdict(rule: &ChangeRule) -> String {
    match rule.kind {
        RuleKind::Structural => "from the answers".to_owned(),
        RuleKind::Text => "from the kind of change".to_owned(),
        RuleKind::Semantic(verdict) | RuleKind::Policy(verdict) => verdict.to_string(),
    }
}

const HEAD: &str = include_str!("reference.md");
