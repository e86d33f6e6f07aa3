//! From the contract's model to values that its writer may send: every optional combination, the boundaries of
//! limits, known and unknown words, empty and full lists.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use relay_contract::contract::{Field, Limits, Type};

use super::document::{Document, Record};
use super::json::Json;
use super::random::Random;

pub(crate) const MAX_SAFE_INTEGER: i64 = (1 << 53) - 1;

/// The number that must not be shown.
pub(crate) const MARKED_NUMBER: i64 = 7_306_194_582_035;

/// Letters of one to four bytes, one and two UTF-16 units, and those that must be escaped.
const LETTERS: &[char] = &[
    'a', 'Z', '0', ' ', '-', '=', 'é', '漢', '😀', '"', '\\', '/', '\n', '\0', '\u{7f}', '\u{2028}',
    '\u{ffff}',
];
const NUMBERS: &[&str] = &[
    "0",
    "-0",
    "1",
    "1.5",
    "-2.25e-3",
    "1e3",
    "1E+2",
    "100e-2",
    "1e308",
    "5e-324",
    "1e-400",
    "0e99999999999",
    "9007199254740993",
    "18446744073709551615",
    "-9223372036854775808",
    "123456789012345678901234567890",
];
/// Deep enough for every object of a contract, shallow enough to end one that holds itself.
const DEEPEST: usize = 6;

pub(crate) struct Generator<'a> {
    pub(crate) document: &'a Document,
    pub(crate) random: &'a mut Random,
    /// What every free string holds, if anything: what must not be shown. Free numbers are [`MARKED_NUMBER`] then.
    pub(crate) mark: Option<&'a str>,
}

impl Generator<'_> {
    /// A valid value of a definition that is no union.
    pub(crate) fn record(&mut self, name: &str, depth: usize) -> Json {
        let document = self.document;
        let record = document.record(name).expect("the document's references are resolved");
        self.members(record, depth)
    }

    fn members(&mut self, (tag, fields): Record<'_>, depth: usize) -> Json {
        let mut members: Vec<_> =
            tag.iter().map(|(key, value)| ((*key).to_owned(), Json::text(*value))).collect();
        for field in fields {
            if self.is_sent(field, depth) {
                members.push((field.name.clone(), self.value(&field.ty, depth + 1)));
            }
        }
        if self.random.once_in(12) {
            members.push(("x-later".to_owned(), self.anything(depth + 1)));
        }
        if self.random.once_in(6) {
            self.random.shuffle(&mut members);
        }
        Json::Object(members)
    }

    fn is_sent(&mut self, field: &Field, depth: usize) -> bool {
        field.always_sent || (depth < DEEPEST && self.random.once_in(2))
    }

    fn value(&mut self, ty: &Type, depth: usize) -> Json {
        match ty {
            Type::String(limits) => Json::Text(self.string(*limits)),
            Type::Int(Limits { min: None, max: None }) | Type::Number if self.mark.is_some() => {
                Json::raw(&MARKED_NUMBER)
            }
            Type::Int(Limits { min, max }) => {
                let (min, max) = (min.unwrap_or(-MAX_SAFE_INTEGER), max.unwrap_or(MAX_SAFE_INTEGER));
                let near = i64::try_from(self.random.below(7)).expect("a small number") - 3;
                let choices = [min, max, min.saturating_add(near.abs()).min(max), near.clamp(min, max)];
                Json::raw(self.random.pick(&choices))
            }
            Type::Number => Json::raw(self.random.pick(NUMBERS)),
            Type::Bool => Json::raw(&self.random.once_in(2)),
            Type::Object => self.free(depth),
            Type::Any => self.anything(depth),
            Type::Base64 => {
                let length = self.random.below(9);
                let mut bytes: Vec<_> = (0..length).map(|_| self.random.next().to_le_bytes()[0]).collect();
                bytes.extend(self.mark.unwrap_or_default().bytes());
                Json::Text(STANDARD.encode(bytes))
            }
            Type::List(each) => {
                let length = if depth < DEEPEST { self.random.below(4) } else { 0 };
                Json::List((0..length).map(|_| self.value(each, depth + 1)).collect())
            }
            Type::Pair(members) => {
                Json::List(members.iter().map(|member| self.value(&member.ty, depth + 1)).collect())
            }
            Type::Nullable(_) if depth >= DEEPEST || self.random.once_in(3) => Json::null(),
            Type::Nullable(inner) => self.value(inner, depth),
            Type::OpenSet(_) if self.random.once_in(3) => Json::Text(self.string(Limits::default())),
            Type::OpenSet(words) | Type::ClosedSet(words) => Json::text(self.random.pick(words)),
            Type::Named(name) if name == "OutboundAction" => {
                let document = self.document;
                let actions: Vec<_> = document.contract.actions().collect();
                let action = self.random.pick(&actions);
                self.members((action.tag(), &action.fields), depth)
            }
            Type::Named(name) => self.record(name, depth),
            Type::Shape(fields) => self.members((None, fields), depth),
        }
    }

    fn string(&mut self, limits: Limits) -> String {
        if let Some(mark) = self.mark {
            return format!("{mark}{}", self.random.below(10));
        }
        let length = |limit: i64| usize::try_from(limit).expect("a length is positive");
        let min = limits.min.map_or(0, length);
        let max = limits.max.map_or(min + 12, length);
        let between = min + self.random.below(max - min + 1);
        let length = *self.random.pick(&[min, max, between]);
        (0..length).map(|_| *self.random.pick(LETTERS)).collect()
    }

    fn free(&mut self, depth: usize) -> Json {
        let length = if depth < DEEPEST { self.random.below(4) } else { 0 };
        let member = |index| (format!("k{index}"), self.anything(depth + 1));
        Json::Object((0..length).map(member).collect())
    }

    /// Any JSON value.
    pub(crate) fn anything(&mut self, depth: usize) -> Json {
        match self.random.below(if depth < DEEPEST { 8 } else { 6 }) {
            0 => Json::null(),
            1 => Json::raw(&self.random.once_in(2)),
            2 | 3 if self.mark.is_some() => Json::raw(&MARKED_NUMBER),
            2 | 3 => Json::raw(self.random.pick(NUMBERS)),
            4 | 5 => Json::Text(self.string(Limits::default())),
            6 => {
                let length = self.random.below(4);
                Json::List((0..length).map(|_| self.anything(depth + 1)).collect())
            }
            _ => self.free(depth),
        }
    }
}
