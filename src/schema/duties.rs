//! Duties as data: one file beside the schemas, for whoever does not read the document.

use serde_json::{Map, Value, json};

use super::text::{File, PROVENANCE};
use crate::contract::{Contract, Duty, IfChanged};

/// The file of a contract's duties, in document order; none where it states none.
pub(super) fn file(contract: &Contract) -> Option<File> {
    if contract.duties.is_empty() {
        return None;
    }
    let duties: Vec<Value> = contract.duties.iter().map(record).collect();
    let comment = format!("{PROVENANCE}: edit that, not this.");
    let text = serde_json::to_string_pretty(&json!({ "$comment": comment, "duties": duties }))
        .expect("a list of duties has only string keys");
    Some(File { path: format!("v{}/duties.json", contract.version), text: text + "\n" })
}

/// A duty as JSON; what its row leaves out is left out.
fn record(duty: &Duty) -> Value {
    let Duty { id, side, meaning, section, notes, if_changed, .. } = duty;
    let mut record = Map::new();
    let optional = [
        ("gate", notes.gate.as_deref()),
        ("since", notes.since.as_deref()),
        ("stability", notes.stability.as_deref()),
        ("if_changed", if_changed.map(IfChanged::as_str)),
    ];
    let stated = [("id", id.clone()), ("side", side.to_string()), ("meaning", meaning.clone())];
    record.extend(stated.map(|(key, value)| (key.to_owned(), Value::from(value))));
    record.insert("section".to_owned(), Value::from(section.to_string()));
    let optional = optional.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?.into())));
    record.extend(optional);
    Value::Object(record)
}
