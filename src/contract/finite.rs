//! Definitions that always contain one another have no finite value.

use std::collections::{HashMap, HashSet};

use super::definitions::{Definition, Definitions};
use super::diagnostic::{Diagnostic, DiagnosticId};
use super::model::{Contract, Field, Span, Type};

/// Reports each cycle of always-sent fields once, at the field that closes it.
pub(super) fn check(contract: &Contract, definitions: &Definitions<'_>) -> Vec<Diagnostic> {
    let records = records(contract);
    let finite = finite_names(&records, definitions);
    let mut diagnostics = Vec::new();
    let mut reported = HashSet::new();
    for (start, _) in records.iter().filter(|(name, _)| !finite.contains(name)) {
        let mut path: Vec<(String, Span)> = Vec::new();
        let mut name = start.clone();
        loop {
            if let Some(closed) = path.iter().position(|(known, _)| *known == name) {
                let cycle = &path[closed..];
                if reported.insert(cycle.iter().map(|(name, _)| name.clone()).min()) {
                    diagnostics.push(infinite(cycle));
                }
                break;
            }
            let Some((field, next)) = next_infinite(&records, definitions, &finite, &name) else {
                break;
            };
            path.push((name, field));
            name = next;
        }
    }
    diagnostics
}

type Records<'a> = Vec<(String, &'a [Field])>;

fn records(contract: &Contract) -> Records<'_> {
    let objects = contract.objects.iter().map(|object| (object.name.clone(), object.fields.as_slice()));
    let frames = contract.frames.iter().map(|frame| (frame.name(), frame.fields.as_slice()));
    let actions = contract.actions.iter().flat_map(|action| {
        [(action.name(), action.fields.as_slice()), (action.result_name(), action.result.as_slice())]
    });
    objects.chain(frames).chain(actions).collect()
}

/// The names that have a finite value, by the least fixed point.
fn finite_names(records: &Records<'_>, definitions: &Definitions<'_>) -> HashSet<String> {
    let mut finite = HashSet::new();
    loop {
        let before = finite.len();
        for (name, fields) in records {
            if infinite_field(fields, definitions, &finite).is_none() {
                finite.insert(name.clone());
            }
        }
        if finite.len() == before {
            return finite;
        }
    }
}

/// The first always-sent field that is not known to end, and the definition it leads to.
fn infinite_field(
    fields: &[Field],
    definitions: &Definitions<'_>,
    finite: &HashSet<String>,
) -> Option<(Span, String)> {
    fields
        .iter()
        .filter(|field| field.always_sent)
        .find_map(|field| Some((field.span.clone(), infinite_in(&field.ty, definitions, finite)?)))
}

fn infinite_in(ty: &Type, definitions: &Definitions<'_>, finite: &HashSet<String>) -> Option<String> {
    match ty {
        Type::Named(name) => match definitions.get(name)? {
            Definition::Record { .. } => (!finite.contains(name)).then(|| name.clone()),
            Definition::Union(members) if members.iter().any(|member| finite.contains(member)) => None,
            Definition::Union(members) => members.first().cloned(),
        },
        Type::Pair(members) => members.iter().find_map(|member| infinite_in(&member.ty, definitions, finite)),
        Type::Shape(fields) => infinite_field(fields, definitions, finite).map(|(_, name)| name),
        Type::String(_)
        | Type::Int(_)
        | Type::Number
        | Type::Bool
        | Type::Object
        | Type::Any
        | Type::Base64
        | Type::List(_)
        | Type::Nullable(_)
        | Type::ClosedSet(_)
        | Type::OpenSet(_) => None,
    }
}

fn next_infinite(
    records: &Records<'_>,
    definitions: &Definitions<'_>,
    finite: &HashSet<String>,
    name: &str,
) -> Option<(Span, String)> {
    let by_name: HashMap<&str, &[Field]> =
        records.iter().map(|(name, fields)| (name.as_str(), *fields)).collect();
    infinite_field(by_name.get(name)?, definitions, finite)
}

fn infinite(cycle: &[(String, Span)]) -> Diagnostic {
    let names: Vec<String> = cycle.iter().chain(cycle.first()).map(|(name, _)| format!("`{name}`")).collect();
    let span = cycle.last().map_or(0..0, |(_, span)| span.clone());
    Diagnostic::new(
        DiagnosticId::InfiniteValue,
        span,
        format!("expected a value that ends, found {}", names.join(" in which there is always ")),
        "let one of these fields be absent, a list, or `null`",
    )
}
