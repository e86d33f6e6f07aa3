//! Objects side by side, as far as no frame was found to carry them.

use std::collections::BTreeSet;

use indexmap::IndexSet;

use crate::Side;
use crate::contract::{Contract, Definition, DefinitionKind, Field, Type};
use crate::evolution::catalogue as rules;
use crate::evolution::change::{Carrier, Change, Spans};
use crate::evolution::place::{ChangePlace, PlaceRoot};
use crate::evolution::revision::{Comparison, PerRevision};
use crate::evolution::rule::ChangeRule;
use crate::evolution::wire::fields;
use crate::evolution::wire::rows::{compare_description, compare_words};
use crate::evolution::wire::site::{Compared, Site};
use crate::well_known::OUTBOUND_ACTION;

/// The reason why a change of such an object names no side.
const NOT_CARRIED: &str =
    "no frame refers to it, so that no side can be named: the frame that carries it must name it";

/// Compares an object of the new document by its name, unless it was reached from a frame, an action or a result.
pub(super) fn compare<'c>(
    comparison: &'c Comparison<'c>,
    object: &'c Definition,
    is_reached: bool,
) -> Vec<Compared<'c>> {
    let (old, new) = (comparison.old.contract(), comparison.new.contract());
    match find(old, &object.name) {
        Some(before) => {
            let is_compared = is_reached || (is_taken(new, object) && is_taken(old, before));
            if is_compared {
                return Vec::new();
            }
            let sides = [carriers(old, &object.name), carriers(new, &object.name)].concat();
            let writer = sides.first().filter(|side| sides.iter().all(|other| other == *side));
            let site = Site::of(comparison, PlaceRoot::Definition(object.name.clone()), writer.copied());
            compare_pair(&site, PerRevision { old: before, new: object })
        }
        None if old.definition(&object.name).is_none() && is_spare(new, object) => {
            let spans = PerRevision { old: None, new: Some(&object.span) };
            let words = format!("the object `{}` is new; {NOT_CARRIED}", object.name);
            vec![off_the_wire(&rules::DEFINITION_ADDED, object, spans, words)]
        }
        None => Vec::new(),
    }
}

/// Compares two objects: what their rows say beside the fields, and the fields.
pub(super) fn compare_pair<'c>(site: &Site<'c>, pair: PerRevision<&'c Definition>) -> Vec<Compared<'c>> {
    let named = site.clone().at(pair.map(|definition| Some(&definition.span)));
    let remarks = pair.map(|definition| &*definition.remark);
    let mut found = compare_words(&named, remarks, pair.map(|definition| &definition.notes));
    found.extend(compare_description(&named, pair));
    found.extend(fields::compare(site, &pair.old.fields, &pair.new.fields));
    found
}

/// Reports each object that is gone and that nothing carried.
pub(super) fn removed<'c>(comparison: &'c Comparison<'c>) -> Vec<Compared<'c>> {
    let (old, new) = (comparison.old.contract(), comparison.new.contract());
    let is_gone = |object: &&Definition| new.definition(&object.name).is_none() && is_spare(old, object);
    let report = |object: &Definition| {
        let spans = PerRevision { old: Some(&object.span), new: None };
        let words = format!("the object `{}` is gone; {NOT_CARRIED}", object.name);
        off_the_wire(&rules::DEFINITION_REMOVED, object, spans, words)
    };
    old.objects().filter(is_gone).map(report).collect()
}

/// Reports each object that was compared with one of another name, where neither document has both: nothing on the
/// wire, and another type for users.
pub(super) fn renamed<'c>(comparison: &'c Comparison<'c>, compared: &IndexSet<Carrier>) -> Vec<Compared<'c>> {
    let (old, new) = (comparison.old.contract(), comparison.new.contract());
    let former = |object: &Definition| {
        compared.iter().find_map(|carrier| match (&carrier.old, &carrier.new) {
            (PlaceRoot::Definition(before), PlaceRoot::Definition(after)) if *after == object.name => {
                find(old, before).filter(|_| find(new, before).is_none())
            }
            _ => None,
        })
    };
    let report = |object: &Definition| {
        let before = former(object)?;
        let spans = PerRevision { old: Some(&before.span), new: Some(&object.span) };
        let words = format!("the object `{}` is now called `{}`", before.name, object.name);
        Some(off_the_wire(&rules::OBJECT_RENAMED, object, spans, words))
    };
    let is_new = |object: &&Definition| find(old, &object.name).is_none();
    new.objects().filter(is_new).filter_map(report).collect()
}

/// A change of an object's name or presence, which nobody sends.
fn off_the_wire<'c>(
    rule: &'static ChangeRule,
    object: &Definition,
    spans: Spans<'_>,
    words: String,
) -> Compared<'c> {
    let place = ChangePlace::definition(PlaceRoot::Definition(object.name.clone()));
    Compared::Change(Box::new(Change::authored(rule, place, spans, words)))
}

fn find<'a>(contract: &'a Contract, name: &str) -> Option<&'a Definition> {
    contract.definition(name).filter(|definition| definition.kind == DefinitionKind::Object)
}

/// Returns true if a frame, an action or a result takes its fields from an object, and so is compared itself.
fn is_taken(contract: &Contract, object: &Definition) -> bool {
    let others = contract.definitions().filter(|other| other.kind != DefinitionKind::Object);
    !object.fields.is_empty() && others.clone().any(|other| other.fields == object.fields)
}

/// Returns true if nothing refers to an object, and nothing takes its fields.
fn is_spare(contract: &Contract, object: &Definition) -> bool {
    carriers(contract, &object.name).is_empty() && !is_taken(contract, object)
}

/// The sides that send what contains an object.
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
        Type::Named(known) if known == OUTBOUND_ACTION => false,
        Type::Named(known) => {
            seen.insert(known)
                && contract
                    .definition(known)
                    .is_some_and(|inner| contains(contract, &inner.fields, name, seen))
        }
        Type::List(inner) | Type::Nullable(inner) => is_within(contract, inner, name, seen),
        Type::Pair(members) => members.iter().any(|member| is_within(contract, &member.ty, name, seen)),
        Type::Shape(fields) => contains(contract, fields, name, seen),
        _ => false,
    }
}
