//! The grammar of types, section 4 of the contract grammar.

use crate::contract::diagnostic::{Diagnostic, DiagnosticId};
use crate::contract::grammar::alternatives::{Alternative, combine, mixed};
use crate::contract::grammar::limits::{Measure, no_limits};
use crate::contract::grammar::names;
use crate::contract::grammar::syntax::{MAX_DEPTH, Parsed, Syntax, too_deep};
use crate::contract::grammar::token::Token;
use crate::contract::guess;
use crate::contract::model::{PairMember, Span, Type};
use crate::contract::read::draft::Mention;

impl Syntax<'_> {
    /// A whole type.
    pub(in crate::contract) fn parse_type(&mut self) -> Parsed<Type> {
        self.nested(|syntax| {
            let mut alternatives = vec![syntax.alternative()?];
            while syntax.take('|') {
                alternatives.push(syntax.alternative()?);
            }
            combine(alternatives)
        })
    }

    fn alternative(&mut self) -> Parsed<(Alternative, Span)> {
        let start = self.span.start;
        let mut alternative = self.primary()?;
        while self.token == Token::Sign('[') {
            self.advance();
            self.expect(']')?;
            let span = self.since(start);
            let inner = match alternative {
                Alternative::Null => return Err(mixed(span, "a list of a type", "a list of `null`")),
                Alternative::Literal(literal) => Type::ClosedSet(vec![literal]),
                Alternative::Type(ty) => ty,
            };
            if height(&inner) >= MAX_DEPTH {
                return Err(too_deep(span));
            }
            alternative = Alternative::Type(Type::List(Box::new(inner)));
        }
        Ok((alternative, self.since(start)))
    }

    fn primary(&mut self) -> Parsed<Alternative> {
        match self.token.clone() {
            Token::Text(literal) => {
                self.advance();
                Ok(Alternative::Literal(literal))
            }
            Token::Word("null") => {
                self.advance();
                Ok(Alternative::Null)
            }
            Token::Word(word) => self.type_word(word).map(Alternative::Type),
            Token::Sign('<') => {
                self.advance();
                let Token::Word(name) = self.token else {
                    return Err(self.unexpected("the name of a definition"));
                };
                self.mention(name);
                self.expect('>')?;
                Ok(Alternative::Type(Type::Named(name.to_owned())))
            }
            Token::Sign('{') => self.shape().map(Type::Shape).map(Alternative::Type),
            Token::Sign('[') => self.brackets().map(Alternative::Type),
            Token::Sign('(') => {
                self.advance();
                let ty = self.parse_type()?;
                self.expect(')')?;
                Ok(Alternative::Type(ty))
            }
            _ => Err(self.unexpected("a type")),
        }
    }

    fn type_word(&mut self, word: &str) -> Parsed<Type> {
        let ty = match word {
            "string" => {
                self.advance();
                return self.limits(Measure::Length).map(Type::String);
            }
            "int" => {
                self.advance();
                return self.limits(Measure::Value).map(Type::Int);
            }
            "number" => Type::Number,
            "bool" | "boolean" => Type::Bool,
            "object" => Type::Object,
            "any" => Type::Any,
            "base64" => Type::Base64,
            name if names::is_definition_name(name) => {
                self.mention(name);
                no_limits(self, name)?;
                return Ok(Type::Named(name.to_owned()));
            }
            other => return Err(self.unknown_type(other)),
        };
        self.advance();
        no_limits(self, word)?;
        Ok(ty)
    }

    /// Takes the name of a definition, to be looked up later.
    fn mention(&mut self, name: &str) {
        let (_, span) = self.advance();
        self.asides.mentions.push(Mention { name: name.to_owned(), span });
    }

    fn unknown_type(&self, word: &str) -> Diagnostic {
        Diagnostic::new(
            DiagnosticId::UnknownType,
            self.span.clone(),
            format!("expected a type, found `{word}`"),
            match suggestion(word) {
                Some(known) => format!("write `{known}`"),
                None => {
                    "use string, int, number, bool, object, any, base64, or the name of a definition".into()
                }
            },
        )
    }

    /// `[T, …]`, or a pair.
    fn brackets(&mut self) -> Parsed<Type> {
        self.advance();
        let first = self.pair_member()?;
        self.expect(',')?;
        if self.token == Token::Ellipsis {
            self.advance();
            self.expect(']')?;
            return match first {
                BracketMember::Typed(PairMember { label: None, ty }) => Ok(Type::List(Box::new(ty))),
                BracketMember::Typed(PairMember { label: Some(_), .. }) => {
                    Err(self.unexpected("a list without a label"))
                }
                BracketMember::Bare(word, span) => Err(unknown_member(&word, span)),
            };
        }
        let second = self.pair_member()?;
        self.expect(']')?;
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
        if let Token::Word(word) = self.token {
            if self.ahead() == Token::Sign(':') {
                self.advance();
                self.advance();
                let ty = self.parse_type()?;
                return Ok(BracketMember::Typed(PairMember { label: Some(word.to_owned()), ty }));
            }
            if !is_type_word(word) && !names::is_definition_name(word) {
                return Ok(BracketMember::Bare(word.to_owned(), self.advance().1));
            }
        }
        let ty = self.parse_type()?;
        Ok(BracketMember::Typed(PairMember { label: None, ty }))
    }
}

/// A member of a pair; a bare word may be a label without a type.
#[derive(Debug)]
enum BracketMember {
    Typed(PairMember),
    Bare(String, Span),
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

fn unknown_member(word: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        DiagnosticId::UnknownType,
        span,
        format!("expected a type, found `{word}`"),
        "write `[name: type, name: type]`, or no type in either member",
    )
}

fn is_type_word(word: &str) -> bool {
    matches!(word, "string" | "int" | "number" | "bool" | "boolean" | "object" | "any" | "base64" | "null")
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
        "list" | "array" => "T[]",
        _ => return None,
    })
}

/// How many levels a type nests.
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
