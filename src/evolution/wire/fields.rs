//! The fields of a record side by side.

use serde_json::Value;

use crate::contract::{Field, Type};
use crate::evolution::catalogue as rules;
use crate::evolution::change::{Edit, Effect};
use crate::evolution::place::PlaceRoot;
use crate::evolution::revision::{PerRevision, Revision};
use crate::evolution::wire::matching::{Matched, former, matched};
use crate::evolution::wire::rows::{check_added_words, check_since, compare_gates, compare_words, gated};
use crate::evolution::wire::site::{Compared, Site};
use crate::evolution::wire::types;
use crate::evolution::wire::visibility;

/// Compares the fields of the record at `record`.
pub(super) fn compare<'c>(record: &Site<'c>, old: &'c [Field], new: &'c [Field]) -> Vec<Compared<'c>> {
    let compare = |field: Matched<'c, Field>| {
        let site = |of: &Field| record.field(&of.name).at(field.spans());
        match field {
            Matched::Same(old, new) => compare_field(site(new), PerRevision { old, new }),
            Matched::Renamed(old, new) => renamed(&site(old), &site(new), old, new),
            Matched::Added(new) => {
                let mut found = on_one_side(Revision::New, &site(new), new);
                found.extend(check_reused(&site(new), old, new));
                found
            }
            Matched::Removed(old) => on_one_side(Revision::Old, &site(old), old),
        }
    };
    matched(old, new).into_iter().flat_map(compare).collect()
}

fn compare_field<'c>(site: Site<'c>, fields: PerRevision<&'c Field>) -> Vec<Compared<'c>> {
    let PerRevision { old, new } = fields;
    let gates = fields.map(|field| field.notes.gate.as_deref());
    let effects = || visibility::of_field(&site, fields.map(Some));
    let mut found = Vec::from_iter(compare_gates(&site, gates, effects));
    let mut site = visibility::behind(site, gates);
    site.null_is_absent = fields.map(Field::reads_null_as_absent);
    found.extend(compare_duty(&site, fields));
    found.extend(compare_defaults(&site, old, new));
    let meanings = fields.map(|field| field.meaning.as_str());
    found.extend(compare_words(&site, meanings, fields.map(|field| &field.notes)));
    let stated = format!(
        "states the type {} where the old document was silent: an addition to the document, not an obligation newly \
         imposed",
        new.ty
    );
    match (site.comparison.old.is_untyped(old), site.comparison.new.is_untyped(new)) {
        (false, false) => found.extend(types::compare(&site, &old.ty, &new.ty)),
        (true, true) => {}
        (true, false) => found.push(site.authored(&rules::TYPE_STATED, stated)),
        (false, true) => {
            let words = format!("no longer states a type; it was {}", old.ty);
            found.push(site.authored(&rules::TYPE_UNSTATED, words));
        }
    }
    found
}

/// The writer's duty.
fn compare_duty<'c>(site: &Site<'c>, fields: PerRevision<&Field>) -> Option<Compared<'c>> {
    let (rule, now) = match (fields.old.always_sent, fields.new.always_sent) {
        (true, false) => (&rules::FIELD_REQUIRED_TO_OPTIONAL, "may be left out; it was always sent"),
        (false, true) => (&rules::FIELD_OPTIONAL_TO_REQUIRED, "is always sent; it could be left out"),
        _ => return None,
    };
    let effects = PerRevision::of(|from| {
        let omitted = !fields.get(from).always_sent && fields.get(from.other()).reader_requires();
        if omitted { site.refusal(from, Edit::Omit) } else { Effect::ACCEPTED }
    });
    Some(site.structural(rule, format!("`{}` {now}", fields.new.name), effects))
}

/// The reader's default.
fn compare_defaults<'c>(site: &Site<'c>, old: &Field, new: &Field) -> Option<Compared<'c>> {
    // For an optional field no default and `null` are the same: it is not there. A reader that requires a field
    // reads nothing of an absent one; if only one does, the duty changed, which is a finding of its own.
    let read = |field: &Field| match &field.if_absent {
        None if field.always_sent => None,
        None => Some(Value::Null),
        Some(value) => Some(value.clone()),
    };
    let (before, after) = (read(old), read(new));
    let is_duty = old.always_sent != new.always_sent && (before.is_none() || after.is_none());
    if before == after || is_duty {
        return None;
    }
    let rule = if old.always_sent && new.always_sent {
        &rules::DEFAULT_RESTATED
    } else if new.ty == Type::Bool && site.root == PlaceRoot::Frame("descriptor".to_owned()) {
        &rules::DEFAULT_CHANGED_CAPABILITY
    } else {
        &rules::DEFAULT_CHANGED
    };
    let shown = |field: &Field| {
        field.if_absent.as_ref().map_or_else(|| "nothing".to_owned(), |value| format!("`{value}`"))
    };
    let words = format!("an absent `{}` reads as {}; it read as {}", new.name, shown(new), shown(old));
    Some(site.authored(rule, words))
}

/// A field that only one revision has.
fn on_one_side<'c>(revision: Revision, site: &Site<'c>, field: &Field) -> Vec<Compared<'c>> {
    let (rule, verb) = match (revision, field.always_sent) {
        (Revision::New, true) => (&rules::FIELD_ADDED_REQUIRED, "is new and always sent"),
        (Revision::New, false) => (&rules::FIELD_ADDED_OPTIONAL, "is new"),
        (Revision::Old, true) => (&rules::FIELD_REMOVED_REQUIRED, "is gone; it was always sent"),
        (Revision::Old, false) => (&rules::FIELD_REMOVED_OPTIONAL, "is gone"),
    };
    let fields = PerRevision::of(|stated| (stated == revision).then_some(field));
    let words = format!("the field `{}` {verb}{}", field.name, gated(&field.notes));
    let change = site.structural(rule, words, visibility::of_field(site, fields));
    let mut found = vec![change];
    match revision {
        Revision::New => {
            found.extend(check_since(site, &field.notes));
            found.extend(check_added_words(site, &field.meaning));
        }
        Revision::Old => found.extend(correlates(&field.name).then(|| {
            let words = format!("`{}` is not there any more, and answers were matched by it", field.name);
            site.authored(&rules::CORRELATION_CHANGED, words)
        })),
    }
    found
}

/// Reports that a new field has the name that another field once had.
fn check_reused<'c>(site: &Site<'c>, old: &'c [Field], new: &'c Field) -> Option<Compared<'c>> {
    let known = old.iter().find(|known| former(&known.notes) == Some(&new.name))?;
    let words = format!("`{}` was once the name of `{}`, and is now in use again", new.name, known.name);
    let site = site.clone().at(PerRevision { old: Some(&known.span), new: Some(&new.span) });
    Some(site.authored(&rules::RESERVED_NAME_REUSED, words))
}

/// A field with another name: as if the one had gone and the other had come.
fn renamed<'c>(before: &Site<'c>, site: &Site<'c>, old: &Field, new: &Field) -> Vec<Compared<'c>> {
    let gone = visibility::of_field(before, PerRevision { old: Some(old), new: None });
    let come = visibility::of_field(site, PerRevision { old: None, new: Some(new) });
    let effects = PerRevision { old: gone.old.or_worse(come.old), new: gone.new.or_worse(come.new) };
    let words = format!("the field `{}` is now called `{}`", old.name, new.name);
    let change = site.structural(&rules::FIELD_RENAMED, words, effects);
    let matched_by = [&old.name, &new.name].into_iter().find(|name| correlates(name)).map(|name| {
        let words = format!("`{name}` has another name, and answers are matched by it");
        site.authored(&rules::CORRELATION_CHANGED, words)
    });
    [change].into_iter().chain(matched_by).collect()
}

/// Returns true if a field of this name tells which answer belongs to which request or delivery.
fn correlates(name: &str) -> bool {
    ["requestId", "bufferId"].contains(&name)
}
