//! The smallest value of a type, and the smallest frame with a given value in a given place.

use serde_json::{Map, Value, json};

use crate::contract::{Contract, Definition, Field, Type};
use crate::evolution::change::Edit;
use crate::evolution::place::PathStep;
use crate::json::Segment;

/// The members of an object on the wire: its fields and, of a frame or an action, its tag.
#[derive(Debug, Clone, Copy)]
pub(in crate::evolution) struct Members<'a> {
    pub(in crate::evolution) fields: &'a [Field],
    pub(in crate::evolution) tag: Option<(&'static str, &'a str)>,
}

impl<'a> From<&'a Definition> for Members<'a> {
    fn from(definition: &'a Definition) -> Self {
        Self { fields: &definition.fields, tag: definition.tag() }
    }
}

impl<'a> Members<'a> {
    /// The members of a type that stands for a definition or is a shape in place; none for any other type.
    pub(in crate::evolution) fn of(contract: &'a Contract, ty: &'a Type) -> Option<Self> {
        match ty {
            Type::Named(name) => contract.definition(name).map(Self::from),
            Type::Shape(fields) => Some(Self { fields, tag: None }),
            _ => None,
        }
    }
}

/// The smallest value that a writer may send for a type.
pub(in crate::evolution) fn smallest(contract: &Contract, ty: &Type) -> Value {
    match ty {
        Type::String(limits) => {
            Value::String("a".repeat(usize::try_from(limits.min.unwrap_or(0)).unwrap_or(0)))
        }
        Type::Int(limits) => json!(match (limits.min, limits.max) {
            (Some(min), _) if min > 0 => min,
            (_, Some(max)) if max < 0 => max,
            _ => 0,
        }),
        Type::Number => json!(0),
        Type::Bool => json!(false),
        Type::Object => json!({}),
        Type::Any | Type::Nullable(_) => Value::Null,
        Type::Base64 => json!(""),
        Type::List(_) => json!([]),
        Type::Pair(members) => members.iter().map(|member| smallest(contract, &member.ty)).collect(),
        Type::ClosedSet(words) | Type::OpenSet(words) => json!(words.first()),
        Type::Named(_) | Type::Shape(_) => match Members::of(contract, ty) {
            Some(members) => Value::Object(smallest_members(contract, members)),
            None => smallest_branch(contract, ty),
        },
    }
}

/// The record with its tag and all that its writer always sends, and nothing else.
pub(in crate::evolution) fn smallest_members(
    contract: &Contract,
    members: Members<'_>,
) -> Map<String, Value> {
    let tag = members.tag.map(|(name, word)| (name.to_owned(), json!(word)));
    let fields = members.fields.iter().filter(|field| field.always_sent);
    let fields = fields.map(|field| (field.name.clone(), smallest(contract, &field.ty)));
    tag.into_iter().chain(fields).collect()
}

/// The smallest record with `edit` made at the end of `steps`; none where the steps lead nowhere.
pub(in crate::evolution) fn edited(
    contract: &Contract,
    members: Members<'_>,
    steps: &[PathStep],
    edit: &Edit,
) -> Option<Map<String, Value>> {
    let mut values = smallest_members(contract, members);
    let Some((step, rest)) = steps.split_first() else { return Some(values) };
    let PathStep::Field(name) = step else { return None };
    if rest.is_empty() && *edit == Edit::Omit {
        values.remove(name);
        return Some(values);
    }
    let value = match members.fields.iter().find(|field| field.name == *name) {
        Some(field) => edited_value(contract, &field.ty, rest, edit)?,
        None => return None,
    };
    values.insert(name.clone(), value);
    Some(values)
}

/// The JSON Pointer of the place that steps lead to.
pub(in crate::evolution) fn pointer(steps: &[PathStep]) -> String {
    let token = |step: &PathStep| match step {
        PathStep::Field(name) => Segment::Key(name).to_string(),
        PathStep::Element => Segment::Index(0).to_string(),
        PathStep::Member(index) => Segment::Index(*index).to_string(),
        PathStep::Op(_) => String::new(),
    };
    steps.iter().map(token).collect()
}

fn edited_value(contract: &Contract, ty: &Type, steps: &[PathStep], edit: &Edit) -> Option<Value> {
    let Some((step, rest)) = steps.split_first() else {
        return Some(match edit {
            Edit::Put(value) => value.clone(),
            Edit::Omit | Edit::Keep => smallest(contract, ty),
        });
    };
    match (ty, step) {
        (Type::Nullable(inner), _) => edited_value(contract, inner, steps, edit),
        (Type::List(each), PathStep::Element) => {
            Some(Value::Array(vec![edited_value(contract, each, rest, edit)?]))
        }
        (Type::Pair(members), PathStep::Member(index)) => {
            let values = members.iter().enumerate().map(|(at, member)| {
                if at == *index {
                    edited_value(contract, &member.ty, rest, edit)
                } else {
                    Some(smallest(contract, &member.ty))
                }
            });
            values.collect::<Option<_>>().map(Value::Array)
        }
        (Type::Named(_), PathStep::Op(op)) => {
            let action = contract.action(op)?;
            edited(contract, action.into(), rest, edit).map(Value::Object)
        }
        (Type::Named(_) | Type::Shape(_), PathStep::Field(_)) => {
            edited(contract, Members::of(contract, ty)?, steps, edit).map(Value::Object)
        }
        _ => None,
    }
}

fn smallest_branch(contract: &Contract, ty: &Type) -> Value {
    let Type::Named(name) = ty else { return json!({}) };
    let branches = contract.union(name).into_iter();
    let values = branches.map(|branch| smallest_members(contract, branch.into()));
    values.min_by_key(Map::len).map_or_else(|| json!({}), Value::Object)
}

/// The smallest record of a definition by name, edited.
pub(in crate::evolution) fn edited_definition(
    contract: &Contract,
    name: &str,
    steps: &[PathStep],
    edit: &Edit,
) -> Option<Value> {
    edited(contract, contract.definition(name)?.into(), steps, edit).map(Value::Object)
}
