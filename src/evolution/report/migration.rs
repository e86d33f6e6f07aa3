//! Stages in which to make a breaking change without breaking anything: add, write both, remove.

use crate::evolution::catalogue as rules;
use crate::evolution::finding::Finding;
use crate::evolution::rule::RuleKind;
use crate::evolution::verdict::Verdict;

/// The stages of one breaking change.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stages {
    /// The findings that the stages are for, each as its rule and its place.
    pub of: Vec<String>,
    /// The releases, one after the other.
    pub steps: [String; 3],
}

/// The stages of every breaking change that is not approved. Changes of meaning share theirs: each is a rule that
/// gets a name of its own.
#[must_use]
pub fn plan(findings: &[Finding]) -> Vec<Stages> {
    let is_open = |finding: &&Finding| finding.verdict == Verdict::Breaking && finding.approved.is_none();
    let breaking: Vec<_> = findings.iter().filter(is_open).collect();
    let (structural, semantic): (Vec<_>, Vec<_>) =
        breaking.into_iter().partition(|finding| finding.rule.kind == RuleKind::Structural);
    let stages = |finding: &Finding| {
        if *finding.rule == rules::FRAME_CONFLICT { of_order(finding, findings) } else { of_form(finding) }
    };
    let mut plan: Vec<_> = structural.into_iter().map(stages).collect();
    if !semantic.is_empty() {
        let named = |finding: &&Finding| format!("`{}`", finding.place);
        let places: Vec<_> = semantic.iter().map(named).collect();
        plan.push(Stages {
            of: semantic.into_iter().map(title).collect(),
            steps: of_meaning(&places.join(", ")),
        });
    }
    plan
}

fn title(finding: &Finding) -> String {
    format!("{} of `{}`", finding.rule.id, finding.place)
}

/// A change of form: the new form travels beside the old one.
fn of_form(finding: &Finding) -> Stages {
    let (writer, reader) = sides(finding);
    let frame = finding.witnesses.iter().find_map(|witness| witness.frame.get("type")?.as_str());
    let within = frame.map(|frame| format!(" in frame `{frame}`")).unwrap_or_default();
    let (place, name) = (&finding.place, finding.place.short_name());
    let is_rename = [&rules::FIELD_RENAMED, &rules::FIELD_MOVED].iter().any(|rule| **rule == *finding.rule);
    let (new, old) = if is_rename {
        (format!("`{place}`"), "the field that it replaces".to_owned())
    } else {
        (format!("a field with another name and the new form of `{name}`"), format!("`{place}`"))
    };
    let steps = [
        format!(
            "add {new} beside {old}{within}, not always sent; the {reader} reads it where it is there, \
             and then does without the other: deploy the {reader} first"
        ),
        format!("write both: the {writer} sends the new field and the old one"),
        format!(
            "remove: when no old {reader} is left, the {writer} stops sending {old}; when no old {writer} is left, the \
             {reader} stops reading it and the document drops it"
        ),
    ];
    Stages { of: vec![title(finding)], steps }
}

/// Changes of one frame that want opposite orders: each order by itself is safe, so they are released apart. What the
/// writer adds comes before what it takes away, so that no frame lacks both.
fn of_order(conflict: &Finding, findings: &[Finding]) -> Stages {
    let (writer, reader) = sides(conflict);
    let places = |verdict: Verdict| {
        let is_half = |finding: &&Finding| {
            finding.answers.is_some()
                && finding.verdict == verdict
                && *finding.rule != rules::FRAME_CONFLICT
                && finding.carriers.iter().any(|carrier| conflict.carriers.contains(carrier))
        };
        let places = findings.iter().filter(is_half).map(|finding| format!("`{}`", finding.place));
        places.collect::<Vec<_>>().join(", ")
    };
    let frame = &conflict.place;
    let steps = [
        format!(
            "release only the change of {} in `{frame}`: deploy the {writer} first",
            places(Verdict::WriterFirst)
        ),
        format!("wait until no old {writer} and no old {reader} is left"),
        format!("release the change of {}: deploy the {reader} first", places(Verdict::ReaderFirst)),
    ];
    Stages { of: vec![title(conflict)], steps }
}

/// The words for who sends what changed, and who reads it.
fn sides(finding: &Finding) -> (String, String) {
    finding
        .writer
        .map_or(("writer".to_owned(), "reader".to_owned()), |w| (w.to_string(), w.peer().to_string()))
}

/// A change of meaning: the new rule gets a name, by which a peer tells what the other goes by.
fn of_meaning(places: &str) -> [String; 3] {
    [
        format!(
            "add a sign, such as a capability in the descriptor or a field, by which a peer says that it goes by the \
             new rule of {places}; without the sign the old rule holds"
        ),
        "serve both: each side goes by the new rule with a peer that gives the sign, and by the old rule with any other"
            .to_owned(),
        "remove: when every peer gives the sign, take the old rule out of the document, and later the sign".to_owned(),
    ]
}
