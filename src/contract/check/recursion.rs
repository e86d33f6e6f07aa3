//! Definitions that contain one another without a list between them.
//!
//! If all the fields of such a cycle are always sent, no value of it ends. If one is optional, values end, but
//! a type that holds itself has no size; a list between the two gives both.

use std::collections::{HashMap, HashSet};

use crate::contract::diagnostic::{Diagnostic, DiagnosticId};
use crate::contract::field::{Field, Type};
use crate::contract::model::{Contract, Referent};
use crate::contract::position::Span;

/// Reports each cycle once, at the field that closes it.
pub(super) fn check(contract: &Contract) -> Vec<Diagnostic> {
    let mut walk = CycleSearch {
        contract,
        path: Vec::new(),
        places: HashMap::new(),
        done: HashSet::new(),
        diagnostics: Vec::new(),
    };
    for definition in contract.definitions() {
        walk.from(definition.name.clone());
    }
    walk.diagnostics
}

/// A walk through all that definitions hold; a chain of them may be longer than the call stack.
struct CycleSearch<'a> {
    contract: &'a Contract,
    /// The definitions on the way here.
    path: Vec<Visit>,
    /// The place of a record in the path.
    places: HashMap<String, usize>,
    done: HashSet<String>,
    diagnostics: Vec<Diagnostic>,
}

/// A definition that is being walked through.
struct Visit {
    name: String,
    /// The field that leads on; a union has none.
    field: Option<Span>,
    /// Definitions that are still to be entered.
    rest: std::vec::IntoIter<(String, Option<Span>)>,
}

impl CycleSearch<'_> {
    fn from(&mut self, name: String) {
        self.enter(name);
        while let Some(visit) = self.path.last_mut() {
            if let Some((inner, field)) = visit.rest.next() {
                visit.field = field;
                self.enter(inner);
            } else if let Some(Visit { name, .. }) = self.path.pop() {
                self.places.remove(&name);
                self.done.insert(name);
            }
        }
    }

    fn enter(&mut self, name: String) {
        if let Some(start) = self.places.get(&name) {
            let cycle: Vec<(String, Span)> = self.path[*start..]
                .iter()
                .filter_map(|visit| Some((visit.name.clone(), visit.field.clone()?)))
                .collect();
            self.diagnostics.push(endless(&cycle));
            return;
        }
        if self.done.contains(&name) {
            return;
        }
        let held: Vec<(String, Option<Span>)> = match self.contract.referent(&name) {
            Some(Referent::Definition(definition)) => {
                self.places.insert(name.clone(), self.path.len());
                let contained = contained(&definition.fields);
                contained.into_iter().map(|(name, field)| (name, Some(field))).collect()
            }
            Some(Referent::Union(branches)) => {
                branches.iter().map(|branch| (branch.name.clone(), None)).collect()
            }
            None => Vec::new(),
        };
        self.path.push(Visit { name, field: None, rest: held.into_iter() });
    }
}

/// The definitions that these fields hold without a list between, and the fields.
fn contained(fields: &[Field]) -> Vec<(String, Span)> {
    let mut found = Vec::new();
    for field in fields {
        let mut names = Vec::new();
        held(&field.ty, &mut names);
        found.extend(names.into_iter().map(|name| (name, field.span.clone())));
    }
    found
}

fn held(ty: &Type, names: &mut Vec<String>) {
    match ty {
        Type::Named(name) => names.push(name.clone()),
        Type::Nullable(inner) => held(inner, names),
        Type::Pair(members) => members.iter().for_each(|member| held(&member.ty, names)),
        Type::Shape(fields) => fields.iter().for_each(|field| held(&field.ty, names)),
        Type::String(_)
        | Type::Int(_)
        | Type::Number
        | Type::Bool
        | Type::Object
        | Type::Any
        | Type::Base64
        | Type::List(_)
        | Type::ClosedSet(_)
        | Type::OpenSet(_) => {}
    }
}

fn endless(cycle: &[(String, Span)]) -> Diagnostic {
    let names: Vec<String> = cycle.iter().chain(cycle.first()).map(|(name, _)| format!("`{name}`")).collect();
    let span = cycle.last().map_or(0..0, |(_, span)| span.clone());
    Diagnostic::new(
        DiagnosticId::RecursiveType,
        span,
        format!("expected a list between a definition and itself, found {}", names.join(" that holds ")),
        "make one of these fields a list",
    )
}
