//! Where a definition stands on the wire: the shortest way to it from a frame.

use std::collections::VecDeque;

use indexmap::IndexMap;
use serde_json::{Value, json};

use super::change::step;
use super::record::{ACTIONS, Record, written};
use super::sample::{self, Extent};
use crate::Side;
use crate::contract::{Contract, PairMember, Type};

/// A place in a frame that holds a definition.
#[derive(Debug, Clone)]
pub(super) struct Host<'a> {
    /// The side that sends the frame.
    pub(super) writer: Side,
    steps: Vec<Step<'a>>,
}

#[derive(Debug, Clone)]
enum Step<'a> {
    /// Into a field of a record.
    Field(Record<'a>, &'a str),
    /// Into the only element of a list.
    Element,
    /// Into a member of a pair.
    Member(&'a [PairMember; 2], usize),
}

impl Host<'_> {
    /// The JSON Pointer of the place.
    pub(super) fn pointer(&self) -> String {
        let token = |place: &Step<'_>| match place {
            Step::Field(_, name) => step(name),
            Step::Element => "/0".to_owned(),
            Step::Member(_, index) => format!("/{index}"),
        };
        self.steps.iter().map(token).collect()
    }

    /// The minimal frame that holds `value` there.
    pub(super) fn hold(&self, contract: &Contract, value: Value) -> Value {
        self.steps.iter().rev().fold(value, |value, step| match step {
            Step::Field(record, name) => {
                let mut members = sample::record(contract, record, Extent::Minimal);
                members.insert((*name).to_owned(), value);
                Value::Object(members)
            }
            Step::Element => json!([value]),
            Step::Member(members, index) => {
                let other = sample::value(contract, &members[1 - index].ty, "other", Extent::Minimal);
                if *index == 0 { json!([value, other]) } else { json!([other, value]) }
            }
        })
    }
}

/// A place for each object and action that some frame can hold, by its name.
pub(super) fn hosts(contract: &Contract) -> IndexMap<String, Host<'_>> {
    let mut hosts: IndexMap<String, Host<'_>> = IndexMap::new();
    let mut open: VecDeque<(Record<'_>, Host<'_>)> = written(contract)
        .map(|(frame, writer)| (Record::from(frame), Host { writer, steps: Vec::new() }))
        .collect();
    while let Some((record, host)) = open.pop_front() {
        for (name, steps) in named(record) {
            let steps = host.steps.iter().cloned().chain(steps).collect();
            let host = Host { writer: host.writer, steps };
            let found: Vec<(String, Record<'_>)> = if name == ACTIONS {
                contract.actions().map(|action| (action.name.clone(), action.into())).collect()
            } else {
                Record::named(contract, name).map(|record| (name.to_owned(), record)).into_iter().collect()
            };
            for (name, record) in found {
                if !hosts.contains_key(&name) {
                    hosts.insert(name, host.clone());
                    open.push_back((record, host.clone()));
                }
            }
        }
    }
    hosts
}

/// The names that a record's fields refer to, each with the steps to it.
fn named(record: Record<'_>) -> Vec<(&str, Vec<Step<'_>>)> {
    let mut found = Vec::new();
    for field in record.fields {
        collect(&field.ty, &[Step::Field(record, &field.name)], &mut found);
    }
    found
}

fn collect<'a>(ty: &'a Type, steps: &[Step<'a>], found: &mut Vec<(&'a str, Vec<Step<'a>>)>) {
    let with = |step| steps.iter().cloned().chain([step]).collect::<Vec<_>>();
    match ty {
        Type::Named(name) => found.push((name, steps.to_vec())),
        Type::Nullable(inner) => collect(inner, steps, found),
        Type::List(each) => collect(each, &with(Step::Element), found),
        Type::Pair(members) => {
            for (index, member) in members.iter().enumerate() {
                collect(&member.ty, &with(Step::Member(members, index)), found);
            }
        }
        Type::Shape(fields) => {
            for field in fields {
                collect(&field.ty, &with(Step::Field(Record::untagged(fields), &field.name)), found);
            }
        }
        Type::String(_)
        | Type::Int(_)
        | Type::Number
        | Type::Bool
        | Type::Object
        | Type::Any
        | Type::Base64
        | Type::ClosedSet(_)
        | Type::OpenSet(_) => {}
    }
}
