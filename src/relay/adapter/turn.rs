//! What a gateway writes: a handler of messages, and what it is handed.

use std::pin::Pin;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::{ActionError, Arrival, AskedPrompt, OnArrival, Question, RelayAdapter};
use crate::frame::{ActionResult, DraftAction, Int, MessageEvent, SendAction, TypingAction};
use crate::relay::arrival::shown_name;
use crate::relay::fault::{Fault, HandlerError};
use crate::relay::interrupted::Interrupted;
use crate::relay::transport::RelayTransport;

/// A gateway: what is done with a message. Every `async` closure or function of one [`Turn`] is one.
///
/// Handlers of one session run one after the other, those of different sessions side by side. They may take as long as
/// they like, and await results of their own actions: reading goes on meanwhile.
///
/// # Examples
///
/// ```
/// use relay_contract::relay::{Fault, Gateway, HandlerError, RelayTransport, Turn};
///
/// struct Echo;
///
/// impl<T: RelayTransport> Gateway<T> for Echo {
///     async fn on_message(&self, turn: Turn<T>) -> Result<(), HandlerError> {
///         turn.reply(&turn.event.text).await?;
///         Ok(())
///     }
///
///     fn on_fault(&self, fault: Fault) {
///         eprintln!("{fault}");
///     }
/// }
/// ```
pub trait Gateway<T: RelayTransport>: Send + Sync + 'static {
    /// Handles one message.
    ///
    /// The message was accepted when it was queued, and acknowledged if the connector held it: neither an error nor a
    /// panic makes it come again. Both are told to [`Gateway::on_fault`]. An interrupt of the session drops the future
    /// where it waits.
    fn on_message(&self, turn: Turn<T>) -> impl Future<Output = Result<(), HandlerError>> + Send;

    /// Decides what becomes of a delivery, before it is queued: so a running turn can be reached. Called while frames are
    /// read: it must not wait.
    ///
    /// It is not asked about repetitions and pressed buttons; about what finds no room it is asked again when that comes
    /// again.
    ///
    /// # Examples
    ///
    /// ```
    /// use relay_contract::relay::{Arrival, Gateway, HandlerError, OnArrival, RelayTransport, Turn};
    ///
    /// /// Stops what it is doing when it is told to.
    /// struct Stoppable;
    ///
    /// impl<T: RelayTransport> Gateway<T> for Stoppable {
    ///     async fn on_message(&self, turn: Turn<T>) -> Result<(), HandlerError> {
    ///         let answer = if turn.event.text == "/stop" { "Stopped." } else { "Working on it." };
    ///         turn.reply(answer).await?;
    ///         Ok(())
    ///     }
    ///
    ///     fn on_arrival(&self, arrival: Arrival<'_>) -> OnArrival {
    ///         match arrival.event.text.as_str() {
    ///             "/stop" => OnArrival::Interrupt,
    ///             _ => arrival.by_default(),
    ///         }
    ///     }
    /// }
    /// ```
    fn on_arrival(&self, arrival: Arrival<'_>) -> OnArrival {
        arrival.by_default()
    }

    /// Is told that a turn was stopped, and why. It must not wait.
    fn on_interrupted(&self, interrupted: Interrupted) {
        drop(interrupted);
    }

    /// Is told what went wrong. Called while frames are read: it must not wait.
    fn on_fault(&self, fault: Fault) {
        drop(fault);
    }
}

/// One message, and the ways to answer it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Turn<T: RelayTransport> {
    /// The message, or the interaction mapped to one.
    pub event: MessageEvent,
    /// The session that it belongs to.
    pub session_key: String,
    adapter: RelayAdapter<T>,
}

impl<T: RelayTransport> Turn<T> {
    pub(super) fn new(event: MessageEvent, session_key: String, adapter: RelayAdapter<T>) -> Self {
        Self { event, session_key, adapter }
    }

    /// The adapter, for everything that is more than an answer.
    #[must_use]
    pub fn adapter(&self) -> &RelayAdapter<T> {
        &self.adapter
    }

    /// Answers, in the thread of the message if it is in one: as many messages as the chat's limit takes, the first
    /// one a reply.
    ///
    /// # Errors
    ///
    /// That of the first message that was not sent; those before it were.
    pub async fn reply(&self, text: &str) -> Result<Vec<ActionResult>, ActionError> {
        let source = &self.event.source;
        let mut results = Vec::new();
        for piece in self.adapter.split(&source.chat_id, text) {
            let mut action = SendAction::new(&source.chat_id, piece).with_metadata(self.anchor());
            if results.is_empty() {
                action.reply_to = self.event.message_id.clone();
            }
            results.push(self.adapter.send(action).await?);
        }
        Ok(results)
    }

    /// Shows the answer so far, whole. On Slack the first message of [`Turn::reply`] then takes its place. Each answer
    /// of a chat has a `draft_id` of its own: a sealed draft takes nothing more.
    ///
    /// # Errors
    ///
    /// What [`RelayAdapter::draft`] says.
    pub async fn draft(&self, draft_id: impl Into<Int>, so_far: &str) -> Result<ActionResult, ActionError> {
        let action = DraftAction::new(&self.event.source.chat_id, draft_id, so_far, false);
        self.adapter.draft(action.with_metadata(self.anchor())).await
    }

    /// The name of the author, for the agent to see: [`shown_name`].
    #[must_use]
    pub fn author(&self) -> Option<&str> {
        shown_name(&self.event.source)
    }

    /// Shows that an answer is being written.
    ///
    /// # Errors
    ///
    /// What [`RelayAdapter::typing`] says.
    pub async fn typing(&self) -> Result<(), ActionError> {
        self.adapter.typing(TypingAction::new(&self.event.source.chat_id)).await
    }

    /// Asks a question in the chat of the message. The answer is awaited apart, and does not pass the queue.
    ///
    /// # Errors
    ///
    /// What [`RelayAdapter::ask`] says.
    pub async fn ask(&self, question: Question) -> Result<AskedPrompt<T>, ActionError> {
        self.adapter.ask(&self.event.source.chat_id, &self.session_key, question).await
    }

    /// The metadata that puts an answer into the thread of the message.
    fn anchor(&self) -> Map<String, Value> {
        let thread = self.event.source.thread_id.as_deref().filter(|id| !id.is_empty());
        thread.map(|thread| ("thread_id".to_owned(), thread.into())).into_iter().collect()
    }
}

impl<T, F, R> Gateway<T> for F
where
    T: RelayTransport,
    F: Fn(Turn<T>) -> R + Send + Sync + 'static,
    R: Future<Output = Result<(), HandlerError>> + Send + 'static,
{
    fn on_message(&self, turn: Turn<T>) -> impl Future<Output = Result<(), HandlerError>> + Send {
        self(turn)
    }
}

/// A [`Gateway`] whose type is forgotten.
pub(super) trait Agent<T: RelayTransport>: Send + Sync + 'static {
    fn handle(self: Arc<Self>, turn: Turn<T>) -> Handling;
    fn decide(&self, arrival: Arrival<'_>) -> OnArrival;
    fn report(&self, fault: Fault);
    fn tell_interrupted(&self, interrupted: Interrupted);
}

type Handling = Pin<Box<dyn Future<Output = Result<(), HandlerError>> + Send>>;

impl<T: RelayTransport, G: Gateway<T>> Agent<T> for G {
    fn handle(self: Arc<Self>, turn: Turn<T>) -> Handling {
        Box::pin(async move { self.on_message(turn).await })
    }

    fn decide(&self, arrival: Arrival<'_>) -> OnArrival {
        caught(|| self.on_arrival(arrival)).unwrap_or_else(|| arrival.by_default())
    }

    fn report(&self, fault: Fault) {
        caught(|| self.on_fault(fault));
    }

    fn tell_interrupted(&self, interrupted: Interrupted) {
        caught(|| self.on_interrupted(interrupted));
    }
}

/// What the gateway says, if it does not panic over it: the reader must live.
fn caught<R>(says: impl FnOnce() -> R) -> Option<R> {
    let said = std::panic::catch_unwind(std::panic::AssertUnwindSafe(says));
    if said.is_err() {
        tracing::warn!("the gateway panicked while it was told something");
    }
    said.ok()
}
