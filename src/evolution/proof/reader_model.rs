//! A reader of a contract and its answer to one value, reasoned on the model.
//!
//! The compiled validators are not asked here: they confirm afterwards what this finds.

use serde_json::{Map, Value};

use crate::contract::{Contract, Type};
use crate::evolution::proof::minimal::Members;
use crate::evolution::verdict::ReaderAnswer;
use crate::well_known::OUTBOUND_ACTION;

/// The answer of a reader to `value` in the place of a `ty`: that of its worst part.
pub(in crate::evolution) fn receive(contract: &Contract, ty: &Type, value: &Value) -> ReaderAnswer {
    match (ty, value) {
        (Type::Nullable(inner), value) if !value.is_null() => receive(contract, inner, value),
        (Type::List(each), Value::Array(values)) => {
            worst(values.iter().map(|value| receive(contract, each, value)))
        }
        (Type::Pair(members), Value::Array(values)) if values.len() == 2 => {
            worst(members.iter().zip(values).map(|(member, value)| receive(contract, &member.ty, value)))
        }
        (Type::Named(_) | Type::Shape(_), Value::Object(values)) => match (Members::of(contract, ty), ty) {
            (Some(members), _) => receive_members(contract, members, values),
            (None, Type::Named(union)) => receive_union(contract, union, values),
            (None, _) => ReaderAnswer::Refused,
        },
        (Type::Named(_) | Type::Shape(_), _) => ReaderAnswer::Refused,
        _ => accepted_if(contract.fits(value, ty)),
    }
}

fn receive_members(contract: &Contract, members: Members<'_>, values: &Map<String, Value>) -> ReaderAnswer {
    if !has_tag(members, values) {
        return ReaderAnswer::Refused;
    }
    let known = members.fields.iter().map(|field| match values.get(&field.name) {
        None => accepted_if(!field.reader_requires()),
        Some(Value::Null) if field.reads_null_as_absent() => ReaderAnswer::Accepted,
        Some(value) => receive(contract, &field.ty, value),
    });
    let is_known = |name: &str| {
        let mut names = members.fields.iter().map(|field| field.name.as_str());
        members.tag.is_some_and(|(tag, _)| tag == name) || names.any(|known| known == name)
    };
    let unknown = values.keys().filter(|name| !is_known(name)).map(|_| ReaderAnswer::Ignored);
    worst(known.chain(unknown))
}

fn receive_union(contract: &Contract, union: &str, values: &Map<String, Value>) -> ReaderAnswer {
    let mut branches = contract.union(union).into_iter().map(Members::from);
    match branches.find(|branch| has_tag(*branch, values)) {
        Some(members) => receive_members(contract, members, values),
        // The reader's union of actions has a branch for every other op.
        None if union == OUTBOUND_ACTION && values.get("op").is_some_and(Value::is_string) => {
            ReaderAnswer::Ignored
        }
        None => ReaderAnswer::Refused,
    }
}

fn has_tag(members: Members<'_>, values: &Map<String, Value>) -> bool {
    members.tag.is_none_or(|(name, word)| values.get(name).is_some_and(|value| value == word))
}

fn worst(answers: impl Iterator<Item = ReaderAnswer>) -> ReaderAnswer {
    answers.max().unwrap_or(ReaderAnswer::Accepted)
}

const fn accepted_if(fits: bool) -> ReaderAnswer {
    if fits { ReaderAnswer::Accepted } else { ReaderAnswer::Refused }
}
