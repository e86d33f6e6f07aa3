//! The verdict of the schemas, by the schema validator alone: it shares no code with the crate's decoder.

use jsonschema::Validator;
use relay_contract::Side;
use serde_json::{Map, Value, json};

use super::constraint;
use super::document::Document;
use super::subject::{Subject, Verdict};

/// One side's frames, or one result, under one view.
pub(crate) struct Oracle<'a> {
    document: &'a Document,
    subject: Subject,
    validator: Validator,
}

impl<'a> Oracle<'a> {
    /// The oracle of a view's bundle.
    pub(crate) fn new(document: &'a Document, bundle: &Value, subject: Subject) -> Self {
        let name = subject.definition();
        // Only what is referred to: the validator walks over every definition that it is given.
        let names = constraint::reach(bundle, name).into_iter();
        let definitions: Map<_, _> =
            names.map(|name| (name.clone(), bundle["$defs"][&name].clone())).collect();
        let schema = json!({ "$ref": format!("#/$defs/{name}"), "$defs": definitions });
        let validator = jsonschema::draft202012::new(&schema).expect("a committed bundle compiles");
        Self { document, subject, validator }
    }

    /// What a text comes to whose value is this one, if it is well-formed.
    pub(crate) fn verdict(&self, value: Option<&Value>) -> Verdict {
        let Some(value) = value else { return Verdict::Refused };
        let knows = |writer: Side, word: &str| self.document.sends(writer, word);
        match (self.subject.writer(), value.get("type").filter(|_| value.is_object())) {
            (Some(writer), Some(Value::String(word))) if !knows(writer, word) => {
                Verdict::Unknown(word.clone())
            }
            _ if self.validator.is_valid(value) => Verdict::Known,
            _ => Verdict::Refused,
        }
    }

    /// Whether the view accepts the value, unknown types being none of its business.
    pub(crate) fn accepts(&self, value: &Value) -> bool {
        self.validator.is_valid(value)
    }
}
