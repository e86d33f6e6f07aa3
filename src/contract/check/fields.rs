//! The types of fields: which may be a frame or an action, and which a result may have.

use crate::contract::diagnostic::{Diagnostic, DiagnosticId};
use crate::contract::field::{Field, Type};
use crate::contract::model::{Contract, Definition, DefinitionKind};
use crate::contract::position::Span;
use crate::well_known::ACTION_RESULT;

/// Reports each field whose type is one frame or one action.
///
/// Their tag belongs to their union; alone they would have to carry it, and nothing would read it.
pub(super) fn check_references(contract: &Contract, diagnostics: &mut Vec<Diagnostic>) {
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

/// Reports each field of a result that the general result does not have, or has with a type that does not include it.
pub(super) fn check_results(contract: &Contract, diagnostics: &mut Vec<Diagnostic>) {
    let Some(general) = contract.definition(ACTION_RESULT) else { return };
    let results = contract.definitions().filter_map(|definition| match &definition.kind {
        DefinitionKind::Result { op } => Some((op, &definition.fields)),
        _ => None,
    });
    for (op, fields) in results {
        for field in fields {
            let known = general.fields.iter().find(|known| known.name == field.name);
            let found = match known {
                Some(known) if includes(known, field) => continue,
                Some(known) if known.always_sent && !field.always_sent => {
                    format!("`{}`, which is always sent there", field.name)
                }
                Some(known) => format!("`{}`, which is `{}` there", field.name, known.ty),
                None => format!("`{}`, which it does not have", field.name),
            };
            diagnostics.push(Diagnostic::new(
                DiagnosticId::WiderResult,
                field.span.clone(),
                format!("expected fields of `{ACTION_RESULT}` in the result of `{op}`, found {found}"),
                format!(
                    "a result travels as `{ACTION_RESULT}`: state the field there too, with the same type"
                ),
            ));
        }
    }
}

/// Returns true if every value of `narrow` is one of `general`.
fn includes(general: &Field, narrow: &Field) -> bool {
    let base = match &general.ty {
        Type::Nullable(inner) => inner,
        other => other,
    };
    let is_subset = match (base, &narrow.ty) {
        (Type::OpenSet(_) | Type::String(_), Type::ClosedSet(_) | Type::OpenSet(_)) => true,
        (Type::ClosedSet(general), Type::ClosedSet(narrow)) => {
            narrow.iter().all(|word| general.contains(word))
        }
        _ => false,
    };
    let is_type = general.ty == narrow.ty || *base == narrow.ty || general.ty == Type::Any || is_subset;
    is_type && (narrow.always_sent || !general.always_sent)
}
