//! Sections side by side: which is which, and what their sentences say.

use std::collections::{HashMap, HashSet};

use crate::contract::{Contract, Passage, Section, SectionText};
use crate::evolution::catalogue as rules;
use crate::evolution::change::Change;
use crate::evolution::place::{ChangePlace, SectionPart};
use crate::evolution::revision::{Comparison, Document, PerRevision, Revision};
use crate::evolution::rule::ChangeRule;
use crate::evolution::text::remarks;
use crate::evolution::text::substance;
use crate::evolution::text::words;

/// The prose of both documents, and which section of one is which of the other.
pub(in crate::evolution) struct Sections {
    pub(in crate::evolution) old: Vec<SectionText>,
    pub(in crate::evolution) new: Vec<SectionText>,
    /// For each old section, the new one that it became.
    pub(in crate::evolution) became: HashMap<usize, usize>,
    /// The text of each passage of each document.
    said: PerRevision<HashSet<String>>,
}

impl Sections {
    /// Reads and pairs the sections of two documents.
    pub(in crate::evolution) fn pair(old: &Document<'_>, new: &Document<'_>) -> Self {
        let (before, after) = (old.contract(), new.contract());
        let (old, new) = (old.parse.prose.clone(), new.parse.prose.clone());
        let all_said = |sections: &[SectionText]| sections.iter().flat_map(said_in).collect();
        let said = PerRevision { old: all_said(&old), new: all_said(&new) };
        let mut sections = Self { old, new, became: HashMap::new(), said };
        let same = |a: &Section, b: &Section| a.title.eq_ignore_ascii_case(&b.title);
        sections
            .pair_by(|old, new| same(&old.section, &new.section) && old.section.number == new.section.number);
        sections.pair_by(|old, new| same(&old.section, &new.section));
        sections.pair_by(|old, new| {
            let (from, to) = (stated(before, &old.section), stated(after, &new.section));
            is_renamed(old, new, !from.is_disjoint(&to))
        });
        // The title changes with the version, and stays the title.
        let untitled =
            |sections: &[SectionText]| sections.first().is_some_and(|first| first.section.title.is_empty());
        let (first_old, first_new) =
            (usize::from(untitled(&sections.old)), usize::from(untitled(&sections.new)));
        if !sections.became.contains_key(&first_old) && !sections.became.values().any(|new| *new == first_new)
        {
            sections.became.insert(first_old, first_new);
        }
        sections
    }

    /// The prose of each section in a row.
    pub(in crate::evolution) fn prose(&self) -> PerRevision<Vec<String>> {
        let prose = |sections: &[SectionText]| sections.iter().map(words::running).collect();
        PerRevision { old: prose(&self.old), new: prose(&self.new) }
    }

    /// The new section that an old one became, and the other way round, by how the contract cites it.
    pub(in crate::evolution) fn is_same(&self, old: &Section, new: &Section) -> bool {
        self.became.iter().any(|(from, to)| {
            self.old.get(*from).is_some_and(|from| from.section == *old)
                && self.new.get(*to).is_some_and(|to| to.section == *new)
        })
    }

    /// Returns true if a new section was no section before.
    pub(in crate::evolution) fn is_added(&self, new: &Section) -> bool {
        let is_it = |index: &usize| self.new.get(*index).is_some_and(|text| text.section == *new);
        !self.became.values().any(is_it)
    }

    /// Returns true if a passage stands in any section of a document.
    fn stands(&self, revision: Revision, passage: &Passage) -> bool {
        self.said.get(revision).contains(&words::normal(&passage.text))
    }

    fn pair_by(&mut self, is_same: impl Fn(&SectionText, &SectionText) -> bool) {
        for (from, old) in self.old.iter().enumerate() {
            if self.became.contains_key(&from) {
                continue;
            }
            let mut free = (0..self.new.len()).filter(|to| !self.became.values().any(|taken| taken == to));
            if let Some(to) = free.find(|to| self.new.get(*to).is_some_and(|new| is_same(old, new))) {
                self.became.insert(from, to);
            }
        }
    }
}

/// Compares the prose of all sections.
pub(in crate::evolution) fn compare(comparison: &Comparison<'_>, sections: &Sections) -> Vec<Change> {
    let mut found = Vec::new();
    let mut pairs: Vec<_> = sections.became.iter().map(|(old, new)| (*new, *old)).collect();
    pairs.sort_unstable();
    for (to, from) in pairs {
        if let (Some(old), Some(new)) = (sections.old.get(from), sections.new.get(to)) {
            compare_section(comparison, sections, (old, new), &mut found);
        }
    }
    for (index, section) in sections.new.iter().enumerate() {
        if !sections.became.values().any(|new| *new == index) {
            let sentences =
                section.passages.iter().filter(|passage| !sections.stands(Revision::Old, passage));
            let duties = sentences.clone().filter(|passage| words::is_normative(&passage.text));
            let rows = stated(comparison.new.contract(), &section.section).len();
            let change = format!(
                "\"{}\" is stated for the first time (sentences: {}, duties among them: {}, facts and definitions: \
                 {rows}): where the old document was silent this is an addition, not an obligation newly imposed",
                section.section.title,
                sentences.count(),
                duties.count()
            );
            let spans = PerRevision { old: None, new: Some(&section.span) };
            found.push(Change::of_text(&rules::SECTION_ADDED, whole(&section.section), spans, change));
        }
    }
    for (index, section) in sections.old.iter().enumerate() {
        let is_empty = section.passages.iter().all(|passage| sections.stands(Revision::New, passage));
        if !sections.became.contains_key(&index) && !is_empty {
            let change = format!("\"{}\" is gone", section.section.title);
            let spans = PerRevision { old: Some(&section.span), new: None };
            found.push(Change::of_text(&rules::SECTION_REMOVED, whole(&section.section), spans, change));
        }
    }
    found
}

fn compare_section(
    comparison: &Comparison<'_>,
    sections: &Sections,
    (old, new): (&SectionText, &SectionText),
    found: &mut Vec<Change>,
) {
    let only = |these: &SectionText, other: Revision| -> Vec<Passage> {
        these.passages.iter().filter(|passage| !sections.stands(other, passage)).cloned().collect()
    };
    let mut removed = only(old, Revision::New);
    let mut wording = moves(sections, old, new);
    let (around, title) = titles(&sections.new, &new.section);
    let is_of_keys = [around.as_str(), title].iter().any(|title| words::has_any(title, &["session key"]));
    let place = (&new.section, is_of_keys);
    for passage in only(new, Revision::Old) {
        let likeness = |other: &Passage| words::likeness(&other.text, &passage.text);
        let nearest = (0..removed.len()).filter(|at| removed[*at].is_block == passage.is_block);
        let nearest = nearest.max_by(|a, b| likeness(&removed[*a]).total_cmp(&likeness(&removed[*b])));
        let before = nearest.filter(|at| likeness(&removed[*at]) > 0.4).map(|at| removed.remove(at));
        let change = compare_passages(comparison, place, (before.as_ref(), Some(&passage)), &mut wording);
        found.extend(change);
    }
    for passage in &removed {
        found.extend(compare_passages(comparison, place, (Some(passage), None), &mut wording));
    }
    let titles = [&old.section.title, &new.section.title];
    if titles[0] != titles[1] && !is_title_with_version(titles) {
        wording.push((Some(old.span.clone()), Some(new.span.clone()), words::quoted(titles[0], titles[1])));
    }
    if let Some((before, after, first)) = wording.first() {
        let more = wording.len() - 1;
        let more = if more > 0 { format!(" (and {more} more like this)") } else { String::new() };
        let spans = PerRevision { old: before.as_ref(), new: after.as_ref() };
        let change = format!("{first}{more}");
        found.push(Change::of_text(&rules::DOC_ONLY, whole(&new.section), spans, change));
    }
}

fn compare_passages(
    comparison: &Comparison<'_>,
    (section, is_of_keys): (&Section, bool),
    (old, new): (Option<&Passage>, Option<&Passage>),
    wording: &mut Vec<Wording>,
) -> Option<Change> {
    let (before, after) = (said(old), said(new));
    let is_block = old.or(new).is_some_and(|passage| passage.is_block);
    let is_note = |passage: Option<&Passage>, revision: &Document<'_>| {
        passage.is_none_or(|passage| {
            remarks::is_note(revision.text, passage.span.start, &passage.text)
                || (is_block && remarks::is_of_an_index(revision.text, passage.span.start, &passage.text))
        })
    };
    let rule = if is_note(old, comparison.old) && is_note(new, comparison.new) {
        &rules::NOTE_CHANGED
    } else {
        rule_of_passage(is_block, is_of_keys, before, after)
    };
    let change = if before.is_empty() {
        format!("says \"{after}\"; it did not")
    } else {
        words::quoted(before, after)
    };
    let (old, new) = (old.map(|passage| &passage.span), new.map(|passage| &passage.span));
    if *rule == rules::DOC_ONLY {
        wording.push((old.cloned(), new.cloned(), change));
        None
    } else {
        let mark = words::fingerprint(&words::normal(before)) ^ words::fingerprint(&words::normal(after));
        let place = ChangePlace::Section { section: section.clone(), part: SectionPart::Passage(mark) };
        Some(Change::of_text(rule, place, PerRevision { old, new }, change))
    }
}

/// A change of wording: its places and what was said.
type Wording = (Option<std::ops::Range<usize>>, Option<std::ops::Range<usize>>, String);

fn said(passage: Option<&Passage>) -> &str {
    passage.map(|passage| passage.text.as_str()).unwrap_or_default()
}

fn rule_of_passage(is_block: bool, is_of_keys: bool, old: &str, new: &str) -> &'static ChangeRule {
    // The date of a revision says nothing about it.
    let is_date = [old, new].iter().all(|text| text.is_empty() || text.starts_with("Revision:"));
    // "They are:" opens what follows, and was not there or is gone with it.
    let opens = !is_block
        && [old, new].iter().all(|text| text.is_empty() || text.ends_with(':'))
        && (old.is_empty() || new.is_empty())
        && ![old, new].iter().any(|text| words::is_normative(text));
    let differ = match (old.is_empty(), new.is_empty()) {
        (false, false) => substance::differ_in_substance(old, new),
        _ => substance::has_substance(old) || substance::has_substance(new),
    };
    if is_date || opens {
        &rules::DOC_ONLY
    } else if is_block && is_of_keys {
        &rules::SESSION_KEY_INPUT_CHANGED
    } else if is_block {
        &rules::BLOCK_CHANGED
    } else if words::same_letters(old, new) && !differ {
        &rules::DOC_ONLY
    } else if remarks::undated(old) == remarks::undated(new) {
        &rules::STABILITY_CHANGED
    } else if let Some(rule) = substance::rule_of_quantity(old, new) {
        rule
    } else if words::is_normative(old) || words::is_normative(new) {
        &rules::NORMATIVE_TEXT_CHANGED
    } else {
        // Which words carry the meaning nobody can say without reading them.
        &rules::TEXT_CHANGED
    }
}

/// The sentences that came from another section.
fn moves(sections: &Sections, old: &SectionText, new: &SectionText) -> Vec<Wording> {
    let here: HashSet<_> = said_in(old).collect();
    let is_move = |passage: &&Passage| {
        !here.contains(&words::normal(&passage.text)) && sections.stands(Revision::Old, passage)
    };
    let came = new.passages.iter().filter(is_move);
    came.map(|passage| {
        (None, Some(passage.span.clone()), format!("\"{}\" stood in another section", passage.text))
    })
    .collect()
}

/// The text of each passage of a section.
fn said_in(section: &SectionText) -> impl Iterator<Item = String> {
    section.passages.iter().map(|passage| words::normal(&passage.text))
}

/// Returns true if two sections with different titles are one: two of number, title and what stands in them are the same,
/// where rows and definitions stand in a section as its sentences do.
fn is_renamed(old: &SectionText, new: &SectionText, share_rows: bool) -> bool {
    let share_text = share_rows || said_in(old).any(|text| said_in(new).any(|other| other == text));
    let same_number = old.section.number == new.section.number;
    let like = words::likeness(&old.section.title, &new.section.title) > 0.4;
    (same_number && (share_text || like)) || (share_text && like)
}

/// The names that the tables of a section define: facts by their keys, objects, frames and actions by their names.
fn stated<'a>(contract: &'a Contract, section: &Section) -> HashSet<&'a str> {
    let facts = contract.facts.iter().map(|fact| (&fact.section, fact.key.as_str()));
    let named = contract.objects().chain(contract.frames()).chain(contract.actions());
    let all = facts.chain(named.map(|definition| (&definition.section, definition.word())));
    all.filter(|(of, _)| *of == section).map(|(_, name)| name).collect()
}

/// Returns true if two titles differ in their versions alone.
fn is_title_with_version(titles: [&String; 2]) -> bool {
    let bare = titles.map(|title| {
        let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| {
            !word.strip_prefix('v').is_some_and(|digits| digits.chars().all(|c| c.is_ascii_digit()))
        });
        words.collect::<Vec<_>>().join(" ")
    });
    bare[0] == bare[1]
}

fn whole(section: &Section) -> ChangePlace {
    ChangePlace::Section { section: section.clone(), part: SectionPart::Whole }
}

/// The titles of the sections that a section stands in, and its own.
pub(super) fn titles<'s>(sections: &[SectionText], section: &'s Section) -> (String, &'s str) {
    let number = section.number.as_deref().unwrap_or_default();
    let around = sections.iter().filter(|text| {
        let outer = text.section.number.as_deref();
        outer.is_some_and(|outer| number.strip_prefix(outer).is_some_and(|rest| rest.starts_with('.')))
    });
    let around: Vec<_> = around.map(|text| text.section.title.as_str()).collect();
    (around.join(" / "), &section.title)
}
