//! Each construct, read into the model.

use relay_contract::Side;
use relay_contract::contract::{
    Contract, Field, Limits, PairMember, PassageKind, SectionText, Severity, Type, position,
};
use relay_contract::schema;
use serde_json::{Value, json};

/// The contract of a document without errors.
fn read(text: &str) -> Contract {
    let parse = schema::read(text);
    let errors: Vec<_> =
        parse.diagnostics.iter().filter(|found| found.severity() == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    parse.contract
}

/// The type that a Type cell says.
fn type_of(written: &str) -> Type {
    let text = format!(
        "# Link, v1\n\n## `HoldingObject`\n\n| Field | Type | Required |\n|---|---|---|\n| `a` | {written} | yes |\n\n\
         `SessionSource` is `{{id: int}}`.\n"
    );
    let mut contract = read(&text);
    let first = contract.definitions_mut().next().expect("the document has an object");
    first.fields.remove(0).ty
}

fn limits(min: Option<i64>, max: Option<i64>) -> Limits {
    Limits { min, max }
}

fn names(fields: &[Field]) -> Vec<&str> {
    fields.iter().map(|field| field.name.as_str()).collect()
}

fn list(ty: Type) -> Type {
    Type::List(Box::new(ty))
}

fn nullable(ty: Type) -> Type {
    Type::Nullable(Box::new(ty))
}

fn pair(members: [(Option<&str>, Type); 2]) -> Type {
    Type::Pair(Box::new(members.map(|(label, ty)| PairMember { label: label.map(Into::into), ty })))
}

#[test]
fn types() {
    let plain = Type::String(Limits::default());
    let literals = |words: &[&str]| words.iter().map(ToString::to_string).collect::<Vec<_>>();
    for (written, ty) in [
        ("string", plain.clone()),
        ("`string`", plain.clone()),
        ("string(1..64)", Type::String(limits(Some(1), Some(64)))),
        ("string(..100)", Type::String(limits(None, Some(100)))),
        ("string(>=1)", Type::String(limits(Some(1), None))),
        ("string(<=100)", Type::String(limits(None, Some(100)))),
        ("int", Type::Int(Limits::default())),
        ("int(0..65535)", Type::Int(limits(Some(0), Some(65_535)))),
        ("int(-5..5)", Type::Int(limits(Some(-5), Some(5)))),
        ("int(>=0)", Type::Int(limits(Some(0), None))),
        ("number", Type::Number),
        ("bool", Type::Bool),
        ("boolean", Type::Bool),
        ("object", Type::Object),
        ("any", Type::Any),
        ("base64", Type::Base64),
        ("string[]", list(plain.clone())),
        ("string[][]", list(list(plain.clone()))),
        ("[string, …]", list(plain.clone())),
        ("[int, ...]", list(Type::Int(Limits::default()))),
        ("[string, int]", pair([(None, plain.clone()), (None, Type::Int(Limits::default()))])),
        ("[name: string, value: any]", pair([(Some("name"), plain.clone()), (Some("value"), Type::Any)])),
        ("[string: string, any: any]", pair([(Some("string"), plain.clone()), (Some("any"), Type::Any)])),
        ("`[[k,v],…]`", list(pair([(Some("k"), Type::Any), (Some("v"), Type::Any)]))),
        ("string\\|null", nullable(plain.clone())),
        ("null \\| string", nullable(plain.clone())),
        ("`string\\|null`", nullable(plain.clone())),
        ("(string\\|null)[]", list(nullable(plain.clone()))),
        ("string[]\\|null", nullable(list(plain.clone()))),
        (r#""a" \| "b""#, Type::ClosedSet(literals(&["a", "b"]))),
        (r#"`"a"` \| `"b"`"#, Type::ClosedSet(literals(&["a", "b"]))),
        (r#""a""#, Type::ClosedSet(literals(&["a"]))),
        (r#""a" \| "b" \| string"#, Type::OpenSet(literals(&["a", "b"]))),
        (r#"string \| "a" \| null"#, nullable(Type::OpenSet(literals(&["a"])))),
        (r#""a\|b""#, Type::ClosedSet(literals(&["a|b"]))),
        ("SessionSource[]", list(Type::Named("SessionSource".into()))),
        ("<SessionSource>\\|null", nullable(Type::Named("SessionSource".into()))),
    ] {
        assert_eq!(type_of(written), ty, "{written}");
    }
}

#[test]
fn inline_shapes() {
    let Type::Shape(fields) =
        type_of(r#"`{"a": string, b?: int, "c"?: any, "d?": bool, e: bool = true, f[]{x: int}}`"#)
    else {
        panic!("no shape")
    };
    assert_eq!(names(&fields), ["a", "b", "c", "d", "e", "f"]);
    let sent: Vec<bool> = fields.iter().map(|field| field.always_sent).collect();
    assert_eq!(sent, [true, false, false, false, true, true]);
    assert_eq!(fields[4].if_absent, Some(json!(true)));
    let Type::List(item) = &fields[5].ty else { panic!("no list") };
    assert!(matches!(&**item, Type::Shape(inner) if names(inner) == ["x"]));
}

#[test]
fn defaults_in_shapes_end_where_the_member_ends() {
    for (written, value) in [
        (r#""x, y}""#, json!("x, y}")),
        ("[1, {\"a\": []}]", json!([1, {"a": []}])),
        ("{}", json!({})),
        ("null", Value::Null),
        ("-1.5e3", json!(-1.5e3)),
        (r#""a\|b""#, json!("a|b")),
    ] {
        let Type::Shape(fields) = type_of(&format!("`{{a?: any = {written}, b: int}}`")) else {
            panic!("no shape")
        };
        assert_eq!(names(&fields), ["a", "b"], "{written}");
        assert_eq!(fields[0].if_absent, Some(value), "{written}");
    }
}

const WHOLE: &str = include_str!("whole.txt");

#[test]
fn objects() {
    let contract = read(WHOLE);
    assert_eq!((contract.title.as_str(), contract.version), ("The link (v3, draft)", 3));
    let objects: Vec<&str> = contract.objects().map(|object| object.name.as_str()).collect();
    assert_eq!(objects, ["SessionSource", "ActionResult", "PassthroughForward"]);

    let source = contract.definition("SessionSource").expect("it is defined");
    assert_eq!(source.section.to_string(), "2.1");
    assert_eq!(source.section.title, "SessionSource fields (the wire surface)");
    assert_eq!(source.meaning, "Where a message *comes* from.");
    assert_eq!(&WHOLE[source.span.clone()], "SessionSource");
    let platform = &source.fields[0];
    assert_eq!((platform.name.as_str(), platform.always_sent), ("platform", true));
    assert_eq!(platform.if_absent, Some(json!("relay")));
    assert_eq!(platform.meaning, "a **platform**, or `a|b`");
    assert_eq!(&WHOLE[platform.span.clone()], "platform");
    let notes = &platform.notes;
    assert_eq!(notes.direction.map(|direction| direction.writer), Some(Side::Connector));
    assert_eq!(notes.gate.as_deref(), Some("`supports_edit`"));
    assert_eq!(notes.since.as_deref(), Some("2026-06"));
    assert_eq!(notes.stability, None);
    assert_eq!(notes.renamed_from.as_deref(), Some("`plattform`"));
    assert_eq!(notes.others, [("Projected from".to_owned(), "event".to_owned())]);
    assert_eq!((source.fields[1].if_absent.as_ref(), source.fields[1].always_sent), (None, false));

    let shape = contract.definition("PassthroughForward").expect("it is defined");
    assert_eq!(names(&shape.fields), ["platform", "headers", "profile"]);
    assert!(
        shape.meaning.starts_with("`PassthroughForward` carries, in any case, `{platform"),
        "{}",
        shape.meaning
    );
}

#[test]
fn frames() {
    let contract = read(WHOLE);
    let frames: Vec<_> =
        contract.frames().filter_map(|frame| Some((frame.word(), frame.writer()?))).collect();
    assert_eq!(
        frames,
        [
            ("hello", Side::Gateway),
            ("bye", Side::Connector),
            ("note", Side::Gateway),
            ("inbound", Side::Connector),
            ("going_idle", Side::Gateway),
            ("interrupt_inbound", Side::Connector),
        ]
    );
    let frames: Vec<_> = contract.frames().collect();
    let hello = frames[0];
    assert_eq!((hello.name.as_str(), hello.section.to_string().as_str()), ("HelloFrame", "3.1"));
    assert_eq!(names(&hello.fields), ["platform"]);
    assert!(frames[1].fields.is_empty());
    assert_eq!(names(&frames[2].fields), ["text", "parts"]);
    assert_eq!(frames[2].fields[0].meaning, "the *caption* (or `none()`)");
    let inbound = frames[3];
    assert_eq!(names(&inbound.fields), ["source", "bufferId"]);
    assert_eq!(inbound.fields[0].ty, Type::Named("SessionSource".into()));
    assert_eq!(inbound.meaning, "one event, over two lines.");
    assert_eq!(&WHOLE[inbound.span.clone()], "inbound");
    assert_eq!(frames[4].meaning, "asks for rest.");
    assert_eq!(frames[5].meaning, "§6.2 stops it.");
}

#[test]
fn actions() {
    let contract = read(WHOLE);
    let actions: Vec<_> = contract.actions().collect();
    let [send, stop, info] = actions.as_slice() else { panic!("{actions:?}") };
    let result = |op: &str| contract.result(op).expect("each action has a result");
    assert_eq!(names(&send.fields), ["chat_id", "content", "options"]);
    assert_eq!(send.fields[1].meaning, "caption");
    assert_eq!((send.section.to_string(), result("send").section.to_string()), ("4".into(), "4.1".into()));
    assert_eq!(names(&result("send").fields), ["success", "message_id"]);
    assert_eq!(result("send").name, "SendResult");
    assert_eq!(names(&result(stop.word()).fields), ["success", "error"]);
    assert_eq!(result(stop.word()).section.to_string(), "2.2");
    assert_eq!(result(info.word()).fields[0].meaning, "whether it was done");
    assert_eq!(info.notes.gate.as_deref(), Some("`get_chat_info`"));
}

#[test]
fn facts_and_examples() {
    let contract = read(WHOLE);
    let fact = &contract.facts[0];
    assert_eq!(
        (fact.key.as_str(), fact.value.as_str(), fact.meaning.as_str()),
        ("ping", "`30` s", "between pings")
    );
    assert_eq!(fact.section.to_string(), "\"Times\"");
    let example = &contract.examples[0];
    assert_eq!(
        (example.name.as_str(), &example.value),
        ("HelloFrame", &json!({"type": "hello", "platform": "x"}))
    );
    assert!(WHOLE[example.span.clone()].starts_with("```json"));
}

#[test]
fn each_block_is_a_construct_or_prose() {
    let parse = schema::read(
        "# Link, v1\n\n## `Ping`\n\nSays it. And more.\n\n\
         | Field | Type | Required |\n|---|---|---|\n| at | int | yes |\n\n\
         - First.\n- Second.\n\n| Word | For |\n|---|---|\n| a | b |\n\n\
         ```json <Ping>\n{\"at\": 1}\n```\n\n```json Ping twice\n{\"at\": 2}\n```\n\n`PongBack` is `{at: int}`.\n",
    );
    assert_eq!(parse.contract.objects().count(), 2);
    assert_eq!(parse.contract.examples.len(), 1);
    let sections: Vec<(&str, Vec<(PassageKind, &str)>)> = parse
        .prose
        .iter()
        .map(|SectionText { section, passages, .. }| {
            let said = passages.iter().map(|passage| (passage.kind, passage.text.as_str()));
            (section.title.as_str(), said.collect())
        })
        .collect();
    let said = vec![
        (PassageKind::Heading, "## `Ping`"),
        (PassageKind::Sentence, "Says it."),
        (PassageKind::Sentence, "And more."),
        (PassageKind::Header, "Field | Type | Required"),
        (PassageKind::Construct, "at | int | yes"),
        (PassageKind::Sentence, "First."),
        (PassageKind::Sentence, "Second."),
        (PassageKind::Row, "Word | For"),
        (PassageKind::Row, "a | b"),
        (PassageKind::Example, "{\"at\": 1}"),
        (PassageKind::Block, "{\"at\": 2}"),
        (PassageKind::Construct, "`PongBack` is `{at: int}`."),
    ];
    assert_eq!(sections, [("Link, v1", vec![(PassageKind::Heading, "# Link, v1")]), ("Ping", said)]);
}

#[test]
fn line_ends_and_byte_order_mark_change_places_only() {
    let plain = schema::read(WHOLE);
    for text in [WHOLE.replace('\n', "\r\n"), format!("\u{feff}{WHOLE}")] {
        let other = schema::read(&text);
        assert_eq!(plain.diagnostics.len(), other.diagnostics.len());
        for (left, right) in plain.diagnostics.iter().zip(&other.diagnostics) {
            assert_eq!((left.id, &left.message), (right.id, &right.message));
            assert_eq!(WHOLE[left.span.clone()], text[right.span.clone()]);
            assert_eq!(position(WHOLE, left.span.start), position(&text, right.span.start));
        }
        let fields = |contract: &Contract| -> Vec<(String, Type, String)> {
            let all = contract.frames().flat_map(|frame| frame.fields.clone());
            all.map(|field| (field.name, strip(field.ty), field.meaning)).collect()
        };
        assert_eq!(fields(&plain.contract), fields(&other.contract));
        let meanings = |contract: &Contract| -> Vec<String> {
            contract.objects().map(|object| object.meaning.clone()).collect()
        };
        assert_eq!(meanings(&plain.contract), meanings(&other.contract));
        for (left, right) in plain.contract.objects().zip(other.contract.objects()) {
            assert_eq!(WHOLE[left.span.clone()], text[right.span.clone()]);
        }
    }
}

/// Without places.
fn strip(ty: Type) -> Type {
    match ty {
        Type::Shape(fields) => Type::Shape(
            fields.into_iter().map(|field| Field { span: 0..0, ty: strip(field.ty), ..field }).collect(),
        ),
        Type::List(item) => list(strip(*item)),
        Type::Nullable(inner) => nullable(strip(*inner)),
        other => other,
    }
}

#[test]
fn positions_count_unicode_scalar_values() {
    let text = "ä\r\n\u{1f600}b";
    let at = |offset| (position(text, offset).line, position(text, offset).column);
    assert_eq!([at(0), at(2), at(4), at(8), at(9), at(99)], [(1, 1), (1, 2), (2, 1), (2, 2), (2, 3), (2, 3)]);
    assert_eq!(at(6), (2, 1), "inside a character");
}
