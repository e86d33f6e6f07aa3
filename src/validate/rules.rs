//! Which rule a broken keyword of the schemas breaks: the table that the npm package reads too.
//!
//! It stands in a file of both, so that the two cannot name the same fault differently. This module knows no frame.

use std::sync::OnceLock;

use serde::Deserialize;

use super::violation::Rule;

/// The table.
#[derive(Deserialize)]
pub(super) struct Rules {
    pub(super) keywords: Keywords,
    pub(super) tags: Tags,
}

/// The rule behind each keyword.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Keywords {
    pub(super) prefix_items: Rule,
    #[serde(rename = "type")]
    pub(super) json_type: Rule,
    pub(super) required: Rule,
    pub(super) content_encoding: Rule,
    #[serde(rename = "enum")]
    pub(super) values: Rule,
    #[serde(rename = "const")]
    pub(super) constant: Rule,
    pub(super) min_length: Rule,
    pub(super) max_length: Rule,
    pub(super) minimum: Rule,
    pub(super) maximum: Rule,
}

/// The rule behind a tag that is in no branch of its union.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tags {
    #[serde(rename = "type")]
    pub(super) frame_type: Rule,
    pub(super) op: Rule,
}

/// The table of this crate; read once.
pub(super) fn rules() -> &'static Rules {
    static RULES: OnceLock<Rules> = OnceLock::new();
    let text = include_str!("../../schema/rules.json");
    RULES.get_or_init(|| serde_json::from_str(text).expect("a test reads the committed table"))
}
