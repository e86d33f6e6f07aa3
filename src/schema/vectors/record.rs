//! The records of a contract: whatever has fields, with its tag if it has one.

use crate::Side;
use crate::contract::{Contract, Definition, Field};

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
            return contract.actions().next().map(Self::from);
        }
        let object = contract.objects().find(|object| object.name == name)?;
        Some(Self::untagged(&object.fields))
    }
}

impl<'a> From<&'a Definition> for Record<'a> {
    fn from(definition: &'a Definition) -> Self {
        Self { tag: definition.tag(), fields: &definition.fields }
    }
}

/// The frames, each with the side that sends it.
pub(super) fn written(contract: &Contract) -> impl Iterator<Item = (&Definition, Side)> {
    contract.frames().filter_map(|frame| frame.writer().map(|writer| (frame, writer)))
}
