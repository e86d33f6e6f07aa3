//! Types and shapes by recursive descent, sections 3 and 4 of the contract grammar.
//!
//! It knows nothing of tables: it reads one stretch of the document and gives what is in it.

use std::collections::HashSet;

use serde_json::Value;

use crate::contract::diagnostic::Diagnostic;
use crate::contract::field::{Field, Notes, PairMember, Type};
use crate::contract::grammar::compose::{Alternative, MAX_DEPTH, combine, list_of, too_deep};
use crate::contract::grammar::cursor::{Cursor, Parsed, check_backticks};
use crate::contract::grammar::limits::{Measure, limits, no_limits};
use crate::contract::grammar::token::{Token, is_definition_name, is_identifier, is_type_word, singular};
use crate::contract::grammar::wording::{
    duplicate_field, invalid_name, unknown_member, unknown_type, untyped,
};
use crate::contract::position::Span;

/// The consequences of a type, shape or member for the rest of the document.
#[derive(Debug, Default)]
pub(in crate::contract) struct Asides {
    pub(in crate::contract) diagnostics: Vec<Diagnostic>,
    pub(in crate::contract) mentions: Vec<Mention>,
    pub(in crate::contract) defaults: Vec<StatedDefault>,
}

/// A definition's name where it is used.
#[derive(Debug, Clone)]
pub(in crate::contract) struct Mention {
    pub(in crate::contract) name: String,
    pub(in crate::contract) span: Span,
}

/// A reader's default, to be compared with its type when all definitions are known.
#[derive(Debug, Clone)]
pub(in crate::contract) struct StatedDefault {
    pub(in crate::contract) value: Value,
    pub(in crate::contract) ty: Type,
    pub(in crate::contract) always_sent: bool,
    pub(in crate::contract) span: Span,
}

/// The type that fills the cell at `span`, which may hold code spans.
pub(in crate::contract) fn parse_type(text: &str, span: &Span) -> Parsed<(Type, Asides)> {
    check_backticks(text, span)?;
    let mut parser = Parser::new(Cursor::new(text, span, false));
    let ty = parser.any_type()?;
    parser.end(ty, "the end of the type")
}

/// The inline shape that fills the code span at `span`.
pub(in crate::contract) fn parse_shape(text: &str, span: &Span) -> Parsed<(Vec<Field>, Asides)> {
    let mut parser = Parser::new(Cursor::new(text, span, true));
    let fields = parser.shape()?;
    parser.end(fields, "the end of the shape")
}

/// The one member that fills the code span at `span`.
pub(in crate::contract) fn parse_member(text: &str, span: &Span) -> Parsed<(Field, Asides)> {
    let mut parser = Parser::new(Cursor::new(text, span, true));
    let field = parser.member()?;
    if parser.cursor.token == Token::Sign(',') {
        let hint = "put each member in backticks of its own".into();
        return Err(Diagnostic { hint, ..parser.cursor.unexpected("one member") });
    }
    parser.end(field, "the end of the member")
}

/// A descent through one stretch of the document.
#[derive(Debug)]
struct Parser<'a> {
    cursor: Cursor<'a>,
    depth: usize,
    /// For the document, if the stretch as a whole is understood.
    asides: Asides,
}

/// A member of a pair; a bare word may be a label without a type.
#[derive(Debug)]
enum BracketMember {
    Typed(PairMember),
    Bare(String, Span),
}

impl<'a> Parser<'a> {
    fn new(cursor: Cursor<'a>) -> Self {
        Self { cursor, depth: 0, asides: Asides::default() }
    }

    /// The thing that was read, if nothing is left.
    fn end<T>(self, read: T, wanted: &str) -> Parsed<(T, Asides)> {
        self.cursor.expect_end(wanted)?;
        Ok((read, self.asides))
    }

    /// Runs `inner` one level deeper.
    fn nested<T>(&mut self, inner: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth == MAX_DEPTH {
            return Err(too_deep(self.cursor.span.clone()));
        }
        self.depth += 1;
        let result = inner(self);
        self.depth -= 1;
        result
    }

    /// A whole type.
    fn any_type(&mut self) -> Parsed<Type> {
        self.nested(|parser| {
            let mut alternatives = vec![parser.alternative()?];
            while parser.cursor.take('|') || parser.cursor.take_word("or") {
                alternatives.push(parser.alternative()?);
            }
            combine(alternatives)
        })
    }

    fn alternative(&mut self) -> Parsed<(Alternative, Span)> {
        let start = self.cursor.span.start;
        let mut alternative = self.primary()?;
        while self.cursor.token == Token::Sign('[') {
            self.cursor.advance();
            self.cursor.expect(']')?;
            let span = self.cursor.since(start);
            alternative = list_of(alternative, span).map(Alternative::Type)?;
        }
        Ok((alternative, self.cursor.since(start)))
    }

    fn primary(&mut self) -> Parsed<Alternative> {
        match self.cursor.token.clone() {
            Token::Text(literal) => {
                self.cursor.advance();
                Ok(Alternative::Literal(literal))
            }
            Token::Word("null") => {
                self.cursor.advance();
                Ok(Alternative::Null)
            }
            Token::Word(word) => self.type_word(word).map(Alternative::Type),
            Token::Sign('<') => {
                self.cursor.advance();
                let Token::Word(name) = self.cursor.token else {
                    return Err(self.cursor.unexpected("the name of a definition"));
                };
                self.mention(name);
                self.cursor.expect('>')?;
                Ok(Alternative::Type(Type::Named(name.to_owned())))
            }
            Token::Sign('{') => self.shape().map(Type::Shape).map(Alternative::Type),
            Token::Sign('[') => self.brackets().map(Alternative::Type),
            Token::Sign('(') => {
                self.cursor.advance();
                let ty = self.any_type()?;
                self.cursor.expect(')')?;
                Ok(Alternative::Type(ty))
            }
            _ => Err(self.cursor.unexpected("a type")),
        }
    }

    fn type_word(&mut self, word: &str) -> Parsed<Type> {
        let ty = match word {
            "array" | "list" => return self.list_in_words(word),
            "string" | "str" => {
                self.cursor.advance();
                return limits(&mut self.cursor, Measure::Length).map(Type::String);
            }
            "int" | "integer" => {
                self.cursor.advance();
                return limits(&mut self.cursor, Measure::Value).map(Type::Int);
            }
            "number" | "float" | "double" => Type::Number,
            "bool" | "boolean" => Type::Bool,
            "object" | "dict" | "map" => Type::Object,
            "any" => Type::Any,
            "base64" => Type::Base64,
            name if is_definition_name(name) => {
                self.mention(name);
                no_limits(&mut self.cursor, name)?;
                return Ok(Type::Named(name.to_owned()));
            }
            other => return Err(unknown_type(other, self.cursor.span.clone())),
        };
        self.cursor.advance();
        no_limits(&mut self.cursor, word)?;
        Ok(ty)
    }

    /// `array of string`, `list of integers`, or the word alone, of which the elements may be anything.
    fn list_in_words(&mut self, word: &str) -> Parsed<Type> {
        let (_, span) = self.cursor.advance();
        if !self.cursor.take_word("of") {
            self.asides.diagnostics.push(untyped(word, span));
            return Ok(Type::List(Box::new(Type::Any)));
        }
        let start = self.cursor.span.start;
        let element = match self.cursor.token {
            Token::Word(plural) if is_type_word(singular(plural)) && !is_type_word(plural) => {
                self.type_word(singular(plural)).map(Alternative::Type)
            }
            _ => self.nested(|parser| parser.alternative().map(|(element, _)| element)),
        };
        list_of(element?, self.cursor.since(start))
    }

    /// Takes the name of a definition, to be looked up later.
    fn mention(&mut self, name: &str) {
        let (_, span) = self.cursor.advance();
        self.asides.mentions.push(Mention { name: name.to_owned(), span });
    }

    /// `[T, …]`, or a pair.
    fn brackets(&mut self) -> Parsed<Type> {
        self.cursor.advance();
        let first = self.pair_member()?;
        self.cursor.expect(',')?;
        if self.cursor.token == Token::Ellipsis {
            self.cursor.advance();
            self.cursor.expect(']')?;
            return match first {
                BracketMember::Typed(PairMember { label: None, ty }) => Ok(Type::List(Box::new(ty))),
                BracketMember::Typed(PairMember { label: Some(_), .. }) => {
                    Err(self.cursor.unexpected("a list without a label"))
                }
                BracketMember::Bare(word, span) => Err(unknown_member(&word, span)),
            };
        }
        let second = self.pair_member()?;
        self.cursor.expect(']')?;
        let members = match (first, second) {
            (BracketMember::Typed(first), BracketMember::Typed(second)) => [first, second],
            // `[k, v]`: both words are labels.
            (BracketMember::Bare(first, at), BracketMember::Bare(second, then)) => {
                [(first, at), (second, then)].map(|(label, span)| {
                    self.asides.diagnostics.push(untyped(&label, span));
                    PairMember { label: Some(label), ty: Type::Any }
                })
            }
            (BracketMember::Bare(word, span), _) | (_, BracketMember::Bare(word, span)) => {
                return Err(unknown_member(&word, span));
            }
        };
        Ok(Type::Pair(Box::new(members)))
    }

    fn pair_member(&mut self) -> Parsed<BracketMember> {
        if let Token::Word(word) = self.cursor.token {
            if self.cursor.ahead() == Token::Sign(':') {
                self.cursor.advance();
                self.cursor.advance();
                let ty = self.any_type()?;
                return Ok(BracketMember::Typed(PairMember { label: Some(word.to_owned()), ty }));
            }
            if !is_type_word(word) && !is_definition_name(word) {
                return Ok(BracketMember::Bare(word.to_owned(), self.cursor.advance().1));
            }
        }
        let ty = self.any_type()?;
        Ok(BracketMember::Typed(PairMember { label: None, ty }))
    }

    /// `{member, member}`.
    fn shape(&mut self) -> Parsed<Vec<Field>> {
        self.cursor.expect('{')?;
        let mut fields: Vec<Field> = Vec::new();
        let mut names = HashSet::new();
        if self.cursor.take('}') {
            return Ok(fields);
        }
        loop {
            let lints = self.asides.diagnostics.len();
            let field = self.member()?;
            if names.insert(field.name.clone()) {
                fields.push(field);
            } else {
                self.asides.diagnostics.truncate(lints);
                self.asides.diagnostics.push(duplicate_field(&field.name, &field.span));
            }
            if self.cursor.take('}') {
                return Ok(fields);
            }
            if !self.cursor.take(',') {
                return Err(self.cursor.unexpected("`,` or `}`"));
            }
        }
    }

    /// `name?: type = default`, or `name[]{…}`.
    fn member(&mut self) -> Parsed<Field> {
        let (name, mut optional, span) = self.member_name()?;
        self.take_optional(&mut optional)?;
        let ty = if self.cursor.token == Token::Sign('[') {
            self.cursor.advance();
            self.cursor.expect(']')?;
            self.take_optional(&mut optional)?;
            let item = match self.cursor.token {
                Token::Sign('{') => self.nested(Self::shape).map(Type::Shape)?,
                _ => self.missing_type(&name, &span),
            };
            Type::List(Box::new(item))
        } else if self.cursor.take(':') {
            self.any_type()?
        } else {
            self.missing_type(&name, &span)
        };
        let mut if_absent = None;
        if self.cursor.token == Token::Sign('=') {
            let (value, at) = self.cursor.json_value()?;
            self.asides.defaults.push(StatedDefault {
                value: value.clone(),
                ty: ty.clone(),
                always_sent: !optional,
                span: at,
            });
            if_absent = Some(value);
        }
        Ok(Field {
            name,
            ty,
            always_sent: !optional,
            if_absent,
            meaning: String::new(),
            notes: Notes::default(),
            span,
        })
    }

    /// The name, true if a `?` is inside its quotes, and its place.
    fn member_name(&mut self) -> Parsed<(String, bool, Span)> {
        match self.cursor.token.clone() {
            Token::Word(word) => Ok((word.to_owned(), false, self.cursor.advance().1)),
            Token::Text(text) => {
                let (_, quoted) = self.cursor.advance();
                let (name, optional) = match text.strip_suffix('?') {
                    Some(name) => (name.to_owned(), true),
                    None => (text, false),
                };
                let span = quoted.start + 1..quoted.end - 1 - usize::from(optional);
                if is_identifier(&name) {
                    Ok((name, optional, span))
                } else {
                    Err(invalid_name(&name, quoted))
                }
            }
            _ => Err(self.cursor.unexpected("the name of a member")),
        }
    }

    /// `?`, but not a second one.
    fn take_optional(&mut self, optional: &mut bool) -> Parsed<()> {
        if self.cursor.token == Token::Sign('?') {
            if *optional {
                return Err(self.cursor.unexpected("no second `?`"));
            }
            self.cursor.advance();
            *optional = true;
        }
        Ok(())
    }

    fn missing_type(&mut self, name: &str, span: &Span) -> Type {
        self.asides.diagnostics.push(untyped(name, span.clone()));
        Type::Any
    }
}
