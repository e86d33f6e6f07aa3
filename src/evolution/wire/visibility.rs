//! Whether what one revision sends is known to the other, under every choice of gates.

use crate::contract::Field;
use crate::evolution::finding::Revision;
use crate::evolution::proof::minimal::{Edit, smallest};
use crate::evolution::proof::reader_model::requires;
use crate::evolution::verdict::ReaderAnswer;
use crate::evolution::walk::{Outcome, PerRevision, Probe, Site, Walk};
use crate::evolution::wire::gates::{self, Gates};

/// Whether a revision has an element, and behind which gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::evolution) enum Stated<'a> {
    /// It has no such element.
    Not,
    /// It has it, for every reader.
    Open,
    /// It has it, for readers that advertise this.
    Gated(&'a str),
}

impl<'a> Stated<'a> {
    /// An element that is there, with the gate that its row states.
    pub(in crate::evolution) fn by(gate: Option<&'a str>) -> Self {
        gate.map_or(Self::Open, Self::Gated)
    }

    fn is_open(self, advertised: &Gates) -> bool {
        match self {
            Self::Not => false,
            Self::Open => true,
            Self::Gated(gate) => gates::is_open(gate, advertised),
        }
    }
}

/// What a reader does with one element, given whether it is sent and whether it is known.
type Judge<'j> = dyn Fn(bool, bool, &Gates) -> Option<(ReaderAnswer, Edit)> + 'j;

impl Walk<'_> {
    /// The outcome of a field's presence, by the writer's revision.
    pub(in crate::evolution) fn field_presence(
        &self,
        site: &Site,
        fields: PerRevision<Option<&Field>>,
    ) -> PerRevision<Outcome> {
        let gates = PerRevision::of(|revision| {
            fields.get(revision).map_or(Stated::Not, |field| Stated::by(field.notes.gate.as_deref()))
        });
        PerRevision::of(|from| {
            let (sent, read) = (*fields.get(from), *fields.get(from.other()));
            let judge = |is_sent: bool, is_known: bool, advertised: &Gates| match (is_sent, is_known) {
                (true, false) => sent.map(|sent| {
                    let peer = self.peers.peer(from, advertised);
                    (ReaderAnswer::Ignored, Edit::Put(smallest(&peer.contract, &sent.ty)))
                }),
                (_, true) if read.is_some_and(requires) => {
                    let omitted = !is_sent || sent.is_none_or(|sent| !sent.always_sent);
                    omitted.then_some((ReaderAnswer::Refused, Edit::Omit))
                }
                (_, true) | (false, false) => None,
            };
            self.worst(site, from, gates, &judge)
        })
    }

    /// The outcome of a frame's or an action's presence, by the writer's revision.
    pub(in crate::evolution) fn presence(
        &self,
        site: &Site,
        gates: PerRevision<Stated<'_>>,
    ) -> PerRevision<Outcome> {
        let judge = |is_sent: bool, is_known: bool, _: &Gates| {
            (is_sent && !is_known).then_some((ReaderAnswer::Ignored, Edit::Keep))
        };
        PerRevision::of(|from| self.worst(site, from, gates, &judge))
    }

    /// The outcome of a frame or an action of one revision that the other does not have.
    pub(in crate::evolution) fn unknown(&self, site: &Site, from: Revision, gate: Option<&str>) -> Outcome {
        let gates = match from {
            Revision::Old => PerRevision { old: Stated::by(gate), new: Stated::Not },
            Revision::New => PerRevision { old: Stated::Not, new: Stated::by(gate) },
        };
        self.presence(site, gates).get(from).clone()
    }

    /// Whether an element that both revisions have can be sent by a writer of each to a reader of the other.
    pub(in crate::evolution) fn meets(&self, gates: PerRevision<Option<&str>>) -> PerRevision<bool> {
        PerRevision::of(|from| {
            gates.get(from).is_none_or(|gate| gates::is_open(gate, &self.peers.gates(from.other())))
        })
    }

    /// All gates that the reader may advertise, and those without which the place is not reached.
    pub(in crate::evolution) fn advertised(&self, site: &Site, from: Revision) -> Gates {
        let mut gates = self.peers.gates(from.other());
        gates.extend(site.held.iter().cloned());
        gates
    }

    /// The worst outcome over every choice of the gates that concern an element and are not needed to reach it.
    fn worst(
        &self,
        site: &Site,
        from: Revision,
        gates: PerRevision<Stated<'_>>,
        judge: &Judge<'_>,
    ) -> Outcome {
        if !site.live.get(from) {
            return Outcome::ACCEPTED;
        }
        let known = self.advertised(site, from);
        let mut concerned: Vec<&str> = Vec::new();
        for stated in [gates.old, gates.new] {
            if let Stated::Gated(gate) = stated {
                concerned.extend(gates::names(gate));
            }
        }
        concerned.retain(|gate| known.contains(*gate) && !site.held.contains(*gate));
        concerned.sort_unstable();
        concerned.dedup();
        let mut worst = Outcome::ACCEPTED;
        for choice in 0..1_u32 << concerned.len() {
            let mut advertised = known.clone();
            for (bit, gate) in concerned.iter().enumerate() {
                if choice >> bit & 1 == 1 {
                    advertised.remove(*gate);
                }
            }
            let is_sent = gates.get(from).is_open(&advertised);
            let is_known = gates.get(from.other()).is_open(&advertised);
            if let Some((answer, edit)) = judge(is_sent, is_known, &advertised) {
                let probe = Probe { root: site.root.clone(), advertised, steps: site.steps.clone(), edit };
                worst = worst.or_worse(Outcome { answer, probe: Some(probe) });
            }
        }
        worst
    }
}
