//! What is remembered of drafts.

use relay_contract::frame::{DraftAction, Int, SendAction};
use relay_contract::relay::drafts::{DRAFT_CAPACITY, Drafts, Next};

fn draft(chat: usize, last: bool) -> DraftAction {
    DraftAction::new(chat.to_string(), Int::constant(1), "so far", last)
}

#[test]
fn the_last_256_sealed_drafts_are_remembered() {
    assert_eq!(DRAFT_CAPACITY, 256);
    let mut drafts = Drafts::default();
    for chat in 0..=DRAFT_CAPACITY {
        drafts.shown(&draft(chat, true), Some("m"));
    }
    assert_eq!(drafts.next(&draft(0, false)), Next::Send, "pushed out by the 257th");
    assert_eq!(drafts.next(&draft(1, false)), Next::Sealed(Some("m".to_owned())));
}

#[test]
fn the_last_256_open_drafts_are_remembered() {
    let mut drafts = Drafts::new();
    for chat in 0..=DRAFT_CAPACITY {
        drafts.shown(&draft(chat, false), None);
    }
    let mut sealed_by = |chat: usize| drafts.sealed_by(&SendAction::new(chat.to_string(), "the answer"));
    assert_eq!(sealed_by(0), None, "pushed out by the 257th");
    assert!(sealed_by(1).is_some_and(|draft| draft.final_ && draft.content == "the answer"));
}
