//! What the source tree promises: layers, and who may name what.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The layers, lowest first: a module imports only from layers below its own.
const LAYERS: [&[&str]; 9] = [
    &["side", "well_known", "words"],
    &["json"],
    &["contract"],
    &["schema"],
    &["validate"],
    &["evolution", "frame"],
    &["capabilities", "session_key"],
    &["relay"],
    &["ws"],
];

/// The parts of `relay` that are values and functions over frames.
const PURE: [&str; 11] = [
    "arrival",
    "chats",
    "credentials",
    "drafts",
    "interaction",
    "outcome",
    "prompt",
    "raw",
    "recent",
    "session",
    "split",
];

fn sources() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut folders = vec![root];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("src can be read") {
            let path = entry.expect("src can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).expect("a source is text");
                files.push((path, text));
            }
        }
    }
    assert!(files.len() > 40, "only {} sources were found", files.len());
    files
}

/// The part of `src` that a file belongs to: `contract`, `bin`, `lib.rs`.
fn module(path: &Path) -> String {
    let below = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).expect("below src");
    let first = below.components().next().expect("a file has a name").as_os_str().to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// The lines of code, comments left out.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.trim_start().starts_with("//"))
}

/// The modules that a line names by `crate::`.
fn named(line: &str) -> impl Iterator<Item = &str> {
    line.split("crate::").skip(1).map(|rest| {
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        &rest[..end]
    })
}

#[test]
fn a_layer_imports_only_layers_below_it() {
    let mut imports = 0;
    for (path, text) in sources() {
        let module = module(&path);
        // The program uses the public API only, and the build script's part is not in the library.
        if module == "bin" || module == "lib" || path.to_string_lossy().contains("rust_shape") {
            continue;
        }
        assert!(!text.contains("crate::{"), "{}: one import a line, for this test's sake", path.display());
        let own = layer(&module).unwrap_or_else(|| panic!("{}: in no layer", path.display()));
        for name in code(&text).flat_map(named).filter(|name| *name != module) {
            let Some(other) = layer(name) else { continue };
            assert!(other < own, "{}: {module} imports {name}", path.display());
            imports += 1;
        }
    }
    assert!(imports >= 5, "only {imports} imports were seen");
}

/// Files outside of the rooms are below them, but for the driver.
#[test]
fn a_room_of_evolution_imports_only_rooms_before_it() {
    let rooms = ["proof", "text", "wire", "report"];
    let mut imports = 0;
    for (path, text) in sources().into_iter().filter(|(path, _)| module(path) == "evolution") {
        let folder =
            path.parent().and_then(Path::file_name).expect("a source is in a folder").to_string_lossy();
        let own = rooms.iter().position(|room| *room == folder);
        if path.ends_with("evolution/mod.rs") {
            continue;
        }
        for room in code(&text).flat_map(|line| line.split("crate::evolution::").skip(1)) {
            let Some(other) = rooms.iter().position(|name| room.starts_with(&format!("{name}::"))) else {
                continue;
            };
            assert!(Some(other) <= own, "{}: imports {room}", path.display());
            imports += 1;
        }
    }
    assert!(imports >= 20, "only {imports} imports were seen");
}

#[test]
fn a_build_without_generated_types_knows_nothing_of_them() {
    let text =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("build.rs")).expect("it is there");
    assert!(text.lines().count() < 100, "the build script is a driver");
    assert!(!text.contains(".md"), "the build script reads schemas, never Markdown");
}

#[test]
fn no_source_names_the_stub_connector() {
    for (path, text) in sources() {
        assert!(!text.contains("StubConnector") && !text.contains("stub_connector"), "{}", path.display());
    }
}

#[test]
fn no_code_of_the_published_package_names_the_stub_connector() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = std::process::Command::new(env!("CARGO"))
        .args(["package", "--list", "--allow-dirty", "--offline"])
        .current_dir(root)
        .output()
        .expect("cargo runs");
    let list = String::from_utf8(output.stdout).expect("paths are text");
    let code: Vec<_> =
        list.lines().filter(|path| Path::new(path).extension().is_some_and(|end| end == "rs")).collect();
    assert!(
        code.len() > 40,
        "only {} files of code: {}",
        code.len(),
        String::from_utf8_lossy(&output.stderr)
    );
    for path in code {
        let text = std::fs::read_to_string(root.join(path)).expect("a listed file is there");
        assert!(!text.contains("StubConnector") && !text.contains("relay_stub"), "{path}");
    }
}

#[test]
fn no_source_touches_the_signature_schemes_of_platforms() {
    // The name of a platform alone is no scheme: session keys hold it.
    let schemes = ["ed25519", "wecom_crypt", "twilio", "verify_key", "x-signature"];
    for (path, text) in sources() {
        for line in code(&text) {
            let line = line.to_lowercase();
            let scheme = schemes.iter().find(|scheme| line.contains(*scheme));
            assert_eq!(scheme, None, "{}", path.display());
        }
    }
}

#[test]
fn only_the_credentials_sign_anything() {
    let signs = |text: &str| {
        code(text).any(|line| ["hmac", "verify_slice", "signature"].iter().any(|word| line.contains(word)))
    };
    let mut signing = Vec::new();
    for (path, text) in sources().into_iter().filter(|(path, _)| module(path) == "relay") {
        if signs(&text.to_lowercase()) {
            signing.push(path.file_name().expect("a file has a name").to_owned());
        }
    }
    assert_eq!(signing, ["credentials.rs"]);
}

#[test]
fn the_relay_s_pure_parts_read_no_clock_and_open_nothing() {
    let means =
        ["Instant::now", "SystemTime", "std::net", "std::fs", "std::env", "tokio", "async ", "thread::"];
    let relay = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/relay");
    let mut read = 0;
    for (path, text) in sources() {
        let beside = ["capabilities", "session_key"].contains(&module(&path).as_str());
        let part = path.strip_prefix(&relay).ok().and_then(|below| below.components().next());
        let part = part.map(|part| part.as_os_str().to_string_lossy().into_owned());
        if !beside && !part.is_some_and(|part| PURE.contains(&part.trim_end_matches(".rs"))) {
            continue;
        }
        for line in code(&text) {
            let found = means.iter().find(|means| line.contains(*means));
            assert_eq!(found, None, "{}", path.display());
        }
        read += 1;
    }
    assert!(read >= 13, "only {read} files");
}

#[test]
fn every_source_says_what_it_is_for_and_stays_readable() {
    let mut long = BTreeSet::new();
    for (path, text) in sources() {
        assert!(text.starts_with("//!"), "{} does not begin with `//!`", path.display());
        if text.lines().count() > 400 {
            long.insert(path);
        }
    }
    assert!(long.is_empty(), "over 400 lines, split by concept: {long:?}");
}
