//! Changes on the wire: frames, actions, fields and types side by side.

mod fields;
mod matching;
mod messages;
mod objects;
mod rows;
mod site;
mod types;
mod visibility;

use indexmap::IndexSet;

use crate::evolution::change::{Carriage, Carrier, Change};
use crate::evolution::place::PlaceRoot;
use crate::evolution::revision::Comparison;
use crate::evolution::wire::site::{Compared, Site};
use crate::well_known::OUTBOUND_ACTION;

/// Compares all frames, and through them everything that they carry; then what is left of actions, results and
/// objects. Returns the changes in the order of the new document, and what carries what.
pub(super) fn compare<'c>(comparison: &'c Comparison<'c>) -> (Vec<Change>, Carriage) {
    let mut reached = Reached::default();
    reached.follow(comparison, messages::compare_frames(comparison));
    if !reached.has(OUTBOUND_ACTION) {
        let alone = |action: &_| Site::of_action(comparison, action);
        reached.follow(comparison, messages::compare_actions(comparison, &alone));
    }
    reached.follow(comparison, messages::compare_results(comparison));
    for object in comparison.new.contract().objects() {
        let compared = objects::compare(comparison, object, reached.has(&object.name));
        reached.follow(comparison, compared);
    }
    reached.follow(comparison, objects::removed(comparison));
    let renamed = objects::renamed(comparison, &reached.definitions);
    reached.follow(comparison, renamed);
    (reached.changes, reached.carriage)
}

/// The changes so far, and what was compared to find them.
#[derive(Default)]
struct Reached {
    changes: Vec<Change>,
    carriage: Carriage,
    /// The definitions that fields refer to: each pair is compared once for each side that sends it.
    definitions: IndexSet<Carrier>,
}

impl Reached {
    /// Keeps the changes, and compares what is below a place before what follows the place.
    fn follow<'c>(&mut self, comparison: &'c Comparison<'c>, compared: Vec<Compared<'c>>) {
        let mut open = compared;
        open.reverse();
        while let Some(next) = open.pop() {
            let below = match next {
                Compared::Change(change) => {
                    self.changes.push(*change);
                    continue;
                }
                Compared::Carries(outer, inner) => {
                    self.carriage.insert(outer, inner);
                    continue;
                }
                Compared::Fields(site, fields) => fields::compare(&site, fields.old, fields.new),
                Compared::Definitions(site, pair) => {
                    let inner = site.enter(&pair.old.name, &pair.new.name);
                    if !self.enter(&site, &inner) {
                        continue;
                    }
                    objects::compare_pair(&inner, pair)
                }
                Compared::Actions(site) => {
                    if !self.enter(&site, &site.enter(OUTBOUND_ACTION, OUTBOUND_ACTION)) {
                        continue;
                    }
                    messages::compare_actions(comparison, &|action| site.enter_action(action))
                }
            };
            open.extend(below.into_iter().rev());
        }
    }

    /// Returns true if the definitions of `inner` have not been compared for its writer.
    fn enter(&mut self, outer: &Site<'_>, inner: &Site<'_>) -> bool {
        self.carriage.insert(outer.carrier.clone(), inner.carrier.clone());
        self.definitions.insert(inner.carrier.clone())
    }

    /// Returns true if the definition of this name, in either revision, was compared.
    fn has(&self, name: &str) -> bool {
        let is_it = |root: &PlaceRoot| matches!(root, PlaceRoot::Definition(known) if known == name);
        self.definitions.iter().any(|carrier| is_it(&carrier.old) || is_it(&carrier.new))
    }
}
