//! Actions and results side by side.

use crate::Side;
use crate::contract::{Contract, Definition};
use crate::evolution::catalogue as rules;
use crate::evolution::definitions::{ACTIONS, carrier_of_results};
use crate::evolution::finding::Revision;
use crate::evolution::proof::minimal::Step;
use crate::evolution::walk::{PerRevision, Root, Site, Walk};
use crate::evolution::wire::frames::{former, gated, same_names};
use crate::evolution::wire::gates::names;
use crate::evolution::wire::visibility::Stated;

impl Walk<'_> {
    /// Compares the actions where `site` carries the union of them.
    pub(in crate::evolution) fn compare_carried_actions(&mut self, site: &Site) {
        let mut site = site.clone();
        self.enter(&mut site, ACTIONS);
        if self.actions_compared.insert(site.writer) {
            self.compare_actions(&|action| {
                let mut site = site.below(Step::Op(action.word().to_owned()), "");
                action.word().clone_into(&mut site.location);
                site
            });
        }
    }

    /// Compares the actions by themselves, if no frame is known to carry them, and all results.
    pub(in crate::evolution) fn compare_the_rest_of_actions(&mut self) {
        if self.actions_compared.is_empty() {
            self.compare_actions(&|action| alone(&action.name, action.word(), Some(Side::Gateway)));
        }
        let (old, new) = (&self.old.parse.contract, &self.new.parse.contract);
        for action in new.actions() {
            let Some(before) = old.action(action.word()) else { continue };
            let (Some(result), Some(result_before)) = (new.result(action.word()), old.result(action.word()))
            else {
                continue;
            };
            let name = result.name.clone();
            let mut site = alone(&name, &name, Some(Side::Connector));
            // A result comes only from a connector that advertised what its action needs.
            let gates = [before, action].into_iter().filter_map(|action| action.notes.gate.as_deref());
            site.held = gates.flat_map(names).map(str::to_owned).collect();
            if let Some((frame, _)) = carrier_of_results(new) {
                site.within = Root::Frame(frame.word().to_owned());
                self.enter(&mut site, &name);
            }
            self.compare_fields(&site, &result_before.fields, &result.fields);
        }
    }

    fn compare_actions(&mut self, site_of: &dyn Fn(&Definition) -> Site) {
        let (old, new) = (&self.old.parse.contract, &self.new.parse.contract);
        for action in new.actions() {
            let site = site_of(action);
            if let Some(before) = old.action(action.word()) {
                self.compare_action(site, before, action);
            } else if let Some(before) = renamed(old, new, action) {
                self.action_renamed(&site, &site_of(before), before, action);
            } else {
                self.action_on_one_side(Revision::New, &site, action);
            }
        }
        for action in old.actions().filter(|action| new.action(action.word()).is_none()) {
            if new.actions().all(|later| renamed(old, new, later) != Some(action)) {
                self.action_on_one_side(Revision::Old, &site_of(action), action);
            }
        }
    }

    fn compare_action(&mut self, mut site: Site, old: &Definition, new: &Definition) {
        let spans = PerRevision { old: Some(&old.span), new: Some(&new.span) };
        let gates = PerRevision { old: old.notes.gate.as_deref(), new: new.notes.gate.as_deref() };
        let presence =
            self.presence(&site, PerRevision { old: Stated::by(gates.old), new: Stated::by(gates.new) });
        self.compare_gates(&site, spans, gates, &presence);
        self.compare_words(&site, spans, (&old.meaning, &old.notes), (&new.meaning, &new.notes));
        let meets = self.meets(gates);
        site.live = PerRevision::of(|revision| *site.live.get(revision) && *meets.get(revision));
        site.held.extend([gates.old, gates.new].into_iter().flatten().flat_map(names).map(str::to_owned));
        self.compare_fields(&site, &old.fields, &new.fields);
    }

    fn action_on_one_side(&mut self, revision: Revision, site: &Site, action: &Definition) {
        let gate = action.notes.gate.as_deref();
        let (rule, gates, spans, verb) = match revision {
            Revision::New => (
                if gate.is_some() { &rules::OP_ADDED_GATED } else { &rules::OP_ADDED_UNGATED },
                PerRevision { old: Stated::Not, new: Stated::by(gate) },
                PerRevision { old: None, new: Some(&action.span) },
                "is new",
            ),
            Revision::Old => (
                &rules::OP_REMOVED,
                PerRevision { old: Stated::by(gate), new: Stated::Not },
                PerRevision { old: Some(&action.span), new: None },
                "is gone",
            ),
        };
        let outcomes = self.presence(site, gates);
        let mut change = format!("the action `{}` {verb}{}", action.word(), gated(&action.notes));
        if revision == Revision::New && self.old.mentions(action.word()) {
            change += "; the old document names it without stating it, so that this may be an addition to the document \
                       alone";
        }
        self.structural(rule, site, spans, change, &outcomes);
        if revision == Revision::New {
            self.check_since(site, &action.span, &action.notes);
        }
    }

    fn action_renamed(&mut self, site: &Site, before: &Site, old: &Definition, new: &Definition) {
        let outcomes = PerRevision {
            old: self.unknown(before, Revision::Old, old.notes.gate.as_deref()),
            new: self.unknown(site, Revision::New, new.notes.gate.as_deref()),
        };
        let change = format!("the action `{}` is now called `{}`", old.word(), new.word());
        let spans = PerRevision { old: Some(&old.span), new: Some(&new.span) };
        self.structural(&rules::OP_RENAMED, site, spans, change, &outcomes);
    }
}

/// A definition that no frame carries.
pub(in crate::evolution) fn alone(definition: &str, location: &str, writer: Option<Side>) -> Site {
    Site {
        root: Root::Definition(definition.to_owned()),
        writer,
        steps: Vec::new(),
        location: location.to_owned(),
        held: crate::evolution::wire::gates::Gates::new(),
        live: PerRevision { old: true, new: true },
        within: Root::Definition(definition.to_owned()),
    }
}

/// The old action that `new` is the new name of: as either document says, or because all but the name is the same.
fn renamed<'a>(old: &'a Contract, later: &Contract, new: &Definition) -> Option<&'a Definition> {
    if old.action(new.word()).is_some() {
        return None;
    }
    let mut gone = old.actions().filter(|action| later.action(action.word()).is_none());
    let is_stated = |action: &&Definition| {
        former(&new.notes) == Some(action.word()) || former(&action.notes) == Some(new.word())
    };
    let is_like = |action: &&Definition| {
        !new.meaning.is_empty() && action.meaning == new.meaning && same_names(&action.fields, &new.fields)
    };
    gone.clone().find(is_stated).or_else(|| gone.find(is_like))
}
