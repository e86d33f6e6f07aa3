//! What a field holds, shown in part: only where the user asked for content.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use relay_contract::contract::Type;
use serde_json::Value;

use crate::shown;

/// More bytes of a body are not shown.
const LONGEST_BODY: usize = 128;

/// What kind of value it is and how large, never the value.
pub(super) fn kind(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(_) => "a boolean".to_owned(),
        Value::Number(_) => "a number".to_owned(),
        Value::String(text) => format!("a string of {}", counted(text.chars().count(), "character")),
        Value::Array(elements) => format!("an array of {}", elements.len()),
        Value::Object(members) => format!("an object of {}", members.len()),
    }
}

/// A number of things.
pub(super) fn counted(number: usize, word: &str) -> String {
    format!("{number} {word}{}", if number == 1 { "" } else { "s" })
}

/// The value on a line of its own, cut; a body decoded, as hexadecimal digits and text.
pub(super) fn preview(value: &Value, ty: &Type) -> String {
    match (ty, value) {
        (Type::Nullable(inner), _) => preview(value, inner),
        (Type::Base64, Value::String(text)) => match STANDARD.decode(text) {
            Ok(bytes) => dump(&bytes),
            Err(_) => format!("    = {}\n", shown::word(&value.to_string())),
        },
        _ => format!("    = {}\n", shown::word(&value.to_string())),
    }
}

/// Sixteen bytes a line: offset, hexadecimal, and the letters of ASCII.
fn dump(bytes: &[u8]) -> String {
    let mut text = format!("    = {} bytes\n", bytes.len());
    for (index, row) in bytes.chunks(16).take(LONGEST_BODY / 16).enumerate() {
        let hex: Vec<_> = row.iter().map(|byte| format!("{byte:02x}")).collect();
        let letter = |byte: &u8| match byte {
            b' '..=b'~' => char::from(*byte),
            _ => '.',
        };
        let letters: String = row.iter().map(letter).collect();
        text += &format!("    {:08x}  {:<47}  |{letters}|\n", index * 16, hex.join(" "));
    }
    if bytes.len() > LONGEST_BODY {
        text += &format!("    … and {} bytes more\n", bytes.len() - LONGEST_BODY);
    }
    text
}
