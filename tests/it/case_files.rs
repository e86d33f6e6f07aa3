//! Cases that are files: each is JSON, and its name says what differs.

use std::path::{Path, PathBuf};

#[cfg(feature = "relay")]
use serde::de::DeserializeOwned;
use serde::de::IgnoredAny;

/// The folder of the test vectors.
pub(crate) fn vectors() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/vectors")
}

/// The frame in a vector, or in a line of a capture, as it is written there.
pub(crate) fn frame(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once(r#""frame": "#)?;
    let mut values = serde_json::Deserializer::from_str(rest).into_iter::<IgnoredAny>();
    values.next()?.ok()?;
    Some(&rest[..values.byte_offset()])
}

/// What stands in a folder, sorted.
pub(crate) fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("a folder can be read").path()).collect();
    paths.sort();
    paths
}

/// The cases of a folder by their names, sorted.
#[cfg(feature = "relay")]
pub(crate) fn cases<T: DeserializeOwned>(folder: &Path) -> Vec<(String, T)> {
    let case = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).expect("a case is text");
        let case = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        (path.file_stem().expect("a file has a name").to_string_lossy().into_owned(), case)
    };
    entries(folder).into_iter().map(case).collect()
}

/// The rows of a file of vectors by their names, as they stand there.
#[cfg(feature = "relay")]
pub(crate) fn rows<T: DeserializeOwned>(name: &str) -> Vec<(String, T)> {
    #[derive(serde::Deserialize)]
    struct Named<T> {
        name: String,
        #[serde(flatten)]
        row: T,
    }
    let path = vectors().join(format!("{name}.ndjson"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let row = |line: &str| {
        let Named { name, row } =
            serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"));
        (name, row)
    };
    text.lines().map(row).collect()
}
