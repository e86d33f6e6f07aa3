//! Nothing is lost and nothing is invented: whatever is edited in a document, a change of the words that people see is a
//! finding, and where they see the same words and the model is the same, nothing is worse than any order.

pub(crate) mod edits;
mod seen;

use std::collections::{BTreeMap, BTreeSet};

use relay_contract::contract::{Parse, Passage, PassageKind, parse};
use relay_contract::evolution::{Document, Finding, Verdict, compare};

use super::say;
use crate::drops::bare;
use crate::laws::run::on_all_cores;
use edits::{Edit, edits};

const REAL: &str = include_str!("../../../docs/relay-connector-contract.md");

/// A change of what is read of a document.
type Tamper<'t> = &'t dyn Fn(&mut Parse);

/// A document in all forms that are not construct alone.
pub(crate) const FORMS: &str = include_str!("nothing_lost/forms.md");

/// Small documents in all forms.
const SMALL: [(&str, &str); 5] = [
    ("forms.md", FORMS),
    ("base.md", include_str!("base.md")),
    ("bullets.md", include_str!("../drops/bullets.md")),
    ("frameless.md", include_str!("../drops/frameless.md")),
    ("seen.txt", include_str!("../parse/seen.txt")),
];

/// The variable that has all edits tried, and not a part of them: a step of CI of its own.
const EVERY: &str = "RELAY_EVERY_EDIT";

/// Of how many edits of a small document one is tried: with the variable, without it.
const SMALL_STEPS: (usize, usize) = (1, 60);

/// The same of the real document, whose comparison takes a third of a second.
const REAL_STEPS: (usize, usize) = (800, 12_000);

#[test]
fn no_edit_of_a_small_document_is_lost_or_invented() {
    let tallies = on_all_cores(SMALL.to_vec(), |(name, text)| {
        let mut tally = Tally::default();
        tally.try_all(name, text, steps(SMALL_STEPS), &|_| {});
        tally
    });
    let mut tally = Tally::default();
    for each in tallies {
        tally.add(each);
    }
    tally.check(if is_every() { 20_000 } else { 400 });
}

#[test]
fn no_edit_of_the_contract_is_lost_or_invented() {
    let mut tally = Tally::default();
    tally.try_all("the contract", REAL, steps(REAL_STEPS), &|_| {});
    tally.check(if is_every() { 300 } else { 15 });
}

fn is_every() -> bool {
    std::env::var_os(EVERY).is_some()
}

fn steps((every, part): (usize, usize)) -> usize {
    if is_every() { every } else { part }
}

/// Formatters' outputs of the first document, in their modes.
#[test]
fn what_a_formatter_does_is_nothing_worse_than_any_order() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/evolution/nothing_lost/formatted");
    let (_, text) = SMALL[0];
    let mut tried = 0;
    for entry in std::fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("the folder can be read").path();
        let formatted = std::fs::read_to_string(&path).expect("a case can be read");
        for (old, new) in [(text, &*formatted), (&*formatted, text)] {
            let worst = super::diff(old, new).into_iter().max_by_key(|finding| finding.verdict);
            assert!(
                worst.as_ref().is_none_or(|worst| worst.verdict == Verdict::AnyOrder),
                "{path:?}: {worst:#?}"
            );
        }
        tried += 1;
    }
    assert_eq!(tried, 7);
}

/// A reader of the document that loses something is found by the property.
#[test]
fn a_reader_that_loses_text_is_noticed() {
    let drops_html = |parse: &mut Parse| retain(parse, |passage| !passage.text.contains("<div"));
    let merges_items = |parse: &mut Parse| {
        for section in &mut parse.prose {
            let mut merged: Vec<Passage> = Vec::new();
            for passage in std::mem::take(&mut section.passages) {
                match merged
                    .last_mut()
                    .filter(|last| last.kind == PassageKind::Sentence && passage.kind == last.kind)
                {
                    // Of two items only the first is kept.
                    Some(_) => {}
                    None => merged.push(passage),
                }
            }
            section.passages = merged;
        }
    };
    let ignores_order = |parse: &mut Parse| {
        for section in &mut parse.prose {
            section.passages.sort_by(|a, b| (a.kind, &a.words).cmp(&(b.kind, &b.words)));
        }
    };
    let readers: [(&str, Tamper<'_>); 3] = [
        ("drops <div>", &drops_html),
        ("merges list items", &merges_items),
        ("ignores order", &ignores_order),
    ];
    for (what, tamper) in readers {
        let mut tally = Tally::default();
        tally.try_all(SMALL[0].0, SMALL[0].1, 11, tamper);
        assert!(!tally.faults.is_empty(), "a reader that {what} is not noticed in {} edits", tally.tried());
        say(&format!(
            "nothing lost: a reader that {what} fails {} of {} edits\n",
            tally.faults.len(),
            tally.tried()
        ));
    }
}

fn retain(parse: &mut Parse, keep: impl Fn(&Passage) -> bool) {
    for section in &mut parse.prose {
        section.passages.retain(|passage| keep(passage));
    }
}

/// The edits that were tried, and what they came to.
#[derive(Default)]
struct Tally {
    /// By kind: tried, seen by people, refused as a document.
    kinds: BTreeMap<&'static str, [usize; 3]>,
    faults: Vec<String>,
}

impl Tally {
    /// Tries one of `step` edits; `tamper` changes what is read of each document.
    fn try_all(&mut self, name: &str, text: &str, step: usize, tamper: Tamper<'_>) {
        let read = |text: &str| {
            let mut read = parse(text);
            tamper(&mut read);
            read
        };
        let (old, words) = (read(text), seen::words(text));
        let model = bare::contract(old.contract.clone());
        for Edit { kind, line, text: edited } in edits(text, step) {
            if edited == text {
                continue;
            }
            let counts = self.kinds.entry(kind).or_default();
            counts[0] += 1;
            let new = read(&edited);
            if new.has_errors() {
                counts[2] += 1;
                continue;
            }
            let is_seen = seen::words(&edited) != words;
            counts[1] += usize::from(is_seen);
            let findings = compare(&Document { text, parse: &old }, &Document { text: &edited, parse: &new });
            // The model is bared of its places where something hangs on it.
            let is_other = || bare::contract(new.contract.clone()) != model;
            let fault = fault(is_seen, is_other, &findings);
            self.faults.extend(fault.map(|fault| format!("{name}:{line}: {kind}: {fault}")));
        }
    }

    fn add(&mut self, other: Self) {
        for (kind, counts) in other.kinds {
            let known = self.kinds.entry(kind).or_default();
            for (known, count) in known.iter_mut().zip(counts) {
                *known += count;
            }
        }
        self.faults.extend(other.faults);
    }

    fn tried(&self) -> usize {
        self.kinds.values().map(|[tried, ..]| tried).sum()
    }

    /// Fails for any fault, and where fewer edits than `least` were tried.
    fn check(&self, least: usize) {
        self.say();
        let shown = &self.faults[..self.faults.len().min(200)];
        assert!(self.faults.is_empty(), "{} faults, such as {shown:#?}", self.faults.len());
        assert!(self.tried() >= least, "only {} edits were tried", self.tried());
    }

    fn say(&self) {
        for (kind, [tried, seen, refused]) in &self.kinds {
            say(&format!("nothing lost: {kind}: {tried} edits, {seen} seen, {refused} refused\n"));
        }
        say(&format!("nothing lost: {} edits\n", self.tried()));
    }
}

/// The fault of a comparison; none where it is right.
fn fault(is_seen: bool, is_other: impl Fn() -> bool, findings: &[Finding]) -> Option<String> {
    if is_seen && findings.is_empty() {
        return Some("people see other words, and there is no finding".to_owned());
    }
    let worse = findings.iter().find(|finding| finding.verdict > Verdict::AnyOrder);
    if let Some(worse) = worse.filter(|_| !is_seen && !is_other()) {
        return Some(format!("people see the same words, and there is {}: {}", worse.rule.id, worse.change));
    }
    let mut known = BTreeSet::new();
    let twice = findings.iter().find(|one| !known.insert((one.rule.id, one.place.to_string(), &one.digest)));
    if let Some(twice) = twice {
        return Some(format!("two findings are one: {} at {}", twice.rule.id, twice.place));
    }
    let lone = findings.iter().find(|one| {
        let quoted = [&one.before, &one.after].into_iter().filter(|said| !said.is_empty());
        one.rule.id == "TEXT_CHANGED"
            && quoted.clone().count() > 0
            && quoted.clone().all(|said| !said.chars().any(char::is_alphanumeric))
    });
    lone.map(|lone| format!("a finding quotes a lone mark: {}", lone.change))
}
