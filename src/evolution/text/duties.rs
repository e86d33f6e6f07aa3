//! Duties side by side, by their ids.

use crate::contract::{Duty, says_the_same};
use crate::evolution::catalogue as rules;
use crate::evolution::change::Change;
use crate::evolution::place::{ChangePlace, SectionPart};
use crate::evolution::revision::{Comparison, PerRevision};
use crate::evolution::rule::ChangeRule;
use crate::evolution::text::columns::{self, ColumnChange, Columns};
use crate::evolution::text::passages::Passages;
use crate::evolution::text::words;
use crate::evolution::verdict::Verdict;

/// Compares the duties of both documents.
pub(in crate::evolution) fn compare(comparison: &Comparison<'_>, passages: &Passages<'_>) -> Vec<Change> {
    let mut found = Vec::new();
    let (old, new) = (&comparison.old.contract().duties, &comparison.new.contract().duties);
    let mut left: Vec<&Duty> = old.iter().collect();
    for duty in new {
        if let Some(at) = position(&left, duty, comparison) {
            found.extend(compare_duty(passages, left.remove(at), duty));
        } else {
            let words = format!("is a duty of the {} from now on: \"{}\"", duty.side, duty.meaning);
            let duties = PerRevision { old: None, new: Some(duty) };
            found.push(change(&rules::DUTY_ADDED, Verdict::NeedsReview, duties, words));
        }
    }
    found.extend(left.into_iter().map(|duty| {
        let words = format!("is no longer a duty of the {}; it said \"{}\"", duty.side, duty.meaning);
        let verdict = duty.if_changed.map_or(Verdict::NeedsReview, Verdict::from);
        change(&rules::DUTY_REMOVED, verdict, PerRevision { old: Some(duty), new: None }, words)
    }));
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

fn compare_duty(passages: &Passages<'_>, old: &Duty, new: &Duty) -> Vec<Change> {
    let duties = PerRevision { old: Some(old), new: Some(new) };
    let mut found = Vec::new();
    let mut say = |rule: &'static ChangeRule, verdict: Verdict, words: String| {
        found.push(change(rule, verdict, duties, words));
    };
    if old.side != new.side {
        let words = format!("is a duty of the {}; it was one of the {}", new.side, old.side);
        say(&rules::DUTY_SIDE_CHANGED, Verdict::if_changed(old.if_changed, new.if_changed), words);
    }
    if old.id != new.id {
        say(&rules::DUTY_REWORDED, Verdict::NeedsReview, format!("was the duty `{}`", old.id));
    }
    if !says_the_same(&old.meaning, &new.meaning) {
        let words = words::difference(&old.meaning, &new.meaning);
        say(&rules::DUTY_REWORDED, Verdict::NeedsReview, words);
    }
    for ColumnChange { is_settled, words } in columns::compare(columns_of(old), columns_of(new)) {
        if is_settled {
            say(&rules::STABILITY_CHANGED, Verdict::AnyOrder, words);
        } else {
            say(&rules::DUTY_REWORDED, Verdict::NeedsReview, words);
        }
    }
    if !passages.is_same_section(&old.section, &new.section) {
        let words = format!("stands in section {}; it stood in section {}", new.section, old.section);
        say(&rules::WORDING_CHANGED, Verdict::AnyOrder, words);
    }
    found
}

const fn columns_of(duty: &Duty) -> Columns<'_> {
    Columns { if_changed: duty.if_changed, notes: &duty.notes }
}

fn change(
    rule: &'static ChangeRule,
    verdict: Verdict,
    duties: PerRevision<Option<&Duty>>,
    words: String,
) -> Change {
    let place = duties.new.or(duties.old).map_or(ChangePlace::Contract, |duty| ChangePlace::Section {
        section: duty.section.clone(),
        part: SectionPart::Duty(duty.id.clone()),
    });
    let spans = duties.map(|duty| duty.map(|duty| duty.span.clone()));
    let said = duties.map(|duty| duty.map(|duty| duty.meaning.clone()).unwrap_or_default());
    Change { spans, said, ..Change::of_words(rule, verdict, place, words) }
}
