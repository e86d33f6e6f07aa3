//! The answers of the checker against brute force, which shares no code with it.
//!
//! Small documents are enumerated. For each ordered pair, every value of a fixed universe that the writer's compiled
//! validator of one accepts is put before the reader's compiled validator of the other, under every choice of gates
//! that the reader can advertise; a gate that is not advertised takes its rows out of both documents. The worst that
//! comes of it, and the verdict of that pair, must be what the checker says of the whole, and each of its structural
//! findings must have its witnesses.

mod document;

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use relay_contract::Side;
use relay_contract::contract::Parse;
use relay_contract::evolution::{self, Answers, ChangeRule, Finding, Judgement, RULES, ReaderAnswer};
use relay_contract::schema::{View, bundle};
use relay_contract::validate::Validator;

use self::document::{Place, Row, Spec, frame, rows, subsets, universe};
use super::{flip_new_reader, flip_old_reader, read, say};

/// Types with a default that fits.
const TYPES: &[(&str, &str)] = &[
    ("any", "1"),
    ("string", "\"a\""),
    ("string(1..2)", "\"a\""),
    ("string(2..3)", "\"aa\""),
    ("string\\|null", "null"),
    ("base64", "\"\""),
    ("\"a\"", "\"a\""),
    ("\"a\" \\| \"b\"", "\"b\""),
    ("\"a\" \\| \"b\" \\| string", "\"b\""),
    ("\"a\" \\| \"c\" \\| string", "\"c\""),
    ("int", "1"),
    ("int(0..3)", "1"),
    ("number", "1"),
    ("bool", "true"),
    ("object", "{}"),
    ("{x: string, y?: int}", "{\"x\":\"\"}"),
    ("{x?: any}", "{}"),
    ("Inner", "{\"x\":\"\"}"),
    ("string[]", "[]"),
    ("(string\\|null)[]", "[]"),
    ("[string, string]", "[\"a\",\"b\"]"),
    ("[string, int\\|null]", "[\"a\",1]"),
];

/// Every kind of change is made to frames of either side.
const SIDES: [Side; 2] = [Side::Gateway, Side::Connector];

#[test]
fn types_duties_and_defaults() {
    check("types, duties, defaults", &types());
}

#[test]
fn gates_of_fields() {
    check("gates of fields", &gates());
}

#[test]
fn two_fields() {
    check("two fields, renamed or not", &two());
}

#[test]
fn objects_in_lists() {
    check("objects in lists", &lists());
}

#[test]
fn frames_their_directions_and_gates() {
    check("frames, directions, gates", &frames());
}

#[test]
fn actions_and_their_gates() {
    check("actions and gates", &actions());
}

/// With either answer of any one rule's findings flipped inside the comparison, brute force disagrees.
#[test]
fn a_flipped_answer_is_noticed() {
    // No small document says that a frame or an action is another's new name, or holds an object within another.
    let elsewhere = ["FRAME_RENAMED", "FIELD_MOVED", "OP_RENAMED"];
    let mut oracle = Oracle::default();
    let mut pairs: HashMap<&str, Vec<(Spec, Spec)>> = HashMap::new();
    let words = |ty: &str| ty.starts_with('"') || ty.starts_with('s');
    let few: Vec<_> =
        TYPES.iter().copied().filter(|(ty, _)| words(ty) || *ty == "object" || *ty == "Inner").collect();
    let few: Vec<_> = rows(&few, &[None], true).map(|row| frame(Side::Gateway, row)).collect();
    // All pairs of the small groups, and some of the large ones, to meet every rule by itself.
    let [of_gates, of_two, of_frames, of_actions] = [gates(), two(), frames(), actions()];
    let groups = [
        (1, &few),
        (7, &of_gates[0]),
        (1, &of_two[0]),
        (1, &of_two[2]),
        (7, &of_frames[0]),
        (5, &of_actions[0]),
    ];
    for (step, specs) in groups {
        for (at, old) in specs.iter().enumerate() {
            for new in specs.iter().skip(at % step).step_by(step) {
                let findings = oracle.compare(Judgement::STATED, old, new);
                let structural: Vec<_> =
                    findings.iter().filter(|finding| finding.answers.is_some()).collect();
                for finding in &structural {
                    let met = pairs.entry(finding.rule.id).or_default();
                    // Another finding may hide a flip.
                    let is_alone = structural.len() == 1;
                    met.insert(if is_alone { 0 } else { met.len() }, (old.clone(), new.clone()));
                    met.truncate(4);
                }
            }
        }
    }
    let mut flips = 0;
    for rule in
        RULES.iter().filter(|rule| rule.kind.as_str() == "structural" && !elsewhere.contains(&rule.id))
    {
        let met = pairs.get(rule.id).unwrap_or_else(|| panic!("no small document meets {}", rule.id));
        for flip in [flip_old_reader, flip_new_reader] {
            let answers =
                |of: &ChangeRule, answers: Answers| if of.id == rule.id { flip(answers) } else { answers };
            let judgement = Judgement { answers: &answers, ..Judgement::STATED };
            let is_noticed = met.iter().any(|(old, new)| oracle.disagreement(judgement, old, new).is_some());
            assert!(is_noticed, "{}: another answer is not noticed", rule.id);
            flips += 1;
        }
    }
    assert!(elsewhere.iter().all(|rule| !pairs.contains_key(rule)));
    assert!(flips > 0);
    say(&format!("oracle: {flips} flips of {} rules, each noticed by brute force\n", flips / 2));
}

/// Nothing that decides an answer in the comparison looks at what the oracle goes by, and the oracle takes from the
/// comparison only what it checks.
#[test]
fn it_shares_no_code_with_what_it_checks() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = |path: &str| std::fs::read_to_string(root.join(path)).expect("a source can be read");
    let mut read = 0;
    let mut folders = vec![root.join("src/evolution")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the folder is there") {
            let path = entry.expect("the folder can be read").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
            let source = std::fs::read_to_string(&path).expect("a source can be read");
            let goes_by_schemas =
                ["crate::schema", "crate::validate"].iter().any(|layer| source.contains(layer));
            // The one builds validators, the other confirms with them what was found without.
            assert_eq!(goes_by_schemas, ["peer.rs", "witness.rs"].contains(&name.as_str()), "{name}");
            read += 1;
        }
    }
    assert!(read > 20, "only {read} sources");
    let own = [text("tests/it/evolution/oracle.rs"), text("tests/it/evolution/oracle/document.rs")].concat();
    let taken: Vec<_> =
        own.lines().filter(|line| line.starts_with("use relay_contract::evolution")).collect();
    assert_eq!(taken, [TAKEN]);
}

/// Results and the vocabulary of answers; `Judgement` and `RULES` to spoil them.
const TAKEN: &str =
    "use relay_contract::evolution::{self, Answers, ChangeRule, Finding, Judgement, RULES, ReaderAnswer};";

/// Every type in every row, sent by either side.
fn types() -> Vec<Vec<Spec>> {
    SIDES.map(|writer| rows(TYPES, &[None], true).map(|row| frame(writer, row)).collect()).into()
}

fn gates() -> Vec<Vec<Spec>> {
    let types = &[("string", "\"a\""), ("\"a\" \\| \"b\"", "\"a\"")];
    let gated =
        || rows(&[("string", "\"a\"")], &[Some("a")], false).filter(|row| may_be_absent(row.as_ref()));
    let of = |writer| {
        let rows = rows(types, &[None, Some("a"), Some("b")], true);
        let each = |row: Option<Row>| gated().map(move |other| Spec { other, ..frame(writer, row.clone()) });
        rows.flat_map(each).collect()
    };
    SIDES.map(of).into()
}

/// Two fields at once, in a table and in a shape: changes that oppose each other, and names that change.
fn two() -> Vec<Vec<Spec>> {
    let of = |place, types: &'static [(&'static str, &'static str)]| {
        let with_defaults = place == Place::Frame;
        move |writer| {
            let each = |field: Option<Row>| {
                rows(types, &[None], with_defaults).map(move |other| Spec {
                    place,
                    other,
                    ..frame(writer, field.clone())
                })
            };
            rows(types, &[None], with_defaults).flat_map(each).collect()
        }
    };
    let table = SIDES.map(of(Place::Frame, &[("string", "\"a\"")]));
    let shape = SIDES.map(of(Place::Shape, &[("string", ""), ("int", "")]));
    table.into_iter().chain(shape).collect()
}

/// Types that are walked into, or whose limits and words are looked at one by one.
fn lists() -> Vec<Vec<Spec>> {
    let walked = [
        "string(1..2)",
        "string\\|null",
        "\"a\" \\| \"b\"",
        "object",
        "{x: string, y?: int}",
        "Inner",
        "string[]",
    ];
    let types: Vec<_> = TYPES.iter().copied().filter(|(ty, _)| walked.contains(ty)).collect();
    assert_eq!(types.len(), walked.len());
    let of = |writer| {
        let rows = rows(&types, &[None, Some("a")], true);
        rows.map(|row| Spec { place: Place::ListedObject, ..frame(writer, row) }).collect()
    };
    SIDES.map(of).into()
}

fn frames() -> Vec<Vec<Spec>> {
    let types = &[("string", "\"a\"")];
    let mut specs = Vec::new();
    for row in rows(types, &[None, Some("a")], false) {
        for writer in [Some(Side::Gateway), Some(Side::Connector), None] {
            for frame_gate in [None, Some("a"), Some("b")] {
                specs.push(Spec { writer, frame_gate, ..frame(Side::Gateway, row.clone()) });
            }
        }
    }
    vec![specs]
}

fn actions() -> Vec<Vec<Spec>> {
    let types = &[("string", "\"a\"")];
    let of = |writer| {
        let rows = rows(types, &[None, Some("a")], true);
        let each = |row: Option<Row>| {
            [None, Some("-"), Some("a"), Some("b")].map(|action| Spec {
                place: Place::Action,
                action,
                ..frame(writer, row.clone())
            })
        };
        rows.flat_map(each).collect()
    };
    SIDES.map(of).into()
}

fn may_be_absent(row: Option<&Row>) -> bool {
    row.is_none_or(|row| !row.always_sent)
}

/// Compares every ordered pair of each group.
fn check(what: &str, groups: &[Vec<Spec>]) {
    let mut oracle = Oracle::default();
    let mut pairs = 0;
    for specs in groups {
        assert!(specs.len() > 1, "{what}: nothing to compare");
        for old in specs {
            for new in specs {
                if let Some(disagreement) = oracle.disagreement(Judgement::STATED, old, new) {
                    panic!("{what}: {disagreement}\nold:\n{}\nnew:\n{}", old.text(None), new.text(None));
                }
                pairs += 1;
            }
        }
    }
    let frames = oracle.frames;
    assert!(pairs > 0 && frames > 0, "{what}: nothing was compared");
    say(&format!("oracle: {what}: {pairs} pairs of documents agree, {frames} frames were exchanged\n"));
}

/// What readers do with values, by document; each document is compiled once.
#[derive(Default)]
struct Oracle {
    known: HashMap<String, Vec<Option<ReaderAnswer>>>,
    parsed: HashMap<String, Rc<Parse>>,
    /// How many frames were exchanged.
    frames: usize,
}

impl Oracle {
    /// How the checker is wrong about a pair of documents.
    fn disagreement(&mut self, judgement: Judgement<'_>, old: &Spec, new: &Spec) -> Option<String> {
        let expected = Answers { old_reader: self.answer(new, old), new_reader: self.answer(old, new) };
        let findings = self.compare(judgement, old, new);
        if old == new && !findings.is_empty() {
            return Some(format!("changes between the same documents: {findings:#?}"));
        }
        if findings.iter().any(|finding| finding.rule.id == "NOT_UNDERSTOOD") {
            return Some("not understood".to_owned());
        }
        let structural: Vec<_> = findings.into_iter().filter(|finding| finding.answers.is_some()).collect();
        let mut found = Answers { old_reader: ReaderAnswer::Accepted, new_reader: ReaderAnswer::Accepted };
        for finding in &structural {
            let answers = finding.answers?;
            found.old_reader = found.old_reader.max(answers.old_reader);
            found.new_reader = found.new_reader.max(answers.new_reader);
            let answers_shown = [answers.old_reader, answers.new_reader];
            let shown = answers_shown.into_iter().filter(|answer| *answer != ReaderAnswer::Accepted).count();
            if finding.witnesses.len() != shown || finding.verdict != answers.verdict() {
                return Some(format!("not shown: {finding:#?}"));
            }
        }
        let (verdict, overall) = (expected.verdict(), evolution::overall(&structural));
        (found != expected || overall != verdict).then(|| {
            format!("expected {expected:?} and {verdict}, found {found:?} and {overall}: {structural:#?}")
        })
    }

    fn compare(&mut self, judgement: Judgement<'_>, old: &Spec, new: &Spec) -> Vec<Finding> {
        let (old_text, new_text) = (old.text(None), new.text(None));
        let (old_parse, new_parse) = (self.parse(&old_text), self.parse(&new_text));
        let revision = |text, parse| evolution::Document { text, parse };
        evolution::compare_by(judgement, &revision(&old_text, &old_parse), &revision(&new_text, &new_parse))
    }

    fn parse(&mut self, text: &str) -> Rc<Parse> {
        Rc::clone(self.parsed.entry(text.to_owned()).or_insert_with(|| Rc::new(read(text))))
    }

    /// The worst that a reader of one document does with what a writer of another may send.
    fn answer(&mut self, writer: &Spec, reader: &Spec) -> ReaderAnswer {
        let mut worst = ReaderAnswer::Accepted;
        for advertised in subsets(&reader.gates()) {
            let sent = self.sendable(writer, &advertised);
            let read = self.received(reader, &advertised, writer.writer);
            for (sent, read) in sent.iter().zip(&read) {
                if sent.is_some() {
                    worst = worst.max(read.expect("a reader says something of everything"));
                    self.frames += 1;
                }
            }
        }
        worst
    }

    /// The frames that a writer may send, as those of the universe that its own validator accepts.
    fn sendable(&mut self, spec: &Spec, advertised: &BTreeSet<&str>) -> Vec<Option<ReaderAnswer>> {
        let text = spec.text(Some(advertised));
        let key = format!("writer {text}");
        self.known.entry(key).or_insert_with(|| {
            let validator = validator(&text, View::Writer);
            let frames = universe(spec.place).into_iter().map(|frame| {
                let report = validator.check(&frame, spec.writer);
                let sends = spec.has_frame(advertised)
                    && report.violations.is_empty()
                    && report.undocumented.is_empty();
                sends.then_some(ReaderAnswer::Accepted)
            });
            frames.collect()
        });
        self.known[&format!("writer {text}")].clone()
    }

    fn received(
        &mut self,
        spec: &Spec,
        advertised: &BTreeSet<&str>,
        sender: Option<Side>,
    ) -> Vec<Option<ReaderAnswer>> {
        let text = spec.text(Some(advertised));
        let key = format!("reader of {sender:?} {text}");
        let known = self.known.entry(key).or_insert_with(|| {
            let validator = validator(&text, View::Reader);
            let frames = universe(spec.place).into_iter().map(|frame| {
                let report = validator.check(&frame, sender);
                let knows_frame = spec.has_frame(advertised) && spec.writer == sender;
                let knows_action = spec.has_action(advertised);
                Some(if !report.violations.is_empty() {
                    ReaderAnswer::Refused
                } else if !knows_frame || !knows_action || !report.undocumented.is_empty() {
                    ReaderAnswer::Ignored
                } else {
                    ReaderAnswer::Accepted
                })
            });
            frames.collect()
        });
        known.clone()
    }
}

fn validator(text: &str, view: View) -> Validator {
    Validator::new(bundle(&read(text).contract, view), view).expect("a derived bundle compiles")
}
