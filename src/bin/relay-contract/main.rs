//! The `relay-contract` program, on the library's public API only.

#[cfg(feature = "evolution")]
mod bless;
mod check;
mod completions;
#[cfg(feature = "ws")]
mod connect;
mod derive;
#[cfg(feature = "evolution")]
mod diff;
mod document;
mod explain;
mod failure;
#[cfg(feature = "ws")]
mod listen;
#[cfg(feature = "ws")]
mod live;
#[cfg(feature = "validate")]
mod scaffold;
#[cfg(feature = "validate")]
mod shown;
mod stated;
mod table;
#[cfg(feature = "validate")]
mod validate;

use std::process::ExitCode;

use clap::{CommandFactory as _, Parser, Subcommand};

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
    #[cfg(feature = "validate")]
    Scaffold(scaffold::Arguments),
    #[cfg(feature = "evolution")]
    Diff(diff::Arguments),
    #[cfg(feature = "evolution")]
    Bless(bless::Arguments),
    #[cfg(feature = "ws")]
    Connect(connect::Arguments),
    #[cfg(feature = "ws")]
    Listen(listen::Arguments),
    Explain(explain::Arguments),
    Completions(completions::Arguments),
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
        #[cfg(feature = "validate")]
        Command::Scaffold(arguments) => scaffold::run(&arguments),
        #[cfg(feature = "evolution")]
        Command::Diff(arguments) => diff::run(&arguments),
        #[cfg(feature = "evolution")]
        Command::Bless(arguments) => bless::run(&arguments),
        #[cfg(feature = "ws")]
        Command::Connect(arguments) => connect::run(&arguments),
        #[cfg(feature = "ws")]
        Command::Listen(arguments) => listen::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments, Arguments::command()),
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
