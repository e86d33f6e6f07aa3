//! Facts, sections and rules as `explain` shows them.

use relay_contract::contract::{Contract, DiagnosticId, Fact, PassageKind, Section};
#[cfg(feature = "evolution")]
use relay_contract::evolution::{self, ChangeRule};

use super::place;
use crate::document::Document;

/// All that is called `name` and is no definition and no duty.
pub(super) fn shown(document: &Document, name: &str) -> Vec<String> {
    let contract = &document.parse.contract;
    let facts = contract.facts.iter().filter(|fact| bare(&fact.key).eq_ignore_ascii_case(bare(name)));
    let facts = facts.map(|fact| one_fact(document, fact));
    let sections = document.parse.prose.iter().filter(|text| is_called(&text.section, name));
    let sections = sections.map(|text| section(document, contract, &text.section));
    facts.chain(sections).chain(diagnostic(name)).chain(rule(name)).collect()
}

/// A key without its marks.
fn bare(key: &str) -> &str {
    key.trim_matches('`')
}

fn one_fact(document: &Document, fact: &Fact) -> String {
    let mut text = format!("{} (fact)\n", fact.key);
    text += &place(document, Some(&fact.section), Some(&fact.span));
    text += &format!("\n{}\n", fact.value);
    if !fact.meaning.is_empty() {
        text += &format!("{}\n", fact.meaning);
    }
    if let Some(verdict) = fact.if_changed {
        text += &format!("    If changed: {}\n", verdict.as_str());
    }
    text
}

/// Returns true for `5.5`, `section 5.5` and `§5.5`, or the title.
fn is_called(section: &Section, name: &str) -> bool {
    let number = name.trim_start_matches("section").trim_start_matches('§').trim();
    section.number.as_deref() == Some(number)
        || (!section.title.is_empty() && section.title.eq_ignore_ascii_case(name))
}

/// A section: its text, and what it states, each of which can be asked for by its name.
fn section(document: &Document, contract: &Contract, section: &Section) -> String {
    let Some(said) = document.parse.prose.iter().find(|text| text.section == *section) else {
        return String::new();
    };
    let number = section.number.as_deref().unwrap_or_default();
    let mut text = format!("{} (section)\n", format!("{number} {}", section.title).trim_start());
    text += &place(document, None, Some(&said.span));
    let prose = said.passages.iter().filter(|passage| {
        matches!(passage.kind, PassageKind::Sentence | PassageKind::Row | PassageKind::Block)
    });
    let prose: Vec<_> = prose.map(|passage| passage.text.as_str()).collect();
    if !prose.is_empty() {
        text += &format!("\n{}\n", prose.join("\n"));
    }
    let definitions: Vec<_> =
        contract.definitions().filter(|one| one.section == *section).map(|one| one.name.as_str()).collect();
    let facts: Vec<_> =
        contract.facts.iter().filter(|fact| fact.section == *section).map(|fact| bare(&fact.key)).collect();
    let duties: Vec<_> =
        contract.duties.iter().filter(|duty| duty.section == *section).map(|duty| duty.id.as_str()).collect();
    for (what, names) in [("Definitions", definitions), ("Facts", facts), ("Duties", duties)] {
        if !names.is_empty() {
            text += &format!("\n{what}: {}\n", names.join(", "));
        }
    }
    text
}

/// A diagnostic of `check`, which the grammar's page explains.
fn diagnostic(name: &str) -> Option<String> {
    let id = DiagnosticId::ALL.iter().find(|id| id.as_str() == name)?;
    let (severity, summary) = (id.severity(), id.summary());
    Some(format!("{name} ({severity} of relay-contract check)\n\n{summary}\n"))
}

#[cfg(feature = "evolution")]
fn rule(name: &str) -> Option<String> {
    ChangeRule::find(name).map(evolution::explanation)
}

#[cfg(not(feature = "evolution"))]
fn rule(_: &str) -> Option<String> {
    None
}

/// A rule that `listen` and `connect` find broken: what states it.
#[cfg(feature = "ws")]
pub(super) fn conduct(document: &Document, name: &str) -> Option<String> {
    let rule = crate::live::finding::Conduct::ALL.into_iter().find(|rule| rule.rule() == name)?;
    let by = document.parse.prose.iter().find(|text| text.section.number.as_deref() == Some(rule.section()));
    let stated =
        by.map(|text| section(document, &document.parse.contract, &text.section)).unwrap_or_default();
    Some(format!("{name} (rule of listen and connect, contract section {})\n\n{stated}", rule.section()))
}

#[cfg(not(feature = "ws"))]
pub(super) fn conduct(_: &Document, _: &str) -> Option<String> {
    None
}
