//! `relay-contract check`: what is wrong with a document.

mod summary;

use std::io::Write as _;
use std::path::PathBuf;

use relay_contract::contract::{DiagnosticId, Severity};

use crate::Outcome;
use crate::document::{self, Document, counted};
use crate::failure::Failure;

/// Show errors and lints of a contract document, all at once
///
/// They come in the order of the document. Lints alone do not change the exit status. The grammar, with a table of all
/// ids, is in docs/contract-grammar.md.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  relay-contract check docs/relay-connector-contract.md
  relay-contract check --format json docs/relay-connector-contract.md
  relay-contract check --summary docs/relay-connector-contract.md
  git show HEAD:docs/relay-connector-contract.md | relay-contract check -

Exit status: 0 no errors, 1 errors, 2 no contract or could not run.")]
pub(crate) struct Arguments {
    /// The document; `-` is standard input.
    #[arg(default_value = document::PATH)]
    path: PathBuf,
    /// `human`: with the lines underlined; `json`: one object per line and diagnostic, for editors.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Instead of the diagnostics, eleven lines that count what is typed, what is `any` and what is missing. A name that is
    /// never defined reads as `any`.
    #[arg(long, conflicts_with = "format")]
    summary: bool,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    Human,
    Json,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let document = Document::load(&arguments.path)?;
    let is_contract =
        document.parse.diagnostics.iter().all(|diagnostic| diagnostic.id != DiagnosticId::NoContract);
    let (errors, lints) = (document.count(Severity::Error), document.count(Severity::Lint));
    let mut stdout = anstream::stdout();
    match arguments.format {
        _ if arguments.summary && is_contract => stdout.write_all(summary::table(&document).as_bytes())?,
        Format::Json => stdout.write_all(document.json()?.as_bytes())?,
        Format::Human if is_contract => {
            let (errors, lints) = (counted(errors, "error"), counted(lints, "lint"));
            writeln!(stdout, "{}{}: {errors}, {lints}", document.render(None), document.path)?;
        }
        Format::Human => {}
    }
    if !is_contract {
        let hint = "the grammar is in docs/contract-grammar.md";
        return Err(Failure::new(format!("no contract found in {}", document.path)).hint(hint));
    }
    Ok(if errors == 0 { Outcome::Fine } else { Outcome::Findings })
}
