//! Documents of the real project, beside the truth that a person wrote down of each.
//!
//! They are not ours to publish: `RELAY_REAL_DOCUMENTS` names their folder. Without it the test says so.

use std::path::Path;

use relay_contract::contract::{Definition, DiagnosticId, Field, Severity, Type};
use relay_contract::schema;
use serde_json::Value;

use crate::evolution::say;

/// A key of a truth file, and the definition that it describes.
const OBJECTS: [(&str, &str); 2] =
    [("descriptor", "CapabilityDescriptor"), ("session_source", "SessionSource")];

#[test]
fn real_documents_are_read_as_a_person_reads_them() {
    let Some(folder) = std::env::var_os("RELAY_REAL_DOCUMENTS") else {
        say("real documents: none, RELAY_REAL_DOCUMENTS names no folder\n");
        return;
    };
    let mut read = 0;
    let entries = std::fs::read_dir(&folder).expect("RELAY_REAL_DOCUMENTS is a folder");
    for entry in entries {
        let path = entry.expect("the folder can be read").path();
        let truth = path.with_extension("truth.json");
        if path.extension().is_some_and(|end| end == "md") && truth.exists() {
            agrees(&path, &truth);
            read += 1;
        }
    }
    assert!(read > 0, "no document with a truth beside it in {}", Path::new(&folder).display());
    say(&format!("real documents: {read} read as their truths say\n"));
}

fn agrees(path: &Path, truth: &Path) {
    let text = std::fs::read_to_string(path).expect("a document is text");
    let truth = std::fs::read_to_string(truth).expect("a truth is text");
    let truth: Value = serde_json::from_str(&truth).expect("a truth is JSON");
    let parse = schema::read(&text);
    let name = path.display();
    let errors = parse.diagnostics.iter().filter(|found| found.severity() == Severity::Error);
    let errors: Vec<_> = errors.map(|error| error.id).collect();
    let sections = ["descriptor", "session_source", "actions", "frames"];
    if sections.iter().all(|section| members(&truth[section]).is_empty()) {
        assert_eq!(errors, [DiagnosticId::NoContract], "{name}");
        return;
    }
    assert_eq!(errors, [], "{name}");
    let contract = &parse.contract;
    for (key, object) in OBJECTS {
        let stated = contract.definition(object).map_or(&[][..], |object| &object.fields);
        compare(&format!("{name}: {object}"), stated, &truth[key]);
    }
    let tags = |definitions: &mut dyn Iterator<Item = &Definition>| -> Vec<String> {
        definitions.map(|definition| definition.word().to_owned()).collect()
    };
    assert_eq!(sorted(tags(&mut contract.frames())), sorted(keys(&truth["frames"])), "{name}: frames");
    assert_eq!(sorted(tags(&mut contract.actions())), sorted(keys(&truth["actions"])), "{name}: actions");
    for frame in contract.frames() {
        let wanted = &truth["frames"][frame.word()];
        let writer = frame.writer().expect("a frame has a writer");
        let direction = wanted["direction"].as_str().unwrap_or_default();
        assert!(direction.starts_with(&writer.to_string()), "{name}: {} goes {direction}", frame.word());
        compare(&format!("{name}: {}", frame.word()), &frame.fields, &wanted["fields"]);
    }
    for action in contract.actions() {
        let op = action.word();
        let wanted = &truth["actions"][op];
        compare(&format!("{name}: {op}"), &action.fields, &wanted["fields"]);
        let result = contract.result(op).expect("each action has a result");
        compare(&format!("{name}: result of {op}"), &result.fields, &wanted["result"]);
    }
}

/// Compares names, duties, and the types that the truth states.
fn compare(place: &str, stated: &[Field], wanted: &Value) {
    let names = sorted(stated.iter().map(|field| field.name.clone()).collect());
    assert_eq!(names, sorted(keys(wanted)), "{place}: names");
    for field in stated {
        let wanted = &wanted[&field.name];
        let duty = wanted["required"].as_bool().or(wanted["always"].as_bool());
        assert_eq!(Some(field.always_sent), duty, "{place}.{}: duty", field.name);
        if let Some(ty) = wanted["type"].as_str() {
            assert_eq!(field.ty.to_string().replace('\\', ""), ty, "{place}.{}: type", field.name);
        }
        if members(&wanted["item_fields"]).is_empty() {
            continue;
        }
        let Type::List(item) = &field.ty else { panic!("{place}.{}: no list", field.name) };
        let Type::Shape(inner) = &**item else { panic!("{place}.{}: no list of objects", field.name) };
        compare(&format!("{place}.{}", field.name), inner, &wanted["item_fields"]);
    }
}

fn members(value: &Value) -> Vec<(&String, &Value)> {
    value.as_object().into_iter().flatten().collect()
}

fn keys(value: &Value) -> Vec<String> {
    members(value).into_iter().map(|(key, _)| key.clone()).filter(|key| !key.starts_with('_')).collect()
}

fn sorted(mut words: Vec<String>) -> Vec<String> {
    words.sort();
    words
}
