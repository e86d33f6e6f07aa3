//! The differences of two texts: what came, what went, what moved, and what is said in other words.

use std::ops::Range;

use indexmap::IndexMap;

use crate::contract::{Fact, Passage, PassageKind, Section, Span};
use crate::evolution::catalogue as rules;
use crate::evolution::change::Change;
use crate::evolution::place::{ChangePlace, SectionPart};
use crate::evolution::revision::{PerRevision, Revision};
use crate::evolution::rule::ChangeRule;
use crate::evolution::text::alignment::Alignment;
use crate::evolution::text::passages::Passages;
use crate::evolution::text::words;
use crate::evolution::verdict::Verdict;

/// Compares the text of both documents. `facts` are those of the new one, and `found` the changes of constructs: a row that
/// one of them is about is not reported again.
pub(in crate::evolution) fn compare(
    passages: &Passages<'_>,
    facts: &[Fact],
    found: &[Change],
) -> Vec<Change> {
    let mut differences =
        Differences { passages, facts, found, changes: Vec::new(), wordings: IndexMap::new() };
    differences.sections();
    differences.moved();
    differences.changed();
    differences.on_one_side();
    differences.written_otherwise();
    let Differences { mut changes, wordings, .. } = differences;
    changes.extend(wordings.into_iter().map(|(section, wording)| wording.into_change(section)));
    changes
}

struct Differences<'d, 'a> {
    passages: &'d Passages<'a>,
    facts: &'d [Fact],
    found: &'d [Change],
    changes: Vec<Change>,
    /// What is no change of words, by section: one finding each.
    wordings: IndexMap<Section, Wording>,
}

/// Passages of either document, by their numbers.
type Numbers = PerRevision<Vec<usize>>;

impl<'a> Differences<'_, 'a> {
    /// Sections that came and went, each with all in it that came or went as well.
    fn sections(&mut self) {
        for revision in [Revision::New, Revision::Old] {
            let said = self.passages.said.get(revision);
            let only = self.passages.alignment.only_in(revision);
            let headings = only.iter().copied().filter(|at| said.passages[*at].kind == PassageKind::Heading);
            for heading in headings {
                let within: Vec<usize> = said.within(heading).filter(|at| only.contains(at)).collect();
                let title = &said.section(heading).title;
                let (words, verdict) = if revision == Revision::New {
                    let duties = within.iter().filter(|at| self.may_oblige(**at)).count();
                    let facts =
                        self.facts.iter().filter(|fact| fact.section == *said.section(heading)).count();
                    let passages = within.len() - 1;
                    let first = within[1..].iter().find(|at| self.may_oblige(**at)).or(within.get(1));
                    let first = first.map(|at| format!("; it says \"{}\"", self.new_passage(*at).text));
                    let words = format!(
                        "the section \"{title}\" is new (passages: {passages}, with a normative word: {duties}, facts: {facts}){}",
                        first.unwrap_or_default()
                    );
                    (words, words::verdict_of_added(duties + facts > 0))
                } else {
                    let more = within.len() - 1;
                    let more = if more > 0 { format!(", and {more} more of it") } else { String::new() };
                    (format!("the heading \"{title}\" is gone{more}"), Verdict::NeedsReview)
                };
                self.report(&rules::SECTION_CHANGED, verdict, &one_sided(revision, within), words);
            }
        }
    }

    /// What stands at another place: each row of passages that went together is one change.
    fn moved(&mut self) {
        let mut moved = self.passages.alignment.moved.clone();
        moved.sort_by_key(|(_, to)| *to);
        let mut groups: Vec<(Range<usize>, Range<usize>)> = Vec::new();
        for (from, to) in moved {
            match groups.last_mut().filter(|group| group.0.end == from && group.1.end == to) {
                Some(group) => (group.0.end, group.1.end) = (from + 1, to + 1),
                None => groups.push((from..from + 1, to..to + 1)),
            }
        }
        for (from, to) in groups {
            let numbers = PerRevision { old: from.clone().collect(), new: to.clone().collect() };
            let is_text = |at: usize| {
                is_text(self.new_passage(at)) || self.new_passage(at).kind == PassageKind::Heading
            };
            if let Some(first) = to.clone().find(|at| is_text(*at)) {
                let more = to.len() - 1;
                let more = if more > 0 { format!(" and {more} more with it") } else { String::new() };
                let words = format!(
                    "\"{}\"{more} stands at another place: {}",
                    self.new_passage(first).text,
                    self.places(&from, &to)
                );
                self.report(&rules::ORDER_CHANGED, Verdict::NeedsReview, &numbers, words);
            } else if !self.is_told(&numbers) {
                self.word(&numbers, "rows stand in another order");
            }
        }
    }

    /// `in section 3, it stood in section 4`, or the passages before.
    fn places(&self, from: &Range<usize>, to: &Range<usize>) -> String {
        let (old, new) =
            (self.passages.said.old.section(from.start), self.passages.said.new.section(to.start));
        if old != new && self.new_passage(to.start).kind != PassageKind::Heading {
            return format!("in section {new}; it stood in section {old}");
        }
        let after = |passage: Option<&Passage>| {
            passage.map_or_else(
                || "at the beginning".to_owned(),
                |passage| format!("after \"{}\"", passage.text),
            )
        };
        let before = |said: &[&'a Passage], at: usize| at.checked_sub(1).map(|at| said[at]);
        let (old, new) = (&self.passages.said.old.passages, &self.passages.said.new.passages);
        format!("{}; it stood {}", after(before(new, to.start)), after(before(old, from.start)))
    }

    fn changed(&mut self) {
        let mut changed = self.passages.alignment.changed.clone();
        changed.sort_by_key(|(_, to)| *to);
        for (from, to) in changed {
            let numbers = PerRevision { old: vec![from], new: vec![to] };
            let (old, new) = (self.old_passage(from), self.new_passage(to));
            let words = words::difference(&old.text, &new.text);
            match new.kind {
                PassageKind::Heading if self.is_renumbered(from, to) => self.word(&numbers, &words),
                PassageKind::Heading => {
                    self.report(&rules::SECTION_CHANGED, Verdict::NeedsReview, &numbers, words);
                }
                PassageKind::Header | PassageKind::Construct if self.is_told(&numbers) => {}
                PassageKind::Header | PassageKind::Construct | PassageKind::Example => {
                    self.word(&numbers, &words);
                }
                _ if (says_something(old) || says_something(new)) && !old.says_the_same(new) => {
                    self.report(&rules::TEXT_CHANGED, Verdict::NeedsReview, &numbers, words);
                }
                _ => self.word(&numbers, &words),
            }
        }
    }

    /// What only one document says, outside of sections that came or went: passages in a row are one change.
    fn on_one_side(&mut self) {
        for revision in [Revision::New, Revision::Old] {
            for numbers in self.runs(revision) {
                let passages: Vec<&Passage> =
                    numbers.iter().map(|at| self.passages.said.get(revision).passages[*at]).collect();
                let is_text = passages.iter().all(|passage| is_text(passage));
                let text = passages.iter().map(|passage| passage.text.as_str()).collect::<Vec<_>>().join(" ");
                let may_oblige = revision == Revision::Old || numbers.iter().any(|at| self.may_oblige(*at));
                let words = if revision == Revision::New {
                    words::difference("", &text)
                } else {
                    words::difference(&text, "")
                };
                let numbers = one_sided(revision, numbers);
                if is_text && passages.iter().any(|passage| says_something(passage)) {
                    self.report(&rules::TEXT_CHANGED, words::verdict_of_added(may_oblige), &numbers, words);
                } else if !self.is_told(&numbers) {
                    self.word(&numbers, &words);
                }
            }
        }
    }

    /// The passages that only one document has, in runs of one section that are all text or all not.
    fn runs(&self, revision: Revision) -> Vec<Vec<usize>> {
        let said = self.passages.said.get(revision);
        let mut runs: Vec<Vec<usize>> = Vec::new();
        for at in self.passages.alignment.only_in(revision).iter().copied() {
            if self.passages.is_only_in(revision, said.section(at)) {
                continue;
            }
            let follows = |last: usize| {
                last + 1 == at
                    && said.section(last) == said.section(at)
                    && is_text(said.passages[last]) == is_text(said.passages[at])
            };
            match runs.last_mut().filter(|run| run.last().is_some_and(|last| follows(*last))) {
                Some(run) => run.push(at),
                None => runs.push(vec![at]),
            }
        }
        runs
    }

    /// Passages of the same words with other marks, or parted otherwise.
    fn written_otherwise(&mut self) {
        let Alignment { kept, moved, parted, .. } = &self.passages.alignment;
        for (from, to) in kept.iter().chain(moved) {
            let numbers = PerRevision { old: vec![*from], new: vec![*to] };
            let (old, new) = (&self.old_passage(*from).text, &self.new_passage(*to).text);
            if old != new && !self.is_told(&numbers) {
                self.word(&numbers, &words::difference(old, new));
            }
        }
        for (from, to) in parted {
            let numbers = PerRevision { old: from.clone().collect(), new: to.clone().collect() };
            self.word(&numbers, &format!("\"{}\" is parted otherwise", self.new_passage(to.start).text));
        }
    }

    /// Returns true if a change of constructs is about any of these rows.
    fn is_told(&self, numbers: &Numbers) -> bool {
        let rows = PerRevision::of(|revision| -> Vec<Span> {
            let said = self.passages.said.get(revision);
            // A definition that came or went is told at its name, elsewhere in its section.
            let is_alone = numbers.get(revision.other()).is_empty();
            let row = |at: &usize| if is_alone { said.stretch(*at) } else { said.passages[*at].span.clone() };
            numbers.get(revision).iter().map(row).collect()
        });
        self.found.iter().any(|change| {
            [Revision::Old, Revision::New].into_iter().any(|revision| {
                let span = change.spans.get(revision).as_ref();
                span.is_some_and(|span| rows.get(revision).iter().any(|row| row.contains(&span.start)))
            })
        })
    }

    /// Returns true if two headings differ in a number alone: that of the section, or of the version in the title.
    fn is_renumbered(&self, from: usize, to: usize) -> bool {
        let (old, new) = (self.passages.said.old.section(from), self.passages.said.new.section(to));
        let without_version = |title: &str| -> Vec<String> {
            let is_version = |word: &&str| {
                word.strip_prefix('v').is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()))
            };
            title.split_whitespace().filter(|word| !is_version(word)).map(str::to_owned).collect()
        };
        old.title == new.title
            || (self.new_passage(to).text.starts_with("# ")
                && without_version(&old.title) == without_version(&new.title))
    }

    fn may_oblige(&self, at: usize) -> bool {
        let passage = self.new_passage(at);
        !matches!(passage.kind, PassageKind::Header | PassageKind::Example)
            && words::is_normative(&passage.words)
    }

    fn old_passage(&self, at: usize) -> &'a Passage {
        self.passages.said.old.passages[at]
    }

    fn new_passage(&self, at: usize) -> &'a Passage {
        self.passages.said.new.passages[at]
    }

    fn report(&mut self, rule: &'static ChangeRule, verdict: Verdict, numbers: &Numbers, words: String) {
        let Located { section, spans, said } = self.locate(numbers);
        let place = ChangePlace::Section { section, part: SectionPart::Whole };
        self.changes.push(Change { spans, said, ..Change::of_words(rule, verdict, place, words) });
    }

    /// Notes a difference that is none of words.
    fn word(&mut self, numbers: &Numbers, words: &str) {
        let Located { section, spans, said } = self.locate(numbers);
        let wording = self.wordings.entry(section).or_insert_with(|| Wording {
            spans,
            said: PerRevision::default(),
            first: words.to_owned(),
            count: 0,
        });
        wording.count += 1;
        wording.said.old += &said.old;
        wording.said.new += &said.new;
    }

    fn locate(&self, numbers: &Numbers) -> Located {
        let said = &self.passages.said;
        let section = match (numbers.new.first(), numbers.old.first()) {
            (Some(at), _) => said.new.section(*at).clone(),
            (None, Some(at)) => said.old.section(*at).clone(),
            (None, None) => Section::default(),
        };
        let passages = PerRevision::of(|revision| {
            numbers.get(revision).iter().map(|at| said.get(revision).passages[*at]).collect::<Vec<_>>()
        });
        let text = |passages: &[&Passage]| {
            passages.iter().map(|passage| passage.text.as_str()).collect::<Vec<_>>().join("\n")
        };
        let said = PerRevision { old: text(&passages.old), new: text(&passages.new) };
        let spans = passages.map(|passages| passages.first().map(|first| first.span.clone()));
        Located { section, spans, said }
    }
}

/// The place of a difference, and what is said there.
struct Located {
    section: Section,
    spans: PerRevision<Option<Span>>,
    said: PerRevision<String>,
}

/// Differences of one section that are none of words.
struct Wording {
    spans: PerRevision<Option<Span>>,
    said: PerRevision<String>,
    first: String,
    count: usize,
}

impl Wording {
    fn into_change(self, section: Section) -> Change {
        let more = self.count - 1;
        let more = if more > 0 { format!(" (and {more} more like this)") } else { String::new() };
        let place = ChangePlace::Section { section, part: SectionPart::Whole };
        let words = format!("{}{more}", self.first);
        let change = Change::of_words(&rules::WORDING_CHANGED, Verdict::AnyOrder, place, words);
        Change { spans: self.spans, said: self.said, ..change }
    }
}

/// Returns true if a passage is more than marks, such as a line that was one under a heading.
fn says_something(passage: &Passage) -> bool {
    passage.words.contains(char::is_alphanumeric)
}

const fn is_text(passage: &Passage) -> bool {
    matches!(passage.kind, PassageKind::Sentence | PassageKind::Row | PassageKind::Block)
}

fn one_sided(revision: Revision, numbers: Vec<usize>) -> Numbers {
    match revision {
        Revision::Old => PerRevision { old: numbers, new: Vec::new() },
        Revision::New => PerRevision { old: Vec::new(), new: numbers },
    }
}
