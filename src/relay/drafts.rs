//! Which draft a message seals (contract section 7.19).
//!
//! A memory of drafts by chat and turn, and its size is bounded. It knows no platform and sends nothing.

use serde_json::{Map, Value};

use super::recent::Recent;
use crate::frame::{DraftAction, SendAction};

/// How many turns with an open draft are remembered, and how many drafts that were sealed.
pub const DRAFT_CAPACITY: usize = 256;

/// The drafts of one gateway.
#[derive(Debug, Clone)]
pub struct Drafts {
    /// By turn.
    turns: Recent<Turn, Stage>,
    /// By chat and draft: the message that each became.
    sealed: Recent<(String, i64), Option<String>>,
}

/// What a draft belongs to: its chat, and the turn in it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Turn {
    chat_id: String,
    anchor: Option<(Anchor, String)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Anchor {
    Message,
    Thread,
}

#[derive(Debug, Clone)]
enum Stage {
    Open(DraftAction),
    /// A frame of it failed for certain: no more drafts in this turn.
    Abandoned,
}

/// What becomes of a draft's next frame.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Next {
    /// It is sent.
    Send,
    /// The draft was sealed: nothing is sent, and it counts as done. With the id of its message, if it is known.
    Sealed(Option<String>),
    /// A frame of this turn failed: nothing is sent, and the answer goes out as a message.
    Abandoned,
}

impl Drafts {
    /// No drafts.
    #[must_use]
    pub fn new() -> Self {
        Self { turns: Recent::new(DRAFT_CAPACITY), sealed: Recent::new(DRAFT_CAPACITY) }
    }

    /// What becomes of a frame of a draft. One that seals is always sent: the connector answers it as the first time.
    #[must_use]
    pub fn next(&self, draft: &DraftAction) -> Next {
        if draft.final_ {
            return Next::Send;
        }
        if let Some(message_id) = self.sealed.peek(&drawn(draft)) {
            return Next::Sealed(message_id.clone());
        }
        match self.turns.peek(&Turn::of(&draft.chat_id, &draft.metadata)) {
            Some(Stage::Abandoned) => Next::Abandoned,
            Some(Stage::Open(_)) | None => Next::Send,
        }
    }

    /// Notes that a frame was shown, or that it sealed the draft and became this message.
    pub fn shown(&mut self, draft: &DraftAction, message_id: Option<&str>) {
        let turn = Turn::of(&draft.chat_id, &draft.metadata);
        if draft.final_ {
            self.turns.remove(&turn);
            self.sealed.put(drawn(draft), message_id.map(str::to_owned));
        } else {
            self.turns.put(turn, Stage::Open(draft.clone()));
        }
    }

    /// Notes that a frame failed for certain.
    pub fn failed(&mut self, draft: &DraftAction) {
        let turn = Turn::of(&draft.chat_id, &draft.metadata);
        self.turns.put(turn, Stage::Abandoned);
    }

    /// The draft that a message seals, with the content of the message: the open one of the same chat and turn. The
    /// turn is over then, also if there is none.
    ///
    /// The turn is known by `message_id` or `reply_to_message_id` of the metadata, else by the anchor of the thread. A
    /// message that names none seals the only open draft of its chat, and none where there are several. A message with
    /// `_interim_send` in its metadata seals nothing.
    pub fn sealed_by(&mut self, message: &SendAction) -> Option<DraftAction> {
        if message.metadata.get("_interim_send").is_some_and(|value| *value != false && !value.is_null()) {
            return None;
        }
        let mut turn = Turn::of(&message.chat_id, &message.metadata);
        if turn.anchor.is_none() && self.turns.peek(&turn).is_none() {
            let mut open = self.open_in(&message.chat_id);
            turn = open.next().filter(|_| open.next().is_none())?.0.clone();
        }
        match self.turns.remove(&turn)? {
            Stage::Open(draft) => {
                let mut draft = draft.with_content(&message.content).with_final_(true);
                draft.metadata.clone_from(&message.metadata);
                Some(draft)
            }
            Stage::Abandoned => None,
        }
    }

    /// The open drafts of a turn that has died, as they are to be sealed: each with what was shown. They are those of its
    /// message, of its thread, and those that name neither.
    pub fn orphans(
        &mut self,
        chat_id: &str,
        message_id: Option<&str>,
        thread_id: Option<&str>,
    ) -> Vec<DraftAction> {
        let is_own = |turn: &Turn| match &turn.anchor {
            None => true,
            Some((Anchor::Message, id)) => Some(id.as_str()) == message_id,
            Some((Anchor::Thread, id)) => Some(id.as_str()) == thread_id,
        };
        let own: Vec<_> = self.open_in(chat_id).filter(|(turn, _)| is_own(turn)).collect();
        let own: Vec<_> = own.into_iter().map(|(turn, draft)| (turn.clone(), draft.clone())).collect();
        for (turn, _) in &own {
            self.turns.remove(turn);
        }
        own.into_iter().map(|(_, draft)| draft.with_final_(true)).collect()
    }

    fn open_in(&self, chat_id: &str) -> impl Iterator<Item = (&Turn, &DraftAction)> {
        self.turns.iter().filter_map(move |(turn, stage)| match stage {
            Stage::Open(draft) if turn.chat_id == chat_id => Some((turn, draft)),
            Stage::Open(_) | Stage::Abandoned => None,
        })
    }
}

impl Default for Drafts {
    fn default() -> Self {
        Self::new()
    }
}

impl Turn {
    fn of(chat_id: &str, metadata: &Map<String, Value>) -> Self {
        let set = |key: &str| metadata.get(key).and_then(Value::as_str).filter(|id| !id.is_empty());
        let message = set("message_id").or_else(|| set("reply_to_message_id"));
        let thread = set("thread_id").or_else(|| set("thread_ts"));
        let anchor = message.map(|id| (Anchor::Message, id)).or(thread.map(|id| (Anchor::Thread, id)));
        let anchor = anchor.map(|(kind, id)| (kind, id.to_owned()));
        Self { chat_id: chat_id.to_owned(), anchor }
    }
}

fn drawn(draft: &DraftAction) -> (String, i64) {
    (draft.chat_id.clone(), draft.draft_id.get())
}
