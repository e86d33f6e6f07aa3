//! What a writer must always say, by the model: no schema has a part in it.

use relay_contract::contract::{Field, Type};
use serde_json::Value;

use super::document::Document;
use super::subject::Subject;

/// The first field that is always sent and is not there.
pub(crate) fn not_sent(document: &Document, subject: Subject, value: &Value) -> Option<String> {
    let name = match subject {
        Subject::Result(_) => subject.definition().to_owned(),
        Subject::Frames(_) => {
            let frame = value["type"].as_str().and_then(|tag| document.contract.frame(tag));
            frame.expect("a known frame is one of the contract's").name.clone()
        }
    };
    named(document, &name, value)
}

fn named(document: &Document, name: &str, value: &Value) -> Option<String> {
    if name == "OutboundAction" {
        let action = value["op"].as_str().and_then(|op| document.contract.action(op));
        return record(document, &action.expect("what is written is known").fields, value);
    }
    record(document, document.record(name)?.1, value)
}

fn record(document: &Document, fields: &[Field], value: &Value) -> Option<String> {
    fields.iter().find_map(|field| match value.get(&field.name) {
        None => field.always_sent.then(|| field.name.clone()),
        Some(value) => within(document, &field.ty, value).map(|below| format!("{}.{below}", field.name)),
    })
}

fn within(document: &Document, ty: &Type, value: &Value) -> Option<String> {
    if value.is_null() {
        return None;
    }
    let elements = || value.as_array().into_iter().flatten();
    match ty {
        Type::Nullable(inner) => within(document, inner, value),
        Type::List(each) => elements().find_map(|value| within(document, each, value)),
        Type::Pair(members) => {
            elements().zip(members.iter()).find_map(|(value, member)| within(document, &member.ty, value))
        }
        Type::Named(name) => named(document, name, value),
        Type::Shape(fields) => record(document, fields, value),
        _ => None,
    }
}
