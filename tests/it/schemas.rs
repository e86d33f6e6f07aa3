//! The derived schemas: fresh, well-formed, in the subset, and true to the document's examples.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use relay_contract::contract::{Contract, Definition, DefinitionKind};
use relay_contract::schema::{self, Node, View};
use relay_contract::validate::Validator;
use serde_json::Value;

/// The keywords that AJV's strict mode knows in 2020-12, as far as a schema of ours may use them.
const KEYWORDS: [&str; 26] = [
    "$schema",
    "$id",
    "$comment",
    "$ref",
    "$defs",
    "title",
    "description",
    "default",
    "type",
    "const",
    "enum",
    "minLength",
    "maxLength",
    "pattern",
    "contentEncoding",
    "minimum",
    "maximum",
    "prefixItems",
    "items",
    "minItems",
    "maxItems",
    "required",
    "properties",
    "oneOf",
    "anyOf",
    "not",
];

fn document() -> Contract {
    let parse = schema::read(include_str!("../../docs/relay-connector-contract.md"));
    assert_eq!(parse.diagnostics, []);
    parse.contract
}

fn committed(view: View) -> BTreeMap<String, Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(match view {
        View::Writer => "schema/v1",
        View::Reader => "schema/v1/reader",
    });
    let files = std::fs::read_dir(&folder).expect("the schemas are committed");
    let files = files.map(|file| file.expect("a folder can be read").path());
    let schemas = files.filter(|path| path.to_string_lossy().ends_with(".schema.json")).map(|path| {
        let text = std::fs::read_to_string(&path).expect("a schema is text");
        let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
        (name, serde_json::from_str(&text).expect("a schema is JSON"))
    });
    schemas.collect()
}

#[test]
fn the_committed_files_are_what_the_document_says() {
    let derived = schema::files(&document());
    let mut stale = Vec::new();
    for file in &derived {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema").join(&file.path);
        if std::fs::read_to_string(&path).ok().as_deref() != Some(&file.text) {
            stale.push(&file.path);
        }
    }
    assert!(stale.is_empty(), "stale: {stale:?}\nhint: cargo run --release -- derive");
    let folders = [("v1/", View::Writer), ("v1/reader/", View::Reader)];
    let committed = folders
        .into_iter()
        .flat_map(|(folder, view)| committed(view).into_keys().map(move |name| format!("{folder}{name}")));
    let derived = derived.into_iter().map(|file| file.path);
    let derived: BTreeSet<_> = derived.filter(|path| path.ends_with(".schema.json")).collect();
    assert_eq!(committed.collect::<BTreeSet<_>>(), derived, "the build script and the validator read v1");
}

#[test]
fn duties_are_derived_as_data_where_the_document_states_any() {
    let text = include_str!("drops/columns.md");
    let file = |text: &str| {
        let files = schema::files(&schema::read(text).contract);
        files.into_iter().find(|file| file.path == "v2/duties.json").map(|file| file.text)
    };
    let duties: Value = serde_json::from_str(&file(text).expect("two duties")).expect("JSON");
    assert!(duties["$comment"].as_str().is_some_and(|comment| comment.starts_with(schema::PROVENANCE)));
    let expected = serde_json::json!([
        {
            "id": "hello-first",
            "side": "gateway",
            "meaning": "Says `hello` **before** all else.",
            "section": "\"Conduct\"",
            "since": "2026-01",
            "if_changed": "breaking",
        },
        {
            "id": "answer-once",
            "side": "connector",
            "meaning": "Answers each request; see `a|b`.",
            "section": "\"Conduct\"",
        },
    ]);
    assert_eq!(duties["duties"], expected);
    let (without, _) = text.split_once("\n## Conduct").expect("the duties stand at the end");
    assert_eq!(file(without), None);
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    assert_eq!(schema::files(&document()), schema::files(&document()));
}

#[test]
fn every_file_is_valid_under_the_meta_schema_and_named_by_its_id() {
    let mut files = 0;
    for view in [View::Writer, View::Reader] {
        let folder = if view == View::Writer { "" } else { "reader/" };
        for (name, schema) in committed(view) {
            assert!(jsonschema::draft202012::meta::is_valid(&schema), "{view} {name}");
            assert_eq!(schema["$id"], format!("https://relay-contract.example/v1/{folder}{name}"));
            assert!(
                schema["$comment"].as_str().is_some_and(|comment| comment.contains("relay-contract derive"))
            );
            files += 1;
        }
    }
    assert!(files >= 56, "{files} files");
}

#[test]
fn ajv_in_strict_mode_would_find_no_unknown_keyword() {
    let mut seen = BTreeSet::new();
    for view in [View::Writer, View::Reader] {
        for (name, schema) in committed(view) {
            keywords(&schema, &mut |keyword| {
                assert!(KEYWORDS.contains(&keyword), "{view} {name}: {keyword}");
                seen.insert(keyword.to_owned());
            });
        }
    }
    assert!(seen.len() >= 15, "only {seen:?}");
}

#[test]
fn a_keyword_outside_the_subset_cannot_enter() {
    for keyword in ["x-section", "additionalProperties", "allOf", "format", "if", "examples"] {
        let schema = serde_json::json!({ "type": "object", keyword: {} });
        assert!(serde_json::from_value::<Node>(schema).is_err(), "{keyword}");
    }
}

#[test]
fn every_reference_leads_to_a_definition() {
    let mut references = 0;
    for view in [View::Writer, View::Reader] {
        let files = committed(view);
        for (name, schema) in &files {
            let mut node: Node = serde_json::from_value(schema.clone()).expect("in the subset");
            let definitions = node.definitions.clone();
            node.for_each_mut(&mut |node| {
                let Some(target) = node.target() else { return };
                let found = files.contains_key(target) || definitions.contains_key(target);
                assert!(found, "{view} {name}: {target}");
                references += 1;
            });
        }
    }
    assert!(references > 50, "{references}");
}

#[test]
fn the_bundle_says_what_the_files_say() {
    for view in [View::Writer, View::Reader] {
        let mut files = committed(view);
        let bundle = files.remove("relay-contract.schema.json").expect("there is a bundle");
        let bundle: Node = serde_json::from_value(bundle).expect("in the subset");
        assert_eq!(bundle.definitions.len(), files.len());
        for (name, definition) in bundle.definitions {
            let file = files.remove(&format!("{name}.schema.json")).expect("each definition has a file");
            let mut file: Node = serde_json::from_value(file).expect("in the subset");
            file.for_each_mut(&mut |node| {
                let target = node.target().map(|target| Node::to(target.trim_end_matches(".schema.json")));
                node.reference = target.and_then(|node| node.reference);
            });
            let root = Node { dialect: None, id: None, comment: definition.comment.clone(), ..file };
            assert_eq!(root, definition, "{view} {name}");
        }
    }
}

#[test]
fn every_definition_has_an_example_and_every_example_is_valid_in_both_views() {
    let contract = document();
    let mut without: BTreeSet<String> =
        contract.definitions().map(|definition| definition.name.clone()).collect();
    let defined = without.len();
    for example in &contract.examples {
        for view in [View::Writer, View::Reader] {
            let value = relay_contract::validate::read(&example.text).expect("an example is strict JSON");
            let report = Validator::builtin(view).check_definition(&example.name, &value);
            let report = report.expect("the parser knows the name");
            assert_eq!(report.violations, [], "{view} {}", example.name);
            assert_eq!(report.undocumented, [""; 0], "{view} {}", example.name);
        }
        without.remove(&example.name);
    }
    assert!(without.is_empty(), "without an example: {without:?}");
    assert!(contract.examples.len() >= defined && defined >= 24, "{defined} definitions");
}

#[test]
fn a_result_of_an_action_is_an_action_result() {
    let contract = document();
    let is_result = |definition: &&Definition| matches!(definition.kind, DefinitionKind::Result { .. });
    let results: BTreeSet<_> =
        contract.definitions().filter(is_result).map(|result| result.name.clone()).collect();
    let mut checked = 0;
    for example in contract.examples.iter().filter(|example| results.contains(&example.name)) {
        let report = Validator::builtin(View::Writer).check_definition("ActionResult", &example.value);
        let report = report.expect("the document defines it");
        assert_eq!((report.violations, report.undocumented), (vec![], vec![]), "{}", example.name);
        checked += 1;
    }
    assert!(checked >= results.len(), "{checked} examples of {} results", results.len());
}

/// Calls `seen` with every keyword of a schema.
fn keywords(schema: &Value, seen: &mut impl FnMut(&str)) {
    let Value::Object(members) = schema else { return };
    for (keyword, value) in members {
        seen(keyword);
        match (keyword.as_str(), value) {
            ("properties" | "$defs", Value::Object(nodes)) => {
                nodes.values().for_each(|node| keywords(node, seen));
            }
            ("prefixItems" | "oneOf" | "anyOf", Value::Array(nodes)) => {
                for node in nodes {
                    keywords(node, seen);
                }
            }
            ("items" | "not", node) => keywords(node, seen),
            _ => {}
        }
    }
}
