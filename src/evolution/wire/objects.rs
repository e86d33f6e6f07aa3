//! Objects that no frame was found to carry.

use std::collections::BTreeSet;

use crate::Side;
use crate::contract::{Contract, Definition, DefinitionKind, Field, Type};
use crate::evolution::catalogue as rules;
use crate::evolution::definitions::{ACTIONS, record};
use crate::evolution::walk::{PerRevision, Walk};
use crate::evolution::wire::actions::alone;

impl Walk<'_> {
    /// Compares by name the objects that were not reached from any frame, action or result.
    pub(in crate::evolution) fn compare_objects_by_name(&mut self) {
        let (old, new) = (self.old.contract(), self.new.contract());
        for object in new.objects() {
            match old.objects().find(|before| before.name == object.name) {
                Some(before) => {
                    let is_reached = self.compared.iter().any(|(_, new, _)| *new == object.name)
                        || self.compared.iter().any(|(old, _, _)| *old == object.name);
                    let is_compared = is_reached || (is_taken(new, object) && is_taken(old, before));
                    if !is_compared {
                        let sides = [carriers(old, &object.name), carriers(new, &object.name)].concat();
                        let writer = sides.first().filter(|side| sides.iter().all(|other| other == *side));
                        let site = alone(&object.name, &object.name, writer.copied());
                        self.compare_fields(&site, &before.fields, &object.fields);
                    }
                }
                None if record(old, &object.name).is_none() && is_spare(new, object) => {
                    let spans = PerRevision { old: None, new: Some(&object.span) };
                    let change = format!("the object `{}` is new, and no frame carries it", object.name);
                    self.authored(&rules::DEFINITION_ADDED, &alone("", &object.name, None), spans, change);
                }
                None => {}
            }
        }
        for object in old.objects() {
            if record(new, &object.name).is_none() && is_spare(old, object) {
                let spans = PerRevision { old: Some(&object.span), new: None };
                let change = format!("the object `{}` is gone; no frame carried it", object.name);
                self.authored(&rules::DEFINITION_REMOVED, &alone("", &object.name, None), spans, change);
            }
        }
    }
}

/// Whether a frame, an action or a result takes its fields from an object, and so is compared itself.
fn is_taken(contract: &Contract, object: &Definition) -> bool {
    let others = contract.definitions().filter(|other| other.kind != DefinitionKind::Object);
    !object.fields.is_empty() && others.clone().any(|other| other.fields == object.fields)
}

/// Whether nothing refers to an object, and nothing takes its fields.
fn is_spare(contract: &Contract, object: &Definition) -> bool {
    carriers(contract, &object.name).is_empty() && !is_taken(contract, object)
}

/// Who sends what contains an object.
fn carriers(contract: &Contract, name: &str) -> Vec<Side> {
    let sides: BTreeSet<Side> = contract
        .definitions()
        .filter(|definition| contains(contract, &definition.fields, name, &mut BTreeSet::new()))
        .filter_map(Definition::writer)
        .collect();
    sides.into_iter().collect()
}

fn contains<'a>(
    contract: &'a Contract,
    fields: &'a [Field],
    name: &str,
    seen: &mut BTreeSet<&'a str>,
) -> bool {
    fields.iter().any(|field| is_within(contract, &field.ty, name, seen))
}

fn is_within<'a>(contract: &'a Contract, ty: &'a Type, name: &str, seen: &mut BTreeSet<&'a str>) -> bool {
    match ty {
        Type::Named(known) if known == name => true,
        Type::Named(known) if known == ACTIONS => false,
        Type::Named(known) => {
            seen.insert(known)
                && record(contract, known).is_some_and(|record| contains(contract, record.fields, name, seen))
        }
        Type::List(inner) | Type::Nullable(inner) => is_within(contract, inner, name, seen),
        Type::Pair(members) => members.iter().any(|member| is_within(contract, &member.ty, name, seen)),
        Type::Shape(fields) => contains(contract, fields, name, seen),
        _ => false,
    }
}
