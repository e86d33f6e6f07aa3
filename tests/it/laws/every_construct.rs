//! The laws for `every_construct/contract.md`: the crate is built from that document instead of its own, in a folder
//! beside the build's other files, and its tests run there. Only the crate itself is compiled again.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use relay_contract::schema;

const DOCUMENT: &str = include_str!("every_construct/contract.md");
const TESTS: [&str; 7] = [
    "limits",
    "sets_and_shapes",
    "what_is_built_is_valid_and_reads_as_itself",
    "law_1_what_is_written_is_valid_under_the_writer_view",
    "law_2_decode_accepts_exactly_what_the_reader_view_accepts",
    "law_3_what_is_written_reads_as_what_was_read",
    "without_any_one_constraint_a_law_breaks",
];

#[test]
fn the_laws_hold_for_a_document_with_every_construct() {
    let crate_folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("every-construct");
    lay_out(&crate_folder);
    let executable = std::env::current_exe().expect("a test has an executable");
    let profile_folder = executable.ancestors().nth(2).expect("it stands in the build's `deps`");
    let build_folder = profile_folder.parent().expect("a profile stands in the build folder");
    let profile = match profile_folder.file_name().and_then(|name| name.to_str()) {
        Some("debug") | None => "dev",
        Some(profile) => profile,
    };
    let output = Command::new(env!("CARGO"))
        .args(["test", "--offline", "--no-default-features", "--features", "contract,frame"])
        .args(["--profile", profile, "--test", "it", "--", "--nocapture"])
        .current_dir(&crate_folder)
        .env("CARGO_BUILD_BUILD_DIR", build_folder)
        .env("CARGO_TARGET_DIR", crate_folder.join("target"))
        .env("CARGO_TERM_COLOR", "never")
        .output()
        .expect("cargo can be run");
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{stdout}\n{}", String::from_utf8_lossy(&output.stderr));
    for test in TESTS {
        assert!(stdout.contains(&format!("{test} ... ok")), "{test} did not run:\n{stdout}");
    }
    let counts = stdout.lines().filter(|line| line.starts_with("law ") || line.starts_with("constraints: "));
    #[allow(clippy::print_stdout, reason = "the numbers are what the test is for")]
    for line in counts {
        println!("every construct: {line}");
    }
}

/// Writes what has changed and removes what is no longer there, so that cargo builds no more than it must.
fn lay_out(folder: &Path) {
    let mut wanted = files();
    let mut found = BTreeMap::new();
    for part in ["src", "schema", "tests"] {
        collect(folder, Path::new(part), &mut found);
    }
    for path in found.keys().filter(|path| !wanted.contains_key(*path)) {
        std::fs::remove_file(folder.join(path)).expect("a file of an earlier run can be removed");
    }
    wanted.retain(|path, text| std::fs::read(folder.join(path)).ok().as_ref() != Some(text));
    for (path, text) in wanted {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().expect("a file stands in a folder")).expect("it can be made");
        std::fs::write(path, text).expect("it can be written");
    }
}

/// The crate's own files, but for the program; the document, its schemas and the laws.
fn files() -> BTreeMap<PathBuf, Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = BTreeMap::new();
    collect(root, Path::new("src"), &mut files);
    collect(root, Path::new("tests/it/laws"), &mut files);
    files.retain(|path, _| !path.starts_with("src/bin"));
    for path in ["build.rs", "Cargo.lock", "schema/rules.json"] {
        files.insert(path.into(), std::fs::read(root.join(path)).expect("the crate has it"));
    }
    let manifest = std::fs::read_to_string(root.join("Cargo.toml")).expect("the crate has a manifest");
    files.insert("Cargo.toml".into(), as_another_crate(&manifest).into());
    let parse = schema::read(DOCUMENT);
    assert!(!parse.has_errors(), "{:?}", parse.diagnostics);
    for file in schema::files(&parse.contract) {
        files.insert(Path::new("schema").join(file.path), file.text.into());
    }
    files.insert("docs/relay-connector-contract.md".into(), DOCUMENT.into());
    files.insert("README.md".into(), Vec::new());
    files.insert("tests/it/main.rs".into(), include_bytes!("every_construct/main.rs").to_vec());
    files
}

/// The manifest without the targets that it names, as a workspace of its own. The version is another one: cargo tells
/// the two crates apart by it, not by their folders, and would take what it built of one for the other.
fn as_another_crate(manifest: &str) -> String {
    let mut kept = String::new();
    let (mut is_target, mut versions) = (false, 0);
    for line in manifest.lines().filter(|line| !line.starts_with("default-run")) {
        if line.starts_with('[') {
            is_target = line.starts_with("[[");
        }
        if line.starts_with("version = ") {
            kept += "version = \"0.0.0-every-construct\"\n";
            versions += 1;
        } else if !is_target {
            kept += line;
            kept += "\n";
        }
    }
    assert_eq!(versions, 1, "the manifest states the crate's version");
    kept + "\n[workspace]\n"
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    let Ok(entries) = std::fs::read_dir(root.join(folder)) else { return };
    for entry in entries {
        let entry = entry.expect("a folder can be listed");
        let path = folder.join(entry.file_name());
        if root.join(&path).is_dir() {
            collect(root, &path, files);
        } else {
            files.insert(path.clone(), std::fs::read(root.join(&path)).expect("a file can be read"));
        }
    }
}
