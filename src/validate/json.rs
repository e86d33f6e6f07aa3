//! Strict reading of one line: JSON as every reader of the contract understands it alike.

use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde_json::map::Entry;
use serde_json::{Map, Number, Value};

use super::violation::{Rule, Violation};
use crate::json::{JsonPath, Segment, cut};
use crate::well_known::{DEPTH_LIMIT, FRAME_LIMIT};

/// Reads the text of one frame, with or without its line end.
///
/// Length and nesting are checked before anything is allocated.
///
/// # Errors
///
/// One violation: `size` over [`FRAME_LIMIT`] bytes; `depth` over [`DEPTH_LIMIT`]; `json` for malformed text, a
/// byte order mark, more text behind the value, a lone surrogate, a number out of the range of a 64-bit float;
/// `duplicate-key` with the place of the key.
pub fn read(line: &str) -> Result<Value, Violation> {
    read_within(line, FRAME_LIMIT)
}

/// As [`read`], with another limit of the length in bytes, the line end counted.
///
/// # Errors
///
/// As [`read`].
pub fn read_within(line: &str, limit: usize) -> Result<Value, Violation> {
    let line = line.strip_suffix('\n').unwrap_or(line);
    let length = line.len() + 1;
    if length > limit {
        let message = format!("expected at most {limit} bytes with the line end, found {length}");
        return Err(Violation::whole(Rule::Size, message));
    }
    if let Some(depth) = too_deep(line.as_bytes()) {
        let message = format!("expected at most {DEPTH_LIMIT} levels of arrays and objects, found {depth}");
        return Err(Violation::whole(Rule::Depth, message));
    }
    let noted = Noted::default();
    let mut deserializer = serde_json::Deserializer::from_str(line);
    deserializer.disable_recursion_limit();
    let root = JsonPath::Root("");
    let value = Strict { place: &root, noted: &noted }.deserialize(&mut deserializer);
    let value = value.and_then(|value| deserializer.end().map(|()| value));
    value.map_err(|error| {
        let message = "expected each key once in an object, found this one twice";
        let violation = match noted.duplicate.into_inner() {
            Some(pointer) => Violation { pointer, ..Violation::whole(Rule::DuplicateKey, message) },
            None => malformed(line, &error),
        };
        Violation { frame: noted.frame_type.into_inner(), ..violation }
    })
}

/// The `type` of a frame.
///
/// # Errors
///
/// `type` for a value that is no object or a `type` that is no string, `required` for an object without one.
pub fn frame_type(value: &Value) -> Result<&str, Violation> {
    let Value::Object(frame) = value else {
        let message = format!("expected a frame as an object, found {}", kind(value));
        return Err(Violation::whole(Rule::Type, message));
    };
    match frame.get("type") {
        Some(Value::String(frame_type)) => Ok(frame_type),
        Some(other) => {
            let message = format!("expected a string, found {}", kind(other));
            Err(Violation { pointer: "/type".to_owned(), ..Violation::whole(Rule::Type, message) })
        }
        None => Err(Violation::whole(Rule::Required, "expected the field `type`, found none")),
    }
}

/// A JSON value's type with its article.
pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// The nesting of a text if it is over [`DEPTH_LIMIT`]. For malformed text it is an estimate, which the parser's own
/// refusal follows.
///
/// Few texts have so many opening brackets at all, and to count them is ten times as fast as to follow them.
pub(crate) fn too_deep(text: &[u8]) -> Option<usize> {
    // A count in a byte, so that the compiler counts many at once; `[` and `{` differ in one bit.
    let opening = |lot: &[u8]| lot.iter().map(|byte| u8::from(byte | 0x20 == b'{')).sum::<u8>();
    let brackets: usize = text.chunks(255).map(|lot| usize::from(opening(lot))).sum();
    if brackets <= DEPTH_LIMIT {
        return None;
    }
    Some(depth(text)).filter(|depth| *depth > DEPTH_LIMIT)
}

/// The deepest nesting of brackets outside strings.
fn depth(text: &[u8]) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let (mut in_string, mut escaped) = (false, false);
    for byte in text {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'[' | b'{' if !in_string => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// The parser's refusal in our own words; it never quotes the text.
fn malformed(line: &str, error: &serde_json::Error) -> Violation {
    let theirs = error.to_string();
    let what = if line.starts_with('\u{feff}') {
        "found a byte order mark"
    } else if error.is_eof() {
        "the text ends within a value"
    } else if theirs.contains("surrogate") || theirs.contains("hex escape") {
        "found half of a surrogate pair"
    } else if theirs.starts_with("number out of range") {
        "found a number beyond a 64-bit float"
    } else if theirs.starts_with("control character") {
        "found a raw control character in a string"
    } else if theirs.starts_with("trailing characters") {
        "found more text behind the value"
    } else {
        "found something else"
    };
    Violation::whole(Rule::Json, format!("expected one JSON value, {what} at byte {}", error.column()))
}

/// Builds a value and stops at the first duplicate key.
struct Strict<'a> {
    place: &'a JsonPath<'a>,
    noted: &'a Noted,
}

/// What is known of a text that turns out to be no frame.
#[derive(Default)]
struct Noted {
    /// The place of a duplicate key.
    duplicate: RefCell<Option<String>>,
    /// The `type`, if it stood before the fault; cut.
    frame_type: RefCell<Option<String>>,
}

impl<'a> Strict<'a> {
    fn below<'b>(&self, place: &'b JsonPath<'b>) -> Strict<'b>
    where
        'a: 'b,
    {
        Strict { place, noted: self.noted }
    }
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// Reads a value as [`read`] does, out of a text that another reader has begun and whose nesting that one bounds.
#[cfg(feature = "frame")]
pub(crate) struct StrictValue;

#[cfg(feature = "frame")]
impl<'de> DeserializeSeed<'de> for StrictValue {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        let root = JsonPath::Root("");
        Strict { place: &root, noted: &Noted::default() }.deserialize(deserializer)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("number out of range"))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        loop {
            let place = self.place.below(Segment::Index(values.len()));
            match seq.next_element_seed(self.below(&place))? {
                Some(value) => values.push(value),
                None => return Ok(Value::Array(values)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut values = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            let entry = values.entry(key);
            let place = self.place.below(Segment::Key(entry.key()));
            let Entry::Vacant(_) = entry else {
                *self.noted.duplicate.borrow_mut() = Some(place.to_string());
                return Err(A::Error::custom("duplicate key"));
            };
            let value = map.next_value_seed(self.below(&place))?;
            if let (true, "type", Value::String(word)) = (self.place.is_root(), entry.key().as_str(), &value)
            {
                *self.noted.frame_type.borrow_mut() = Some(cut(word));
            }
            entry.or_insert(value);
        }
        Ok(Value::Object(values))
    }
}
