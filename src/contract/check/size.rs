//! Sizes of values: how deep definitions nest, and how long the smallest value of each is.
//!
//! Readers refuse a frame that nests deeper than they follow, and a value that doubles with each definition is soon
//! longer than any frame: such a contract cannot be spoken, and its test vectors could not be written.

use std::collections::{HashMap, HashSet};

use crate::contract::diagnostic::{Diagnostic, DiagnosticId};
use crate::contract::field::{Field, Type};
use crate::contract::model::{Contract, Definition};
use crate::well_known::DEPTH_LIMIT;

/// The length in bytes that the smallest value of a definition may have; real ones need a few hundred.
const LONGEST: u64 = 16 << 10;

/// Reports the first chain of definitions that nests too deep, and the first definition whose values are too long.
pub(super) fn check(contract: &Contract, diagnostics: &mut Vec<Diagnostic>) {
    let mut walk = Walk { contract, lengths: HashMap::new(), entered: HashSet::new(), path: Vec::new() };
    for definition in contract.definitions() {
        if let Some(found) = walk.from(definition) {
            diagnostics.push(found);
            return;
        }
    }
}

/// A walk through all that definitions refer to; each is left with the length of its smallest value.
struct Walk<'c> {
    contract: &'c Contract,
    lengths: HashMap<&'c str, u64>,
    entered: HashSet<&'c str>,
    /// The definitions on the way here, each with what is still to be entered.
    path: Vec<(&'c Definition, Vec<&'c Definition>)>,
}

impl<'c> Walk<'c> {
    fn from(&mut self, definition: &'c Definition) -> Option<Diagnostic> {
        self.enter(definition);
        while let Some((current, rest)) = self.path.last_mut() {
            let current = *current;
            if let Some(next) = rest.pop() {
                self.enter(next);
                if self.path.len() > DEPTH_LIMIT {
                    return Some(too_deep(definition, current));
                }
                continue;
            }
            self.path.pop();
            let length = current.fields.iter().map(|field| self.member(field)).fold(2, u64::saturating_add);
            if length > LONGEST {
                return Some(too_large(current));
            }
            self.lengths.insert(&current.name, length);
        }
        None
    }

    fn enter(&mut self, definition: &'c Definition) {
        if self.entered.insert(&definition.name) {
            let names = definition.fields.iter().flat_map(|field| field.ty.names());
            let referred = names.flat_map(|name| referred(self.contract, name));
            let mut referred: Vec<_> = referred.collect();
            referred.reverse();
            self.path.push((definition, referred));
        }
    }

    /// The bytes that a field adds to the smallest value: none if it may be left out.
    fn member(&self, field: &Field) -> u64 {
        if !field.always_sent {
            return 0;
        }
        self.length(&field.ty).saturating_add(field.name.len() as u64 + 4)
    }

    /// The bytes of the smallest value of a type, about.
    fn length(&self, ty: &Type) -> u64 {
        match ty {
            Type::String(limits) => limits.min.and_then(|min| u64::try_from(min).ok()).unwrap_or(0) + 2,
            Type::Pair(members) => {
                members.iter().map(|member| self.length(&member.ty)).fold(3, u64::saturating_add)
            }
            Type::Shape(fields) => fields.iter().map(|field| self.member(field)).fold(2, u64::saturating_add),
            Type::Named(name) => self.lengths.get(name.as_str()).copied().unwrap_or(2),
            Type::ClosedSet(words) | Type::OpenSet(words) => {
                words.first().map_or(2, |word| word.len() as u64 + 2)
            }
            Type::Int(_)
            | Type::Number
            | Type::Bool
            | Type::Object
            | Type::Any
            | Type::Base64
            | Type::List(_)
            | Type::Nullable(_) => 2,
        }
    }
}

/// The definitions that a name refers to: one, or the branches of a union.
fn referred<'c>(contract: &'c Contract, name: &str) -> Vec<&'c Definition> {
    match contract.definition(name) {
        Some(definition) => vec![definition],
        None => contract.union(name),
    }
}

fn too_deep(from: &Definition, to: &Definition) -> Diagnostic {
    Diagnostic::new(
        DiagnosticId::TooDeep,
        to.span.clone(),
        format!(
            "expected definitions that nest at most {DEPTH_LIMIT} deep, found more between `{}` and `{}`",
            from.name, to.name
        ),
        "no reader accepts a frame that nests deeper: put fields of the inner definitions into the outer ones",
    )
}

fn too_large(definition: &Definition) -> Diagnostic {
    Diagnostic::new(
        DiagnosticId::TooLarge,
        definition.span.clone(),
        format!(
            "expected a smallest value of at most {} KiB, found that `{}` has none",
            LONGEST >> 10,
            definition.name
        ),
        "let some of the fields that it always sends be left out, or make them lists",
    )
}
