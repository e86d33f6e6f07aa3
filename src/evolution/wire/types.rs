//! Types side by side, part by part where they have the same parts.

use serde_json::{Value, json};

use crate::contract::{Limits, Type};
use crate::evolution::catalogue as rules;
use crate::evolution::change::{Edit, Effect};
use crate::evolution::place::PathStep;
use crate::evolution::proof::edge_values::{Exchange, LONGEST, edge_values};
use crate::evolution::proof::minimal::Members;
use crate::evolution::proof::reader_model::receive;
use crate::evolution::revision::{PerRevision, Revision};
use crate::evolution::verdict::ReaderAnswer;
use crate::evolution::wire::site::{Compared, Site};
use crate::well_known::{MAX_SAFE_INTEGER, OUTBOUND_ACTION};

/// Compares two types at the same place.
pub(super) fn compare<'c>(site: &Site<'c>, old: &'c Type, new: &'c Type) -> Vec<Compared<'c>> {
    match (old, new) {
        (Type::Nullable(old), Type::Nullable(new)) => compare(site, old, new),
        (Type::Any, _) | (_, Type::Any) => Vec::from_iter(compare_whole(site, old, new)),
        (Type::Nullable(inner), _) => {
            [compare_null(site, Revision::Old)].into_iter().chain(compare(site, inner, new)).collect()
        }
        (_, Type::Nullable(inner)) => {
            [compare_null(site, Revision::New)].into_iter().chain(compare(site, old, inner)).collect()
        }
        (Type::List(old), Type::List(new)) => compare(&site.below(PathStep::Element), old, new),
        (Type::Pair(old), Type::Pair(new)) => {
            let members = old.iter().zip(new.iter()).enumerate();
            let compare =
                members.map(|(at, (old, new))| compare(&site.below(PathStep::Member(at)), &old.ty, &new.ty));
            compare.flatten().collect()
        }
        (Type::ClosedSet(before) | Type::OpenSet(before), Type::ClosedSet(after) | Type::OpenSet(after)) => {
            compare_sets(site, (old, before), (new, after))
        }
        (Type::String(before), Type::String(after)) | (Type::Int(before), Type::Int(after)) => {
            compare_limits(site, (old, *before), (new, *after))
        }
        (Type::Named(_) | Type::Shape(_), Type::Named(_) | Type::Shape(_)) => {
            Vec::from_iter(compare_names(site, old, new))
        }
        _ => Vec::from_iter(compare_whole(site, old, new)),
    }
}

/// Two records, or two names of other things.
fn compare_names<'c>(site: &Site<'c>, old: &'c Type, new: &'c Type) -> Option<Compared<'c>> {
    let (before, after) = (site.comparison.old.contract(), site.comparison.new.contract());
    if let (Type::Named(old), Type::Named(new)) = (old, new)
        && let (Some(old), Some(new)) = (before.definition(old), after.definition(new))
    {
        return Some(Compared::Definitions(Box::new(site.clone()), PerRevision { old, new }));
    }
    if let (Some(old), Some(new)) = (Members::of(before, old), Members::of(after, new)) {
        let fields = PerRevision { old: old.fields, new: new.fields };
        return Some(Compared::Fields(Box::new(site.clone()), fields));
    }
    match new {
        Type::Named(name) if old == new && name == OUTBOUND_ACTION => {
            Some(Compared::Actions(Box::new(site.clone())))
        }
        // The frames are compared by themselves.
        Type::Named(name) if old == new && !after.union(name).is_empty() => None,
        _ => {
            let words = format!("was {old} and is {new}, which the checker cannot compare");
            Some(site.authored(&rules::NOT_UNDERSTOOD, words))
        }
    }
}

/// `null` is a value in this revision only.
fn compare_null<'c>(site: &Site<'c>, nullable: Revision) -> Compared<'c> {
    let (rule, words) = match nullable {
        Revision::New => (&rules::TYPE_WIDENED, "may be `null`; it could not"),
        Revision::Old => (&rules::TYPE_NARROWED, "may not be `null`; it could"),
    };
    let effects = PerRevision::of(|from| {
        let null_is_absent = *site.null_is_absent.get(from.other());
        if from == nullable && !null_is_absent {
            site.refusal(from, Edit::Put(Value::Null))
        } else {
            Effect::ACCEPTED
        }
    });
    site.structural(rule, words.to_owned(), effects)
}

/// Compares the words of two sets, and whether they are open. Each rule looks at its own words alone, so that one
/// finding does not repeat another.
fn compare_sets<'c>(
    site: &Site<'c>,
    (old, before): (&Type, &[String]),
    (new, after): (&Type, &[String]),
) -> Vec<Compared<'c>> {
    let mut found = Vec::new();
    let is_open = |ty: &Type| matches!(ty, Type::OpenSet(_));
    let opened = match (is_open(old), is_open(new)) {
        (false, true) => Some((&rules::ENUM_OPENED, "takes words beside those it lists")),
        (true, false) => Some((&rules::ENUM_CLOSED, "takes no word beside those it lists")),
        _ => None,
    };
    if let Some((rule, words)) = opened {
        let effects = effects(site, old, new);
        found.push(site.structural(rule, words.to_owned(), effects));
    }
    let missing = |from: &[String], known: &[String]| -> Vec<String> {
        from.iter().filter(|word| !known.contains(word)).cloned().collect()
    };
    let listed =
        |words: &[String]| words.iter().map(|word| format!("`\"{word}\"`")).collect::<Vec<_>>().join(", ");
    let (added, removed) = (missing(after, before), missing(before, after));
    if !added.is_empty() {
        let words = format!("may be {}", listed(&added));
        let effects = effects(site, old, &Type::ClosedSet(added));
        let effects = PerRevision { old: Effect::ACCEPTED, ..effects };
        found.push(site.structural(&rules::ENUM_VALUE_ADDED, words, effects));
    }
    if !removed.is_empty() {
        let words = format!("may no longer be {}", listed(&removed));
        let effects = effects(site, &Type::ClosedSet(removed), new);
        let effects = PerRevision { new: Effect::ACCEPTED, ..effects };
        found.push(site.structural(&rules::ENUM_VALUE_REMOVED, words, effects));
    }
    found
}

/// Compares the limits of two texts or of two integers: what one revision allows and the other does not is a change of
/// its own.
fn compare_limits<'c>(
    site: &Site<'c>,
    (old, before): (&Type, Limits),
    (new, after): (&Type, Limits),
) -> Vec<Compared<'c>> {
    if before == after {
        return Vec::new();
    }
    let ranges = PerRevision { old: range(old, before), new: range(new, after) };
    let is_text = matches!(new, Type::String(_));
    let compare = |(rule, wider): (_, Revision)| {
        let edge = outside(*ranges.get(wider), *ranges.get(wider.other()))?;
        let effects = PerRevision::of(|from| {
            let sendable = !is_text || edge <= LONGEST;
            if from == wider && sendable {
                site.refusal(from, Edit::Put(value(is_text, edge)))
            } else {
                Effect::ACCEPTED
            }
        });
        Some(site.structural(rule, format!("is {new}; it was {old}"), effects))
    };
    let rules = [(&rules::CONSTRAINT_TIGHTENED, Revision::Old), (&rules::CONSTRAINT_LOOSENED, Revision::New)];
    rules.into_iter().filter_map(compare).collect()
}

/// Compares two types as wholes.
fn compare_whole<'c>(site: &Site<'c>, old: &Type, new: &Type) -> Option<Compared<'c>> {
    if old == new {
        return None;
    }
    let effects = effects(site, old, new);
    let is_record = |ty: &Type| matches!(ty, Type::Named(_) | Type::Shape(_));
    let rule = match (old, new, effects.new.answer, effects.old.answer) {
        (Type::Object, new, _, _) if is_record(new) => &rules::OBJECT_CLOSED,
        (old, Type::Object, _, _) if is_record(old) => &rules::OBJECT_OPENED,
        (_, _, ReaderAnswer::Accepted, ReaderAnswer::Accepted) => &rules::TYPE_RESTATED,
        (_, _, _, ReaderAnswer::Accepted) => &rules::TYPE_WIDENED,
        (_, _, ReaderAnswer::Accepted, _) => &rules::TYPE_NARROWED,
        _ => &rules::TYPE_CHANGED,
    };
    Some(site.structural(rule, format!("is {new}; it was {old}"), effects))
}

/// The effects of the values at the edges of what the writers may send.
fn effects(site: &Site<'_>, old: &Type, new: &Type) -> PerRevision<Effect> {
    let types = PerRevision { old, new };
    PerRevision::of(|from| {
        if !site.live.get(from) {
            return Effect::ACCEPTED;
        }
        let advertised = site.advertised(from);
        let writer = site.comparison.spoken(from, &advertised);
        let reader = site.comparison.spoken(from.other(), &advertised);
        let (sent, read) = (*types.get(from), *types.get(from.other()));
        let null_is_absent = *site.null_is_absent.get(from.other());
        let values = edge_values(Exchange { writer: &writer, reader: &reader }, sent, read);
        let effects = values.into_iter().map(|value| {
            let is_absent = value.is_null() && null_is_absent;
            match receive(&reader, read, &value) {
                ReaderAnswer::Accepted => Effect::ACCEPTED,
                _ if is_absent => Effect::ACCEPTED,
                answer => site.effect(answer, advertised.clone(), Edit::Put(value)),
            }
        });
        effects.fold(Effect::ACCEPTED, Effect::or_worse)
    })
}

/// The least and the greatest value or length.
fn range(ty: &Type, Limits { min, max }: Limits) -> (i64, i64) {
    let least = if matches!(ty, Type::String(_)) { 0 } else { -MAX_SAFE_INTEGER };
    (min.unwrap_or(least).max(least), max.unwrap_or(MAX_SAFE_INTEGER))
}

/// The value of `wide` outside `narrow` that is nearest to it.
fn outside(wide: (i64, i64), narrow: (i64, i64)) -> Option<i64> {
    let above = wide.0.max(narrow.1 + 1);
    let below = wide.1.min(narrow.0 - 1);
    let above = Some(above).filter(|edge| *edge <= wide.1);
    let below = Some(below).filter(|edge| *edge >= wide.0);
    match (below, above) {
        (Some(below), Some(above)) => Some(if below.abs() <= above.abs() { below } else { above }),
        (one, other) => one.or(other),
    }
}

fn value(is_text: bool, edge: i64) -> Value {
    if is_text { json!("a".repeat(usize::try_from(edge).unwrap_or(0))) } else { json!(edge) }
}
