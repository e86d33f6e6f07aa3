//! The writing of a frame: its `type` first, as every writer does (contract section 3.1).

use serde::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::Value;

/// A frame, or any other value, whose `type` is written before its other members.
pub(crate) struct TagFirst<'a>(pub(crate) &'a Value);

impl Serialize for TagFirst<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Value::Object(members) = self.0 else { return self.0.serialize(serializer) };
        let mut map = serializer.serialize_map(Some(members.len()))?;
        let (tag, rest): (Vec<_>, Vec<_>) = members.iter().partition(|(key, _)| *key == "type");
        for (key, value) in tag.into_iter().chain(rest) {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

impl TagFirst<'_> {
    pub(crate) fn text(&self) -> String {
        serde_json::to_string(self).expect("a value has a JSON form")
    }
}
