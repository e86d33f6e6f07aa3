//! The fields of a record side by side.

use serde_json::Value;

use crate::contract::{Field, Span, Type};
use crate::evolution::catalogue as rules;
use crate::evolution::finding::Revision;
use crate::evolution::proof::minimal::{Edit, Step};
use crate::evolution::proof::reader_model::{reads_null_as_absent, requires};
use crate::evolution::verdict::ReaderAnswer;
use crate::evolution::walk::{Outcome, PerRevision, Probe, Root, Site, Walk};
use crate::evolution::wire::frames::{former, gated};
use crate::evolution::wire::gates::names;
use crate::evolution::wire::types::Pairing;

impl Walk<'_> {
    /// Compares the fields of the record at `site`.
    pub(in crate::evolution) fn compare_fields(&mut self, site: &Site, old: &[Field], new: &[Field]) {
        for field in new {
            let below = site.below(Step::Field(field.name.clone()), &format!(".{}", field.name));
            if let Some(before) = find(old, &field.name) {
                self.compare_field(below, before, field);
            } else if let Some(before) = renamed(old, new, field) {
                self.field_renamed(site, &below, before, field);
            } else {
                let returns = old.iter().find(|known| former(&known.notes) == Some(&field.name));
                self.field_on_one_side(Revision::New, &below, field);
                if let Some(known) = returns {
                    let change = format!(
                        "`{}` was once the name of `{}`, and is now in use again",
                        field.name, known.name
                    );
                    let spans = PerRevision { old: Some(&known.span), new: Some(&field.span) };
                    self.authored(&rules::RESERVED_NAME_REUSED, &below, spans, change);
                }
            }
        }
        for field in old.iter().filter(|field| find(new, &field.name).is_none()) {
            if new.iter().all(|later| renamed(old, new, later) != Some(field)) {
                let below = site.below(Step::Field(field.name.clone()), &format!(".{}", field.name));
                self.field_on_one_side(Revision::Old, &below, field);
            }
        }
    }

    fn compare_field(&mut self, mut site: Site, old: &Field, new: &Field) {
        let spans = PerRevision { old: Some(&old.span), new: Some(&new.span) };
        let gates = PerRevision { old: old.notes.gate.as_deref(), new: new.notes.gate.as_deref() };
        if gates.old != gates.new {
            let presence = self.field_presence(&site, PerRevision { old: Some(old), new: Some(new) });
            self.compare_gates(&site, spans, gates, &presence);
        }
        let meets = self.meets(gates);
        site.live = PerRevision::of(|revision| *site.live.get(revision) && *meets.get(revision));
        site.held.extend([gates.old, gates.new].into_iter().flatten().flat_map(names).map(str::to_owned));
        self.compare_duty(&site, spans, old, new);
        self.compare_defaults(&site, spans, old, new);
        self.compare_words(&site, spans, (&old.meaning, &old.notes), (&new.meaning, &new.notes));
        let pairing = Pairing {
            spans,
            null_reads_as_absent: PerRevision {
                old: reads_null_as_absent(old),
                new: reads_null_as_absent(new),
            },
        };
        match (self.old.is_untyped(old), self.new.is_untyped(new)) {
            (false, false) => self.compare_types(&site, &pairing, &old.ty, &new.ty),
            (true, true) => {}
            (was_untyped, _) => self.type_stated(was_untyped, &site, spans, (&old.ty, &new.ty)),
        }
    }

    /// The writer's duty.
    fn compare_duty(&mut self, site: &Site, spans: PerRevision<Option<&Span>>, old: &Field, new: &Field) {
        let (rule, now) = match (old.always_sent, new.always_sent) {
            (true, false) => (&rules::FIELD_REQUIRED_TO_OPTIONAL, "may be left out; it was always sent"),
            (false, true) => (&rules::FIELD_OPTIONAL_TO_REQUIRED, "is always sent; it could be left out"),
            _ => return,
        };
        let fields = PerRevision { old, new };
        let outcomes = PerRevision::of(|from| {
            let omitted = !fields.get(from).always_sent && requires(fields.get(from.other()));
            if omitted && *site.live.get(from) {
                self.shown(site, from, ReaderAnswer::Refused, Edit::Omit)
            } else {
                Outcome::ACCEPTED
            }
        });
        self.structural(rule, site, spans, format!("`{}` {now}", new.name), &outcomes);
    }

    /// The reader's default.
    fn compare_defaults(&mut self, site: &Site, spans: PerRevision<Option<&Span>>, old: &Field, new: &Field) {
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
            return;
        }
        let rule = if old.always_sent && new.always_sent {
            &rules::DEFAULT_RESTATED
        } else if new.ty == Type::Bool && site.root == Root::Frame("descriptor".to_owned()) {
            &rules::DEFAULT_CHANGED_CAPABILITY
        } else {
            &rules::DEFAULT_CHANGED
        };
        let shown = |value: &Option<Value>| {
            value.as_ref().map_or_else(|| "nothing".to_owned(), |value| format!("`{value}`"))
        };
        let change = format!(
            "an absent `{}` reads as {}; it read as {}",
            new.name,
            shown(&new.if_absent),
            shown(&old.if_absent)
        );
        self.authored(rule, site, spans, change);
    }

    fn field_on_one_side(&mut self, revision: Revision, site: &Site, field: &Field) {
        let (rule, fields, verb) = match (revision, field.always_sent) {
            (Revision::New, true) => (
                &rules::FIELD_ADDED_REQUIRED,
                PerRevision { old: None, new: Some(field) },
                "is new and always sent",
            ),
            (Revision::New, false) => {
                (&rules::FIELD_ADDED_OPTIONAL, PerRevision { old: None, new: Some(field) }, "is new")
            }
            (Revision::Old, true) => (
                &rules::FIELD_REMOVED_REQUIRED,
                PerRevision { old: Some(field), new: None },
                "is gone; it was always sent",
            ),
            (Revision::Old, false) => {
                (&rules::FIELD_REMOVED_OPTIONAL, PerRevision { old: Some(field), new: None }, "is gone")
            }
        };
        let outcomes = self.field_presence(site, fields);
        let spans = PerRevision {
            old: fields.old.map(|field| &field.span),
            new: fields.new.map(|field| &field.span),
        };
        let change = format!("the field `{}` {verb}{}", field.name, gated(&field.notes));
        self.structural(rule, site, spans, change, &outcomes);
        if revision == Revision::Old && correlates(&field.name) {
            let change = format!("`{}` is not there any more, and answers were matched by it", field.name);
            self.authored(&rules::CORRELATION_CHANGED, site, spans, change);
        }
        if revision == Revision::New {
            self.check_since(site, &field.span, &field.notes);
        }
    }

    fn field_renamed(&mut self, parent: &Site, site: &Site, old: &Field, new: &Field) {
        // As if the one field had gone and the other had come.
        let before = parent.below(Step::Field(old.name.clone()), "");
        let gone = self.field_presence(&before, PerRevision { old: Some(old), new: None });
        let come = self.field_presence(site, PerRevision { old: None, new: Some(new) });
        let outcomes = PerRevision { old: gone.old.or_worse(come.old), new: gone.new.or_worse(come.new) };
        let spans = PerRevision { old: Some(&old.span), new: Some(&new.span) };
        let change = format!("the field `{}` is now called `{}`", old.name, new.name);
        self.structural(&rules::FIELD_RENAMED, site, spans, change, &outcomes);
        if let Some(name) = [&old.name, &new.name].into_iter().find(|name| correlates(name)) {
            let change = format!("`{name}` has another name, and answers are matched by it");
            self.authored(&rules::CORRELATION_CHANGED, site, spans, change);
        }
    }

    /// An answer at a place, shown with every gate of the reader advertised.
    pub(in crate::evolution) fn shown(
        &self,
        site: &Site,
        from: Revision,
        answer: ReaderAnswer,
        edit: Edit,
    ) -> Outcome {
        let advertised = self.advertised(site, from);
        let Site { root, steps, .. } = site.clone();
        Outcome { answer, probe: Some(Probe { root, advertised, steps, edit }) }
    }
}

fn find<'a>(fields: &'a [Field], name: &str) -> Option<&'a Field> {
    fields.iter().find(|field| field.name == name)
}

/// The old field that `new` is the new name of: as either document says, or because all but the name is the same.
fn renamed<'a>(old: &'a [Field], later: &[Field], new: &Field) -> Option<&'a Field> {
    if find(old, &new.name).is_some() {
        return None;
    }
    let mut gone = old.iter().filter(|field| find(later, &field.name).is_none());
    let is_stated =
        |field: &&Field| former(&new.notes) == Some(&field.name) || former(&field.notes) == Some(&new.name);
    let is_like = |field: &&Field| {
        !new.meaning.is_empty()
            && (&field.ty, field.always_sent, &field.if_absent, &field.meaning)
                == (&new.ty, new.always_sent, &new.if_absent, &new.meaning)
    };
    let stated_or_like = gone.clone().find(is_stated).or_else(|| gone.clone().find(is_like));
    stated_or_like.or_else(|| {
        // A shape in place has no meanings: one field gone and one like it come is the same field.
        let is_same_field = |field: &&Field| {
            (&field.ty, field.always_sent, &field.if_absent, &field.meaning, "")
                == (&new.ty, new.always_sent, &new.if_absent, &new.meaning, new.meaning.as_str())
        };
        let come = later.iter().filter(|field| find(old, &field.name).is_none());
        let is_only = come.count() == 1 && gone.clone().count() == 1;
        gone.next().filter(|field| is_only && is_same_field(field))
    })
}

/// Whether a field of this name tells which answer belongs to which request or delivery.
fn correlates(name: &str) -> bool {
    ["requestId", "bufferId"].contains(&name)
}
