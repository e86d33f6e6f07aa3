//! Facts side by side.

use std::collections::BTreeMap;

use crate::contract::{Fact, Lines};
use crate::evolution::catalogue as rules;
use crate::evolution::change::Change;
use crate::evolution::place::{ChangePlace, SectionPart};
use crate::evolution::revision::{Comparison, Document, PerRevision};
use crate::evolution::rule::ChangeRule;
use crate::evolution::text::remarks;
use crate::evolution::text::sections::{Sections, titles};
use crate::evolution::text::substance::rule_of_meaning;
use crate::evolution::text::topic::{
    TopicPlace, is_close_code, rule_of_added, rule_of_removed, rule_of_value,
};
use crate::evolution::text::words;

/// Compares the facts of both documents by section and key.
pub(in crate::evolution) fn compare(comparison: &Comparison<'_>, sections: &Sections) -> Vec<Change> {
    let mut found = Vec::new();
    let (old, new) = (&comparison.old.contract().facts, &comparison.new.contract().facts);
    let at_home = |before: &Fact, after: &Fact| {
        before.key == after.key && sections.is_same(&before.section, &after.section)
    };
    let is_left = |fact: &&Fact| !new.iter().any(|after| at_home(fact, after));
    let mut left: Vec<&Fact> = old.iter().filter(is_left).collect();
    let mut added: Vec<&Fact> = Vec::new();
    for fact in new {
        if let Some(before) = old.iter().find(|before| at_home(before, fact)) {
            found.extend(compare_fact(sections, before, fact));
        } else if let Some(at) = left.iter().position(|before| before.key == fact.key) {
            // The row went to another section.
            let before = left.remove(at);
            found.extend(compare_fact(sections, before, fact));
            let change = format!("stood in section {}", before.section);
            let spans = PerRevision { old: Some(&before.span), new: Some(&fact.span) };
            found.push(Change::of_text(&rules::DOC_ONLY, place(fact), spans, change));
        } else {
            added.push(fact);
        }
    }
    // A section that is new is one addition, with all its facts; so is a table in a section that was there.
    added.retain(|fact| !sections.is_added(&fact.section));
    for table in tables(comparison.new) {
        if table.len() > 1 && table.iter().all(|fact| added.contains(fact)) {
            added.retain(|fact| !table.contains(fact));
            found.extend(table_added(&table));
        }
    }
    for fact in added {
        found.push(fact_added(comparison, sections, fact));
    }
    for fact in left {
        let (around, title) = titles(&sections.old, &fact.section);
        let rule = rule_of_removed(TopicPlace { title, around: &around, key: &fact.key });
        let change = format!("is no longer stated; it was {}", fact.value);
        let spans = PerRevision { old: Some(&fact.span), new: None };
        found.push(Change::of_text(rule, place(fact), spans, change));
    }
    found
}

/// One row is one finding: its meaning counts where its value is the same.
fn compare_fact(sections: &Sections, old: &Fact, new: &Fact) -> Option<Change> {
    let spans = PerRevision { old: Some(&old.span), new: Some(&new.span) };
    let same_value = remarks::undated(&old.value) == remarks::undated(&new.value);
    let same_meaning = words::normal(&old.meaning) == words::normal(&new.meaning);
    let said = format!("{} {} {} {}", old.value, new.value, old.meaning, new.meaning);
    let (around, title) = titles(&sections.new, &new.section);
    let topic = TopicPlace { title, around: &around, key: &new.key };
    let rule = match (same_value, same_meaning) {
        (false, _) => rule_of_value(topic, &said, &old.value, &new.value),
        (true, false) => rule_of_fact_meaning(topic, &old.meaning, &new.meaning),
        (true, true) if words::normal(&old.value) == words::normal(&new.value) => return None,
        (true, true) => &rules::STABILITY_CHANGED,
    };
    let mut changes = Vec::new();
    if words::normal(&old.value) != words::normal(&new.value) {
        changes.push(format!("is {}; it was {}", new.value, old.value));
    }
    if !same_meaning {
        changes.push(words::quoted(&old.meaning, &new.meaning));
    }
    Some(Change::of_text(rule, place(new), spans, changes.join("; its meaning ")))
}

fn table_added(facts: &[&Fact]) -> Option<Change> {
    let first = facts.first()?;
    let keys: Vec<_> = facts.iter().map(|fact| fact.key.as_str()).collect();
    let change = format!(
        "a table is stated for the first time, where the section was silent: an addition, not an obligation newly \
         imposed (facts: {}: {})",
        keys.len(),
        keys.join("; ")
    );
    let part = SectionPart::Table(first.key.clone());
    let place = ChangePlace::Section { section: first.section.clone(), part };
    let spans = PerRevision { old: None, new: Some(&first.span) };
    Some(Change::of_text(&rules::TABLE_ADDED, place, spans, change))
}

fn fact_added(comparison: &Comparison<'_>, sections: &Sections, fact: &Fact) -> Change {
    let said = format!("{} {}", fact.value, fact.meaning);
    let (around, title) = titles(&sections.new, &fact.section);
    let beside = comparison.new.contract().facts.iter().filter(|other| other.section == fact.section);
    let beside: Vec<_> = beside.map(|other| (other.key.as_str(), other.meaning.as_str())).collect();
    let rule = rule_of_added(TopicPlace { title, around: &around, key: &fact.key }, &said, &beside);
    let mut change = format!("is stated for the first time: {}", fact.value);
    if *rule == rules::FACT_ADDED {
        change +=
            "; the section was there and silent on it, so that this may be an addition to the document alone";
    }
    Change::of_text(rule, place(fact), PerRevision { old: None, new: Some(&fact.span) }, change)
}

/// A fact's topic counts for its meaning only if more than wording changed, and something that was said is said
/// otherwise; of a close code each word counts.
fn rule_of_fact_meaning(place: TopicPlace<'_>, old: &str, new: &str) -> &'static ChangeRule {
    let of_cell = rule_of_meaning(old, new);
    let (removed, added) = words::changed_sentences(&remarks::rule_alone(old), &remarks::rule_alone(new));
    let is_restated = !removed.is_empty() && !added.is_empty();
    if *of_cell != rules::MEANING_CHANGED || !(is_restated || is_close_code(place.key)) {
        return of_cell;
    }
    let by_topic = rule_of_value(place, &format!("{removed} {added}"), &removed, &added);
    if *by_topic == rules::FACT_CHANGED { of_cell } else { by_topic }
}

/// The facts of a document by table: rows on lines that follow one another.
fn tables<'a>(revision: &Document<'a>) -> Vec<Vec<&'a Fact>> {
    let (facts, lines) = (revision.parse.contract.facts.iter(), Lines::of(revision.text));
    let by_line: BTreeMap<usize, &Fact> =
        facts.map(|fact| (lines.position(fact.span.start).line, fact)).collect();
    let mut tables: Vec<Vec<&Fact>> = Vec::new();
    let mut before = None;
    for (line, fact) in by_line {
        match tables.last_mut() {
            Some(table) if before == Some(line - 1) => table.push(fact),
            _ => tables.push(vec![fact]),
        }
        before = Some(line);
    }
    tables
}

fn place(fact: &Fact) -> ChangePlace {
    ChangePlace::Section { section: fact.section.clone(), part: SectionPart::Fact(fact.key.clone()) }
}
