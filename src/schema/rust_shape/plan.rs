//! What is to be generated: records, sets and unions, read off both views.

use indexmap::IndexMap;
use serde_json::Value;

use super::idents;
use crate::node::{Items, JsonType, Node};
use crate::words::{type_name, type_parts, upper_camel, visible};

/// The object that every result travels as.
pub(super) const GENERAL_RESULT: &str = "ActionResult";

/// Everything to generate, by Rust name.
#[derive(Default)]
pub(super) struct Plan {
    pub(super) records: IndexMap<String, Record>,
    pub(super) sets: IndexMap<String, Set>,
    pub(super) unions: IndexMap<String, Union>,
}

/// A struct.
pub(super) struct Record {
    pub(super) docs: String,
    /// By JSON name, in document order, the tag left out.
    pub(super) fields: IndexMap<String, Field>,
}

/// A field of a struct.
pub(super) struct Field {
    pub(super) ident: String,
    pub(super) docs: String,
    pub(super) shape: Shape,
    /// Whether the Rust type is an `Option`: `None` is written as `null` or not at all.
    pub(super) is_option: bool,
    /// Whether every writer sends it.
    pub(super) always_sent: bool,
    /// What the reader takes when it is absent.
    pub(super) default: Option<Value>,
    /// Whether `null` reads as absent, and so as the default; where the field is always sent it is a value.
    pub(super) null_reads_as_default: bool,
}

/// The Rust form of a type, `null` aside.
#[derive(PartialEq)]
pub(super) enum Shape {
    String {
        min: Option<i64>,
        max: Option<i64>,
    },
    Int {
        min: i64,
        max: i64,
    },
    Number,
    Bool,
    Object,
    Any,
    Base64,
    List(Box<Shape>),
    Pair(Box<[Shape; 2]>),
    Option(Box<Shape>),
    /// A record, set or union of the plan.
    Named(String),
}

/// A set of strings.
pub(super) struct Set {
    pub(super) docs: String,
    /// Variant and value.
    pub(super) values: Vec<(String, String)>,
    pub(super) is_open: bool,
}

/// A union of records.
pub(super) struct Union {
    pub(super) docs: String,
    pub(super) tag: String,
    pub(super) branches: Vec<Branch>,
    /// Whether a value with another tag is accepted.
    pub(super) takes_unknown: bool,
}

/// A branch of a union.
pub(super) struct Branch {
    pub(super) value: String,
    pub(super) variant: String,
    pub(super) record: String,
    pub(super) docs: String,
}

impl Plan {
    /// Reads off both bundles what is to be generated.
    pub(super) fn new(writer: &Node, reader: &Node) -> Result<Self, String> {
        let mut plan = Self::default();
        for (name, node) in &writer.definitions {
            let reader = counterpart(&reader.definitions, name, name)?;
            if node.one_of.is_empty() {
                plan.add_record(name, node, reader)?;
            } else {
                let union = union(node, reader, writer).map_err(|problem| format!("{name}: {problem}"))?;
                plan.claim(name, |plan, name| plan.unions.insert(name, union).is_none())?;
            }
        }
        Ok(plan)
    }

    /// The general result, if a record is the result of one action and each of its fields is a field there too.
    pub(super) fn general_result(&self, name: &str) -> Option<&Record> {
        let record = self.records.get(name)?;
        let actions = &self.unions.get("OutboundAction")?.branches;
        let general = self.records.get(GENERAL_RESULT)?;
        let is_result = actions.iter().any(|action| format!("{}Result", upper_camel(&action.value)) == name);
        let narrows = record.fields.iter().all(|(name, field)| {
            let whole = general.fields.get(name);
            whole.is_some_and(|whole| whole.shape == field.shape && whole.is_option == field.is_option)
        });
        (is_result && narrows && has_default(general) && name != GENERAL_RESULT).then_some(general)
    }

    fn add_record(&mut self, name: &str, writer: &Node, reader: &Node) -> Result<(), String> {
        let mut fields = IndexMap::new();
        let reader_properties = reader.properties.clone().unwrap_or_default();
        let properties = writer.properties.iter().flatten().filter(|(_, node)| node.constant.is_none());
        let names = || properties.clone().map(|(property, _)| property.as_str());
        let names = idents::fields(names()).into_iter().zip(type_parts(names()));
        for ((property, node), (ident, part)) in properties.clone().zip(names) {
            let place = format!("{name}.{property}");
            let reader_node = counterpart(&reader_properties, property, &place)?;
            let always_sent = writer.required.contains(property);
            let default = reader_node.default.clone();
            if default.is_none() && always_sent != reader.required.contains(property) {
                return Err(format!("{place}: the views disagree about who requires it"));
            }
            let owner = format!("{name}{part}");
            let reads_null = reader_node.is_nullable() || reader_node.base_shape_is_any();
            let has_value_default = default.as_ref().is_some_and(|default| !default.is_null());
            let is_option = if always_sent { node.is_nullable() } else { !has_value_default };
            let field = Field {
                ident,
                docs: field_docs(node, always_sent, default.as_ref()),
                shape: self.shape(&owner, node, reader_node)?,
                is_option,
                always_sent,
                null_reads_as_default: reads_null && !always_sent && has_value_default,
                default,
            };
            fields.insert(property.clone(), field);
        }
        let record = Record { docs: docs(writer), fields };
        self.claim(name, |plan, name| plan.records.insert(name, record).is_none())
    }

    /// The shape of a node, `null` left to the caller; inline shapes and sets become items named `owner`.
    fn shape(&mut self, owner: &str, writer: &Node, reader: &Node) -> Result<Shape, String> {
        if let Some(name) = writer.target() {
            return Ok(Shape::Named(type_name(name)));
        }
        if let [first, second] = writer.any_of.as_slice() {
            if first.target().is_some() {
                return self.shape(owner, first, first);
            }
            if !first.values.is_empty() && second.base_type() == Some(JsonType::String) {
                return self.add_set(owner, writer, &first.values, true);
            }
        }
        if !writer.values.is_empty() {
            return self.add_set(owner, writer, &writer.values, false);
        }
        if let [first, second] = writer.prefix_items.as_slice() {
            let [read_first, read_second] = reader.prefix_items.as_slice() else {
                return Err(format!("{owner}: a pair in the writer view only"));
            };
            let members = [
                self.element(&format!("{owner}First"), first, read_first)?,
                self.element(&format!("{owner}Second"), second, read_second)?,
            ];
            return Ok(Shape::Pair(Box::new(members)));
        }
        Ok(match writer.base_type() {
            None => Shape::Any,
            Some(JsonType::String) if writer.pattern.is_some() => Shape::Base64,
            Some(JsonType::String) => Shape::String { min: writer.min_length, max: writer.max_length },
            Some(JsonType::Integer) => match (writer.minimum, writer.maximum) {
                (Some(min), Some(max)) => Shape::Int { min, max },
                _ => return Err(format!("{owner}: an integer without both limits")),
            },
            Some(JsonType::Number) => Shape::Number,
            Some(JsonType::Boolean) => Shape::Bool,
            Some(JsonType::Object) if writer.properties.is_some() => {
                self.add_record(owner, writer, reader)?;
                Shape::Named(type_name(owner))
            }
            Some(JsonType::Object) => Shape::Object,
            Some(JsonType::Array) => {
                let (Some(Items::Each(each)), Some(Items::Each(read))) = (&writer.items, &reader.items)
                else {
                    return Err(format!("{owner}: a list without elements"));
                };
                Shape::List(Box::new(self.element(owner, each, read)?))
            }
            Some(JsonType::Null) => return Err(format!("{owner}: null alone has no Rust form")),
        })
    }

    /// The shape of an element, `null` included.
    fn element(&mut self, owner: &str, writer: &Node, reader: &Node) -> Result<Shape, String> {
        let shape = self.shape(owner, writer, reader)?;
        Ok(if writer.is_nullable() { Shape::Option(Box::new(shape)) } else { shape })
    }

    fn add_set(
        &mut self,
        owner: &str,
        node: &Node,
        values: &[Option<String>],
        is_open: bool,
    ) -> Result<Shape, String> {
        let words = || values.iter().flatten().map(String::as_str);
        let variants = idents::variants(words(), if is_open { &["Other"] } else { &[] });
        let values = variants.into_iter().zip(words().map(str::to_owned)).collect();
        let docs = visible(node.description.as_deref().unwrap_or_default());
        let set = Set { docs, values, is_open };
        self.claim(owner, |plan, name| plan.sets.insert(name, set).is_none())?;
        Ok(Shape::Named(type_name(owner)))
    }

    /// Adds the item of a definition, or of what a field holds, under a name that nothing else has.
    fn claim(&mut self, owner: &str, insert: impl FnOnce(&mut Self, String) -> bool) -> Result<(), String> {
        let name = type_name(owner);
        let is_taken = self.records.contains_key(&name)
            || self.sets.contains_key(&name)
            || self.unions.contains_key(&name);
        if is_taken || !insert(self, name.clone()) {
            return Err(format!(
                "two definitions would both be the Rust type {name}: rename one in the document"
            ));
        }
        Ok(())
    }
}

/// Whether a reader accepts the object without any member.
pub(super) fn has_default(record: &Record) -> bool {
    record.fields.values().all(|field| !field.always_sent || field.default.is_some())
}

fn counterpart<'a>(nodes: &'a IndexMap<String, Node>, name: &str, place: &str) -> Result<&'a Node, String> {
    nodes.get(name).ok_or_else(|| format!("{place}: in the writer view only; run `relay-contract derive`"))
}

fn union(writer: &Node, reader: &Node, bundle: &Node) -> Result<Union, String> {
    let mut branches = Vec::new();
    let mut tag = None;
    let takes_unknown = reader.one_of.iter().any(|branch| branch.target().is_none());
    for branch in &writer.one_of {
        let record = branch.target().ok_or("a branch is no reference")?;
        let node = bundle.definitions.get(record).ok_or("a branch refers to nothing")?;
        let (name, value) = node.tag().ok_or_else(|| format!("{record} has no tag"))?;
        tag = Some(name);
        branches.push(Branch {
            value: value.to_owned(),
            variant: String::new(),
            record: type_name(record),
            docs: docs(node),
        });
    }
    // The macros give the first two to the enum itself.
    let taken: &[&str] = if takes_unknown { &["TAG", "TAGS", "Unknown"] } else { &["TAG", "TAGS"] };
    let variants = idents::variants(branches.iter().map(|branch| branch.value.as_str()), taken);
    for (branch, variant) in branches.iter_mut().zip(variants) {
        branch.variant = variant;
    }
    Ok(Union {
        docs: docs(writer),
        tag: tag.ok_or("a union without branches")?.to_owned(),
        branches,
        takes_unknown,
    })
}

fn docs(node: &Node) -> String {
    let section = node.comment.as_ref().map(|comment| format!("{comment}."));
    paragraphs([node.description.clone(), section])
}

fn field_docs(node: &Node, always_sent: bool, default: Option<&Value>) -> String {
    let duty = if always_sent { "Always sent" } else { "Optional" };
    let duty = match default {
        Some(default) => format!("{duty}; absent reads as `{default}`."),
        None => format!("{duty}."),
    };
    paragraphs([node.description.clone(), Some(duty)])
}

/// Documentation. The compiler refuses marks of direction in comments, and a reader is not to be led astray by them.
fn paragraphs(parts: [Option<String>; 2]) -> String {
    visible(&parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n"))
}

impl Node {
    /// Whether the node accepts any value.
    fn base_shape_is_any(&self) -> bool {
        self.types.is_none() && self.reference.is_none() && self.any_of.is_empty() && self.values.is_empty()
    }
}
