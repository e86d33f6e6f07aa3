//! From the contract to the definitions of one view.

use indexmap::IndexMap;

use super::node::{Items, JsonType, NoMore, Node};
use super::view::View;
use crate::Side;
use crate::contract::{Contract, Definition, DefinitionKind, Field, Limits, PairMember, Type};
use crate::well_known::{CONNECTOR_FRAME, GATEWAY_FRAME, MAX_SAFE_INTEGER, OUTBOUND_ACTION};

/// Derives the definitions of one view: objects, frames, actions, results and unions, in document order.
///
/// The contract must be free of errors ([`Parse::has_errors`](crate::contract::Parse::has_errors)); a definition
/// that the document leaves undefined is referred to all the same.
#[must_use]
pub fn derive(contract: &Contract, view: View) -> IndexMap<String, Node> {
    let in_order = contract.frames().chain(contract.objects()).chain(contract.actions_and_results());
    let mut definitions: IndexMap<String, Node> =
        in_order.map(|definition| (definition.name.clone(), record(definition, view))).collect();
    for (name, writer) in [(GATEWAY_FRAME, Side::Gateway), (CONNECTOR_FRAME, Side::Connector)] {
        let meaning = format!("A frame that the {writer} sends, told apart by `type`.");
        insert_union(&mut definitions, name, &meaning, &contract.union(name));
    }
    let actions = contract.union(OUTBOUND_ACTION);
    let meaning = "What the gateway asks the connector to do, told apart by `op`.";
    insert_union(&mut definitions, OUTBOUND_ACTION, meaning, &actions);
    if view == View::Reader
        && let Some(union) = definitions.get_mut(OUTBOUND_ACTION)
    {
        union.one_of.push(unknown_op(&actions));
    }
    definitions
}

fn insert_union(
    definitions: &mut IndexMap<String, Node>,
    name: &str,
    meaning: &str,
    branches: &[&Definition],
) {
    if branches.is_empty() {
        return;
    }
    let one_of = branches.iter().map(|branch| Node::to(&branch.name)).collect();
    let union = Node { description: Some(meaning.to_owned()), one_of, ..Node::default() };
    definitions.insert(name.to_owned(), union);
}

/// The branch by which a reader accepts an `op` that it does not know.
fn unknown_op(actions: &[&Definition]) -> Node {
    let known = Node {
        values: actions.iter().map(|action| Some(action.word().to_owned())).collect(),
        ..Node::default()
    };
    let op = Node { not: Some(Box::new(known)), ..Node::of(JsonType::String) };
    Node {
        description: Some("An action of a later revision: the reader knows its `op` only.".to_owned()),
        required: vec!["op".to_owned()],
        properties: Some(IndexMap::from([("op".to_owned(), op)])),
        ..Node::of(JsonType::Object)
    }
}

fn record(definition: &Definition, view: View) -> Node {
    let description = match &definition.kind {
        DefinitionKind::Result { op } if definition.meaning.is_empty() => {
            Some(format!("What the connector answers to `{op}`."))
        }
        _ => text(&definition.meaning),
    };
    let mut node = Node {
        comment: Some(format!("Contract section {}", definition.section)),
        description,
        ..shape(&definition.fields, view)
    };
    if let Some((name, value)) = definition.tag() {
        let constant = Node { constant: Some(value.to_owned()), ..Node::of(JsonType::String) };
        node.required.insert(0, name.to_owned());
        node.properties.get_or_insert_default().shift_insert(0, name.to_owned(), constant);
    }
    node
}

fn shape(fields: &[Field], view: View) -> Node {
    let required = fields.iter().filter(|field| is_required(field, view)).map(|field| field.name.clone());
    let properties = fields.iter().map(|field| (field.name.clone(), property(field, view)));
    Node {
        required: required.collect(),
        properties: Some(properties.collect()),
        ..Node::of(JsonType::Object)
    }
}

fn is_required(field: &Field, view: View) -> bool {
    match view {
        View::Writer => field.always_sent,
        View::Reader => field.reader_requires(),
    }
}

fn property(field: &Field, view: View) -> Node {
    let node = of_type(&field.ty, view);
    let node = if view == View::Reader && field.reads_null_as_absent() { node.or_null() } else { node };
    let default = if view == View::Reader { field.if_absent.clone() } else { None };
    Node { description: text(&field.meaning), default, ..node }
}

fn of_type(ty: &Type, view: View) -> Node {
    match ty {
        Type::String(Limits { min, max }) => {
            Node { min_length: *min, max_length: *max, ..Node::of(JsonType::String) }
        }
        Type::Int(Limits { min, max }) => Node {
            minimum: Some(min.unwrap_or(-MAX_SAFE_INTEGER)),
            maximum: Some(max.unwrap_or(MAX_SAFE_INTEGER)),
            ..Node::of(JsonType::Integer)
        },
        Type::Number => Node::of(JsonType::Number),
        Type::Bool => Node::of(JsonType::Boolean),
        Type::Object => Node::of(JsonType::Object),
        Type::Any => Node::default(),
        Type::Base64 => Node {
            pattern: Some(CANONICAL_BASE64.to_owned()),
            content_encoding: Some("base64".to_owned()),
            ..Node::of(JsonType::String)
        },
        Type::List(each) => {
            Node { items: Some(Items::Each(Box::new(of_type(each, view)))), ..Node::of(JsonType::Array) }
        }
        Type::Pair(members) => {
            let member =
                |member: &PairMember| Node { title: member.label.clone(), ..of_type(&member.ty, view) };
            Node {
                prefix_items: members.iter().map(member).collect(),
                items: Some(Items::None(NoMore)),
                min_items: Some(2),
                max_items: Some(2),
                ..Node::of(JsonType::Array)
            }
        }
        Type::Nullable(inner) => of_type(inner, view).or_null(),
        Type::ClosedSet(values) => set(values),
        Type::OpenSet(values) => {
            Node { any_of: vec![set(values), Node::of(JsonType::String)], ..Node::default() }
        }
        Type::Named(name) => Node::to(name),
        Type::Shape(fields) => shape(fields, view),
    }
}

fn set(values: &[String]) -> Node {
    Node { values: values.iter().cloned().map(Some).collect(), ..Node::of(JsonType::String) }
}

fn text(markdown: &str) -> Option<String> {
    (!markdown.is_empty()).then(|| markdown.to_owned())
}

/// RFC 4648 section 4, padded, with the unused bits of the last character zero. In 2020-12 `contentEncoding` alone
/// is an annotation, so the pattern is what validators enforce.
const CANONICAL_BASE64: &str =
    "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$";
