//! Texts as words: how alike two are, where they differ, and whether they may state a duty.

use std::collections::BTreeMap;

use similar::{ChangeTag, TextDiff};

use crate::evolution::verdict::Verdict;

/// Words that may state a duty, in small letters: those of RFC 2119 and of BCP 14, and the few that contracts use
/// beside them. They tell added text that needs a look from text that does not; nothing else hangs on words.
pub(in crate::evolution) const NORMATIVE: &[&str] = &[
    "must",
    "shall",
    "should",
    "may",
    "required",
    "recommended",
    "optional",
    "always",
    "never",
    "only",
    "cannot",
    "forbidden",
    "exactly",
    "at least",
    "at most",
    "no longer",
    "session key",
    "discriminator",
];

/// Returns true if a text has a word or words in a row of [`NORMATIVE`], whatever its case.
pub(in crate::evolution) fn is_normative(text: &str) -> bool {
    let words = format!(" {} ", words(text).collect::<Vec<_>>().join(" "));
    NORMATIVE.iter().any(|phrase| words.contains(&format!(" {phrase} ")))
}

/// The verdict of text that only the new document has.
pub(in crate::evolution) const fn verdict_of_added(may_oblige: bool) -> Verdict {
    if may_oblige { Verdict::NeedsReview } else { Verdict::AnyOrder }
}

/// The difference of two texts in one line without a full stop: `says "…"`, `no longer says "…"`, or the words that went
/// in `[-…-]` and those that came in `{+…+}` among what stayed. Of texts of several lines, the lines that differ.
pub(in crate::evolution) fn difference(old: &str, new: &str) -> String {
    match (old.is_empty(), new.is_empty()) {
        (true, _) => format!("says \"{}\"; it did not", in_one_line(new)),
        (_, true) => format!("no longer says \"{}\"", in_one_line(old)),
        _ if old.contains('\n') || new.contains('\n') => lines_that_differ(old, new),
        _ => marked(old, new),
    }
}

/// The words of a text and how often it has each.
#[derive(Debug)]
pub(in crate::evolution) struct Bag(BTreeMap<String, usize>);

impl Bag {
    pub(in crate::evolution) fn of(text: &str) -> Self {
        let mut counts = BTreeMap::new();
        for word in words(text) {
            *counts.entry(word).or_default() += 1;
        }
        Self(counts)
    }

    /// The share that two have in common, from 0 to 1: the words of both among the words of either.
    #[expect(clippy::cast_precision_loss, reason = "no passage has 2^52 words")]
    pub(in crate::evolution) fn likeness(&self, other: &Self) -> f64 {
        let shared: usize =
            self.0.iter().map(|(word, count)| (*count).min(other.0.get(word).copied().unwrap_or(0))).sum();
        let all = self.0.values().sum::<usize>() + other.0.values().sum::<usize>() - shared;
        if all == 0 { 1.0 } else { shared as f64 / all as f64 }
    }
}

/// The words of a text in small letters, without punctuation.
fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    let parts = text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '_'));
    parts.filter(|word| !word.is_empty()).map(str::to_lowercase)
}

fn marked(old: &str, new: &str) -> String {
    let diff = TextDiff::from_unicode_words(old, new);
    let mut stretches: Vec<(ChangeTag, Vec<&str>)> = Vec::new();
    for change in diff.iter_all_changes() {
        match stretches.last_mut() {
            Some((tag, words)) if *tag == change.tag() => words.push(change.value()),
            _ => stretches.push((change.tag(), vec![change.value()])),
        }
    }
    let last = stretches.len().saturating_sub(1);
    let shown = stretches.iter().enumerate().map(|(at, (tag, words))| match tag {
        ChangeTag::Equal => shortened(words, at > 0, at < last),
        ChangeTag::Delete => format!("[-{}-]", words.concat()),
        ChangeTag::Insert => format!("{{+{}+}}", words.concat()),
    });
    shown.collect()
}

/// Words that stayed: the few beside what changed. Blanks and marks count as words.
fn shortened(words: &[&str], is_after: bool, is_before: bool) -> String {
    const BESIDE: usize = 20;
    let (head, tail) = (if is_after { BESIDE } else { 0 }, if is_before { BESIDE } else { 0 });
    if words.len() <= head + tail + 4 {
        return words.concat();
    }
    let (head, tail) = (words[..head].concat(), words[words.len() - tail..].concat());
    [head.trim_end(), "…", tail.trim_start()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn lines_that_differ(old: &str, new: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    let changes = diff.iter_all_changes().filter_map(|change| {
        let line = change.value().trim_end();
        match change.tag() {
            ChangeTag::Equal => None,
            ChangeTag::Delete => Some(format!("[-{line}-]")),
            ChangeTag::Insert => Some(format!("{{+{line}+}}")),
        }
    });
    changes.collect::<Vec<_>>().join(" ")
}

fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
