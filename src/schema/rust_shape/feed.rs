//! What typify is fed: the plan's records in the draft-07 vocabulary that it reads.
//!
//! Every field is fed as required, so that the Rust type says only what the plan says: `Option` or not. Duties and
//! defaults become code in `records`. What typify would drop or loosen (limits, base64, sets, unions)
//! is a reference to a name that it is told to replace.

use serde_json::{Map, Value, json};
use typify::{TypeSpace, TypeSpaceSettings};

use super::plan::{Field, Plan, Shape};
use crate::well_known::MAX_SAFE_INTEGER;

/// Runs typify over the plan's records.
pub(super) fn typify(plan: &Plan) -> Result<syn::File, String> {
    let mut feed = Feed::default();
    for (number, record) in plan.records.values().enumerate() {
        let fields = record.fields.values().enumerate();
        let properties: Map<_, _> =
            fields.map(|(index, field)| (field_name(index), feed.field(field))).collect();
        let required: Vec<_> = properties.keys().cloned().collect();
        // Without properties typify makes a map of it: `records` writes that struct itself.
        if !properties.is_empty() {
            let node = json!({ "type": "object", "properties": properties, "required": required });
            feed.definitions.insert(record_name(number), node);
        }
    }
    let mut settings = TypeSpaceSettings::default();
    for (name, path) in &feed.replacements {
        settings.with_replacement(name, path, std::iter::empty());
    }
    let definitions = feed.definitions.into_iter().map(|(name, node)| {
        let schema: schemars::schema::Schema =
            serde_json::from_value(node).map_err(|error| format!("{name}: {error}"))?;
        Ok((name, schema))
    });
    let definitions: Vec<_> = definitions.collect::<Result<_, String>>()?;
    let mut space = TypeSpace::new(&settings);
    space.add_ref_types(definitions).map_err(|error| format!("typify: {error}"))?;
    syn::parse2(space.to_stream()).map_err(|error| format!("typify's output does not parse: {error}"))
}

/// What typify knows a record by. It has ideas of its own about names, and never sees those of the document.
pub(super) fn record_name(number: usize) -> String {
    format!("Record{number}")
}

/// What typify knows a field by.
pub(super) fn field_name(index: usize) -> String {
    format!("f{index}")
}

#[derive(Default)]
struct Feed {
    definitions: Map<String, Value>,
    replacements: Vec<(String, String)>,
}

impl Feed {
    fn field(&mut self, field: &Field) -> Value {
        let node = self.shape(&field.shape);
        if field.is_option { or_null(&node) } else { node }
    }

    fn shape(&mut self, shape: &Shape) -> Value {
        match shape {
            Shape::String { min: None, max: None } => json!({ "type": "string" }),
            Shape::String { min, max } => {
                let min = min.unwrap_or(0);
                let max = max.map(|max| max.to_string());
                // A name that typify leaves as it is: it knows replacements by their UpperCamelCase names.
                let name = format!("Str{min}To{}", max.as_deref().unwrap_or("Max"));
                let max = max.unwrap_or("{ usize::MAX }".to_owned());
                self.scalar(&name, &format!("crate::frame::Str<{min}, {max}>"))
            }
            Shape::Int { min, max } if *min == -MAX_SAFE_INTEGER && *max == MAX_SAFE_INTEGER => {
                self.scalar("Int", "crate::frame::Int")
            }
            Shape::Int { min, max } => {
                let name = format!("Int{min}To{max}").replace('-', "Minus");
                self.scalar(&name, &format!("crate::frame::Int<{min}, {max}>"))
            }
            Shape::Number => self.scalar("Number", "crate::frame::Number"),
            Shape::Base64 => self.scalar("Base64Body", "crate::frame::Base64Body"),
            Shape::Bool => json!({ "type": "boolean" }),
            Shape::Object => json!({ "type": "object" }),
            Shape::Any => self.scalar("AnyValue", "::serde_json::Value"),
            Shape::List(each) => json!({ "type": "array", "items": self.shape(each) }),
            Shape::Pair(members) => {
                let members: Vec<_> = members.iter().map(|member| self.shape(member)).collect();
                json!({ "type": "array", "items": members, "minItems": 2, "maxItems": 2 })
            }
            Shape::Option(inner) => or_null(&self.shape(inner)),
            Shape::Named(name) => match self.replacements.iter().find(|(_, path)| path == name) {
                Some((known, _)) => reference(known),
                None => self.scalar(&format!("Named{}", self.replacements.len()), name),
            },
        }
    }

    /// A reference to a name that typify is told to replace.
    fn scalar(&mut self, name: &str, path: &str) -> Value {
        if self.definitions.insert(name.to_owned(), json!({ "type": "string" })).is_none() {
            self.replacements.push((name.to_owned(), path.to_owned()));
        }
        reference(name)
    }
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{name}") })
}

/// The form from which typify makes an `Option`.
fn or_null(node: &Value) -> Value {
    json!({ "oneOf": [node, { "type": "null" }] })
}
