//! The words and signs of types, shapes and field lists, and which word may name what.
//!
//! It works on the document's own bytes, so that each token has its true place: `\|` is one sign, backticks are
//! blank.

use std::fmt;

use crate::contract::markdown::cells::unescape_pipes;
use crate::contract::position::Span;
use crate::json::string_end;
use crate::words::spelled;

/// One token.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token<'a> {
    /// Letters, digits and underscores.
    Word(&'a str),
    /// A quoted string, unquoted.
    Text(String),
    /// An integer; `None` where it is beyond all limits or has a zero too many.
    Number(Option<i64>),
    /// A quotation mark without its partner.
    OpenText,
    /// `..`
    Range,
    /// `…` or `...`
    Ellipsis,
    /// Any other character.
    Sign(char),
    /// The end of the text.
    End,
}

/// A place in the document from which tokens are taken.
#[derive(Debug, Clone)]
pub(super) struct Lexer<'a> {
    text: &'a str,
    at: usize,
    end: usize,
    /// True within backticks, where nothing but `\|` is escaped.
    in_code: bool,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str, span: &Span, in_code: bool) -> Self {
        Self { text, at: span.start, end: span.end, in_code }
    }

    /// The text that is not yet read.
    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.at..self.end]
    }

    /// Goes on `bytes` further.
    pub(super) fn skip(&mut self, bytes: usize) -> Span {
        let start = self.at;
        self.at = (start + bytes).min(self.end);
        start..self.at
    }

    pub(super) fn skip_blank(&mut self) {
        let rest = self.rest();
        let blank = rest.len() - rest.trim_start_matches(|c: char| c.is_whitespace() || c == '`').len();
        let runs = rest[..blank].split(|c| c != '`').filter(|run| !run.is_empty()).count();
        self.in_code ^= runs % 2 == 1;
        self.skip(blank);
    }

    /// The next token and its place.
    pub(super) fn next(&mut self) -> (Token<'a>, Span) {
        self.skip_blank();
        let rest = self.rest();
        let Some(first) = rest.chars().next() else {
            return (Token::End, self.at..self.at);
        };
        if first.is_ascii_alphabetic() || first == '_' {
            let length = length_while(rest, |c| c.is_ascii_alphanumeric() || c == '_');
            return (Token::Word(&rest[..length]), self.skip(length));
        }
        let sign_length = usize::from(first == '-');
        let digits = length_while(&rest[sign_length..], |c| c.is_ascii_digit());
        if digits > 0 && (first.is_ascii_digit() || sign_length == 1) {
            let length = sign_length + digits;
            let written = &rest[..length];
            // As in JSON; and zero has no sign.
            let surplus = rest[sign_length..length].starts_with('0') && written != "0";
            return (Token::Number(written.parse().ok().filter(|_| !surplus)), self.skip(length));
        }
        if first == '"' {
            return match quoted_length(rest) {
                Some(length) => match serde_json::from_str(&unescape_pipes(&rest[..length])) {
                    Ok(text) => (Token::Text(text), self.skip(length)),
                    Err(_) => (Token::OpenText, self.skip(length)),
                },
                None => (Token::OpenText, self.skip(rest.len())),
            };
        }
        for (written, token) in [("...", Token::Ellipsis), ("…", Token::Ellipsis), ("..", Token::Range)] {
            if rest.starts_with(written) {
                return (token, self.skip(written.len()));
            }
        }
        if let Some(escaped) = rest.strip_prefix('\\')
            && let Some(sign) = escaped.chars().next().filter(char::is_ascii_punctuation)
            && (sign == '|' || !self.in_code)
        {
            return (Token::Sign(sign), self.skip(1 + sign.len_utf8()));
        }
        (Token::Sign(first), self.skip(first.len_utf8()))
    }
}

/// Letters, digits and underscores, not beginning with a digit.
pub(in crate::contract) fn is_identifier(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// The value of a `type` or an `op`: an identifier that begins with a letter.
pub(in crate::contract) fn is_tag(word: &str) -> bool {
    is_identifier(word) && !word.starts_with('_')
}

/// The name of a definition: letters and digits, beginning with a capital.
pub(in crate::contract) fn is_definition_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_uppercase()) && word.chars().all(|c| c.is_ascii_alphanumeric())
}

/// A definition name of at least two humps: `SessionSource`, but neither `Framing` nor `APIs`.
pub(in crate::contract) fn is_upper_camel(word: &str) -> bool {
    let humps = word
        .as_bytes()
        .windows(2)
        .filter(|pair| pair[0].is_ascii_uppercase() && !pair[1].is_ascii_uppercase());
    is_definition_name(word) && humps.count() >= 2
}

/// Returns true for the words that are types.
pub(super) fn is_type_word(word: &str) -> bool {
    const WORDS: [&str; 17] = [
        "string", "str", "int", "integer", "number", "float", "double", "bool", "boolean", "object", "dict",
        "map", "array", "list", "any", "base64", "null",
    ];
    WORDS.contains(&word)
}

/// `strings` as `string`, as writers name the elements of a list.
pub(super) fn singular(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}

/// The type word that was probably meant.
pub(in crate::contract) fn suggestion(word: &str) -> Option<&'static str> {
    Some(match word.to_ascii_lowercase().as_str() {
        "string" if word != "string" => "string",
        "str" | "text" => "string",
        "int" | "integer" | "long" | "i64" | "u64" => "int",
        "number" if word != "number" => "number",
        "float" | "double" => "number",
        "boolean" | "bool" => "bool",
        "dict" | "map" | "object" => "object",
        "bytes" => "base64",
        _ => return None,
    })
}

/// The length of the string literal that `text` opens with, quotation marks included.
pub(super) fn quoted_length(text: &str) -> Option<usize> {
    string_end(&text.as_bytes()[1..]).map(|end| end + 1)
}

fn length_while(text: &str, keep: impl Fn(char) -> bool) -> usize {
    text.find(|c| !keep(c)).unwrap_or(text.len())
}

impl fmt::Display for Token<'_> {
    /// As a diagnostic says what was found.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => write!(f, "`{word}`"),
            Self::Text(text) => write!(f, "{text:?}"),
            Self::Number(Some(number)) => write!(f, "`{number}`"),
            Self::Number(None) => f.write_str("a number that no limit can be"),
            Self::OpenText => f.write_str("a malformed string"),
            Self::Range => f.write_str("`..`"),
            Self::Ellipsis => f.write_str("`…`"),
            Self::Sign(sign) => write!(f, "`{}`", spelled(&sign.to_string())),
            Self::End => f.write_str("the end"),
        }
    }
}
