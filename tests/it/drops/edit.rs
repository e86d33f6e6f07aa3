//! One edit of a document, and the dice that choose edits.

use relay_contract::contract::DiagnosticId;

use super::anatomy::Document;

/// What an edit must do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Expect {
    /// Change the model, or add a diagnostic.
    Noticed,
    /// Add a diagnostic of this id.
    Reported(DiagnosticId),
    /// Change neither.
    Same,
}

/// Lines that are replaced or, by `None`, removed.
#[derive(Debug)]
pub(super) struct Edit {
    pub(super) kind: &'static str,
    pub(super) expect: Expect,
    pub(super) lines: Vec<(usize, Option<String>)>,
}

impl Edit {
    /// Replaces one line.
    pub(super) fn line(kind: &'static str, expect: Expect, at: usize, line: impl Into<String>) -> Self {
        Self { kind, expect, lines: vec![(at, Some(line.into()))] }
    }

    /// Removes lines.
    pub(super) fn without(kind: &'static str, expect: Expect, lines: std::ops::Range<usize>) -> Self {
        Self { kind, expect, lines: lines.map(|at| (at, None)).collect() }
    }

    /// The document with the edit. A line break within a line is one of the document's own.
    pub(super) fn apply(&self, document: &Document) -> String {
        let mut text = String::new();
        for (at, line) in document.lines.iter().enumerate() {
            let edited = self.lines.iter().find(|(edited, _)| *edited == at);
            match edited {
                Some((_, None)) => continue,
                Some((_, Some(line))) => text.push_str(&line.replace('\n', document.end)),
                None => text.push_str(line),
            }
            text.push_str(document.end);
        }
        text
    }

    /// The lines before and after.
    pub(super) fn shown(&self, document: &Document) -> String {
        let shown = self.lines.iter().take(4).map(|(at, line)| {
            let after = line.as_ref().map_or("  (removed)".to_owned(), |line| format!("  + {line:?}"));
            format!("  line {}:\n  - {:?}\n{after}\n", at + 1, document.lines[*at])
        });
        shown.collect()
    }
}

/// The same throws every time.
#[derive(Debug)]
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: &str) -> Self {
        Self(seed.bytes().fold(0, |state, byte| state.wrapping_mul(31).wrapping_add(u64::from(byte))))
    }

    /// A number below `end`.
    pub(super) fn below(&mut self, end: usize) -> usize {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % (end as u64)).expect("below a usize")
    }

    /// At most `most` of them, in another order.
    pub(super) fn sample<T>(&mut self, mut all: Vec<T>, most: usize) -> Vec<T> {
        for at in 0..all.len().min(most) {
            let chosen = at + self.below(all.len() - at);
            all.swap(at, chosen);
        }
        all.truncate(most);
        all
    }

    /// One letter of `text` left out, doubled, changed, or exchanged with the next: never white space.
    pub(super) fn typo(&mut self, text: &str, alphabet: &str) -> Option<String> {
        let letters: Vec<char> = text.chars().collect();
        let solid: Vec<usize> = (0..letters.len()).filter(|at| !letters[*at].is_whitespace()).collect();
        if solid.is_empty() {
            return None;
        }
        let at = solid[self.below(solid.len())];
        let signs: Vec<char> = alphabet.chars().collect();
        let sign = signs[self.below(signs.len())];
        let mut edited = letters.clone();
        match self.below(5) {
            0 if solid.len() > 1 => {
                edited.remove(at);
            }
            1 => edited.insert(at, letters[at]),
            2 => edited[at] = sign,
            3 if letters.get(at + 1).is_some_and(|next| !next.is_whitespace()) => edited.swap(at, at + 1),
            _ => edited.insert(at, sign),
        }
        let edited: String = edited.into_iter().collect();
        (edited != text).then_some(edited)
    }
}
