//! What a reader takes a value to be, by the schemas: defaults filled in, `null` that reads as absent left out,
//! unknown members dropped. Reading loses nothing else.

use serde_json::{Map, Value};

/// The `$defs` of both views.
#[derive(Clone, Copy)]
pub(crate) struct Reading<'a> {
    pub(crate) writer: &'a Value,
    pub(crate) reader: &'a Value,
}

/// A place in both views.
type Place<'a> = (&'a Value, &'a Value);

impl<'a> Reading<'a> {
    /// The reading of a value that the reader view accepts as this definition.
    pub(crate) fn of(self, name: &str, value: &Value) -> Value {
        self.at((&self.writer["$defs"][name], &self.reader["$defs"][name]), value)
    }

    fn at(self, (writer, reader): Place<'a>, value: &Value) -> Value {
        if let Some(target) = target(writer).filter(|_| !value.is_null()) {
            return self.of(target, value);
        }
        if let Some(branches) = writer["oneOf"].as_array() {
            let branch = branches.iter().filter_map(target).find(|name| self.has_tag_of(name, value));
            // An action of a later revision: the reader knows its `op` only.
            return branch.map_or_else(|| value["op"].clone(), |name| self.of(name, value));
        }
        match value {
            Value::Object(members) => match (&writer["properties"], &reader["properties"]) {
                (Value::Object(written), Value::Object(read)) => {
                    Value::Object(self.record(&writer["required"], written, read, members))
                }
                _ => Value::Object(members.iter().map(|(key, value)| (key.clone(), plain(value))).collect()),
            },
            Value::Array(elements) => {
                let element = |(index, value)| self.at((item(writer, index), item(reader, index)), value);
                elements.iter().enumerate().map(element).collect()
            }
            other => plain(other),
        }
    }

    fn record(
        self,
        required: &Value,
        written: &'a Map<String, Value>,
        properties: &'a Map<String, Value>,
        members: &Map<String, Value>,
    ) -> Map<String, Value> {
        let is_sent =
            |name: &str| required.as_array().is_some_and(|names| names.iter().any(|known| known == name));
        let read = |(name, node): (&String, &'a Value)| {
            let found = members.get(name).filter(|value| !value.is_null() || is_sent(name));
            let value = found.or_else(|| node.get("default"))?;
            Some((name.clone(), self.at((&written[name], node), value)))
        };
        properties.iter().filter_map(read).collect()
    }

    fn has_tag_of(self, name: &str, value: &Value) -> bool {
        let Some(properties) = self.writer["$defs"][name]["properties"].as_object() else { return false };
        properties.iter().any(|(key, node)| node.get("const").is_some_and(|tag| value.get(key) == Some(tag)))
    }
}

/// The definition that a node refers to, `null` beside it or not.
fn target(node: &Value) -> Option<&str> {
    let reference = node.get("$ref").or_else(|| node.get("anyOf")?.get(0)?.get("$ref"))?;
    reference.as_str()?.strip_prefix("#/$defs/")
}

fn item(node: &Value, index: usize) -> &Value {
    node["prefixItems"].get(index).unwrap_or(&node["items"])
}

/// Numbers by their value: `1.0` is `1`.
fn plain(value: &Value) -> Value {
    match value {
        Value::Number(number) => number.as_f64().map_or(Value::Null, |number| Value::from(number + 0.0)),
        Value::Array(elements) => elements.iter().map(plain).collect(),
        Value::Object(members) => {
            Value::Object(members.iter().map(|(key, value)| (key.clone(), plain(value))).collect())
        }
        other => other.clone(),
    }
}
