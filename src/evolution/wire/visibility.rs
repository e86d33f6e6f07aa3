//! Elements that one revision sends and the other may not know, under every choice of gates.

use crate::contract::Field;
use crate::evolution::change::{Edit, Effect};
use crate::evolution::gates::{self, Gates};
use crate::evolution::proof::minimal::smallest;
use crate::evolution::revision::{PerRevision, Revision};
use crate::evolution::verdict::ReaderAnswer;
use crate::evolution::wire::site::Site;

/// An element in one revision, and the gate in front of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stated<'a> {
    /// The revision has no such element.
    Not,
    /// It has the element, for every reader.
    Open,
    /// It has the element, for readers that advertise this.
    Gated(&'a str),
}

impl<'a> Stated<'a> {
    /// An element that is there, with the gate that its row states.
    pub(super) fn by(gate: Option<&'a str>) -> Self {
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

/// The answer of a reader to one element, given whether it is sent and whether it is known.
type Judge<'j> = dyn Fn(bool, bool, &Gates) -> Option<(ReaderAnswer, Edit)> + 'j;

/// The effects of a field's presence, by the writer's revision.
pub(super) fn of_field(site: &Site<'_>, fields: PerRevision<Option<&Field>>) -> PerRevision<Effect> {
    let gates = PerRevision::of(|revision| {
        fields.get(revision).map_or(Stated::Not, |field| Stated::by(field.notes.gate.as_deref()))
    });
    PerRevision::of(|from| {
        let (sent, read) = (*fields.get(from), *fields.get(from.other()));
        let judge = |is_sent: bool, is_known: bool, advertised: &Gates| match (is_sent, is_known) {
            (true, false) => sent.map(|sent| {
                let writer = site.comparison.spoken(from, advertised);
                (ReaderAnswer::Ignored, Edit::Put(smallest(&writer, &sent.ty)))
            }),
            (_, true) if read.is_some_and(Field::reader_requires) => {
                let omitted = !is_sent || sent.is_none_or(|sent| !sent.always_sent);
                omitted.then_some((ReaderAnswer::Refused, Edit::Omit))
            }
            (_, true) | (false, false) => None,
        };
        worst(site, from, gates, &judge)
    })
}

/// The effects of a frame's or an action's presence, by the writer's revision.
pub(super) fn of_message(site: &Site<'_>, gates: PerRevision<Stated<'_>>) -> PerRevision<Effect> {
    let judge = |is_sent: bool, is_known: bool, _: &Gates| {
        (is_sent && !is_known).then_some((ReaderAnswer::Ignored, Edit::Keep))
    };
    PerRevision::of(|from| worst(site, from, gates, &judge))
}

/// The effect of a frame or an action of one revision that the other does not have.
pub(super) fn of_unknown(site: &Site<'_>, from: Revision, gate: Option<&str>) -> Effect {
    let gates = PerRevision::of(|stated| if stated == from { Stated::by(gate) } else { Stated::Not });
    of_message(site, gates).get(from).clone()
}

/// The place behind the gates of an element that both revisions have: live where a writer can send it to a reader of
/// the other revision.
pub(super) fn behind<'c>(mut site: Site<'c>, gates: PerRevision<Option<&str>>) -> Site<'c> {
    site.live = PerRevision::of(|from| {
        let readers = site.comparison.gates.get(from.other());
        *site.live.get(from) && gates.get(from).is_none_or(|gate| gates::is_open(gate, readers))
    });
    site.held.extend([gates.old, gates.new].into_iter().flatten().flat_map(gates::names).map(str::to_owned));
    site
}

/// The worst effect over every choice of the gates that concern an element and are not needed to reach it.
fn worst(site: &Site<'_>, from: Revision, gates: PerRevision<Stated<'_>>, judge: &Judge<'_>) -> Effect {
    if !site.live.get(from) {
        return Effect::ACCEPTED;
    }
    let known = site.advertised(from);
    let mut concerned: Vec<&str> = Vec::new();
    for stated in [gates.old, gates.new] {
        if let Stated::Gated(gate) = stated {
            concerned.extend(gates::names(gate));
        }
    }
    concerned.retain(|gate| known.contains(*gate) && !site.held.contains(*gate));
    concerned.sort_unstable();
    concerned.dedup();
    let mut worst = Effect::ACCEPTED;
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
            worst = worst.or_worse(site.effect(answer, advertised, edit));
        }
    }
    worst
}
