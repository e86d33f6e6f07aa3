//! The walk through captured frames: each value to the field of the document that it belongs to.

use std::collections::{HashMap, VecDeque};

use indexmap::IndexMap;
use relay_contract::Side;
use relay_contract::contract::{Contract, Definition, DiagnosticId, Field, Type};
use serde_json::{Map, Value};

use super::profile::{Growth, Keys, Place, Profile, Seen, recognise};
use crate::document::Document;
use crate::stated::{Member, Stated};

/// Keys that are kept in all.
const BUDGET: usize = 20_000;

/// Requests without an answer whose op is remembered.
const MOST_REQUESTS: usize = 4096;

/// Longer ids are not remembered, in bytes.
const LONGEST_ID: usize = 256;

/// Frame types and ops of no document that are kept.
const MOST_WORDS: usize = 64;

/// The fields and values that captures show of a document.
pub(super) struct Survey<'d> {
    contract: &'d Contract,
    growth: Growth<'d>,
    /// By the place of the field's name.
    sites: HashMap<usize, Site>,
    /// The places of pair members without a type, by that of their field and by their name.
    labels: HashMap<(usize, &'d str), usize>,
    /// The names that the document does not define, by the place of the field that has them.
    names: HashMap<usize, &'d str>,
    /// Keys that the document does not name.
    fresh: HashMap<Record<'d>, Keys>,
    /// The values of names that the document does not define.
    pub(super) undefined: IndexMap<&'d str, Profile>,
    /// Frame types and ops that the document does not define.
    pub(super) unknown: IndexMap<(&'static str, String), Seen>,
    requests: Requests<'d>,
    /// Frames that the document has the other side send.
    pub(super) misdirected: u64,
    /// Lines that hold no frame.
    pub(super) unread: u64,
    pub(super) frames: u64,
}

/// The values of one untyped field.
#[derive(Default)]
pub(super) struct Site {
    /// The records that have it, or could.
    pub(super) records: u64,
    pub(super) profile: Profile,
}

/// A record of fields: a definition, or the shape within a field, by the place of the field's name.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Record<'d> {
    Definition(&'d str),
    Shape(usize),
}

impl<'d> Survey<'d> {
    pub(super) fn new(document: &'d Document, members: &[Member<'d>]) -> Self {
        let contract = &document.parse.contract;
        let untyped = members.iter().filter(|member| member.stated == Stated::Nothing);
        let labels = untyped.clone().filter(|member| member.span != member.field.span);
        Self {
            contract,
            growth: Growth { contract, budget: BUDGET },
            sites: untyped.map(|member| (member.span.start, Site::default())).collect(),
            labels: labels
                .map(|member| ((member.field.span.start, member.name), member.span.start))
                .collect(),
            names: undefined_names(document, members),
            fresh: HashMap::new(),
            undefined: IndexMap::new(),
            unknown: IndexMap::new(),
            requests: Requests::default(),
            misdirected: 0,
            unread: 0,
            frames: 0,
        }
    }

    /// The sightings of an untyped field, by the place of its name.
    pub(super) fn site(&self, at: usize) -> Option<&Site> {
        self.sites.get(&at)
    }

    /// The keys of a record that the document does not name.
    pub(super) fn fresh(&self, record: Record<'d>) -> Option<&Keys> {
        self.fresh.get(&record)
    }

    /// Takes one frame, and who sent it if that is known.
    pub(super) fn frame(&mut self, frame: &Value, writer: Option<Side>, place: Place) {
        let tagged = frame.as_object().and_then(|frame| Some((frame, frame.get("type")?.as_str()?)));
        let Some((frame, tag)) = tagged else {
            self.unread += 1;
            return;
        };
        let known = self.contract.frame(tag);
        if writer.is_some() && known.is_some_and(|known| known.writer() != writer) {
            self.misdirected += 1;
            return;
        }
        self.frames += 1;
        if let Some(known) = known {
            self.definition(known, None, frame, place);
        } else {
            self.note("frame", tag, place);
            frame.values().for_each(|value| self.explore(value, place));
        }
        self.exchange(known, frame, writer, place);
    }

    /// Requests and results, which also a document without their frames has.
    fn exchange(
        &mut self,
        known: Option<&'d Definition>,
        frame: &Map<String, Value>,
        writer: Option<Side>,
        place: Place,
    ) {
        let id = frame.get("requestId").and_then(Value::as_str);
        // What a typed field holds has been visited.
        let is_visited = |key: &str| {
            let field = known.and_then(|known| known.field(key));
            field.is_some_and(|field| matches!(field.ty, Type::Named(_) | Type::Nullable(_)))
        };
        let tagged = frame.iter().find_map(|(key, value)| {
            let action = value.as_object()?;
            Some((key, action, action.get("op")?.as_str()?))
        });
        if let Some((key, action, op)) = tagged.filter(|_| writer != Some(Side::Connector)) {
            match self.contract.action(op) {
                Some(definition) => {
                    if let Some(id) = id {
                        self.requests.push(id, definition.word());
                    }
                    if !is_visited(key) {
                        self.definition(definition, None, action, place);
                    }
                }
                None if !is_visited(key) => self.note("op", op, place),
                None => {}
            }
        }
        let result = frame.get("result").and_then(Value::as_object);
        if let (Some(id), Some(result)) = (id, result.filter(|_| writer != Some(Side::Gateway))) {
            let general = self.contract.definition("ActionResult");
            let own = self.requests.take(id).and_then(|op| self.contract.result(op));
            if let Some(own) = own {
                self.definition(own, general, result, place);
            }
            if let Some(general) = general.filter(|_| !is_visited("result")) {
                self.definition(general, own, result, place);
            }
        }
    }

    /// A record of a definition; the fields of `also` are documented, too.
    fn definition(
        &mut self,
        definition: &'d Definition,
        also: Option<&'d Definition>,
        object: &Map<String, Value>,
        place: Place,
    ) {
        self.record(Record::Definition(&definition.name), &definition.fields, object, place, |key| {
            definition.tag().is_some_and(|(tag, _)| tag == key)
                || also.is_some_and(|also| also.field(key).is_some())
        });
    }

    fn record(
        &mut self,
        record: Record<'d>,
        fields: &'d [Field],
        object: &Map<String, Value>,
        place: Place,
        is_documented: impl Fn(&str) -> bool,
    ) {
        for field in fields {
            let value = object.get(&field.name);
            if let Some(site) = self.sites.get_mut(&field.span.start) {
                site.records += 1;
                if let Some(value) = value {
                    site.profile.add(value, place, &mut self.growth);
                }
            }
            if let Some(value) = value {
                self.value(field, &field.ty, value, place);
            }
        }
        let fresh = self.fresh.entry(record).or_default();
        fresh.objects += 1;
        let is_known = |key: &str| is_documented(key) || fields.iter().any(|field| field.name == key);
        let unknown: Vec<_> = object.iter().filter(|(key, _)| !is_known(key)).collect();
        for (key, value) in &unknown {
            if let Some(profile) = fresh.profile(key, &mut self.growth) {
                profile.add(value, place, &mut self.growth);
            }
        }
        for (_, value) in unknown {
            self.explore(value, place);
        }
    }

    fn value(&mut self, field: &'d Field, ty: &'d Type, value: &Value, place: Place) {
        match (ty, value) {
            (Type::Nullable(_), Value::Null) => {}
            (Type::Nullable(inner), _) => self.value(field, inner, value, place),
            (Type::List(item), Value::Array(items)) => {
                for value in items {
                    self.value(field, item, value, place);
                }
            }
            (Type::Pair(members), Value::Array(items)) => {
                for (member, value) in members.iter().zip(items) {
                    let label = member.label.as_deref().unwrap_or_default();
                    let place_of_label = self.labels.get(&(field.span.start, label));
                    if let Some(site) = place_of_label.and_then(|at| self.sites.get_mut(at)) {
                        site.records += 1;
                        site.profile.add(value, place, &mut self.growth);
                    }
                    self.value(field, &member.ty, value, place);
                }
            }
            (Type::Shape(fields), Value::Object(object)) => {
                self.record(Record::Shape(field.span.start), fields, object, place, |_| false);
            }
            (Type::Named(name), _) => self.named(name, value, place),
            (Type::Any | Type::Object, _) => {
                if let Some(name) = self.names.get(&field.span.start).filter(|_| *ty == Type::Any) {
                    self.undefined.entry(name).or_default().add(value, place, &mut self.growth);
                }
                self.explore(value, place);
            }
            _ => {}
        }
    }

    fn named(&mut self, name: &'d str, value: &Value, place: Place) {
        let object = value.as_object();
        if let Some(definition) = self.contract.definition(name) {
            if let Some(object) = object {
                self.definition(definition, None, object, place);
            }
            return;
        }
        let branches = self.contract.union(name);
        let tag = |key: &str| object.and_then(|object| object.get(key)?.as_str());
        let branch =
            branches.iter().find(|branch| branch.tag().is_some_and(|(key, word)| tag(key) == Some(word)));
        match (branch, object, tag("op")) {
            (Some(branch), Some(object), _) => self.definition(branch, None, object, place),
            (None, _, Some(op)) => self.note("op", op, place),
            _ => {}
        }
    }

    /// Looks for objects of the document where it says nothing.
    fn explore(&mut self, value: &Value, place: Place) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.explore(item, place)),
            Value::Object(object) => {
                match recognise(self.contract, object).and_then(|name| self.contract.definition(name)) {
                    Some(definition) => self.definition(definition, None, object, place),
                    None => object.values().for_each(|member| self.explore(member, place)),
                }
            }
            _ => {}
        }
    }

    /// Notes a frame type or an op that the document does not define.
    fn note(&mut self, what: &'static str, word: &str, place: Place) {
        let key = (what, crate::shown::word(word));
        if self.unknown.contains_key(&key) || self.unknown.len() < MOST_WORDS {
            self.unknown.entry(key).or_insert(Seen { count: 0, first: place }).count += 1;
        }
    }
}

/// The ops of requests that are not answered yet, the oldest forgotten first.
#[derive(Default)]
struct Requests<'d> {
    ops: HashMap<String, &'d str>,
    order: VecDeque<String>,
}

impl<'d> Requests<'d> {
    fn push(&mut self, id: &str, op: &'d str) {
        if id.len() > LONGEST_ID {
            return;
        }
        if self.ops.insert(id.to_owned(), op).is_none() {
            self.order.push_back(id.to_owned());
        }
        // Ids that were answered are still in the order.
        while self.order.len() > MOST_REQUESTS {
            if let Some(oldest) = self.order.pop_front() {
                self.ops.remove(&oldest);
            }
        }
    }

    fn take(&mut self, id: &str) -> Option<&'d str> {
        self.ops.remove(id)
    }
}

/// The names that the document does not define, each by the last field before it: the one whose type it is.
fn undefined_names<'d>(document: &'d Document, members: &[Member<'d>]) -> HashMap<usize, &'d str> {
    let undefined = document
        .parse
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.id == DiagnosticId::UndefinedReference)
        .map(|diagnostic| diagnostic.span.clone());
    let fields =
        |at: usize| members.iter().map(|member| member.field.span.start).filter(move |start| *start < at);
    undefined.filter_map(|span| Some((fields(span.start).max()?, document.text.get(span)?))).collect()
}
