//! Names of types that generated code could not tell apart.
//!
//! The contract knows neither Rust nor TypeScript: a document is read first, and its names are checked here. Fields,
//! ops and words of sets always get names of their own; `rust_shape::idents` says which.

use std::collections::HashMap;

use crate::contract::{self, Contract, Diagnostic, DiagnosticId, Field, PairMember, Parse, Span, Type};
use crate::words::{type_name, type_parts};

/// Reads a contract document as [`parse`](contract::parse) does, and reports names that cannot become types of Rust or
/// TypeScript as well.
///
/// ```
/// use relay_contract::contract::DiagnosticId;
/// use relay_contract::schema;
///
/// let ping = "| Field | Type | Always sent |\n|---|---|---|\n| `at` | \"now\" | yes |\n";
/// let document = format!("# Link, v1\n\n## 1. The `Ping`\n\n{ping}\n## 2. The `PingAt`\n\n{ping}");
/// let read = schema::read(&document);
/// assert!(read.diagnostics.iter().any(|found| found.id == DiagnosticId::NameClash));
/// ```
#[must_use]
pub fn read(text: &str) -> Parse {
    let mut parse = contract::parse(text);
    let found = check(&parse.contract);
    parse.report(found);
    parse
}

/// The definitions, and the types within their fields, that would be types of one name.
fn check(contract: &Contract) -> Vec<Diagnostic> {
    let mut types = Types { claimed: HashMap::new(), clashes: Vec::new() };
    for definition in contract.definitions() {
        types.claim(&definition.name, &format!("the definition `{}`", definition.name), &definition.span);
    }
    for definition in contract.definitions() {
        types.fields(&definition.name, &definition.fields);
    }
    types.clashes
}

/// Names that are taken by types.
struct Types {
    /// The names, and what they are for.
    claimed: HashMap<String, String>,
    clashes: Vec<Diagnostic>,
}

impl Types {
    fn fields(&mut self, owner: &str, fields: &[Field]) {
        let parts = type_parts(fields.iter().map(|field| field.name.as_str()));
        for (field, part) in fields.iter().zip(parts) {
            self.ty(&format!("{owner}{part}"), &field.ty, &field.span);
        }
    }

    /// Claims the names of a type without one of its own; `name` is what code calls it.
    fn ty(&mut self, name: &str, ty: &Type, span: &Span) {
        match ty {
            Type::ClosedSet(_) | Type::OpenSet(_) => self.claim_of_field(name, span),
            Type::Shape(fields) => {
                self.claim_of_field(name, span);
                self.fields(name, fields);
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

    fn claim_of_field(&mut self, name: &str, span: &Span) {
        self.claim(name, &format!("the type `{name}` of a field"), span);
    }

    fn claim(&mut self, name: &str, claimant: &str, span: &Span) {
        let name = type_name(name);
        match self.claimed.get(&name) {
            Some(other) => self.clashes.push(Diagnostic::new(
                DiagnosticId::NameClash,
                span.clone(),
                format!("expected a type name of its own, found `{name}` for {claimant} beside {other}"),
                "rename one of the two objects, or make an object with another name of what the field holds",
            )),
            None => {
                self.claimed.insert(name, claimant.to_owned());
            }
        }
    }
}
