//! Definitions whose names cannot stand beside one another.

use std::collections::HashMap;

use crate::contract::diagnostic::{Diagnostic, DiagnosticId};
use crate::contract::model::{Definition, UNIONS};

/// Reports definitions that come to the same name, or to names that differ in case alone.
///
/// Schemas are files, and some file systems do not tell `BotID` from `BotId`.
pub(in crate::contract) fn check(definitions: &[Definition], diagnostics: &mut Vec<Diagnostic>) {
    let mut known: HashMap<String, String> =
        UNIONS.iter().map(|name| (name.to_lowercase(), format!("the union `{name}`"))).collect();
    for Definition { kind, name, span, .. } in definitions {
        let kind = kind.as_str();
        match known.get(&name.to_lowercase()) {
            Some(other) => diagnostics.push(Diagnostic::new(
                DiagnosticId::NameClash,
                span.clone(),
                format!("expected a name of its own, found `{name}` (the {kind}) beside {other}"),
                "rename one of the two; names must differ in more than upper and lower case",
            )),
            None => {
                known.insert(name.to_lowercase(), format!("the {kind} `{name}`"));
            }
        }
    }
}
