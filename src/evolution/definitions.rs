//! The definitions of one contract by name, as the schemas name them.

use crate::contract::{Action, Contract, Field, Frame, Type};

/// A record and, of a frame or an action, its tag.
#[derive(Debug, Clone, Copy)]
pub(in crate::evolution) struct Record<'a> {
    pub(in crate::evolution) fields: &'a [Field],
    pub(in crate::evolution) tag: Option<(&'static str, &'a str)>,
}

/// The union of all actions.
pub(in crate::evolution) const ACTIONS: &str = "OutboundAction";
/// The object that every result is on the wire.
const RESULT: &str = "ActionResult";

/// The record of this name.
pub(in crate::evolution) fn record<'a>(contract: &'a Contract, name: &str) -> Option<Record<'a>> {
    if let Some(object) = contract.objects.iter().find(|object| object.name == name) {
        return Some(Record { fields: &object.fields, tag: None });
    }
    if let Some(frame) = contract.frames.iter().find(|frame| frame.name() == name) {
        return Some(of_frame(frame));
    }
    contract.actions.iter().find_map(|action| {
        if action.name() == name {
            return Some(of_action(action));
        }
        (action.result_name() == name).then_some(Record { fields: &action.result, tag: None })
    })
}

/// The record that a type stands for, by name or in place.
pub(in crate::evolution) fn record_of<'a>(contract: &'a Contract, ty: &'a Type) -> Option<Record<'a>> {
    match ty {
        Type::Named(name) => record(contract, name),
        Type::Shape(fields) => Some(Record { fields, tag: None }),
        _ => None,
    }
}

pub(in crate::evolution) fn of_frame(frame: &Frame) -> Record<'_> {
    Record { fields: &frame.fields, tag: Some(("type", &frame.tag)) }
}

pub(in crate::evolution) fn of_action(action: &Action) -> Record<'_> {
    Record { fields: &action.fields, tag: Some(("op", &action.op)) }
}

/// The frame that carries the results of actions, and its field for them.
pub(in crate::evolution) fn carrier_of_results(contract: &Contract) -> Option<(&Frame, &Field)> {
    let is_result = |field: &&Field| matches!(&field.ty, Type::Named(name) if name == RESULT);
    contract.frames.iter().find_map(|frame| frame.fields.iter().find(is_result).map(|field| (frame, field)))
}

/// The branches of a union, each a record.
pub(in crate::evolution) fn branches<'a>(contract: &'a Contract, union: &str) -> Vec<Record<'a>> {
    use crate::Side;
    let written_by = |side| contract.frames.iter().filter(move |frame| frame.direction.writer == side);
    match union {
        ACTIONS => contract.actions.iter().map(of_action).collect(),
        "GatewayFrame" => written_by(Side::Gateway).map(of_frame).collect(),
        "ConnectorFrame" => written_by(Side::Connector).map(of_frame).collect(),
        _ => Vec::new(),
    }
}
