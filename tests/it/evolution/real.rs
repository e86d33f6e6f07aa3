//! The real document: each semantic rule sees a realistic edit of it, and its own history is counted.

use std::collections::{BTreeMap, BTreeSet};

use relay_contract::evolution::{Approvals, Bump, Document, Finding, RULES, RuleKind, bump, compare};

use super::{diff, read};

const REAL: &str = include_str!("../../../docs/relay-connector-contract.md");
const BLESSED: &str = include_str!("../../../schema/blessed/relay-connector-contract.md");
const APPROVALS: &str = include_str!("../../../schema/blessed/approvals.json");
const EDITS: &str = include_str!("real.txt");

#[test]
fn each_rule_of_meaning_sees_an_edit_of_the_real_document() {
    let real = read(REAL);
    let mut seen = Vec::new();
    let mut missed = Vec::new();
    for edit in EDITS.split("\n== ").skip(1) {
        let (head, body) = edit.split_once('\n').expect("an edit has a head and a body");
        let (rule, verdict) = head.split_once(' ').expect("a head is a rule and its verdict");
        let (before, after) = body.strip_prefix("before\n").map_or(("", body), |body| {
            body.split_once("\nafter\n").expect("an edit of both revisions is followed by one of the new")
        });
        let old = edited(REAL, before);
        let (new, new_parse) = (edited(&old, after), read(&edited(&old, after)));
        let old_parse = if before.is_empty() { real.clone() } else { read(&old) };
        let found =
            compare(&Document { text: &old, parse: &old_parse }, &Document { text: &new, parse: &new_parse });
        let is_it = |finding: &&Finding| finding.rule.id == rule && finding.verdict.to_string() == verdict;
        if found.iter().find(is_it).is_none() {
            let found: Vec<_> =
                found.iter().map(|one| (one.rule.id, one.verdict, one.place.to_string())).collect();
            missed.push(format!("{rule} {verdict}: {found:?}"));
        }
        seen.push(rule);
    }
    assert!(missed.is_empty(), "{missed:#?}");
    let of_meaning = RULES.iter().filter(|rule| matches!(rule.kind, RuleKind::Semantic(_) | RuleKind::Text));
    let expected: BTreeSet<_> = of_meaning.map(|rule| rule.id).collect();
    assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), expected, "each such rule has an edit");
}

#[test]
fn prose_is_found_to_say_more_or_less_or_the_same() {
    let cases = [
        ("### 16.7 Management", "### 16.7 What an operator does", "SECTION_CHANGED"),
        ("### 16.7 Management", "### 16.8 Management", "WORDING_CHANGED"),
        ("within 30 seconds. Many", "within 10 seconds. Many", "TEXT_CHANGED"),
        (
            "Many requests may be open at once.",
            "Many requests may be open. At once.",
            "TEXT_CHANGED TEXT_CHANGED",
        ),
        (
            " It does not say who it is (the token did) but which platform and which bot of that platform it wants to serve.",
            "",
            "TEXT_CHANGED",
        ),
        ("| late answer | ignored | After", "| late answer | ignored | (2026-11-01) After", "TEXT_CHANGED"),
        ("A writer must not count on any of this", "A writer may count on any of this", "TEXT_CHANGED"),
        (
            "# Relay-connector contract v1",
            "# Relay-connector contract v2",
            "WORDING_CHANGED BUMPED_FOR_NOTHING",
        ),
    ];
    for (from, to, expected) in cases {
        assert!(REAL.contains(from), "{from}");
        let new = REAL.replacen(from, to, 1);
        let found: Vec<_> = diff(REAL, &new).iter().map(|finding| finding.rule.id).collect();
        assert_eq!(found.join(" "), expected, "{from}");
    }
    let paragraph = "A field can be always sent and still have a default. This is no contradiction: writers are strict and \
                     readers are kind. Write the key every time; survive without it.\n\n";
    let heading = "## 14. Who trusts whom\n\n";
    let moved = REAL.replacen(paragraph, "", 1).replacen(heading, &format!("{heading}{paragraph}"), 1);
    let findings = diff(REAL, &moved);
    assert_eq!(findings.iter().map(|finding| finding.rule.id).collect::<Vec<_>>(), ["ORDER_CHANGED"]);
    assert!(findings[0].change.contains("; it stood in section "), "{}", findings[0].change);
    assert_eq!(bump(&diff(REAL, &REAL.replacen("contract v1", "contract v2", 1))), Bump::Major);
}

/// A change of these numbers is a change of what the checker understands, or of the document.
#[test]
fn what_came_since_the_blessed_document_is_counted() {
    let mut findings = diff(BLESSED, REAL);
    let approvals = Approvals::read(APPROVALS).expect("the approvals are valid");
    approvals.apply(&mut findings);
    approvals.report_unused(&mut findings);
    assert!(findings.iter().all(|finding| finding.rule.id != "APPROVAL_UNUSED"));
    let mut counts = BTreeMap::new();
    for finding in &findings {
        let verdict = if finding.approved.is_some() { "approved" } else { finding.verdict.as_str() };
        *counts.entry((verdict, finding.rule.id)).or_insert(0) += 1;
    }
    let lines: Vec<_> =
        counts.iter().map(|((verdict, rule), count)| format!("{verdict} {rule}: {count}")).collect();
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("blessed-to-today", lines.join("\n"));
    });
}

/// A text in which what stands in lines after `-` stands as in the lines after `+` that follow them.
fn edited(text: &str, edit: &str) -> String {
    let mut text = text.to_owned();
    let mut lines = edit.trim_end_matches('\n').lines().peekable();
    while lines.peek().is_some() {
        let (mut old, mut new) = (Vec::new(), Vec::new());
        while let Some(line) = lines.next_if(|line| line.starts_with('-')) {
            old.push(&line[1..]);
        }
        while let Some(line) = lines.next_if(|line| line.starts_with('+')) {
            new.push(&line[1..]);
        }
        let old = old.join("\n");
        assert!(!old.is_empty(), "an edit begins with what stands in the document: {edit}");
        assert_eq!(text.matches(&old).count(), 1, "it must stand in the document once: {old}");
        text = text.replace(&old, &new.join("\n"));
    }
    text
}
