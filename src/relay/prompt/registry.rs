//! The open prompts of one gateway process, and what an answer to one means.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use super::{PromptToken, PromptTokenError};
use crate::relay::recent::Recent;

/// How long a prompt can be answered. The gateway's own measure; `timeout_s` on the wire is advice to the connector.
pub const PROMPT_LIFETIME: Duration = Duration::from_secs(3600);

/// How many prompts can be open; one more pushes out the oldest.
pub const PROMPT_CAPACITY: usize = 1024;

/// How many answered prompts are remembered, so that a second press of a button stays without effect.
pub const ANSWERED_CAPACITY: usize = 256;

/// What a prompt is for. It decides what an answer with an option means that the prompt does not have.
///
/// On the wire an approval and the confirmation of a slash command are both `prompt_kind` `approval`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PromptPurpose {
    /// May the agent run this? An unknown option is `deny`.
    Approval,
    /// Shall this slash command run? An unknown option is `cancel`.
    SlashConfirm,
    /// Which of these did you mean? An unknown option, and the option `other`, ask for text.
    Clarify,
}

/// A prompt that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    /// What it is for.
    pub purpose: PromptPurpose,
    /// The session that waits for the answer.
    pub session_key: String,
    /// The chat that it was sent to.
    pub chat_id: String,
    /// The ids of its options, in order.
    pub options: Vec<String>,
}

/// What to do with an event that answers a prompt. Everything but [`Answer::Chat`] is consumed: the agent does not
/// see the event as a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It names no prompt or no option: an ordinary message.
    Chat,
    /// Give this option to the session that waits.
    Chosen {
        /// The prompt, which is open no longer.
        prompt: Prompt,
        /// One of its options, or the safe one of its purpose if it has no such option.
        option: String,
    },
    /// The next message of that chat is the answer, as text.
    CaptureText {
        /// The prompt, which is open no longer.
        prompt: Prompt,
    },
    /// Tell the chat, briefly, that the prompt is no longer open. Said once: pressing again is a repetition.
    Expired,
    /// Answered before. Do nothing.
    Repeated,
    /// Asked by another process, a sibling or a predecessor. Do nothing.
    Foreign,
}

/// Why a prompt cannot be registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RegisterError {
    /// An option could never come back: it makes no token.
    #[error("option {index} of the prompt")]
    Option {
        /// Which one, from 0.
        index: usize,
        /// Why.
        source: PromptTokenError,
    },
    /// A prompt without options cannot be answered.
    #[error("expected at least one option, found none")]
    NoOption,
}

/// The open prompts of one process: at most [`PROMPT_CAPACITY`], each for [`PROMPT_LIFETIME`].
///
/// # Examples
///
/// ```
/// use std::time::Instant;
/// use relay_contract::relay::prompt::{Answer, Prompt, PromptPurpose, PromptRegistry};
///
/// let mut prompts = PromptRegistry::new([0x0a, 0x1b, 0x2c]);
/// let id = prompts.mint([0, 0x11, 0x22, 0x33]);
/// assert_eq!(id, "0a1b2c.00112233");
///
/// let now = Instant::now();
/// let prompt = Prompt {
///     purpose: PromptPurpose::Approval,
///     session_key: "agent:main:telegram:dm:55501".into(),
///     chat_id: "55501".into(),
///     options: vec!["once".into(), "deny".into()],
/// };
/// prompts.register(&id, prompt.clone(), now)?;
/// assert_eq!(prompts.answer(&id, "once", now), Answer::Chosen { prompt, option: "once".into() });
/// assert_eq!(prompts.answer(&id, "once", now), Answer::Repeated);
/// # Ok::<(), relay_contract::relay::prompt::RegisterError>(())
/// ```
#[derive(Debug, Clone)]
pub struct PromptRegistry {
    nonce: String,
    open: Recent<String, Open>,
    answered: Recent<String, ()>,
}

impl PromptRegistry {
    /// No prompts; `nonce` is random and tells this process from its siblings.
    #[must_use]
    pub fn new(nonce: [u8; 3]) -> Self {
        Self {
            nonce: hex(&nonce),
            open: Recent::new(PROMPT_CAPACITY),
            answered: Recent::new(ANSWERED_CAPACITY),
        }
    }

    /// An id for a new prompt, `<6 hex of the process>.<8 hex>`: 15 characters.
    #[must_use]
    pub fn mint(&self, random: [u8; 4]) -> String {
        format!("{}.{}", self.nonce, hex(&random))
    }

    /// Notes a prompt that is about to be sent. An open prompt of the same id is replaced.
    ///
    /// Returns what it pushed out: a prompt that was waiting longest while [`PROMPT_CAPACITY`] others did. Its session
    /// waits for an answer that will not come.
    ///
    /// # Errors
    ///
    /// [`RegisterError::Option`] if an option and `prompt_id` make no [`PromptToken`]; [`RegisterError::NoOption`] if
    /// there is none.
    pub fn register(
        &mut self,
        prompt_id: &str,
        prompt: Prompt,
        now: Instant,
    ) -> Result<Option<Prompt>, RegisterError> {
        if prompt.options.is_empty() {
            return Err(RegisterError::NoOption);
        }
        for (index, option) in prompt.options.iter().enumerate() {
            PromptToken::new(prompt_id, option.as_str())
                .map_err(|source| RegisterError::Option { index, source })?;
        }
        self.open.remove(prompt_id);
        let (_, pushed_out) = self.open.touch(prompt_id.to_owned(), || Open { prompt, since: now });
        Ok(pushed_out.map(|(_, open)| open.prompt))
    }

    /// Forgets a prompt whose sending failed or was declined; an answer to it is then [`Answer::Expired`].
    pub fn withdraw(&mut self, prompt_id: &str) -> Option<Prompt> {
        self.open.remove(prompt_id).map(|open| open.prompt)
    }

    /// What an answer means. A prompt that is answered is open no longer.
    ///
    /// An id without a dot has no nonce and counts as one of this process. At exactly [`PROMPT_LIFETIME`] a prompt can
    /// still be answered.
    pub fn answer(&mut self, prompt_id: &str, option_id: &str, now: Instant) -> Answer {
        if prompt_id.is_empty() || option_id.is_empty() {
            return Answer::Chat;
        }
        let Some(Open { prompt, since }) = self.open.remove(prompt_id) else {
            return self.stray(prompt_id);
        };
        self.answered.touch(prompt_id.to_owned(), || ());
        if now.saturating_duration_since(since) > PROMPT_LIFETIME {
            return Answer::Expired;
        }
        let listed = prompt.options.iter().any(|option| option == option_id);
        match prompt.purpose {
            PromptPurpose::Clarify if !listed || option_id == "other" => Answer::CaptureText { prompt },
            PromptPurpose::Approval if !listed => Answer::Chosen { prompt, option: "deny".to_owned() },
            PromptPurpose::SlashConfirm if !listed => Answer::Chosen { prompt, option: "cancel".to_owned() },
            _ => Answer::Chosen { prompt, option: option_id.to_owned() },
        }
    }

    /// How many prompts are open, expired ones that nobody answered included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.open.len()
    }

    /// Whether none is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// An answer to a prompt that is not open.
    fn stray(&self, prompt_id: &str) -> Answer {
        if self.answered.peek(prompt_id).is_some() {
            return Answer::Repeated;
        }
        match prompt_id.split_once('.') {
            Some((nonce, _)) if nonce != self.nonce => Answer::Foreign,
            _ => Answer::Expired,
        }
    }
}

#[derive(Debug, Clone)]
struct Open {
    prompt: Prompt,
    since: Instant,
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        write!(text, "{byte:02x}").expect("a string takes whatever is written");
    }
    text
}
