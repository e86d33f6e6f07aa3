//! Gates: what a reader must advertise before it is sent something.

use std::collections::BTreeSet;

use crate::contract::{Contract, DefinitionKind, Notes, Parse};

/// Names of gates.
pub(in crate::evolution) type Gates = BTreeSet<String>;

/// The list in which a connector advertises the actions that it knows, one by one.
const LIST_OF_ACTIONS: &str = "supported_ops";

/// The text between the names of a gate: all of them must be advertised.
const AND: &str = " and ";

/// A document whose gates are names in one order, without markup. An action that is gated by an entry of
/// `supported_ops` gets a name of its own, because to advertise one entry is not to advertise another.
pub(in crate::evolution) fn stated(parse: &Parse) -> Parse {
    let mut parse = parse.clone();
    let plain = |notes: &mut Notes, op: Option<&str>| {
        notes.gate = notes.gate.take().map(|gate| canonical(&gate, op));
    };
    for definition in parse.contract.definitions_mut() {
        let op = match &definition.kind {
            DefinitionKind::Action { op } => Some(op.as_str()),
            _ => None,
        };
        plain(&mut definition.notes, op);
        for field in &mut definition.fields {
            plain(&mut field.notes, None);
        }
    }
    parse
}

/// The names of a gate as [`stated`] writes it, each of which must be advertised.
pub(in crate::evolution) fn names(gate: &str) -> impl Iterator<Item = &str> {
    gate.split(AND)
}

/// Returns true if everything that a gate asks for is advertised.
pub(in crate::evolution) fn is_open(gate: &str, advertised: &Gates) -> bool {
    names(gate).all(|name| advertised.contains(name))
}

/// All gates that a contract states.
pub(in crate::evolution) fn of(contract: &Contract) -> Gates {
    let rows = contract.definitions().flat_map(|definition| {
        [&definition.notes].into_iter().chain(definition.fields.iter().map(|field| &field.notes))
    });
    let gates = rows.filter_map(|notes| notes.gate.as_deref());
    gates.flat_map(names).map(str::to_owned).collect()
}

/// The rest of a contract when only these gates are advertised.
pub(in crate::evolution) fn under(contract: &Contract, advertised: &Gates) -> Contract {
    let mut contract = contract.clone();
    let is_open = |notes: &Notes| notes.gate.as_deref().is_none_or(|gate| is_open(gate, advertised));
    contract.retain(|definition| is_open(&definition.notes));
    // Shapes in place have no columns, and so no gates.
    for definition in contract.definitions_mut() {
        definition.fields.retain(|field| is_open(&field.notes));
    }
    contract
}

/// The names in a cell, sorted: its code spans, joined by `and` or commas, each with `explicitly` behind it or not.
/// Anything else is one name as a whole.
fn canonical(cell: &str, op: Option<&str>) -> String {
    let named = |name: String| match op {
        Some(op) if name.contains(LIST_OF_ACTIONS) => format!("{op} in {LIST_OF_ACTIONS}"),
        _ => name,
    };
    let whole = || named(cell.replace('`', "").trim().to_owned());
    let mut pieces = cell.split('`');
    if pieces.next().is_none_or(|before| !before.trim().is_empty()) {
        return whole();
    }
    let mut found = Gates::new();
    while let (Some(name), Some(between)) = (pieces.next(), pieces.next()) {
        let words: Vec<_> =
            between.split([',', ' ']).filter(|word| !word.is_empty() && *word != "and").collect();
        let name = match words.as_slice() {
            [] => name.to_owned(),
            ["explicitly"] => format!("{name} explicitly"),
            _ => return whole(),
        };
        found.insert(named(name));
    }
    Vec::from_iter(found).join(AND)
}
