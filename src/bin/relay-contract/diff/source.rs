//! Where a revision comes from: a file, a file as it was committed, or standard input.

use std::path::Path;
use std::process::Command;

use relay_contract::schema;

use crate::diff::BLESSED;
use crate::document::Document;
use crate::failure::Failure;

/// Stands for standard input.
pub(super) const STDIN: &str = "-";

/// Loads `PATH`, `git:REV:PATH`, or standard input for [`STDIN`].
pub(super) fn load(source: &str) -> Result<Document, Failure> {
    if let Some(object) = source.strip_prefix("git:") {
        return load_committed(source, object);
    }
    if source == BLESSED && !Path::new(source).exists() {
        return Err(Failure::new(format!("there is no blessed document: {source} does not exist"))
            .hint("relay-contract bless, or relay-contract diff OLD NEW"));
    }
    Document::load(Path::new(source))
}

/// Returns true if a file is tracked by git and differs from the last commit.
pub(super) fn differs_from_head(path: &str) -> bool {
    let status = Command::new("git").args(["diff", "--quiet", "HEAD", "--", path]).output();
    status.is_ok_and(|output| output.status.code() == Some(1))
}

fn load_committed(source: &str, object: &str) -> Result<Document, Failure> {
    let hint = "git:REV:PATH, such as git:HEAD~1:docs/relay-connector-contract.md";
    if !object.contains(':') || object.starts_with('-') {
        return Err(Failure::new(format!("cannot read {source}: it names no path")).hint(hint));
    }
    let output = Command::new("git")
        .args(["show", object])
        .output()
        .map_err(|error| Failure::new("cannot run git").because(error))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let said = said.trim().trim_start_matches("fatal: ").to_owned();
        let hint = if is_shallow() {
            "this clone is shallow and may lack it: git fetch --unshallow, or in CI a checkout of the whole history"
        } else {
            hint
        };
        return Err(Failure::new(format!("cannot read {source}")).because(said).hint(hint));
    }
    let text = String::from_utf8(output.stdout)
        .map_err(|error| Failure::new(format!("cannot read {source}")).because(error))?;
    let parse = schema::read(&text);
    Ok(Document { path: source.to_owned(), text, parse })
}

/// Returns true if the clone lacks a part of the history.
fn is_shallow() -> bool {
    let answer = Command::new("git").args(["rev-parse", "--is-shallow-repository"]).output();
    answer.is_ok_and(|output| output.stdout.starts_with(b"true"))
}
