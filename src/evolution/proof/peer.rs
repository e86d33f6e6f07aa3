//! A revision as one side runs it: with some gates advertised and some not.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use crate::contract::Contract;
use crate::evolution::finding::Revision;
use crate::evolution::wire::gates::{self, Gates};
use crate::schema::{Node, View, bundle};
use crate::validate::Validator;

/// One revision without what is gated by something that is not advertised, and its validators.
pub(in crate::evolution) struct Peer {
    pub(in crate::evolution) contract: Contract,
    /// By view and definition.
    compiled: RefCell<HashMap<(View, String), Compiled>>,
}

/// A validator; none where the schemas do not compile.
type Compiled = Option<Rc<Validator>>;

/// Both revisions, under every choice of gates that was asked for.
pub(in crate::evolution) struct Peers<'a> {
    old: &'a Contract,
    new: &'a Contract,
    made: RefCell<HashMap<(Revision, Gates), Rc<Peer>>>,
}

impl<'a> Peers<'a> {
    pub(in crate::evolution) fn new(old: &'a Contract, new: &'a Contract) -> Self {
        Self { old, new, made: RefCell::default() }
    }

    /// The whole contract of a revision.
    pub(in crate::evolution) fn contract(&self, revision: Revision) -> &'a Contract {
        match revision {
            Revision::Old => self.old,
            Revision::New => self.new,
        }
    }

    /// The gates that a reader of this revision can advertise: those that its document states.
    pub(in crate::evolution) fn gates(&self, revision: Revision) -> Gates {
        gates::of(self.contract(revision))
    }

    /// A revision as it is spoken when exactly these gates are advertised.
    pub(in crate::evolution) fn peer(&self, revision: Revision, advertised: &Gates) -> Rc<Peer> {
        let mut made = self.made.borrow_mut();
        let key = (revision, advertised.clone());
        Rc::clone(made.entry(key).or_insert_with(|| Rc::new(Peer::new(self.contract(revision), advertised))))
    }
}

impl Peer {
    fn new(contract: &Contract, advertised: &Gates) -> Self {
        let contract = gates::under(contract, advertised);
        Self { contract, compiled: RefCell::default() }
    }

    /// The validator of a view for one definition and what it refers to; none where the schemas do not compile.
    pub(in crate::evolution) fn validator(&self, view: View, definition: &str) -> Compiled {
        let mut compiled = self.compiled.borrow_mut();
        let made = compiled.entry((view, definition.to_owned())).or_insert_with(|| {
            let mut bundle = bundle(&self.contract, view);
            prune(&mut bundle, definition);
            Validator::new(bundle, view).ok().map(Rc::new)
        });
        made.clone()
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
    kept.extend(["GatewayFrame", "ConnectorFrame"].map(str::to_owned));
    bundle.definitions.retain(|name, _| kept.contains(name));
}
