//! Duties as `explain` shows them.

use relay_contract::contract::Duty;

use super::{notes, place};
use crate::document::Document;

/// One duty: whose it is, where it stands, and what it says.
pub(super) fn shown(document: &Document, duty: &Duty) -> String {
    let mut text = format!("{} (duty of the {})\n", duty.id, duty.side);
    text += &place(document, Some(&duty.section), Some(&duty.span));
    text += &format!("\n{}\n", duty.meaning);
    if let Some(verdict) = duty.if_changed {
        text += &format!("    If changed: {}\n", verdict.as_str());
    }
    text + &notes(&duty.notes)
}
