//! The crate built from another document than its own, in a folder beside the build's other files. Only the crate
//! itself is compiled again.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use relay_contract::schema;

/// Tests of the crate as a document makes it.
pub(crate) struct AnotherCrate<'a> {
    /// The name of its folder, and of its version.
    pub(crate) name: &'a str,
    pub(crate) document: &'a str,
    /// `tests/it/main.rs`.
    pub(crate) tests: &'a str,
}

impl AnotherCrate<'_> {
    /// Builds it, and runs its tests; gives what they print.
    ///
    /// # Panics
    ///
    /// If they fail, or one that is `wanted` does not run.
    pub(crate) fn test(&self, wanted: &[&str]) -> String {
        let crate_folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(self.name);
        lay_out(&crate_folder, self.files());
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
        let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{stdout}\n{}", String::from_utf8_lossy(&output.stderr));
        for test in wanted {
            assert!(stdout.contains(&format!("{test} ... ok")), "{test} did not run:\n{stdout}");
        }
        stdout
    }

    /// The crate's own files, but for the program; the document, its schemas and the tests.
    fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut files = BTreeMap::new();
        collect(root, Path::new("src"), &mut files);
        collect(root, Path::new("tests/it/laws"), &mut files);
        files.retain(|path, _| !path.starts_with("src/bin"));
        for path in ["build.rs", "Cargo.lock", "schema/names.json", "schema/rules.json"] {
            files.insert(path.into(), std::fs::read(root.join(path)).expect("the crate has it"));
        }
        let manifest = std::fs::read_to_string(root.join("Cargo.toml")).expect("the crate has a manifest");
        files.insert("Cargo.toml".into(), as_another_crate(&manifest, self.name).into());
        for file in schemas(self.document) {
            files.insert(Path::new("schema").join(file.path), file.text.into());
        }
        files.insert("docs/relay-connector-contract.md".into(), self.document.into());
        files.insert("README.md".into(), Vec::new());
        files.insert("tests/it/main.rs".into(), self.tests.into());
        files
    }
}

/// The schemas of a document without errors.
pub(crate) fn schemas(document: &str) -> Vec<schema::File> {
    let parse = schema::read(document);
    assert!(!parse.has_errors(), "{:?}", parse.diagnostics);
    schema::files(&parse.contract)
}

/// Writes what has changed and removes what is no longer there, so that cargo builds no more than it must.
fn lay_out(folder: &Path, mut wanted: BTreeMap<PathBuf, Vec<u8>>) {
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

/// The manifest without the targets that it names, as a workspace of its own. The version is another one: cargo tells
/// the crates apart by it, not by their folders, and would take what it built of one for another.
fn as_another_crate(manifest: &str, name: &str) -> String {
    let mut kept = String::new();
    let (mut is_target, mut versions) = (false, 0);
    for line in manifest.lines().filter(|line| !line.starts_with("default-run")) {
        if line.starts_with('[') {
            is_target = line.starts_with("[[");
        }
        if line.starts_with("version = ") {
            kept += &format!("version = \"0.0.0-{name}\"\n");
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
