//! `relay-contract connect`: a look at a real connector, from where its gateway stands.

mod actions;
mod advice;
mod exchange;
mod link;

use std::io::Write as _;
use std::path::PathBuf;
use std::pin::pin;
use std::sync::Arc;
use std::time::Instant;

use relay_contract::Side;
use relay_contract::relay::RelayTransport as _;
use relay_contract::relay::credentials::Credentials;
use relay_contract::relay::session::Phase;
use relay_contract::relay::transport::{Greeting, Identity, TransportError};
use relay_contract::validate;
use relay_contract::ws::{LinkState, WebSocketOptions, WebSocketTransport};
use tokio::sync::mpsc;

use self::actions::{Action, Actions};
use self::exchange::Exchange;
use self::link::{Lines, Seen};
use crate::Outcome;
use crate::failure::Failure;
use crate::live::finding::Conduct;
use crate::live::stop::Stop;
use crate::live::trace::{Passed, Trace};
use crate::live::{self, secret};

/// Look at a live connector, frame by frame
///
/// Dials as a gateway does, says hello, and shows every frame with its verdict: the connector's frames are checked
/// against the writer view of the contract. It dials again when the connection is lost. Ctrl-C takes leave: what is in
/// flight may finish.
///
/// It takes the place of the gateway that has the same id: what the connector delivers live is shown, and lost to that
/// gateway. What carries a `bufferId` is not acknowledged, and so is delivered again later, unless --acknowledge is
/// given. Message content is never shown unless asked for.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  relay-contract connect https://connector.example --id gw-alpha --secret-file secret.txt --platform discord:bot-1
  relay-contract connect ws://127.0.0.1:8765 --platform telegram --record link.ndjson
  relay-contract connect ws://127.0.0.1:8765 --send actions.ndjson --once --format json

Exit status: 0 the connector kept the contract, 1 it did not, 2 could not run.")]
pub(crate) struct Arguments {
    /// The connector, in any form that a gateway's configuration takes: `https://HOST`, `ws://HOST:PORT/relay`, …
    url: String,
    /// The gateway id of the upgrade token.
    #[arg(long, requires = "secret")]
    id: Option<String>,
    /// The secret that signs the upgrade token, in a file. Without it, no token is sent.
    #[arg(long = "secret-file", value_name = "FILE", requires = "id", id = "secret")]
    secret: Option<PathBuf>,
    /// Whom to say hello for, as PLATFORM or PLATFORM:BOT; may be given more than once.
    #[arg(long = "platform", value_name = "PLATFORM[:BOT]", default_value = "relay", value_parser = identity)]
    identities: Vec<Identity>,
    /// Actions to send after the handshake, one JSON object a line and one after the other; `-` is standard input.
    #[arg(long, value_name = "FILE")]
    send: Option<PathBuf>,
    /// End after the handshake, and after the answers to what --send holds.
    #[arg(long)]
    once: bool,
    /// Acknowledge what carries a `bufferId`: the connector will not deliver it again to anybody.
    #[arg(long)]
    acknowledge: bool,
    #[command(flatten)]
    live: live::Options,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::new("cannot start").because(error))?;
    runtime.block_on(look(arguments))
}

async fn look(arguments: &Arguments) -> Result<Outcome, Failure> {
    let (lines, seen) = Lines::new(arguments.acknowledge);
    let lines = Arc::new(lines);
    let mut options = WebSocketOptions::new(arguments.identities.iter().cloned());
    options.observer = Some(lines.observer());
    if let (Some(id), Some(path)) = (&arguments.id, &arguments.secret) {
        let credentials = Credentials::new(id, secret::read(path)?.expose());
        options.credentials = Some(credentials.ok_or_else(|| Failure::new("the gateway id is empty"))?);
    }
    let transport = WebSocketTransport::new(&arguments.url, options).map_err(|error| {
        Failure::new("cannot dial this address").because(error).hint("relay-contract connect wss://HOST")
    })?;
    let actions = arguments.send.as_deref().map(actions::read).transpose()?;
    let trace = Trace::new(Side::Connector, &arguments.live)?;
    transport.register(lines.clone());
    let stop = Stop::new()?;
    let mut view = View {
        trace,
        exchange: Exchange::new(&arguments.identities),
        lines,
        has_token: arguments.id.is_some(),
        phase: Phase::Closed,
        was_advised: false,
        not_sent: 0,
    };
    view.trace.tell("dialling", None, &transport.address().to_string())?;
    let looked = view.look(&transport, seen, actions, arguments.once, stop).await;
    let findings = view.end()?;
    looked?;
    Ok(if findings == 0 { Outcome::Fine } else { Outcome::Findings })
}

/// What is made of the link.
struct View {
    trace: Trace,
    exchange: Exchange,
    lines: Arc<Lines>,
    has_token: bool,
    /// The phase that was told last.
    phase: Phase,
    /// Whether it was said what to do about a token that is refused.
    was_advised: bool,
    /// Lines of standard input that are no actions.
    not_sent: usize,
}

/// What the sending of actions comes to.
enum Sent {
    Greeted(Greeting),
    Unanswered { line: usize, op: String, error: TransportError },
    NoAction(Failure),
}

impl View {
    /// Follows the link until it is over, or until Ctrl-C, and takes leave.
    async fn look(
        &mut self,
        transport: &WebSocketTransport,
        mut seen: mpsc::Receiver<Seen>,
        actions: Option<Actions>,
        once: bool,
        mut stop: Stop,
    ) -> Result<(), Failure> {
        let mut state = transport.state();
        let (tell, mut told) = mpsc::channel(1);
        let mut sending = pin!(send(transport, self.has_token, actions, tell));
        let mut is_sending = true;
        let end = loop {
            tokio::select! {
                // In this order: what is said comes after what was seen.
                biased;
                () = stop.wait() => break Ok(()),
                Some(seen) = seen.recv() => self.take(&seen)?,
                Some(sent) = told.recv() => self.sent(&sent)?,
                Ok(()) = state.changed() => {
                    let state = state.borrow_and_update().clone();
                    self.tell_state(&state)?;
                    if state == LinkState::Disabled {
                        break Err(Failure::new("the connector refuses this gateway for good")
                            .hint(advice::REVOKED));
                    }
                }
                sent = &mut sending, if is_sending => match sent {
                    Ok(()) if !once => is_sending = false,
                    sent => break sent,
                },
            }
        };
        let mut leaving = pin!(transport.disconnect());
        loop {
            tokio::select! {
                biased;
                Some(seen) = seen.recv() => self.take(&seen)?,
                () = &mut leaving => break,
            }
        }
        while let Ok(seen) = seen.try_recv() {
            self.take(&seen)?;
        }
        while let Ok(sent) = told.try_recv() {
            self.sent(&sent)?;
        }
        end?;
        match self.not_sent {
            0 => Ok(()),
            1 => Err(Failure::new("a line of standard input was no action, and was not sent")),
            lines => Err(Failure::new(format!(
                "{lines} lines of standard input were no actions, and were not sent"
            ))),
        }
    }

    fn take(&mut self, seen: &Seen) -> Result<(), Failure> {
        let (frame, size) = match &seen.line {
            Ok(text) => (validate::read(text), text.len() + 1),
            Err(violation) => (Err(violation.clone()), 0),
        };
        let step = frame.as_ref().map(|frame| self.exchange.passed(seen.at, seen.writer, frame));
        let step = step.unwrap_or_default();
        self.trace.passed(&Passed {
            at: seen.at,
            connection: self.exchange.connection(),
            writer: seen.writer,
            size,
            frame: frame.as_ref(),
            conduct: &step.findings,
            answers: step.answers,
        })
    }

    fn sent(&mut self, sent: &Sent) -> Result<(), Failure> {
        let connection = self.exchange.connection();
        match sent {
            Sent::Greeted(greeting) => {
                let mut versions =
                    greeting.descriptors.iter().map(|descriptor| descriptor.contract_version.get());
                match versions.find(|version| *version != 1) {
                    None => Ok(()),
                    Some(version) => {
                        let text =
                            format!("the connector speaks version {version} of the contract, this program 1");
                        self.trace.tell("version", Some(connection), &text)
                    }
                }
            }
            Sent::Unanswered { line, op, error } => {
                let message = format!("expected an answer to the `{op}` of line {line}, found none: {error}");
                self.trace.fault(connection, &Conduct::NoAnswer.finding("", message))
            }
            Sent::NoAction(failure) => {
                self.not_sent += 1;
                failure.report();
                Ok(())
            }
        }
    }

    fn tell_state(&mut self, state: &LinkState) -> Result<(), Failure> {
        let was_open = std::mem::replace(&mut self.phase, state.phase()).has_socket();
        let text = match state {
            LinkState::Closed => "closed".to_owned(),
            // After a first 4401, or after a wait of no length.
            LinkState::Connecting if was_open => {
                "the connection ended; connecting at once, with a fresh token".to_owned()
            }
            LinkState::Connecting => "connecting".to_owned(),
            LinkState::Greeting => "open, saying hello".to_owned(),
            LinkState::Live => "live".to_owned(),
            LinkState::Idle => "idle".to_owned(),
            LinkState::Leaving => "leaving".to_owned(),
            LinkState::BackingOff { reason, next_attempt } => {
                let wait = next_attempt.saturating_duration_since(Instant::now()).as_secs_f64();
                format!("lost: {reason}; the next dial is in {wait:.1} s")
            }
            LinkState::Disabled => "refused once more, with a fresh token: nothing dials any more".to_owned(),
            _ => format!("{state:?}"),
        };
        self.trace.tell("link", None, &text)?;
        if let LinkState::BackingOff { reason, .. } = state
            && reason.is_expulsion()
            && !std::mem::replace(&mut self.was_advised, true)
        {
            writeln!(anstream::stderr(), "hint: {}", advice::on_refusal(self.has_token))?;
        }
        Ok(())
    }

    fn end(&mut self) -> Result<usize, Failure> {
        let missed = self.lines.missed();
        if missed > 0 {
            self.trace.tell(
                "missed",
                None,
                &format!("{missed} lines came faster than they could be shown"),
            )?;
        }
        self.trace.end()
    }
}

/// Connects, and sends actions one after the other.
async fn send(
    transport: &WebSocketTransport,
    has_token: bool,
    actions: Option<Actions>,
    tell: mpsc::Sender<Sent>,
) -> Result<(), Failure> {
    let failed = |error: TransportError| {
        let advice = advice::on_error(&error, transport.address(), has_token);
        let failure = Failure::new(format!("cannot connect to {}", transport.address())).because(error);
        match advice {
            Some(advice) => failure.hint(advice),
            None => failure,
        }
    };
    transport.connect().await.map_err(failed)?;
    let greeting = transport.handshake().await.map_err(failed)?;
    // Whoever looks has it until this ends.
    tell.send(Sent::Greeted(greeting)).await.ok();
    let Some(mut actions) = actions else { return Ok(()) };
    while let Some(action) = actions.lines.recv().await {
        let Action { line, action } = match action {
            Ok(action) => action,
            Err(failure) if actions.is_stdin => {
                tell.send(Sent::NoAction(failure)).await.ok();
                continue;
            }
            Err(failure) => return Err(failure),
        };
        let op = action.tag().to_owned();
        if let Err(error) = transport.send_outbound(action, None).await {
            tell.send(Sent::Unanswered { line, op, error }).await.ok();
        }
    }
    Ok(())
}

fn identity(text: &str) -> Result<Identity, String> {
    let (platform, bot_id) = text.split_once(':').unwrap_or((text, ""));
    if platform.trim().is_empty() {
        return Err("expected a platform, such as discord or discord:bot-1".to_owned());
    }
    Ok(Identity::new(platform.trim(), bot_id.trim()))
}
