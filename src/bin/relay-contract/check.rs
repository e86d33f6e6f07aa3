//! `relay-contract check`: what is wrong with a document.

use std::io::Write as _;
use std::path::PathBuf;

use relay_contract::contract::{DiagnosticId, Severity};

use crate::Outcome;
use crate::document::{self, Document};
use crate::failure::Failure;

/// Show errors and lints of a contract document, all at once
///
/// Lints alone do not change the exit status. The grammar is in docs/contract-grammar.md.
#[derive(clap::Args)]
#[command(after_help = "Example: relay-contract check docs/relay-connector-contract.md")]
pub(crate) struct Arguments {
    /// The document.
    #[arg(default_value = document::PATH)]
    path: PathBuf,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let document = Document::load(&arguments.path)?;
    let is_contract =
        document.parse.diagnostics.iter().all(|diagnostic| diagnostic.id != DiagnosticId::NoContract);
    if !is_contract {
        let hint = "the grammar is in docs/contract-grammar.md";
        return Err(Failure::new(format!("no contract found in {}", document.path)).hint(hint));
    }
    let (errors, lints) = (document.count(Severity::Error), document.count(Severity::Lint));
    let shown = document.render(Severity::Error) + &document.render(Severity::Lint);
    let mut stdout = anstream::stdout();
    writeln!(stdout, "{shown}{}: {errors} errors, {lints} lints", document.path)?;
    Ok(if errors == 0 { Outcome::Fine } else { Outcome::Findings })
}
