//! What the laws must be told of the relay: its results by name, and how many texts are enough.

use relay_contract::frame::{
    DeleteResult, DraftResult, EditResult, FollowUpResult, GetChatInfoResult, PromptResult, ReactResult,
    SendMediaResult, SendResult, TaskCardResult, TaskCardStopResult, ThreadCreateResult, ThreadRenameResult,
    TypingResult,
};

use super::subject::{RoundTrip, value};

/// How many texts law 2 is tried on.
pub(crate) const TEXTS: u64 = 120_000;

pub(crate) const RESULTS: &[(&str, RoundTrip)] = &[
    ("SendResult", value::<SendResult>),
    ("EditResult", value::<EditResult>),
    ("TypingResult", value::<TypingResult>),
    ("FollowUpResult", value::<FollowUpResult>),
    ("GetChatInfoResult", value::<GetChatInfoResult>),
    ("SendMediaResult", value::<SendMediaResult>),
    ("PromptResult", value::<PromptResult>),
    ("ReactResult", value::<ReactResult>),
    ("ThreadCreateResult", value::<ThreadCreateResult>),
    ("ThreadRenameResult", value::<ThreadRenameResult>),
    ("DraftResult", value::<DraftResult>),
    ("TaskCardResult", value::<TaskCardResult>),
    ("TaskCardStopResult", value::<TaskCardStopResult>),
    ("DeleteResult", value::<DeleteResult>),
];
