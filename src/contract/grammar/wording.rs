//! Everything that can be wrong with types, shapes and members, in words.

use crate::contract::diagnostic::{Diagnostic, DiagnosticId};
use crate::contract::grammar::token::suggestion;
use crate::contract::guess;
use crate::contract::position::Span;
use crate::words::spelled;

/// A code span that does not end.
pub(in crate::contract) fn unclosed_code(span: Span) -> Diagnostic {
    Diagnostic::new(
        DiagnosticId::UnclosedCode,
        span,
        "expected a closing backtick, found the end of the cell",
        "close the code span; a `|` inside the cell is written `\\|`",
    )
}

/// Alternatives that cannot be together.
pub(super) fn mixed(span: Span, wanted: &str, found: &str) -> Diagnostic {
    Diagnostic::new(
        DiagnosticId::MixedSet,
        span,
        format!("expected {wanted}, found {found}"),
        "a type is one type, a set of quoted strings (with plain `string` if it is open), each also with `null`",
    )
}

/// A literal that its set already has.
pub(super) fn duplicate_literal(literal: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        DiagnosticId::DuplicateLiteral,
        span,
        format!("expected each literal once, found {literal:?} again"),
        "remove one of the two",
    )
}

/// Limits that are malformed, out of range, or leave nothing.
pub(super) fn bad_limits(span: Span, message: String, hint: &str) -> Diagnostic {
    Diagnostic::new(DiagnosticId::BadLimits, span, message, hint)
}

/// Limits after a type that takes none.
pub(super) fn limits_not_allowed(word: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        DiagnosticId::LimitsNotAllowed,
        span,
        format!("expected no limits behind `{word}`, found some"),
        "only `string` and `int` take limits; put remarks into Meaning",
    )
}

/// A member without a type.
pub(in crate::contract) fn untyped(name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        DiagnosticId::UntypedField,
        span,
        format!("expected a type behind `{name}`, found none"),
        guess::hint(name),
    )
}

/// A member of a pair that is a label beside a type.
pub(super) fn unknown_member(word: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        DiagnosticId::UnknownType,
        span,
        format!("expected a type, found `{word}`"),
        "write `[name: type, name: type]`, or no type in either member",
    )
}

/// A word that is no type.
pub(super) fn unknown_type(word: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        DiagnosticId::UnknownType,
        span,
        format!("expected a type, found `{}`", spelled(word)),
        match suggestion(word) {
            Some(known) => format!("write `{known}`"),
            None => "use string, int, number, bool, object, any, base64, or the name of a definition".into(),
        },
    )
}

/// A field name that is no identifier.
pub(in crate::contract) fn invalid_name(name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        DiagnosticId::InvalidName,
        span,
        format!("expected a field name, found `{}`", spelled(name)),
        "use letters, digits and underscores, not beginning with a digit",
    )
}

/// A field that its record already has.
pub(in crate::contract) fn duplicate_field(name: &str, span: &Span) -> Diagnostic {
    Diagnostic::new(
        DiagnosticId::DuplicateField,
        span.clone(),
        format!("expected each field once, found `{name}` again"),
        "remove or rename one of the two",
    )
}
