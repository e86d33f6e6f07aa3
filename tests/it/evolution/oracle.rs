//! The answers of the checker against brute force, which shares no code with it.
//!
//! Small documents are enumerated. For each ordered pair, every value of a fixed universe that the writer's compiled
//! validator of one accepts is put before the reader's compiled validator of the other, under every choice of gates
//! that the reader can advertise; a gate that is not advertised takes its rows out of both documents. The worst that
//! comes of it must be what the checker says, and each of its structural findings must have its witnesses.

mod document;

use std::collections::{BTreeSet, HashMap};
use std::io::Write as _;
use std::rc::Rc;

use relay_contract::Side;
use relay_contract::contract::Parse;
use relay_contract::evolution::{Answer, Answers, Revision, compare};
use relay_contract::schema::{View, bundle};
use relay_contract::validate::Validator;

use self::document::{Place, Spec, frame, rows, subsets, universe};
use super::read;

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

#[test]
fn types_duties_and_defaults_in_both_directions() {
    let mut specs = Vec::new();
    let few = of(&["string", "string\\|null", "\"a\" \\| \"b\"", "\"a\" \\| \"c\" \\| string", "Inner"]);
    for (writer, types) in [(Side::Gateway, TYPES), (Side::Connector, &few)] {
        let rows = rows(types, &[None], true);
        specs.push(rows.map(|row| frame(writer, row)).collect::<Vec<_>>());
    }
    check("types, duties, defaults", &specs);
}

#[test]
fn gates_of_fields() {
    let types = &[("string", "\"a\""), ("\"a\" \\| \"b\"", "\"a\"")];
    let mut specs = Vec::new();
    {
        let writer = Side::Gateway;
        let rows = rows(types, &[None, Some("a"), Some("b")], true);
        let each = rows.flat_map(|row| {
            [false, true].map(|also_gated| Spec { also_gated, ..frame(writer, row.clone()) })
        });
        specs.push(each.collect::<Vec<_>>());
    }
    check("gates of fields", &specs);
}

#[test]
fn objects_in_lists() {
    let types = &of(&["string(1..2)", "string\\|null", "\"a\" \\| \"b\"", "object", "{x: string, y?: int}"]);
    let mut specs = Vec::new();
    {
        let writer = Side::Connector;
        let rows = rows(types, &[None, Some("a")], true);
        specs.push(
            rows.map(|row| Spec { place: Place::ListedObject, ..frame(writer, row) }).collect::<Vec<_>>(),
        );
    }
    check("objects in lists", &specs);
}

#[test]
fn frames_their_directions_and_gates() {
    let types = &[("string", "\"a\"")];
    let mut specs = Vec::new();
    for row in rows(types, &[None, Some("a")], false) {
        for writer in [Some(Side::Gateway), Some(Side::Connector), None] {
            for frame_gate in [None, Some("a"), Some("b")] {
                specs.push(Spec { writer, frame_gate, ..frame(Side::Gateway, row.clone()) });
            }
        }
    }
    check("frames, directions, gates", &[specs]);
}

#[test]
fn actions_and_their_gates() {
    let types = &[("string", "\"a\"")];
    let mut specs = Vec::new();
    for row in rows(types, &[None, Some("a")], true) {
        for action in [None, Some("-"), Some("a"), Some("b")] {
            specs.push(Spec { place: Place::Action, action, ..frame(Side::Gateway, row.clone()) });
        }
    }
    check("actions and gates", &[specs]);
}

/// Some of the types.
fn of(written: &[&str]) -> Vec<(&'static str, &'static str)> {
    let types: Vec<_> = TYPES.iter().copied().filter(|(ty, _)| written.contains(ty)).collect();
    assert_eq!(types.len(), written.len());
    types
}

/// Compares every ordered pair of each group.
fn check(what: &str, groups: &[Vec<Spec>]) {
    let mut oracle = Oracle::default();
    let (mut pairs, mut values) = (0, 0);
    for specs in groups {
        for old in specs {
            for new in specs {
                let (of_new, seen_of_new) = oracle.answer(new, old);
                let (of_old, seen_of_old) = oracle.answer(old, new);
                let expected = Answers { old_reader: of_new, new_reader: of_old };
                oracle.agree(old, new, expected);
                pairs += 1;
                values += seen_of_new + seen_of_old;
            }
        }
    }
    assert!(pairs > 0 && values > 0, "{what}: nothing was compared");
    let line = format!("oracle: {what}: {pairs} pairs of documents agree, {values} frames were exchanged\n");
    std::io::stderr().write_all(line.as_bytes()).expect("standard error is open");
}

/// What readers do with values, by document; each document is compiled once.
#[derive(Default)]
struct Oracle {
    known: HashMap<String, Vec<Option<Answer>>>,
    parsed: HashMap<String, Rc<Parse>>,
}

impl Oracle {
    /// Whether the checker finds what is expected, and shows it.
    fn agree(&mut self, old: &Spec, new: &Spec, expected: Answers) {
        let (old_text, new_text) = (old.text(None), new.text(None));
        let (old_parse, new_parse) = (self.parse(&old_text), self.parse(&new_text));
        let findings = compare(
            &Revision { text: &old_text, parse: &old_parse },
            &Revision { text: &new_text, parse: &new_parse },
        );
        let mut found = Answers { old_reader: Answer::Accepted, new_reader: Answer::Accepted };
        for finding in &findings {
            assert_ne!(finding.rule.id, "NOT_UNDERSTOOD", "{old_text}\n{new_text}");
            let Some(answers) = finding.answers else { continue };
            found.old_reader = found.old_reader.max(answers.old_reader);
            found.new_reader = found.new_reader.max(answers.new_reader);
            let shown = [answers.old_reader, answers.new_reader]
                .into_iter()
                .filter(|answer| *answer != Answer::Accepted);
            assert_eq!(finding.witnesses.len(), shown.count(), "{old_text}\n{new_text}\n{finding:#?}");
            assert_eq!(finding.verdict, answers.verdict(), "{old_text}\n{new_text}\n{finding:#?}");
        }
        assert_eq!(found, expected, "old:\n{old_text}\nnew:\n{new_text}\n{findings:#?}");
        if old == new {
            assert_eq!(findings, []);
        }
    }

    fn parse(&mut self, text: &str) -> Rc<Parse> {
        Rc::clone(self.parsed.entry(text.to_owned()).or_insert_with(|| Rc::new(read(text))))
    }

    /// The worst that a reader of one document does with what a writer of another may send, and how many frames it
    /// took to know.
    fn answer(&mut self, writer: &Spec, reader: &Spec) -> (Answer, usize) {
        let (mut worst, mut seen) = (Answer::Accepted, 0);
        for advertised in subsets(&reader.gates()) {
            let sent = self.sendable(writer, &advertised);
            let read = self.received(reader, &advertised, writer.writer);
            for (sent, read) in sent.iter().zip(&read) {
                if sent.is_some() {
                    worst = worst.max(read.expect("a reader says something of everything"));
                    seen += 1;
                }
            }
        }
        (worst, seen)
    }

    /// The frames that a writer may send, as those of the universe that its own validator accepts.
    fn sendable(&mut self, spec: &Spec, advertised: &BTreeSet<&str>) -> Vec<Option<Answer>> {
        let text = spec.text(Some(advertised));
        let key = format!("writer {text}");
        self.known.entry(key).or_insert_with(|| {
            let validator = validator(&text, View::Writer);
            let frames = universe(spec.place).into_iter().map(|frame| {
                let report = validator.check(&frame, spec.writer);
                let sends = spec.has_frame(advertised)
                    && report.violations.is_empty()
                    && report.undocumented.is_empty();
                sends.then_some(Answer::Accepted)
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
    ) -> Vec<Option<Answer>> {
        let text = spec.text(Some(advertised));
        let key = format!("reader of {sender:?} {text}");
        let known = self.known.entry(key).or_insert_with(|| {
            let validator = validator(&text, View::Reader);
            let frames = universe(spec.place).into_iter().map(|frame| {
                let report = validator.check(&frame, sender);
                let knows_frame = spec.has_frame(advertised) && spec.writer == sender;
                let knows_action = spec.has_action(advertised);
                Some(if !report.violations.is_empty() {
                    Answer::Refused
                } else if !knows_frame || !knows_action || !report.undocumented.is_empty() {
                    Answer::Ignored
                } else {
                    Answer::Accepted
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
