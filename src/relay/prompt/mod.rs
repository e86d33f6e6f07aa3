//! Prompts: a question with buttons, and the answer that comes back as an event (contract sections 7.16 and 7.17).
//!
//! A button carries a [`PromptToken`]; the [`PromptRegistry`] knows which questions are open. Neither knows a socket,
//! a clock or a source of randomness: the nonce, random bytes and `now` are passed in.

mod registry;
mod token;

pub use registry::{
    ANSWERED_CAPACITY, Answer, PROMPT_CAPACITY, PROMPT_LIFETIME, Prompt, PromptPurpose, PromptRegistry,
    RegisterError,
};
pub use token::{ID_LIMIT, PromptToken, PromptTokenError, TOKEN_LIMIT};
