//! The actions that a user wants to have sent, one a line.

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal as _, Write as _};
use std::path::Path;
use std::thread;

use relay_contract::frame::OutboundAction;
use relay_contract::schema::View;
use relay_contract::validate::{self, Validator};
use tokio::sync::mpsc;

use crate::failure::Failure;
use crate::live::finding::Finding;

const EXAMPLE: &str = r#"{"op":"get_chat_info","chat_id":"55501"}"#;

pub(super) struct Action {
    /// From 1.
    pub(super) line: usize,
    pub(super) action: OutboundAction,
}

/// Actions, read as they are asked for.
pub(super) struct Actions {
    /// Nothing follows an error, but on standard input: whoever types there may type again.
    pub(super) lines: mpsc::Receiver<Result<Action, Failure>>,
    pub(super) is_stdin: bool,
}

/// The actions of a file, or of standard input for `-`.
pub(super) fn read(path: &Path) -> Result<Actions, Failure> {
    let is_stdin = path == Path::new("-");
    let name = if is_stdin { "<stdin>".to_owned() } else { path.display().to_string() };
    if is_stdin && io::stdin().is_terminal() {
        writeln!(anstream::stderr(), "type one action a line, such as {EXAMPLE}; Ctrl-D ends")?;
    }
    let input: Box<dyn BufRead + Send> = if is_stdin {
        Box::new(BufReader::new(io::stdin()))
    } else {
        let file = File::open(path).map_err(|error| failed(&name, error))?;
        Box::new(BufReader::new(file))
    };
    let (give, take) = mpsc::channel(1);
    // Reading a terminal cannot be interrupted: the thread ends with the program.
    thread::spawn(move || {
        for (index, line) in input.lines().enumerate() {
            let (action, is_last) = match line {
                Ok(line) if line.trim().is_empty() => continue,
                Ok(line) => {
                    let action = action(&name, index + 1, &line);
                    let is_last = action.is_err() && !is_stdin;
                    (action, is_last)
                }
                Err(error) => (Err(failed(&name, error)), true),
            };
            if give.blocking_send(action).is_err() || is_last {
                return;
            }
        }
    });
    Ok(Actions { lines: take, is_stdin })
}

/// Reads and checks one action: what goes out is always in contract.
fn action(name: &str, line: usize, text: &str) -> Result<Action, Failure> {
    let refused = |what: String| {
        Failure::new(format!("{name}:{line}: {what}"))
            .hint(format!("an action is an object such as {EXAMPLE}; relay-contract explain OP"))
    };
    let value = validate::read(text).map_err(|violation| refused(Finding::from(&violation).to_string()))?;
    let report = Validator::builtin(View::Writer).check_definition("OutboundAction", &value);
    let violations = report.map(|report| report.violations).unwrap_or_default();
    if !violations.is_empty() {
        let all: Vec<_> = violations.iter().map(|violation| Finding::from(violation).to_string()).collect();
        return Err(refused(all.join("; ")));
    }
    let action = serde_json::from_value(value)
        .map_err(|_| refused("the types refuse what the schema accepts: please report it".to_owned()))?;
    Ok(Action { line, action })
}

fn failed(name: &str, error: io::Error) -> Failure {
    Failure::new(format!("cannot read {name}"))
        .because(error)
        .hint("--send names a file with one action a line")
}
