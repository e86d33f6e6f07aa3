//! Rust and Node on the same texts: the same verdict, for the same reasons.

use std::collections::BTreeMap;
use std::io::Write as _;

use relay_contract::Side;
use relay_contract::schema::View;
use relay_contract::validate::{FRAME_LIMIT, Validator, read};
use serde_json::{Value, json};

use super::corpus::CORPUS;
use crate::laws::document::DOCUMENT;
use crate::laws::run::on_all_cores;
use crate::laws::subject::Subject;
use crate::laws::text::{Text, text};
use crate::node::node;

/// How many mutated frames are enough; there are results between them.
const FRAMES: usize = 10_000;

/// One question to both.
struct Question {
    /// Where the text comes from.
    id: String,
    text: String,
    view: View,
    subject: Subject,
}

/// What is wrong, as sorted pairs of pointer and rule.
type Reasons = Vec<(String, String)>;

#[test]
fn rust_and_node_agree_on_ten_thousand_mutated_frames() {
    let questions = questions();
    let ours = on_all_cores(questions.iter().collect(), of_rust);
    let theirs = of_node(&questions);
    assert_eq!(theirs.len(), questions.len(), "Node answers each question");
    let mut by_rule: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut refused, mut disagreements) = (0, Vec::new());
    for ((question, ours), theirs) in questions.iter().zip(&ours).zip(&theirs) {
        refused += usize::from(!ours.is_empty());
        for (_, rule) in ours {
            *by_rule.entry(rule).or_default() += 1;
        }
        if ours != theirs {
            // Places and rules alone, never a value.
            let Question { id, view, .. } = question;
            disagreements.push(format!("{id}, {view} view: Rust {ours:?}, Node {theirs:?}"));
        }
    }
    let asked = questions.len();
    #[allow(clippy::print_stdout, reason = "the numbers are what the test is for")]
    {
        let count = disagreements.len();
        println!(
            "differential: {FRAMES} mutated frames, and others: {asked} verdicts, {count} disagreements"
        );
        println!("{refused} refused for {by_rule:?}");
        for disagreement in &disagreements {
            println!("{disagreement}");
        }
    }
    assert!(disagreements.is_empty(), "{} disagreements of {asked}", disagreements.len());
    let accepted = asked - refused;
    assert!(asked >= 2 * FRAMES && refused > FRAMES && accepted > FRAMES / 2, "{refused} of {asked}");
}

/// Mutated frames and results, lines at the limit, and the vectors; each in both views.
fn questions() -> Vec<Question> {
    let mut texts = Vec::new();
    let (mut frames, mut seed) = (0, 0);
    while frames < FRAMES {
        let Text { subject, content, mutations, .. } = text(&DOCUMENT, seed);
        if mutations > 0 {
            frames += usize::from(subject.writer().is_some());
            texts.push((format!("seed {seed}"), content, subject));
        }
        seed += 1;
    }
    for length in [FRAME_LIMIT - 1, FRAME_LIMIT, FRAME_LIMIT + 1] {
        for letter in ["a", "é", "漢", "😀"] {
            let frame = |filler: &str| json!({"type": "inbound_ack", "bufferId": filler}).to_string();
            let left = length - 1 - frame("").len();
            let filler = letter.repeat(left / letter.len()) + &"a".repeat(left % letter.len());
            texts.push((
                format!("{length} bytes of {letter}"),
                frame(&filler),
                Subject::Frames(Side::Gateway),
            ));
        }
    }
    for vector in CORPUS.iter() {
        texts.push((vector.id.clone(), vector.text(), Subject::Frames(vector.writer())));
    }
    let both = texts.into_iter().flat_map(|(id, text, subject)| {
        [View::Writer, View::Reader].map(|view| Question {
            id: id.clone(),
            text: text.clone(),
            view,
            subject,
        })
    });
    both.collect()
}

fn of_rust(question: &Question) -> Reasons {
    let validator = Validator::builtin(question.view);
    let violations = match (read(&question.text), question.subject.writer()) {
        (Err(violation), _) => vec![violation],
        (Ok(frame), Some(writer)) => validator.check(&frame, Some(writer)).violations,
        (Ok(value), None) => {
            let report = validator.check_definition(question.subject.definition(), &value);
            report.expect("the contract defines its results").violations
        }
    };
    sorted(violations.into_iter().map(|violation| (violation.pointer, violation.rule.to_string())).collect())
}

fn of_node(questions: &[Question]) -> Vec<Reasons> {
    let mut file = tempfile::NamedTempFile::new().expect("a temporary file");
    for Question { text, view, subject, .. } in questions {
        let request = json!({
            "text": text,
            "view": view.to_string(),
            "writer": subject.writer().map(|writer| writer.to_string()),
            "definition": if subject.writer().is_none() { Some(subject.definition()) } else { None },
        });
        writeln!(file, "{request}").expect("a temporary file can be written");
    }
    let answers = node(&["test/violations.mjs", &file.path().to_string_lossy()]);
    answers.lines().map(reasons).collect()
}

/// An answer of the package's.
fn reasons(line: &str) -> Reasons {
    let violations: Vec<Value> = serde_json::from_str(line).expect("an answer is a list of violations");
    let part = |violation: &Value, key: &str| violation[key].as_str().expect("it is a text").to_owned();
    sorted(violations.iter().map(|one| (part(one, "pointer"), part(one, "rule"))).collect())
}

/// In which order violations are told is nobody's business.
fn sorted(mut reasons: Reasons) -> Reasons {
    reasons.sort();
    reasons
}
