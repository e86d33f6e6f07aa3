//! The parts of a sentence that carry its meaning: duties, negations, numbers, units, sides, orders.

use crate::evolution::catalogue as rules;
use crate::evolution::rule::ChangeRule;
use crate::evolution::text::remarks::{rule_alone, undated};
use crate::evolution::text::words::{changed_sentences, mentions, normal, quantities, same_letters, words};

/// Returns true if two texts differ in a name, a number, a negation, a side, an order or a duty, and not in wording alone.
pub(in crate::evolution) fn differ_in_substance(old: &str, new: &str) -> bool {
    substance(old) != substance(new)
}

/// Returns true if a text has any of that.
pub(in crate::evolution) fn has_substance(text: &str) -> bool {
    !substance(text).is_empty()
}

/// The rule that a change of a Meaning cell falls under, by what its changed sentences are about.
pub(in crate::evolution) fn rule_of_meaning(old: &str, new: &str) -> &'static ChangeRule {
    if undated(old) == undated(new) {
        return if normal(old) == normal(new) { &rules::DOC_ONLY } else { &rules::STABILITY_CHANGED };
    }
    let (old, new) = (rule_alone(old), rule_alone(new));
    if old == new {
        return &rules::NOTE_CHANGED;
    }
    if old.is_empty() || (same_letters(&old, &new) && !differ_in_substance(&old, &new)) {
        return &rules::DOC_ONLY;
    }
    let (removed, added) = changed_sentences(&old, &new);
    if removed.is_empty() || added.is_empty() || !differ_in_substance(&removed, &added) {
        return &rules::MEANING_CHANGED;
    }
    if let Some(rule) = rule_of_quantity(&removed, &added) {
        return rule;
    }
    let both = |topic: &[&str]| mentions(&removed, topic) && mentions(&added, topic);
    MEANINGS.iter().find(|(_, topic)| both(topic)).map_or(&rules::MEANING_CHANGED, |(rule, _)| rule)
}

/// The rule of a sentence whose unit, time or order of a list differs and that is otherwise the same.
pub(in crate::evolution) fn rule_of_quantity(old: &str, new: &str) -> Option<&'static ChangeRule> {
    if mentions(old, UNITS) && mentions(new, UNITS) && units(old) != units(new) {
        Some(&rules::UNIT_OR_ENCODING_CHANGED)
    } else if mentions(old, TIMES) && mentions(new, TIMES) && quantities(old) != quantities(new) {
        Some(&rules::TIMEOUT_CHANGED)
    } else if mentions(old, ENDS) && mentions(new, ENDS) && ends(old) != ends(new) {
        Some(&rules::ORDER_CHANGED)
    } else {
        None
    }
}

/// The topics of a changed meaning, where both revisions speak of it.
static MEANINGS: &[(&ChangeRule, &[&str])] = &[
    (&rules::ENUM_FALLBACK_CHANGED, &["any other", "other word", "unknown", "does not know", "other words"]),
    (
        &rules::PARALLEL_LIST_RULE_CHANGED,
        &[
            "same index",
            "same position",
            "same place",
            "parallel",
            "pairs with",
            "belongs to the one at",
            "belongs to the entry",
            "side by side",
        ],
    ),
    (&rules::ORDER_CHANGED, &["order"]),
    (&rules::ABSENT_NULL_EMPTY_CHANGED, &["absent", "null", "empty", "left out", "missing"]),
];

/// Phrases that tell the end of a list that comes first.
const ENDS: &[&str] = &["newest first", "oldest first", "newest last", "oldest last"];

/// Words of time.
const TIMES: &[&str] = &["seconds", "second", "milliseconds", "ms", "minutes", "minute", "hours", "hour"];

/// Words of units and encodings.
const UNITS: &[&str] = &[
    "seconds",
    "second",
    "milliseconds",
    "ms",
    "minutes",
    "hours",
    "bytes",
    "kib",
    "mib",
    "characters",
    "base64",
    "base64url",
    "hexadecimal",
    "hex",
    "utf16",
    "utf 16",
    "utf 8",
    "code points",
    "code units",
    "scalar values",
];

/// Words that carry a duty, a negation, a quantity, an order, a side or an outcome.
const SUBSTANCE: &str = "\
    not no never none nothing neither nor without cannot must may should shall can required optional \
    forbidden allowed only always every each all any exactly once twice one two three four five least most \
    first last before after until unless except instead gateway connector reader writer null absent empty \
    missing ignored ignores dropped drops refused refuses accepted accepts kept keeps acknowledged closes \
    closed retried retries again terminal newest oldest";

/// The code spans, numbers and words of substance of a text, in their order.
fn substance(text: &str) -> Vec<String> {
    let code: Vec<&str> = text.split('`').skip(1).step_by(2).collect();
    let is_of_substance = |word: &String| {
        code.contains(&word.as_str())
            || word.starts_with(|c: char| c.is_ascii_digit())
            || SUBSTANCE.split_whitespace().any(|known| known == word)
            || UNITS.contains(&word.as_str())
            || word.ends_with("n't")
    };
    words(text).into_iter().filter(is_of_substance).collect()
}

fn units(text: &str) -> Vec<&'static str> {
    UNITS.iter().copied().filter(|unit| mentions(text, &[unit])).collect()
}

fn ends(text: &str) -> Vec<&'static str> {
    ENDS.iter().copied().filter(|end| mentions(text, &[end])).collect()
}
