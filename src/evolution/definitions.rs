//! The definitions of one contract by name, as the schemas name them.

use crate::contract::{Contract, Definition, Field, Type};
use crate::well_known::ACTION_RESULT;
pub(super) use crate::well_known::OUTBOUND_ACTION as ACTIONS;

/// A record and, of a frame or an action, its tag.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record<'a> {
    pub(super) fields: &'a [Field],
    pub(super) tag: Option<(&'static str, &'a str)>,
}

impl<'a> From<&'a Definition> for Record<'a> {
    fn from(definition: &'a Definition) -> Self {
        Self { fields: &definition.fields, tag: definition.tag() }
    }
}

/// The record of this name.
pub(super) fn record<'a>(contract: &'a Contract, name: &str) -> Option<Record<'a>> {
    contract.definition(name).map(Record::from)
}

/// The record that a type stands for, by name or in place.
pub(super) fn record_of<'a>(contract: &'a Contract, ty: &'a Type) -> Option<Record<'a>> {
    match ty {
        Type::Named(name) => record(contract, name),
        Type::Shape(fields) => Some(Record { fields, tag: None }),
        _ => None,
    }
}

/// The frame that carries the results of actions, and its field for them.
pub(super) fn carrier_of_results(contract: &Contract) -> Option<(&Definition, &Field)> {
    let is_result = |field: &&Field| matches!(&field.ty, Type::Named(name) if name == ACTION_RESULT);
    contract.frames().find_map(|frame| frame.fields.iter().find(is_result).map(|field| (frame, field)))
}

/// The branches of a union, each a record.
pub(super) fn branches<'a>(contract: &'a Contract, union: &str) -> Vec<Record<'a>> {
    contract.union(union).into_iter().map(Record::from).collect()
}
