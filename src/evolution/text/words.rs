//! Texts as words and sentences: how alike two are, and where they differ.

use std::collections::BTreeMap;

use crate::contract::SectionText;

/// A text with one blank between words, without emphasis, and with links as their words.
pub(in crate::evolution) fn normal(text: &str) -> String {
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
pub(in crate::evolution) fn running(section: &SectionText) -> String {
    section.passages.iter().map(|passage| normal(&passage.text)).collect::<Vec<_>>().join(" ")
}

/// Returns true if two texts have the same letters and digits in the same order.
pub(in crate::evolution) fn same_letters(old: &str, new: &str) -> bool {
    words(old) == words(new)
}

/// The words that a changed text said and says: the sentences, or the lines of a block, that differ.
pub(in crate::evolution) fn quoted(old: &str, new: &str) -> String {
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

/// Returns true if a sentence states a duty.
pub(in crate::evolution) fn is_normative(text: &str) -> bool {
    words(text).iter().any(|word| {
        matches!(
            word.as_str(),
            "must" | "never" | "only" | "shall" | "always" | "cannot" | "required" | "forbidden" | "exactly"
        )
    })
}

/// The share that two sentences have in common, from 0 to 1: the words of both among the words of either.
pub(in crate::evolution) fn likeness(old: &str, new: &str) -> f64 {
    let (old, new) = (counted(words(old)), counted(words(new)));
    let shared: usize =
        old.iter().map(|(word, count)| (*count).min(new.get(word).copied().unwrap_or(0))).sum();
    let all: usize = old.values().sum::<usize>() + new.values().sum::<usize>() - shared;
    if all == 0 { 1.0 } else { as_f64(shared) / as_f64(all) }
}

/// Returns true if a text has any of these phrases, whatever its case.
pub(in crate::evolution) fn mentions(text: &str, phrases: &[&str]) -> bool {
    let words = format!(" {} ", words(text).join(" "));
    phrases.iter().any(|phrase| words.contains(&format!(" {phrase} ")))
}

/// Returns true if any word, or words in a row, of a text begins with one of these.
pub(in crate::evolution) fn has_any(text: &str, beginnings: &[&str]) -> bool {
    let words = format!(" {}", words(text).join(" ").to_lowercase());
    beginnings.iter().any(|beginning| words.contains(&format!(" {beginning}")))
}

/// The sentences of a text, each with its full stop.
pub(in crate::evolution) fn sentences(text: &str) -> Vec<String> {
    text.split_inclusive(". ").map(|sentence| sentence.trim().to_owned()).collect()
}

/// The numbers of a text.
pub(in crate::evolution) fn quantities(text: &str) -> Vec<String> {
    words(text).into_iter().filter(|word| word.starts_with(|c: char| c.is_ascii_digit())).collect()
}

/// The first number of a value, in bytes where a unit of bytes follows.
pub(in crate::evolution) fn quantity(value: &str) -> Option<u64> {
    let digits = value.find(|c: char| c.is_ascii_digit())?;
    let rest = &value[digits..];
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != ',').unwrap_or(rest.len());
    let number: u64 = rest[..end].replace(',', "").parse().ok()?;
    let unit = match rest[end..]
        .split_whitespace()
        .next()
        .map(|word| word.trim_matches(|c: char| !c.is_alphabetic()))
    {
        Some("KiB") => 1 << 10,
        Some("MiB") => 1 << 20,
        Some("GiB") => 1 << 30,
        Some("kB" | "KB") => 1_000,
        Some("MB") => 1_000_000,
        _ => 1,
    };
    number.checked_mul(unit)
}

/// A short number that stands for a sentence, the same on every machine (FNV-1a).
pub(in crate::evolution) fn fingerprint(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// The words of a text in small letters; a code span is one word.
pub(in crate::evolution) fn words(text: &str) -> Vec<String> {
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

fn counted(words: Vec<String>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for word in words {
        *counts.entry(word).or_default() += 1;
    }
    counts
}

/// The sentences that only one of two texts has.
pub(in crate::evolution) fn changed_sentences(old: &str, new: &str) -> (String, String) {
    let (old, new) = (normal(old), normal(new));
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
