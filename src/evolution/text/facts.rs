//! Facts side by side, by section and key.

use crate::contract::{Fact, IfChanged, says_the_same};
use crate::evolution::catalogue as rules;
use crate::evolution::change::Change;
use crate::evolution::place::{ChangePlace, SectionPart};
use crate::evolution::revision::{Comparison, PerRevision, Revision};
use crate::evolution::text::columns::{self, ColumnChange, Columns};
use crate::evolution::text::passages::Passages;
use crate::evolution::text::words;
use crate::evolution::verdict::Verdict;

/// Compares the facts of both documents.
pub(in crate::evolution) fn compare(comparison: &Comparison<'_>, passages: &Passages<'_>) -> Vec<Change> {
    let mut found = Vec::new();
    let (old, new) = (&comparison.old.contract().facts, &comparison.new.contract().facts);
    let at_home = |before: &Fact, after: &Fact| {
        before.key == after.key && passages.is_same_section(&before.section, &after.section)
    };
    let is_left = |fact: &&Fact| !new.iter().any(|after| at_home(fact, after));
    let mut left: Vec<&Fact> = old.iter().filter(is_left).collect();
    for fact in new {
        if let Some(before) = old.iter().find(|before| at_home(before, fact)) {
            found.extend(compare_fact(before, fact));
        } else if let Some(at) = left.iter().position(|before| before.key == fact.key) {
            let before = left.remove(at);
            let words = format!("stands in section {}; it stood in section {}", fact.section, before.section);
            found.push(change(
                PerRevision { old: Some(before), new: Some(fact) },
                Verdict::NeedsReview,
                words,
            ));
            found.extend(compare_fact(before, fact));
        } else if !passages.is_only_in(Revision::New, &fact.section) {
            let words = format!("is stated for the first time: {}", fact.value);
            found.push(change(PerRevision { old: None, new: Some(fact) }, Verdict::NeedsReview, words));
        }
    }
    let gone = left.into_iter().filter(|fact| !passages.is_only_in(Revision::Old, &fact.section));
    found.extend(gone.map(|fact| {
        let words = format!("is no longer stated; it was {}", fact.value);
        let verdict = Verdict::if_changed(fact.if_changed, None);
        change(PerRevision { old: Some(fact), new: None }, verdict, words)
    }));
    found
}

fn compare_fact(old: &Fact, new: &Fact) -> Vec<Change> {
    let facts = PerRevision { old: Some(old), new: Some(new) };
    let mut found = Vec::new();
    if !says_the_same(&old.value, &new.value) {
        let verdict = Verdict::if_changed(old.if_changed, new.if_changed);
        found.push(change(facts, verdict, format!("is {}; it was {}", new.value, old.value)));
    }
    found.extend(compare_meanings(old, new));
    for ColumnChange { is_settled, words } in columns::compare(columns_of(old), columns_of(new)) {
        if is_settled {
            let change = change(facts, Verdict::AnyOrder, words);
            found.push(Change { rule: &rules::STABILITY_CHANGED, ..change });
        } else {
            found.push(change(facts, Verdict::NeedsReview, words));
        }
    }
    found
}

const fn columns_of(fact: &Fact) -> Columns<'_> {
    Columns { if_changed: fact.if_changed, notes: &fact.notes }
}

/// A meaning that says something else, were its value the same.
fn compare_meanings(old: &Fact, new: &Fact) -> Option<Change> {
    if says_the_same(&old.meaning, &new.meaning) {
        return None;
    }
    let verdict = if old.meaning.is_empty() {
        words::verdict_of_added(words::is_normative(&new.meaning))
    } else {
        Verdict::NeedsReview
    };
    let words = words::difference(&old.meaning, &new.meaning);
    let change = change(PerRevision { old: Some(old), new: Some(new) }, verdict, words);
    let said = PerRevision { old: old.meaning.clone(), new: new.meaning.clone() };
    Some(Change { rule: &rules::TEXT_CHANGED, said, ..change })
}

fn change(facts: PerRevision<Option<&Fact>>, verdict: Verdict, words: String) -> Change {
    let fact = facts.new.or(facts.old);
    let place = fact.map_or(ChangePlace::Contract, |fact| ChangePlace::Section {
        section: fact.section.clone(),
        part: SectionPart::Fact(fact.key.clone()),
    });
    let spans = facts.map(|fact| fact.map(|fact| fact.span.clone()));
    let said = facts.map(|fact| fact.map(row).unwrap_or_default());
    Change { spans, said, ..Change::of_words(&rules::FACT_CHANGED, verdict, place, words) }
}

/// All that a row says.
fn row(fact: &Fact) -> String {
    let Fact { section, value, meaning, if_changed, .. } = fact;
    let if_changed = if_changed.map(IfChanged::as_str).unwrap_or_default();
    [section.to_string().as_str(), value, meaning, if_changed].join("\n").trim_end().to_owned()
}
