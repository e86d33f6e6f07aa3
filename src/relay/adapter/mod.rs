//! The adapter: what a gateway holds in its hand, over any transport.
//!
//! It remembers chats, capabilities and prompts, puts back what an action needs, and lets handlers run. It knows no
//! socket and no line.

mod actions;
mod arriving;
mod background;
mod error;
mod intake;
mod leaving;
mod options;
mod outgoing;
mod prompts;
mod question;
mod reactions;
mod slack;
mod threads;
mod turn;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

pub use self::arriving::{Arrival, OnArrival};
pub use self::error::ActionError;
pub use self::options::{AdapterOptions, SlackOptions};
pub use self::prompts::{AskedPrompt, Choice, PromptAnswer};
pub use self::question::{Extent, Question};
pub use self::threads::{AutoThread, RenameIf};
pub use self::turn::{Gateway, Turn};

use self::background::Background;
use self::intake::Inlet;
use self::prompts::Prompts;
use self::turn::Agent;
use super::chats::{Chat, Chats};
use super::counters::{Counters, Snapshot};
use super::dispatch::{Dispatcher, Limits};
use super::drafts::Drafts;
use super::interrupted::InterruptCause;
use super::recent::Recent;
use super::split::Splitter;
use super::transport::{Greeting, RelayTransport, TransportError};
use crate::capabilities::{Adopted, Capabilities};
use crate::frame::{CapabilityDescriptor, InterruptFrame, MessageEvent};

/// A gateway's side of the link. Clones are handles of the same adapter.
///
/// An adapter without a transport cannot be made, where the real one fails with `no transport`.
pub struct RelayAdapter<T: RelayTransport>(Arc<Core<T>>);

impl<T: RelayTransport> RelayAdapter<T> {
    /// An adapter that hands messages to `gateway`. Nothing is dialled yet.
    pub fn new(transport: T, gateway: impl Gateway<T>, options: AdapterOptions) -> Self {
        let agent: Arc<dyn Agent<T>> = Arc::new(gateway);
        let counters = Arc::new(Counters::default());
        let limits = Limits {
            frames: options.queue_frames,
            bytes: options.queue_bytes,
            acknowledge: options.acknowledge,
        };
        let memory = Memory {
            adopted: Adopted::default(),
            connection: 0,
            chats: Chats::new(),
            prompts: Prompts::new(),
            drafts: Drafts::new(),
            auto_threads: Recent::new(threads::AUTO_THREADS),
        };
        let signs = Background::new(options.queue_frames);
        Self(Arc::new_cyclic(|core| Core {
            transport,
            options,
            agent,
            dispatcher: Dispatcher::new(limits, Arc::clone(&counters), Inlet(Weak::clone(core))),
            counters,
            memory: Mutex::new(memory),
            notices: Background::new(NOTICES),
            signs,
        }))
    }

    /// Connects: registers the handlers, dials, waits for the first descriptor and adopts it.
    ///
    /// # Errors
    ///
    /// The reason why the dial or the handshake failed; the link is closed then.
    pub async fn connect(&self) -> Result<(), TransportError> {
        let core = &self.0;
        core.dispatcher.open();
        core.transport.register(Arc::new(Inlet(Arc::downgrade(core))));
        let greeting = match core.transport.connect().await {
            Ok(()) => core.transport.handshake().await,
            Err(error) => Err(error),
        };
        match greeting {
            Ok(Greeting { connection, descriptors }) => {
                for descriptor in descriptors {
                    core.adopt(connection, descriptor);
                }
                Ok(())
            }
            Err(error) => {
                tracing::warn!(%error, "the handshake failed");
                core.transport.disconnect().await;
                Err(error)
            }
        }
    }

    /// Waits until no delivery is queued or being handled.
    pub async fn settled(&self) {
        self.0.dispatcher.settled().await;
    }

    /// Asks the connector to hold deliveries back: whether it answered in time.
    pub async fn go_idle(&self) -> bool {
        self.0.transport.go_idle().await
    }

    /// Stops the running turn of exactly this session; what waits behind it is handled next. Whether there was one.
    #[expect(clippy::must_use_candidate, reason = "whether there was one is of no interest to most")]
    pub fn interrupt(&self, session_key: &str) -> bool {
        self.0.dispatcher.interrupt(session_key, InterruptCause::Gateway)
    }

    /// Learns what a chat needs from a message of it that was stored before a restart, as from one that arrives: else the
    /// first action toward that chat carries neither scope nor user, and the connector declines it.
    pub fn remember(&self, event: &MessageEvent) {
        self.0.memory().chats.learn(event);
    }

    /// Asks the connector to stop a session that another gateway runs. There is no answer.
    ///
    /// # Errors
    ///
    /// [`TransportError::NotConnected`] if there is no connection.
    pub async fn send_interrupt(
        &self,
        session_key: &str,
        reason: Option<&str>,
    ) -> Result<(), TransportError> {
        let mut frame = InterruptFrame::new(session_key);
        frame.reason = reason.map(str::to_owned);
        self.0.transport.send_interrupt(frame).await
    }

    /// What may be done in a chat, and how: by the descriptor of its own platform, else the default one, else a
    /// placeholder.
    #[must_use]
    pub fn capabilities(&self, chat_id: &str) -> Capabilities {
        let memory = self.0.memory();
        memory.capabilities(chat_id).cloned().unwrap_or_else(|| self.0.placeholder())
    }

    /// What may be done where no chat is known: by the first descriptor of the connection, else a placeholder.
    #[must_use]
    pub fn default_capabilities(&self) -> Capabilities {
        let memory = self.0.memory();
        memory.adopted.default_capabilities().cloned().unwrap_or_else(|| self.0.placeholder())
    }

    /// Cuts a text to the messages that a chat takes.
    #[must_use]
    pub fn split(&self, chat_id: &str, text: &str) -> Vec<String> {
        let capabilities = self.capabilities(chat_id);
        Splitter::from(&capabilities).split(text).iter().map(ToString::to_string).collect()
    }

    /// What is remembered of a chat.
    #[must_use]
    pub fn chat(&self, chat_id: &str) -> Option<Chat> {
        self.0.memory().chats.get(chat_id).cloned()
    }

    /// The transport.
    #[must_use]
    pub fn transport(&self) -> &T {
        &self.0.transport
    }

    /// What was counted so far.
    #[must_use]
    pub fn counters(&self) -> Snapshot {
        let mut snapshot = self.0.counters.snapshot();
        (snapshot.queue_depth, snapshot.in_flight) = self.0.dispatcher.depth();
        snapshot
    }
}

impl<T: RelayTransport> Clone for RelayAdapter<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T: RelayTransport> fmt::Debug for RelayAdapter<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RelayAdapter").field("options", &self.0.options).finish_non_exhaustive()
    }
}

/// How many notices may be on their way at once.
const NOTICES: usize = 64;

struct Core<T: RelayTransport> {
    transport: T,
    options: AdapterOptions,
    agent: Arc<dyn Agent<T>>,
    dispatcher: Dispatcher,
    counters: Arc<Counters>,
    memory: Mutex<Memory>,
    /// Short notices to a chat.
    notices: Background,
    /// The reactions of the turns that are going on.
    signs: Background,
}

/// What the adapter knows; all of it is bounded.
struct Memory {
    adopted: Adopted,
    /// The connection that `adopted` is of.
    connection: u64,
    chats: Chats,
    prompts: Prompts,
    drafts: Drafts,
    /// By chat, the last thread that the connector opened in it.
    auto_threads: Recent<String, AutoThread>,
}

impl<T: RelayTransport> Core<T> {
    fn memory(&self) -> MutexGuard<'_, Memory> {
        // No user code runs under it.
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn placeholder(&self) -> Capabilities {
        let primary = self.transport.identities().first();
        Capabilities::placeholder(primary.map_or("", |identity| &identity.platform))
    }
}

impl Memory {
    /// Takes a descriptor; the first one of a new connection ends what the last one left. Whether it says anything
    /// new: a handshake repeats what has arrived.
    fn adopt(&mut self, connection: u64, descriptor: CapabilityDescriptor) -> bool {
        if connection < self.connection {
            return false;
        }
        if connection > self.connection {
            self.connection = connection;
            self.adopted = Adopted::default();
        }
        let last = self.adopted.of(Some(&descriptor.platform));
        let news = last.is_none_or(|last| *last.descriptor() != descriptor);
        self.adopted.adopt(descriptor);
        news
    }

    fn platform(&self, chat_id: &str) -> Option<&str> {
        self.chats.get(chat_id)?.platform.as_deref()
    }

    fn capabilities(&self, chat_id: &str) -> Option<&Capabilities> {
        self.adopted.of(self.platform(chat_id))
    }
}
