//! The actions, each with what it answers.

use super::outgoing::{self, As};
use super::{ActionError, AutoThread, Core, RelayAdapter};
use crate::frame::{
    ActionResult, ChatInfo, DeleteAction, DraftAction, EditAction, FollowUpAction, GetChatInfoAction,
    OutboundAction, ReactAction, SendAction, SendMediaAction, TaskCardAction, TaskCardStopAction,
    TypingAction,
};
use crate::relay::drafts::Next;
use crate::relay::outcome::{Lane, Outcome};
use crate::relay::transport::RelayTransport;

/// Each of these puts back what the chat needs into the metadata, keeps what the caller set there, and sends as the
/// identity of the chat's platform. An action that the chat's descriptor does not list is refused here.
///
/// # Errors
///
/// [`ActionError`] of the connector's answer, of the transport, or of a local refusal. Nothing falls back to another
/// action but [`RelayAdapter::seal_draft`].
impl<T: RelayTransport> RelayAdapter<T> {
    /// Sends any action.
    ///
    /// # Errors
    ///
    /// As for every action: the connector's answer without success, the transport's failure, or a local refusal.
    pub async fn act(&self, action: impl Into<OutboundAction> + Send) -> Result<ActionResult, ActionError> {
        self.0.perform(action.into(), As::Chat).await
    }

    /// Sends any action as the identity of a platform that the caller names: a scheduled message, for example.
    ///
    /// # Errors
    ///
    /// [`ActionError::NotFronted`] if the gateway has no such identity; otherwise as for every action.
    pub async fn act_as(
        &self,
        platform: &str,
        action: impl Into<OutboundAction> + Send,
    ) -> Result<ActionResult, ActionError> {
        self.0.perform(action.into(), As::Platform(platform)).await
    }

    /// Posts a message. It is sent whole: [`RelayAdapter::split`] cuts a long one.
    ///
    /// On Slack it seals the open draft of its turn instead, if there is one, as [`RelayAdapter::seal_draft`] does; by
    /// [`RelayAdapter::act`] it goes out as it is. Which draft that is: [`crate::relay::drafts::Drafts::sealed_by`].
    ///
    /// # Errors
    ///
    /// As for [`RelayAdapter::act`].
    pub async fn send(&self, action: SendAction) -> Result<ActionResult, ActionError> {
        let draft = self.0.memory().drafts.sealed_by(&action);
        let slack = self.capabilities(&action.chat_id).descriptor().platform == "slack";
        match draft.filter(|_| slack) {
            Some(draft) => self.seal(draft, action).await,
            None => self.act(action).await,
        }
    }

    /// Replaces the content of a message; gives the id of the message, that of the action if the answer has none.
    ///
    /// # Errors
    ///
    /// As for [`RelayAdapter::act`].
    pub async fn edit(&self, action: EditAction) -> Result<String, ActionError> {
        let asked = action.message_id.clone();
        Ok(self.act(action).await?.message_id.unwrap_or(asked))
    }

    /// Shows that an answer is being written. To take the sign away, with the content `""`, is Slack's alone; on any
    /// other platform nothing is sent.
    ///
    /// # Errors
    ///
    /// As for [`RelayAdapter::act`]; a turn goes on without the sign.
    pub async fn typing(&self, action: TypingAction) -> Result<(), ActionError> {
        let clears = action.content.as_deref() == Some("");
        if clears && self.capabilities(&action.chat_id).descriptor().platform != "slack" {
            return Ok(());
        }
        self.act(action).await.map(drop)
    }

    /// Answers by means of a credential that only the connector holds.
    ///
    /// # Errors
    ///
    /// As for [`RelayAdapter::act`]; the connector's error text is unchanged.
    pub async fn follow_up(&self, action: FollowUpAction) -> Result<ActionResult, ActionError> {
        self.act(action).await
    }

    /// Name and kind of a chat, both set: what the answer leaves out is the id, and `dm`.
    ///
    /// # Errors
    ///
    /// As for [`RelayAdapter::act`]. A failure is no chat: the real gateway invents one of the id and `dm`, also where
    /// the action is not advertised.
    pub async fn get_chat_info(&self, chat_id: &str) -> Result<ChatInfo, ActionError> {
        let result = self.act(GetChatInfoAction::new(chat_id)).await?;
        let nested = result.chat_info.filter(|info| info.name.is_some() || info.type_.is_some());
        let info = nested.unwrap_or_else(|| {
            let mut flat = ChatInfo::new();
            (flat.name, flat.type_) = (result.name, result.type_);
            flat
        });
        let name = info.name.unwrap_or_else(|| chat_id.to_owned());
        let kind = info.type_.unwrap_or_else(|| "dm".to_owned());
        Ok(ChatInfo::new().with_name(name).with_type_(kind))
    }

    /// Posts a file.
    ///
    /// # Errors
    ///
    /// As for [`RelayAdapter::act`].
    pub async fn send_media(&self, action: SendMediaAction) -> Result<ActionResult, ActionError> {
        self.act(action).await
    }

    /// Adds or removes a reaction.
    ///
    /// # Errors
    ///
    /// As for [`RelayAdapter::act`]; a turn goes on without it.
    pub async fn react(&self, action: ReactAction) -> Result<(), ActionError> {
        self.act(action).await.map(drop)
    }

    /// Shows an answer while it is written. A frame that comes after the draft was sealed is not sent, and counts as
    /// done.
    ///
    /// # Errors
    ///
    /// As for [`RelayAdapter::act`]. After a failure that is certain there are no more drafts in the turn, only
    /// [`ActionError::DraftAbandoned`], and the answer goes out as `send`.
    pub async fn draft(&self, action: DraftAction) -> Result<ActionResult, ActionError> {
        let next = self.0.memory().drafts.next(&action);
        match next {
            Next::Send => {}
            Next::Sealed(message_id) => {
                let mut result = ActionResult::new(true);
                result.message_id = message_id;
                return Ok(result);
            }
            Next::Abandoned => return Err(ActionError::DraftAbandoned),
        }
        if !action.final_ {
            // It may be there before its result is, and is to be sealed then, whatever becomes of the turn.
            self.0.memory().drafts.shown(&action, None);
        }
        let result = self.act(action.clone()).await;
        let drafts = &mut self.0.memory().drafts;
        match &result {
            Ok(result) => drafts.shown(&action, result.message_id.as_deref()),
            // It may be there, and is to be sealed then.
            Err(error) if error.outcome() == Outcome::Ambiguous => drafts.shown(&action, None),
            Err(_) => drafts.failed(&action),
        }
        result
    }

    /// Makes a draft the message (contract section 7.19).
    ///
    /// If the outcome is not known, it is sent once more. If that does not help, or the draft failed for certain, the
    /// content goes out as `send`; never after a decline.
    ///
    /// # Errors
    ///
    /// A decline of the draft; otherwise that of the `send`.
    pub async fn seal_draft(&self, draft: DraftAction) -> Result<ActionResult, ActionError> {
        let message = SendAction::new(&draft.chat_id, &draft.content).with_metadata(draft.metadata.clone());
        self.seal(draft.with_final_(true), message).await
    }

    /// Makes a draft the message, or sends the message after all.
    async fn seal(&self, draft: DraftAction, message: SendAction) -> Result<ActionResult, ActionError> {
        let mut sealed = self.act(draft.clone()).await;
        if sealed.as_ref().is_err_and(|error| error.outcome() == Outcome::Ambiguous) {
            tracing::warn!("draft seal ambiguous: sent once more");
            sealed = self.act(draft.clone()).await;
        }
        match sealed {
            Ok(result) => {
                self.0.memory().drafts.shown(&draft, result.message_id.as_deref());
                Ok(result)
            }
            Err(error) if error.outcome().forbids_fallback(Lane::of("draft")) => Err(error),
            Err(error) if error.outcome() == Outcome::Ambiguous => {
                tracing::warn!("draft seal ambiguous after retry (transport ack lost)");
                self.act(message).await
            }
            Err(_) => {
                tracing::warn!("draft seal failed: sent as a message");
                self.act(message).await
            }
        }
    }

    /// Shows the steps of a turn.
    ///
    /// # Errors
    ///
    /// As for [`RelayAdapter::act`].
    pub async fn task_card(&self, action: TaskCardAction) -> Result<(), ActionError> {
        self.act(action).await.map(drop)
    }

    /// Ends a card; may be repeated.
    ///
    /// # Errors
    ///
    /// As for [`RelayAdapter::act`].
    pub async fn task_card_stop(&self, action: TaskCardStopAction) -> Result<(), ActionError> {
        self.act(action).await.map(drop)
    }

    /// Deletes a message.
    ///
    /// # Errors
    ///
    /// As for [`RelayAdapter::act`].
    pub async fn delete(&self, action: DeleteAction) -> Result<(), ActionError> {
        self.act(action).await.map(drop)
    }
}

impl<T: RelayTransport> Core<T> {
    pub(super) async fn perform(
        &self,
        mut action: OutboundAction,
        sender: As<'_>,
    ) -> Result<ActionResult, ActionError> {
        let op = action.tag().to_owned();
        let sent_to = match &action {
            OutboundAction::Send(send) => Some(send.chat_id.clone()),
            _ => None,
        };
        let identities = self.transport.identities();
        let placeholder = self.placeholder();
        let tag = outgoing::prepare(
            &mut action,
            sender,
            &mut self.memory(),
            identities,
            &self.options,
            &placeholder,
        )?;
        tracing::debug!(op, "outbound");
        let result = match action {
            OutboundAction::FollowUp(action) => self.transport.send_follow_up(action, tag).await,
            OutboundAction::GetChatInfo(action) => self.transport.get_chat_info(action).await,
            action => self.transport.send_outbound(action, tag).await,
        };
        let checked = result.map_err(ActionError::from).and_then(|result| ActionError::check(&op, result));
        if let Err(error) = &checked {
            let outcome = error.outcome();
            if outcome == Outcome::Declined {
                self.counters.add(|counts| &mut counts.declined);
            }
            tracing::warn!(op, ?outcome, "action not done");
        }
        if let (Some(chat_id), Some(thread)) = (sent_to, checked.as_ref().ok().and_then(AutoThread::of)) {
            self.memory().auto_threads.put(chat_id, thread);
        }
        checked
    }
}
