//! Why an action was not done.

use crate::frame::ActionResult;
use crate::relay::outcome::Outcome;
use crate::relay::prompt::RegisterError;
use crate::relay::transport::TransportError;

/// Why an action was not done, or is not known to be. `Display` gives the contract's exact texts.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ActionError {
    /// The connector answered without success; its error text is handed on unchanged.
    #[error("{}", text(op, result))]
    Answered {
        /// What was asked for.
        op: String,
        /// Whether something else may be tried.
        outcome: Outcome,
        /// The whole answer.
        result: Box<ActionResult>,
    },
    /// The transport gave no answer of the connector.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// The chat's descriptor does not list the action: no frame was sent.
    #[error("{}", not_advertised(op))]
    NotAdvertised {
        /// What was asked for.
        op: String,
    },
    /// The platform that was named is none of this gateway's: no frame was sent.
    #[error("relay does not front platform {platform}")]
    NotFronted {
        /// The platform.
        platform: String,
    },
    /// A thread cannot be given an empty name: no frame was sent.
    #[error("expected a name for the thread, found white space")]
    ThreadName,
    /// A frame of the turn's draft failed: no frame was sent, and the answer goes out as a message.
    #[error("the draft of this turn was abandoned")]
    DraftAbandoned,
    /// The options of a question cannot be answered: no frame was sent.
    #[error("the options of the prompt cannot be answered")]
    Options(#[source] RegisterError),
}

impl ActionError {
    /// What may be tried next.
    ///
    /// After [`Outcome::Declined`] nothing else may be tried toward the same chat, and after [`Outcome::Ambiguous`]
    /// trying again may do it twice.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::Answered { outcome, .. } => *outcome,
            Self::Transport(error) if error.is_ambiguous() => Outcome::Ambiguous,
            Self::Transport(_)
            | Self::NotAdvertised { .. }
            | Self::NotFronted { .. }
            | Self::ThreadName
            | Self::DraftAbandoned
            | Self::Options(_) => Outcome::Failed,
        }
    }

    /// The error of an answer without success; `Ok` for any other.
    pub(super) fn check(op: &str, result: ActionResult) -> Result<ActionResult, Self> {
        let outcome = match op {
            "get_chat_info" => Outcome::of_chat_info(&result),
            _ => Outcome::of(&result),
        };
        match outcome {
            Outcome::Success => Ok(result),
            outcome => Err(Self::Answered { op: op.to_owned(), outcome, result: Box::new(result) }),
        }
    }
}

fn text(op: &str, result: &ActionResult) -> String {
    result.error.clone().unwrap_or_else(|| format!("{op} failed"))
}

fn not_advertised(op: &str) -> String {
    match op {
        "prompt" => "relay prompt op unavailable".to_owned(),
        _ => format!("connector does not advertise {op}"),
    }
}
