//! What holds of every comparison.

use relay_contract::evolution::{Answers, Finding, ReaderAnswer, Verdict};

use super::cases::cases;
use super::diff;

const BASE: &str = include_str!("base.md");
const REAL: &str = include_str!("../../../docs/relay-connector-contract.md");

#[test]
fn a_document_against_itself_has_no_changes() {
    assert_eq!(diff(REAL, REAL), []);
    assert_eq!(diff(BASE, BASE), []);
    let cases = cases();
    for case in &cases {
        assert_eq!(diff(&case.text, &case.text), [], "{}", case.name);
    }
}

#[test]
fn line_ends_and_the_order_of_rows_do_not_matter() {
    assert_eq!(diff(BASE, &BASE.replace('\n', "\r\n")), []);
    let mut lines: Vec<_> = REAL.lines().collect();
    let rows = lines.iter().position(|line| line.starts_with("| `chat_name` |")).expect("a row");
    lines.swap(rows, rows + 1);
    assert_eq!(diff(REAL, &(lines.join("\n") + "\n")), []);
}

#[test]
fn to_swap_the_revisions_is_to_swap_the_answers() {
    let answers = |findings: &[Finding]| -> Vec<(String, Answers)> {
        let mut answers: Vec<_> = findings
            .iter()
            .filter_map(|finding| Some((finding.place.to_string(), finding.answers?)))
            .collect();
        answers.sort_by_key(|(location, answers)| (location.clone(), answers.old_reader, answers.new_reader));
        answers
    };
    // A rename or a move is called by its new place.
    let moves = ["FIELD_RENAMED", "FRAME_RENAMED", "OP_RENAMED", "FIELD_MOVED"];
    let mut compared = 0;
    for case in cases() {
        let found = diff(BASE, &case.text);
        let forth = answers(&found);
        let back = answers(&diff(&case.text, BASE));
        let mut swapped: Vec<_> =
            back.into_iter().map(|(location, answers)| (location, answers.swapped())).collect();
        swapped.sort_by_key(|(location, answers)| (location.clone(), answers.old_reader, answers.new_reader));
        if found.iter().any(|finding| moves.contains(&finding.rule.id)) {
            let bare =
                |answers: Vec<(String, Answers)>| answers.into_iter().map(|(_, a)| a).collect::<Vec<_>>();
            assert_eq!(bare(forth), bare(swapped), "{}", case.name);
        } else {
            assert_eq!(forth, swapped, "{}", case.name);
        }
        compared += 1;
    }
    assert!(compared > 50);
}

#[test]
fn a_structural_finding_has_a_witness_for_each_answer_that_is_not_accepted() {
    let mut witnesses = 0;
    for case in cases() {
        for finding in diff(BASE, &case.text) {
            let Some(answers) = finding.answers else {
                assert_eq!(finding.witnesses, [], "{}", case.name);
                assert!(finding.no_witness.is_some(), "{}", case.name);
                continue;
            };
            let expected = [answers.old_reader, answers.new_reader];
            let expected = expected.iter().filter(|answer| **answer != ReaderAnswer::Accepted).count();
            assert_eq!(finding.witnesses.len(), expected, "{}: {finding:#?}", case.name);
            witnesses += expected;
        }
    }
    assert!(witnesses > 0);
}

#[test]
fn the_verdict_comes_from_the_pair() {
    use ReaderAnswer::{Accepted, Ignored, Refused};
    let verdicts = [
        (Accepted, Accepted, Verdict::AnyOrder),
        (Accepted, Ignored, Verdict::WriterFirst),
        (Accepted, Refused, Verdict::WriterFirst),
        (Ignored, Accepted, Verdict::ReaderFirst),
        (Ignored, Ignored, Verdict::NeedsReview),
        (Ignored, Refused, Verdict::WriterFirst),
        (Refused, Accepted, Verdict::ReaderFirst),
        (Refused, Ignored, Verdict::ReaderFirst),
        (Refused, Refused, Verdict::Breaking),
    ];
    for (old_reader, new_reader, verdict) in verdicts {
        assert_eq!(Answers { old_reader, new_reader }.verdict(), verdict);
    }
}

#[test]
fn an_object_that_both_sides_send_has_a_verdict_for_each() {
    let shared = |ty: &str| {
        format!(
            "# Link, v1\n\n## `Shared`\n\n| Field | Type | Always sent |\n| --- | --- | --- |\n| `x` | {ty} | yes |\n\n\
             ## Frames\n\n| Frame | Direction | Fields | Meaning |\n| --- | --- | --- | --- |\n\
             | `up` | gateway -> connector | `it: Shared` | Up. |\n\
             | `down` | connector -> gateway | `them: Shared[]` | Down. |\n"
        )
    };
    let findings = diff(&shared("string"), &shared("string\\|null"));
    let told: Vec<_> = findings.iter().map(|finding| (finding.rule.id, finding.advice())).collect();
    let expected = [
        ("TYPE_WIDENED", "deploy the connector first"),
        ("TYPE_WIDENED", "deploy the gateway first"),
        ("ORDER_CONFLICT", "a person must decide"),
    ];
    assert_eq!(told, expected.map(|(rule, advice)| (rule, advice.to_owned())));
    let conflict = &findings[2].change;
    assert!(
        conflict
            .contains("the gateway must read the new `Shared.x` (TYPE_WIDENED) before the connector sends"),
        "{conflict}"
    );
    assert!(
        conflict
            .contains("the connector must read the new `Shared.x` (TYPE_WIDENED) before the gateway sends"),
        "{conflict}"
    );
    assert_eq!(findings[1].witnesses[0].frame.to_string(), r#"{"them":[{"x":null}],"type":"down"}"#);
}
