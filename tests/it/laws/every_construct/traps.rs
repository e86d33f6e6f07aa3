//! The traps of decoding that the relay's own frames do not hold: limits, closed sets, `any`, nullable shapes.

use relay_contract::Side::{Connector, Gateway};

use super::trap::Must::{Accept, Refuse};
use super::trap::{Trap, check};

#[test]
fn limits() {
    let with = |name, field: &str, value: &str, must| -> Trap {
        let fields = [
            ("text", r#""""#),
            ("text_range", r#""ab""#),
            ("text_least", r#""a""#),
            ("text_most", r#""""#),
            ("whole", "1"),
            ("range", "0"),
            ("least", "0"),
            ("most", "-1"),
            ("real", "0"),
            ("flag", "true"),
            ("free", "{}"),
            ("anything", "null"),
            ("bytes", r#""""#),
        ];
        (name, Gateway, frame("scalars", &fields, field, value), must)
    };
    check(&[
        with("the greatest port", "port", "65535", Accept),
        with("a port too great", "port", "65536", Refuse("limit", "/port")),
        with("a port below", "port", "-1", Refuse("limit", "/port")),
        with("a negative zero as a port", "port", "-0", Accept),
        with("a port as a float", "port", "65535.0", Accept),
        with("a port as a float too great", "port", "65536.0", Refuse("limit", "/port")),
        with("null for an optional port", "port", "null", Accept),
        with("below the least", "range", "-6", Refuse("limit", "/range")),
        with("the least", "range", "-5", Accept),
        with("above the greatest", "range", "6", Refuse("limit", "/range")),
        with("the only value", "one", "7", Accept),
        with("beside the only value", "one", "8", Refuse("limit", "/one")),
        with("2^53 of int(>=0)", "least", "9007199254740992", Refuse("limit", "/least")),
        with("0 of int(<=-1)", "most", "0", Refuse("limit", "/most")),
        with("a text too short", "text_range", r#""a""#, Refuse("limit", "/text_range")),
        with("a text too long", "text_range", r#""abcde""#, Refuse("limit", "/text_range")),
        with("four letters of two units each", "text_range", r#""😀😀😀😀""#, Accept),
        with("one letter of two units", "text_range", r#""\ud83d\ude00""#, Refuse("limit", "/text_range")),
        with("an empty text where one letter is due", "text_least", r#""""#, Refuse("limit", "/text_least")),
        with("a long text without a limit", "text_least", &format!("\"{}\"", "a".repeat(5000)), Accept),
        with("an integer for a number", "real", "1", Accept),
        with("a number for a text", "text", "1", Refuse("type", "/text")),
        with("a string for a number", "real", r#""1""#, Refuse("type", "/real")),
        with("a list for a free object", "free", "[]", Refuse("type", "/free")),
        with("1 for true", "flag", "1", Refuse("type", "/flag")),
    ]);
}

#[test]
fn sets_and_shapes() {
    let set = |name, field: &str, value: &str, must| -> Trap {
        let fields = [
            ("closed", r#""dm""#),
            ("open", r#""red""#),
            ("constant", r#""only""#),
            ("closed_null", "null"),
            ("open_null", "null"),
            ("closed_list", "[]"),
            ("open_list", "[]"),
            ("closed_null_list", "[]"),
            ("closed_pair", r#"["l","1"]"#),
        ];
        (name, Gateway, frame("sets", &fields, field, value), must)
    };
    let default = |name, member: &str, must| -> Trap {
        (name, Connector, format!(r#"{{"type":"defaults",{member}}}"#), must)
    };
    check(&[
        set("a known word", "closed", r#""a-b""#, Accept),
        set("an unknown word of a closed set", "closed", r#""later""#, Refuse("enum", "/closed")),
        set("a word in another case", "closed", r#""DM""#, Refuse("enum", "/closed")),
        set("a closed set as an enum's map", "closed", r#"{"dm":null}"#, Refuse("type", "/closed")),
        set("a closed set by index", "closed", "0", Refuse("type", "/closed")),
        set("a closed set as a list", "closed", r#"["dm"]"#, Refuse("type", "/closed")),
        set("null for a closed set", "closed", "null", Refuse("type", "/closed")),
        set("null for a nullable closed set", "closed_null", "null", Accept),
        set("an unknown word of an open set", "open", r#""later""#, Accept),
        set("another constant", "constant", r#""other""#, Refuse("enum", "/constant")),
        set("an unknown word in a list", "closed_list", r#"["u","w"]"#, Refuse("enum", "/closed_list/1")),
        set("null in a list of words or null", "closed_null_list", r#"[null,"u"]"#, Accept),
        set("an unknown word in a pair", "closed_pair", r#"["m","1"]"#, Refuse("enum", "/closed_pair/0")),
        default("null for a default that is no null", r#""range":null"#, Refuse("type", "/range")),
        default("null for a nullable default", r#""range_null":null"#, Accept),
        default("null for any", r#""anything":null,"anything_maybe":null"#, Accept),
        default("an inline shape as an array", r#""inline":["d",[]]"#, Refuse("type", "/inline")),
        default("null for an inline shape", r#""inline":null"#, Refuse("type", "/inline")),
        default("null for a nullable object", r#""named_null":null"#, Accept),
        default("an array for a nullable object", r#""named_null":[]"#, Refuse("type", "/named_null")),
        default(
            "a wrong member of a nullable object",
            r#""named_null":{"n":10}"#,
            Refuse("limit", "/named_null/n"),
        ),
        ("a frame without fields", Gateway, r#"{"type":"silence"}"#.to_owned(), Accept),
        ("a frame without fields, with one", Gateway, r#"{"type":"silence","x":1}"#.to_owned(), Accept),
        ("a frame without fields, its tag last", Gateway, r#"{"x":1,"type":"silence"}"#.to_owned(), Accept),
    ]);
}

/// A frame of these fields, one of them with another value.
fn frame(tag: &str, fields: &[(&str, &str)], field: &str, value: &str) -> String {
    let others = fields.iter().filter(|(name, _)| *name != field);
    let mut frame = format!(r#"{{"type":"{tag}""#);
    for (name, value) in others.chain([&(field, value)]) {
        frame += &format!(r#","{name}":{value}"#);
    }
    frame + "}"
}
