//! Threads: names within their limits, and renaming under a condition.

use super::{ActionError, RelayAdapter};
use crate::frame::{ActionResult, Str, ThreadCreateAction, ThreadRenameAction};
use crate::relay::transport::RelayTransport;

/// When a thread is renamed. The connector looks.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RenameIf {
    /// In any case.
    Always,
    /// If it still has this name.
    CurrentName(String),
    /// If it still has the name that the connector gave it.
    ConnectorCreated,
}

/// A thread that the connector opened by itself, for an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AutoThread {
    /// The thread.
    pub thread_id: String,
    /// The name that the connector gave to it: what [`RenameIf::CurrentName`] is to be asked with.
    pub name: String,
}

/// In how many chats such a thread is remembered.
pub(super) const AUTO_THREADS: usize = 256;

/// The name of a thread whose name is empty.
const DEFAULT_NAME: &str = "handoff";

/// The longest name, in Unicode scalar values.
const NAME_LIMIT: usize = 100;

impl<T: RelayTransport> RelayAdapter<T> {
    /// Opens a thread; gives its id, if the answer has one. The name is trimmed and cut to 100 characters; an empty one
    /// becomes `handoff`.
    ///
    /// # Errors
    ///
    /// As for [`RelayAdapter::act`]; a turn goes on without the thread.
    pub async fn thread_create(&self, chat_id: &str, name: &str) -> Result<Option<String>, ActionError> {
        let name = fit(name.trim()).or_else(|| fit(DEFAULT_NAME)).ok_or(ActionError::ThreadName)?;
        let result = self.act(ThreadCreateAction::new(chat_id, name)).await?;
        Ok(result.thread_id.or(result.message_id))
    }

    /// The last thread that the connector opened by itself in a chat, for an answer sent there; remembered for 256
    /// chats.
    #[must_use]
    pub fn auto_thread(&self, chat_id: &str) -> Option<AutoThread> {
        self.0.memory().auto_threads.peek(chat_id).cloned()
    }

    /// Renames a thread. White space of the name is collapsed, and what is beyond 100 characters cut.
    ///
    /// `parent` is the chat that the thread belongs to, if it is known: what the connector needs is remembered of it
    /// and not of the thread.
    ///
    /// # Errors
    ///
    /// [`ActionError::ThreadName`] for an empty name; otherwise as for [`RelayAdapter::act`].
    pub async fn thread_rename(
        &self,
        parent: Option<&str>,
        thread_id: &str,
        name: &str,
        condition: RenameIf,
    ) -> Result<(), ActionError> {
        let words: Vec<_> = name.split_whitespace().collect();
        let name = fit(&words.join(" ")).ok_or(ActionError::ThreadName)?;
        let mut action = ThreadRenameAction::new(parent.unwrap_or(thread_id), thread_id, name);
        match condition {
            RenameIf::Always => {}
            RenameIf::CurrentName(name) => action.only_if_current_name = Some(name),
            RenameIf::ConnectorCreated => action = action.with_only_if_connector_created(true),
        }
        self.act(action).await.map(drop)
    }
}

impl AutoThread {
    /// What the answer to a `send` says of one; both parts are needed.
    pub(super) fn of(result: &ActionResult) -> Option<Self> {
        let set = |part: &Option<String>| part.clone().filter(|part| !part.is_empty());
        Some(Self { thread_id: set(&result.thread_id)?, name: set(&result.auto_thread_name)? })
    }
}

/// A name within its limits; none if it is empty.
fn fit(name: &str) -> Option<Str<1, NAME_LIMIT>> {
    let name: String = name.chars().take(NAME_LIMIT).collect();
    Str::try_from(name.trim_end().to_owned()).ok()
}
