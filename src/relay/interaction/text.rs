//! What an interaction says, as a person would have written it.

use serde_json::{Map, Value};

use super::{id, integer};

/// `/name` and the values of the options in order; empty if the command has no name.
///
/// A subcommand, or a group of them, gives its name and then its own options. Blank values, and values that are lists
/// or objects, are left out.
pub(super) fn command(data: &Map<String, Value>) -> String {
    let name = id(data.get("name")).unwrap_or_default();
    if name.trim().is_empty() {
        return String::new();
    }
    let mut words = vec![format!("/{name}")];
    collect_options(data.get("options"), &mut words);
    words.join(" ")
}

/// A line `<custom_id>=<value>` for each field of a form, in order, wherever in the layout it stands; several chosen
/// values are parted by `, `.
pub(super) fn form(data: &Map<String, Value>) -> String {
    let mut lines = Vec::new();
    collect_fields(data, &mut lines);
    lines.join("\n")
}

/// The nesting of a body is limited, and with it the depth of this.
fn collect_options(options: Option<&Value>, words: &mut Vec<String>) {
    const SUBCOMMAND: i64 = 1;
    const SUBCOMMAND_GROUP: i64 = 2;
    for option in options.and_then(Value::as_array).into_iter().flatten() {
        let nested = matches!(integer(option.get("type")), Some(SUBCOMMAND | SUBCOMMAND_GROUP));
        let word = if nested { id(option.get("name")) } else { scalar(option.get("value")) };
        words.extend(word.filter(|word| !word.trim().is_empty()));
        if nested {
            collect_options(option.get("options"), words);
        }
    }
}

fn collect_fields(layout: &Map<String, Value>, lines: &mut Vec<String>) {
    let many = layout.get("components").and_then(Value::as_array);
    let one = layout.get("component");
    for part in many.into_iter().flatten().chain(one).filter_map(Value::as_object) {
        let value = scalar(part.get("value")).or_else(|| chosen(part.get("values")));
        if let (Some(name), Some(value)) = (id(part.get("custom_id")), value) {
            lines.push(format!("{name}={value}"));
        }
        collect_fields(part, lines);
    }
}

fn chosen(values: Option<&Value>) -> Option<String> {
    let values: Vec<_> = values?.as_array()?.iter().filter_map(|value| scalar(Some(value))).collect();
    Some(values.join(", "))
}

/// A value as text: `true` and `false` for truth values.
fn scalar(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::Bool(truth) => Some(truth.to_string()),
        value => id(Some(value)),
    }
}
