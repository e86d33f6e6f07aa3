//! What can be out of the ordinary in the members of a record.

use serde_json::{Map, Value, json};

use super::change::{Change, Verdict, step};
use super::record::Record;
use super::sample::{self, Extent};
use super::types::{self, UNHEARD_OF};
use crate::contract::{Contract, Field};

/// The cases of a record's members, each in a record that is otherwise minimal.
pub(super) fn changes(contract: &Contract, record: &Record<'_>) -> Vec<Change> {
    let minimal = sample::record(contract, record, Extent::Minimal);
    let mut changes = Vec::new();
    for field in record.fields {
        for change in types::changes(contract, &field.ty, &field.name).into_iter().chain([null(field)]) {
            changes.push(
                change.within(&field.name, &step(&field.name), |value| put(&minimal, &field.name, value)),
            );
        }
        if field.always_sent {
            let reader =
                if field.if_absent.is_some() { Verdict::Accepted } else { Verdict::refused("required") };
            let label = format!("{}-missing", field.name);
            let value = without(&minimal, &field.name);
            changes.push(Change::by_view(label, value, Verdict::refused("required"), reader));
        }
    }
    changes
}

/// The cases of a record as a whole.
pub(super) fn whole(contract: &Contract, record: &Record<'_>) -> Vec<Change> {
    let minimal = sample::record(contract, record, Extent::Minimal);
    let mut changes = vec![
        Change::accepted("full", sample::record(contract, record, Extent::Full)),
        Change::accepted("unknown-field", put(&minimal, UNHEARD_OF, json!({"later": [1, null]}))),
        Change::refused("array", json!([]), "type"),
    ];
    let mut needed = minimal.clone();
    needed
        .retain(|key, _| !record.fields.iter().any(|field| field.name == *key && field.if_absent.is_some()));
    if needed != minimal {
        changes.push(Change::by_view(
            "all-defaults-absent",
            needed,
            Verdict::refused("required"),
            Verdict::Accepted,
        ));
    }
    changes.push(Change::accepted("minimal", minimal));
    changes
}

/// The cases of a record's tag; `others` are the records that it is told from.
pub(super) fn tags<'a>(
    contract: &Contract,
    record: &Record<'a>,
    others: impl Iterator<Item = Record<'a>>,
) -> Vec<Change> {
    let Some((key, own)) = record.tag else { return Vec::new() };
    let minimal = sample::record(contract, record, Extent::Minimal);
    let unknown = if key == "op" { "unknown-op" } else { "unknown-type" };
    let full = put(&sample::record(contract, record, Extent::Full), key, json!(UNHEARD_OF));
    let mut changes = vec![
        Change::refused(format!("{key}-missing"), without(&minimal, key), "required"),
        Change::by_view(unknown, full, Verdict::refused(unknown).below(&step(key)), Verdict::Accepted),
    ];
    for (label, value) in [("number", json!(7)), ("null", Value::Null), ("array", json!([own]))] {
        let change = Change::refused(label, value, "type");
        changes.push(change.within(key, &step(key), |value| put(&minimal, key, value)));
    }
    // Under another word of the union, a field is missing that the record lacks.
    let lacks = |other: &Record<'_>| {
        let needs = |field: &Field| field.always_sent && field.if_absent.is_none();
        let differs =
            |field: &Field| record.fields.iter().any(|own| own.name == field.name && own.ty != field.ty);
        other.fields.iter().any(|field| needs(field) && !minimal.contains_key(&field.name))
            && !other.fields.iter().any(differs)
    };
    if let Some((_, word)) = others.filter(lacks).find_map(|other| other.tag) {
        let value = put(&minimal, key, json!(word));
        changes.push(Change::refused(format!("{key}-of-{word}"), value, "required"));
    }
    changes
}

/// `null` as a field's value. A reader takes it as absent where the field is optional and nothing else is stated for
/// its absence.
fn null(field: &Field) -> Change {
    let change = types::null(&field.ty);
    let is_none = field.if_absent.as_ref().is_none_or(Value::is_null);
    let reads_as_absent = !field.always_sent && is_none;
    if reads_as_absent { Change { reader: Verdict::Accepted, ..change } } else { change }
}

fn put(members: &Map<String, Value>, key: &str, value: Value) -> Value {
    let mut members = members.clone();
    members.insert(key.to_owned(), value);
    Value::Object(members)
}

fn without(members: &Map<String, Value>, key: &str) -> Value {
    let mut members = members.clone();
    members.remove(key);
    Value::Object(members)
}
