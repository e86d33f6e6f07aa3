//! The Rust gateway and the package's example connector, two programs over one real socket. Each end checks what it
//! gets; what is on the wire is held to the writer view besides.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use relay_contract::Side;
use relay_contract::frame::{
    ConnectorFrame, InboundFrame, InterruptInboundFrame, PassthroughForwardFrame, encode,
};
use relay_contract::relay::credentials::Credentials;
use relay_contract::relay::transport::Identity;
use relay_contract::relay::{AdapterOptions, Fault, Gateway, HandlerError, RelayAdapter, Turn};
use relay_contract::schema::View;
use relay_contract::validate::{Validator, read};
use relay_contract::ws::{
    Dialler, LineObserver, LinkState, LossReason, WebSocketOptions, WebSocketTransport,
};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::{node, package};
use crate::bench::{Gate, interaction, numbered, session};

/// How long anything is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

const SECRET: &str = "a secret of the tests";

#[tokio::test]
#[allow(clippy::print_stdout, reason = "the numbers are what the test is for")]
async fn the_example_connector_serves_a_gateway_in_rust_over_a_real_socket() {
    let mut connector = Example::start().await;
    let mut gateway = Hermes::new(&connector.url, SECRET, Duration::from_millis(1));
    within("the handshake", gateway.adapter.connect()).await.expect("the connector answers");
    connector.greets().await;
    let adopted = gateway.adapter.default_capabilities();
    assert_eq!(adopted.descriptor().supported_ops, ["send", "typing", "follow_up", "get_chat_info"]);

    // A message, and its answer. It is acknowledged when it is admitted, before its handler has said anything.
    connector.deliver(InboundFrame::new(numbered("5", "m1", "one")));
    assert_eq!(connector.receives("inbound_ack").await["bufferId"], "buffer-1");
    gateway.sees("begins one").await;
    gateway.go_on();
    gateway.sees("sent message-4").await;
    let action = connector.receives("outbound").await["action"].take();
    assert_eq!(
        (&action["op"], &action["content"], &action["reply_to"]),
        (&"send".into(), &"Yes.".into(), &"m1".into())
    );
    gateway.ask(&mut connector).await;
    gateway.go_on();
    gateway.sees("ends one").await;

    let command = json!({
        "id": "9001", "type": 2, "channel_id": "chan-9", "guild_id": "guild-1",
        "member": {"user": {"id": "user-3", "username": "alice"}}, "data": {"name": "summarize"},
    });
    connector.deliver(PassthroughForwardFrame::new(interaction(&command)));
    assert_eq!(connector.receives("inbound_ack").await["bufferId"], "buffer-2");
    gateway.sees("begins /summarize").await;
    gateway.ask(&mut connector).await;
    gateway.go_on();
    gateway.sees("ends /summarize").await;

    // An interrupt ends the handler where it waits; both ways.
    connector.deliver(InboundFrame::new(numbered("5", "m2", "endless")));
    assert_eq!(connector.receives("inbound_ack").await["bufferId"], "buffer-3");
    gateway.sees("begins endless").await;
    connector.deliver(InterruptInboundFrame::new(session("5"), ""));
    gateway.sees("stopped endless").await;
    gateway.adapter.send_interrupt(&session("6"), Some("stop")).await.expect("it is connected");
    assert_eq!(connector.receives("interrupt").await["session_key"], session("6"));

    // The socket is lost while a message is handled, which was acknowledged and comes no more. It is handled to its end,
    // once; what came meanwhile does not wait for it.
    connector.deliver(InboundFrame::new(numbered("5", "m3", "long")));
    assert_eq!(connector.receives("inbound_ack").await["bufferId"], "buffer-4");
    gateway.sees("begins long").await;
    connector.drops(&gateway).await;
    connector.deliver(InboundFrame::new(numbered("6", "m4", "meanwhile")));
    gateway.may_dial();
    connector.greets().await;
    assert_eq!(connector.receives("inbound_ack").await["bufferId"], "buffer-5");
    gateway.sees("begins meanwhile").await;
    gateway.ask(&mut connector).await;
    gateway.go_on();
    gateway.sees("ends long").await;

    // It is lost once more while the other is handled: nothing comes again, and nothing is handled twice.
    connector.drops(&gateway).await;
    gateway.go_on();
    gateway.sees("ends meanwhile").await;
    gateway.may_dial();
    connector.greets().await;
    gateway.ask(&mut connector).await;

    // What is acknowledged comes no more: behind the third handshake stands what was held while the gateway was idle.
    assert!(within("the idle acknowledgement", gateway.adapter.go_idle()).await);
    connector.receives("going_idle").await;
    connector.deliver(InboundFrame::new(numbered("5", "m5", "held")));
    gateway.ask(&mut connector).await;
    let counters = gateway.adapter.counters();
    assert_eq!((counters.handled, counters.interrupted, counters.duplicates), (4, 1, 0));
    within("the farewell", gateway.adapter.disconnect()).await;
    assert_eq!(connector.tells("closed").await["code"], 1000);
    connector.ends().await;
    assert_eq!(gateway.seen.try_recv().ok(), None, "nothing more was handled");

    let wire = gateway.wire.lock().expect("no panic under it");
    println!("{wire:?}");
    assert!(wire.violations.is_empty(), "{}", wire.violations.join("\n"));
    let types: Vec<_> = wire.types.keys().map(String::as_str).collect();
    assert_eq!(
        types,
        [
            "descriptor",
            "going_idle",
            "going_idle_ack",
            "hello",
            "inbound",
            "inbound_ack",
            "interrupt",
            "interrupt_inbound",
            "outbound",
            "outbound_result",
            "passthrough_forward",
        ]
    );
}

#[tokio::test]
async fn the_example_connector_turns_away_whom_its_secret_did_not_sign() {
    let connector = Example::start().await;
    // It is still backing off when the test looks.
    let stranger = Hermes::new(&connector.url, "another secret", Duration::from_secs(3600));
    let refused = stranger.until("the refusal", |state| {
        matches!(state, LinkState::BackingOff { reason: LossReason::Closed { code: Some(4401), .. }, .. })
    });
    tokio::select! {
        biased;
        () = refused => {}
        connected = stranger.adapter.connect() => panic!("{connected:?}"),
    }
    connector.ends().await;
}

/// The example connector, a process. It ends with its value.
struct Example {
    process: Child,
    /// What it is told to deliver; closed, it ends.
    platform: Option<ChildStdin>,
    /// What it tells, a line each.
    told: UnboundedReceiver<String>,
    url: String,
}

impl Example {
    async fn start() -> Self {
        node(&["--version"]);
        let mut process = Command::new("node")
            .arg("test/example.mjs")
            .current_dir(package())
            .env("RELAY_SECRET", SECRET)
            .env_remove("PORT")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Node runs");
        let lines = BufReader::new(process.stdout.take().expect("it is piped")).lines();
        let (tell, told) = unbounded_channel();
        std::thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| tell.send(line)));
        let platform = process.stdin.take();
        let mut example = Self { process, platform, told, url: String::new() };
        let told = example.tells("listening").await;
        told["url"].as_str().expect("a string").clone_into(&mut example.url);
        example
    }

    /// What it tells next, which is to be this.
    async fn tells(&mut self, event: &str) -> Value {
        let line = within(event, self.told.recv()).await;
        let line = line.unwrap_or_else(|| panic!("the connector ended, and never told of: {event}"));
        let told: Value = serde_json::from_str(&line).expect("an event is JSON");
        assert_eq!(told["event"], event, "{line}");
        told
    }

    /// The frame that it receives next, which is to be of this type.
    async fn receives(&mut self, frame_type: &str) -> Value {
        let mut told = self.tells("received").await;
        assert_eq!(told["frame"]["type"], frame_type, "{told}");
        told["frame"].take()
    }

    /// Lets a gateway in.
    async fn greets(&mut self) {
        assert_eq!(self.tells("connected").await["gateway"], "hermes");
        for platform in ["telegram", "discord"] {
            assert_eq!(self.receives("hello").await["platform"], platform);
        }
    }

    fn deliver(&mut self, frame: impl Into<ConnectorFrame>) {
        self.write(&encode(&frame.into()).expect("a frame that a platform could bring"));
    }

    /// Closes the socket, and sees both ends know.
    async fn drops(&mut self, gateway: &Hermes) {
        self.write("drop\n");
        assert_eq!(self.tells("closed").await["code"], 1001);
        gateway.until("the loss", |state| *state != LinkState::Live).await;
    }

    fn write(&mut self, line: &str) {
        let platform = self.platform.as_mut().expect("it runs");
        platform.write_all(line.as_bytes()).expect("it reads");
    }

    /// Ends it, and sees it end well, with nothing more to tell.
    async fn ends(mut self) {
        self.platform = None;
        assert_eq!(within("the connector's end", self.told.recv()).await, None);
        let patience = Instant::now() + PATIENCE;
        let status = loop {
            if let Some(status) = self.process.try_wait().expect("it can be asked") {
                break status;
            }
            assert!(Instant::now() < patience, "the connector closed its output and did not end");
            tokio::task::yield_now().await;
        };
        assert!(status.success(), "{status}");
    }
}

impl Drop for Example {
    fn drop(&mut self) {
        // It has ended already, unless the test failed.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// A gateway of two platforms in the test's hand: each handler, and each dial but the first, waits for it.
struct Hermes {
    adapter: RelayAdapter<WebSocketTransport>,
    seen: UnboundedReceiver<String>,
    gate: Gate,
    dials: Arc<Semaphore>,
    wire: Arc<Mutex<Wire>>,
}

/// What was on the wire.
#[derive(Debug, Default)]
struct Wire {
    types: BTreeMap<String, usize>,
    violations: Vec<String>,
}

struct Agent {
    see: UnboundedSender<String>,
    gate: Gate,
}

impl Hermes {
    fn new(url: &str, secret: &str, backoff: Duration) -> Self {
        let wire = Arc::new(Mutex::new(Wire::default()));
        let seen_on = Arc::clone(&wire);
        let observer = LineObserver::new(move |writer, line| {
            seen_on.lock().expect("no panic under it").check(writer, line);
        });
        let dials = Arc::new(Semaphore::new(1));
        let waiting = Arc::clone(&dials);
        let dialler = Dialler::new(move |target| {
            let dials = Arc::clone(&waiting);
            async move {
                dials.acquire().await.map_err(std::io::Error::other)?.forget();
                TcpStream::connect((target.host.as_str(), target.port)).await
            }
        });
        let identities = ["telegram", "discord"].map(|platform| Identity::new(platform, "bot-1"));
        let mut options = WebSocketOptions::new(identities);
        options.credentials = Credentials::new("hermes", secret);
        assert!(options.credentials.is_some(), "both are set");
        (options.dialler, options.observer) = (dialler, Some(observer));
        (options.session.backoff_first, options.session.backoff_cap) = (backoff, backoff);
        options.seed = Some(7);
        let transport = WebSocketTransport::new(url, options).expect("the connector's address");
        let (see, seen) = unbounded_channel();
        let gate = Gate::default();
        let agent = Agent { see, gate: gate.clone() };
        let adapter = RelayAdapter::new(transport, agent, AdapterOptions::default());
        Self { adapter, seen, gate, dials, wire }
    }

    /// What its agent does next.
    async fn sees(&mut self, expected: &str) {
        let seen = within(expected, self.seen.recv()).await.expect("the adapter lives");
        assert_eq!(seen, expected);
    }

    /// Lets the handler go on that waits longest.
    fn go_on(&self) {
        self.gate.open();
    }

    fn may_dial(&self) {
        self.dials.add_permits(1);
    }

    /// A request and its result: what it wrote before has arrived, and nothing else.
    async fn ask(&self, connector: &mut Example) {
        let info = within("the chat's name", self.adapter.get_chat_info("5")).await.expect("a result");
        assert_eq!(info.name.as_deref(), Some("5"));
        let request = connector.receives("outbound").await;
        assert_eq!(request["action"], json!({"op": "get_chat_info", "chat_id": "5"}));
    }

    async fn until(&self, what: &str, holds: impl FnMut(&LinkState) -> bool) {
        let mut state = self.adapter.transport().state();
        within(what, state.wait_for(holds)).await.expect("the transport lives");
    }
}

impl Gateway<WebSocketTransport> for Agent {
    async fn on_message(&self, turn: Turn<WebSocketTransport>) -> Result<(), HandlerError> {
        let text = turn.event.text.clone();
        self.note(format!("begins {text}"));
        let mut ending = Ending { agent: self, how: format!("stopped {text}") };
        match text.as_str() {
            "endless" => std::future::pending().await,
            "one" => {
                self.gate.pass().await;
                let results = turn.reply("Yes.").await?;
                self.note(format!("sent {}", results[0].message_id.as_deref().unwrap_or("nothing")));
            }
            _ => {}
        }
        self.gate.pass().await;
        ending.how = format!("ends {text}");
        Ok(())
    }

    fn on_fault(&self, fault: Fault) {
        self.note(format!("{fault:?}"));
    }
}

impl Agent {
    fn note(&self, what: String) {
        // Nobody looks any more once the test is over.
        drop(self.see.send(what));
    }
}

/// How a handler ended, told when it has.
struct Ending<'a> {
    agent: &'a Agent,
    how: String,
}

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.agent.note(std::mem::take(&mut self.how));
    }
}

impl Wire {
    fn check(&mut self, writer: Side, line: &str) {
        let violations = match read(line) {
            Ok(frame) => {
                let frame_type = frame["type"].as_str().unwrap_or("none").to_owned();
                *self.types.entry(frame_type).or_default() += 1;
                Validator::builtin(View::Writer).check(&frame, Some(writer)).violations
            }
            Err(violation) => vec![violation],
        };
        self.violations.extend(violations.iter().map(|violation| format!("{writer}: {violation}")));
    }
}

/// Fails a test that would hang, and says what it waits for.
async fn within<F: Future>(what: &str, future: F) -> F::Output {
    let ended = tokio::time::timeout(PATIENCE, future).await;
    ended.unwrap_or_else(|_| panic!("waited {} s in vain for: {what}", PATIENCE.as_secs()))
}
