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
fn line_ends_and_the_order_of_rows_say_nothing() {
    assert_eq!(diff(BASE, &BASE.replace('\n', "\r\n")), []);
    let mut lines: Vec<_> = REAL.lines().collect();
    let rows = lines.iter().position(|line| line.starts_with("| `chat_name` |")).expect("a row");
    lines.swap(rows, rows + 1);
    let findings = diff(REAL, &(lines.join("\n") + "\n"));
    let told: Vec<_> = findings.iter().map(|finding| (finding.rule.id, finding.verdict)).collect();
    assert_eq!(told, [("WORDING_CHANGED", Verdict::AnyOrder)]);
}

#[test]
fn to_swap_the_revisions_is_to_swap_the_answers() {
    let cases = cases();
    for case in &cases {
        swapped(BASE, &case.text, &case.name);
    }
    // Two changes at once, which may oppose each other.
    for pair in cases.windows(2) {
        swapped(&pair[0].text, &pair[1].text, &pair[1].name);
    }
    assert!(cases.len() > 50);
}

#[test]
fn results_share_a_conflict_only_with_the_frame_that_carries_them_in_both_revisions() {
    let frame = "| `outbound_result` | connector -> gateway | `requestId: string`, `result: ActionResult` ";
    let field = "| `success` | bool | yes | Whether it was posted. |\n";
    let more = BASE.replacen(field, &format!("{field}| `warning` | string | no | What was odd. |\n"), 1);
    let without = |text: &str| -> String {
        text.lines()
            .filter(|line| !line.starts_with(frame))
            .fold(String::new(), |text, line| text + line + "\n")
    };
    let untyped = |text: &str| text.replacen("result: ActionResult", "result: object", 1);
    for (old, new, conflicts) in [
        (without(BASE), more.clone(), 0),
        (BASE.to_owned(), without(&more), 0),
        (untyped(BASE), more.clone(), 0),
        (
            BASE.replacen("`requestId: string`, `result", "`requestId: string`, `at?: int`, `result", 1),
            more,
            1,
        ),
    ] {
        assert_ne!(old, new);
        let found = swapped(&old, &new, "results");
        let is_conflict = |finding: &&Finding| finding.rule.id == "FRAME_CONFLICT";
        assert_eq!(found.iter().filter(is_conflict).count(), conflicts, "{found:#?}");
    }
}

fn sorted(mut answers: Vec<Answers>) -> Vec<Answers> {
    answers.sort_by_key(|answers| (answers.old_reader, answers.new_reader));
    answers
}

/// The findings of a change, after they were held against those of the change the other way round.
fn swapped(old: &str, new: &str, name: &str) -> Vec<Finding> {
    let answers = |findings: &[Finding], seen: fn(Answers) -> Answers| -> Vec<(String, Answers)> {
        let answers =
            findings.iter().filter_map(|finding| Some((finding.place.to_string(), seen(finding.answers?))));
        let mut answers: Vec<_> = answers.collect();
        answers.sort_by_key(|(place, answers)| (place.clone(), answers.old_reader, answers.new_reader));
        answers
    };
    let (found, back) = (diff(old, new), diff(new, old));
    let (forth, back) = (answers(&found, |same| same), answers(&back, Answers::swapped));
    // A rename or a move is called by its new place.
    let moves = ["FIELD_RENAMED", "FRAME_RENAMED", "OP_RENAMED", "FIELD_MOVED"];
    if found.iter().any(|finding| moves.contains(&finding.rule.id)) {
        let bare = |answers: &[(String, Answers)]| sorted(answers.iter().map(|(_, a)| *a).collect());
        assert_eq!(bare(&forth), bare(&back), "{name}");
    } else {
        assert_eq!(forth, back, "{name}");
    }
    found
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
