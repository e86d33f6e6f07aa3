//! Real traffic: what the validator finds in it, and that the types read it as the real gateway did.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use relay_contract::Side;
use relay_contract::schema::{View, bundle, read};
use relay_contract::validate::Validator;
use serde_json::{Map, Value};

#[cfg(feature = "frame")]
mod oracle;

/// One line of the capture.
struct Captured {
    writer: Side,
    step: String,
    frame: Value,
}

fn capture() -> Vec<Captured> {
    let frames: Vec<_> = include_str!("../captures/seed-session.ndjson")
        .lines()
        .map(|line| {
            let mut line: Value = serde_json::from_str(line).expect("a capture's line is JSON");
            let writer = if line["dir"] == "gateway->connector" { Side::Gateway } else { Side::Connector };
            let step = line["step"].as_str().expect("each line has a step").to_owned();
            Captured { writer, step, frame: line["frame"].take() }
        })
        .collect();
    assert_eq!(frames.len(), 195, "the capture is not the one that the expectations are of");
    frames
}

/// The writer view of the revision that the capture is of.
fn seed() -> &'static Validator {
    static SEED: LazyLock<Validator> = LazyLock::new(|| {
        let parse = read(include_str!("../captures/seed-contract.md"));
        assert!(!parse.has_errors());
        Validator::new(bundle(&parse.contract, View::Writer), View::Writer).expect("it compiles")
    });
    &SEED
}

#[test]
fn todays_revision_flags_the_same_but_for_the_frame_that_came_since() {
    let steps = |validator: &Validator| -> BTreeSet<String> {
        let broken = capture().into_iter().filter(|Captured { writer, frame, .. }| {
            !validator.check(frame, Some(*writer)).violations.is_empty()
        });
        broken.map(|captured| captured.step).collect()
    };
    let (then, now) = (steps(seed()), steps(Validator::builtin(View::Writer)));
    assert_eq!(then.difference(&now).collect::<Vec<_>>(), ["going_idle_ack.unsolicited"]);
    assert!(now.is_subset(&then));
}

#[test]
fn the_writer_view_flags_exactly_the_steps_that_break_the_contract() {
    let expected: BTreeMap<String, BTreeMap<String, String>> =
        serde_json::from_str(include_str!("../captures/seed-findings.json")).expect("a map of maps");
    assert_eq!(expected.len(), 22);
    let mut found: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for Captured { writer, step, frame } in capture() {
        for violation in seed().check(&frame, Some(writer)).violations {
            let place = violation.pointer.clone();
            let twice = found.entry(step.clone()).or_default().insert(place, violation.rule.to_string());
            assert_eq!(twice, None, "{step}: two violations at one node: {violation}");
        }
    }
    assert_eq!(found, expected);
}

#[test]
fn the_key_sets_of_todays_gateway_and_connector_are_valid() {
    let mut seen = BTreeSet::new();
    for line in include_str!("../captures/current-key-sets.ndjson").lines() {
        let line: Value = serde_json::from_str(line).expect("a line is JSON");
        let writer = if line["dir"] == "gateway->connector" { Side::Gateway } else { Side::Connector };
        let report = Validator::builtin(View::Writer).check(&line["frame"], Some(writer));
        assert_eq!((report.violations, report.undocumented), (vec![], vec![]), "{line}");
        let frame = &line["frame"];
        seen.extend(frame["action"]["op"].as_str().or(frame["type"].as_str()).map(str::to_owned));
    }
    assert_eq!(seen.len(), 22, "fourteen ops, and the frames beside outbound: {seen:?}");
}

#[test]
fn each_violation_of_a_known_frame_cites_its_section_and_names_its_frame() {
    let mut sections = BTreeSet::new();
    for Captured { writer, frame, .. } in capture() {
        for violation in seed().check(&frame, Some(writer)).violations {
            let text = violation.to_string();
            assert!(text.ends_with(')') && !text.contains('\n'), "{text}");
            assert_eq!(violation.frame.as_deref(), frame["type"].as_str());
            sections.extend(violation.section);
        }
    }
    assert_eq!(Vec::from_iter(sections), ["4.6", "4.7", "4.8", "6.2", "6.3", "6.4", "7.1"]);
}

#[test]
fn an_undocumented_field_is_counted_and_is_no_violation() {
    let mut undocumented = BTreeSet::new();
    for Captured { writer, frame, .. } in capture() {
        undocumented.extend(seed().check(&frame, Some(writer)).undocumented);
    }
    for pointer in ["/traceparent", "/event/source/zz_future_source_field", "/result/unknown_result_field"] {
        assert!(undocumented.contains(pointer), "{pointer} is not among {undocumented:?}");
    }
    let free = |pointer: &String| pointer.starts_with("/action/metadata/");
    assert!(!undocumented.iter().any(free), "the members of a free object are nobody's business");
}

/// What the real gateway made of each step, by step; a step with several frames has several.
#[cfg_attr(not(feature = "frame"), expect(dead_code, reason = "the oracle is for the types"))]
fn decoded() -> BTreeMap<String, Vec<Map<String, Value>>> {
    let mut steps: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for line in include_str!("../captures/seed-decoded.ndjson").lines() {
        let line: Map<String, Value> = serde_json::from_str(line).expect("a record is an object");
        let step = line["step"].as_str().expect("each record has a step").to_owned();
        steps.entry(step).or_default().push(line);
    }
    steps
}
