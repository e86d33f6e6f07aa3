//! The connector's way, in the same run: the npm package's `LineParser`.

use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use super::corpus::Row;

/// What the package brings: it is given a file with one frame per line, and prints for each the nanoseconds of reading
/// it from bytes, in the fastest of many batches.
const SCRIPT: &str = "schema/build/bench.mjs";

/// The nanoseconds of each row.
///
/// # Errors
///
/// Why there are none: the package is not built, or Node is missing, or the script failed.
pub(crate) fn times(rows: &[Row]) -> Result<Vec<f64>, String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join(SCRIPT);
    if !script.exists() {
        return Err(format!("{SCRIPT} is not there"));
    }
    let mut corpus = tempfile::NamedTempFile::new().map_err(|error| error.to_string())?;
    for row in rows {
        writeln!(corpus, "{}", row.line).map_err(|error| error.to_string())?;
    }
    let output = Command::new("node").arg(script).arg(corpus.path()).output();
    let output = output.map_err(|error| format!("node: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let times: Result<Vec<f64>, _> =
        String::from_utf8_lossy(&output.stdout).lines().map(str::parse).collect();
    times.map_err(|error| error.to_string()).and_then(|times| {
        if times.len() == rows.len() { Ok(times) } else { Err(format!("{} times", times.len())) }
    })
}
