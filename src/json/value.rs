//! Strict reading of a JSON value: what every reader understands alike, no key twice in an object.
//!
//! `serde_json` alone keeps the last value of a key that comes twice. What is wrong with a text is data here: this
//! module knows no frame but for its `type`, and words no error.

use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::de::StrRead;
use serde_json::error::Category;
use serde_json::map::Entry;
use serde_json::{Map, Number, Value};

use super::path::{JsonPath, Segment, cut};
#[cfg(feature = "validate")]
use super::scan::too_deep;

/// A text that is not one JSON value as it is read here.
#[derive(Debug)]
pub(crate) struct JsonError {
    /// The fault at which the reader stopped.
    pub(crate) flaw: Flaw,
    /// The number of bytes that it had read by then.
    pub(crate) offset: usize,
    /// The notes that it had made by then.
    #[cfg(feature = "validate")]
    pub(crate) notes: Notes,
}

/// The fault of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// It is longer than a limit, in bytes with its line end.
    #[cfg(feature = "validate")]
    TooLong { limit: usize, found: usize },
    /// It is nested deeper than [`DEPTH_LIMIT`](crate::well_known::DEPTH_LIMIT).
    #[cfg(feature = "validate")]
    TooDeep { found: usize },
    /// A key comes twice in one object.
    DuplicateKey,
    /// It begins with a byte order mark.
    ByteOrderMark,
    /// It ends within a value.
    End,
    /// Half of a surrogate pair stands in a string.
    LoneSurrogate,
    /// A number is beyond a 64-bit float.
    NumberRange,
    /// A control character stands in a string.
    ControlCharacter,
    /// More text follows the value.
    MoreText,
    /// Anything else that is not JSON.
    Syntax,
}

/// Notes of a reader on its way, for the report on a text that turns out to be no value.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    /// The place of the first key that comes twice, as a JSON Pointer. The text may be broken behind it as well.
    pub(crate) duplicate: Option<String>,
    /// The word behind the key `type` of the outermost object, cut.
    pub(crate) frame_type: Option<String>,
}

/// Reads a text; the parser refuses more than 127 levels of nesting itself, as [`Flaw::Syntax`].
#[cfg(feature = "contract")]
pub(crate) fn read(text: &str) -> Result<Value, JsonError> {
    read_from(text, serde_json::Deserializer::from_str(text))
}

/// Reads a line of at most `limit` bytes, with or without its line end, which is counted.
///
/// Length and nesting are checked before anything is allocated.
#[cfg(feature = "validate")]
pub(crate) fn read_line(line: &str, limit: usize) -> Result<Value, JsonError> {
    let line = line.strip_suffix('\n').unwrap_or(line);
    let refused = |flaw| JsonError { flaw, offset: 0, notes: Notes::default() };
    let found = line.len() + 1;
    if found > limit {
        return Err(refused(Flaw::TooLong { limit, found }));
    }
    if let Some(found) = too_deep(line.as_bytes()) {
        return Err(refused(Flaw::TooDeep { found }));
    }
    let mut deserializer = serde_json::Deserializer::from_str(line);
    deserializer.disable_recursion_limit();
    read_from(line, deserializer)
}

/// Reads a value as strictly out of a text that another reader has begun and whose nesting that one bounds.
#[cfg(feature = "frame")]
pub(crate) struct StrictValue;

#[cfg(feature = "frame")]
impl<'de> DeserializeSeed<'de> for StrictValue {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Reader { path: &JsonPath::Root(""), notes: &RefCell::default() }.deserialize(deserializer)
    }
}

fn read_from(
    text: &str,
    mut deserializer: serde_json::Deserializer<StrRead<'_>>,
) -> Result<Value, JsonError> {
    let notes = RefCell::default();
    let value = Reader { path: &JsonPath::Root(""), notes: &notes }.deserialize(&mut deserializer);
    let value = value.and_then(|value| deserializer.end().map(|()| value));
    value.map_err(|error| JsonError {
        flaw: flaw(text, &error),
        offset: offset(text, &error),
        #[cfg(feature = "validate")]
        notes: notes.into_inner(),
    })
}

/// The fault that the parser refuses; its own message may quote the text.
fn flaw(text: &str, error: &serde_json::Error) -> Flaw {
    let theirs = error.to_string();
    match error.classify() {
        _ if text.starts_with('\u{feff}') => Flaw::ByteOrderMark,
        Category::Eof => Flaw::End,
        // Any value will do, so that nothing but a duplicate key is refused as data.
        Category::Data => Flaw::DuplicateKey,
        _ if theirs.contains("surrogate") || theirs.contains("hex escape") => Flaw::LoneSurrogate,
        _ if theirs.starts_with("number out of range") => Flaw::NumberRange,
        _ if theirs.starts_with("control character") => Flaw::ControlCharacter,
        _ if theirs.starts_with("trailing characters") => Flaw::MoreText,
        Category::Syntax | Category::Io => Flaw::Syntax,
    }
}

fn offset(text: &str, error: &serde_json::Error) -> usize {
    let lines = text.split_inclusive('\n').take(error.line().saturating_sub(1));
    lines.map(str::len).sum::<usize>() + error.column()
}

/// Builds a value, and refuses a key that comes twice.
struct Reader<'a> {
    path: &'a JsonPath<'a>,
    notes: &'a RefCell<Notes>,
}

impl<'a> Reader<'a> {
    fn below<'b>(&self, path: &'b JsonPath<'b>) -> Reader<'b>
    where
        'a: 'b,
    {
        Reader { path, notes: self.notes }
    }
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
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

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        loop {
            let path = self.path.below(Segment::Index(values.len()));
            match elements.next_element_seed(self.below(&path))? {
                Some(value) => values.push(value),
                None => return Ok(Value::Array(values)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut values = Map::new();
        while let Some(key) = members.next_key::<String>()? {
            let entry = values.entry(key);
            let path = self.path.below(Segment::Key(entry.key()));
            let Entry::Vacant(_) = entry else {
                self.notes.borrow_mut().duplicate.get_or_insert_with(|| path.to_string());
                // It is refused behind its value, where a reader of the text sees that it stands twice.
                members.next_value_seed(self.below(&path))?;
                return Err(A::Error::custom("duplicate key"));
            };
            let value = members.next_value_seed(self.below(&path))?;
            if let (true, "type", Value::String(word)) = (self.path.is_root(), entry.key().as_str(), &value) {
                self.notes.borrow_mut().frame_type.get_or_insert_with(|| cut(word));
            }
            entry.or_insert(value);
        }
        Ok(Value::Object(values))
    }
}
