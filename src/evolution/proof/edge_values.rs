//! Values of a writer's type that lie at the edges of a reader's type: if the reader takes these, it takes all.

use serde_json::{Value, json};

use crate::contract::{Contract, Limits, Type};
use crate::evolution::proof::minimal::{Members, smallest, smallest_members};
use crate::well_known::FRAME_LIMIT;

/// The contract of a writer and that of the reader it sends to.
#[derive(Clone, Copy)]
pub(in crate::evolution) struct Exchange<'a> {
    pub(in crate::evolution) writer: &'a Contract,
    pub(in crate::evolution) reader: &'a Contract,
}

/// Values that a writer may send for `sent`, chosen so that a reader of `read` that would refuse or drop any value
/// refuses or drops one of these. Smaller values come first.
pub(in crate::evolution) fn edge_values(exchange: Exchange<'_>, sent: &Type, read: &Type) -> Vec<Value> {
    edge_values_within(exchange, sent, read, DEPTH)
}

/// The depth to which records are varied; below, each is its smallest self. Deeper changes have findings of their own.
const DEPTH: usize = 3;

/// A word that no document uses.
const UNKNOWN: &str = "unknown";

/// No value longer than the frame limit can be sent, so that longer ones tell nothing.
#[expect(clippy::cast_possible_wrap, reason = "1 MiB")]
pub(in crate::evolution) const LONGEST: i64 = FRAME_LIMIT as i64;

fn edge_values_within(exchange: Exchange<'_>, sent: &Type, read: &Type, depth: usize) -> Vec<Value> {
    let read = if let Type::Nullable(inner) = read { inner } else { read };
    match sent {
        Type::Nullable(inner) => {
            let values = edge_values_within(exchange, inner, read, depth);
            [Value::Null].into_iter().chain(values).collect()
        }
        Type::Any => any(exchange, read),
        Type::Object => objects(exchange, read),
        Type::Bool => vec![json!(false), json!(true)],
        Type::Number => vec![json!(0), json!(0.5)],
        Type::Int(limits) => integers(*limits, read),
        Type::String(limits) => strings(*limits, &[], read),
        Type::OpenSet(words) => strings(Limits::default(), words, read),
        Type::ClosedSet(words) => words.iter().map(|word| json!(word)).collect(),
        Type::Base64 => bodies(read),
        Type::List(each) => {
            let element = match read {
                Type::List(element) => element,
                _ => &Type::Any,
            };
            let one = |value: Value| Value::Array(vec![value]);
            let values = edge_values_within(exchange, each, element, depth).into_iter().map(one);
            [json!([])].into_iter().chain(values).collect()
        }
        Type::Pair(members) => {
            let element = |at: usize| match read {
                Type::List(element) => &**element,
                Type::Pair(members) => &members[at].ty,
                _ => &Type::Any,
            };
            let [first, second] = &**members;
            let firsts = edge_values_within(exchange, &first.ty, element(0), depth);
            let seconds = edge_values_within(exchange, &second.ty, element(1), depth);
            let small = |ty| smallest(exchange.writer, ty);
            let varied_first = firsts.into_iter().map(|value| json!([value, small(&second.ty)]));
            let varied_second = seconds.into_iter().map(|value| json!([small(&first.ty), value]));
            varied_first.chain(varied_second).collect()
        }
        Type::Named(_) | Type::Shape(_) => match Members::of(exchange.writer, sent) {
            Some(members) => records(exchange, members, read, depth),
            None => vec![smallest(exchange.writer, sent)],
        },
    }
}

fn any(exchange: Exchange<'_>, read: &Type) -> Vec<Value> {
    let scalars = [json!(null), json!(false), json!(0), json!(0.5), json!("")];
    let lists = [json!([]), json!([null]), json!([null, null])];
    let mut values: Vec<_> = scalars.into_iter().chain(lists).chain(objects(exchange, read)).collect();
    values.extend(integers(Limits::default(), read));
    values.extend(strings(Limits::default(), &[], read));
    values
}

/// Any object: empty, with an unknown member, and, where the reader knows the members, with each one of a wrong type.
fn objects(exchange: Exchange<'_>, read: &Type) -> Vec<Value> {
    let mut values = vec![json!({}), json!({ UNKNOWN: null })];
    if let Some(record) = Members::of(exchange.reader, read) {
        let whole = smallest_members(exchange.reader, record);
        for field in record.fields {
            for wrong in [json!(null), json!(0.5), json!([]), json!({})] {
                let mut members = whole.clone();
                members.insert(field.name.clone(), wrong);
                values.push(Value::Object(members));
            }
        }
    }
    values
}

fn integers(limits: Limits, read: &Type) -> Vec<Value> {
    let read = match read {
        Type::Int(limits) => *limits,
        _ => Limits::default(),
    };
    let edges = [limits.min, limits.max, read.min.map(|min| min - 1), read.max.map(|max| max + 1), Some(0)];
    let within = |number: &i64| {
        limits.min.is_none_or(|min| min <= *number) && limits.max.is_none_or(|max| *number <= max)
    };
    let mut numbers: Vec<_> = edges.into_iter().flatten().filter(within).collect();
    numbers.sort_by_key(|number| number.unsigned_abs());
    numbers.into_iter().map(|number| json!(number)).collect()
}

fn strings(limits: Limits, words: &[String], kind: &Type) -> Vec<Value> {
    let read = match kind {
        Type::String(limits) => *limits,
        _ => Limits::default(),
    };
    let edges =
        [Some(limits.min.unwrap_or(0)), limits.max, read.min.map(|min| min - 1), read.max.map(|max| max + 1)];
    let fits = |length: i64| {
        (0..=LONGEST).contains(&length)
            && limits.min.is_none_or(|min| min <= length)
            && limits.max.is_none_or(|max| length <= max)
    };
    let mut lengths: Vec<_> = edges.into_iter().flatten().filter(|length| fits(*length)).collect();
    lengths.sort_unstable();
    let fill = |length: i64| usize::try_from(length).map(|length| "a".repeat(length)).unwrap_or_default();
    let is_unknown = fits(i64::try_from(UNKNOWN.len()).unwrap_or(LONGEST));
    let unknown = is_unknown.then(|| UNKNOWN.to_owned());
    let edges = lengths.into_iter().map(fill);
    // Against a set, a word says more than an empty string.
    let strings: Vec<String> = match kind {
        Type::ClosedSet(_) | Type::OpenSet(_) => unknown.into_iter().chain(edges).collect(),
        _ => edges.chain(unknown).collect(),
    };
    words.iter().cloned().chain(strings).map(Value::String).collect()
}

/// Base64 of zero bytes, at lengths around the reader's limits.
fn bodies(read: &Type) -> Vec<Value> {
    let limits = match read {
        Type::String(limits) => *limits,
        _ => Limits::default(),
    };
    let below = limits.min.map(|min| (min - 1).max(0) / 4);
    let above = limits.max.map(|max| max / 4 + 1);
    let groups =
        [Some(0), below, above, Some(1)].into_iter().flatten().filter(|groups| groups * 4 <= LONGEST);
    let mut groups: Vec<_> = groups.collect();
    groups.sort_unstable();
    groups.into_iter().map(|groups| json!("AAAA".repeat(usize::try_from(groups).unwrap_or(0)))).collect()
}

/// A record: its smallest self, with each optional field, and with each field varied.
fn records(exchange: Exchange<'_>, members: Members<'_>, read: &Type, depth: usize) -> Vec<Value> {
    let whole = smallest_members(exchange.writer, members);
    let mut values = vec![Value::Object(whole.clone())];
    if depth == 0 {
        return values;
    }
    let read = Members::of(exchange.reader, read);
    for field in members.fields {
        let known = read.and_then(|read| read.fields.iter().find(|known| known.name == field.name));
        let read = known.map_or(&Type::Any, |known| &known.ty);
        for value in edge_values_within(exchange, &field.ty, read, depth - 1) {
            let mut varied = whole.clone();
            varied.insert(field.name.clone(), value);
            values.push(Value::Object(varied));
        }
    }
    values
}
