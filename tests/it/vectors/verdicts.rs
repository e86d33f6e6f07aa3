//! Every vector through the codec and the validators: verdict, pointer and rule.

use std::collections::BTreeSet;

use relay_contract::Side;
use relay_contract::frame::{ConnectorFrame, Decoded, Frame, GatewayFrame, decode};
use relay_contract::schema::View;
use relay_contract::validate::{Validator, Violation, read};

use super::corpus::{CORPUS, EVERY_CONSTRUCT, Said, Vector, every_construct};

/// What is wrong with a line, by a validator.
fn violations(vector: &Vector, validator: &Validator) -> Vec<Violation> {
    match read(&vector.text()) {
        Ok(frame) => validator.check(&frame, Some(vector.writer())).violations,
        Err(violation) => vec![violation],
    }
}

/// What is wrong with a line, by the codec.
fn refusal(vector: &Vector) -> Vec<Violation> {
    fn of<F: Frame>(text: &str) -> Vec<Violation> {
        match decode::<F>(text) {
            Ok(Decoded::Known(_) | Decoded::Unknown { .. }) => Vec::new(),
            Err(error) => error.violations,
        }
    }
    match vector.writer() {
        Side::Gateway => of::<GatewayFrame>(&vector.text()),
        Side::Connector => of::<ConnectorFrame>(&vector.text()),
    }
}

/// What differs from the expectation: `at` is the place from which the pointers of the violations count.
fn difference(expected: &Said, found: &[Violation], at: &str) -> Option<String> {
    let found: Vec<_> = found
        .iter()
        .map(|violation| (format!("{at}{}", violation.pointer), violation.rule.to_string()))
        .collect();
    let wanted: Vec<_> = expected.pointer.clone().zip(expected.rule.clone()).into_iter().collect();
    (found != wanted || expected.valid != wanted.is_empty())
        .then(|| format!("expected {expected:?}, found {found:?}"))
}

/// The verdicts that were compared, and what is wrong with some.
#[derive(Default)]
struct Comparison {
    verdicts: usize,
    wrong: Vec<String>,
}

impl Comparison {
    fn add(&mut self, vector: &Vector, by: &str, expected: &Said, found: &[Violation], at: &str) {
        self.verdicts += 1;
        self.wrong
            .extend(difference(expected, found, at).map(|what| format!("{} by {by}: {what}", vector.id)));
    }

    /// Adds what the validator of a view says of a vector.
    fn add_view(&mut self, vector: &Vector, view: View, validator: &Validator) {
        let expected = vector.expected(view);
        self.add(vector, &format!("the {view} view"), expected, &violations(vector, validator), "");
        // On the wire a result is one of any action; where the request is known it is narrower.
        if vector.answers.is_some() {
            let report = validator.check_definition(&vector.definition, &vector.value());
            let narrowed = report.expect("the folder is a definition").violations;
            self.add(vector, &format!("the {view} view of the result"), expected, &narrowed, &vector.at);
        }
    }

    #[allow(clippy::print_stdout, reason = "the numbers are what the tests are for")]
    fn end(&self, vectors: usize) {
        let Self { verdicts, wrong } = self;
        println!("vectors: {vectors}, verdicts: {verdicts}, wrong: {}", wrong.len());
        assert!(wrong.is_empty(), "{} of {verdicts}:\n{}", wrong.len(), wrong.join("\n"));
    }
}

#[test]
fn the_validators_and_the_codec_say_what_the_vectors_expect() {
    let mut comparison = Comparison::default();
    for vector in CORPUS.iter() {
        for view in [View::Writer, View::Reader] {
            comparison.add_view(vector, view, Validator::builtin(view));
        }
        comparison.add(vector, "the codec", vector.expected(View::Reader), &refusal(vector), "");
    }
    comparison.end(CORPUS.len());
    assert!(comparison.verdicts >= 3 * CORPUS.len(), "only {} verdicts", comparison.verdicts);
}

#[test]
fn the_vectors_of_every_construct_are_right_too() {
    let mut comparison = Comparison::default();
    for view in [View::Writer, View::Reader] {
        let validator = Validator::new(every_construct(view), view).expect("it compiles");
        for vector in EVERY_CONSTRUCT.iter() {
            comparison.add_view(vector, view, &validator);
        }
    }
    comparison.end(EVERY_CONSTRUCT.len());
    let reader = EVERY_CONSTRUCT.iter().map(|vector| vector.expected(View::Reader));
    let rules: BTreeSet<_> = reader.filter_map(|said| said.rule.as_deref()).collect();
    assert!(
        rules.contains("enum") && EVERY_CONSTRUCT.len() > 500,
        "{} vectors, {rules:?}",
        EVERY_CONSTRUCT.len()
    );
}
