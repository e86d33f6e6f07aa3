//! Ids that a connector writes as numbers.

use std::borrow::Cow;

use crate::json::string_end;

/// Puts the quotes around ids that are written as integers: `{"chat_id":5}` becomes `{"chat_id":"5"}`.
///
/// The contract has ids as strings, and a number is refused where one is expected. A gateway whose connector writes
/// numbers can set its transport to pass each line through here before it is decoded; that is off by default. Every
/// digit is kept, however many there are.
///
/// An id is the value of a key that ends in `_id`, `_id_alt` or `Id`, at any depth; such keys have no other integers in
/// a connector's frames. Fractions, exponents, truth values and keys that are written with escapes stay as they are,
/// and what was no JSON is none afterwards. Borrowed if nothing changes.
///
/// # Examples
///
/// ```
/// use relay_contract::relay::raw::scalar_ids_to_strings;
///
/// let line = r#"{"source":{"chat_id":-100123,"user_id":"7"},"size":9}"#;
/// assert_eq!(scalar_ids_to_strings(line), r#"{"source":{"chat_id":"-100123","user_id":"7"},"size":9}"#);
/// ```
#[must_use]
pub fn scalar_ids_to_strings(line: &str) -> Cow<'_, str> {
    let mut quoted = String::new();
    let mut copied = 0;
    let mut at = 0;
    // The last string, while it is followed by nothing but a colon and white space: the key of what comes next.
    let mut key = None;
    while let Some(&byte) = line.as_bytes().get(at) {
        match byte {
            b'"' => {
                let behind = at + 1;
                let length = string_end(&line.as_bytes()[behind..]);
                let end = length.map_or(line.len(), |length| behind + length);
                key = Some(&line[at..end]);
                at = end;
            }
            b':' | b' ' | b'\t' | b'\r' | b'\n' => at += 1,
            b'-' | b'0'..=b'9' => {
                let end = number_end(line, at);
                if key.take().is_some_and(names_id) && is_integer(&line[at..end]) {
                    quoted.extend([&line[copied..at], "\"", &line[at..end], "\""]);
                    copied = end;
                }
                at = end;
            }
            _ => {
                key = None;
                at += 1;
            }
        }
    }
    if copied == 0 {
        return line.into();
    }
    quoted.push_str(&line[copied..]);
    quoted.into()
}

fn number_end(line: &str, start: usize) -> usize {
    let part = |byte: u8| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
    line[start..].bytes().position(|byte| !part(byte)).map_or(line.len(), |length| start + length)
}

/// Whether a key, in its quotes, is that of an id.
fn names_id(key: &str) -> bool {
    ["_id\"", "_id_alt\"", "Id\""].iter().any(|end| key.ends_with(end))
}

/// Whether a number is an integer that JSON allows: no fraction, no exponent, no zero in front.
fn is_integer(number: &str) -> bool {
    let digits = number.strip_prefix('-').unwrap_or(number);
    let leading_zero = digits.len() > 1 && digits.starts_with('0');
    !digits.is_empty() && !leading_zero && digits.bytes().all(|digit| digit.is_ascii_digit())
}
