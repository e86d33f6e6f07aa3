//! A field that went to another object of the same frame: one finding instead of two.

use crate::contract::{Contract, Field, Type};
use crate::evolution::catalogue as rules;
use crate::evolution::definitions::{Record, record};
use crate::evolution::finding::Finding;
use crate::evolution::judgement::Judgement;
use crate::evolution::rule::ChangeRule;
use crate::evolution::verdict::Verdict;
use crate::evolution::walk::Walk;

impl Walk<'_> {
    /// Joins each removal with the addition of the same field in an object that contains, or is contained in, the
    /// one that lost it.
    pub(in crate::evolution) fn join_moved_fields(&mut self) {
        let mut at = 0;
        while let Some(removed) = self.findings.get(at) {
            let is_removal =
                is(removed, &rules::FIELD_REMOVED_REQUIRED) || is(removed, &rules::FIELD_REMOVED_OPTIONAL);
            let added = self.findings.iter().position(|added| {
                let is_addition =
                    is(added, &rules::FIELD_ADDED_REQUIRED) || is(added, &rules::FIELD_ADDED_OPTIONAL);
                is_removal && is_addition && added.writer == removed.writer && self.is_move(removed, added)
            });
            match added {
                Some(added) => {
                    let joined = joined(&self.judgement, &self.findings[at], &self.findings[added]);
                    self.findings[at.min(added)] = joined;
                    self.findings.remove(at.max(added));
                }
                None => at += 1,
            }
        }
    }

    fn is_move(&self, removed: &Finding, added: &Finding) -> bool {
        let (Some((from, name)), Some((to, same))) =
            (removed.location.rsplit_once('.'), added.location.rsplit_once('.'))
        else {
            return false;
        };
        let (old, new) = (self.old.contract(), self.new.contract());
        let before = fields(old, from).and_then(|fields| fields.iter().find(|field| field.name == name));
        let after = fields(new, to).and_then(|fields| fields.iter().find(|field| field.name == same));
        let same_field =
            name == same && before.zip(after).is_some_and(|(before, after)| before.ty == after.ty);
        same_field && from != to && (holds(new, from, to) || holds(new, to, from))
    }
}

fn is(finding: &Finding, rule: &ChangeRule) -> bool {
    finding.rule == rule
}

fn joined(judgement: &Judgement<'_>, removed: &Finding, added: &Finding) -> Finding {
    let answers = removed.answers.zip(added.answers);
    let answers =
        answers.map(|(removed, added)| (judgement.answers)(&rules::FIELD_MOVED, removed.joined(added)));
    let unconfirmed = [removed, added].into_iter().find(|finding| finding.no_witness.is_some());
    let verdict = match (answers, unconfirmed) {
        (Some(answers), None) => answers.verdict(),
        _ => Verdict::NeedsReview,
    };
    let mut witnesses: Vec<_> = removed.witnesses.iter().chain(&added.witnesses).cloned().collect();
    witnesses.sort_by_key(|witness| std::cmp::Reverse(witness.answer));
    Finding {
        rule: &rules::FIELD_MOVED,
        location: added.location.clone(),
        old_line: removed.old_line,
        new_line: added.new_line,
        writer: added.writer,
        answers,
        verdict,
        change: format!("the field went from `{}` to `{}`", removed.location, added.location),
        witnesses,
        no_witness: unconfirmed.and_then(|finding| finding.no_witness.clone()),
        approved: None,
        carriers: [removed.carriers.as_slice(), &added.carriers].concat(),
    }
}

/// The fields of a definition, a frame or an action, as a location names it.
pub(in crate::evolution) fn fields<'a>(contract: &'a Contract, location: &str) -> Option<&'a [Field]> {
    let frame = contract.frame(location).map(Record::from);
    let action = || contract.action(location).map(Record::from);
    frame.or_else(action).or_else(|| record(contract, location)).map(|record| record.fields)
}

/// Whether a field of `outer` is an `inner`.
fn holds(contract: &Contract, outer: &str, inner: &str) -> bool {
    fields(contract, outer).is_some_and(|fields| {
        fields.iter().any(|field| {
            let ty = if let Type::Nullable(ty) = &field.ty { ty } else { &field.ty };
            matches!(ty, Type::Named(name) if name == inner)
        })
    })
}
