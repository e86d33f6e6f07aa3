//! One thing that is wrong with a frame, in our own words and without its values.

use std::fmt;

use serde::Deserialize;

/// One violation of the contract by a frame. There is at most one a node and rule.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// The frame's `type`, cut and escaped as `Display` shows it; none where it could not be read.
    pub frame: Option<String>,
    /// The place within the frame as a JSON Pointer (RFC 6901), long keys cut; empty for the frame itself.
    pub pointer: String,
    /// Which rule is broken.
    pub rule: Rule,
    /// The section of the contract that states what was expected.
    pub section: Option<String>,
    /// `expected X, found Y`; never a value.
    pub message: String,
}

/// The rules that a frame can break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Rule {
    /// Longer than the frame limit.
    Size,
    /// Nested deeper than the depth limit.
    Depth,
    /// Not well-formed JSON text.
    Json,
    /// A key twice in one object.
    DuplicateKey,
    /// A frame `type` that the contract does not know.
    UnknownType,
    /// An action `op` that the contract does not know.
    UnknownOp,
    /// A frame of the other side.
    Direction,
    /// Another JSON type than stated.
    Type,
    /// A field that must be there is not.
    Required,
    /// A word outside a closed set.
    Enum,
    /// A string or an integer outside its limits.
    Limit,
    /// Not an array of exactly two.
    Pair,
    /// Not canonical base64.
    Base64,
    /// More violations than are told.
    TooMany,
    /// The types and the schema disagree: a defect of this crate.
    Disagreement,
}

impl Rule {
    /// All rules, in the order in which they are checked.
    pub const ALL: &'static [Self] = &[
        Self::Size,
        Self::Depth,
        Self::Json,
        Self::DuplicateKey,
        Self::UnknownType,
        Self::UnknownOp,
        Self::Direction,
        Self::Type,
        Self::Required,
        Self::Enum,
        Self::Limit,
        Self::Pair,
        Self::Base64,
        Self::TooMany,
        Self::Disagreement,
    ];

    /// The rule's id.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Size => "size",
            Self::Depth => "depth",
            Self::Json => "json",
            Self::DuplicateKey => "duplicate-key",
            Self::UnknownType => "unknown-type",
            Self::UnknownOp => "unknown-op",
            Self::Direction => "direction",
            Self::Type => "type",
            Self::Required => "required",
            Self::Enum => "enum",
            Self::Limit => "limit",
            Self::Pair => "pair",
            Self::Base64 => "base64",
            Self::TooMany => "too-many",
            Self::Disagreement => "disagreement",
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Violation {
    /// The types refuse what the schema accepts.
    #[cfg(feature = "frame")]
    pub(crate) fn disagreement(frame: &serde_json::Value) -> Self {
        Self {
            frame: frame.get("type").and_then(serde_json::Value::as_str).map(crate::json::cut),
            pointer: String::new(),
            rule: Rule::Disagreement,
            section: None,
            message: "the schema accepts this frame, the types do not: please report it as a defect"
                .to_owned(),
        }
    }

    /// A violation of a line or a frame as a whole, for whoever reads frames from something that wraps them.
    #[must_use]
    pub fn whole(rule: Rule, message: impl Into<String>) -> Self {
        Self { frame: None, pointer: String::new(), rule, section: None, message: message.into() }
    }

    /// A line that is longer than a limit, both in bytes with the line end.
    pub(super) fn too_long(limit: usize, found: usize) -> Self {
        let message = format!("expected at most {limit} bytes with the line end, found {found}");
        Self::whole(Rule::Size, message)
    }
}

impl fmt::Display for Violation {
    /// `frame /pointer: expected X, found Y (rule r, contract section s)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let frame = self.frame.as_deref().unwrap_or("frame");
        let gap = if self.pointer.is_empty() { "" } else { " " };
        write!(f, "{frame}{gap}{}: {} (rule {}", self.pointer, self.message, self.rule)?;
        if let Some(section) = &self.section {
            write!(f, ", contract section {section}")?;
        }
        f.write_str(")")
    }
}
