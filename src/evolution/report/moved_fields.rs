//! A field that went to another object of the same frame: one finding instead of two.

use crate::contract::{Contract, Type};
use crate::evolution::catalogue as rules;
use crate::evolution::finding::Finding;
use crate::evolution::place::PlaceRoot;
use crate::evolution::revision::Comparison;
use crate::evolution::rule::Judgement;
use crate::evolution::verdict::Verdict;

/// Joins each removal with the addition of the same field in an object that contains, or is contained in, the one that
/// lost it.
pub(in crate::evolution) fn join(
    comparison: &Comparison<'_>,
    judgement: Judgement<'_>,
    mut findings: Vec<Finding>,
) -> Vec<Finding> {
    let mut at = 0;
    while let Some(removed) = findings.get(at) {
        let added = findings.iter().position(|added| is_move(comparison, removed, added));
        match added {
            Some(added) => {
                findings[at.min(added)] = joined(judgement, &findings[at], &findings[added]);
                findings.remove(at.max(added));
            }
            None => at += 1,
        }
    }
    findings
}

fn is_move(comparison: &Comparison<'_>, removed: &Finding, added: &Finding) -> bool {
    let removals = [&rules::FIELD_REMOVED_REQUIRED, &rules::FIELD_REMOVED_OPTIONAL];
    let additions = [&rules::FIELD_ADDED_REQUIRED, &rules::FIELD_ADDED_OPTIONAL];
    let (Some((from, name)), Some((to, same))) = (removed.place.field(), added.place.field()) else {
        return false;
    };
    let (old, new) = (comparison.old.contract(), comparison.new.contract());
    let before = || from.definition(old)?.field(name);
    let after = || to.definition(new)?.field(name);
    removals.contains(&removed.rule)
        && additions.contains(&added.rule)
        && added.writer == removed.writer
        && name == same
        && from != to
        && before().zip(after()).is_some_and(|(before, after)| before.ty == after.ty)
        && (holds(new, from, to) || holds(new, to, from))
}

fn joined(judgement: Judgement<'_>, removed: &Finding, added: &Finding) -> Finding {
    let rule = &rules::FIELD_MOVED;
    let answers = removed.answers.zip(added.answers);
    let answers = answers.map(|(removed, added)| (judgement.answers)(rule, removed.joined(added)));
    let unconfirmed = [removed, added].into_iter().find(|finding| finding.no_witness.is_some());
    let change = format!("the field went from `{}` to `{}`", removed.place, added.place);
    let mut finding = Finding::authored(rule, added.place.clone(), change, judgement);
    finding.old_line = removed.old_line;
    finding.new_line = added.new_line;
    finding.writer = added.writer;
    finding.answers = answers;
    finding.verdict = match (answers, unconfirmed) {
        (Some(answers), None) => answers.verdict(),
        _ => Verdict::NeedsReview,
    };
    finding.witnesses = removed.witnesses.iter().chain(&added.witnesses).cloned().collect();
    finding.witnesses.sort_by_key(|witness| std::cmp::Reverse(witness.answer));
    finding.no_witness = unconfirmed.and_then(|finding| finding.no_witness.clone());
    finding.carriers = [removed.carriers.as_slice(), &added.carriers].concat();
    finding.carriers.sort();
    finding.carriers.dedup();
    finding
}

/// Returns true if a field of `outer` is an `inner`.
fn holds(contract: &Contract, outer: &PlaceRoot, inner: &PlaceRoot) -> bool {
    outer.definition(contract).is_some_and(|outer| {
        outer.fields.iter().any(|field| {
            let ty = if let Type::Nullable(ty) = &field.ty { ty } else { &field.ty };
            matches!((ty, inner), (Type::Named(name), PlaceRoot::Definition(inner)) if name == inner)
        })
    })
}
