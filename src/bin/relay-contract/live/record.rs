//! A capture of a link, in the form that `validate` reads.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use relay_contract::Side;
use relay_contract::validate::Violation;
use serde::Serialize;
use serde_json::Value;

use super::finding::Finding;
use super::tag_first::TagFirst;
use crate::failure::Failure;

pub(super) struct Record {
    path: PathBuf,
    file: File,
}

/// One line of a capture.
#[derive(Serialize)]
struct Line<'a> {
    /// Unix milliseconds.
    at: u64,
    dir: String,
    connection: u64,
    /// Null for a line that is no frame.
    frame: Option<TagFirst<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refused: Option<Finding>,
}

impl Record {
    pub(super) fn create(path: &Path) -> Result<Self, Failure> {
        // A record may be all that is left of a run: it is never emptied.
        let file = File::create_new(path).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => {
                Failure::new(format!("the record {} exists already", path.display()))
                    .hint("--record names a new file: move that one away, or name another")
            }
            _ => failed(path, error),
        })?;
        Ok(Self { path: path.to_owned(), file })
    }

    /// Writes one line, at once: a run that is killed leaves what it saw.
    pub(super) fn write(
        &mut self,
        at: u64,
        connection: u64,
        writer: Side,
        frame: Result<&Value, &Violation>,
    ) -> Result<(), Failure> {
        let line = Line {
            at,
            dir: format!("{writer}->{}", writer.peer()),
            connection,
            frame: frame.ok().map(TagFirst),
            refused: frame.err().map(Finding::from),
        };
        let text = serde_json::to_string(&line).expect("strings and numbers have a JSON form") + "\n";
        self.file.write_all(text.as_bytes()).map_err(|error| failed(&self.path, error))
    }
}

fn failed(path: &Path, error: io::Error) -> Failure {
    Failure::new(format!("cannot write the record {}", path.display()))
        .because(error)
        .hint("--record names a file that can be written")
}
