//! The traps of decoding JSON into types, as they stand in the relay's frames.

use relay_contract::Side::{Connector, Gateway};
use relay_contract::frame::{ConnectorFrame, Decoded, SessionSourceChatType, decode};

use super::trap::Must::{Accept, BeUnknown, Refuse};
use super::trap::{Trap, check};

const LIMIT: usize = 1024 * 1024;

#[test]
fn the_envelope() {
    let hello = r#"{"type":"hello","platform":"discord","botId":"b"}"#;
    let frame = |name, text: &str, must| -> Trap { (name, Gateway, text.to_owned(), must) };
    check(&[
        frame("a plain frame", hello, Accept),
        frame("the tag last", r#"{"platform":"discord","botId":"b","type":"hello"}"#, Accept),
        frame("the tag in the middle", r#"{"platform":"discord","type":"hello","botId":"b"}"#, Accept),
        frame("the tag spelled with an escape", r#"{"t\u0079pe":"h\u0065llo"}"#, Accept),
        frame("no tag", r#"{"platform":"discord","botId":"b"}"#, Refuse("required", "")),
        frame("an empty object", "{}", Refuse("required", "")),
        frame("a null tag", r#"{"type":null}"#, Refuse("type", "/type")),
        frame("a tag by index", r#"{"type":0}"#, Refuse("type", "/type")),
        frame("a tag as an enum's map", r#"{"type":{"hello":null}}"#, Refuse("type", "/type")),
        frame("a tag as a list", r#"{"type":["hello"]}"#, Refuse("type", "/type")),
        frame("an unknown type", r#"{"type":"later","x":[1]}"#, BeUnknown),
        frame("a type of the other side", r#"{"type":"descriptor"}"#, BeUnknown),
        frame("a type in another case", r#"{"type":"Hello"}"#, BeUnknown),
        frame("the empty type", r#"{"type":""}"#, BeUnknown),
        frame("a frame as an array", r#"["hello","discord","b"]"#, Refuse("type", "")),
        frame("a frame in an array", &format!("[{hello}]"), Refuse("type", "")),
        frame("a string", "\"hello\"", Refuse("type", "")),
        frame("null", "null", Refuse("type", "")),
        frame("nothing", "", Refuse("json", "")),
        frame("a blank line", " \n", Refuse("json", "")),
        frame("a line end", &format!("{hello}\n"), Accept),
        frame("a line end with a return", &format!("{hello}\r\n"), Accept),
        frame("white space around", &format!(" \t{hello} \t"), Accept),
        frame("a byte order mark", &format!("\u{feff}{hello}"), Refuse("json", "")),
        frame("trailing bytes", &format!("{hello} x"), Refuse("json", "")),
        frame("two frames", &format!("{hello}{hello}"), Refuse("json", "")),
        frame("half a frame", &hello[..20], Refuse("json", "")),
        frame("NaN", r#"{"type":"hello","x":NaN}"#, Refuse("json", "")),
        frame("a raw control character", "{\"type\":\"hello\",\"x\":\"\u{1}\"}", Refuse("json", "")),
        frame("a trailing comma", r#"{"type":"hello",}"#, Refuse("json", "")),
        frame("a comment", r#"{"type":"hello"} // end"#, Refuse("json", "")),
        frame("single quotes", "{'type':'hello'}", Refuse("json", "")),
        frame("as long as the limit", &padded(LIMIT - 1), Accept),
        frame("as long as the limit with its line end", &(padded(LIMIT - 1) + "\n"), Accept),
        frame("one byte over the limit", &padded(LIMIT), Refuse("size", "")),
    ]);
}

#[test]
fn keys_numbers_and_letters() {
    let with = |name, member: &str, must| -> Trap {
        (name, Gateway, format!(r#"{{"type":"hello","botId":"b",{member}}}"#), must)
    };
    let send = |name, metadata: &str, must| -> Trap {
        let action = format!(r#"{{"op":"send","chat_id":"c","content":"","metadata":{metadata}}}"#);
        (name, Gateway, format!(r#"{{"type":"outbound","requestId":"r","action":{action}}}"#), must)
    };
    check(&[
        with("extra fields", r#""x":1,"y":{"z":[]}"#, Accept),
        with("__proto__", r#""__proto__":{"type":"interrupt"}"#, Accept),
        with("a duplicate known key", r#""botId":"b""#, Refuse("duplicate-key", "/botId")),
        with("a duplicate tag", r#""type":"hello""#, Refuse("duplicate-key", "/type")),
        with("a duplicate key by an escape", r#""bot\u0049d":"b""#, Refuse("duplicate-key", "/botId")),
        with("a duplicate unknown key", r#""x":1,"x":1"#, Refuse("duplicate-key", "/x")),
        with(
            "a duplicate key in an unknown field",
            r#""x":[{"y":1,"y":2}]"#,
            Refuse("duplicate-key", "/x/0/y"),
        ),
        send(
            "a duplicate key in a free object",
            r#"{"a":{"b":1,"b":1}}"#,
            Refuse("duplicate-key", "/action/metadata/a/b"),
        ),
        with("half a pair in a known string", r#""platform":"\ud800""#, Refuse("json", "")),
        with("half a pair in an unknown field", r#""x":"\ud800""#, Refuse("json", "")),
        with("the second half first", r#""x":"\udc00\ud800""#, Refuse("json", "")),
        with("half a pair in a key", r#""\ud800":1"#, Refuse("json", "")),
        with("a whole pair", r#""platform":"\ud83d\ude00""#, Accept),
        with("NUL as an escape", r#""platform":"\u0000""#, Accept),
        with("1e400 in an unknown field", r#""x":1e400"#, Refuse("json", "")),
        send("1e400 in a free object", r#"{"x":-1e400}"#, Refuse("json", "")),
        send("the greatest float in a free object", r#"{"x":1.7976931348623157e308}"#, Accept),
        with("30 digits in an unknown field", r#""x":123456789012345678901234567890"#, Accept),
        send("30 digits in a free object", r#"{"x":123456789012345678901234567890}"#, Accept),
        with("zero with a huge exponent", r#""x":0e999999999999999999999"#, Accept),
        with("too small for a float", r#""x":1e-400"#, Accept),
        with("a leading zero", r#""x":01"#, Refuse("json", "")),
        with("a leading plus", r#""x":+1"#, Refuse("json", "")),
        with("128 levels in an unknown field", &format!(r#""x":{}"#, levels(127)), Accept),
        with("129 levels in an unknown field", &format!(r#""x":{}"#, levels(128)), Refuse("depth", "")),
        send("128 levels in a free object", &format!(r#"{{"x":{}}}"#, levels(125)), Accept),
        send("129 levels in a free object", &format!(r#"{{"x":{}}}"#, levels(126)), Refuse("depth", "")),
        with("500,000 levels", &format!(r#""x":{}"#, levels(500_000)), Refuse("depth", "")),
        with("500,000 open brackets", &format!(r#""x":{}"#, "[".repeat(500_000)), Refuse("depth", "")),
        with("brackets in a string", &format!(r#""x":"{}""#, "[".repeat(500)), Accept),
        with("a type swapped", r#""platform":5"#, Refuse("type", "/platform")),
        with("null for what has a default", r#""platform":null"#, Refuse("type", "/platform")),
    ]);
}

#[test]
fn integers() {
    let limit = |name, number: &str, must| -> Trap {
        let rest = r#""contract_version":1,"platform":"p","label":"l","supports_draft_streaming":false,
            "supports_edit":false,"supports_threads":false,"markdown_dialect":"m","len_unit":"chars""#;
        let descriptor = format!(r#"{{"max_message_length":{number},{rest}}}"#);
        (name, Connector, format!(r#"{{"type":"descriptor","descriptor":{descriptor}}}"#), must)
    };
    let place = "/descriptor/max_message_length";
    check(&[
        limit("1.0", "1.0", Accept),
        limit("1e3", "1e3", Accept),
        limit("100e-2", "100e-2", Accept),
        limit("-0", "-0", Accept),
        limit("-0.0", "-0.0", Accept),
        limit("1.5", "1.5", Refuse("type", place)),
        limit("1e-1", "1e-1", Refuse("type", place)),
        limit("2^53-1", "9007199254740991", Accept),
        limit("2^53-1 as a float", "9007199254740991.0", Accept),
        limit("2^53", "9007199254740992", Refuse("limit", place)),
        limit("2^53 as a float", "9007199254740992.0", Refuse("limit", place)),
        limit("-(2^53-1)", "-9007199254740991", Accept),
        limit("-2^53", "-9007199254740992", Refuse("limit", place)),
        limit("2^63", "9223372036854775808", Refuse("limit", place)),
        limit("2^64", "18446744073709551616", Refuse("limit", place)),
        limit("1e300", "1e300", Refuse("limit", place)),
        limit("30 digits", "123456789012345678901234567890", Refuse("limit", place)),
        limit("a string", "\"1\"", Refuse("type", place)),
        limit("null", "null", Refuse("type", place)),
        limit("true", "true", Refuse("type", place)),
    ]);
}

#[test]
fn objects_sets_pairs_and_bodies() {
    let event = |name, event: &str, must| -> Trap {
        (name, Connector, format!(r#"{{"type":"inbound","event":{event}}}"#), must)
    };
    let action = |name, action: &str, must| -> Trap {
        (name, Gateway, format!(r#"{{"type":"outbound","requestId":"r","action":{action}}}"#), must)
    };
    let forward = |name, member: &str, must| -> Trap {
        let body = if member.contains("bodyB64") { "" } else { r#","bodyB64":"""# };
        let forward = format!(r#"{{"method":"POST",{member}{body}}}"#);
        (name, Connector, format!(r#"{{"type":"passthrough_forward","forward":{forward}}}"#), must)
    };
    let body = |name, text: &str, must| forward(name, &format!(r#""bodyB64":"{text}""#), must);
    let (type_at_action, body_at) = (Refuse("type", "/action"), "/forward/bodyB64");
    let (pair_at, headers) = ("/forward/headers/0", "/forward/headers");
    check(&[
        event("nothing but defaults", "{}", Accept),
        event("an object as an array", r#"["hi","text"]"#, Refuse("type", "/event")),
        event("an object as an empty array", "[]", Refuse("type", "/event")),
        event("an object as null", "null", Refuse("type", "/event")),
        event("a nested object as an array", r#"{"source":["relay"]}"#, Refuse("type", "/event/source")),
        event("null for an optional field", r#"{"message_id":null,"source":{"guild_id":null}}"#, Accept),
        event("null for a list with a default", r#"{"media_urls":null}"#, Accept),
        event("null for a text", r#"{"text":null}"#, Refuse("type", "/event/text")),
        event("null in a list", r#"{"media_urls":[null]}"#, Refuse("type", "/event/media_urls/0")),
        event("an object for a list", r#"{"media_urls":{"0":"a"}}"#, Refuse("type", "/event/media_urls")),
        event("an unknown word of an open set", r#"{"message_type":"hologram"}"#, Accept),
        event(
            "an open set as an enum's map",
            r#"{"message_type":{"text":null}}"#,
            Refuse("type", "/event/message_type"),
        ),
        event(
            "an open set by index",
            r#"{"source":{"chat_type":0}}"#,
            Refuse("type", "/event/source/chat_type"),
        ),
        action("a known action", r#"{"op":"typing","chat_id":"c"}"#, Accept),
        action("an action's tag last", r#"{"chat_id":"c","op":"typing"}"#, Accept),
        action("an unknown action", r#"{"op":"later","x":{}}"#, Accept),
        action("an action without a tag", r#"{"chat_id":"c"}"#, Refuse("required", "/action")),
        action("an action by index", r#"{"op":2,"chat_id":"c"}"#, Refuse("type", "/action/op")),
        action("an action as an array", r#"["typing","c"]"#, type_at_action),
        action("an action as a string", r#""typing""#, type_at_action),
        action("an action as null", "null", type_at_action),
        action(
            "the fields of another action",
            r#"{"op":"send","session_key":"k"}"#,
            Refuse("required", "/action"),
        ),
        forward("no headers", r#""headers":[]"#, Accept),
        forward("a header", r#""headers":[["k","v"]]"#, Accept),
        forward("a pair of one", r#""headers":[["k"]]"#, Refuse("pair", pair_at)),
        forward("a pair of three", r#""headers":[["k","v","w"]]"#, Refuse("pair", pair_at)),
        forward("an empty pair", r#""headers":[[]]"#, Refuse("pair", pair_at)),
        forward("an object for a pair", r#""headers":[{"k":"v"}]"#, Refuse("pair", pair_at)),
        forward("an object for headers", r#""headers":{"k":"v"}"#, Refuse("type", headers)),
        forward("a pair beside its list", r#""headers":["k","v"]"#, Refuse("pair", pair_at)),
        forward("a number in a pair", r#""headers":[["k",1]]"#, Refuse("type", "/forward/headers/0/1")),
        body("an empty body", "", Accept),
        body("one byte", "AA==", Accept),
        body("both other letters", "+/+/", Accept),
        body("escaped letters", r"\u0041A\/\/", Accept),
        body("base64 without padding", "AA", Refuse("base64", body_at)),
        body("base64 with half its padding", "AA=", Refuse("base64", body_at)),
        body("base64 with too much padding", "AAA==", Refuse("base64", body_at)),
        body("base64 that is not canonical", "AB==", Refuse("base64", body_at)),
        body("base64 of the URL alphabet", "-_-_", Refuse("base64", body_at)),
        body("base64 in lines", r"AAAA\nAAAA", Refuse("base64", body_at)),
        body("base64 with a line end", r"AAAA\n", Refuse("base64", body_at)),
        body("base64 with a space", " AAAA", Refuse("base64", body_at)),
        body("padding in the middle", "AA==AAAA", Refuse("base64", body_at)),
        forward("a body of numbers", r#""bodyB64":[0,1]"#, Refuse("type", body_at)),
        forward("a body of null", r#""bodyB64":null"#, Refuse("type", body_at)),
    ]);
}

#[test]
fn an_absent_object_has_the_defaults_of_its_members() {
    let Ok(Decoded::Known(ConnectorFrame::Inbound(frame))) = decode(r#"{"type":"inbound"}"#) else {
        panic!("an event may be absent");
    };
    assert_eq!(frame.event.source.platform, "relay");
    assert_eq!(frame.event.source.chat_type, SessionSourceChatType::Dm);
    let Ok(Decoded::Known(ConnectorFrame::OutboundResult(frame))) =
        decode(r#"{"type":"outbound_result","requestId":"r"}"#)
    else {
        panic!("a result may be absent");
    };
    assert!(!frame.result.success);
}

/// A frame whose text is so many bytes.
fn padded(length: usize) -> String {
    let frame = |padding: usize| format!(r#"{{"type":"hello","x":"{}"}}"#, "x".repeat(padding));
    frame(length - frame(0).len())
}

fn levels(count: usize) -> String {
    format!("{}{}", "[".repeat(count), "]".repeat(count))
}
