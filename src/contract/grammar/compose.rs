//! What the alternatives between the bars of a type come to.

use crate::contract::diagnostic::{Diagnostic, DiagnosticId};
use crate::contract::grammar::cursor::Parsed;
use crate::contract::model::{Limits, Span, Type};

/// One of the alternatives between the bars of a type.
#[derive(Debug)]
pub(in crate::contract) enum Alternative {
    Null,
    Literal(String),
    Type(Type),
}

/// The type that alternatives form together.
pub(in crate::contract) fn combine(alternatives: Vec<(Alternative, Span)>) -> Parsed<Type> {
    let mut nullable = false;
    let mut literals: Vec<String> = Vec::new();
    let mut rest: Option<Type> = None;
    let whole = match (alternatives.first(), alternatives.last()) {
        (Some((_, first)), Some((_, last))) => first.start..last.end,
        _ => 0..0,
    };
    for (alternative, span) in alternatives {
        match alternative {
            Alternative::Null if nullable => return Err(mixed(span, "`null` once", "it again")),
            Alternative::Null => nullable = true,
            Alternative::Literal(literal) if literals.contains(&literal) => {
                return Err(Diagnostic::new(
                    DiagnosticId::DuplicateLiteral,
                    span,
                    format!("expected each literal once, found {literal:?} again"),
                    "remove one of the two",
                ));
            }
            Alternative::Literal(literal) => literals.push(literal),
            Alternative::Type(ty) => {
                let fits =
                    if literals.is_empty() { rest.is_none() } else { ty == Type::String(Limits::default()) };
                if !fits || rest.is_some() {
                    return Err(mixed(span, "one type", "another alternative"));
                }
                rest = Some(ty);
            }
        }
    }
    let ty = match (literals.is_empty(), rest) {
        (true, Some(ty)) => ty,
        (true, None) => return Err(mixed(whole, "a type beside `null`", "`null` alone")),
        (false, None) => Type::ClosedSet(literals),
        (false, Some(Type::String(limits))) if limits == Limits::default() => Type::OpenSet(literals),
        (false, Some(_)) => return Err(mixed(whole, "plain `string` beside literals", "another type")),
    };
    Ok(match ty {
        Type::Nullable(_) if nullable => return Err(mixed(whole, "`null` once", "it again")),
        ty if nullable => Type::Nullable(Box::new(ty)),
        ty => ty,
    })
}

/// Alternatives that cannot stand together.
pub(in crate::contract) fn mixed(span: Span, wanted: &str, found: &str) -> Diagnostic {
    Diagnostic::new(
        DiagnosticId::MixedSet,
        span,
        format!("expected {wanted}, found {found}"),
        "a type is one type, a set of quoted strings (with plain `string` if it is open), each also with `null`",
    )
}
