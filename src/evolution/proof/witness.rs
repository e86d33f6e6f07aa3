//! A frame that shows an answer, built from one revision and put before both validators.

use serde_json::Value;

use crate::Side;
use crate::contract::{Contract, Definition, DefinitionKind};
use crate::evolution::definitions::carrier_of_results;
use crate::evolution::finding::{Revision, Witness};
use crate::evolution::proof::minimal::{Edit, Step, edited_definition, pointer};
use crate::evolution::proof::peer::{Peer, Peers};
use crate::evolution::verdict::ReaderAnswer;
use crate::evolution::walk::{Outcome, Probe, Root};
use crate::schema::View;
use crate::validate::{Report, Rule};

/// Why an answer could not be shown.
#[derive(Debug, thiserror::Error)]
pub(in crate::evolution) enum Unconfirmed {
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
pub(in crate::evolution) fn confirm(
    peers: &Peers<'_>,
    from: Revision,
    outcome: &Outcome,
) -> Result<Witness, Unconfirmed> {
    let probe = outcome.probe.as_ref().ok_or(Unconfirmed::Unbuilt)?;
    let writer = peers.peer(from, &probe.advertised);
    let reader = peers.peer(from.other(), &probe.advertised);
    let side = sender(&writer.contract, &probe.root);
    let value = build(&writer.contract, probe).ok_or(Unconfirmed::Unbuilt)?;
    let sendable = check(&writer, View::Writer, (&probe.root, side), &value)?;
    if sendable.is_none_or(|report| !report.violations.is_empty() || !report.undocumented.is_empty()) {
        return Err(Unconfirmed::Unsendable(from));
    }
    let received = check(&reader, View::Reader, (&probe.root, side), &value)?;
    if !shows(&reader.contract, side, probe, received.as_ref(), outcome.answer) {
        return Err(Unconfirmed::Contradicted { reader: from.other(), answer: outcome.answer });
    }
    let (frame, prefix) = match &probe.root {
        Root::Frame(_) => (value, String::new()),
        Root::Definition(name) => wrapped(&writer, name, value),
    };
    let pointer = prefix + &pointer(&probe.steps);
    Ok(Witness { sent_by: from, frame, pointer, answer: outcome.answer })
}

/// Who sends a frame; none for another definition.
fn sender(contract: &Contract, root: &Root) -> Option<Side> {
    match root {
        Root::Frame(tag) => contract.frame(tag).and_then(Definition::writer),
        Root::Definition(_) => None,
    }
}

fn build(contract: &Contract, probe: &Probe) -> Option<Value> {
    edited_definition(contract, &definition(contract, &probe.root)?, &probe.steps, &probe.edit)
}

/// The definition that a witness begins with; none where the revision has no such frame.
fn definition(contract: &Contract, root: &Root) -> Option<String> {
    match root {
        Root::Frame(tag) => contract.frame(tag).map(|frame| frame.name.clone()),
        Root::Definition(name) => Some(name.clone()),
    }
}

/// What a validator says; none where the revision has no such definition.
fn check(
    peer: &Peer,
    view: View,
    (root, side): (&Root, Option<Side>),
    value: &Value,
) -> Result<Option<Report>, Unconfirmed> {
    let name = definition(&peer.contract, root).unwrap_or_default();
    let validator = peer.validator(view, &name).ok_or(Unconfirmed::Uncompiled)?;
    Ok(match root {
        Root::Frame(_) => Some(validator.check(value, side)),
        Root::Definition(name) => validator.check_definition(name, value),
    })
}

/// Whether a reader's report says of the place what was expected.
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
            Root::Frame(tag) => reader.frame(tag).is_none_or(|frame| frame.writer() != side),
            Root::Definition(_) => report.is_none(),
        },
        (ReaderAnswer::Ignored, Some(Step::Op(op)), _) => {
            reader.action(op).is_none()
                && report.is_some_and(|report| report.violations.iter().all(|found| found.pointer != place))
        }
        (ReaderAnswer::Ignored, Some(_), _) => {
            report.is_some_and(|report| report.undocumented.iter().any(|found| is_at(found, &place)))
        }
        (ReaderAnswer::Refused, _, Edit::Omit) => {
            let parent = place.rsplit_once('/').map_or("", |(parent, _)| parent);
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
fn wrapped(writer: &Peer, name: &str, value: Value) -> (Value, String) {
    let contract = &writer.contract;
    let is_result = contract
        .definition(name)
        .is_some_and(|definition| matches!(definition.kind, DefinitionKind::Result { .. }));
    let carrier = carrier_of_results(contract).filter(|_| is_result);
    let Some((frame, field)) = carrier else { return (value, String::new()) };
    let steps = [Step::Field(field.name.clone())];
    let Some(whole) = edited_definition(contract, &frame.name, &steps, &Edit::Put(value.clone())) else {
        return (value, String::new());
    };
    let side = frame.writer();
    let valid = writer.validator(View::Writer, &frame.name).map(|validator| validator.check(&whole, side));
    match valid {
        Some(report) if report.violations.is_empty() => (whole, pointer(&steps)),
        _ => (value, String::new()),
    }
}
