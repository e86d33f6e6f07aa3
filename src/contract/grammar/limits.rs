//! Limits in parentheses behind `string` and `int`.

use crate::contract::diagnostic::{Diagnostic, DiagnosticId};
use crate::contract::grammar::cursor::{Parsed, Syntax};
use crate::contract::grammar::token::Token;
use crate::contract::model::{Limits, Span};

/// The greatest integer that every JSON reader holds exactly: 2^53-1.
pub(in crate::contract) const MAX_INT: i64 = (1 << 53) - 1;

/// What limits are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::contract) enum Measure {
    /// A number of Unicode scalar values.
    Length,
    /// A number itself.
    Value,
}

impl Syntax<'_> {
    /// `(1..64)`, `(..100)`, `(>=1)`, `(<=100)`, or nothing.
    pub(in crate::contract) fn limits(&mut self, measure: Measure) -> Parsed<Limits> {
        let start = self.span.start;
        if !self.take('(') {
            return Ok(Limits::default());
        }
        let limits = match self.token {
            Token::Sign('>') => Limits { min: Some(self.limit_behind('>', measure)?), max: None },
            Token::Sign('<') => Limits { min: None, max: Some(self.limit_behind('<', measure)?) },
            _ => self.range(measure)?,
        };
        self.expect(')')?;
        match limits {
            Limits { min: Some(min), max: Some(max) } if min > max => Err(bad_limits(
                self.since(start),
                format!("expected a least value up to {max}, found {min}"),
                "write the smaller number first",
            )),
            limits => Ok(limits),
        }
    }

    fn range(&mut self, measure: Measure) -> Parsed<Limits> {
        let min = if self.token == Token::Range { None } else { Some(self.limit(measure)?) };
        if self.token != Token::Range {
            return Err(bad_limits(
                self.span.clone(),
                format!("expected `..` behind the least value, found {}", self.token),
                "write limits as `1..64`, `..100`, `>=1` or `<=100`",
            ));
        }
        self.advance();
        let max =
            if self.token == Token::Sign(')') && min.is_some() { None } else { Some(self.limit(measure)?) };
        Ok(Limits { min, max })
    }

    fn limit_behind(&mut self, sign: char, measure: Measure) -> Parsed<i64> {
        self.expect(sign)?;
        if !self.take('=') {
            return Err(bad_limits(
                self.span.clone(),
                format!("expected `=` behind `{sign}`, found {}", self.token),
                "limits are inclusive: write `>=1` or `<=100`",
            ));
        }
        self.limit(measure)
    }

    fn limit(&mut self, measure: Measure) -> Parsed<i64> {
        let least = match measure {
            Measure::Length => 0,
            Measure::Value => -MAX_INT,
        };
        match self.token {
            Token::Number(Some(number)) if (least..=MAX_INT).contains(&number) => {
                self.advance();
                Ok(number)
            }
            Token::Number(_) => Err(bad_limits(
                self.span.clone(),
                format!("expected a limit from {least} to {MAX_INT}, found {}", self.token),
                "readers hold no integer beyond 2^53-1 exactly, and no length is negative",
            )),
            _ => Err(bad_limits(
                self.span.clone(),
                format!("expected a number, found {}", self.token),
                "write limits as `1..64`, `..100`, `>=1` or `<=100`",
            )),
        }
    }
}

/// Refuses limits behind a type that takes none.
pub(in crate::contract) fn no_limits(syntax: &mut Syntax<'_>, word: &str) -> Parsed<()> {
    let start = syntax.span.start;
    if !syntax.take('(') {
        return Ok(());
    }
    while !matches!(syntax.token, Token::Sign(')') | Token::End) {
        syntax.advance();
    }
    syntax.take(')');
    Err(Diagnostic::new(
        DiagnosticId::LimitsNotAllowed,
        syntax.since(start),
        format!("expected no limits behind `{word}`, found some"),
        "only `string` and `int` take limits; put remarks into Meaning",
    ))
}

fn bad_limits(span: Span, message: String, hint: &str) -> Diagnostic {
    Diagnostic::new(DiagnosticId::BadLimits, span, message, hint)
}
