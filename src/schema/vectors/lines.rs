//! What no parsed value can say: how a frame is written on its line (contract sections 3.1 and 3.2).

use serde_json::{Map, Value};

use super::change::{Change, Verdict, step};
use super::vector::text_of;

/// The ways to write a frame, good and bad; both views say the same of a text. The frame must have no field `x`.
pub(super) fn lines(frame: &Map<String, Value>) -> Vec<Change> {
    let text = text_of(&Value::Object(frame.clone()));
    // The frame with one member more, that no contract knows.
    let with = |member: &str| format!("{},{member}}}", &text[..text.len() - 1]);
    let nested = |levels: usize| with(&format!("\"x\":{}{}", "[".repeat(levels), "]".repeat(levels)));
    let tag = frame.get("type").map(Value::to_string).unwrap_or_default();
    let mut untagged = frame.clone();
    untagged.remove("type");
    let others = text_of(&Value::Object(untagged)).replacen('{', "{\"x\":1,", 1).replace(",}", "}");
    let accepted = [
        ("white-space", format!(" \t{}\r", text.replace("\":", "\" : ").replace(",\"", "\t, \""))),
        ("tag-last", format!("{},\"type\":{tag}}}", &others[..others.len() - 1])),
        ("key-escaped", text.replacen("\"type\":", "\"\\u0074ype\":", 1)),
        ("surrogate-pair-escaped", with(r#""x":"\ud83d\ude00""#)),
        ("nul-escaped", with(r#""x":"\u0000","\u0000":0"#)),
        (
            "keys-of-prototypes",
            with(r#""__proto__":{"type":7},"constructor":{"prototype":[]},"toString":null"#),
        ),
        ("backslash-before-a-surrogate", with(r#""x":"\\ud800""#)),
        ("integer-of-30-digits", with(r#""x":123456789012345678901234567890"#)),
        ("number-too-small-to-keep", with(r#""x":1e-400"#)),
        ("depth-128", nested(127)),
        ("brackets-in-a-string", with(&format!("\"x\":\"{}\"", "[{".repeat(70)))),
        ("same-key-in-two-objects", with(r#""x":[{"a":1},{"a":1}]"#)),
    ];
    let duplicate = [
        ("duplicate-type", format!("{{\"type\":{tag},{}", &text[1..]), "type"),
        ("duplicate-key-escaped", with(r#""x":1,"\u0078":1"#), "x"),
        ("duplicate-key-empty", with(r#""":1,"":1"#), ""),
    ];
    let deep = with(r#""x":[0,{"a/b":{"c":1,"c":1}}]"#);
    let json = [
        ("truncated", text[..text.len() - 1].to_owned()),
        ("truncated-in-a-string", with("\"x\":\"a")),
        ("text-behind", format!("{text} x")),
        ("two-frames", format!("{text}{text}")),
        ("byte-order-mark", format!("\u{feff}{text}")),
        ("no-json", "hello".to_owned()),
        ("single-quotes", text.replace('"', "'")),
        ("comma-behind-the-last-member", format!("{},}}", &text[..text.len() - 1])),
        ("comment", format!("{text}// end")),
        ("control-character-in-a-string", with("\"x\":\"\u{1}\"")),
        ("tab-in-a-string", with("\"x\":\"\t\"")),
        ("no-break-space-between-tokens", text.replacen(':', ":\u{a0}", 1)),
        ("lone-high-surrogate", with(r#""x":"\ud800""#)),
        ("lone-low-surrogate", with(r#""x":"\udc00""#)),
        ("surrogates-in-the-wrong-order", with(r#""x":"\ude00\ud83d""#)),
        ("lone-surrogate-in-a-key", with(r#""\udead":1"#)),
        ("unknown-escape", with(r#""x":"\x41""#)),
        ("short-escape", with(r#""x":"\u41""#)),
        ("number-beyond-64-bits", with(r#""x":1e400"#)),
        ("number-with-a-leading-zero", with(r#""x":01"#)),
        ("number-with-a-plus", with(r#""x":+1"#)),
        ("number-ending-in-a-point", with(r#""x":1."#)),
        ("hexadecimal-number", with(r#""x":0x1"#)),
        ("not-a-number", with(r#""x":NaN"#)),
        ("infinity", with(r#""x":-Infinity"#)),
        ("literal-in-capitals", with(r#""x":True"#)),
    ];
    let no_object =
        [("null", "null"), ("number", "7"), ("string", "\"hello\""), ("array", "[]"), ("boolean", "true")];
    let case = |label: &str, text: String, verdict: Verdict| {
        let change = Change::by_view(label, text, verdict.clone(), verdict);
        Change { is_text: true, ..change }
    };
    let duplicate_at = |place: &str| Verdict::refused("duplicate-key").below(place);
    let mut cases = vec![
        case("duplicate-key-deep", deep, duplicate_at("/x/1/a~1b/c")),
        case("depth-129", nested(128), Verdict::refused("depth")),
    ];
    cases.extend(accepted.map(|(label, text)| case(label, text, Verdict::Accepted)));
    cases.extend(duplicate.map(|(label, text, key)| case(label, text, duplicate_at(&step(key)))));
    cases.extend(json.map(|(label, text)| case(label, text, Verdict::refused("json"))));
    cases.extend(no_object.map(|(label, text)| case(label, text.to_owned(), Verdict::refused("type"))));
    cases
}
