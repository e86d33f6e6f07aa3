//! `Fields` and `Result` cells: members in backticks, one inline shape, or a reference.

use std::collections::HashSet;

use crate::contract::diagnostic::{Diagnostic, DiagnosticId};
use crate::contract::field::Field;
use crate::contract::grammar::cursor::{Parsed, code_span};
use crate::contract::grammar::parser::{Mention, parse_member, parse_shape};
use crate::contract::grammar::token::is_identifier;
use crate::contract::grammar::wording::{duplicate_field, unclosed_code};
use crate::contract::markdown::cells::{Cell, unescape_pipes};
use crate::contract::position::Span;
use crate::contract::read::draft::{Draft, Fields};
use crate::words::spelled;

/// A part of a field list.
#[derive(Debug)]
enum Piece {
    Code(Span),
    Remark(Span),
    Comma(Span),
}

/// The fields that a `Fields` cell lists or refers to.
pub(super) fn read_fields(draft: &mut Draft<'_>, cell: &Cell<'_>) -> Fields {
    if cell.is_dash() || cell.plain().text.eq_ignore_ascii_case("none") {
        return Fields::default();
    }
    read_stated(draft, cell, read_members)
}

/// The fields of the result that a `Result` cell states or refers to.
pub(super) fn read_result(draft: &mut Draft<'_>, cell: &Cell<'_>) -> Fields {
    if cell.is_empty() || cell.is_dash() || cell.plain().text.eq_ignore_ascii_case("none") {
        draft.report(
            DiagnosticId::MissingResult,
            &cell.span,
            "expected a result, found none",
            "every action has one: write an inline shape, or `<ActionResult>`",
        );
        return Fields::unread();
    }
    read_stated(draft, cell, |draft, _, _| {
        draft.report(
            DiagnosticId::Syntax,
            &cell.span,
            "expected an inline shape or a reference, found something else",
            "write the result as `{success: bool, …}` in backticks, or as `<ActionResult>`",
        );
    })
}

/// A reference, one shape with remarks, or what `otherwise` makes of the pieces.
fn read_stated(
    draft: &mut Draft<'_>,
    cell: &Cell<'_>,
    otherwise: impl FnOnce(&mut Draft<'_>, &[Piece], &mut Vec<Field>),
) -> Fields {
    if let Some(from) = reference(cell) {
        return Fields { from: Some(from), ..Fields::default() };
    }
    let mut fields = Fields::default();
    match pieces(draft.text, &cell.span) {
        Err(flaw) => draft.diagnostics.push(flaw),
        Ok(pieces) => match pieces.as_slice() {
            [Piece::Code(code), rest @ ..] if draft.text[code.clone()].trim_start().starts_with('{') => {
                fields.stated = draft.settle(parse_shape(draft.text, code)).unwrap_or_default();
                fields.remark = read_remarks(draft, rest);
            }
            pieces => otherwise(draft, pieces, &mut fields.stated),
        },
    }
    fields
}

/// `<Name>`, in backticks or not.
fn reference(cell: &Cell<'_>) -> Option<Mention> {
    let plain = cell.plain();
    let name = plain.text.strip_prefix('<')?.strip_suffix('>')?;
    let span = plain.span.start + 1..plain.span.end - 1;
    is_identifier(name).then(|| Mention { name: name.to_owned(), span })
}

fn read_members(draft: &mut Draft<'_>, pieces: &[Piece], fields: &mut Vec<Field>) {
    let mut after_member = false;
    let mut names = HashSet::new();
    for piece in pieces {
        match piece {
            Piece::Comma(_) if after_member => after_member = false,
            Piece::Remark(remark) if after_member => {
                if let Some(last) = fields.last_mut() {
                    add_remark(&mut last.meaning, &draft.text[remark.clone()]);
                }
            }
            Piece::Code(code) if !after_member => {
                after_member = true;
                if let Some(field) = read_member(draft, code, &mut names) {
                    fields.push(field);
                }
            }
            Piece::Code(span) | Piece::Comma(span) | Piece::Remark(span) => {
                let wanted = if after_member { "a comma" } else { "a member in backticks" };
                draft.diagnostics.push(stray(draft.text, span.clone(), wanted));
                return;
            }
        }
    }
    if let (false, Some(Piece::Comma(span))) = (after_member, pieces.last()) {
        draft.diagnostics.push(stray(draft.text, span.clone(), "a member behind the comma"));
    }
}

fn read_member(draft: &mut Draft<'_>, span: &Span, names: &mut HashSet<String>) -> Option<Field> {
    match parse_member(draft.text, span) {
        Ok((field, asides)) if names.insert(field.name.clone()) => {
            draft.keep(asides);
            return Some(field);
        }
        Ok((field, _)) => draft.diagnostics.push(duplicate_field(&field.name, &field.span)),
        Err(flaw) => draft.diagnostics.push(flaw),
    }
    None
}

/// The remarks after a shape; there is nothing else.
fn read_remarks(draft: &mut Draft<'_>, pieces: &[Piece]) -> String {
    let mut remarks = String::new();
    for piece in pieces {
        match piece {
            Piece::Remark(span) => add_remark(&mut remarks, &draft.text[span.clone()]),
            Piece::Code(span) | Piece::Comma(span) => {
                draft.diagnostics.push(stray(draft.text, span.clone(), "nothing behind the shape"));
                break;
            }
        }
    }
    remarks
}

fn add_remark(remarks: &mut String, remark: &str) {
    if !remarks.is_empty() {
        remarks.push_str("; ");
    }
    remarks.push_str(&unescape_pipes(remark.trim()));
}

/// Splits a cell into code spans, remarks in parentheses, and commas.
fn pieces(text: &str, cell: &Span) -> Parsed<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut at = cell.start;
    while let Some(c) = text[at..cell.end].chars().next() {
        let rest = &text[at..cell.end];
        match c {
            _ if c.is_whitespace() => at += c.len_utf8(),
            '`' => {
                let (code, length) = code_span(rest).ok_or_else(|| unclosed_code(at..cell.end))?;
                pieces.push(Piece::Code(at + code.start..at + code.end));
                at += length;
            }
            ',' => {
                pieces.push(Piece::Comma(at..at + 1));
                at += 1;
            }
            '(' => {
                let length =
                    parentheses(rest).ok_or_else(|| stray(text, at..cell.end, "a closing parenthesis"))?;
                pieces.push(Piece::Remark(at + 1..at + length - 1));
                at += length;
            }
            _ => {
                let length = rest.find([' ', ',', '`', '(']).unwrap_or(rest.len());
                return Err(stray(text, at..at + length.max(c.len_utf8()), "members in backticks"));
            }
        }
    }
    Ok(pieces)
}

/// The length of the remark that `text` opens with; code spans in it may hold parentheses.
fn parentheses(text: &str) -> Option<usize> {
    let mut open = 0_usize;
    let mut in_code = false;
    for (at, c) in text.char_indices() {
        match c {
            '`' => in_code = !in_code,
            '(' if !in_code => open += 1,
            ')' if !in_code => open -= 1,
            _ => {}
        }
        if open == 0 {
            return Some(at + c.len_utf8());
        }
    }
    None
}

fn stray(text: &str, span: Span, wanted: &str) -> Diagnostic {
    let found = &text[span.clone()];
    Diagnostic::new(
        DiagnosticId::Syntax,
        span,
        format!("expected {wanted}, found `{}`", spelled(found.trim_matches('`'))),
        "write `none`, a reference such as `<HelloFrame>`, or members in backticks, separated by commas, with remarks \
         in parentheses behind them",
    )
}
