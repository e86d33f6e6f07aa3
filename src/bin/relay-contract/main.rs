//! The `relay-contract` program, on the library's public API only.

mod check;
mod derive;
mod document;
mod explain;
mod failure;
mod table;
#[cfg(feature = "validate")]
mod validate;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The relay-connector contract, executable: schemas, checks and explanations from one Markdown document.
#[derive(Parser)]
#[command(version, after_help = "Exit status: 0 fine, 1 findings, 2 could not run.")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Derive(derive::Arguments),
    Check(check::Arguments),
    #[cfg(feature = "validate")]
    Validate(validate::Arguments),
    Explain(explain::Arguments),
}

/// What a command found when it could run.
enum Outcome {
    Fine,
    Findings,
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Derive(arguments) => derive::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        #[cfg(feature = "validate")]
        Command::Validate(arguments) => validate::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
    };
    match outcome {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        // Whoever closed the pipe has read enough.
        Err(failure) if failure.is_closed_pipe() => ExitCode::SUCCESS,
        Err(failure) => {
            failure.report();
            ExitCode::from(2)
        }
    }
}
