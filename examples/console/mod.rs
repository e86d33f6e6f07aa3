//! A connector that is the terminal, and the transport to it: what an implementor of the seam writes.

use std::io::{BufRead as _, Write as _};
use std::sync::{Arc, Mutex, OnceLock};

use relay_contract::frame::{
    ActionResult, CapabilityDescriptor, InboundFrame, InterruptFrame, MessageEvent, OutboundAction,
    SessionSource,
};
use relay_contract::relay::RelayTransport;
use relay_contract::relay::transport::{
    Delivery, Greeting, Handlers, Identity, Receipt, Tag, TransportError,
};
use tokio::sync::{mpsc, watch};

/// The terminal.
pub(crate) struct Console {
    identities: [Identity; 1],
    handlers: OnceLock<Arc<dyn Handlers>>,
    typed: Mutex<Option<mpsc::UnboundedReceiver<String>>>,
    ended: watch::Sender<bool>,
}

impl Console {
    /// Reads standard input from here on.
    pub(crate) fn new() -> Self {
        let (lines, typed) = mpsc::unbounded_channel();
        std::thread::spawn(move || {
            // Ends with standard input, or with the transport.
            let typed = std::io::stdin().lock().split(b'\n').map_while(Result::ok);
            typed
                .map(|line| String::from_utf8_lossy(&line).into_owned())
                .try_for_each(|line| lines.send(line))
        });
        Self {
            identities: [Identity::new("console", "")],
            handlers: OnceLock::new(),
            typed: Mutex::new(Some(typed)),
            ended: watch::Sender::new(false),
        }
    }

    /// Waits for the end of standard input.
    pub(crate) async fn ended(&self) {
        let mut ended = self.ended.subscribe();
        ended.wait_for(|ended| *ended).await.expect("the transport lives");
    }
}

impl RelayTransport for Console {
    fn identities(&self) -> &[Identity] {
        &self.identities
    }

    fn register(&self, handlers: Arc<dyn Handlers>) {
        self.handlers.set(handlers).unwrap_or_else(|_| panic!("a terminal serves one adapter"));
    }

    async fn connect(&self) -> Result<(), TransportError> {
        let typed = self.typed.lock().expect("no panic under it").take();
        let (mut typed, handlers) =
            typed.zip(self.handlers.get().cloned()).ok_or(TransportError::NotConnected)?;
        let ended = self.ended.clone();
        // The reader: it calls a handler and goes on.
        tokio::spawn(async move {
            while let Some(line) = typed.recv().await {
                let size = line.len();
                let event = MessageEvent::new(line, "text", SessionSource::new("console", "me", "dm"));
                handlers.frame_read("inbound");
                handlers.inbound(Delivery::new(InboundFrame::new(event), size, Receipt::unwanted()));
            }
            ended.send_replace(true);
        });
        Ok(())
    }

    async fn handshake(&self) -> Result<Greeting, TransportError> {
        let descriptor: CapabilityDescriptor = serde_json::from_str(
            r#"{"contract_version":1,"platform":"console","label":"Console","max_message_length":0,
                "supports_draft_streaming":false,"supports_edit":false,"supports_threads":false,
                "markdown_dialect":"plain","len_unit":"chars"}"#,
        )
        .expect("a descriptor");
        Ok(Greeting { connection: 1, descriptors: vec![descriptor] })
    }

    async fn disconnect(&self) {}

    async fn send_outbound(
        &self,
        action: OutboundAction,
        _tag: Option<Tag>,
    ) -> Result<ActionResult, TransportError> {
        if let OutboundAction::Send(send) = action {
            let written = writeln!(std::io::stdout(), "{}", send.content);
            written.map_err(|reason| TransportError::Write { written: false, reason: reason.into() })?;
        }
        Ok(ActionResult::new(true))
    }

    async fn send_interrupt(&self, _interrupt: InterruptFrame) -> Result<(), TransportError> {
        Ok(())
    }

    async fn go_idle(&self) -> bool {
        true
    }

    async fn go_dormant(&self) -> bool {
        false
    }

    fn redial(&self) -> bool {
        false
    }
}
