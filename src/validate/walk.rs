//! A value beside its schema: which node describes which part, and what no node describes.

use serde_json::Value;

use crate::json::{JsonPath, Segment};
use crate::schema::{Items, JsonType, Node};

/// A node of a bundle and the section that states it.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    pub(super) node: &'a Node,
    pub(super) section: Option<&'a str>,
}

impl<'a> At<'a> {
    /// The definition of this name.
    pub(super) fn definition(bundle: &'a Node, name: &str) -> Option<Self> {
        let node = bundle.definitions.get(name)?;
        Some(Self { node, section: section(node) })
    }

    /// The node itself where it is a reference, or a reference or null: the definition that it stands for.
    pub(super) fn resolved(self, bundle: &'a Node) -> Self {
        self.node
            .target_or_null()
            .and_then(|name| Self::definition(bundle, name))
            .map_or(self, |at| Self { section: at.section.or(self.section), ..at })
    }

    /// The node that describes one part of the value.
    pub(super) fn child(self, segment: Segment<'_>) -> Option<Self> {
        let node = match segment {
            Segment::Key(key) => self.node.properties.as_ref()?.get(key)?,
            Segment::Index(index) => match self.node.items.as_ref()? {
                Items::Each(each) => each,
                Items::None(_) => self.node.prefix_items.get(index)?,
            },
        };
        Some(Self { node, ..self })
    }
}

/// One part of a frame: its value, its place and the node that describes it.
#[derive(Clone, Copy)]
pub(super) struct Part<'a> {
    pub(super) value: &'a Value,
    pub(super) at: At<'a>,
}

/// A place where a union stands in a value.
pub(super) struct UnionSite<'a> {
    pub(super) name: &'a str,
    pub(super) pointer: String,
    pub(super) value: &'a Value,
    /// The section that puts the union there.
    pub(super) section: Option<&'a str>,
}

/// What a walk over a value finds.
#[derive(Default)]
pub(super) struct Found<'a> {
    /// The unions in it; the walk does not enter them.
    pub(super) unions: Vec<UnionSite<'a>>,
    /// The members that no node describes, as JSON Pointers.
    pub(super) undocumented: Vec<String>,
}

/// Walks a value beside the definition that describes it.
pub(super) fn walk<'a>(bundle: &'a Node, part: Part<'a>, place: &JsonPath<'_>, found: &mut Found<'a>) {
    if let Some(name) = part.at.node.target_or_null()
        && bundle.definitions.get(name).is_some_and(|node| !node.one_of.is_empty())
    {
        if !(part.value.is_null() && part.at.node.is_nullable()) {
            let section = part.at.section;
            found.unions.push(UnionSite { name, pointer: place.to_string(), value: part.value, section });
        }
        return;
    }
    let at = part.at.resolved(bundle);
    match part.value {
        Value::Object(members) => {
            for (key, value) in members {
                let segment = Segment::Key(key);
                match at.child(segment) {
                    Some(at) => walk(bundle, Part { value, at }, &place.below(segment), found),
                    None if at.node.properties.is_some() => {
                        found.undocumented.push(place.below(segment).to_string());
                    }
                    None => {}
                }
            }
        }
        Value::Array(elements) => {
            for (index, value) in elements.iter().enumerate() {
                let segment = Segment::Index(index);
                if let Some(at) = at.child(segment) {
                    walk(bundle, Part { value, at }, &place.below(segment), found);
                }
            }
        }
        _ => {}
    }
}

/// Whether a JSON value is of a type, as JSON Schema counts: `1.0` is an integer.
pub(super) fn is_of(value: &Value, json_type: JsonType) -> bool {
    match json_type {
        JsonType::String => value.is_string(),
        JsonType::Integer => {
            value.is_i64() || value.is_u64() || value.as_f64().is_some_and(|f| f.fract() == 0.0)
        }
        JsonType::Number => value.is_number(),
        JsonType::Boolean => value.is_boolean(),
        JsonType::Object => value.is_object(),
        JsonType::Array => value.is_array(),
        JsonType::Null => value.is_null(),
    }
}

/// The contract section that a definition's comment names.
fn section(node: &Node) -> Option<&str> {
    node.comment.as_deref()?.strip_prefix("Contract section ")
}
