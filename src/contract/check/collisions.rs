//! Names that differ in the document and would be one in generated code.

use std::collections::HashMap;

use crate::contract::diagnostic::{Diagnostic, DiagnosticId};
use crate::contract::model::{Contract, Field, PairMember, Span, Type};
use crate::words::{folded, upper_camel, variant};

/// Reports fields, words of sets and generated types that could not be told apart.
pub(in crate::contract) fn check(contract: &Contract, diagnostics: &mut Vec<Diagnostic>) {
    let mut collisions = Collisions { types: HashMap::new(), diagnostics };
    for definition in contract.definitions() {
        let name = &definition.name;
        collisions.types.insert(name.to_lowercase(), format!("the definition `{name}`"));
    }
    for definition in contract.definitions() {
        collisions.record(&definition.name, &definition.fields);
    }
    for action in contract.actions().filter(|action| variant(action.word()) == "Unknown") {
        collisions.diagnostics.push(clash(
            &action.span,
            format!(
                "expected another op, found `{}`, which is what readers call one that they do not know",
                action.word()
            ),
        ));
    }
}

struct Collisions<'d> {
    /// The names of types, in lower case, and what they are for.
    types: HashMap<String, String>,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl Collisions<'_> {
    fn record(&mut self, owner: &str, fields: &[Field]) {
        let mut known: HashMap<String, &str> = HashMap::new();
        for field in fields {
            let twin = known.insert(folded(&field.name), &field.name);
            if let Some(twin) = twin.filter(|twin| *twin != field.name) {
                let message = format!(
                    "expected fields that differ in letters or digits, found `{}` beside `{twin}`",
                    field.name
                );
                self.diagnostics.push(clash(&field.span, message));
            }
            self.ty(&format!("{owner}{}", upper_camel(&field.name)), &field.ty, &field.span);
        }
    }

    /// Checks a type; `name` is what code calls it if it has no name of its own.
    fn ty(&mut self, name: &str, ty: &Type, span: &Span) {
        match ty {
            Type::ClosedSet(words) => {
                self.words(words, &[], span);
                self.claim(name, span);
            }
            Type::OpenSet(words) => {
                self.words(words, &["other"], span);
                self.claim(name, span);
            }
            Type::Shape(fields) => {
                self.claim(name, span);
                self.record(name, fields);
            }
            Type::List(inner) | Type::Nullable(inner) => self.ty(name, inner, span),
            Type::Pair(members) => {
                for (PairMember { ty, .. }, which) in members.iter().zip(["First", "Second"]) {
                    self.ty(&format!("{name}{which}"), ty, span);
                }
            }
            Type::String(_)
            | Type::Int(_)
            | Type::Number
            | Type::Bool
            | Type::Object
            | Type::Any
            | Type::Base64
            | Type::Named(_) => {}
        }
    }

    fn words(&mut self, words: &[String], taken: &[&str], span: &Span) {
        let mut known: HashMap<String, &str> = taken.iter().map(|word| (variant(word), *word)).collect();
        for word in words {
            if let Some(twin) = known.insert(variant(word), word) {
                let message = if twin == word {
                    format!(
                        "expected another word, found \"{word}\", which is what readers call one that they do not know"
                    )
                } else {
                    format!(
                        "expected words that differ in letters or digits, found \"{word}\" beside \"{twin}\""
                    )
                };
                self.diagnostics.push(clash(span, message));
            }
        }
    }

    fn claim(&mut self, name: &str, span: &Span) {
        let what = format!("the type `{name}` of another field");
        if let Some(other) = self.types.insert(name.to_lowercase(), what) {
            let message = format!(
                "expected a name of its own for the type of this field, found `{name}` beside {other}"
            );
            self.diagnostics.push(clash(span, message));
        }
    }
}

fn clash(span: &Span, message: String) -> Diagnostic {
    let hint = "rename one: generated types cannot tell them apart";
    Diagnostic::new(DiagnosticId::NameClash, span.clone(), message, hint)
}
