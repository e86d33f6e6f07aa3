//! Duties side by side, by their ids.

use crate::contract::{Duty, IfChanged, Notes};
use crate::evolution::catalogue as rules;
use crate::evolution::change::Change;
use crate::evolution::place::{ChangePlace, SectionPart};
use crate::evolution::revision::{Comparison, PerRevision};
use crate::evolution::rule::ChangeRule;
use crate::evolution::text::sections::Sections;
use crate::evolution::verdict::Verdict;

/// Compares the duties of both documents.
pub(in crate::evolution) fn compare(comparison: &Comparison<'_>, sections: &Sections) -> Vec<Change> {
    let mut found = Vec::new();
    let (old, new) = (&comparison.old.contract().duties, &comparison.new.contract().duties);
    let mut left: Vec<&Duty> = old.iter().collect();
    for duty in new {
        let Some(at) = position(&left, duty, comparison) else {
            found.push(added(duty));
            continue;
        };
        found.extend(compare_duty(sections, left.remove(at), duty));
    }
    found.extend(left.into_iter().map(removed));
    found
}

/// The old duty that a new one was: that of the same id, else that of the id which its `Renamed from` names, unless the
/// new document has a duty of that id too.
fn position(old: &[&Duty], new: &Duty, comparison: &Comparison<'_>) -> Option<usize> {
    let of_id = |id: &str| old.iter().position(|duty| duty.id == id);
    let former = || {
        let former = new.notes.renamed_from.as_deref()?.trim_matches('`');
        of_id(former).filter(|_| comparison.new.contract().duty(former).is_none())
    };
    of_id(&new.id).or_else(former)
}

fn added(duty: &Duty) -> Change {
    let change = format!("is a duty of the {} from now on: \"{}\"", duty.side, duty.meaning);
    Change::of_text(&rules::DUTY_ADDED, place(duty), PerRevision { old: None, new: Some(&duty.span) }, change)
}

fn removed(duty: &Duty) -> Change {
    let change = format!("is no longer a duty of the {}; it said \"{}\"", duty.side, duty.meaning);
    let spans = PerRevision { old: Some(&duty.span), new: None };
    Change::of_text(&rules::DUTY_REMOVED, place(duty), spans, change)
        .stated(duty.if_changed.map(Verdict::from))
}

fn compare_duty(sections: &Sections, old: &Duty, new: &Duty) -> Vec<Change> {
    let spans = PerRevision { old: Some(&old.span), new: Some(&new.span) };
    let mut found = Vec::new();
    let mut say = |rule: &'static ChangeRule, stated: Option<Verdict>, words: String| {
        found.push(Change::of_text(rule, place(new), spans, words).stated(stated));
    };
    if old.side != new.side {
        let words = format!("is a duty of the {}; it was one of the {}", new.side, old.side);
        say(&rules::DUTY_SIDE_CHANGED, old.if_changed.max(new.if_changed).map(Verdict::from), words);
    }
    if old.id != new.id {
        say(&rules::DUTY_REWORDED, None, format!("was the duty `{}`", old.id));
    }
    if old.meaning != new.meaning {
        let is_same = marked_words(&old.meaning).eq(marked_words(&new.meaning));
        let rule = if is_same { &rules::DOC_ONLY } else { &rules::DUTY_REWORDED };
        say(rule, None, format!("says \"{}\"; it said \"{}\"", new.meaning, old.meaning));
    }
    for (rule, words) in compare_columns(old, new) {
        say(rule, None, words);
    }
    if !sections.is_same(&old.section, &new.section) {
        say(&rules::DOC_ONLY, None, format!("stood in section {}", old.section));
    }
    found
}

/// The changes of the columns beside a duty.
fn compare_columns(old: &Duty, new: &Duty) -> Vec<(&'static ChangeRule, String)> {
    let verdict = |duty: &Duty| duty.if_changed.map_or("nothing", IfChanged::as_str).to_owned();
    let said = |words: Option<&String>| words.map_or("nothing", String::as_str).to_owned();
    let settled =
        |notes: &Notes| format!("{}, {}", said(notes.since.as_ref()), said(notes.stability.as_ref()));
    let others = |notes: &Notes| {
        notes.others.iter().map(|(header, cell)| format!("{header}: {cell}")).collect::<Vec<_>>().join("; ")
    };
    let columns = [
        (&rules::COLUMN_CHANGED, "If changed", verdict(old), verdict(new)),
        (&rules::DUTY_REWORDED, "the gate", said(old.notes.gate.as_ref()), said(new.notes.gate.as_ref())),
        (&rules::STABILITY_CHANGED, "since and stability", settled(&old.notes), settled(&new.notes)),
        (&rules::COLUMN_CHANGED, "its other columns", others(&old.notes), others(&new.notes)),
    ];
    let changed = columns.into_iter().filter(|(_, _, before, after)| before != after);
    changed
        .map(|(rule, what, before, after)| (rule, format!("says {after} of {what}; it said {before}")))
        .collect()
}

/// The words of a sentence, without the marks before and after each.
fn marked_words(text: &str) -> impl Iterator<Item = &str> {
    let marks = |c: char| matches!(c, '.' | ',' | ';' | ':' | '(' | ')' | '"' | '*' | '_' | '`');
    text.split_whitespace().map(move |word| word.trim_matches(marks)).filter(|word| !word.is_empty())
}

fn place(duty: &Duty) -> ChangePlace {
    ChangePlace::Section { section: duty.section.clone(), part: SectionPart::Duty(duty.id.clone()) }
}
