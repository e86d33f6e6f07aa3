//! Changes to findings: each answer is shown by a frame of one revision, which the validators of both confirm.

use serde_json::Value;

use crate::Side;
use crate::contract::{Contract, Definition, DefinitionKind, Lines, Span};
use crate::evolution::change::{Carriage, Change, Edit, Effect, Probe};
use crate::evolution::finding::{Finding, Witness, digest};
use crate::evolution::gates::Gates;
use crate::evolution::place::{PathStep, PlaceRoot};
use crate::evolution::proof::minimal::{edited_definition, pointer};
use crate::evolution::proof::peer::Peers;
use crate::evolution::revision::{Comparison, PerRevision, Revision, carrier_of_results};
use crate::evolution::rule::Judgement;
use crate::evolution::verdict::{Answers, ReaderAnswer, Verdict};
use crate::schema::View;
use crate::validate::{Report, Rule};

/// The findings that changes are, one for each, with what carries them and with their witnesses.
pub(in crate::evolution) fn confirm(
    comparison: &Comparison<'_>,
    judgement: Judgement<'_>,
    carriage: &Carriage,
    changes: Vec<Change>,
) -> Vec<Finding> {
    let lines = PerRevision { old: Lines::of(comparison.old.text), new: Lines::of(comparison.new.text) };
    let mut peers = Peers::new(comparison);
    let findings = changes.into_iter().map(|change| {
        let digest = digest_of(comparison, &change);
        let line = |lines: &Lines<'_>, span: &Option<Span>| {
            span.as_ref().map(|span| lines.position(span.start).line)
        };
        let mut finding = Finding::authored(change.rule, change.place, change.words, judgement);
        finding.old_line = line(&lines.old, &change.spans.old);
        finding.new_line = line(&lines.new, &change.spans.new);
        finding.writer = change.writer;
        finding.digest = digest;
        (finding.before, finding.after) = (change.said.old, change.said.new);
        if let Some(verdict) = change.verdict {
            finding.verdict = (judgement.text)(change.rule, verdict);
        }
        finding.carriers = change.carrier.iter().flat_map(|carrier| carriage.outermost(carrier)).collect();
        if let (Some(_), None, Some(carrier)) = (&change.effects, change.writer, &change.carrier) {
            finding.change += &format!(
                "; no frame is known to carry `{}`, so that no side can be named: the frame that carries it must refer to it",
                carrier.new
            );
        }
        if let Some(effects) = &change.effects {
            show(&mut peers, judgement, &mut finding, effects);
        } else {
            let reason = "the change is one of meaning: every frame is valid as before";
            finding.no_witness = Some(reason.to_owned());
        }
        finding
    });
    findings.collect()
}

/// The digest of a change. What is said there stands for a change of text; a part of the contract that only one document
/// has stands with its whole row, since its sentence says little of it.
fn digest_of(comparison: &Comparison<'_>, change: &Change) -> String {
    let Change { rule, place, writer, said, spans, words, .. } = change;
    if !(said.old.is_empty() && said.new.is_empty()) {
        return digest(rule, place, *writer, &[&said.old, &said.new]);
    }
    let row = |revision: Revision| {
        let span = spans.get(revision).as_ref().filter(|_| spans.get(revision.other()).is_none())?;
        let text = comparison.text(revision);
        let start = text[..span.start].rfind('\n').map_or(0, |newline| newline + 1);
        text[start..].lines().next().map(str::trim)
    };
    let rows = [Revision::Old, Revision::New].map(|revision| row(revision).unwrap_or_default());
    digest(rule, place, *writer, &[words, rows[0], rows[1]])
}

/// Gives a finding its answers, its verdict, and a witness for each answer that is not accepted.
fn show(
    peers: &mut Peers<'_>,
    judgement: Judgement<'_>,
    finding: &mut Finding,
    effects: &PerRevision<Effect>,
) {
    let derived = Answers { old_reader: effects.new.answer, new_reader: effects.old.answer };
    let answers = (judgement.answers)(finding.rule, derived);
    finding.answers = Some(answers);
    finding.verdict = answers.verdict();
    finding.no_witness = None;
    for (revision, answer) in answers.objections() {
        match witness(peers, revision, effects.get(revision).probe.as_ref(), answer) {
            Ok(witness) => finding.witnesses.push(witness),
            Err(unconfirmed) => {
                finding.verdict = Verdict::NeedsReview;
                finding.no_witness = Some(unconfirmed.to_string());
            }
        }
    }
    if finding.witnesses.is_empty() && finding.no_witness.is_none() {
        finding.no_witness = Some("both readers accept whatever the other revision sends".to_owned());
    }
}

/// The reason why an answer could not be shown.
#[derive(Debug, thiserror::Error)]
enum Unconfirmed {
    #[error("no frame could be built that shows it")]
    Unbuilt,
    #[error("the schemas of one revision do not compile, so that no validator could confirm it")]
    Uncompiled,
    #[error("the {} writer's validator refuses the frame that was built to show it", .0.as_str())]
    Unsendable(Revision),
    #[error("the {} reader's validator does not say `{answer}` of the frame that was built to show it", reader.as_str())]
    Contradicted { reader: Revision, answer: ReaderAnswer },
}

/// Builds the frame that a writer of revision `from` may send, and asks the validators of both revisions.
fn witness(
    peers: &mut Peers<'_>,
    from: Revision,
    probe: Option<&Probe>,
    answer: ReaderAnswer,
) -> Result<Witness, Unconfirmed> {
    let probe = probe.ok_or(Unconfirmed::Unbuilt)?;
    let writer = peers.comparison.spoken(from, &probe.advertised);
    let reader = peers.comparison.spoken(from.other(), &probe.advertised);
    let side = sender(&writer, &probe.root);
    let value = build(&writer, probe).ok_or(Unconfirmed::Unbuilt)?;
    let sendable = check(peers, (from, &writer), View::Writer, (probe, side), &value)?;
    if sendable.is_none_or(|report| !report.violations.is_empty() || !report.undocumented.is_empty()) {
        return Err(Unconfirmed::Unsendable(from));
    }
    let received = check(peers, (from.other(), &reader), View::Reader, (probe, side), &value)?;
    if !shows(&reader, side, probe, received.as_ref(), answer) {
        return Err(Unconfirmed::Contradicted { reader: from.other(), answer });
    }
    let (frame, prefix) = match &probe.root {
        PlaceRoot::Definition(name) => wrapped(peers, (from, &probe.advertised), name, value),
        PlaceRoot::Frame(_) | PlaceRoot::Action(_) => (value, String::new()),
    };
    let pointer = prefix + &pointer(&probe.steps);
    Ok(Witness { sent_by: from, frame, pointer, answer })
}

/// The side that sends a frame; none for another definition.
fn sender(contract: &Contract, root: &PlaceRoot) -> Option<Side> {
    match root {
        PlaceRoot::Frame(tag) => contract.frame(tag).and_then(Definition::writer),
        PlaceRoot::Action(_) | PlaceRoot::Definition(_) => None,
    }
}

fn build(contract: &Contract, probe: &Probe) -> Option<Value> {
    edited_definition(contract, &definition(contract, &probe.root)?, &probe.steps, &probe.edit)
}

/// The definition that a witness begins with; none where the revision has no such frame or action.
fn definition(contract: &Contract, root: &PlaceRoot) -> Option<String> {
    match root {
        PlaceRoot::Frame(tag) => contract.frame(tag).map(|frame| frame.name.clone()),
        PlaceRoot::Action(op) => contract.action(op).map(|action| action.name.clone()),
        PlaceRoot::Definition(name) => Some(name.clone()),
    }
}

/// The report of a validator; none where the revision has no such definition.
fn check(
    peers: &mut Peers<'_>,
    (revision, contract): (Revision, &Contract),
    view: View,
    (probe, side): (&Probe, Option<Side>),
    value: &Value,
) -> Result<Option<Report>, Unconfirmed> {
    let name = definition(contract, &probe.root).unwrap_or_default();
    let validator = peers.validator((revision, &probe.advertised), view, &name);
    let validator = validator.ok_or(Unconfirmed::Uncompiled)?;
    Ok(match &probe.root {
        PlaceRoot::Frame(_) => Some(validator.check(value, side)),
        PlaceRoot::Action(_) | PlaceRoot::Definition(_) => validator.check_definition(&name, value),
    })
}

/// Returns true if a reader's report says of the place what was expected.
fn shows(
    reader: &Contract,
    side: Option<Side>,
    probe: &Probe,
    report: Option<&Report>,
    answer: ReaderAnswer,
) -> bool {
    let place = pointer(&probe.steps);
    match (answer, probe.steps.last(), &probe.edit) {
        (ReaderAnswer::Accepted, _, _) => report.is_some_and(|report| report.violations.is_empty()),
        (ReaderAnswer::Ignored, None, _) => match &probe.root {
            PlaceRoot::Frame(tag) => reader.frame(tag).is_none_or(|frame| frame.writer() != side),
            PlaceRoot::Action(_) | PlaceRoot::Definition(_) => report.is_none(),
        },
        (ReaderAnswer::Ignored, Some(PathStep::Op(op)), _) => {
            reader.action(op).is_none()
                && report.is_some_and(|report| report.violations.iter().all(|found| found.pointer != place))
        }
        (ReaderAnswer::Ignored, Some(_), _) => {
            report.is_some_and(|report| report.undocumented.iter().any(|found| is_at(found, &place)))
        }
        (ReaderAnswer::Refused, _, Edit::Omit) => {
            let parent = pointer(&probe.steps[..probe.steps.len().saturating_sub(1)]);
            report.is_some_and(|report| {
                let mut missing = report.violations.iter().filter(|found| found.rule == Rule::Required);
                missing.any(|found| found.pointer == parent)
            })
        }
        (ReaderAnswer::Refused, _, _) => {
            report.is_some_and(|report| report.violations.iter().any(|found| is_at(&found.pointer, &place)))
        }
    }
}

fn is_at(pointer: &str, place: &str) -> bool {
    pointer.strip_prefix(place).is_some_and(|below| below.is_empty() || below.starts_with('/'))
}

/// A result in the frame that carries results, where there is one and the frame is valid; else the value as it is.
fn wrapped(
    peers: &mut Peers<'_>,
    (from, advertised): (Revision, &Gates),
    name: &str,
    value: Value,
) -> (Value, String) {
    let writer = peers.comparison.spoken(from, advertised);
    let is_result = |definition: &Definition| matches!(definition.kind, DefinitionKind::Result { .. });
    let carrier = carrier_of_results(&writer).filter(|_| writer.definition(name).is_some_and(is_result));
    let Some((frame, field)) = carrier else { return (value, String::new()) };
    let steps = [PathStep::Field(field.name.clone())];
    let Some(whole) = edited_definition(&writer, &frame.name, &steps, &Edit::Put(value.clone())) else {
        return (value, String::new());
    };
    let validator = peers.validator((from, advertised), View::Writer, &frame.name);
    match validator.map(|validator| validator.check(&whole, frame.writer())) {
        Some(report) if report.violations.is_empty() => (whole, pointer(&steps)),
        _ => (value, String::new()),
    }
}
