//! Frames, actions and results side by side, and which frame answers which, as meanings state it.

use std::borrow::Cow;

use crate::contract::{Definition, DefinitionKind, Direction};
use crate::evolution::catalogue as rules;
use crate::evolution::change::Carrier;
use crate::evolution::gates::names;
use crate::evolution::place::PlaceRoot;
use crate::evolution::revision::{Comparison, PerRevision, Revision, carrier_of_results};
use crate::evolution::rule::ChangeRule;
use crate::evolution::wire::fields;
use crate::evolution::wire::matching::{Matched, matched};
use crate::evolution::wire::rows::{check_since, compare_gates, compare_words, gated};
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
    found.extend(compare_replies(&site, old, new));
    let meanings = both.map(without_reply);
    let meanings = PerRevision { old: &*meanings.old, new: &*meanings.new };
    found.extend(compare_words(&site, meanings, both.map(|message| &message.notes)));
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
    let change = site.structural(&rules::FRAME_DIRECTION_CHANGED, words, effects);
    [change].into_iter().chain(check_awaited(&site, old)).collect()
}

fn renamed<'c>(before: &Site<'c>, site: &Site<'c>, old: &Definition, new: &Definition) -> Vec<Compared<'c>> {
    let effects = PerRevision {
        old: visibility::of_unknown(before, Revision::Old, old.notes.gate.as_deref()),
        new: visibility::of_unknown(site, Revision::New, new.notes.gate.as_deref()),
    };
    let rule = if is_frame(new) { &rules::FRAME_RENAMED } else { &rules::OP_RENAMED };
    let words = format!("the {} `{}` is now called `{}`", new.kind.as_str(), old.word(), new.word());
    let change = site.structural(rule, words, effects);
    [change].into_iter().chain(check_awaited(site, old)).collect()
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
    let change = site.structural(rule, words, visibility::of_message(site, gates));
    let beside = match revision {
        Revision::New => check_since(site, &message.notes),
        Revision::Old => check_awaited(site, message),
    };
    [change].into_iter().chain(beside).collect()
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

/// Compares what two frames say of their answers.
fn compare_replies<'c>(site: &Site<'c>, old: &Definition, new: &Definition) -> Option<Compared<'c>> {
    let (rule, words) = match (reply(old), reply(new)) {
        (before, after) if before == after => return None,
        (None, Some(answer)) => (&rules::FRAME_REPLY_ADDED, format!("is answered by `{answer}` now")),
        (Some(answer), None) => {
            (&rules::FRAME_REPLY_REMOVED, format!("is no longer answered; it was, by `{answer}`"))
        }
        (Some(before), Some(after)) => {
            (&rules::CORRELATION_CHANGED, format!("is answered by `{after}`; it was, by `{before}`"))
        }
        (None, None) => return None,
    };
    Some(site.authored(rule, words))
}

/// Reports that no frame like this `answer` of the old document comes any more to where `site` is, if a peer may still
/// ask for it.
fn check_awaited<'c>(site: &Site<'c>, answer: &Definition) -> Option<Compared<'c>> {
    if !is_frame(answer) {
        return None;
    }
    let (old, new) = (site.comparison.old.contract(), site.comparison.new.contract());
    let asked = |frame: &&Definition| {
        frame.writer() != answer.writer()
            && (reply(frame) == Some(answer.word()) || request(answer) == Some(frame.word()))
    };
    let request = old.frames().filter(asked).find(|request| new.frame(request.word()).is_some())?;
    let words = format!("`{}` answered `{}`, and an old peer waits for it", answer.word(), request.word());
    let place = Site::of_frame(site.comparison, answer).at(site.spans);
    Some(place.authored(&rules::FRAME_AWAITED_REMOVED, words))
}

/// A meaning without the sentences about the frame's answer, which are compared by themselves; paragraphs stay apart.
fn without_reply(message: &Definition) -> Cow<'_, str> {
    if !is_frame(message) {
        return Cow::Borrowed(&message.meaning);
    }
    let kept = message.meaning.split("\n\n").map(|paragraph| {
        let sentences = paragraph.split_inclusive(". ");
        let kept = sentences.filter(|sentence| !sentence.to_lowercase().contains("answered"));
        kept.collect::<String>().trim().to_owned()
    });
    Cow::Owned(kept.filter(|paragraph| !paragraph.is_empty()).collect::<Vec<_>>().join("\n\n"))
}

/// The frame that answers, in a meaning such as "Answered by one `outbound_result`.".
fn reply(frame: &Definition) -> Option<&str> {
    let meaning = Some(frame.meaning.as_str()).filter(|_| is_frame(frame))?;
    let at = meaning.to_lowercase().find("answered by")?;
    let rest = meaning.get(at..)?.split('.').next()?;
    rest.split('`').nth(1)
}

/// The frame that is answered, in a meaning such as "Answers one `outbound`.".
fn request(frame: &Definition) -> Option<&str> {
    let rest = frame.meaning.strip_prefix("Answers ")?.split('.').next()?;
    rest.split('`').nth(1)
}
