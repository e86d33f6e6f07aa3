//! From the schema validator's errors to violations in our own words: one a node, never a value.

use std::collections::BTreeSet;

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind;
use serde_json::Value;

use super::json::kind;
use super::rules::rules;
use super::violation::{Rule, Violation, cut, token};
use super::walk::{Part, is_of, part};
use crate::schema::{JsonType, Node};

/// Explains the errors of one definition's validator; `prefix` is where its value stands in the frame.
pub(super) fn explain<'a>(
    bundle: &'a Node,
    root: Part<'a>,
    errors: impl Iterator<Item = ValidationError<'a>>,
    prefix: &str,
    violations: &mut Vec<Violation>,
) {
    let mut pointers = BTreeSet::new();
    for error in errors {
        collect(&error, &mut pointers);
    }
    for pointer in pointers {
        // A pointer behind the members of a pair has no node; the pair's own length is an error too.
        if let Some(part) = part(bundle, root, &pointer) {
            let shown: String = pointer.split('/').skip(1).map(shown_token).collect();
            violations.push(violation(bundle, part, format!("{prefix}{shown}")));
        }
    }
}

/// The places of an error: of a definition or null, where the definition's branch fails.
fn collect(error: &ValidationError<'_>, pointers: &mut BTreeSet<String>) {
    if let ValidationErrorKind::AnyOf { context } = error.kind()
        && !error.instance().is_null()
        && let Some(branch) = context.first()
        && !branch.is_empty()
    {
        for error in branch {
            collect(error, pointers);
        }
        return;
    }
    pointers.insert(error.instance_path().as_str().to_owned());
}

fn shown_token(raw: &str) -> String {
    format!("/{}", token(&raw.replace("~1", "/").replace("~0", "~")))
}

fn violation(bundle: &Node, part: Part<'_>, pointer: String) -> Violation {
    let at = part.at.resolved(bundle);
    let (rule, message) = reason(part.at.node, at.node, part.value);
    Violation { frame: None, pointer, rule, section: at.section.map(str::to_owned), message }
}

/// Which rule of a node a value breaks. `stated` is the node as it stands, `node` what it refers to.
fn reason(stated: &Node, node: &Node, value: &Value) -> (Rule, String) {
    let (found, rules) = (kind(value), &rules().keywords);
    if let [first, second] = node.prefix_items.as_slice() {
        let label =
            |member: &Node, otherwise: &str| member.title.clone().unwrap_or_else(|| otherwise.to_owned());
        let pair = format!("expected a pair [{}, {}]", label(first, "first"), label(second, "second"));
        return match value.as_array() {
            Some(elements) => (rules.prefix_items, format!("{pair}, found an array of {}", elements.len())),
            None => (rules.prefix_items, format!("{pair}, found {found}")),
        };
    }
    // An open set is told by its second branch, which is of the same type.
    let base = node.base_type().or_else(|| node.any_of.first().and_then(Node::base_type));
    let Some(base) = base else {
        return (rules.json_type, format!("expected another value, found {found}"));
    };
    if !is_of(value, base) {
        let or_null = if stated.is_nullable() || node.is_nullable() { " or null" } else { "" };
        let found = match value {
            Value::Number(_) if base == JsonType::Integer => "a number with a fraction",
            _ => found,
        };
        return (rules.json_type, format!("expected {}{or_null}, found {found}", article(base)));
    }
    match (base, value) {
        (JsonType::Object, Value::Object(members)) => {
            let missing = node.required.iter().filter(|name| !members.contains_key(*name));
            let missing: Vec<_> = missing.map(|name| format!("`{}`", cut(name))).collect();
            let (word, found) =
                if missing.len() == 1 { ("field", "none") } else { ("fields", "none of them") };
            (rules.required, format!("expected the {word} {}, found {found}", missing.join(", ")))
        }
        (JsonType::String, Value::String(_)) if node.content_encoding.is_some() => {
            (rules.content_encoding, "expected canonical, padded base64, found another string".to_owned())
        }
        (JsonType::String, Value::String(_)) if !node.values.is_empty() => {
            let words = node
                .values
                .iter()
                .map(|word| word.as_ref().map_or("null".to_owned(), |word| format!("\"{word}\"")));
            let words = words.collect::<Vec<_>>().join(", ");
            (rules.values, format!("expected one of {words}, found another string"))
        }
        (JsonType::String, Value::String(_)) if node.constant.is_some() => {
            let word = node.constant.as_deref().unwrap_or_default();
            (rules.constant, format!("expected \"{word}\", found another string"))
        }
        (JsonType::String, Value::String(text)) => {
            let (limits, count) = (limits(node.min_length, node.max_length), text.chars().count());
            let is_short = i64::try_from(count).ok() < node.min_length;
            let rule = if is_short { rules.min_length } else { rules.max_length };
            (rule, format!("expected {limits} Unicode scalar values, found {count}"))
        }
        _ => {
            let limits = limits(node.minimum, node.maximum);
            #[expect(clippy::cast_precision_loss, reason = "limits are within 2^53 - 1")]
            let is_low = value.as_f64() < node.minimum.map(|min| min as f64);
            let rule = if is_low { rules.minimum } else { rules.maximum };
            (rule, format!("expected an integer {limits}, found one outside"))
        }
    }
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
