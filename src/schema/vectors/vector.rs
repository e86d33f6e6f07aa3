//! A vector as a file.

use serde::Serialize;
use serde::ser::SerializeMap as _;
use serde_json::Value;

use super::change::{Change, Verdict};
use crate::Side;
use crate::schema::text::{File, PROVENANCE};

/// A frame or its text, who sends it, and what each view says.
#[derive(Serialize)]
struct Vector<'a> {
    #[serde(rename = "$comment")]
    comment: String,
    writer: String,
    at: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    answers: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    frame: Option<TagFirst<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<String>,
    expected: Expected<'a>,
}

#[derive(Serialize)]
struct Expected<'a> {
    writer: Said<'a>,
    reader: Said<'a>,
}

#[derive(Serialize)]
struct Said<'a> {
    valid: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<&'static str>,
}

/// Where a definition's cases stand.
pub(super) struct Place<'a> {
    /// The definition's name, or what else the cases are about.
    pub(super) folder: &'a str,
    pub(super) writer: Side,
    /// The JSON Pointer of the definition within the frames.
    pub(super) at: &'a str,
    /// The `op` that a result belongs to.
    pub(super) answers: Option<&'a str>,
}

/// The file of a case whose value is a whole frame.
pub(super) fn file(place: &Place<'_>, case: &Change) -> File {
    let (frame, line) = if !case.is_text {
        (Some(TagFirst(&case.value)), None)
    } else if let Value::String(text) = &case.value {
        (None, Some(text.clone()))
    } else {
        (None, Some(text_of(&case.value)))
    };
    let vector = Vector {
        comment: format!("{PROVENANCE}: edit that, not this."),
        writer: place.writer.to_string(),
        at: place.at,
        answers: place.answers,
        frame,
        line,
        expected: Expected { writer: said(&case.writer), reader: said(&case.reader) },
    };
    let text = serde_json::to_string_pretty(&vector).expect("a vector has only string keys");
    let stem = match case.reader {
        Verdict::Accepted => "accept",
        Verdict::Refused { .. } => "reject",
    };
    let label: String = case
        .label
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || "-_".contains(c) { c } else { '_' })
        .collect();
    File { path: format!("vectors/{}/{stem}-{label}.json", place.folder), text: text + "\n" }
}

/// A frame's text on one line, the tag first.
pub(super) fn text_of(frame: &Value) -> String {
    serde_json::to_string(&TagFirst(frame)).expect("a value has a JSON form")
}

fn said(verdict: &Verdict) -> Said<'_> {
    match verdict {
        Verdict::Accepted => Said { valid: true, pointer: None, rule: None },
        Verdict::Refused { pointer, rule } => Said { valid: false, pointer: Some(pointer), rule: Some(rule) },
    }
}

/// A value whose objects begin with their tag, as every encoder should write them; the other keys are sorted.
struct TagFirst<'a>(&'a Value);

impl Serialize for TagFirst<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Object(members) => {
                let mut sorted: Vec<_> = members.iter().collect();
                sorted.sort_by_key(|(key, _)| (!matches!(key.as_str(), "type" | "op"), *key));
                let mut map = serializer.serialize_map(Some(sorted.len()))?;
                for (key, value) in sorted {
                    map.serialize_entry(key, &TagFirst(value))?;
                }
                map.end()
            }
            Value::Array(elements) => serializer.collect_seq(elements.iter().map(TagFirst)),
            scalar => scalar.serialize(serializer),
        }
    }
}
