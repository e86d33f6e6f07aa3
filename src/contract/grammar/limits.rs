//! Limits in parentheses after `string` and `int`.

use crate::contract::field::Limits;
use crate::contract::grammar::cursor::{Cursor, Parsed};
use crate::contract::grammar::token::Token;
use crate::contract::grammar::wording::{bad_limits, limits_not_allowed};
use crate::well_known::MAX_SAFE_INTEGER;

/// The kind of number that limits are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    /// A number of Unicode scalar values.
    Length,
    /// A number itself.
    Value,
}

/// `(1..64)`, `(..100)`, `(>=1)`, `(<=100)`, or nothing.
pub(super) fn limits(cursor: &mut Cursor<'_>, measure: Measure) -> Parsed<Limits> {
    let start = cursor.span.start;
    if !cursor.take('(') {
        return Ok(Limits::default());
    }
    let limits = match cursor.token {
        Token::Sign('>') => Limits { min: Some(limit_after(cursor, '>', measure)?), max: None },
        Token::Sign('<') => Limits { min: None, max: Some(limit_after(cursor, '<', measure)?) },
        _ => range(cursor, measure)?,
    };
    cursor.expect(')')?;
    match limits {
        Limits { min: Some(min), max: Some(max) } if min > max => Err(bad_limits(
            cursor.since(start),
            format!("expected a least value up to {max}, found {min}"),
            "write the smaller number first",
        )),
        limits => Ok(limits),
    }
}

fn range(cursor: &mut Cursor<'_>, measure: Measure) -> Parsed<Limits> {
    let min = if cursor.token == Token::Range { None } else { Some(limit(cursor, measure)?) };
    if cursor.token != Token::Range {
        return Err(bad_limits(
            cursor.span.clone(),
            format!("expected `..` behind the least value, found {}", cursor.token),
            "write limits as `1..64`, `..100`, `>=1` or `<=100`",
        ));
    }
    cursor.advance();
    let max =
        if cursor.token == Token::Sign(')') && min.is_some() { None } else { Some(limit(cursor, measure)?) };
    Ok(Limits { min, max })
}

fn limit_after(cursor: &mut Cursor<'_>, sign: char, measure: Measure) -> Parsed<i64> {
    cursor.expect(sign)?;
    if !cursor.take('=') {
        return Err(bad_limits(
            cursor.span.clone(),
            format!("expected `=` behind `{sign}`, found {}", cursor.token),
            "limits are inclusive: write `>=1` or `<=100`",
        ));
    }
    limit(cursor, measure)
}

fn limit(cursor: &mut Cursor<'_>, measure: Measure) -> Parsed<i64> {
    let least = match measure {
        Measure::Length => 0,
        Measure::Value => -MAX_SAFE_INTEGER,
    };
    match cursor.token {
        Token::Number(Some(number)) if (least..=MAX_SAFE_INTEGER).contains(&number) => {
            cursor.advance();
            Ok(number)
        }
        Token::Number(_) => Err(bad_limits(
            cursor.span.clone(),
            format!("expected a limit from {least} to {MAX_SAFE_INTEGER}, found {}", cursor.token),
            "readers hold no integer beyond 2^53-1 exactly, and no length is negative",
        )),
        _ => Err(bad_limits(
            cursor.span.clone(),
            format!("expected a number, found {}", cursor.token),
            "write limits as `1..64`, `..100`, `>=1` or `<=100`",
        )),
    }
}

/// Refuses limits after a type that takes none.
pub(super) fn no_limits(cursor: &mut Cursor<'_>, word: &str) -> Parsed<()> {
    let start = cursor.span.start;
    if !cursor.take('(') {
        return Ok(());
    }
    while !matches!(cursor.token, Token::Sign(')') | Token::End) {
        cursor.advance();
    }
    cursor.take(')');
    Err(limits_not_allowed(word, cursor.since(start)))
}
