//! One node of a schema: JSON Schema 2020-12 in the subset that this project writes and reads.
//!
//! The subset is the struct: a keyword without a field here can be neither written nor read, so nothing that a
//! consumer of the schemas would drop can enter them. The build script includes this file by path; it must know
//! nothing of the crate.

use indexmap::IndexMap;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

/// A schema, or a part of one. The order of the fields is the canonical order of the keywords.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct Node {
    /// The dialect; on a file's root.
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    pub dialect: Option<String>,
    /// The absolute name of a file's root.
    #[serde(rename = "$id", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The contract section, and on a root what made the file.
    #[serde(rename = "$comment", skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// The word that names a member of a pair.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The contract's words on it, as Markdown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Another definition.
    #[serde(rename = "$ref", skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The JSON type or types; none for any.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub types: Option<Types>,
    /// The value of a tag.
    #[serde(rename = "const", skip_serializing_if = "Option::is_none")]
    pub constant: Option<String>,
    /// The values of a set; `None` is `null`.
    #[serde(rename = "enum", skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Option<String>>,
    /// The least number of scalar values of a string.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_length: Option<i64>,
    /// The greatest number of scalar values of a string.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_length: Option<i64>,
    /// Canonical base64; no other pattern is in the subset.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// `base64`, beside the pattern that enforces it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_encoding: Option<String>,
    /// The least integer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<i64>,
    /// The greatest integer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum: Option<i64>,
    /// The members of a pair.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub prefix_items: Vec<Node>,
    /// The elements of a list, or `false` behind the members of a pair.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<Items>,
    /// Two, on a pair.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_items: Option<u64>,
    /// Two, on a pair.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_items: Option<u64>,
    /// The properties that must be there, in document order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub required: Vec<String>,
    /// The known properties, in document order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub properties: Option<IndexMap<String, Node>>,
    /// The branches of a union, told apart by their tag.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub one_of: Vec<Node>,
    /// A definition or `null`; or a set or another string.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub any_of: Vec<Node>,
    /// The known tags, on the branch of a reader's union that takes every other one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not: Option<Box<Node>>,
    /// What a reader takes when the property is absent; `null` counts.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "some")]
    pub default: Option<Value>,
    /// The definitions of a bundle, in document order.
    #[serde(rename = "$defs", skip_serializing_if = "IndexMap::is_empty")]
    pub definitions: IndexMap<String, Node>,
}

/// One type word or several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Types {
    /// One type.
    One(JsonType),
    /// A type or `null`.
    Several(Vec<JsonType>),
}

/// The type words of JSON Schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the words are JSON Schema's own")]
pub enum JsonType {
    String,
    Integer,
    Number,
    Boolean,
    Object,
    Array,
    Null,
}

/// What stands behind `items`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Items {
    /// `false`: no further element.
    None(NoMore),
    /// The schema of each element.
    Each(Box<Node>),
}

/// The literal `false`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "bool", into = "bool")]
pub struct NoMore;

impl TryFrom<bool> for NoMore {
    type Error = &'static str;

    fn try_from(value: bool) -> Result<Self, Self::Error> {
        if value { Err("`items` is a schema or false") } else { Ok(Self) }
    }
}

impl From<NoMore> for bool {
    fn from(_: NoMore) -> Self {
        false
    }
}

impl Node {
    /// A node of one type.
    #[must_use]
    pub fn of(one: JsonType) -> Self {
        Self { types: Some(Types::One(one)), ..Self::default() }
    }

    /// A node that refers to the definition of this name within a bundle.
    #[must_use]
    pub fn to(name: &str) -> Self {
        Self { reference: Some(format!("{DEFINITIONS}{name}")), ..Self::default() }
    }

    /// The name of the definition that this node refers to.
    #[must_use]
    pub fn target(&self) -> Option<&str> {
        let reference = self.reference.as_deref()?;
        Some(reference.strip_prefix(DEFINITIONS).unwrap_or(reference))
    }

    /// The name of the definition that this node refers to, also where it is that definition or `null`.
    #[must_use]
    pub fn target_or_null(&self) -> Option<&str> {
        self.target().or_else(|| self.any_of.first().and_then(Self::target))
    }

    /// The property that tells a record from the other branches of its union, and its value there.
    #[must_use]
    pub fn tag(&self) -> Option<(&str, &str)> {
        let properties = self.properties.as_ref()?;
        properties.iter().find_map(|(name, node)| Some((name.as_str(), node.constant.as_deref()?)))
    }

    /// Whether `null` is among the types.
    #[must_use]
    pub fn is_nullable(&self) -> bool {
        match &self.types {
            Some(Types::Several(types)) => types.contains(&JsonType::Null),
            Some(Types::One(one)) => *one == JsonType::Null,
            None => self.any_of.iter().any(Self::is_nullable),
        }
    }

    /// The type word beside `null`.
    #[must_use]
    pub fn base_type(&self) -> Option<JsonType> {
        match self.types.as_ref()? {
            Types::One(one) => Some(*one),
            Types::Several(types) => types.iter().copied().find(|one| *one != JsonType::Null),
        }
    }

    /// The same node, accepting `null` too.
    #[must_use]
    pub fn or_null(self) -> Self {
        if self.is_nullable() || self == Self::default() {
            return self;
        }
        if self.reference.is_some() {
            return Self { any_of: vec![self, Self::of(JsonType::Null)], ..Self::default() };
        }
        if let Some((last, rest)) = self.any_of.split_last() {
            let any_of = rest.iter().cloned().chain([last.clone().or_null()]).collect();
            return Self { any_of, ..self };
        }
        let mut values = self.values;
        if !values.is_empty() {
            values.push(None);
        }
        let types = self.types.map(|types| match types {
            Types::One(one) => Types::Several(vec![one, JsonType::Null]),
            several @ Types::Several(_) => several,
        });
        Self { types, values, ..self }
    }

    /// Calls `visit` on this node and on every node below it.
    pub fn for_each_mut(&mut self, visit: &mut impl FnMut(&mut Self)) {
        visit(self);
        let each = match &mut self.items {
            Some(Items::Each(each)) => Some(&mut **each),
            Some(Items::None(_)) | None => None,
        };
        let properties = self.properties.iter_mut().flat_map(IndexMap::values_mut);
        each.into_iter()
            .chain(self.not.as_deref_mut())
            .chain(properties)
            .chain(&mut self.prefix_items)
            .chain(&mut self.one_of)
            .chain(&mut self.any_of)
            .chain(self.definitions.values_mut())
            .for_each(|node| node.for_each_mut(visit));
    }
}

/// The prefix of a reference within a bundle.
pub const DEFINITIONS: &str = "#/$defs/";

/// Keeps a `null` that is written as a value.
fn some<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}
