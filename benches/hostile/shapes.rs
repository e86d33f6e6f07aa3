//! Lines made to be dear: one list for the counters of memory and for those of instructions.

use relay_contract::frame::{ConnectorFrame, GatewayFrame, decode};

/// A kind of line, of any length.
pub(crate) struct Shape {
    pub(crate) name: &'static str,
    /// Whether a reader takes it: as a frame, or as one of a `type` that it does not know.
    pub(crate) is_frame: bool,
    /// Whether it becomes a JSON value on the way, or holds one in the end.
    #[allow(dead_code, reason = "memory is not counted where instructions are")]
    pub(crate) has_value: bool,
    /// Decodes a line as one of its writer: whether it was taken.
    pub(crate) decode: fn(&str) -> bool,
    /// The line of at most so many bytes, and hardly fewer, its line end counted.
    pub(crate) line: fn(usize) -> String,
}

pub(crate) const SHAPES: &[Shape] = &[
    shape("open arrays", false, |length| fill(length, r#"{"type":"inbound","x":"#, |_| "[".to_owned(), "")),
    shape("open objects", false, |length| {
        fill(length, r#"{"type":"inbound","x":"#, |_| r#"{"a":"#.to_owned(), "")
    }),
    shape("closed arrays in a row", true, |length| {
        fill(length, r#"{"type":"inbound","x":[[]"#, |_| ",[]".to_owned(), "]}")
    }),
    shape("nested almost to the limit, in a row", true, |length| {
        let nest = format!(",{}{}", "[".repeat(125), "]".repeat(125));
        fill(length, r#"{"type":"inbound","x":[0"#, |_| nest.clone(), "]}")
    }),
    shape("digits", false, |length| fill(length, r#"{"type":"inbound","x":1"#, |_| "7".to_owned(), "}")),
    shape("digits behind the point", true, |length| {
        fill(length, r#"{"type":"inbound","x":0."#, |_| "7".to_owned(), "}")
    }),
    shape("digits of an exponent", false, |length| {
        fill(length, r#"{"type":"inbound","x":1e"#, |_| "7".to_owned(), "}")
    }),
    shape("one long key", true, |length| {
        fill(length, r#"{"type":"inbound",""#, |_| "k".to_owned(), r#"":0}"#)
    }),
    shape("one long type", true, |length| fill(length, r#"{"type":"x"#, |_| "k".to_owned(), r#""}"#)),
    shape("keys that no field claims", true, |length| fill(length, r#"{"type":"inbound""#, key, "}")),
    shape("keys of a frame of unknown type", true, |length| fill(length, r#"{"type":"later""#, key, "}")),
    shape("keys before the type", true, |length| fill(length, r#"{"-":0"#, key, r#","type":"inbound"}"#)),
    shape("one key again and again", false, |length| {
        fill(length, r#"{"type":"inbound","x":{"a":0"#, |_| r#","a":0"#.to_owned(), "}}")
    }),
    shape("keys that differ at their ends", true, |length| {
        let long = "k".repeat(200);
        fill(length, r#"{"type":"inbound""#, |index| format!(r#","{long}{index}":0"#), "}")
    }),
    shape("numbers", true, |length| fill(length, r#"{"type":"inbound","x":[0"#, |_| ",0".to_owned(), "]}")),
    shape("numbers, then a fault", false, |length| {
        fill(length, r#"{"type":"inbound","x":[0"#, |_| ",0".to_owned(), "]}}")
    }),
    shape("objects, then a fault", false, |length| {
        fill(length, r#"{"type":"inbound","x":[0"#, |_| r#",{"":0}"#.to_owned(), "]}}")
    }),
    shape("objects, then a violation", false, |length| {
        fill(length, r#"{"type":"inbound","event":0,"x":[0"#, |_| r#",{"":0}"#.to_owned(), "]}")
    }),
    shape("strings of a list", true, |length| {
        fill(length, r#"{"type":"inbound","event":{"media_urls":[""#, |_| r#"",""#.to_owned(), r#""]}}"#)
    }),
    shape("strings, then a fault", false, |length| {
        fill(length, r#"{"type":"inbound","event":{"media_urls":[""#, |_| r#"",""#.to_owned(), r#"",0]}}"#)
    }),
    shape("violations", false, |length| {
        fill(length, r#"{"type":"inbound","event":{"media_urls":[0"#, |_| ",0".to_owned(), "]}}")
    }),
    shape("objects with a violation each", false, |length| {
        fill(length, r#"{"type":"inbound","event":{"media":[{}"#, |_| r#",{"url":0}"#.to_owned(), "]}}")
    }),
    shape("escapes", true, |length| {
        fill(length, r#"{"type":"inbound","event":{"text":""#, |_| r"\u00e9".to_owned(), r#""}}"#)
    }),
    shape("halves of pairs", false, |length| {
        fill(length, r#"{"type":"inbound","event":{"text":""#, |_| r"\ud800".to_owned(), r#""}}"#)
    }),
    shape("quotes", false, |length| fill(length, "", |_| "\"".to_owned(), "")),
    shape("backslashes", false, |length| fill(length, "\"", |_| "\\".to_owned(), "")),
    shape("spaces", false, |length| fill(length, "", |_| " ".to_owned(), "")),
    shape("a body with a fault at its end", false, |length| {
        let head = r#"{"type":"passthrough_forward","forward":{"method":"POST","bodyB64":""#;
        fill(length, head, |_| "AAAA".to_owned(), r#"A"}}"#)
    }),
    of_gateway("objects in a free object", |length| {
        let head = r#"{"type":"outbound","requestId":"1","action":{"op":"send","chat_id":"1","content":"","metadata":{"x":[0"#;
        fill(length, head, |_| r#",{"":0}"#.to_owned(), "]}}}")
    }),
    of_gateway("objects before an op", |length| {
        let head = r#"{"type":"outbound","requestId":"1","action":{"x":[0"#;
        fill(length, head, |_| r#",{"":0}"#.to_owned(), r#"],"op":"send","chat_id":"1","content":""}}"#)
    }),
];

const fn shape(name: &'static str, is_frame: bool, line: fn(usize) -> String) -> Shape {
    Shape {
        name,
        is_frame,
        has_value: !is_frame,
        decode: |line| decode::<ConnectorFrame>(line).is_ok(),
        line,
    }
}

/// A frame of a gateway, with a value in it.
const fn of_gateway(name: &'static str, line: fn(usize) -> String) -> Shape {
    Shape { name, is_frame: true, has_value: true, decode: |line| decode::<GatewayFrame>(line).is_ok(), line }
}

/// As many pieces between head and tail as a line of this length holds.
fn fill(length: usize, head: &str, piece: impl Fn(usize) -> String, tail: &str) -> String {
    let mut line = head.to_owned();
    for index in 0.. {
        let piece = piece(index);
        if line.len() + piece.len() + tail.len() >= length {
            break;
        }
        line += &piece;
    }
    line + tail
}

fn key(index: usize) -> String {
    format!(r#","{index:x}":0"#)
}
