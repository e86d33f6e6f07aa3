//! The npm package as another document makes it: its types compile, and its validators say what the vectors do.

use std::fmt::Write as _;
use std::path::Path;

use relay_contract::schema;

use crate::another_crate::schemas;
use crate::node::{node, package};

/// Says of each vector what the validators of a package make of it, and how many there were.
const PROBE: &str = r#"
import { readFileSync } from "node:fs";
import { validateFrame } from "./src/index.js";
import * as schemas from "./dist/schemas.js";

const vectors = readFileSync(new URL("vectors.ndjson", import.meta.url), "utf8").trim().split("\n").map((line) => JSON.parse(line));
const wrong = [];
for (const { path, writer, frame, expected } of vectors) {
  for (const view of ["writer", "reader"]) {
    const { ok, violations } = validateFrame(frame, { view, writer });
    const { valid, pointer, rule } = expected[view];
    if (ok !== valid || violations?.some((found) => found.pointer !== pointer || found.rule !== rule)) wrong.push(path);
  }
}
const definitions = Object.keys(schemas.writer.bundle.$defs).length;
console.log(`${definitions} definitions, ${vectors.length} vectors, ${wrong.length} wrong ${wrong.slice(0, 5)}`);
process.exitCode = wrong.length === 0 && vectors.length > 0 ? 0 : 1;
"#;

/// Makes the package of a document, compiles a use of each of its types, and runs its vectors.
pub(super) fn check(document: &str, definitions: &[String]) -> String {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |path: &str| folder.path().join("schema").join(path);
    write(&folder.path().join("docs/relay-connector-contract.md"), document);
    for part in ["build", "src"] {
        copy(&package().join(part), &at(part));
    }
    for file in ["names.json", "package.json", "rules.json"] {
        std::fs::copy(package().join(file), at(file)).expect("the package has it");
    }
    for file in schemas(document) {
        write(&at(&file.path), &file.text);
    }
    write(&at("vectors.ndjson"), &vectors(document));
    write(&at("probe.mjs"), PROBE);
    write(&at("use.ts"), &use_of_all(definitions));
    let path = |file: &str| at(file).to_string_lossy().into_owned();
    node(&[&path("build/build.mjs")]);
    let use_of_all = path("use.ts");
    let options = "--strict --noEmit --target es2022 --module nodenext --skipLibCheck false --types node";
    let arguments = ["node_modules/typescript/bin/tsc"].into_iter().chain(options.split(' '));
    node(&arguments.chain([use_of_all.as_str()]).collect::<Vec<_>>());
    node(&[&path("probe.mjs")])
}

/// A program that names each type of both views, and each definition.
fn use_of_all(definitions: &[String]) -> String {
    // What answers a refusal needs frames of our contract; all else is of any.
    let mut text = "import \"./src/schemas.js\";\n".to_owned();
    for view in ["writer", "reader"] {
        writeln!(text, "import type * as {view} from \"./dist/{view}.d.cts\";").expect("a string takes all");
        for (number, definition) in definitions.iter().enumerate() {
            let name = type_name(definition);
            writeln!(text, "export type {view}{number} = {view}.{name};").expect("a string takes all");
        }
        let names = serde_json::to_string(definitions).expect("words are JSON");
        writeln!(text, "export const {view}s: {view}.DefinitionName[] = {names};")
            .expect("a string takes all");
    }
    text
}

/// The type of a definition, by the list that the generators read.
fn type_name(definition: &str) -> String {
    let names: serde_json::Value =
        serde_json::from_str(include_str!("../../../schema/names.json")).expect("it is JSON");
    let is_taken = names["taken"].as_array().expect("a list").iter().any(|name| name == definition);
    format!("{definition}{}", if is_taken { names["suffix"].as_str().expect("a word") } else { "" })
}

fn vectors(document: &str) -> String {
    let contract = schema::read(document).contract;
    let mut lines = String::new();
    for file in schema::vectors(&contract) {
        let mut vector: serde_json::Value = serde_json::from_str(&file.text).expect("a vector is JSON");
        if vector.get("frame").is_some() && vector.get("answers").is_none() {
            vector["path"] = file.path.into();
            lines += &format!("{vector}\n");
        }
    }
    lines
}

fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).expect("the package has it") {
        let path = entry.expect("it can be listed").path();
        let name = path.file_name().expect("it has a name");
        write(&to.join(name), &std::fs::read_to_string(&path).expect("it is text"));
    }
}

fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().expect("it stands in a folder")).expect("it can be made");
    std::fs::write(path, text).expect("it can be written");
}
