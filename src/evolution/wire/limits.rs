//! Limits of strings and integers side by side.

use serde_json::{Value, json};

use crate::contract::{Limits, Span, Type};
use crate::evolution::catalogue as rules;
use crate::evolution::finding::Revision;
use crate::evolution::proof::minimal::Edit;
use crate::evolution::verdict::ReaderAnswer;
use crate::evolution::walk::{Outcome, PerRevision, Site, Walk};

/// The greatest integer of the contract; text is bounded by the frame limit long before.
const MAX: i64 = (1 << 53) - 1;
/// No longer text fits into a frame.
const LONGEST: i64 = 1 << 20;

impl Walk<'_> {
    /// Compares the limits of two types of the same kind.
    pub(in crate::evolution) fn compare_limits(
        &mut self,
        site: &Site,
        spans: PerRevision<Option<&Span>>,
        (old, before): (&Type, Limits),
        (new, after): (&Type, Limits),
    ) {
        if before == after {
            return;
        }
        let ranges = PerRevision { old: range(old, before), new: range(new, after) };
        let is_text = matches!(new, Type::String(_));
        let change = format!("is {new}; it was {old}");
        // What one revision allows and the other does not is a change of its own.
        for (rule, wider) in
            [(&rules::CONSTRAINT_TIGHTENED, Revision::Old), (&rules::CONSTRAINT_LOOSENED, Revision::New)]
        {
            let Some(edge) = outside(*ranges.get(wider), *ranges.get(wider.other())) else { continue };
            let outcomes = PerRevision::of(|from| {
                let sendable = !is_text || edge <= LONGEST;
                if from == wider && *site.live.get(from) && sendable {
                    self.shown(site, from, ReaderAnswer::Refused, Edit::Put(value(is_text, edge)))
                } else {
                    Outcome::ACCEPTED
                }
            });
            self.structural(rule, site, spans, change.clone(), &outcomes);
        }
    }
}

/// The least and the greatest value or length.
fn range(ty: &Type, Limits { min, max }: Limits) -> (i64, i64) {
    let least = if matches!(ty, Type::String(_)) { 0 } else { -MAX };
    (min.unwrap_or(least).max(least), max.unwrap_or(MAX))
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
