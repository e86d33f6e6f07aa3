//! Facts side by side.

use super::actions::alone;
use super::catalogue as rules;
use super::finding::Age;
use super::sections::Sections;
use super::topic::{Changed, rule_of_fact};
use super::walk::{Both, Walk};
use super::words;
use crate::contract::{Fact, Section};

impl Walk<'_> {
    /// Compares the facts of both documents by section and key.
    pub(super) fn compare_facts(&mut self, sections: &Sections) {
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
                let spans = Both { old: Some(&before.span), new: Some(&fact.span) };
                self.authored(&rules::DOC_ONLY, &site, spans, change);
            } else {
                added.push(fact);
            }
        }
        for fact in added {
            // A section that is new is one addition, with all its facts.
            if !sections.is_added(&fact.section) {
                self.fact_on_one_side(sections, Age::New, fact);
            }
        }
        for fact in left {
            self.fact_on_one_side(sections, Age::Old, fact);
        }
    }

    fn compare_fact(&mut self, sections: &Sections, old: &Fact, new: &Fact) {
        let spans = Both { old: Some(&old.span), new: Some(&new.span) };
        let site = alone("", &location(new), None);
        let title = titles(&sections.new, &new.section);
        if words::normal(&old.value) != words::normal(&new.value) {
            let rule =
                rule_of_fact(&title, &Changed::Value { key: &new.key, old: &old.value, new: &new.value });
            let change = format!("is {}; it was {}", new.value, old.value);
            self.authored(rule, &site, spans, change);
        }
        if words::normal(&old.meaning) != words::normal(&new.meaning) {
            let rule = rule_of_fact(
                &title,
                &Changed::Meaning { key: &new.key, old: &old.meaning, new: &new.meaning },
            );
            self.authored(rule, &site, spans, words::quoted(&old.meaning, &new.meaning));
        }
    }

    fn fact_on_one_side(&mut self, sections: &Sections, age: Age, fact: &Fact) {
        let site = alone("", &location(fact), None);
        let said = format!("{} {}", fact.value, fact.meaning);
        match age {
            Age::New => {
                let title = titles(&sections.new, &fact.section);
                let rule = rule_of_fact(&title, &Changed::Added { key: &fact.key, said: &said });
                let mut change = format!("is stated for the first time: {}", fact.value);
                if *rule == rules::FACT_ADDED {
                    change += "; the section was there and silent on it, so that this may be an addition to the document \
                               alone";
                }
                self.authored(rule, &site, Both { old: None, new: Some(&fact.span) }, change);
            }
            Age::Old => {
                let title = titles(&sections.old, &fact.section);
                let rule = rule_of_fact(&title, &Changed::Removed { key: &fact.key });
                let change = format!("is no longer stated; it was {}", fact.value);
                self.authored(rule, &site, Both { old: Some(&fact.span), new: None }, change);
            }
        }
    }
}

fn location(fact: &Fact) -> String {
    format!("section {} fact {}", fact.section, fact.key)
}

/// The titles of a section and of those it stands in, in small letters.
fn titles(sections: &[crate::contract::SectionText], section: &Section) -> String {
    let number = section.number.as_deref().unwrap_or_default();
    let around = sections.iter().filter(|text| {
        let outer = text.section.number.as_deref();
        outer.is_some_and(|outer| number.strip_prefix(outer).is_some_and(|rest| rest.starts_with('.')))
    });
    let titles = around.map(|text| text.section.title.as_str()).chain([section.title.as_str()]);
    titles.collect::<Vec<_>>().join(" / ").to_lowercase()
}
