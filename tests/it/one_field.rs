//! One optional field more in the document, then one command: the Rust field is there.

use std::path::{Path, PathBuf};
use std::process::Command;

/// What a copy of the project needs to derive and to build.
const PARTS: [&str; 9] = [
    "Cargo.toml",
    "Cargo.lock",
    "build.rs",
    "README.md",
    "src",
    "schema/names.json",
    "schema/v1",
    "schema/rules.json",
    "docs",
];

/// A program that does not compile without the new field, and that takes it through a line and back.
const PROGRAM: &str = r#"
use relay_contract::frame::{ConnectorFrame, Decoded, InboundFrame, MessageEvent, SessionSource, decode, encode};

fn main() {
    let source = SessionSource::new("telegram", "5", "dm");
    let event = MessageEvent::new("hello", "text", source).with_zz_mood("cheerful");
    let line = encode::<ConnectorFrame>(&InboundFrame::new(event).into()).expect("a known frame can be written");
    let Ok(Decoded::Known(ConnectorFrame::Inbound(frame))) = decode(&line) else { panic!("{line}") };
    println!("{}", frame.event.zz_mood.expect("it was written"));
}
"#;

#[test]
fn a_new_row_and_one_command_give_a_new_rust_field() {
    let copy = tempfile::tempdir().expect("a temporary folder");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for part in PARTS {
        copy_all(&root.join(part), &copy.path().join(part));
    }
    let manifest = std::fs::read_to_string(copy.path().join("Cargo.toml")).expect("it was copied");
    // The copy has neither tests nor benchmarks.
    let end = ["\n[[test]]", "\n[[bench]]"].iter().filter_map(|section| manifest.find(section)).min();
    // Cargo tells path crates in one build directory apart by version, not by folder.
    let manifest = manifest[..end.expect("the manifest lists the tests")].replacen(
        "\nversion = \"",
        "\nversion = \"0.0.0-one-field.",
        1,
    );
    std::fs::write(copy.path().join("Cargo.toml"), manifest).expect("the copy can be written");

    let document = copy.path().join("docs/relay-connector-contract.md");
    let text = std::fs::read_to_string(&document).expect("it was copied");
    let row = "| `media_urls` |";
    assert_eq!(text.matches(row).count(), 1, "the row to add one before");
    let added = format!(
        "| `zz_mood` | string | no | `null` | - | 2026-11-24 | observed | How the user feels. |\n{row}"
    );
    std::fs::write(&document, text.replace(row, &added)).expect("the copy can be written");

    let derived =
        cargo(copy.path(), &["run", "--no-default-features", "--features", "contract,cli", "--", "derive"]);
    assert!(derived.contains("files changed"), "{derived}");

    std::fs::create_dir_all(copy.path().join("examples")).expect("the copy can be written");
    std::fs::write(copy.path().join("examples/new_field.rs"), PROGRAM).expect("the copy can be written");
    let said = cargo(copy.path(), &["run", "--example", "new_field"]);
    assert_eq!(said, "cheerful\n");
}

/// Runs cargo on the copy, offline, with the dependencies that this test's own build has compiled.
fn cargo(copy: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .args(["--offline", "--quiet"])
        .args(arguments)
        .current_dir(copy)
        .env("CARGO_BUILD_BUILD_DIR", build_dir())
        .env("CARGO_TARGET_DIR", copy.join("target"))
        .output()
        .expect("cargo runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo {}:\n{errors}", arguments.join(" "));
    String::from_utf8(output.stdout).expect("it prints text")
}

/// The build directory of the build that this test is of: it holds `debug/deps/it-…`.
fn build_dir() -> PathBuf {
    let test = std::env::current_exe().expect("a test is a file");
    test.ancestors().nth(3).expect("it stands in <build>/<profile>/deps").to_path_buf()
}

fn copy_all(from: &Path, to: &Path) {
    if from.is_dir() {
        std::fs::create_dir_all(to).expect("the copy can be written");
        for entry in std::fs::read_dir(from).expect("the project can be read") {
            let entry = entry.expect("the project can be read");
            copy_all(&entry.path(), &to.join(entry.file_name()));
        }
    } else {
        std::fs::create_dir_all(to.parent().expect("a file has a folder")).expect("the copy can be written");
        std::fs::copy(from, to).unwrap_or_else(|error| panic!("{}: {error}", from.display()));
    }
}
