//! A stretch of the document, token by token.

use serde_json::Value;

use crate::contract::diagnostic::{Diagnostic, DiagnosticId};
use crate::contract::grammar::token::{Lexer, Token, quoted_length};
use crate::contract::grammar::wording::unclosed_code;
use crate::contract::markdown::cells::unescape_pipes;
use crate::contract::position::Span;
use crate::json;

/// A thing that was read, or the first that is wrong with it.
pub(in crate::contract) type Parsed<T> = Result<T, Diagnostic>;

/// A place in one stretch of the document, and the token there.
#[derive(Debug)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    lexer: Lexer<'a>,
    pub(super) token: Token<'a>,
    pub(super) span: Span,
    /// The end of the token before.
    last_end: usize,
}

impl<'a> Cursor<'a> {
    /// The start of a stretch; `in_code` if it is the inside of a code span.
    pub(super) fn new(text: &'a str, span: &Span, in_code: bool) -> Self {
        let mut lexer = Lexer::new(text, span, in_code);
        let (token, first) = lexer.next();
        Self { text, lexer, token, span: first, last_end: span.start }
    }

    /// Takes the token and goes to the next.
    pub(super) fn advance(&mut self) -> (Token<'a>, Span) {
        let (token, span) = self.lexer.next();
        let token = std::mem::replace(&mut self.token, token);
        let span = std::mem::replace(&mut self.span, span);
        self.last_end = span.end;
        (token, span)
    }

    /// The token after the current one.
    pub(super) fn ahead(&self) -> Token<'a> {
        self.lexer.clone().next().0
    }

    /// Takes the token if it is that word.
    pub(super) fn take_word(&mut self, word: &str) -> bool {
        let taken = self.token == Token::Word(word);
        if taken {
            self.advance();
        }
        taken
    }

    /// Takes the token if it is that sign.
    pub(super) fn take(&mut self, sign: char) -> bool {
        let taken = self.token == Token::Sign(sign);
        if taken {
            self.advance();
        }
        taken
    }

    pub(super) fn expect(&mut self, sign: char) -> Parsed<()> {
        if self.take(sign) { Ok(()) } else { Err(self.unexpected(&format!("`{sign}`"))) }
    }

    pub(super) fn expect_end(&self, wanted: &str) -> Parsed<()> {
        if self.token == Token::End { Ok(()) } else { Err(self.unexpected(wanted)) }
    }

    /// From `start` to the end of the last token taken.
    pub(super) fn since(&self, start: usize) -> Span {
        start..self.last_end.max(start)
    }

    pub(super) fn unexpected(&self, wanted: &str) -> Diagnostic {
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

    /// The JSON value after the `=` at which the cursor is, and its place.
    pub(super) fn json_value(&mut self) -> Parsed<(Value, Span)> {
        self.lexer.skip_blank();
        let length = json_length(self.lexer.rest());
        let span = self.lexer.skip(length);
        let written = unescape_pipes(&self.text[span.clone()]);
        // Takes the `=`: the lexer is already after the value.
        self.advance();
        self.last_end = span.end;
        match json::read(&written) {
            Ok(value) => Ok((value, span)),
            Err(error) => Err(Diagnostic::new(
                DiagnosticId::BadDefault,
                if span.is_empty() { span.start - 1..span.end } else { span },
                if error.flaw == json::Flaw::DuplicateKey {
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
pub(super) fn check_backticks(text: &str, span: &Span) -> Parsed<()> {
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

/// The number of bytes of `text` that belong to the JSON value it opens with: up to a `,`, `}` or `]` of the shape
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
