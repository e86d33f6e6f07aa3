//! Types and shapes: recursive descent over tokens.
//!
//! Knows nothing of tables: it reads one stretch of the document and says what was found in it.

use serde_json::Value;

use crate::contract::diagnostic::{Diagnostic, DiagnosticId};
use crate::contract::grammar::token::{Lexer, Token, quoted_length, unescape_pipes};
use crate::contract::json;
use crate::contract::model::{Span, Type};
use crate::contract::read::draft::{Draft, Mention, StatedDefault};

/// How deeply types may nest; real contracts need four.
pub(in crate::contract) const MAX_DEPTH: usize = 32;

pub(in crate::contract) type Parsed<T> = Result<T, Diagnostic>;

/// A reader of one stretch of the document.
#[derive(Debug)]
pub(in crate::contract) struct Syntax<'a> {
    text: &'a str,
    lexer: Lexer<'a>,
    pub(in crate::contract) token: Token<'a>,
    pub(in crate::contract) span: Span,
    /// The end of the token before.
    last_end: usize,
    depth: usize,
    /// What is to be reported if the stretch as a whole is understood.
    pub(in crate::contract) asides: Asides,
}

/// What a type says besides being a type.
#[derive(Debug, Default)]
pub(in crate::contract) struct Asides {
    pub(in crate::contract) diagnostics: Vec<Diagnostic>,
    pub(in crate::contract) mentions: Vec<Mention>,
    pub(in crate::contract) defaults: Vec<StatedDefault>,
}

impl Asides {
    pub(in crate::contract) fn add_to(self, draft: &mut Draft<'_>) {
        draft.diagnostics.extend(self.diagnostics);
        draft.mentions.extend(self.mentions);
        draft.defaults.extend(self.defaults);
    }
}

/// The type that fills `span`; reports what is malformed.
pub(in crate::contract) fn read_type(draft: &mut Draft<'_>, span: &Span) -> Option<Type> {
    let mut syntax = Syntax::in_cell(draft.text, span);
    let parsed = check_backticks(draft.text, span).and_then(|()| {
        let ty = syntax.parse_type()?;
        syntax.expect_end("the end of the type")?;
        Ok(ty)
    });
    match parsed {
        Ok(ty) => {
            syntax.asides.add_to(draft);
            Some(ty)
        }
        Err(flaw) => {
            draft.diagnostics.push(flaw);
            None
        }
    }
}

impl<'a> Syntax<'a> {
    /// A reader of a code span.
    pub(in crate::contract) fn new(text: &'a str, span: &Span) -> Self {
        Self::at_start(text, span, Lexer::new(text, span, true))
    }

    /// A reader of a cell, which may hold code spans.
    pub(in crate::contract) fn in_cell(text: &'a str, span: &Span) -> Self {
        Self::at_start(text, span, Lexer::new(text, span, false))
    }

    fn at_start(text: &'a str, span: &Span, mut lexer: Lexer<'a>) -> Self {
        let (token, first) = lexer.next();
        Self { text, lexer, token, span: first, last_end: span.start, depth: 0, asides: Asides::default() }
    }

    /// Takes the token and goes to the next.
    pub(in crate::contract) fn advance(&mut self) -> (Token<'a>, Span) {
        let (token, span) = self.lexer.next();
        let token = std::mem::replace(&mut self.token, token);
        let span = std::mem::replace(&mut self.span, span);
        self.last_end = span.end;
        (token, span)
    }

    /// The token behind the current one.
    pub(in crate::contract) fn ahead(&self) -> Token<'a> {
        self.lexer.clone().next().0
    }

    /// Takes the token if it is that sign.
    pub(in crate::contract) fn take(&mut self, sign: char) -> bool {
        let taken = self.token == Token::Sign(sign);
        if taken {
            self.advance();
        }
        taken
    }

    pub(in crate::contract) fn expect(&mut self, sign: char) -> Parsed<()> {
        if self.take(sign) { Ok(()) } else { Err(self.unexpected(&format!("`{sign}`"))) }
    }

    pub(in crate::contract) fn expect_end(&self, wanted: &str) -> Parsed<()> {
        if self.token == Token::End { Ok(()) } else { Err(self.unexpected(wanted)) }
    }

    /// From `start` to the end of the last token taken.
    pub(in crate::contract) fn since(&self, start: usize) -> Span {
        start..self.last_end.max(start)
    }

    pub(in crate::contract) fn unexpected(&self, wanted: &str) -> Diagnostic {
        // The end has no width; the last character before it can be underlined.
        let span = if self.span.is_empty() {
            let before = &self.text[..self.last_end];
            self.last_end - before.chars().next_back().map_or(0, char::len_utf8)..self.last_end
        } else {
            self.span.clone()
        };
        Diagnostic::new(
            DiagnosticId::Syntax,
            span,
            format!("expected {wanted}, found {}", self.token),
            "see sections 3 and 4 of the contract grammar",
        )
    }

    /// Runs `inner` one level deeper.
    pub(in crate::contract) fn nested<T>(&mut self, inner: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth == MAX_DEPTH {
            return Err(too_deep(self.span.clone()));
        }
        self.depth += 1;
        let result = inner(self);
        self.depth -= 1;
        result
    }

    /// The JSON value behind the `=` at which the reader stands, and its place.
    pub(in crate::contract) fn json_value(&mut self) -> Parsed<(Value, Span)> {
        self.lexer.skip_blank();
        let length = json_length(self.lexer.rest());
        let span = self.lexer.skip(length);
        let written = unescape_pipes(&self.text[span.clone()]);
        // Takes the `=`: the lexer already stands behind the value.
        self.advance();
        self.last_end = span.end;
        match json::parse(&written) {
            Ok(value) => Ok((value, span)),
            Err(flaw) => Err(Diagnostic::new(
                DiagnosticId::BadDefault,
                if span.is_empty() { span.start - 1..span.end } else { span },
                if flaw.is_data() {
                    "expected each key of a default once, found one twice"
                } else {
                    "expected a JSON value behind `=`, found something else"
                },
                "write the reader's default as JSON, such as `= false` or `= \"dm\"`",
            )),
        }
    }
}

/// Reports backticks without their partners; elsewhere backticks are blank.
fn check_backticks(text: &str, span: &Span) -> Parsed<()> {
    let mut at = span.start;
    while let Some(opening) = text[at..span.end].find('`') {
        at += opening;
        match code_span(&text[at..span.end]) {
            Some((_, length)) => at += length,
            None => return Err(unclosed_code(at..span.end)),
        }
    }
    Ok(())
}

/// The inside and the whole length of the code span that `text` opens with.
pub(in crate::contract) fn code_span(text: &str) -> Option<(Span, usize)> {
    let ticks = text.len() - text.trim_start_matches('`').len();
    let mut at = ticks;
    loop {
        let start = at + text[at..].find('`')?;
        let closing = text[start..].len() - text[start..].trim_start_matches('`').len();
        if closing == ticks {
            return Some((ticks..start, start + closing));
        }
        at = start + closing;
    }
}

/// A code span that does not end.
pub(in crate::contract) fn unclosed_code(span: Span) -> Diagnostic {
    Diagnostic::new(
        DiagnosticId::UnclosedCode,
        span,
        "expected a closing backtick, found the end of the cell",
        "close the code span; a `|` inside the cell is written `\\|`",
    )
}

/// Refuses nesting beyond [`MAX_DEPTH`].
pub(in crate::contract) fn too_deep(span: Span) -> Diagnostic {
    Diagnostic::new(
        DiagnosticId::TooDeep,
        span,
        format!("expected at most {MAX_DEPTH} levels of nesting, found more"),
        "give the inner part a name of its own and refer to it",
    )
}

/// How many bytes of `text` belong to the JSON value that it opens with: up to a `,`, `}` or `]` of the shape
/// around it.
fn json_length(text: &str) -> usize {
    let mut open = 0_usize;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        match c {
            '"' => {
                at += quoted_length(&text[at..]).unwrap_or(text.len() - at);
                continue;
            }
            '{' | '[' => open += 1,
            ',' | '}' | ']' | '`' if open == 0 => break,
            '}' | ']' => open -= 1,
            _ => {}
        }
        at += c.len_utf8();
    }
    text[..at].trim_end().len()
}
