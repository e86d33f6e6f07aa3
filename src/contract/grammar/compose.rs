//! Types made of types: alternatives and lists, and how deep they nest.

use crate::contract::diagnostic::{Diagnostic, DiagnosticId};
use crate::contract::field::{Limits, Type};
use crate::contract::grammar::cursor::Parsed;
use crate::contract::grammar::wording::{duplicate_literal, mixed};
use crate::contract::position::Span;

/// The greatest depth of nesting of a type; real contracts need four.
pub(super) const MAX_DEPTH: usize = 32;

/// One of the alternatives between the bars of a type.
#[derive(Debug)]
pub(super) enum Alternative {
    Null,
    Literal(String),
    Type(Type),
}

/// The type that alternatives form together.
pub(super) fn combine(alternatives: Vec<(Alternative, Span)>) -> Parsed<Type> {
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
                return Err(duplicate_literal(&literal, span));
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

/// The list of an alternative.
pub(super) fn list_of(alternative: Alternative, span: Span) -> Parsed<Type> {
    let inner = match alternative {
        Alternative::Null => return Err(mixed(span, "a list of a type", "a list of `null`")),
        Alternative::Literal(literal) => Type::ClosedSet(vec![literal]),
        Alternative::Type(ty) => ty,
    };
    if height(&inner) >= MAX_DEPTH {
        return Err(too_deep(span));
    }
    Ok(Type::List(Box::new(inner)))
}

/// The number of levels that a type nests.
fn height(ty: &Type) -> usize {
    1 + match ty {
        Type::List(inner) | Type::Nullable(inner) => height(inner),
        Type::Pair(members) => members.iter().map(|member| height(&member.ty)).max().unwrap_or(0),
        Type::Shape(fields) => fields.iter().map(|field| height(&field.ty)).max().unwrap_or(0),
        Type::String(_)
        | Type::Int(_)
        | Type::Number
        | Type::Bool
        | Type::Object
        | Type::Any
        | Type::Base64
        | Type::ClosedSet(_)
        | Type::OpenSet(_)
        | Type::Named(_) => 0,
    }
}

/// Refuses nesting beyond [`MAX_DEPTH`].
pub(super) fn too_deep(span: Span) -> Diagnostic {
    Diagnostic::new(
        DiagnosticId::TooDeep,
        span,
        format!("expected at most {MAX_DEPTH} levels of nesting, found more"),
        "give the inner part a name of its own and refer to it",
    )
}
