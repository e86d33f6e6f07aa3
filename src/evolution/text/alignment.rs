//! Which passage of one document is which of the other.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};

use crate::contract::{Passage, PassageKind};
use crate::evolution::revision::Revision;
use crate::evolution::text::words::Bag;

/// The least that two passages at the same place must have in common to be one that changed, from 0 to 1.
const ALIKE: f64 = 0.4;

/// The same for passages in different places.
const ALIKE_ELSEWHERE: f64 = 0.7;

/// The passages of two documents, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Alignment {
    /// Passages with the same words in the same order, of the old document and of the new one.
    pub(super) kept: Vec<(usize, usize)>,
    /// Passages with the same words at another place among the others.
    pub(super) moved: Vec<(usize, usize)>,
    /// Passages that say something else now.
    pub(super) changed: Vec<(usize, usize)>,
    /// Passages that are parted otherwise and have, taken together, the same words.
    pub(super) parted: Vec<(Range<usize>, Range<usize>)>,
    pub(super) removed: BTreeSet<usize>,
    pub(super) added: BTreeSet<usize>,
}

/// Aligns the passages of two documents.
pub(super) fn align(old: &[&Passage], new: &[&Passage]) -> Alignment {
    let mut alignment = Alignment::default();
    let gaps = alignment.keep(old, new);
    for gap in &gaps {
        alignment.part(old, new, gap, |passage| &passage.words);
        // What is code now keeps its punctuation.
        alignment.part(old, new, gap, |passage| &passage.seen);
    }
    alignment.move_same(old, new);
    for (old_gap, new_gap) in &gaps {
        let within = |passages: &BTreeSet<usize>, gap: &Range<usize>| -> Vec<usize> {
            passages.range(gap.clone()).copied().collect()
        };
        let left = (within(&alignment.removed, old_gap), within(&alignment.added, new_gap));
        alignment.change(old, new, &left, ALIKE);
    }
    let left = (alignment.removed.iter().copied().collect(), alignment.added.iter().copied().collect());
    alignment.change(old, new, &left, ALIKE_ELSEWHERE);
    alignment
}

/// The words of a passage that are compared.
type Words = fn(&Passage) -> &String;

/// A stretch of each document, which have no passage in common.
type Gap = (Range<usize>, Range<usize>);

impl Alignment {
    /// The passages that only one document has.
    pub(super) const fn only_in(&self, revision: Revision) -> &BTreeSet<usize> {
        match revision {
            Revision::Old => &self.removed,
            Revision::New => &self.added,
        }
    }

    /// Keeps the longest row of passages that both documents have, and returns what is between.
    fn keep<'p>(&mut self, old: &[&'p Passage], new: &[&'p Passage]) -> Vec<Gap> {
        let mut numbers = HashMap::new();
        let [old_keys, new_keys] = [old, new].map(|passages| {
            let number = |passage: &&'p Passage| {
                let next = numbers.len();
                *numbers.entry(key(passage)).or_insert(next)
            };
            passages.iter().map(number).collect::<Vec<_>>()
        });
        let mut gaps: Vec<Gap> = Vec::new();
        for change in capture_diff_slices(Algorithm::Myers, &old_keys, &new_keys) {
            let (tag, before, after) = change.as_tag_tuple();
            if tag == DiffTag::Equal {
                self.kept.extend(before.zip(after));
                continue;
            }
            self.removed.extend(before.clone());
            self.added.extend(after.clone());
            match gaps.last_mut().filter(|gap| gap.0.end == before.start && gap.1.end == after.start) {
                Some(gap) => (gap.0.end, gap.1.end) = (before.end, after.end),
                None => gaps.push((before, after)),
            }
        }
        gaps
    }

    /// Finds passages of a gap that were joined or split.
    fn part(&mut self, old: &[&Passage], new: &[&Passage], gap: &Gap, words: Words) {
        let mut from = gap.0.start;
        while from < gap.0.end {
            let found =
                gap.1.clone().find_map(|to| parted(old, new, (from..gap.0.end, to..gap.1.end), words));
            let Some((before, after)) = found.filter(|(before, after)| {
                before.clone().all(|at| self.removed.contains(&at))
                    && after.clone().all(|at| self.added.contains(&at))
            }) else {
                from += 1;
                continue;
            };
            from = before.end;
            self.removed.retain(|at| !before.contains(at));
            self.added.retain(|at| !after.contains(at));
            self.parted.push((before, after));
        }
    }

    /// Finds what stands at another place.
    fn move_same(&mut self, old: &[&Passage], new: &[&Passage]) {
        let mut left: HashMap<_, VecDeque<usize>> = HashMap::new();
        for at in self.removed.iter().copied().filter(|at| !old[*at].words.is_empty()) {
            left.entry(key(old[at])).or_default().push_back(at);
        }
        for to in self.added.clone() {
            if let Some(from) = left.get_mut(&key(new[to])).and_then(VecDeque::pop_front) {
                self.moved.push((from, to));
                self.removed.remove(&from);
                self.added.remove(&to);
            }
        }
    }

    /// Pairs passages that are alike, the most alike first.
    fn change(
        &mut self,
        old: &[&Passage],
        new: &[&Passage],
        (removed, added): &(Vec<usize>, Vec<usize>),
        least: f64,
    ) {
        let bags = |of: &[usize], passages: &[&Passage]| -> Vec<(usize, Bag)> {
            of.iter().map(|at| (*at, Bag::of(&passages[*at].words))).collect()
        };
        let (removed, added) = (bags(removed, old), bags(added, new));
        let mut pairs = Vec::new();
        for (from, before) in &removed {
            for (to, after) in added.iter().filter(|(to, _)| class(old[*from].kind) == class(new[*to].kind)) {
                let likeness = likeness(old[*from], new[*to], before, after);
                if likeness > least {
                    pairs.push((likeness, *from, *to));
                }
            }
        }
        pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        for (_, from, to) in pairs {
            if self.removed.contains(&from) && self.added.remove(&to) {
                self.removed.remove(&from);
                self.changed.push((from, to));
            }
        }
    }
}

/// The kinds that may become one another: a sentence that goes into a list or a table stays text.
const fn class(kind: PassageKind) -> u8 {
    match kind {
        PassageKind::Heading => 0,
        PassageKind::Header | PassageKind::Construct => 1,
        PassageKind::Example => 2,
        PassageKind::Sentence | PassageKind::Row | PassageKind::Block => 3,
    }
}

fn key(passage: &Passage) -> (u8, &str) {
    (class(passage.kind), &passage.words)
}

/// Two headings of one number or one title are the same; else the words tell.
fn likeness(old: &Passage, new: &Passage, before: &Bag, after: &Bag) -> f64 {
    if old.kind == PassageKind::Heading {
        let number = |heading: &Passage| {
            let first = heading.words.split(' ').next().unwrap_or_default();
            first.starts_with(|c: char| c.is_ascii_digit()).then(|| first.trim_end_matches('.').to_owned())
        };
        let is_title = |heading: &Passage| heading.text.starts_with("# ");
        let is_same_number = number(old).is_some_and(|old| number(new) == Some(old));
        if is_same_number || (is_title(old) && is_title(new)) {
            return ALIKE_ELSEWHERE.max(before.likeness(after));
        }
    }
    before.likeness(after)
}

/// The shortest stretches from the beginning of both that have the same words.
fn parted(old: &[&Passage], new: &[&Passage], (from, to): Gap, words: Words) -> Option<Gap> {
    // Text may become a heading, and a heading text.
    let is_text = |passage: &Passage| matches!(class(passage.kind), 0 | 3) && !passage.words.is_empty();
    let (mut before, mut after) = (String::new(), String::new());
    let (mut old_end, mut new_end) = (from.start, to.start);
    loop {
        let (side, other, passages, end, limit) = if before.len() <= after.len() {
            (&mut before, &after, old, &mut old_end, from.end)
        } else {
            (&mut after, &before, new, &mut new_end, to.end)
        };
        let next = passages[*end..limit].first().filter(|passage| is_text(passage))?;
        if !side.is_empty() {
            side.push(' ');
        }
        *side += words(next);
        *end += 1;
        let is_prefix = side.starts_with(&**other) || other.starts_with(&**side);
        if !other.is_empty() && !is_prefix {
            return None;
        }
        if before == after {
            return Some((from.start..old_end, to.start..new_end));
        }
    }
}
