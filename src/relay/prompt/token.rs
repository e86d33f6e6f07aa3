//! The text that a button carries: which prompt, which option.

use std::fmt;
use std::str::FromStr;

/// The longest token, in bytes: the least of what the platforms let a button carry.
pub const TOKEN_LIMIT: usize = 64;

/// The longest id of a prompt or an option, in characters, all of them ASCII.
pub const ID_LIMIT: usize = 32;

/// `hp1:<prompt_id>:<option_id>`: what a button of a prompt carries, and what comes back when it is pressed.
///
/// Each id has 1 to [`ID_LIMIT`] characters of `A-Z a-z 0-9 _ . -`, and the whole at most [`TOKEN_LIMIT`] bytes. The
/// limit holds both ways: the real decoder does not enforce it, and lets one line feed through at the end.
///
/// # Examples
///
/// ```
/// use relay_contract::relay::prompt::PromptToken;
///
/// let token: PromptToken = "hp1:0a1b2c.00112233:once".parse()?;
/// assert_eq!((token.prompt_id(), token.option_id()), ("0a1b2c.00112233", "once"));
/// assert_eq!(PromptToken::new("0a1b2c.00112233", "once")?, token);
/// # Ok::<(), relay_contract::relay::prompt::PromptTokenError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PromptToken {
    prompt_id: String,
    option_id: String,
}

/// Why a text is no prompt token, or two ids make none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PromptTokenError {
    /// It does not begin with `hp1:`: somebody else's button.
    #[error("expected a text that begins with `hp1:`")]
    Foreign,
    /// Not exactly three parts between colons.
    #[error("expected three parts between colons, found {found}")]
    Parts {
        /// How many there are.
        found: usize,
    },
    /// The prompt's id is empty, too long, or has a character that is not allowed.
    #[error("expected a prompt id of 1 to {ID_LIMIT} characters of `A-Z a-z 0-9 _ . -`")]
    PromptId,
    /// The option's id is empty, too long, or has a character that is not allowed.
    #[error("expected an option id of 1 to {ID_LIMIT} characters of `A-Z a-z 0-9 _ . -`")]
    OptionId,
    /// The whole is too long.
    #[error("expected at most {TOKEN_LIMIT} bytes, found {found}")]
    Length {
        /// Its bytes.
        found: usize,
    },
}

impl PromptToken {
    /// The token of one option of one prompt.
    ///
    /// # Errors
    ///
    /// [`PromptTokenError::PromptId`] and [`PromptTokenError::OptionId`] for an id outside its limits;
    /// [`PromptTokenError::Length`] for ids that are too long together.
    pub fn new(prompt_id: impl Into<String>, option_id: impl Into<String>) -> Result<Self, PromptTokenError> {
        let token = Self { prompt_id: prompt_id.into(), option_id: option_id.into() };
        if !is_id(&token.prompt_id) {
            return Err(PromptTokenError::PromptId);
        }
        if !is_id(&token.option_id) {
            return Err(PromptTokenError::OptionId);
        }
        let found = PREFIX.len() + token.prompt_id.len() + 1 + token.option_id.len();
        if found > TOKEN_LIMIT {
            return Err(PromptTokenError::Length { found });
        }
        Ok(token)
    }

    /// The prompt that was asked.
    #[must_use]
    pub fn prompt_id(&self) -> &str {
        &self.prompt_id
    }

    /// The option that was chosen.
    #[must_use]
    pub fn option_id(&self) -> &str {
        &self.option_id
    }
}

impl FromStr for PromptToken {
    type Err = PromptTokenError;

    fn from_str(text: &str) -> Result<Self, PromptTokenError> {
        let ids = text.strip_prefix(PREFIX).ok_or(PromptTokenError::Foreign)?;
        match ids.split_once(':') {
            Some((prompt_id, option_id)) if !option_id.contains(':') => Self::new(prompt_id, option_id),
            _ => Err(PromptTokenError::Parts { found: text.split(':').count() }),
        }
    }
}

impl fmt::Display for PromptToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PREFIX}{}:{}", self.prompt_id, self.option_id)
    }
}

const PREFIX: &str = "hp1:";

fn is_id(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-');
    (1..=ID_LIMIT).contains(&text.len()) && text.bytes().all(allowed)
}
