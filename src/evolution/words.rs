//! Sentences: whether two say the same, and what kind of difference there is between them.

use std::collections::BTreeMap;

use super::catalogue as rules;
use super::rule::Rule;
use crate::contract::SectionText;

/// A text with one blank between words, without emphasis, and with links as their words.
pub(super) fn normal(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("](") {
        let (before, target) = (&rest[..at], &rest[at + 2..]);
        let Some(end) = target.find(')') else { break };
        match before.rfind('[') {
            Some(open) => plain.extend([&before[..open], &before[open + 1..]]),
            None => plain.push_str(before),
        }
        rest = &target[end + 1..];
    }
    plain.push_str(rest);
    plain.replace("**", "").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The passages of a section in a row.
pub(super) fn running(section: &SectionText) -> String {
    section.passages.iter().map(|passage| normal(&passage.text)).collect::<Vec<_>>().join(" ")
}

/// Whether a sentence states a duty.
pub(super) fn is_normative(text: &str) -> bool {
    words(text).iter().any(|word| {
        matches!(
            word.as_str(),
            "must" | "never" | "only" | "shall" | "always" | "cannot" | "required" | "forbidden" | "exactly"
        )
    })
}

/// Whether two texts differ in a name, a number, a negation, a side, an order or a duty, and not in wording alone.
pub(super) fn differ_in_substance(old: &str, new: &str) -> bool {
    substance(old) != substance(new)
}

/// Whether a text has any of that.
pub(super) fn has_substance(text: &str) -> bool {
    !substance(text).is_empty()
}

/// Whether two texts have the same letters and digits in the same order.
pub(super) fn same_letters(old: &str, new: &str) -> bool {
    words(old) == words(new)
}

/// The rule that a change of a Meaning cell falls under, by what its changed sentences are about.
pub(super) fn rule_of_meaning(old: &str, new: &str) -> &'static Rule {
    let (removed, added) = changed_sentences(old, new);
    if old.is_empty() || (same_letters(old, new) && !differ_in_substance(old, new)) {
        return &rules::DOC_ONLY;
    }
    if removed.is_empty() || added.is_empty() || !differ_in_substance(&removed, &added) {
        return &rules::MEANING_CHANGED;
    }
    let both = |topic: &[&str]| mentions(&removed, topic) && mentions(&added, topic);
    if both(UNITS) && units(&removed) != units(&added) {
        &rules::UNIT_OR_ENCODING_CHANGED
    } else if both(&["any other", "other word", "unknown", "does not know", "other words"]) {
        &rules::ENUM_FALLBACK_CHANGED
    } else if both(&[
        "same index",
        "same position",
        "parallel",
        "pairs with",
        "belongs to the one at",
        "side by side",
    ]) {
        &rules::PARALLEL_LIST_RULE_CHANGED
    } else if both(&["order", "newest first", "oldest first", "newest last", "oldest last"]) {
        &rules::ORDER_CHANGED
    } else if both(&["absent", "null", "empty", "left out", "missing"]) {
        &rules::ABSENT_NULL_EMPTY_CHANGED
    } else {
        &rules::MEANING_CHANGED
    }
}

/// What a changed text said and says: the sentences, or the lines of a block, that differ.
pub(super) fn quoted(old: &str, new: &str) -> String {
    let (removed, added) = if old.contains('\n') || new.contains('\n') {
        changed_pieces(&old.lines().collect::<Vec<_>>(), &new.lines().collect::<Vec<_>>(), " / ")
    } else {
        changed_sentences(old, new)
    };
    match (old.is_empty(), new.is_empty()) {
        (true, _) => format!(
            "says \"{added}\" where the old document was silent: an addition, not an obligation newly imposed"
        ),
        (_, true) => format!("no longer says \"{removed}\""),
        _ if removed.is_empty() => format!("says \"{added}\" besides"),
        _ if added.is_empty() => format!("no longer says \"{removed}\""),
        _ => format!("says \"{added}\"; it said \"{removed}\""),
    }
}

/// How much two sentences have in common, from 0 to 1: the words of both among the words of either.
pub(super) fn likeness(old: &str, new: &str) -> f64 {
    let (old, new) = (counted(words(old)), counted(words(new)));
    let shared: usize =
        old.iter().map(|(word, count)| (*count).min(new.get(word).copied().unwrap_or(0))).sum();
    let all: usize = old.values().sum::<usize>() + new.values().sum::<usize>() - shared;
    if all == 0 { 1.0 } else { as_f64(shared) / as_f64(all) }
}

/// Whether a text has any of these phrases, whatever its case.
pub(super) fn mentions(text: &str, phrases: &[&str]) -> bool {
    let words = format!(" {} ", words(text).join(" "));
    phrases.iter().any(|phrase| words.contains(&format!(" {phrase} ")))
}

/// A short number that stands for a sentence, the same on every machine (FNV-1a).
pub(super) fn fingerprint(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

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
const SUBSTANCE: &[&str] = &[
    "not",
    "no",
    "never",
    "none",
    "nothing",
    "neither",
    "nor",
    "without",
    "cannot",
    "must",
    "may",
    "should",
    "shall",
    "can",
    "required",
    "optional",
    "forbidden",
    "allowed",
    "only",
    "always",
    "every",
    "each",
    "all",
    "any",
    "exactly",
    "once",
    "twice",
    "one",
    "two",
    "three",
    "four",
    "five",
    "least",
    "most",
    "first",
    "last",
    "before",
    "after",
    "until",
    "unless",
    "except",
    "instead",
    "gateway",
    "connector",
    "reader",
    "writer",
    "null",
    "absent",
    "empty",
    "missing",
    "ignored",
    "ignores",
    "dropped",
    "drops",
    "refused",
    "refuses",
    "accepted",
    "accepts",
    "kept",
    "keeps",
    "acknowledged",
    "closes",
    "closed",
    "retried",
    "retries",
    "again",
    "terminal",
    "newest",
    "oldest",
];

/// The words of a text in small letters; a code span is one word.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (at, piece) in text.split('`').enumerate() {
        if at % 2 == 1 {
            words.push(piece.to_owned());
            continue;
        }
        let parts = piece.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty());
        words.extend(parts.map(str::to_lowercase));
    }
    words
}

/// The code spans, numbers and words of substance of a text, in their order.
fn substance(text: &str) -> Vec<String> {
    let code: Vec<&str> = text.split('`').skip(1).step_by(2).collect();
    let is_of_substance = |word: &String| {
        code.contains(&word.as_str())
            || word.starts_with(|c: char| c.is_ascii_digit())
            || SUBSTANCE.contains(&word.as_str())
            || UNITS.contains(&word.as_str())
            || word.ends_with("n't")
    };
    words(text).into_iter().filter(is_of_substance).collect()
}

fn units(text: &str) -> Vec<&'static str> {
    UNITS.iter().copied().filter(|unit| mentions(text, &[unit])).collect()
}

fn counted(words: Vec<String>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for word in words {
        *counts.entry(word).or_default() += 1;
    }
    counts
}

/// The sentences that only one of two texts has.
fn changed_sentences(old: &str, new: &str) -> (String, String) {
    let (old, new) = (normal(old), normal(new));
    let sentences =
        |text: &str| -> Vec<String> { text.split_inclusive(". ").map(|s| s.trim().to_owned()).collect() };
    let (old, new) = (sentences(&old), sentences(&new));
    let (old, new): (Vec<_>, Vec<_>) =
        (old.iter().map(String::as_str).collect(), new.iter().map(String::as_str).collect());
    changed_pieces(&old, &new, " ")
}

/// The pieces that only one of two texts has.
fn changed_pieces(old: &[&str], new: &[&str], between: &str) -> (String, String) {
    let only = |these: &[&str], those: &[&str]| {
        let pieces = these.iter().filter(|piece| !those.contains(piece)).map(|piece| piece.trim());
        pieces.collect::<Vec<_>>().join(between)
    };
    (only(old, new), only(new, old))
}

#[expect(clippy::cast_precision_loss, reason = "no sentence has 2^52 words")]
fn as_f64(count: usize) -> f64 {
    count as f64
}
