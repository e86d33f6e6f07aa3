//! Contracts without places.

use relay_contract::contract::{Contract, Field, PairMember, Type};

pub(crate) fn contract(mut contract: Contract) -> Contract {
    for definition in contract.definitions_mut() {
        definition.span = 0..0;
        definition.fields = fields(std::mem::take(&mut definition.fields));
    }
    for fact in &mut contract.facts {
        fact.span = 0..0;
    }
    for duty in &mut contract.duties {
        duty.span = 0..0;
    }
    for example in &mut contract.examples {
        example.span = 0..0;
        // White space in an example is white space.
        example.text = example.text.replace('\r', "");
    }
    contract
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
