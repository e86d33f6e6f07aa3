//! Inline shapes and their members, section 3 of the contract grammar.

use std::collections::HashSet;

use crate::contract::diagnostic::{Diagnostic, DiagnosticId};
use crate::contract::grammar::cursor::{Parsed, Syntax};
use crate::contract::grammar::names;
use crate::contract::grammar::parser::untyped;
use crate::contract::grammar::token::Token;
use crate::contract::model::{Field, Notes, Span, Type};
use crate::contract::read::draft::StatedDefault;

impl Syntax<'_> {
    /// `{member, member}`.
    pub(in crate::contract) fn shape(&mut self) -> Parsed<Vec<Field>> {
        self.expect('{')?;
        let mut fields: Vec<Field> = Vec::new();
        let mut names = HashSet::new();
        if self.take('}') {
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
            if self.take('}') {
                return Ok(fields);
            }
            if !self.take(',') {
                return Err(self.unexpected("`,` or `}`"));
            }
        }
    }

    /// `name?: type = default`, or `name[]{…}`.
    pub(in crate::contract) fn member(&mut self) -> Parsed<Field> {
        let (name, mut optional, span) = self.member_name()?;
        self.take_optional(&mut optional)?;
        let ty = if self.token == Token::Sign('[') {
            self.advance();
            self.expect(']')?;
            self.take_optional(&mut optional)?;
            let item = match self.token {
                Token::Sign('{') => self.nested(Self::shape).map(Type::Shape)?,
                _ => self.missing_type(&name, &span),
            };
            Type::List(Box::new(item))
        } else if self.take(':') {
            self.parse_type()?
        } else {
            self.missing_type(&name, &span)
        };
        let mut if_absent = None;
        if self.token == Token::Sign('=') {
            let (value, at) = self.json_value()?;
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

    /// The name, whether a `?` stands inside its quotes, and its place.
    fn member_name(&mut self) -> Parsed<(String, bool, Span)> {
        match self.token.clone() {
            Token::Word(word) => Ok((word.to_owned(), false, self.advance().1)),
            Token::Text(text) => {
                let (_, quoted) = self.advance();
                let (name, optional) = match text.strip_suffix('?') {
                    Some(name) => (name.to_owned(), true),
                    None => (text, false),
                };
                let span = quoted.start + 1..quoted.end - 1 - usize::from(optional);
                if names::is_identifier(&name) {
                    Ok((name, optional, span))
                } else {
                    Err(invalid_name(&name, quoted))
                }
            }
            _ => Err(self.unexpected("the name of a member")),
        }
    }

    /// `?`, but not a second one.
    fn take_optional(&mut self, optional: &mut bool) -> Parsed<()> {
        if self.token == Token::Sign('?') {
            if *optional {
                return Err(self.unexpected("no second `?`"));
            }
            self.advance();
            *optional = true;
        }
        Ok(())
    }

    fn missing_type(&mut self, name: &str, span: &Span) -> Type {
        self.asides.diagnostics.push(untyped(name, span.clone()));
        Type::Any
    }
}

/// A field name that is no identifier.
pub(in crate::contract) fn invalid_name(name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        DiagnosticId::InvalidName,
        span,
        format!("expected a field name, found `{name}`"),
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
