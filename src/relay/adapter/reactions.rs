//! The reactions that show how a turn goes (contract section 7.18). None of them holds a turn up, or fails it.

use tokio::sync::oneshot;

use super::RelayAdapter;
use crate::frame::{MessageEvent, ReactAction};
use crate::relay::transport::RelayTransport;

/// How a turn ended. Dropped without an end, it was cancelled, or panicked.
pub(super) struct Ending(Option<oneshot::Sender<bool>>);

/// The sign that a turn has begun.
const BEGUN: &str = "👀";

impl Ending {
    /// Says whether the turn ended well.
    pub(super) fn tell(mut self, well: bool) {
        self.send(well);
    }

    fn send(&mut self, well: bool) {
        if self.0.take().is_some_and(|signs| signs.send(well).is_err()) {
            tracing::debug!("the signs of the turn were given up");
        }
    }
}

impl Drop for Ending {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.send(false);
        }
    }
}

/// The signs of one turn: 👀 at once, and at the end what it came to. Nothing where the connector takes no reactions.
pub(super) fn signs<T: RelayTransport>(
    adapter: RelayAdapter<T>,
    event: &MessageEvent,
) -> Option<(Ending, impl Future<Output = ()> + Send + 'static)> {
    let message_id = event.message_id.clone().filter(|id| !id.is_empty())?;
    let chat_id = event.source.chat_id.clone();
    let capabilities = adapter.capabilities(&chat_id);
    if !capabilities.may_send("react") {
        return None;
    }
    let own = event.source.platform.trim().to_lowercase();
    let chat = adapter.chat(&chat_id).and_then(|chat| chat.platform);
    let known = Some(own).filter(|platform| !matches!(platform.as_str(), "" | "relay")).or(chat);
    let platform = known.unwrap_or_else(|| capabilities.descriptor().platform.clone());
    let (ending, ended) = oneshot::channel();
    let signs = async move {
        let react = async |emoji: &str, remove: bool| {
            let action = ReactAction::new(&chat_id, &message_id, emoji, remove);
            if let Err(error) = adapter.react(action).await {
                tracing::debug!(outcome = ?error.outcome(), "reaction not done");
            }
        };
        react(BEGUN, false).await;
        let well = ended.await.ok();
        react(BEGUN, true).await;
        if let Some(well) = well {
            react(verdict(&platform, well), false).await;
        }
    };
    Some((Ending(Some(ending)), signs))
}

fn verdict(platform: &str, well: bool) -> &'static str {
    match (platform, well) {
        // Telegram lets a bot react with some emoji only.
        ("telegram", true) => "👍",
        ("telegram", false) => "👎",
        (_, true) => "✅",
        (_, false) => "❌",
    }
}
