//! The records of a contract: whatever has fields, with its tag if it has one.

use crate::contract::{Action, Contract, Field, Frame};

/// The fields of a frame, action, result or object.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record<'a> {
    /// The key and the word that tell it from the other branches of its union.
    pub(super) tag: Option<(&'static str, &'a str)>,
    pub(super) fields: &'a [Field],
}

/// The union of all actions.
pub(super) const ACTIONS: &str = "OutboundAction";

/// The result of any action, as it is on the wire.
pub(super) const RESULT: &str = "ActionResult";

impl<'a> Record<'a> {
    pub(super) fn untagged(fields: &'a [Field]) -> Self {
        Self { tag: None, fields }
    }

    /// An object by its name; for the union of all actions, the first of them.
    pub(super) fn named(contract: &'a Contract, name: &str) -> Option<Self> {
        if name == ACTIONS {
            return contract.actions.first().map(Self::from);
        }
        let object = contract.objects.iter().find(|object| object.name == name)?;
        Some(Self::untagged(&object.fields))
    }
}

impl<'a> From<&'a Frame> for Record<'a> {
    fn from(frame: &'a Frame) -> Self {
        Self { tag: Some(("type", &frame.tag)), fields: &frame.fields }
    }
}

impl<'a> From<&'a Action> for Record<'a> {
    fn from(action: &'a Action) -> Self {
        Self { tag: Some(("op", &action.op)), fields: &action.fields }
    }
}
