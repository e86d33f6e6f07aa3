//! What came of an action, and what may be tried next (contract section 8.17).
//!
//! Reads a result; it knows neither the request nor the transport.

use crate::frame::ActionResult;

/// What a result says. The order of the variants is that in which they are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// It was done.
    Success,
    /// Nobody knows whether it was done: doing it again may do it twice.
    Ambiguous,
    /// The connector does not let this gateway reach that chat. Nothing else may be tried there.
    Declined,
    /// It was not done.
    Failed,
}

/// What an action is to the turn, and so what must happen when it is declined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Lane {
    /// It carries what the agent has to say: the error goes to the caller, unchanged.
    Content,
    /// The turn goes on without it.
    Ornament,
}

impl Outcome {
    /// Classifies a result.
    ///
    /// A decline is known by `code` `egress_declined`, or by `egress declined:` in `error`, letter case aside; never if
    /// the result is ambiguous.
    ///
    /// # Examples
    ///
    /// ```
    /// use relay_contract::frame::ActionResult;
    /// use relay_contract::relay::outcome::{Lane, Outcome};
    ///
    /// let declined = ActionResult::new(false).with_code("egress_declined");
    /// assert_eq!(Outcome::of(&declined), Outcome::Declined);
    /// assert!(Outcome::Declined.forbids_fallback(Lane::of("send_media")));
    /// ```
    #[must_use]
    pub fn of(result: &ActionResult) -> Self {
        let error = result.error.as_deref().unwrap_or_default().to_lowercase();
        let coded = result.code.as_ref().is_some_and(|code| code.as_str() == "egress_declined");
        if result.success {
            Self::Success
        } else if result.ambiguous {
            Self::Ambiguous
        } else if coded || error.contains("egress declined:") {
            Self::Declined
        } else {
            Self::Failed
        }
    }

    /// Classifies the result of a `get_chat_info` (contract section 8.7): one that says what was asked for is an answer
    /// also without `success`, unless it says that something went wrong.
    #[must_use]
    pub fn of_chat_info(result: &ActionResult) -> Self {
        let says = result.name.is_some() || result.type_.is_some() || result.chat_info.is_some();
        let went_wrong = result.error.is_some() || result.code.is_some() || result.ambiguous;
        if says && !went_wrong { Self::Success } else { Self::of(result) }
    }

    /// Whether no other action may be tried toward the same chat in place of this one: after a decline of content.
    ///
    /// Ambiguous content may have been done already; whether to risk doing it twice is the caller's decision.
    #[must_use]
    pub fn forbids_fallback(self, lane: Lane) -> bool {
        self == Self::Declined && lane == Lane::Content
    }
}

impl Lane {
    /// The lane of an action, by its `op`. One that this revision of the contract does not know is content.
    #[must_use]
    pub fn of(op: &str) -> Self {
        match op {
            "typing" | "delete" | "react" | "thread_create" | "thread_rename" | "task_card_stop" => {
                Self::Ornament
            }
            _ => Self::Content,
        }
    }
}
