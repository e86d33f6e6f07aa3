//! Gates: what a reader must advertise before it is sent something.

use std::collections::BTreeSet;

use crate::contract::{Action, Contract, Field, Notes, Parse};

/// Names of gates.
pub(super) type Gates = BTreeSet<String>;

/// The list in which a connector advertises the actions that it knows, one by one.
const LIST_OF_ACTIONS: &str = "supported_ops";

/// A document whose gates are names: without markup, and with one name for each action that is gated by an entry of
/// `supported_ops`, because to advertise one entry is not to advertise another.
pub(super) fn stated(parse: &Parse) -> Parse {
    let mut parse = parse.clone();
    let plain = |notes: &mut Notes| {
        notes.gate = notes.gate.take().map(|gate| gate.replace('`', "").trim().to_owned());
    };
    for frame in &mut parse.contract.frames {
        plain(&mut frame.notes);
    }
    for Action { op, notes, .. } in &mut parse.contract.actions {
        plain(notes);
        let is_entry = |gate: &String| gate.contains(LIST_OF_ACTIONS);
        if notes.gate.as_ref().is_some_and(is_entry) {
            notes.gate = Some(format!("{op} in {LIST_OF_ACTIONS}"));
        }
    }
    for fields in field_lists(&mut parse.contract) {
        for field in fields {
            plain(&mut field.notes);
        }
    }
    parse
}

/// All gates that a contract states.
pub(super) fn of(contract: &Contract) -> Gates {
    let frames = contract.frames.iter().map(|frame| (&frame.notes, &frame.fields));
    let actions = contract.actions.iter().map(|action| (&action.notes, &action.fields));
    let rows = frames
        .chain(actions)
        .flat_map(|(notes, fields)| [notes].into_iter().chain(fields.iter().map(|field| &field.notes)));
    let objects = contract.objects.iter().map(|object| &object.fields);
    let results = contract.actions.iter().map(|action| &action.result);
    let fields = objects.chain(results).flatten().map(|field| &field.notes);
    rows.chain(fields).filter_map(|notes| notes.gate.clone()).collect()
}

/// What is left of a contract when only these gates are advertised.
pub(super) fn under(contract: &Contract, advertised: &Gates) -> Contract {
    let mut contract = contract.clone();
    let is_open = |notes: &Notes| notes.gate.as_ref().is_none_or(|gate| advertised.contains(gate));
    contract.frames.retain(|frame| is_open(&frame.notes));
    contract.actions.retain(|action| is_open(&action.notes));
    // Shapes in place have no columns, and so no gates.
    for fields in field_lists(&mut contract) {
        fields.retain(|field| is_open(&field.notes));
    }
    contract
}

fn field_lists(contract: &mut Contract) -> impl Iterator<Item = &mut Vec<Field>> {
    let frames = contract.frames.iter_mut().map(|frame| &mut frame.fields);
    let objects = contract.objects.iter_mut().map(|object| &mut object.fields);
    let actions = contract.actions.iter_mut().flat_map(|action| [&mut action.fields, &mut action.result]);
    frames.chain(objects).chain(actions)
}
