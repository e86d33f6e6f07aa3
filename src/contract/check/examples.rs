//! Examples: each definition has one, and each keeps the definition that it is of.

use std::collections::HashSet;

use crate::contract::diagnostic::{Diagnostic, DiagnosticId, Severity};
use crate::contract::field::Type;
use crate::contract::model::Contract;

/// Reports definitions without an example, and examples that no writer may send.
pub(super) fn check(contract: &Contract, diagnostics: &mut Vec<Diagnostic>) {
    let shown: HashSet<&str> = contract.examples.iter().map(|example| example.name.as_str()).collect();
    let missing = contract.definitions().filter(|definition| !shown.contains(definition.name.as_str()));
    diagnostics.extend(missing.map(|definition| {
        let name = &definition.name;
        Diagnostic::new(
            DiagnosticId::NoExample,
            definition.span.clone(),
            format!("expected an example of `{name}`, found none"),
            format!("add a fenced block with the info string `json {name}`"),
        )
    }));
    // A row that could not be read says nothing about examples.
    if diagnostics.iter().any(|found| found.severity() == Severity::Error) {
        return;
    }
    for example in contract.examples.iter().filter(|example| contract.referent(&example.name).is_some()) {
        let ty = Type::Named(example.name.clone());
        if let Some(misfit) = contract.misfit(&example.value, &ty) {
            let place = if misfit.is_empty() { "as a whole".to_owned() } else { format!("at `{misfit}`") };
            diagnostics.push(Diagnostic::new(
                DiagnosticId::ExampleMismatch,
                example.span.clone(),
                format!(
                    "expected an example that a writer of `{}` may send, found another {place}",
                    example.name
                ),
                "correct the example, or the row that it breaks",
            ));
        }
    }
}
