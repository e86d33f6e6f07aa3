//! From definitions to files: names, references, provenance, canonical text.

use super::derive::derive;
use super::duties;
use super::node::Node;
use super::view::View;
use crate::contract::Contract;
use crate::well_known::{CONNECTOR_FRAME, GATEWAY_FRAME};

/// One derived file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// The path below the schema folder, with `/`: `v1/reader/SessionSource.schema.json`.
    pub path: String,
    /// The canonical text, with a final line end.
    pub text: String,
}

/// What each derived file says of itself, in its `$comment`.
pub const PROVENANCE: &str = "Derived from the contract document by `relay-contract derive`";

/// Derives all files of a contract but its test vectors: for each view one schema a definition and one bundle, in
/// document order, and the duties, if it states any.
///
/// The same contract gives the same bytes.
#[must_use]
pub fn files(contract: &Contract) -> Vec<File> {
    let mut files = Vec::new();
    for view in [View::Writer, View::Reader] {
        let folder = match view {
            View::Writer => format!("v{}", contract.version),
            View::Reader => format!("v{}/reader", contract.version),
        };
        let bundle = bundle(contract, view);
        for (name, node) in &bundle.definitions {
            let mut node = node.clone();
            node.for_each_mut(&mut |node| {
                node.reference = node.target().map(file_name);
            });
            files.push(file(&folder, name, node));
        }
        files.push(file(&folder, BUNDLE, bundle));
    }
    files.extend(duties::file(contract));
    files
}

/// Derives one view of a contract as one schema with all definitions, for a validator.
#[must_use]
pub fn bundle(contract: &Contract, view: View) -> Node {
    let definitions = derive(contract, view);
    let duty = match view {
        View::Writer => "what a sender must produce",
        View::Reader => "what a receiver must accept",
    };
    let unions = [GATEWAY_FRAME, CONNECTOR_FRAME];
    Node {
        description: Some(format!("Any frame of the relay-connector contract: {duty}.")),
        one_of: unions.into_iter().filter(|union| definitions.contains_key(*union)).map(Node::to).collect(),
        definitions,
        ..Node::default()
    }
}

/// The file name (without `.schema.json`) of the schema that holds all definitions.
const BUNDLE: &str = "relay-contract";

fn file(folder: &str, name: &str, node: Node) -> File {
    let path = format!("{folder}/{}", file_name(name));
    let section = node.comment.map(|comment| comment + ". ").unwrap_or_default();
    let root = Node {
        dialect: Some("https://json-schema.org/draft/2020-12/schema".to_owned()),
        id: Some(format!("https://relay-contract.example/{path}")),
        comment: Some(format!("{section}{PROVENANCE}: edit that, not this.")),
        ..node
    };
    let text = serde_json::to_string_pretty(&root).expect("a schema has only string keys");
    File { path, text: text + "\n" }
}

fn file_name(definition: &str) -> String {
    format!("{definition}.schema.json")
}
