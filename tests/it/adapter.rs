//! What only a transport in memory shows of the adapter: what it is called with, what fails in it, and paused time.

mod actions;
mod connecting;
mod declines;
mod dispatch;
mod memory;
mod prompts;
mod reporting;

use relay_contract::frame::{MessageEvent, SessionSource};
use relay_contract::relay::{AdapterOptions, Turn};
use serde_json::json;

use crate::bench::{
    Link as _, Log, descriptor, forward, interaction, message, note, numbered, session, settle, telegram,
    until,
};
use crate::relay_stub::StubConnector;

type Bench = crate::bench::Bench<StubConnector>;
