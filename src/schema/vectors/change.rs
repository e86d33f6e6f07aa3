//! One change to a valid value, and what each view says of it.

use serde_json::Value;

/// A value in which one thing is out of the ordinary.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Change {
    /// What is out of the ordinary, as a part of a file name: `chat_id-missing`.
    pub(super) label: String,
    pub(super) value: Value,
    /// Whether a parser of JSON loses what the case is about, so that the text must be kept.
    pub(super) is_text: bool,
    pub(super) writer: Verdict,
    pub(super) reader: Verdict,
}

/// What one view says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    Accepted,
    Refused {
        /// A JSON Pointer from the changed value.
        pointer: String,
        /// The rule's id.
        rule: &'static str,
    },
}

impl Verdict {
    /// The value itself breaks the rule.
    pub(super) fn refused(rule: &'static str) -> Self {
        Self::Refused { pointer: String::new(), rule }
    }

    /// The verdict as it is for whatever holds the value at `place`.
    pub(super) fn below(self, place: &str) -> Self {
        match self {
            Self::Accepted => Self::Accepted,
            Self::Refused { pointer, rule } => Self::Refused { pointer: format!("{place}{pointer}"), rule },
        }
    }
}

impl Change {
    /// A value that both views accept.
    pub(super) fn accepted(label: impl Into<String>, value: impl Into<Value>) -> Self {
        Self::by_view(label, value, Verdict::Accepted, Verdict::Accepted)
    }

    /// A value that breaks the same rule in both views.
    pub(super) fn refused(label: impl Into<String>, value: impl Into<Value>, rule: &'static str) -> Self {
        Self::by_view(label, value, Verdict::refused(rule), Verdict::refused(rule))
    }

    pub(super) fn by_view(
        label: impl Into<String>,
        value: impl Into<Value>,
        writer: Verdict,
        reader: Verdict,
    ) -> Self {
        Self { label: label.into(), value: value.into(), is_text: false, writer, reader }
    }

    /// The change as it is in whatever holds the value at `place`, under a longer label.
    pub(super) fn within(self, word: &str, place: &str, hold: impl FnOnce(Value) -> Value) -> Self {
        let label = if word.is_empty() { self.label } else { format!("{word}-{}", self.label) };
        Self {
            label,
            value: hold(self.value),
            is_text: self.is_text,
            writer: self.writer.below(place),
            reader: self.reader.below(place),
        }
    }
}

/// A key as a step of a JSON Pointer.
pub(super) fn step(key: &str) -> String {
    format!("/{}", key.replace('~', "~0").replace('/', "~1"))
}
