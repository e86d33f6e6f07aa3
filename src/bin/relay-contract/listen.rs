//! `relay-contract listen`: a reference connector, for a gateway to be tested against.

mod address;
mod answer;
mod buffer;
mod connector;
mod descriptor;
mod play;
mod scenario;
mod server;
mod socket;
mod token;

use std::path::PathBuf;

use self::scenario::Scenario;
use self::server::{End, Server};
use self::token::Guard;
use crate::Outcome;
use crate::failure::Failure;
use crate::live::stop::Stop;
use crate::live::{self, secret};

/// Test a gateway against a reference connector
///
/// Listens for a gateway, verifies its upgrade token, answers each hello with a descriptor and each action with a
/// result, and checks every frame that the gateway sends against the writer view of the contract. A scenario pushes
/// messages and webhooks, interrupts, drops and closes, and says what the gateway must do.
///
/// The address is the first line on standard output. Message content is never shown unless asked for.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  relay-contract listen 127.0.0.1:8765
  relay-contract listen 127.0.0.1:0 --secret-file secret.txt --id gw-alpha
  relay-contract listen 127.0.0.1:8765 --scenario examples/scenarios/one-turn.json --record turn.ndjson
  relay-contract listen 127.0.0.1:8765 --once --format json

Exit status: 0 the gateway kept the contract and the scenario, 1 it did not, 2 could not run.")]
pub(crate) struct Arguments {
    /// Where to listen, as HOST:PORT; port 0 takes a free one.
    address: String,
    /// The secret that upgrade tokens are signed with, in a file; older ones may follow, any match accepts. Without
    /// one, every token is accepted, and none.
    #[arg(long = "secret-file", value_name = "FILE")]
    secrets: Vec<PathBuf>,
    /// The gateway id that a token must name; without it, any.
    #[arg(long, requires = "secrets")]
    id: Option<String>,
    /// What to do and to expect, step by step; the run ends with it.
    #[arg(long, value_name = "FILE")]
    scenario: Option<PathBuf>,
    /// End when the first gateway that said hello has gone; without it or a scenario, Ctrl-C ends the run.
    #[arg(long, conflicts_with = "scenario")]
    once: bool,
    #[command(flatten)]
    live: live::Options,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    address::check(&arguments.address)?;
    let scenario = arguments.scenario.as_deref().map(Scenario::load).transpose()?;
    let guard = Guard {
        secrets: arguments.secrets.iter().map(|path| secret::read(path)).collect::<Result<_, _>>()?,
        id: arguments.id.clone(),
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::new("cannot start").because(error))?;
    runtime.block_on(async {
        let end = if arguments.once { End::FirstGateway } else { End::Interrupt };
        // Before the first line, which tells others that it listens.
        let stop = Stop::new()?;
        let mut server = Server::bind(&arguments.address, guard, scenario, end, &arguments.live).await?;
        server.run(stop).await
    })
}
