//! The document that the crate under test was built from, and its committed schemas.

use std::sync::LazyLock;

use relay_contract::Side;
use relay_contract::contract::{Contract, Field};
use relay_contract::schema::read;
use serde_json::Value;

/// The model and both views; the views as JSON, so that nothing here depends on how the crate reads them.
pub(crate) struct Document {
    pub(crate) contract: Contract,
    pub(crate) writer: Value,
    pub(crate) reader: Value,
}

pub(crate) static DOCUMENT: LazyLock<Document> = LazyLock::new(|| {
    let parse = read(include_str!("../../../docs/relay-connector-contract.md"));
    assert!(!parse.has_errors(), "the document has errors");
    let view = |text| serde_json::from_str(text).expect("a committed bundle is JSON");
    Document {
        contract: parse.contract,
        writer: view(include_str!("../../../schema/v1/relay-contract.schema.json")),
        reader: view(include_str!("../../../schema/v1/reader/relay-contract.schema.json")),
    }
});

/// The fields of a definition and, where it has one, its tag's name and value.
pub(crate) type Record<'a> = (Option<(&'static str, &'a str)>, &'a [Field]);

impl Document {
    /// A frame, action, result or object by its name.
    pub(crate) fn record(&self, name: &str) -> Option<Record<'_>> {
        let definition = self.contract.definition(name)?;
        Some((definition.tag(), &definition.fields))
    }

    /// Whether `writer` sends frames of this `type`.
    pub(crate) fn sends(&self, writer: Side, frame_type: &str) -> bool {
        self.contract.frame(frame_type).is_some_and(|frame| frame.writer() == Some(writer))
    }
}
