//! What the laws must be told of the relay: its results by name, and how many texts are enough.

use relay_contract::frame::{EditResult, FollowUpResult, GetChatInfoResult, SendResult, TypingResult};

use super::subject::{RoundTrip, value};

/// How many texts law 2 is tried on.
pub(crate) const TEXTS: u64 = 120_000;

pub(crate) const RESULTS: &[(&str, RoundTrip)] = &[
    ("SendResult", value::<SendResult>),
    ("EditResult", value::<EditResult>),
    ("TypingResult", value::<TypingResult>),
    ("FollowUpResult", value::<FollowUpResult>),
    ("GetChatInfoResult", value::<GetChatInfoResult>),
];
