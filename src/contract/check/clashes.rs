//! Definitions whose names cannot stand beside one another.

use std::collections::HashMap;

use crate::contract::diagnostic::{Diagnostic, DiagnosticId};
use crate::contract::grammar::names::UNIONS;
use crate::contract::model::{Contract, Span};

/// Reports definitions that come to the same name, or to names that differ in case alone.
///
/// Schemas are files, and some file systems do not tell `BotID` from `BotId`.
pub(in crate::contract) fn check(contract: &Contract, diagnostics: &mut Vec<Diagnostic>) {
    let mut known: HashMap<String, String> =
        UNIONS.iter().map(|name| (name.to_lowercase(), format!("the union `{name}`"))).collect();
    for (name, what, span) in definitions(contract) {
        match known.get(&name.to_lowercase()) {
            Some(other) => diagnostics.push(Diagnostic::new(
                DiagnosticId::NameClash,
                span.clone(),
                format!("expected a name of its own, found `{name}` ({what}) beside {other}"),
                "rename one of the two; names must differ in more than upper and lower case",
            )),
            None => {
                known.insert(name.to_lowercase(), format!("{what} `{name}`"));
            }
        }
    }
}

/// All definitions with their names, kinds and places.
fn definitions(contract: &Contract) -> Vec<(String, &'static str, &Span)> {
    let objects = contract.objects.iter().map(|object| (object.name.clone(), "the object", &object.span));
    let frames = contract.frames.iter().map(|frame| (frame.name(), "the frame", &frame.span));
    let actions = contract.actions.iter().map(|action| (action.name(), "the action", &action.span));
    let results = contract.actions.iter().map(|action| (action.result_name(), "the result", &action.span));
    objects.chain(frames).chain(actions).chain(results).collect()
}
