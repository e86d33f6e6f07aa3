//! Frames, actions and results side by side.

use crate::contract::{Definition, DefinitionKind, Direction, PassageKind};
use crate::evolution::catalogue as rules;
use crate::evolution::change::Carrier;
use crate::evolution::gates::names;
use crate::evolution::place::PlaceRoot;
use crate::evolution::revision::{Comparison, Document, PerRevision, Revision, carrier_of_results};
use crate::evolution::rule::ChangeRule;
use crate::evolution::wire::fields;
use crate::evolution::wire::matching::{Matched, matched};
use crate::evolution::wire::rows::{
    check_added_words, check_since, compare_description, compare_gates, compare_words, gated,
};
use crate::evolution::wire::site::{Compared, Site};
use crate::evolution::wire::visibility::{self, Stated};

/// Compares all frames.
pub(super) fn compare_frames<'c>(comparison: &'c Comparison<'c>) -> Vec<Compared<'c>> {
    let rows = matched(comparison.old.contract().frames(), comparison.new.contract().frames());
    compare_all(rows, &|frame| Site::of_frame(comparison, frame))
}

/// Compares all actions; `site_of` returns the place of one.
pub(super) fn compare_actions<'c>(
    comparison: &'c Comparison<'c>,
    site_of: &dyn Fn(&Definition) -> Site<'c>,
) -> Vec<Compared<'c>> {
    compare_all(matched(comparison.old.contract().actions(), comparison.new.contract().actions()), site_of)
}

/// Compares the results of the actions that both revisions have.
pub(super) fn compare_results<'c>(comparison: &'c Comparison<'c>) -> Vec<Compared<'c>> {
    let (old, new) = (comparison.old.contract(), comparison.new.contract());
    let mut found = Vec::new();
    for action in new.actions() {
        let results = (old.result(action.word()), new.result(action.word()));
        let (Some(before), (Some(old), Some(new))) = (old.action(action.word()), results) else { continue };
        let mut site = Site::of(comparison, PlaceRoot::Definition(new.name.clone()), new.writer());
        // A result comes only from a connector that advertised what its action needs.
        let gates = [before, action].into_iter().filter_map(|action| action.notes.gate.as_deref());
        site.held = gates.flat_map(names).map(str::to_owned).collect();
        if let Some(tag) = frame_of_results(comparison) {
            let frame = Carrier::same(PlaceRoot::Frame(tag.to_owned()), site.writer);
            found.push(Compared::Carries(frame, site.carrier.clone()));
        }
        found.extend(fields::compare(&site, &old.fields, &new.fields));
    }
    found
}

/// The frame that carries results in both revisions. One that carries them in a single revision has no changes in
/// common with them: its own coming or going is all that its readers see.
fn frame_of_results<'c>(comparison: &'c Comparison<'c>) -> Option<&'c str> {
    let (before, _) = carrier_of_results(comparison.old.contract())?;
    let (after, _) = carrier_of_results(comparison.new.contract())?;
    (before.word() == after.word()).then(|| after.word())
}

fn compare_all<'c>(
    messages: Vec<Matched<'c, Definition>>,
    site_of: &dyn Fn(&Definition) -> Site<'c>,
) -> Vec<Compared<'c>> {
    let compare = |message: Matched<'c, Definition>| {
        let site = |definition: &Definition| site_of(definition).at(message.spans());
        match message {
            Matched::Same(old, new) if old.writer() != new.writer() => turned(site(new), old, new),
            Matched::Same(old, new) => compare(site(new), old, new),
            Matched::Renamed(old, new) => renamed(&site(old), &site(new), old, new),
            Matched::Added(new) => on_one_side(Revision::New, &site(new), new),
            Matched::Removed(old) => on_one_side(Revision::Old, &site(old), old),
        }
    };
    messages.into_iter().flat_map(compare).collect()
}

fn compare<'c>(site: Site<'c>, old: &'c Definition, new: &'c Definition) -> Vec<Compared<'c>> {
    let both = PerRevision { old, new };
    let gates = both.map(|message| message.notes.gate.as_deref());
    let effects = || visibility::of_message(&site, gates.map(Stated::by));
    let mut found = Vec::from_iter(compare_gates(&site, gates, effects));
    let remarks = both.map(|message| &*message.remark);
    found.extend(compare_words(&site, remarks, both.map(|message| &message.notes)));
    found.extend(compare_description(&site, both));
    let site = visibility::behind(site, gates);
    found.extend(fields::compare(&site, &old.fields, &new.fields));
    found
}

/// A frame that the other side sends now.
fn turned<'c>(site: Site<'c>, old: &Definition, new: &Definition) -> Vec<Compared<'c>> {
    let words = format!("`{}` goes {}; it went {}", new.word(), direction(new), direction(old));
    // Either side now gets a frame that only it may send, and drops it.
    let effects = PerRevision {
        old: visibility::of_unknown(&site, Revision::Old, old.notes.gate.as_deref()),
        new: visibility::of_unknown(&site, Revision::New, new.notes.gate.as_deref()),
    };
    // Nobody sends it in both revisions.
    let site = Site::of(site.comparison, site.root, None).at(site.spans);
    vec![site.structural(&rules::FRAME_DIRECTION_CHANGED, words, effects)]
}

fn renamed<'c>(before: &Site<'c>, site: &Site<'c>, old: &Definition, new: &Definition) -> Vec<Compared<'c>> {
    let effects = PerRevision {
        old: visibility::of_unknown(before, Revision::Old, old.notes.gate.as_deref()),
        new: visibility::of_unknown(site, Revision::New, new.notes.gate.as_deref()),
    };
    let rule = if is_frame(new) { &rules::FRAME_RENAMED } else { &rules::OP_RENAMED };
    let words = format!("the {} `{}` is now called `{}`", new.kind.as_str(), old.word(), new.word());
    vec![site.structural(rule, words, effects)]
}

/// A frame or an action that only one revision has.
fn on_one_side<'c>(revision: Revision, site: &Site<'c>, message: &Definition) -> Vec<Compared<'c>> {
    let gate = Stated::by(message.notes.gate.as_deref());
    let gates = PerRevision::of(|stated| if stated == revision { gate } else { Stated::Not });
    let (kind, word) = (message.kind.as_str(), message.word());
    let verb = if revision == Revision::New { "is new" } else { "is gone" };
    let sent = if is_frame(message) { format!(" ({})", direction(message)) } else { String::new() };
    let mut words = format!("the {kind} `{word}`{sent} {verb}{}", gated(&message.notes));
    if revision == Revision::New && site.comparison.old.mentions(word) {
        words += "; the old document names it without stating it, so that this may be an addition to the document alone";
    }
    let rule = rule_of_one_side(revision, message);
    if *rule == rules::OP_ADDED_UNGATED
        && let Some(sentence) = gating_sentence(site.comparison.new, word)
    {
        words += &format!(
            "; the document says \"{sentence}\", which does not count without a `Gate` column: give the action one"
        );
    }
    let change = site.structural(rule, words, visibility::of_message(site, gates));
    let mut found = vec![change];
    if revision == Revision::New {
        found.extend(check_since(site, &message.notes));
        found.extend(check_added_words(site, &message.remark));
    }
    found
}

fn rule_of_one_side(revision: Revision, message: &Definition) -> &'static ChangeRule {
    match (revision, is_frame(message), &message.notes.gate) {
        (Revision::New, true, _) => &rules::FRAME_ADDED,
        (Revision::Old, true, _) => &rules::FRAME_REMOVED,
        (Revision::New, false, Some(_)) => &rules::OP_ADDED_GATED,
        (Revision::New, false, None) => &rules::OP_ADDED_UNGATED,
        (Revision::Old, false, _) => &rules::OP_REMOVED,
    }
}

/// The sides between which a frame goes.
fn direction(frame: &Definition) -> String {
    frame.writer().map(|writer| Direction { writer }.to_string()).unwrap_or_default()
}

const fn is_frame(message: &Definition) -> bool {
    matches!(message.kind, DefinitionKind::Frame { .. })
}

/// A sentence that speaks of advertising an action, which is what the column `Gate` would say.
fn gating_sentence<'d>(document: &Document<'d>, op: &str) -> Option<&'d str> {
    let quoted = format!("`{op}`");
    let passages = document.parse.prose.iter().flat_map(|section| &section.passages);
    let mut naming = passages.filter(|passage| passage.kind == PassageKind::Sentence);
    let speaks = |text: &str| ["advertis", "gated"].iter().any(|word| text.to_lowercase().contains(word));
    naming
        .find(|passage| passage.text.contains(&quoted) && speaks(&passage.text))
        .map(|passage| &*passage.text)
}
