//! Secrets, read from files and from nowhere else.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

use relay_contract::relay::credentials::Secret;

use crate::failure::Failure;

/// The secret in a file: all of it but the line end.
///
/// Warns of a file that every user of the machine may read.
pub(crate) fn read(path: &Path) -> Result<Secret, Failure> {
    let shown = path.display();
    let failed = |error: io::Error| {
        let failure = Failure::new(format!("cannot read the secret in {shown}"));
        match error.kind() {
            io::ErrorKind::InvalidData => failure.because("it is not UTF-8 text"),
            _ => failure.because(error),
        }
        .hint("--secret-file names a file that holds the secret and nothing else")
    };
    let text = fs::read_to_string(path).map_err(failed)?;
    let secret = text.trim_end_matches(['\r', '\n']);
    if secret.starts_with('\u{feff}') {
        return Err(Failure::new(format!("the secret in {shown} begins with a byte order mark"))
            .because("it would be a part of the secret, and no token would be accepted")
            .hint("save the file as UTF-8 without one"));
    }
    if secret.trim().is_empty() {
        return Err(Failure::new(format!("the secret in {shown} is empty"))
            .hint("write the secret into it, on one line"));
    }
    if secret.contains('\n') {
        return Err(Failure::new(format!("the secret in {shown} has more than one line"))
            .hint("write the secret into it, on one line"));
    }
    if is_open(&File::open(path).and_then(|file| file.metadata()).map_err(failed)?) {
        writeln!(
            anstream::stderr(),
            "warning: every user can read the secret in {shown}; chmod 600 {shown}"
        )?;
    }
    Ok(Secret::from(secret))
}

#[cfg(unix)]
fn is_open(metadata: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    metadata.permissions().mode() & 0o004 != 0
}

#[cfg(not(unix))]
fn is_open(_: &fs::Metadata) -> bool {
    false
}
