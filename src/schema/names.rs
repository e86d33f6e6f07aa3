//! Names that generated code cannot take, or cannot tell apart.
//!
//! The contract knows neither Rust nor TypeScript: a document is read first, and its names are checked here.

use std::collections::HashMap;

use crate::contract::{self, Contract, Diagnostic, DiagnosticId, Field, PairMember, Parse, Span, Type};
use crate::words::{folded, upper_camel, variant};

/// Definition names that would hide what the generated code needs, or the hand-written types beside it.
const RESERVED: &[&str] = &[
    "Base64Body",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "DecodeError",
    "Decoded",
    "Default",
    "EncodeError",
    "Eq",
    "Err",
    "Frame",
    "From",
    "Hash",
    "Int",
    "Into",
    "LimitError",
    "None",
    "Number",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Some",
    "Str",
    "String",
    "TryFrom",
    "Unlisted",
    "Vec",
];

/// Reads a contract document as [`parse`](contract::parse) does, and reports names that cannot become Rust or
/// TypeScript as well.
///
/// ```
/// use relay_contract::contract::DiagnosticId;
/// use relay_contract::schema;
///
/// let document = "# Link, v1\n\n## 1. The `Option`\n\n\
///     | Field | Type | Always sent |\n|---|---|---|\n| `at` | any | yes |\n";
/// let read = schema::read(document);
/// assert!(read.diagnostics.iter().any(|found| found.id == DiagnosticId::ReservedName));
/// ```
#[must_use]
pub fn read(text: &str) -> Parse {
    let mut parse = contract::parse(text);
    let found = check(&parse.contract);
    parse.report(found);
    parse
}

/// The definitions, fields, words of sets and types of fields whose names generated code cannot take or tell apart.
fn check(contract: &Contract) -> Vec<Diagnostic> {
    let reserved = contract.definitions().filter(|definition| RESERVED.contains(&definition.name.as_str()));
    let reserved = reserved.map(|definition| {
        let name = &definition.name;
        Diagnostic::new(
            DiagnosticId::ReservedName,
            definition.span.clone(),
            format!("expected a name that is free, found `{name}`, which Rust needs"),
            format!("choose another name, such as `Relay{name}`"),
        )
    });
    let mut collisions = Collisions { types: HashMap::new(), diagnostics: reserved.collect() };
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
    collisions.diagnostics
}

/// Names that are taken, and the fields whose names collide with them.
struct Collisions {
    /// The names of types, in lower case, and what they are for.
    types: HashMap<String, String>,
    diagnostics: Vec<Diagnostic>,
}

impl Collisions {
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
        let claimant = format!("the type `{name}` of another field");
        if let Some(other) = self.types.insert(name.to_lowercase(), claimant) {
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
