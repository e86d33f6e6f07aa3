//! Facts side by side.

use std::collections::BTreeMap;

use crate::contract::{Fact, Lines, Section, SectionText};
use crate::evolution::Document;
use crate::evolution::catalogue as rules;
use crate::evolution::rule::ChangeRule;
use crate::evolution::text::remarks;
use crate::evolution::text::sections::Sections;
use crate::evolution::text::substance::rule_of_meaning;
use crate::evolution::text::topic::{Place, is_close_code, rule_of_added, rule_of_removed, rule_of_value};
use crate::evolution::text::words;
use crate::evolution::walk::{PerRevision, Walk};
use crate::evolution::wire::actions::alone;

impl Walk<'_> {
    /// Compares the facts of both documents by section and key.
    pub(in crate::evolution) fn compare_facts(&mut self, sections: &Sections) {
        let (old, new) = (&self.old.contract().facts, &self.new.contract().facts);
        let at_home = |before: &Fact, after: &Fact| {
            before.key == after.key && sections.is_same(&before.section, &after.section)
        };
        let is_left = |fact: &&Fact| !new.iter().any(|after| at_home(fact, after));
        let mut left: Vec<&Fact> = old.iter().filter(is_left).collect();
        let mut added: Vec<&Fact> = Vec::new();
        for fact in new {
            if let Some(before) = old.iter().find(|before| at_home(before, fact)) {
                self.compare_fact(sections, before, fact);
            } else if let Some(at) = left.iter().position(|before| before.key == fact.key) {
                // The row went to another section.
                let before = left.remove(at);
                self.compare_fact(sections, before, fact);
                let site = alone("", &format!("section {} fact {}", fact.section, fact.key), None);
                let change = format!("stood in section {}", before.section);
                let spans = PerRevision { old: Some(&before.span), new: Some(&fact.span) };
                self.authored(&rules::DOC_ONLY, &site, spans, change);
            } else {
                added.push(fact);
            }
        }
        // A section that is new is one addition, with all its facts; so is a table in a section that was there.
        added.retain(|fact| !sections.is_added(&fact.section));
        for table in tables(self.new) {
            if table.len() > 1 && table.iter().all(|fact| added.contains(fact)) {
                added.retain(|fact| !table.contains(fact));
                self.table_added(&table);
            }
        }
        for fact in added {
            self.fact_added(sections, fact);
        }
        for fact in left {
            let (around, title) = titles(&sections.old, &fact.section);
            let rule = rule_of_removed(Place { title, around: &around, key: &fact.key });
            let change = format!("is no longer stated; it was {}", fact.value);
            self.authored(rule, &site(fact), PerRevision { old: Some(&fact.span), new: None }, change);
        }
    }

    /// One row is one finding: its meaning counts where its value is the same.
    fn compare_fact(&mut self, sections: &Sections, old: &Fact, new: &Fact) {
        let spans = PerRevision { old: Some(&old.span), new: Some(&new.span) };
        let same_value = remarks::undated(&old.value) == remarks::undated(&new.value);
        let same_meaning = words::normal(&old.meaning) == words::normal(&new.meaning);
        let said = format!("{} {} {} {}", old.value, new.value, old.meaning, new.meaning);
        let (around, title) = titles(&sections.new, &new.section);
        let place = Place { title, around: &around, key: &new.key };
        let rule = match (same_value, same_meaning) {
            (false, _) => rule_of_value(place, &said, &old.value, &new.value),
            (true, false) => rule_of_fact_meaning(place, &old.meaning, &new.meaning),
            (true, true) if words::normal(&old.value) == words::normal(&new.value) => return,
            (true, true) => &rules::STABILITY_CHANGED,
        };
        let mut changes = Vec::new();
        if words::normal(&old.value) != words::normal(&new.value) {
            changes.push(format!("is {}; it was {}", new.value, old.value));
        }
        if !same_meaning {
            changes.push(words::quoted(&old.meaning, &new.meaning));
        }
        self.authored(rule, &site(new), spans, changes.join("; its meaning "));
    }

    fn table_added(&mut self, facts: &[&Fact]) {
        let Some(first) = facts.first() else { return };
        let keys: Vec<_> = facts.iter().map(|fact| fact.key.as_str()).collect();
        let change = format!(
            "a table is stated for the first time, where the section was silent: an addition, not an obligation newly \
             imposed (facts: {}: {})",
            keys.len(),
            keys.join("; ")
        );
        let place = alone("", &format!("section {} table of {}", first.section, first.key), None);
        self.authored(&rules::TABLE_ADDED, &place, PerRevision { old: None, new: Some(&first.span) }, change);
    }

    fn fact_added(&mut self, sections: &Sections, fact: &Fact) {
        let said = format!("{} {}", fact.value, fact.meaning);
        let (around, title) = titles(&sections.new, &fact.section);
        let beside = self.new.contract().facts.iter().filter(|other| other.section == fact.section);
        let beside: Vec<_> = beside.map(|other| (other.key.as_str(), other.meaning.as_str())).collect();
        let rule = rule_of_added(Place { title, around: &around, key: &fact.key }, &said, &beside);
        let mut change = format!("is stated for the first time: {}", fact.value);
        if *rule == rules::FACT_ADDED {
            change += "; the section was there and silent on it, so that this may be an addition to the document alone";
        }
        self.authored(rule, &site(fact), PerRevision { old: None, new: Some(&fact.span) }, change);
    }
}

/// A fact's topic counts for its meaning only if more than wording changed, and something that was said is said
/// otherwise; of a close code each word counts.
fn rule_of_fact_meaning(place: Place<'_>, old: &str, new: &str) -> &'static ChangeRule {
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

fn site(fact: &Fact) -> crate::evolution::walk::Site {
    alone("", &format!("section {} fact {}", fact.section, fact.key), None)
}

/// The titles of the sections that a section stands in, and its own.
pub(in crate::evolution) fn titles<'s>(sections: &[SectionText], section: &'s Section) -> (String, &'s str) {
    let number = section.number.as_deref().unwrap_or_default();
    let around = sections.iter().filter(|text| {
        let outer = text.section.number.as_deref();
        outer.is_some_and(|outer| number.strip_prefix(outer).is_some_and(|rest| rest.starts_with('.')))
    });
    let around: Vec<_> = around.map(|text| text.section.title.as_str()).collect();
    (around.join(" / "), &section.title)
}
