//! Types side by side: what was said, as a rule, and what it comes to, as answers.

use crate::contract::{Span, Type};
use crate::evolution::catalogue as rules;
use crate::evolution::definitions::{ACTIONS, branches, record_of};
use crate::evolution::finding::Revision;
use crate::evolution::proof::edge_values::{Link, boundary};
use crate::evolution::proof::minimal::{Edit, Step};
use crate::evolution::proof::reader_model::receive;
use crate::evolution::rule::ChangeRule;
use crate::evolution::verdict::ReaderAnswer;
use crate::evolution::walk::{Outcome, PerRevision, Site, Walk};

/// What is known of a place beside its types.
#[derive(Debug, Clone, Copy)]
pub(in crate::evolution) struct Pairing<'a> {
    pub(in crate::evolution) spans: PerRevision<Option<&'a Span>>,
    /// Whether the reader of each revision takes `null` for absent here.
    pub(in crate::evolution) null_reads_as_absent: PerRevision<bool>,
}

impl Walk<'_> {
    /// Compares two types at the same place, part by part where they have the same parts.
    pub(in crate::evolution) fn compare_types(
        &mut self,
        site: &Site,
        pairing: &Pairing<'_>,
        old: &Type,
        new: &Type,
    ) {
        let inside = Pairing { null_reads_as_absent: PerRevision::default(), ..*pairing };
        match (old, new) {
            (Type::Nullable(old), Type::Nullable(new)) => self.compare_types(site, pairing, old, new),
            (Type::Any, _) | (_, Type::Any) => self.compare_whole(site, pairing, old, new),
            (Type::Nullable(inner), _) => {
                self.compare_null(&rules::TYPE_NARROWED, site, pairing, Revision::Old);
                self.compare_types(site, pairing, inner, new);
            }
            (_, Type::Nullable(inner)) => {
                self.compare_null(&rules::TYPE_WIDENED, site, pairing, Revision::New);
                self.compare_types(site, pairing, old, inner);
            }
            (Type::List(old), Type::List(new)) => {
                self.compare_types(&site.below(Step::Element, "[]"), &inside, old, new);
            }
            (Type::Pair(old), Type::Pair(new)) => {
                for (at, (old, new)) in old.iter().zip(new.iter()).enumerate() {
                    let site = site.below(Step::Member(at), &format!("[{at}]"));
                    self.compare_types(&site, &inside, &old.ty, &new.ty);
                }
            }
            (
                Type::ClosedSet(before) | Type::OpenSet(before),
                Type::ClosedSet(after) | Type::OpenSet(after),
            ) => self.compare_sets(site, pairing, (old, before), (new, after)),
            (Type::String(before), Type::String(after)) | (Type::Int(before), Type::Int(after)) => {
                self.compare_limits(site, pairing.spans, (old, *before), (new, *after));
            }
            (Type::Named(_) | Type::Shape(_), Type::Named(_) | Type::Shape(_)) => {
                self.compare_definitions(site, pairing, old, new);
            }
            _ => self.compare_whole(site, pairing, old, new),
        }
    }

    /// A type that the old document left open and the new one states, or the other way round.
    pub(in crate::evolution) fn type_stated(
        &mut self,
        stated: bool,
        site: &Site,
        spans: PerRevision<Option<&Span>>,
        (old, new): (&Type, &Type),
    ) {
        if stated {
            let change = format!(
                "states the type {new} where the old document was silent: an addition to the document, not an \
                 obligation newly imposed"
            );
            self.authored(&rules::TYPE_STATED, site, spans, change);
        } else {
            let change = format!("no longer states a type; it was {old}");
            self.authored(&rules::TYPE_UNSTATED, site, spans, change);
        }
    }

    /// `null` is a value in one revision (`revision`) only.
    fn compare_null(
        &mut self,
        rule: &'static ChangeRule,
        site: &Site,
        pairing: &Pairing<'_>,
        revision: Revision,
    ) {
        let change = match revision {
            Revision::New => "may be `null`; it could not",
            Revision::Old => "may not be `null`; it could",
        };
        let outcomes = PerRevision::of(|from| {
            let refused =
                from == revision && *site.live.get(from) && !pairing.null_reads_as_absent.get(from.other());
            if refused {
                self.shown(site, from, ReaderAnswer::Refused, Edit::Put(serde_json::Value::Null))
            } else {
                Outcome::ACCEPTED
            }
        });
        self.structural(rule, site, pairing.spans, change.to_owned(), &outcomes);
    }

    /// Two records, or two names of other things.
    fn compare_definitions(&mut self, site: &Site, pairing: &Pairing<'_>, old: &Type, new: &Type) {
        let (before, after) = (&self.old.parse.contract, &self.new.parse.contract);
        match (record_of(before, old), record_of(after, new)) {
            (Some(from), Some(to)) => {
                let mut site = site.clone();
                if let (Type::Named(old), Type::Named(new)) = (old, new) {
                    self.enter(&mut site, new);
                    if !self.compared.insert((old.clone(), new.clone(), site.writer)) {
                        return;
                    }
                    site.location.clone_from(new);
                }
                self.compare_fields(&site, from.fields, to.fields);
            }
            _ if old == new => match new {
                Type::Named(name) if name == ACTIONS => self.compare_carried_actions(site),
                Type::Named(name) if !branches(after, name).is_empty() => {}
                _ => self.not_understood(site, pairing.spans, old, new),
            },
            _ => self.not_understood(site, pairing.spans, old, new),
        }
    }

    fn not_understood(&mut self, site: &Site, spans: PerRevision<Option<&Span>>, old: &Type, new: &Type) {
        let change = format!("was {old} and is {new}, which the checker cannot compare");
        self.authored(&rules::NOT_UNDERSTOOD, site, spans, change);
    }

    fn compare_sets(
        &mut self,
        site: &Site,
        pairing: &Pairing<'_>,
        (old, before): (&Type, &[String]),
        (new, after): (&Type, &[String]),
    ) {
        let is_open = |ty: &Type| matches!(ty, Type::OpenSet(_));
        let missing = |from: &[String], known: &[String]| -> Vec<String> {
            from.iter().filter(|word| !known.contains(word)).cloned().collect()
        };
        let listed = |words: &[String]| {
            words.iter().map(|word| format!("`\"{word}\"`")).collect::<Vec<_>>().join(", ")
        };
        // Each rule looks at its own words alone, so that one finding does not repeat another.
        let opened = match (is_open(old), is_open(new)) {
            (false, true) => Some((&rules::ENUM_OPENED, "takes words beside those it lists")),
            (true, false) => Some((&rules::ENUM_CLOSED, "takes no word beside those it lists")),
            _ => None,
        };
        if let Some((rule, change)) = opened {
            let outcomes = self.type_outcomes(site, pairing, old, new);
            self.structural(rule, site, pairing.spans, change.to_owned(), &outcomes);
        }
        let (added, removed) = (missing(after, before), missing(before, after));
        if !added.is_empty() {
            let change = format!("may be {}", listed(&added));
            let outcomes = self.type_outcomes(site, pairing, old, &Type::ClosedSet(added));
            let outcomes = PerRevision { old: Outcome::ACCEPTED, ..outcomes };
            self.structural(&rules::ENUM_VALUE_ADDED, site, pairing.spans, change, &outcomes);
        }
        if !removed.is_empty() {
            let change = format!("may no longer be {}", listed(&removed));
            let outcomes = self.type_outcomes(site, pairing, &Type::ClosedSet(removed), new);
            let outcomes = PerRevision { new: Outcome::ACCEPTED, ..outcomes };
            self.structural(&rules::ENUM_VALUE_REMOVED, site, pairing.spans, change, &outcomes);
        }
    }

    /// Types without common parts.
    fn compare_whole(&mut self, site: &Site, pairing: &Pairing<'_>, old: &Type, new: &Type) {
        if old == new {
            return;
        }
        let outcomes = self.type_outcomes(site, pairing, old, new);
        let is_record = |ty: &Type| matches!(ty, Type::Named(_) | Type::Shape(_));
        let rule = match (old, new, outcomes.new.answer, outcomes.old.answer) {
            (Type::Object, new, _, _) if is_record(new) => &rules::OBJECT_CLOSED,
            (old, Type::Object, _, _) if is_record(old) => &rules::OBJECT_OPENED,
            (_, _, ReaderAnswer::Accepted, ReaderAnswer::Accepted) => &rules::TYPE_RESTATED,
            (_, _, _, ReaderAnswer::Accepted) => &rules::TYPE_WIDENED,
            (_, _, ReaderAnswer::Accepted, _) => &rules::TYPE_NARROWED,
            _ => &rules::TYPE_CHANGED,
        };
        self.structural(rule, site, pairing.spans, format!("is {new}; it was {old}"), &outcomes);
    }

    /// What the readers do with the values at the edges of what the writers may send.
    pub(in crate::evolution) fn type_outcomes(
        &self,
        site: &Site,
        pairing: &Pairing<'_>,
        old: &Type,
        new: &Type,
    ) -> PerRevision<Outcome> {
        let types = PerRevision { old, new };
        PerRevision::of(|from| {
            if !site.live.get(from) {
                return Outcome::ACCEPTED;
            }
            let advertised = self.advertised(site, from);
            let (writer, reader) =
                (self.peers.peer(from, &advertised), self.peers.peer(from.other(), &advertised));
            let link = Link { writer: &writer.contract, reader: &reader.contract };
            let (sent, read) = (*types.get(from), *types.get(from.other()));
            let null_is_absent = *pairing.null_reads_as_absent.get(from.other());
            let outcomes = boundary(link, sent, read).into_iter().map(|value| {
                let answer = if value.is_null() && null_is_absent {
                    ReaderAnswer::Accepted
                } else {
                    receive(&reader.contract, read, &value)
                };
                if answer == ReaderAnswer::Accepted {
                    Outcome::ACCEPTED
                } else {
                    self.shown(site, from, answer, Edit::Put(value))
                }
            });
            outcomes.fold(Outcome::ACCEPTED, Outcome::or_worse)
        })
    }
}
