//! `relay-contract completions`: the shell's help in typing commands.

use std::io::{self, Write as _};

use clap_complete::Shell;

use crate::Outcome;
use crate::failure::Failure;

/// Print the completions of a shell
#[derive(clap::Args)]
#[command(after_help = "Examples:
  relay-contract completions bash > ~/.local/share/bash-completion/completions/relay-contract
  relay-contract completions zsh > ~/.zfunc/_relay-contract
  relay-contract completions fish > ~/.config/fish/completions/relay-contract.fish")]
pub(crate) struct Arguments {
    /// The shell.
    shell: Shell,
}

pub(crate) fn run(arguments: &Arguments, mut command: clap::Command) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    // Into memory first: the generator panics where it cannot write.
    clap_complete::generate(arguments.shell, &mut command, "relay-contract", &mut script);
    io::stdout().write_all(&script)?;
    Ok(Outcome::Fine)
}
