//! Questions with their usual options (contract section 7.16).

use crate::frame::{PromptActionPromptKind, PromptOption, PromptOptionStyle, Str};
use crate::relay::prompt::PromptPurpose;

/// A question with buttons.
///
/// # Examples
///
/// ```
/// use relay_contract::relay::{Extent, Question};
///
/// let question = Question::approval("May I run `make install`?", Extent::Session);
/// let ids: Vec<_> = question.options.iter().map(|option| option.id.as_str()).collect();
/// assert_eq!(ids, ["once", "session", "deny"]);
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Question {
    /// What it is for.
    pub purpose: PromptPurpose,
    /// Its text.
    pub content: String,
    /// Its options, in order.
    pub options: Vec<PromptOption>,
    /// The message that it answers.
    pub reply_to: Option<String>,
}

/// For how long an approval can be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Extent {
    /// This once: also the mode smart-deny.
    Once,
    /// This once, or for the session.
    Session,
    /// This once, for the session, or for good.
    Always,
}

/// The longest label of a choice, in Unicode scalar values.
const LABEL_LIMIT: usize = 75;

impl Question {
    /// A question with options of one's own.
    #[must_use]
    pub fn new(purpose: PromptPurpose, content: impl Into<String>, options: Vec<PromptOption>) -> Self {
        Self { purpose, content: content.into(), options, reply_to: None }
    }

    /// May the agent run this?
    #[must_use]
    pub fn approval(content: impl Into<String>, extent: Extent) -> Self {
        let mut options = vec![option("once", "Allow Once", Some(PromptOptionStyle::Primary))];
        if extent != Extent::Once {
            options.push(option("session", "Allow Session", None));
        }
        if extent == Extent::Always {
            options.push(option("always", "Always Allow", None));
        }
        options.push(option("deny", "Deny", Some(PromptOptionStyle::Danger)));
        Self::new(PromptPurpose::Approval, content, options)
    }

    /// Shall this slash command run?
    #[must_use]
    pub fn slash_confirm(content: impl Into<String>) -> Self {
        let options = vec![
            option("once", "Approve Once", Some(PromptOptionStyle::Primary)),
            option("always", "Always Approve", None),
            option("cancel", "Cancel", Some(PromptOptionStyle::Danger)),
        ];
        Self::new(PromptPurpose::SlashConfirm, content, options)
    }

    /// Which of these did you mean? Each choice is cut to 75 characters; the last option asks for text.
    #[must_use]
    pub fn clarify<'a>(content: impl Into<String>, choices: impl IntoIterator<Item = &'a str>) -> Self {
        let cut = |choice: &str| choice.chars().take(LABEL_LIMIT).collect::<String>();
        let choices = choices.into_iter().enumerate();
        let mut options: Vec<_> =
            choices.map(|(index, choice)| option(&format!("c{index}"), &cut(choice), None)).collect();
        options.push(option("other", "✏️ Other (type your answer)", None));
        Self::new(PromptPurpose::Clarify, content, options)
    }

    /// The same as an answer to a message.
    #[must_use]
    pub fn with_reply_to(mut self, message_id: impl Into<String>) -> Self {
        self.reply_to = Some(message_id.into());
        self
    }

    /// Its kind on the wire.
    pub(super) fn kind(&self) -> PromptActionPromptKind {
        match self.purpose {
            PromptPurpose::Approval | PromptPurpose::SlashConfirm => PromptActionPromptKind::Approval,
            PromptPurpose::Clarify => PromptActionPromptKind::Clarify,
        }
    }
}

fn option(id: &str, label: &str, style: Option<PromptOptionStyle>) -> PromptOption {
    let id: Str<1, 32> = id.to_owned().try_into().expect("the ids of this file have up to 21 characters");
    let mut option = PromptOption::new(id, label);
    option.style = style;
    option
}
