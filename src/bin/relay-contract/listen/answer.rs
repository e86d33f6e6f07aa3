//! What comes of an action: nothing is done anywhere, and the result says that it was.

use relay_contract::frame::{ActionResult, ChatInfo, OutboundAction};
use serde_json::{Value, json};

use super::scenario::Answer;

/// Answers actions, in the scenario's words where it has some.
#[derive(Default)]
pub(super) struct Answers {
    prepared: Vec<Answer>,
    /// Messages and threads that were made, for their ids.
    made: u64,
}

impl Answers {
    pub(super) fn prepare(&mut self, answer: Answer) {
        self.prepared.push(answer);
    }

    /// The result of an action; `None` if the scenario wants none to be sent.
    pub(super) fn of(&mut self, action: &OutboundAction) -> Option<Value> {
        if let Some(index) = self.prepared.iter().position(|answer| answer.op == action.tag()) {
            let answer = &mut self.prepared[index];
            answer.times -= 1;
            let result = answer.result.clone();
            if answer.times == 0 {
                self.prepared.remove(index);
            }
            return result;
        }
        Some(json!(self.fitting(action)))
    }

    fn fitting(&mut self, action: &OutboundAction) -> ActionResult {
        let done = ActionResult::new(true);
        match action {
            OutboundAction::Send(_)
            | OutboundAction::FollowUp(_)
            | OutboundAction::SendMedia(_)
            | OutboundAction::Prompt(_) => done.with_message_id(self.id("message")),
            OutboundAction::Draft(draft) if draft.final_ => done.with_message_id(self.id("message")),
            OutboundAction::ThreadCreate(_) => done.with_thread_id(self.id("thread")),
            OutboundAction::GetChatInfo(_) => {
                done.with_chat_info(ChatInfo::new().with_name("A chat").with_type_("dm"))
            }
            OutboundAction::Unknown { .. } => failure("unknown op"),
            _ => done,
        }
    }

    fn id(&mut self, kind: &str) -> String {
        self.made += 1;
        format!("{kind}-{}", self.made)
    }
}

/// A result that says why nothing was done.
pub(super) fn failure(error: impl Into<String>) -> ActionResult {
    ActionResult::new(false).with_error(error)
}
