//! Offers for untyped fields: the type that captures show, or that of a field of the same name.

use std::collections::HashMap;

use relay_contract::contract::{Limits, Type};

use super::infer::{Shown, Words, nullable};
use super::profile::{Kind, Place, Profile};
use super::survey::Survey;
use crate::stated::{Member, Stated};

/// The type that is offered for a field, and why.
pub(super) enum Offer {
    /// As captures show it.
    Shown(Type),
    /// As captures show it in part, and a field of the same name has it.
    Agreed {
        ty: Type,
        like: String,
        others: String,
    },
    /// As no single type holds what captures show: `any`.
    Mixed {
        kinds: String,
    },
    /// As a field of the same name has it in the document or, from the place on, in captures.
    Borrowed {
        ty: Type,
        like: String,
        shown: Option<Place>,
    },
    Nothing,
}

/// The offers for untyped fields, by the places of their names, and how many there are of each kind.
pub(super) struct Offers<'d> {
    by_place: HashMap<usize, Offer>,
    stated: HashMap<&'d str, Vec<Known>>,
    pub(super) untyped: usize,
    pub(super) shown: usize,
    pub(super) mixed: usize,
    pub(super) borrowed: usize,
}

/// A type that a field of some name has, and that field.
struct Known {
    ty: Type,
    like: String,
    shown: Option<Place>,
    count: u64,
}

impl Offer {
    /// The type to write.
    pub(super) fn ty(&self) -> Option<&Type> {
        match self {
            Self::Shown(ty) | Self::Agreed { ty, .. } | Self::Borrowed { ty, .. } => Some(ty),
            Self::Mixed { .. } => Some(&Type::Any),
            Self::Nothing => None,
        }
    }
}

impl<'d> Offers<'d> {
    /// Offers for all untyped members. `place` shows a line of a capture.
    pub(super) fn of(
        members: &[Member<'d>],
        survey: &Survey<'_>,
        words: &Words<'_>,
        place: &dyn Fn(Place) -> String,
    ) -> Self {
        let mut stated: HashMap<&str, Vec<Known>> = HashMap::new();
        for member in members.iter().filter(|member| member.stated == Stated::Type && is_whole(member.ty)) {
            add(stated.entry(member.name).or_default(), member, member.ty, None, 1);
        }
        let untyped = || members.iter().filter(|member| member.stated == Stated::Nothing);
        let mut captured: HashMap<&str, Vec<Known>> = HashMap::new();
        let mut by_place = HashMap::new();
        for member in untyped() {
            let Some(site) = survey.site(member.span.start) else { continue };
            let seen = site.profile.all;
            let offer = match words.shown(member.name, &site.profile) {
                Shown::Type(ty) if is_fit(member, &ty) => {
                    let known = captured.entry(member.name).or_default();
                    add(known, member, &ty, seen.map(|seen| seen.first), seen.map_or(0, |seen| seen.count));
                    Offer::Shown(ty)
                }
                Shown::Type(_) | Shown::Mixed => mixed(&site.profile, best(&stated, member), place),
                Shown::Nothing => Offer::Nothing,
            };
            by_place.insert(member.span.start, offer);
        }
        for member in untyped() {
            let offer = by_place.entry(member.span.start).or_insert(Offer::Nothing);
            let known = best(&stated, member).or_else(|| best(&captured, member));
            if let (Offer::Nothing, Some(known)) = (&*offer, known) {
                let is_null = survey.site(member.span.start).is_some_and(|site| site.profile.nulls > 0);
                let ty = nullable(known.ty.clone(), is_null);
                *offer = Offer::Borrowed { ty, like: known.like.clone(), shown: known.shown };
            }
        }
        let count = |is_it: fn(&Offer) -> bool| by_place.values().filter(|offer| is_it(offer)).count();
        Self {
            untyped: untyped().count(),
            shown: count(|offer| matches!(offer, Offer::Shown(_) | Offer::Agreed { .. })),
            mixed: count(|offer| matches!(offer, Offer::Mixed { .. })),
            borrowed: count(|offer| matches!(offer, Offer::Borrowed { .. })),
            by_place,
            stated,
        }
    }

    /// The offer for a field that the document does not name.
    pub(super) fn fresh(
        &self,
        name: &str,
        profile: &Profile,
        words: &Words<'_>,
        place: &dyn Fn(Place) -> String,
    ) -> Offer {
        match words.shown(name, profile) {
            Shown::Type(ty) => Offer::Shown(ty),
            Shown::Mixed => {
                let known = self
                    .stated
                    .get(name)
                    .and_then(|known| known.iter().rev().max_by_key(|known| known.count));
                mixed(profile, known, place)
            }
            Shown::Nothing => Offer::Nothing,
        }
    }

    /// The offer for the untyped member whose name stands there.
    pub(super) fn at(&self, place: usize) -> Option<&Offer> {
        self.by_place.get(&place)
    }
}

/// The JSON types seen, the most frequent first: `string 37 times, int once (first in session.ndjson:44)`.
fn told(profile: &Profile, without: Option<Kind>, place: &dyn Fn(Place) -> String) -> String {
    let mut kinds: Vec<_> = profile.kinds().filter(|(kind, _)| Some(*kind) != without).collect();
    kinds.sort_by_key(|(_, seen)| std::cmp::Reverse(seen.count));
    let told = kinds.iter().map(|(kind, seen)| {
        let times = if seen.count == 1 { "once".to_owned() } else { format!("{} times", seen.count) };
        format!("{} {times} (first in {})", kind.as_str(), place(seen.first))
    });
    told.collect::<Vec<_>>().join(", ")
}

/// The offer for values of several types: the one that a field of the same name has, if it is among them.
fn mixed(profile: &Profile, known: Option<&Known>, place: &dyn Fn(Place) -> String) -> Offer {
    let agreed = known.and_then(|known| {
        let kind = kind_of(&known.ty)?;
        profile.kinds().any(|(seen, _)| seen == kind).then_some((known, kind))
    });
    match agreed {
        Some((known, kind)) => Offer::Agreed {
            ty: nullable(known.ty.clone(), profile.nulls > 0),
            like: known.like.clone(),
            others: told(profile, Some(kind), place),
        },
        None => Offer::Mixed { kinds: told(profile, None, place) },
    }
}

fn add(known: &mut Vec<Known>, member: &Member<'_>, ty: &Type, shown: Option<Place>, count: u64) {
    if let Some(known) = known.iter_mut().find(|known| known.ty == *ty) {
        known.count += count;
        return;
    }
    let like = format!("{}.{}", member.owner.word(), member.path);
    known.push(Known { ty: ty.clone(), like, shown, count });
}

/// Of the types that fields of the member's name have, the most frequent that it can have; of several the first.
fn best<'k>(types: &'k HashMap<&str, Vec<Known>>, member: &Member<'_>) -> Option<&'k Known> {
    let fit = types.get(member.name)?.iter().rev().filter(|known| is_fit(member, &known.ty));
    fit.max_by_key(|known| known.count)
}

/// A member that is written as `name[]` is a list.
fn is_fit(member: &Member<'_>, ty: &Type) -> bool {
    !matches!(member.ty, Type::List(_)) || matches!(ty, Type::List(_))
}

/// Returns true for a type that leaves nothing open and can be written elsewhere.
fn is_whole(ty: &Type) -> bool {
    match ty {
        Type::Any | Type::Shape(_) => false,
        Type::Nullable(inner) | Type::List(inner) => is_whole(inner),
        Type::Pair(members) => members.iter().all(|member| is_whole(&member.ty)),
        _ => true,
    }
}

fn kind_of(ty: &Type) -> Option<Kind> {
    Some(match ty {
        Type::String(_) | Type::Base64 | Type::ClosedSet(_) | Type::OpenSet(_) => Kind::String,
        Type::Int(Limits { .. }) => Kind::Int,
        Type::Number => Kind::Number,
        Type::Bool => Kind::Bool,
        Type::Object | Type::Named(_) | Type::Shape(_) => Kind::Object,
        Type::List(_) | Type::Pair(_) => Kind::List,
        Type::Nullable(inner) => return kind_of(inner),
        Type::Any => return None,
    })
}
