//! The laws see every constraint: with any one of them taken out of the shape, some text breaks a law. Of each that
//! refuses, that is a text which violates it alone, and which is refused.
//!
//! For what a frame can hold the text is a whole frame, and `decode` refuses it. The narrower results of the actions are
//! in no frame: theirs are texts of a result, which its type refuses.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use relay_contract::Side;
use serde_json::Value;

use super::constraint::{self, Constraint};
use super::document::DOCUMENT;
use super::oracle::Oracle;
use super::random::Random;
use super::reading::Reading;
use super::run::on_all_cores;
use super::strict;
use super::subject::{Subject, Verdict};
use super::text::{definition, of};

/// Texts are made in so many rounds at most, until every constraint has been seen.
const ROUNDS: u64 = 1_000;
const TEXTS_A_ROUND: u64 = 6_000;

/// The texts that were made from one definition.
struct Lot {
    subject: Subject,
    /// What the definition refers to, itself and the subject's union among it.
    reached: BTreeSet<String>,
    cases: Vec<Case>,
}

/// A well-formed text with what the types made of it.
struct Case {
    value: Value,
    verdict: Verdict,
    written: Option<Value>,
}

#[test]
fn without_any_one_constraint_a_law_breaks() {
    let (mut unseen, redundant) = constraint::all(&DOCUMENT.reader, &DOCUMENT.writer);
    let [of_frames, of_results] = [true, false].map(|is_in_frames| {
        let refusing = unseen.iter().filter(|one| one.refuses() && is_in_a_frame(one) == is_in_frames);
        refusing.count()
    });
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut texts = 0;
    for round in 0..ROUNDS {
        let lots = lots(round * TEXTS_A_ROUND..(round + 1) * TEXTS_A_ROUND, &unseen);
        texts += lots.iter().map(|lot| lot.cases.len()).sum::<usize>();
        unseen = still_unseen(unseen, &lots, &mut seen);
        if unseen.is_empty() {
            break;
        }
    }
    #[allow(clippy::print_stdout, reason = "the numbers are what the test is for")]
    {
        let all: usize = seen.values().sum();
        println!("constraints: {all} seen, {redundant} redundant, within {texts} texts: {seen:?}");
        println!("constraints: {of_frames} that refuse, each with a frame that `decode` refused");
        println!(
            "constraints: {of_results} more of results by themselves, each with a text that its type refused"
        );
    }
    assert!(of_frames > of_results && of_results > 0, "{of_frames} and {of_results}");
    assert_eq!(unseen.len(), 0, "no text of {texts} needs these: {unseen:#?}");
    assert!(seen.values().sum::<usize>() > 100, "{seen:?}");
}

/// The well-formed texts of these seeds that may need one of the constraints.
fn lots(seeds: Range<u64>, constraints: &[Constraint]) -> Vec<Lot> {
    let holders: BTreeSet<_> = constraints.iter().map(|constraint| &*constraint.definition).collect();
    let mut lots: BTreeMap<String, (Lot, Vec<Random>)> = BTreeMap::new();
    for seed in seeds {
        let (subject, definition, random) = definition(&DOCUMENT, seed);
        let (_, randoms) = lots.entry(definition).or_insert_with_key(|definition| {
            let mut reached = constraint::reach(&DOCUMENT.reader, definition);
            reached.insert(subject.definition().to_owned());
            (Lot { subject, reached, cases: Vec::new() }, Vec::new())
        });
        randoms.push(random);
    }
    let mut full = Vec::new();
    for (definition, (mut lot, randoms)) in lots {
        if lot.reached.iter().any(|name| holders.contains(&**name)) {
            let cases = on_all_cores(randoms, |random| case(lot.subject, &definition, random));
            lot.cases = cases.into_iter().flatten().collect();
            full.push(lot);
        }
    }
    full
}

fn case(subject: Subject, definition: &str, random: Random) -> Option<Case> {
    let text = of(&DOCUMENT, subject, definition.to_owned(), random, None).content;
    let value = strict::read(&text)?;
    let typed = subject.typed(&text);
    let written = typed.written.as_deref().and_then(strict::read);
    Some(Case { value, verdict: typed.verdict, written })
}

/// Counts the constraints that some case needs; the others are left.
fn still_unseen(
    constraints: Vec<Constraint>,
    lots: &[Lot],
    seen: &mut BTreeMap<&'static str, usize>,
) -> Vec<Constraint> {
    let mut unseen = Vec::new();
    for (is_seen, constraint) in on_all_cores(constraints, |one| (is_seen(&one, lots), one)) {
        if is_seen {
            *seen.entry(constraint.kind).or_default() += 1;
        } else {
            unseen.push(constraint);
        }
    }
    unseen
}

/// Whether a frame can violate it.
fn is_in_a_frame(constraint: &Constraint) -> bool {
    static IN_FRAMES: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
        let unions = [Side::Gateway, Side::Connector].map(|side| Subject::Frames(side).definition());
        unions.into_iter().flat_map(|union| constraint::reach(&DOCUMENT.reader, union)).collect()
    });
    IN_FRAMES.contains(&constraint.definition)
}

fn is_seen(constraint: &Constraint, lots: &[Lot]) -> bool {
    let bundle = constraint.removed_from(&DOCUMENT.reader);
    let mut oracles: Vec<(Subject, Oracle<'_>)> = Vec::new();
    let can_show = |lot: &&Lot| {
        let is_frame = matches!(lot.subject, Subject::Frames(_));
        is_frame == is_in_a_frame(constraint) && lot.reached.contains(&constraint.definition)
    };
    for lot in lots.iter().filter(can_show) {
        if constraint.kind == "default" {
            if lot.cases.iter().any(|case| reads_otherwise(lot.subject, case, &bundle)) {
                return true;
            }
            continue;
        }
        if !oracles.iter().any(|(subject, _)| *subject == lot.subject) {
            oracles.push((lot.subject, Oracle::new(&DOCUMENT, &bundle, lot.subject)));
        }
        let (_, oracle) = oracles.iter().find(|(subject, _)| *subject == lot.subject).expect("it is there");
        let needs = |case: &Case| {
            let is_violating = case.verdict == Verdict::Refused;
            (is_violating || !constraint.refuses()) && oracle.verdict(Some(&case.value)) != case.verdict
        };
        if lot.cases.iter().any(needs) {
            return true;
        }
    }
    false
}

/// A default decides no verdict; law 3 sees it: what is written no longer reads as what was read.
fn reads_otherwise(subject: Subject, case: &Case, bundle: &Value) -> bool {
    let Some(written) = &case.written else { return false };
    let reading = Reading { writer: &DOCUMENT.writer, reader: bundle };
    let name = subject.definition();
    reading.of(name, &case.value) != reading.of(name, written)
}

/// The kinds that a document can have.
#[test]
fn the_kinds_of_constraints_are_known() {
    let kinds: BTreeSet<_> =
        constraint::all(&DOCUMENT.reader, &DOCUMENT.writer).0.into_iter().map(|one| one.kind).collect();
    for kind in ["required", "type", "const", "null", "items", "default", "not", "pattern"] {
        assert!(kinds.contains(kind), "no {kind} among {kinds:?}");
    }
}
