//! `relay-contract bless`: the document of a release, against which later ones are compared.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::Outcome;
use crate::diff::BLESSED;
use crate::document::{self, Document};
use crate::failure::Failure;

/// Make the document the released one, against which `diff` compares
#[derive(clap::Args)]
#[command(after_help = "Example: relay-contract bless")]
pub(crate) struct Arguments {
    /// The document.
    #[arg(long, default_value = document::PATH)]
    contract: PathBuf,
    /// Where the released document is kept.
    #[arg(long, default_value = BLESSED)]
    out: PathBuf,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let document = Document::load(&arguments.contract)?.without_errors()?;
    let mut stdout = anstream::stdout();
    let shown = arguments.out.display();
    if std::fs::read(&arguments.out).is_ok_and(|blessed| blessed == document.text.as_bytes()) {
        writeln!(stdout, "{shown} is {} already", document.path)?;
        return Ok(Outcome::Fine);
    }
    let folder = arguments.out.parent().unwrap_or(Path::new(""));
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(&arguments.out, &document.text))
        .map_err(|error| Failure::new(format!("cannot write {shown}")).because(error))?;
    writeln!(stdout, "{} is now the released document, in {shown}", document.path)?;
    // What was accepted since the last release is in it.
    let approvals = arguments.out.with_file_name("approvals.json");
    if approvals.exists() {
        std::fs::write(&approvals, "[]\n")
            .map_err(|error| Failure::new(format!("cannot empty {}", approvals.display())).because(error))?;
        writeln!(stdout, "{} is empty now", approvals.display())?;
    }
    Ok(Outcome::Fine)
}
