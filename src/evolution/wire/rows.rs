//! The words of two rows beside their types: gates, meanings, notes.

use std::collections::BTreeSet;

use crate::contract::{Definition, Notes, says_the_same};
use crate::evolution::catalogue as rules;
use crate::evolution::change::Effect;
use crate::evolution::gates::names;
use crate::evolution::revision::PerRevision;
use crate::evolution::text::words;
use crate::evolution::verdict::Verdict;
use crate::evolution::wire::site::{Compared, Site};

/// ` (gated by supported_ops)`.
pub(super) fn gated(notes: &Notes) -> String {
    notes.gate.as_ref().map(|gate| format!(", gated by {gate}")).unwrap_or_default()
}

/// Compares the gates of an element; `effects` are those of its presence.
pub(super) fn compare_gates<'c>(
    site: &Site<'c>,
    gates: PerRevision<Option<&str>>,
    effects: impl FnOnce() -> PerRevision<Effect>,
) -> Option<Compared<'c>> {
    let (rule, words) = match (gates.old, gates.new) {
        (old, new) if old == new => return None,
        (None, Some(new)) => (&rules::GATE_TIGHTENED, format!("is gated by {new}; it was not gated")),
        (Some(old), None) => (&rules::GATE_REMOVED, format!("is no longer gated; it was gated by {old}")),
        (Some(old), Some(new)) => {
            let (before, after): (BTreeSet<_>, BTreeSet<_>) = (names(old).collect(), names(new).collect());
            let rule = if before.is_subset(&after) {
                &rules::GATE_TIGHTENED
            } else if after.is_subset(&before) {
                &rules::GATE_REMOVED
            } else {
                &rules::GATE_CHANGED
            };
            (rule, format!("is gated by {new}; it was gated by {old}"))
        }
        (None, None) => return None,
    };
    Some(site.structural(rule, words, effects()))
}

/// Compares the meanings and the columns beside them.
pub(super) fn compare_words<'c>(
    site: &Site<'c>,
    meanings: PerRevision<&str>,
    notes: PerRevision<&Notes>,
) -> Vec<Compared<'c>> {
    let mut found = Vec::from_iter(compare_text(site, meanings));
    let PerRevision { old, new } = notes;
    if old.direction != new.direction {
        let words = format!("goes {}; it went {}", direction(new), direction(old));
        found.push(site.authored(&rules::FIELD_DIRECTION_CHANGED, words));
    }
    if (&old.since, &old.stability) != (&new.since, &new.stability) {
        let words = format!("says {} of since and stability; it said {}", stability(new), stability(old));
        found.push(site.authored(&rules::STABILITY_CHANGED, words));
    }
    if old.others != new.others {
        let (old, new) = (others(old), others(new));
        found.extend(compare_text(site, PerRevision { old: &*old, new: &*new }));
    }
    found
}

/// Reports an addition without a Since, in a document that says it elsewhere.
pub(super) fn check_since<'c>(site: &Site<'c>, notes: &Notes) -> Option<Compared<'c>> {
    let is_missing = notes.since.is_none() && site.comparison.new.states_since();
    is_missing.then(|| site.authored(&rules::SINCE_MISSING, "does not say since when".to_owned()))
}

/// Reports that a definition's table is introduced by a paragraph in one revision alone; the paragraph itself is text.
pub(super) fn compare_description<'c>(
    site: &Site<'c>,
    pair: PerRevision<&Definition>,
) -> Option<Compared<'c>> {
    let is_introduced = pair.map(|definition| definition.meaning != definition.remark);
    if is_introduced.old == is_introduced.new {
        return None;
    }
    let words = if is_introduced.new {
        "has a paragraph that introduces its table now, which its schema takes for its description"
    } else {
        "no longer has a paragraph that introduces its table: its schema lacks that description"
    };
    Some(site.authored(&rules::DESCRIPTION_CHANGED, words.to_owned()))
}

/// Compares what two cells say, by the words that people see.
fn compare_text<'c>(site: &Site<'c>, said: PerRevision<&str>) -> Option<Compared<'c>> {
    if says_the_same(said.old, said.new) {
        return None;
    }
    let is_added = said.old.is_empty();
    let verdict =
        if is_added { words::verdict_of_added(words::is_normative(said.new)) } else { Verdict::NeedsReview };
    Some(site.text(verdict, said))
}

/// Reports the words of a row that is new, if they may state a duty.
pub(super) fn check_added_words<'c>(site: &Site<'c>, meaning: &str) -> Option<Compared<'c>> {
    words::is_normative(meaning)
        .then(|| site.text(Verdict::NeedsReview, PerRevision { old: "", new: meaning }))
}

fn direction(notes: &Notes) -> String {
    notes.direction.map_or_else(|| "as the whole".to_owned(), |direction| direction.to_string())
}

fn stability(notes: &Notes) -> String {
    or_nothing([&notes.since, &notes.stability].into_iter().flatten().cloned(), ", ")
}

fn others(notes: &Notes) -> String {
    notes.others.iter().map(|(name, cell)| format!("{name}: {cell}")).collect::<Vec<_>>().join("; ")
}

fn or_nothing(said: impl Iterator<Item = String>, between: &str) -> String {
    let said: Vec<_> = said.collect();
    if said.is_empty() { "nothing".to_owned() } else { said.join(between) }
}
