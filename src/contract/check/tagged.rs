//! Frames and actions as types of fields: only their unions can be.

use crate::contract::diagnostic::{Diagnostic, DiagnosticId};
use crate::contract::model::{Contract, Definition, Field, Span, Type};

/// Reports each field whose type is one frame or one action.
///
/// Their tag belongs to the union that tells them apart; alone they would have to carry it, and nothing would read it.
pub(in crate::contract) fn check(contract: &Contract, diagnostics: &mut Vec<Diagnostic>) {
    for field in contract.definitions().flat_map(|definition| &definition.fields) {
        check_type(&field.ty, &field.span, contract, diagnostics);
    }
}

fn check_type(ty: &Type, span: &Span, contract: &Contract, diagnostics: &mut Vec<Diagnostic>) {
    match ty {
        Type::Named(name) => {
            if let Some((tag, _)) = contract.definition(name).and_then(Definition::tag) {
                diagnostics.push(Diagnostic::new(
                    DiagnosticId::TaggedReference,
                    span.clone(),
                    format!(
                        "expected a field of an object or a union, found `{name}`, which has the tag `{tag}`"
                    ),
                    "refer to the union, or give what the two share an object of its own",
                ));
            }
        }
        Type::List(inner) | Type::Nullable(inner) => check_type(inner, span, contract, diagnostics),
        Type::Pair(members) => {
            for member in members.iter() {
                check_type(&member.ty, span, contract, diagnostics);
            }
        }
        Type::Shape(fields) => {
            for Field { ty, span, .. } in fields {
                check_type(ty, span, contract, diagnostics);
            }
        }
        Type::String(_)
        | Type::Int(_)
        | Type::Number
        | Type::Bool
        | Type::Object
        | Type::Any
        | Type::Base64
        | Type::ClosedSet(_)
        | Type::OpenSet(_) => {}
    }
}
