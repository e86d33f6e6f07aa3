//! Asking, and waiting for the answer beside the queue: a handler that waits would otherwise wait for itself.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::Arc;
use std::time::Instant;

use tokio::sync::oneshot;

use super::{ActionError, Core, Question, RelayAdapter};
use crate::frame::{MessageEvent, PromptAction, SendAction, Str};
use crate::relay::prompt::{Answer, PROMPT_LIFETIME, Prompt, PromptRegistry};
use crate::relay::transport::RelayTransport;

/// What the user chose, and with which event.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct PromptAnswer {
    /// What was chosen.
    pub choice: Choice,
    /// The event that chose it: it says who it was.
    pub event: MessageEvent,
}

/// What the user chose.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Choice {
    /// An option, by its id; the safe one if the answer names an option that was not offered.
    Option(String),
    /// A text of their own.
    Text(String),
}

/// A question that was asked. Dropping it withdraws the question.
#[derive(Debug)]
pub struct AskedPrompt<T: RelayTransport> {
    prompt_id: String,
    asked: tokio::time::Instant,
    answer: oneshot::Receiver<PromptAnswer>,
    adapter: RelayAdapter<T>,
    /// The platform's id of the message that asks, if the answer gave one.
    pub message_id: Option<String>,
}

/// The open questions, and who waits for each.
pub(super) struct Prompts {
    registry: PromptRegistry,
    /// By prompt id; each ends with its [`AskedPrompt`].
    waiting: HashMap<String, oneshot::Sender<PromptAnswer>>,
    /// By session: who waits for words.
    capturing: HashMap<String, (String, oneshot::Sender<PromptAnswer>)>,
}

/// What an event means to the open questions.
pub(super) enum Consumed {
    /// Nothing: it is a message.
    No,
    /// It was an answer.
    Yes,
    /// It was one that comes too late: the chat is told.
    Late,
}

/// What a chat is told whose answer comes too late.
const LATE: &str = "This question is no longer open.";

impl<T: RelayTransport> RelayAdapter<T> {
    /// Asks a question in a chat, on behalf of a session.
    ///
    /// # Errors
    ///
    /// [`ActionError::Options`] for options that could not be answered; [`ActionError::NotAdvertised`], with the text
    /// `relay prompt op unavailable`; otherwise as for [`RelayAdapter::act`]. The question is forgotten then.
    ///
    /// # Panics
    ///
    /// Never: the ids that are made here are within their limits.
    pub async fn ask(
        &self,
        chat_id: &str,
        session_key: &str,
        question: Question,
    ) -> Result<AskedPrompt<T>, ActionError> {
        let prompt = Prompt {
            purpose: question.purpose,
            session_key: session_key.to_owned(),
            chat_id: chat_id.to_owned(),
            options: question.options.iter().map(|option| option.id.as_str().to_owned()).collect(),
        };
        let kind = question.kind();
        let asked = tokio::time::Instant::now();
        // Before it is sent: the answer may overtake the result.
        let (prompt_id, answer) =
            self.0.memory().prompts.open(prompt, asked.into_std()).map_err(ActionError::Options)?;
        let mut open = AskedPrompt { prompt_id, asked, answer, adapter: self.clone(), message_id: None };
        let prompt_id: Str<1, 32> = open.prompt_id.clone().try_into().expect("a minted id has 15 characters");
        let mut action = PromptAction::new(chat_id, question.content, kind, prompt_id);
        action.options = question.options;
        action.reply_to = question.reply_to;
        open.message_id = self.act(action).await?.message_id;
        Ok(open)
    }
}

impl<T: RelayTransport> AskedPrompt<T> {
    /// Waits for the answer; `None` if none came within [`PROMPT_LIFETIME`] of asking.
    pub async fn answer(mut self) -> Option<PromptAnswer> {
        let deadline = self.asked + PROMPT_LIFETIME;
        tokio::time::timeout_at(deadline, &mut self.answer).await.ok()?.ok()
    }

    /// The prompt's id on the wire.
    #[must_use]
    pub fn prompt_id(&self) -> &str {
        &self.prompt_id
    }
}

impl<T: RelayTransport> Drop for AskedPrompt<T> {
    fn drop(&mut self) {
        self.adapter.0.memory().prompts.close(&self.prompt_id);
    }
}

impl Prompts {
    pub(super) fn new() -> Self {
        let [a, b, c, ..] = random();
        Self { registry: PromptRegistry::new([a, b, c]), waiting: HashMap::new(), capturing: HashMap::new() }
    }

    fn open(
        &mut self,
        prompt: Prompt,
        now: Instant,
    ) -> Result<(String, oneshot::Receiver<PromptAnswer>), crate::relay::prompt::RegisterError> {
        let [a, b, c, d, ..] = random();
        let id = self.registry.mint([a, b, c, d]);
        self.registry.register(&id, prompt, now)?;
        let (sender, receiver) = oneshot::channel();
        self.waiting.insert(id.clone(), sender);
        Ok((id, receiver))
    }

    fn close(&mut self, prompt_id: &str) {
        self.registry.withdraw(prompt_id);
        self.waiting.remove(prompt_id);
        self.capturing.retain(|_, (id, _)| id != prompt_id);
    }

    /// Looks whether an event is a pressed button, and gives it to who waits.
    pub(super) fn consume(&mut self, event: &MessageEvent, now: Instant) -> Consumed {
        let Some(response) = &event.prompt_response else { return Consumed::No };
        let (prompt_id, option_id) = (response.prompt_id.as_str(), response.option_id.as_str());
        match self.registry.answer(prompt_id, option_id, now) {
            Answer::Chat => Consumed::No,
            Answer::Chosen { option, .. } => {
                if let Some(waiting) = self.waiting.remove(prompt_id) {
                    give(waiting, Choice::Option(option), event);
                }
                Consumed::Yes
            }
            Answer::CaptureText { prompt } => {
                if let Some(waiting) = self.waiting.remove(prompt_id) {
                    self.capturing.insert(prompt.session_key, (prompt_id.to_owned(), waiting));
                }
                Consumed::Yes
            }
            Answer::Repeated | Answer::Foreign => Consumed::Yes,
            Answer::Expired => Consumed::Late,
        }
    }

    /// Whether a question of this session waits for words.
    pub(super) fn is_asked(&self, session_key: &str) -> bool {
        self.capturing.get(session_key).is_some_and(|(_, waiting)| !waiting.is_closed())
    }

    /// Gives a message to who waits for words of its session; false if nobody does.
    pub(super) fn answer_by_text(&mut self, event: &MessageEvent, session_key: &str) -> bool {
        let waiting = self.capturing.remove(session_key);
        let is_asked = waiting.is_some();
        if let Some((_, waiting)) = waiting {
            give(waiting, Choice::Text(event.text.clone()), event);
        }
        is_asked
    }
}

impl<T: RelayTransport> Core<T> {
    /// Tells a chat that its answer comes too late. Nobody waits for the result, the reader least of all.
    pub(super) fn tell_late(self: &Arc<Self>, event: &MessageEvent) {
        let adapter = RelayAdapter(Arc::clone(self));
        let mut notice = SendAction::new(&event.source.chat_id, LATE);
        if let Some(thread) = event.source.thread_id.as_deref().filter(|id| !id.is_empty()) {
            notice.metadata.insert("thread_id".to_owned(), thread.into());
        }
        self.notices.spawn(async move {
            if let Err(error) = adapter.send(notice).await {
                tracing::debug!(outcome = ?error.outcome(), "late notice not sent");
            }
        });
    }
}

fn give(waiting: oneshot::Sender<PromptAnswer>, choice: Choice, event: &MessageEvent) {
    if waiting.send(PromptAnswer { choice, event: event.clone() }).is_err() {
        tracing::debug!("nobody waits for the answer any more");
    }
}

/// Bytes that differ from process to process and call to call; they guard no secret.
fn random() -> [u8; 8] {
    RandomState::new().hash_one(Instant::now()).to_be_bytes()
}
