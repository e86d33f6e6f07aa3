//! What a gateway's operator sets.

use std::collections::BTreeMap;

use crate::relay::dispatch::Acknowledge;
use crate::session_key::KeyOptions;

/// The settings of an adapter.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AdapterOptions {
    /// How session keys are derived.
    pub keys: KeyOptions,
    /// How many deliveries may be admitted and not yet handled; 1,024 by default.
    pub queue_frames: usize,
    /// How many bytes these may have together; 64 MiB by default.
    pub queue_bytes: usize,
    /// When a delivery that the connector holds is acknowledged; at admission by default.
    pub acknowledge: Acknowledge,
    /// What differs on Slack.
    pub slack: SlackOptions,
    /// Whether each turn shows how it goes by reactions to its message: 👀 while it runs, then ✅ or ❌, on Telegram
    /// 👍 or 👎 (contract section 7.18). Off by default: what is sent in a turn is the gateway's to say.
    pub reactions: bool,
    /// Whether `format_hints` asks for rich blocks, where the descriptor has `supports_block_formatting`.
    pub rich_blocks: bool,
    /// Whether `format_hints` asks for Markdown blocks, where the descriptor has `supports_block_formatting`.
    pub markdown_blocks: bool,
}

/// What differs on Slack (contract section 7.20).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SlackOptions {
    /// Whether an answer goes into the thread of what it answers; `true` by default. Off, a message outside a thread
    /// opens no session of its own either.
    pub reply_in_thread: bool,
    /// Whether a message outside a thread opens a session of its own; `true` by default.
    pub dm_top_level_threads_as_sessions: bool,
    /// What `/hermes <subcommand>` stands for, with the slash: `compact` for `/compress`, for example. None by default.
    pub subcommands: BTreeMap<String, String>,
    /// Put into the metadata of messages and files if set, whatever the caller said there; no drafts then.
    pub unfurl_links: Option<bool>,
    /// The same of media.
    pub unfurl_media: Option<bool>,
}

impl AdapterOptions {
    /// The same with `keys`.
    #[must_use]
    pub fn with_keys(mut self, keys: KeyOptions) -> Self {
        self.keys = keys;
        self
    }

    /// The same with other limits of the queue, in frames and in bytes.
    #[must_use]
    pub fn with_queue(mut self, frames: usize, bytes: usize) -> Self {
        (self.queue_frames, self.queue_bytes) = (frames, bytes);
        self
    }

    /// The same with `acknowledge`.
    #[must_use]
    pub fn with_acknowledge(mut self, when: Acknowledge) -> Self {
        self.acknowledge = when;
        self
    }

    /// The same with `slack`.
    #[must_use]
    pub fn with_slack(mut self, slack: SlackOptions) -> Self {
        self.slack = slack;
        self
    }

    /// The same with `reactions`.
    #[must_use]
    pub fn with_reactions(mut self, shown: bool) -> Self {
        self.reactions = shown;
        self
    }

    /// The same with `rich_blocks` and `markdown_blocks`.
    #[must_use]
    pub fn with_blocks(mut self, rich: bool, markdown: bool) -> Self {
        (self.rich_blocks, self.markdown_blocks) = (rich, markdown);
        self
    }
}

impl Default for AdapterOptions {
    fn default() -> Self {
        Self {
            keys: KeyOptions::default(),
            queue_frames: 1024,
            queue_bytes: 64 << 20,
            acknowledge: Acknowledge::default(),
            slack: SlackOptions::default(),
            reactions: false,
            rich_blocks: false,
            markdown_blocks: false,
        }
    }
}

impl Default for SlackOptions {
    fn default() -> Self {
        Self {
            reply_in_thread: true,
            dm_top_level_threads_as_sessions: true,
            subcommands: BTreeMap::new(),
            unfurl_links: None,
            unfurl_media: None,
        }
    }
}
