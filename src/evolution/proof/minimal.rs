//! The smallest value of a type, and the smallest frame with a given value in a given place.

use serde_json::{Map, Value, json};

use crate::contract::{Contract, Type};
use crate::evolution::definitions::{Record, branches, record, record_of};

/// A step from a record towards a place within it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(in crate::evolution) enum Step {
    /// Into a field.
    Field(String),
    /// Into the only element of a list.
    Element,
    /// Into a member of a pair.
    Member(usize),
    /// To one action of the union of actions; the value stays the same.
    Op(String),
}

/// What to do at the end of the steps.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::evolution) enum Edit {
    /// Leave the field out.
    Omit,
    /// Put this value there.
    Put(Value),
    /// Leave what is smallest.
    Keep,
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
        Type::Named(_) | Type::Shape(_) => match record_of(contract, ty) {
            Some(record) => Value::Object(smallest_record(contract, record)),
            None => smallest_branch(contract, ty),
        },
    }
}

/// The record with its tag and all that its writer always sends, and nothing else.
pub(in crate::evolution) fn smallest_record(contract: &Contract, record: Record<'_>) -> Map<String, Value> {
    let tag = record.tag.map(|(name, word)| (name.to_owned(), json!(word)));
    let fields = record.fields.iter().filter(|field| field.always_sent);
    let fields = fields.map(|field| (field.name.clone(), smallest(contract, &field.ty)));
    tag.into_iter().chain(fields).collect()
}

/// The smallest record with `edit` made at the end of `steps`; none where the steps lead nowhere.
pub(in crate::evolution) fn edited(
    contract: &Contract,
    record: Record<'_>,
    steps: &[Step],
    edit: &Edit,
) -> Option<Map<String, Value>> {
    let mut members = smallest_record(contract, record);
    let Some((step, rest)) = steps.split_first() else { return Some(members) };
    let Step::Field(name) = step else { return None };
    if rest.is_empty() && *edit == Edit::Omit {
        members.remove(name);
        return Some(members);
    }
    let value = match record.fields.iter().find(|field| field.name == *name) {
        Some(field) => edited_value(contract, &field.ty, rest, edit)?,
        None => return None,
    };
    members.insert(name.clone(), value);
    Some(members)
}

/// The JSON Pointer of the place that steps lead to.
pub(in crate::evolution) fn pointer(steps: &[Step]) -> String {
    let token = |step: &Step| match step {
        Step::Field(name) => format!("/{}", name.replace('~', "~0").replace('/', "~1")),
        Step::Element => "/0".to_owned(),
        Step::Member(index) => format!("/{index}"),
        Step::Op(_) => String::new(),
    };
    steps.iter().map(token).collect()
}

fn edited_value(contract: &Contract, ty: &Type, steps: &[Step], edit: &Edit) -> Option<Value> {
    let Some((step, rest)) = steps.split_first() else {
        return Some(match edit {
            Edit::Put(value) => value.clone(),
            Edit::Omit | Edit::Keep => smallest(contract, ty),
        });
    };
    match (ty, step) {
        (Type::Nullable(inner), _) => edited_value(contract, inner, steps, edit),
        (Type::List(each), Step::Element) => {
            Some(Value::Array(vec![edited_value(contract, each, rest, edit)?]))
        }
        (Type::Pair(members), Step::Member(index)) => {
            let values = members.iter().enumerate().map(|(at, member)| {
                if at == *index {
                    edited_value(contract, &member.ty, rest, edit)
                } else {
                    Some(smallest(contract, &member.ty))
                }
            });
            values.collect::<Option<_>>().map(Value::Array)
        }
        (Type::Named(_), Step::Op(op)) => {
            let action = contract.action(op)?;
            edited(contract, action.into(), rest, edit).map(Value::Object)
        }
        (Type::Named(_) | Type::Shape(_), Step::Field(_)) => {
            edited(contract, record_of(contract, ty)?, steps, edit).map(Value::Object)
        }
        _ => None,
    }
}

fn smallest_branch(contract: &Contract, ty: &Type) -> Value {
    let Type::Named(name) = ty else { return json!({}) };
    let values = branches(contract, name).into_iter().map(|branch| smallest_record(contract, branch));
    values.min_by_key(Map::len).map_or_else(|| json!({}), Value::Object)
}

/// The smallest record of a definition by name, edited.
pub(in crate::evolution) fn edited_definition(
    contract: &Contract,
    name: &str,
    steps: &[Step],
    edit: &Edit,
) -> Option<Value> {
    edited(contract, record(contract, name)?, steps, edit).map(Value::Object)
}
