//! What a value breaks of its schema, in our own words: one violation a node, never a value.
//!
//! Whether a value is valid the schema validator decides; this walk says where it is not, as the npm package does.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::read::kind;
use super::rules::rules;
use super::told::Told;
use super::violation::{Rule, Violation};
use super::walk::{Part, is_of};
use crate::json::base64::is_base64;
use crate::json::{JsonPath, Segment, cut};
use crate::schema::{JsonType, Node};

/// Tells what a part of a frame breaks, in the order of the contract's fields; it does not enter unions.
pub(super) fn explain(bundle: &Node, part: Part<'_>, place: &JsonPath<'_>, told: &mut Told) {
    let at = part.at.resolved(bundle);
    let is_nullable = part.at.node.is_nullable() || at.node.is_nullable();
    if told.is_full() || !at.node.one_of.is_empty() || (part.value.is_null() && is_nullable) {
        return;
    }
    if let Some((rule, message)) = broken(at.node, is_nullable, part.value) {
        let section = at.section.map(str::to_owned);
        told.tell(Violation { pointer: place.to_string(), section, ..Violation::whole(rule, message) });
    }
    let mut below = |segment, value| {
        if let Some(at) = at.child(segment) {
            explain(bundle, Part { value, at }, &place.below(segment), told);
        }
    };
    match part.value {
        Value::Array(elements) => {
            elements.iter().enumerate().for_each(|(index, value)| below(Segment::Index(index), value));
        }
        Value::Object(members) => {
            let fields = at.node.properties.iter().flat_map(IndexMap::keys);
            fields
                .filter_map(|key| members.get_key_value(key))
                .for_each(|(key, value)| below(Segment::Key(key), value));
        }
        _ => {}
    }
}

/// Which rule of a node a value breaks, and how.
fn broken(node: &Node, is_nullable: bool, value: &Value) -> Option<(Rule, String)> {
    let (found, rules) = (kind(value), &rules().keywords);
    if let [first, second] = node.prefix_items.as_slice() {
        let found = match value.as_array().map(Vec::len) {
            Some(2) => return None,
            Some(length) => format!("an array of {length}"),
            None => found.to_owned(),
        };
        let label =
            |member: &Node, otherwise: &str| member.title.clone().unwrap_or_else(|| otherwise.to_owned());
        let pair = format!("[{}, {}]", label(first, "first"), label(second, "second"));
        return Some((rules.prefix_items, format!("expected a pair {pair}, found {found}")));
    }
    // An open set is told by its second branch, which is of the same type.
    let base = node.base_type().or_else(|| node.any_of.first().and_then(Node::base_type))?;
    if !is_of(value, base) {
        let or_null = if is_nullable { " or null" } else { "" };
        let found = match value {
            Value::Number(_) if base == JsonType::Integer => "a number with a fraction",
            _ => found,
        };
        return Some((rules.json_type, format!("expected {}{or_null}, found {found}", article(base))));
    }
    match (base, value) {
        (JsonType::Object, Value::Object(members)) => missing(node, members),
        (JsonType::String, Value::String(text)) => broken_by_string(node, text),
        (JsonType::Integer, Value::Number(number)) => broken_by_integer(node, number.as_f64()?),
        _ => None,
    }
}

fn missing(node: &Node, members: &Map<String, Value>) -> Option<(Rule, String)> {
    let missing = node.required.iter().filter(|name| !members.contains_key(*name));
    let missing: Vec<_> = missing.map(|name| format!("`{}`", cut(name))).collect();
    let (word, found) = match missing.len() {
        0 => return None,
        1 => ("field", "none"),
        _ => ("fields", "none of them"),
    };
    Some((rules().keywords.required, format!("expected the {word} {}, found {found}", missing.join(", "))))
}

fn broken_by_string(node: &Node, text: &str) -> Option<(Rule, String)> {
    let rules = &rules().keywords;
    if node.content_encoding.is_some() {
        let message = "expected canonical, padded base64, found another string";
        return (!is_base64(text)).then(|| (rules.content_encoding, message.to_owned()));
    }
    if !node.values.is_empty() {
        if node.values.iter().flatten().any(|word| word == text) {
            return None;
        }
        let words = node
            .values
            .iter()
            .map(|word| word.as_ref().map_or("null".to_owned(), |word| format!("\"{word}\"")));
        let words = words.collect::<Vec<_>>().join(", ");
        return Some((rules.values, format!("expected one of {words}, found another string")));
    }
    if let Some(word) = &node.constant {
        return (word != text)
            .then(|| (rules.constant, format!("expected \"{word}\", found another string")));
    }
    if node.min_length.is_none() && node.max_length.is_none() {
        return None;
    }
    let count = i64::try_from(text.chars().count()).ok()?;
    let rule = if node.min_length.is_some_and(|min| count < min) {
        rules.min_length
    } else if node.max_length.is_some_and(|max| count > max) {
        rules.max_length
    } else {
        return None;
    };
    let limits = limits(node.min_length, node.max_length);
    Some((rule, format!("expected {limits} Unicode scalar values, found {count}")))
}

#[expect(clippy::cast_precision_loss, reason = "limits are within 2^53 - 1")]
fn broken_by_integer(node: &Node, value: f64) -> Option<(Rule, String)> {
    let rule = if node.minimum.is_some_and(|min| value < min as f64) {
        rules().keywords.minimum
    } else if node.maximum.is_some_and(|max| value > max as f64) {
        rules().keywords.maximum
    } else {
        return None;
    };
    Some((rule, format!("expected an integer {}, found one outside", limits(node.minimum, node.maximum))))
}

fn limits(min: Option<i64>, max: Option<i64>) -> String {
    let min = min.map(|min| format!("at least {min}"));
    let max = max.map(|max| format!("at most {max}"));
    min.into_iter().chain(max).collect::<Vec<_>>().join(" and ")
}

fn article(json_type: JsonType) -> &'static str {
    match json_type {
        JsonType::String => "a string",
        JsonType::Integer => "an integer",
        JsonType::Number => "a number",
        JsonType::Boolean => "a boolean",
        JsonType::Object => "an object",
        JsonType::Array => "an array",
        JsonType::Null => "null",
    }
}
