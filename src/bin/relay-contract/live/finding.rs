//! What a peer did wrong: against a schema, or against a rule that no single frame shows.

use std::fmt;

use relay_contract::validate::Violation;
use serde::Serialize;

/// A violation of the contract by the peer; never holds a value of a frame.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Finding {
    /// The place in the frame as a JSON Pointer; empty for the whole of it.
    pub(crate) pointer: String,
    pub(crate) rule: &'static str,
    pub(crate) section: Option<String>,
    pub(crate) message: String,
}

/// The rules of conduct: what a frame breaks only because of what went before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Conduct {
    /// A frame before the first `hello`.
    HelloFirst,
    /// Two `hello` for one identity on one socket.
    HelloTwice,
    /// A `requestId` that the socket has seen.
    RequestIdTwice,
    /// An action for an identity that no `hello` of the socket named.
    Identity,
    /// An action that the descriptor does not offer.
    NotAdvertised,
    /// An acknowledgement of nothing.
    UnknownBufferId,
    /// A delivery that was not acknowledged however often it came.
    NotAcknowledged,
    /// A frame that the socket's end cut off.
    Incomplete,
    /// A message past the limit of the socket.
    TooBig,
    /// An upgrade token that was refused.
    Token,
    /// A descriptor of a platform that the `hello` did not name.
    OtherPlatform,
    /// A delivery behind the `going_idle_ack`.
    DeliveredWhenIdle,
    /// A request without a result.
    NoAnswer,
}

impl Conduct {
    /// All rules.
    pub(crate) const ALL: [Self; 13] = [
        Self::HelloFirst,
        Self::HelloTwice,
        Self::RequestIdTwice,
        Self::Identity,
        Self::NotAdvertised,
        Self::UnknownBufferId,
        Self::NotAcknowledged,
        Self::Incomplete,
        Self::TooBig,
        Self::Token,
        Self::OtherPlatform,
        Self::DeliveredWhenIdle,
        Self::NoAnswer,
    ];

    pub(crate) fn finding(self, pointer: &str, message: impl Into<String>) -> Finding {
        Finding {
            pointer: pointer.to_owned(),
            rule: self.rule(),
            section: Some(self.section().to_owned()),
            message: message.into(),
        }
    }

    pub(crate) fn rule(self) -> &'static str {
        match self {
            Self::HelloFirst => "hello-first",
            Self::HelloTwice => "hello-twice",
            Self::RequestIdTwice => "request-id-twice",
            Self::Identity => "identity",
            Self::NotAdvertised => "not-advertised",
            Self::UnknownBufferId => "unknown-buffer-id",
            Self::NotAcknowledged => "not-acknowledged",
            Self::Incomplete => "incomplete",
            Self::TooBig => "too-big",
            Self::Token => "token",
            Self::OtherPlatform => "other-platform",
            Self::DeliveredWhenIdle => "delivered-when-idle",
            Self::NoAnswer => "no-answer",
        }
    }

    /// The section of the contract that states the rule.
    pub(crate) fn section(self) -> &'static str {
        match self {
            Self::HelloFirst | Self::OtherPlatform => "5.2",
            Self::HelloTwice => "4.1",
            Self::RequestIdTwice | Self::Identity | Self::NoAnswer => "4.2",
            Self::NotAdvertised => "6.14",
            Self::UnknownBufferId => "4.11",
            Self::DeliveredWhenIdle => "4.10",
            Self::NotAcknowledged => "13.3",
            Self::Incomplete => "3.1",
            Self::TooBig => "3.2",
            Self::Token => "2.4",
        }
    }
}

impl From<&Violation> for Finding {
    fn from(violation: &Violation) -> Self {
        Self {
            pointer: violation.pointer.clone(),
            rule: violation.rule.as_str(),
            section: violation.section.clone(),
            message: violation.message.clone(),
        }
    }
}

impl fmt::Display for Finding {
    /// `/pointer: expected X, found Y (rule r, contract section s)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { pointer, rule, section, message } = self;
        let gap = if pointer.is_empty() { "" } else { ": " };
        write!(f, "{pointer}{gap}{message} (rule {rule}")?;
        if let Some(section) = section {
            write!(f, ", contract section {section}")?;
        }
        f.write_str(")")
    }
}
