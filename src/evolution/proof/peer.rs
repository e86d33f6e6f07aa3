//! The validators of both revisions, with some gates advertised and some not.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use crate::evolution::gates::Gates;
use crate::evolution::revision::{Comparison, Revision};
use crate::schema::{Node, View, bundle};
use crate::validate::Validator;
use crate::well_known::{CONNECTOR_FRAME, GATEWAY_FRAME};

/// The validators that were asked for, since it takes long to compile one.
pub(super) struct Peers<'c> {
    pub(super) comparison: &'c Comparison<'c>,
    /// By revision, gates, view and definition; none where the schemas do not compile.
    compiled: HashMap<(Revision, Gates, View, String), Option<Rc<Validator>>>,
}

impl<'c> Peers<'c> {
    pub(super) fn new(comparison: &'c Comparison<'c>) -> Self {
        Self { comparison, compiled: HashMap::new() }
    }

    /// The validator of a view for one definition and what it refers to; none where the schemas do not compile.
    pub(super) fn validator(
        &mut self,
        (revision, advertised): (Revision, &Gates),
        view: View,
        definition: &str,
    ) -> Option<Rc<Validator>> {
        let key = (revision, advertised.clone(), view, definition.to_owned());
        let compile = || {
            let mut bundle = bundle(&self.comparison.spoken(revision, advertised), view);
            prune(&mut bundle, definition);
            Validator::new(bundle, view).ok().map(Rc::new)
        };
        self.compiled.entry(key).or_insert_with(compile).clone()
    }
}

/// Leaves of a bundle what a definition refers to, and the unions of frames, by which frames are found: a whole
/// contract takes long to compile.
fn prune(bundle: &mut Node, definition: &str) {
    let mut kept = BTreeSet::new();
    let mut open = vec![definition.to_owned()];
    while let Some(name) = open.pop() {
        if let Some(node) = bundle.definitions.get_mut(&name)
            && kept.insert(name)
        {
            node.for_each_mut(&mut |node| open.extend(node.target().map(str::to_owned)));
        }
    }
    kept.extend([GATEWAY_FRAME, CONNECTOR_FRAME].map(str::to_owned));
    bundle.definitions.retain(|name, _| kept.contains(name));
}
