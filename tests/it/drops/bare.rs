//! Contracts without places.

use relay_contract::contract::{Action, Contract, Example, Fact, Field, Frame, Object, PairMember, Type};

pub(super) fn contract(contract: Contract) -> Contract {
    Contract {
        objects: contract
            .objects
            .into_iter()
            .map(|object| Object { span: 0..0, fields: fields(object.fields), ..object })
            .collect(),
        frames: contract
            .frames
            .into_iter()
            .map(|frame| Frame { span: 0..0, fields: fields(frame.fields), ..frame })
            .collect(),
        actions: contract
            .actions
            .into_iter()
            .map(|action| Action {
                span: 0..0,
                fields: fields(action.fields),
                result: fields(action.result),
                ..action
            })
            .collect(),
        facts: contract.facts.into_iter().map(|fact| Fact { span: 0..0, ..fact }).collect(),
        examples: contract
            .examples
            .into_iter()
            // White space in an example is white space.
            .map(|example| Example { span: 0..0, text: example.text.replace('\r', ""), ..example })
            .collect(),
        ..contract
    }
}

fn fields(fields: Vec<Field>) -> Vec<Field> {
    fields.into_iter().map(|field| Field { span: 0..0, ty: ty(field.ty), ..field }).collect()
}

fn ty(written: Type) -> Type {
    match written {
        Type::Shape(inner) => Type::Shape(fields(inner)),
        Type::List(item) => Type::List(Box::new(ty(*item))),
        Type::Nullable(inner) => Type::Nullable(Box::new(ty(*inner))),
        Type::Pair(members) => {
            Type::Pair(Box::new(members.map(|member| PairMember { ty: ty(member.ty), ..member })))
        }
        Type::String(_)
        | Type::Int(_)
        | Type::Number
        | Type::Bool
        | Type::Object
        | Type::Any
        | Type::Base64
        | Type::ClosedSet(_)
        | Type::OpenSet(_)
        | Type::Named(_) => written,
    }
}
