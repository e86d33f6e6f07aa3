//! What the laws must be told of `contract.md`: its results by name, and how many texts are enough.

use relay_contract::frame::{MoveToResult, SendResult, WaitResult};

use super::subject::{RoundTrip, value};

/// How many texts law 2 is tried on.
pub(crate) const TEXTS: u64 = 48_000;

pub(crate) const RESULTS: &[(&str, RoundTrip)] = &[
    ("SendResult", value::<SendResult>),
    ("WaitResult", value::<WaitResult>),
    ("MoveToResult", value::<MoveToResult>),
];
