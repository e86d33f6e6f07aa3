//! What can be out of the ordinary in a value of a type.

use serde_json::{Value, json};

use super::change::{Change, step};
use super::fields;
use super::record::Record;
use super::sample::{Extent, value};
use crate::contract::{Contract, Limits, PairMember, Type};
use crate::schema::MAX_SAFE_INTEGER;

/// Values of a type at its boundaries and beyond them, `null` aside; free strings are made of `word`.
pub(super) fn changes(contract: &Contract, ty: &Type, word: &str) -> Vec<Change> {
    match ty {
        Type::String(limits) => lengths(*limits).into_iter().chain([number()]).collect(),
        Type::Int(limits) => integers(*limits),
        Type::Number => vec![Change::accepted("negative", json!(-2.5)), string("1", "type")],
        Type::Bool => vec![Change::accepted("false", false), string("true", "type")],
        Type::Object => {
            vec![Change::accepted("with-members", json!({"a": {"b": [null]}})), array(), string("{}", "type")]
        }
        Type::Any => vec![Change::accepted("object", json!({"a": [1]})), Change::accepted("number", 7)],
        Type::Base64 => bodies(),
        Type::List(each) => list(contract, each, word),
        Type::Pair(members) => pair(contract, members, word),
        Type::Nullable(inner) => changes(contract, inner, word),
        Type::ClosedSet(_) => vec![Change::refused("unknown-word", UNHEARD_OF, "enum"), number()],
        Type::OpenSet(_) => vec![Change::accepted("unknown-word", UNHEARD_OF), number()],
        Type::Named(_) => vec![array()],
        Type::Shape(shape) => {
            let record = Record::untagged(shape);
            let members = fields::changes(contract, &record);
            members.into_iter().chain([array()]).collect()
        }
    }
}

/// `null` as a value of a type, in both views alike.
pub(super) fn null(ty: &Type) -> Change {
    if matches!(ty, Type::Any | Type::Nullable(_)) {
        return Change::accepted("null", Value::Null);
    }
    Change::refused("null", Value::Null, if matches!(ty, Type::Pair(_)) { "pair" } else { "type" })
}

/// A word that no set and no tag of a contract has.
pub(super) const UNHEARD_OF: &str = "unheard_of";

fn number() -> Change {
    Change::refused("number", 7, "type")
}

fn array() -> Change {
    Change::refused("array", json!([]), "type")
}

fn string(text: &str, rule: &'static str) -> Change {
    Change::refused("string", text, rule)
}

/// Lengths are counted in Unicode scalar values: the longest is of characters that are two UTF-16 units each.
fn lengths(Limits { min, max }: Limits) -> Vec<Change> {
    let length = |limit: Option<i64>| limit.and_then(|limit| usize::try_from(limit).ok());
    let mut changes = Vec::new();
    if let Some(min) = length(min).filter(|min| *min > 0) {
        changes.push(Change::accepted("shortest", "😀".repeat(min)));
        changes.push(Change::refused("too-short", "😀".repeat(min - 1), "limit"));
    } else {
        changes.push(Change::accepted("empty", ""));
    }
    if let Some(max) = length(max) {
        changes.push(Change::accepted("longest", "😀".repeat(max)));
        changes.push(Change::refused("too-long", "a".repeat(max + 1), "limit"));
    }
    changes
}

fn integers(Limits { min, max }: Limits) -> Vec<Change> {
    let (min, max) = (min.unwrap_or(-MAX_SAFE_INTEGER), max.unwrap_or(MAX_SAFE_INTEGER));
    let mut changes = vec![
        Change::accepted("least", min),
        Change::accepted("greatest", max),
        Change::refused("fraction", json!(1.5), "type"),
        string("1", "type"),
    ];
    changes.extend(min.checked_sub(1).map(|low| Change::refused("below-the-least", low, "limit")));
    changes.extend(max.checked_add(1).map(|high| Change::refused("above-the-greatest", high, "limit")));
    if min <= 1 && max >= 1 {
        let written = Change::accepted("written-as-a-float", json!(1.0));
        changes.push(Change { is_text: true, ..written });
    }
    changes
}

fn bodies() -> Vec<Change> {
    let refused = [
        ("unpadded", "aGk"),
        ("padded-twice", "aGk=="),
        ("spare-bits-behind-one-byte", "/x=="),
        ("spare-bits-behind-two-bytes", "aGl="),
        ("one-letter", "a==="),
        ("padding-inside", "a=Gk"),
        ("url-alphabet", "-_8="),
        ("line-feed-behind", "aGk=\n"),
        ("white-space", "aG k"),
    ];
    let refused = refused.map(|(label, text)| Change::refused(label, text, "base64"));
    let accepted = [("empty", ""), ("every-byte-set", "////"), ("one-byte", "/w=="), ("two-bytes", "//8=")];
    let accepted = accepted.map(|(label, text)| Change::accepted(label, text));
    accepted.into_iter().chain(refused).chain([number()]).collect()
}

fn list(contract: &Contract, each: &Type, word: &str) -> Vec<Change> {
    let sound = value(contract, each, word, Extent::Full);
    let mut changes = vec![
        Change::accepted("empty", json!([])),
        Change::accepted("of-two", json!([sound, sound])),
        Change::refused("object", json!({}), "type"),
    ];
    for change in self::changes(contract, each, word).into_iter().chain([null(each)]) {
        changes.push(change.within("element", "/0", |value| json!([value])));
    }
    // Not only the first element counts.
    let second = null(each).within("second-element", "/1", |value| json!([sound, value]));
    changes.push(second);
    changes
}

fn pair(contract: &Contract, members: &[PairMember; 2], word: &str) -> Vec<Change> {
    let label = |index: usize| members[index].label.as_deref().unwrap_or(["first", "second"][index]);
    let sound = |index: usize| value(contract, &members[index].ty, label(index), Extent::Full);
    let (first, second) = (sound(0), sound(1));
    let mut changes = vec![
        Change::refused("pair-of-none", json!([]), "pair"),
        Change::refused("pair-of-one", json!([first]), "pair"),
        Change::refused("pair-of-three", json!([first, second, second]), "pair"),
        Change::refused("pair-as-object", json!({ label(0): first, label(1): second }), "pair"),
        string(word, "pair"),
    ];
    for index in [0, 1] {
        let ty = &members[index].ty;
        for change in self::changes(contract, ty, label(index)).into_iter().chain([null(ty)]) {
            changes.push(change.within(label(index), &step(&index.to_string()), |value| {
                if index == 0 { json!([value, second]) } else { json!([first, value]) }
            }));
        }
    }
    changes
}
