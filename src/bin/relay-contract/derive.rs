//! `relay-contract derive`: from the document to the committed schemas and test vectors.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use relay_contract::contract::{Contract, Severity};
use relay_contract::schema;

use crate::Outcome;
use crate::document::{self, Document};
use crate::failure::Failure;
use crate::table::aligned;

/// Derive the schemas and the test vectors from the contract document
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  relay-contract derive\n  relay-contract derive --check")]
pub(crate) struct Arguments {
    /// The document.
    #[arg(long, default_value = document::PATH)]
    contract: PathBuf,
    /// The folder below which the schemas stand in `v1/` and `v1/reader/`, and the test vectors in `vectors/`.
    #[arg(long, default_value = "schema")]
    out: PathBuf,
    /// Write nothing; exit with 1 if a file is not what the document says.
    #[arg(long)]
    check: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let document = Document::load(&arguments.contract)?.without_errors()?;
    let contract = &document.parse.contract;
    let changes = changes(contract, &arguments.out)?;
    if !arguments.check {
        for change in &changes {
            change.apply()?;
        }
    }
    let mut stdout = anstream::stdout();
    write!(stdout, "{}", summary(contract, changes.len()))?;
    let lints = document.count(Severity::Lint);
    if lints > 0 {
        writeln!(anstream::stderr(), "{lints} lints: relay-contract check {}", document.path)?;
    }
    for change in &changes {
        match change {
            Change::Write { path, .. } if arguments.check => writeln!(stdout, "stale: {}", path.display())?,
            Change::Remove { path } if arguments.check => writeln!(stdout, "left over: {}", path.display())?,
            Change::Remove { path } => writeln!(stdout, "removed: {}", path.display())?,
            Change::Write { .. } => {}
        }
    }
    if !arguments.check || changes.is_empty() {
        return Ok(Outcome::Fine);
    }
    let command = format!("{} derive{}", program(), options(arguments));
    writeln!(
        anstream::stderr(),
        "error: the derived files are not what {} says\n\nhint: {command}",
        document.path
    )?;
    Ok(Outcome::Findings)
}

/// A file that is not what the document says.
enum Change {
    Write { path: PathBuf, text: String },
    Remove { path: PathBuf },
}

impl Change {
    fn path(&self) -> &Path {
        match self {
            Self::Write { path, .. } | Self::Remove { path } => path,
        }
    }

    fn apply(&self) -> Result<(), Failure> {
        let done = match self {
            Self::Write { path, text } => {
                let folder = path.parent().map_or(Ok(()), std::fs::create_dir_all);
                folder.and_then(|()| std::fs::write(path, text))
            }
            Self::Remove { path } => std::fs::remove_file(path),
        };
        done.map_err(|error| Failure::new(format!("cannot write {}", self.path().display())).because(error))
    }
}

/// Compares the derived files with those below `out`; a file that was derived once and is no more is a change too.
fn changes(contract: &Contract, out: &Path) -> Result<Vec<Change>, Failure> {
    let mut changes = Vec::new();
    let (mut derived, mut folders) = (BTreeSet::new(), BTreeSet::new());
    for file in schema::files(contract).into_iter().chain(schema::vectors(contract)) {
        let path = out.join(&file.path);
        let is_fresh = match std::fs::read(&path) {
            Ok(found) => found == file.text.as_bytes(),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => false,
            Err(error) => return Err(Failure::new(format!("cannot read {}", path.display())).because(error)),
        };
        folders.extend(path.parent().map(Path::to_path_buf));
        derived.insert(path.clone());
        if !is_fresh {
            changes.push(Change::Write { path, text: file.text });
        }
    }
    // A definition that is no more leaves a folder of vectors.
    folders.extend(entries(&out.join("vectors"))?);
    for folder in &folders {
        let mut left = entries(folder)?;
        left.retain(|path| path.extension().is_some_and(|end| end == "json") && !derived.contains(path));
        left.retain(|path| std::fs::read_to_string(path).is_ok_and(|text| text.contains(schema::PROVENANCE)));
        left.sort();
        changes.extend(left.into_iter().map(|path| Change::Remove { path }));
    }
    Ok(changes)
}

/// What stands in a folder; nothing if there is none.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let paths = std::fs::read_dir(folder)
        .and_then(|entries| entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>());
    paths.map_err(|error| Failure::new(format!("cannot list {}", folder.display())).because(error))
}

fn summary(contract: &Contract, changed: usize) -> String {
    let fields: usize = contract.definitions().map(|definition| definition.fields.len()).sum();
    let header = ["objects", "fields", "frames", "actions", "files changed"].map(str::to_owned);
    let counts =
        [contract.objects().count(), fields, contract.frames().count(), contract.actions().count(), changed];
    aligned(&[header.to_vec(), counts.map(|count| count.to_string()).to_vec()])
}

/// How the user runs this program.
fn program() -> &'static str {
    // Cargo tells what it runs that it does.
    if std::env::var_os("CARGO").is_some() { "cargo run --release --" } else { "relay-contract" }
}

/// The options to repeat in the repair command.
fn options(arguments: &Arguments) -> String {
    let mut options = String::new();
    if arguments.contract != Path::new(document::PATH) {
        options += &format!(" --contract {}", arguments.contract.display());
    }
    if arguments.out != Path::new("schema") {
        options += &format!(" --out {}", arguments.out.display());
    }
    options
}
