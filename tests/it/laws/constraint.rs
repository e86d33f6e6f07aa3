//! One constraint of a bundle, to be taken out of it.

use std::collections::BTreeSet;

use serde_json::Value;

/// A constraint and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Constraint {
    pub(crate) kind: &'static str,
    /// The definition that holds it.
    pub(crate) definition: String,
    /// The JSON Pointer of its node in the bundle.
    pub(crate) node: String,
    removal: Removal,
}

#[derive(Debug, Clone)]
enum Removal {
    Keywords(&'static [&'static str]),
    /// An element of a keyword's array.
    Element(&'static str, usize),
    /// An element of a keyword's array becomes the schema that accepts anything.
    Loosened(&'static str, usize),
    /// `null` in `type`, and in `enum` if it is there.
    Null,
}

impl Constraint {
    /// Whether it refuses something. The others permit: without them more would be refused, or something else.
    pub(crate) fn refuses(&self) -> bool {
        !matches!(self.kind, "default" | "null" | "open set" | "branch of a union" | "not")
    }

    /// The bundle without it.
    pub(crate) fn removed_from(&self, bundle: &Value) -> Value {
        let mut bundle = bundle.clone();
        let node = bundle.pointer_mut(&self.node).expect("the constraint is of this bundle");
        match self.removal {
            Removal::Keywords(keywords) => {
                for keyword in keywords {
                    node.as_object_mut().expect("a node is an object").remove(*keyword);
                }
            }
            Removal::Element(keyword, index) => {
                node[keyword].as_array_mut().expect("it is an array").remove(index);
            }
            Removal::Loosened(keyword, index) => node[keyword][index] = Value::Bool(true),
            Removal::Null => {
                for keyword in ["type", "enum"] {
                    if let Some(values) = node.get_mut(keyword).and_then(Value::as_array_mut) {
                        values.retain(|value| !value.is_null() && value != "null");
                    }
                }
            }
        }
        bundle
    }
}

/// All constraints of a view's bundle, and how many keywords it holds that repeat another one. `writer` is the bundle
/// that says what is always sent.
pub(crate) fn all(bundle: &Value, writer: &Value) -> (Vec<Constraint>, usize) {
    let mut found = Finder { writer, constraints: Vec::new(), redundant: 0, definition: String::new() };
    for (name, node) in bundle["$defs"].as_object().expect("a bundle has definitions") {
        found.definition.clone_from(name);
        found.visit(&format!("/$defs/{name}"), node);
    }
    (found.constraints, found.redundant)
}

/// The definitions that a definition refers to, itself among them.
pub(crate) fn reach(bundle: &Value, name: &str) -> BTreeSet<String> {
    let mut reached = BTreeSet::new();
    let mut open = vec![name.to_owned()];
    while let Some(name) = open.pop() {
        if reached.insert(name.clone()) {
            references(&bundle["$defs"][&name], &mut open);
        }
    }
    reached
}

fn references(node: &Value, names: &mut Vec<String>) {
    match node {
        Value::Object(members) => {
            let reference = members.get("$ref").and_then(Value::as_str);
            names.extend(reference.and_then(|text| text.strip_prefix("#/$defs/")).map(str::to_owned));
            members.values().for_each(|value| references(value, names));
        }
        Value::Array(elements) => elements.iter().for_each(|value| references(value, names)),
        _ => {}
    }
}

struct Finder<'a> {
    writer: &'a Value,
    constraints: Vec<Constraint>,
    redundant: usize,
    definition: String,
}

impl Finder<'_> {
    fn add(&mut self, kind: &'static str, node: &str, removal: Removal) {
        let definition = self.definition.clone();
        self.constraints.push(Constraint { kind, definition, node: node.to_owned(), removal });
    }

    fn visit(&mut self, pointer: &str, node: &Value) {
        let Some(members) = node.as_object() else { return };
        let has = |keyword| members.contains_key(keyword);
        for keyword in members.keys() {
            assert!(
                is_known(keyword),
                "{pointer} has `{keyword}`, of which it is not known what it constrains"
            );
        }
        assert!(has("prefixItems") || !(has("minItems") || has("maxItems")), "{pointer} limits a list");
        let elements = |keyword: &str| members.get(keyword).and_then(Value::as_array).map_or(0, Vec::len);
        for index in 0..elements("required") {
            self.add("required", pointer, Removal::Element("required", index));
        }
        if has("type") {
            if has("const") || has("enum") {
                // All of their values are of the type.
                self.redundant += 1;
            } else {
                self.add("type", pointer, Removal::Keywords(&["type"]));
            }
            if members["type"].is_array() {
                self.add("null", pointer, Removal::Null);
            }
        }
        let says_nothing = self.is_optional(pointer) && node["default"].is_null();
        if has("default") && says_nothing {
            self.redundant += 1;
        } else if has("default") {
            self.add("default", pointer, Removal::Keywords(&["default"]));
        }
        let keywords: [&'static [&'static str]; 8] = [
            &["const"],
            &["enum"],
            &["minLength"],
            &["maxLength"],
            &["minimum"],
            &["maximum"],
            &["pattern"],
            &["not"],
        ];
        for keyword in keywords.into_iter().filter(|keyword| has(keyword[0])) {
            self.add(keyword[0], pointer, Removal::Keywords(keyword));
        }
        if has("prefixItems") {
            self.add("pair length (shorter)", pointer, Removal::Keywords(&["minItems"]));
            // Each of the two is enough to refuse a third.
            self.add("pair length (longer)", pointer, Removal::Keywords(&["maxItems", "items"]));
            self.redundant += 1;
            for index in 0..elements("prefixItems") {
                if node["prefixItems"][index].as_object().is_some_and(|member| !member.is_empty()) {
                    self.add("pair member", pointer, Removal::Loosened("prefixItems", index));
                    self.visit(&format!("{pointer}/prefixItems/{index}"), &node["prefixItems"][index]);
                }
            }
        } else if let Some(Value::Object(items)) = members.get("items")
            && !items.is_empty()
        {
            self.add("items", pointer, Removal::Keywords(&["items"]));
            self.visit(&format!("{pointer}/items"), &members["items"]);
        }
        if has("$ref") {
            self.add("$ref", pointer, Removal::Keywords(&["$ref"]));
        }
        for index in 0..elements("oneOf") {
            self.add("branch of a union", pointer, Removal::Element("oneOf", index));
            self.visit(&format!("{pointer}/oneOf/{index}"), &node["oneOf"][index]);
        }
        if has("anyOf") {
            self.any_of(pointer, node);
        }
        self.properties(pointer, node);
    }

    /// Whether a writer may leave the property out: its default of `null` is the same as none (grammar section 6).
    fn is_optional(&self, pointer: &str) -> bool {
        let Some((record, name)) = pointer.rsplit_once("/properties/") else { return false };
        let required = self.writer.pointer(record).map_or(&Value::Null, |record| &record["required"]);
        !required.as_array().is_some_and(|names| names.iter().any(|known| known == name))
    }

    /// A definition or null; or an open set, of which the listed words are no constraint.
    fn any_of(&mut self, pointer: &str, node: &Value) {
        self.add("anyOf", pointer, Removal::Keywords(&["anyOf"]));
        let last = format!("{pointer}/anyOf/1");
        if node["anyOf"][0].get("$ref").is_some() {
            self.add("null", pointer, Removal::Element("anyOf", 1));
            self.visit(&format!("{pointer}/anyOf/0"), &node["anyOf"][0]);
        } else {
            self.redundant += 1;
            self.add("open set", pointer, Removal::Element("anyOf", 1));
        }
        self.visit(&last, &node["anyOf"][1]);
    }

    fn properties(&mut self, pointer: &str, node: &Value) {
        for (name, property) in node["properties"].as_object().into_iter().flatten() {
            self.visit(&format!("{pointer}/properties/{name}"), property);
        }
    }
}

/// Whether a keyword is looked at, or constrains nothing.
fn is_known(keyword: &str) -> bool {
    const CONSTRAINTS: [&str; 19] = [
        "$ref",
        "anyOf",
        "const",
        "default",
        "enum",
        "items",
        "maxItems",
        "maxLength",
        "maximum",
        "minItems",
        "minLength",
        "minimum",
        "not",
        "oneOf",
        "pattern",
        "prefixItems",
        "properties",
        "required",
        "type",
    ];
    const NOTES: [&str; 5] = ["$comment", "contentEncoding", "description", "examples", "title"];
    CONSTRAINTS.contains(&keyword) || NOTES.contains(&keyword)
}
