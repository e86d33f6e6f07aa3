//! The result of one action narrows the general result, as which it travels.

use crate::contract::diagnostic::{Diagnostic, DiagnosticId};
use crate::contract::model::{Contract, DefinitionKind, Field, Type};
use crate::well_known::ACTION_RESULT;

/// Reports each field of a result that the general result does not have, or has with a type that does not include it.
pub(in crate::contract) fn check(contract: &Contract, diagnostics: &mut Vec<Diagnostic>) {
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

/// Whether every value of `narrow` is one of `general`.
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
