//! The hint of an untyped field: from its name, its words, examples and fields of the same name.

use relay_contract::contract::{DiagnosticId, likely_type, parse};

/// Name, words about it, and the type that they make likely.
const LIKELY: &[(&str, &str, &str)] = &[
    ("metadata", "", "object"),
    ("remove", "", "bool"),
    ("is_thread", "", "bool"),
    ("supports_edit", "", "bool"),
    ("allowOtherBots", "", "bool"),
    ("pii_safe", "", "bool"),
    ("success", "", "bool"),
    ("ambiguous", "", "bool"),
    ("ephemeral", "", "bool"),
    ("timeout_s", "", "int"),
    ("retry_after_ms", "", "int"),
    ("member_count", "", "int"),
    ("max_tokens", "", "int"),
    ("max_message_length", "", "int"),
    ("expiresAt", "", "int"),
    ("exp", "", "int"),
    ("bodyB64", "", "base64"),
    ("ids", "", "string[]"),
    ("message_ids", "", "string[]"),
    ("media_urls", "", "string[]"),
    ("options", "", "any[]"),
    ("headers", "", "any[]"),
    ("status", "", "string"),
    ("chat_id", "", "string"),
    ("user_id_alt", "", "string"),
    ("botId", "", "string"),
    ("only_if_current_name", "", "string"),
    ("content", "the question", "string"),
    ("platform", "", "string"),
    ("op", "", "string"),
    ("reply_to", "", "string"),
    ("x", "", "-"),
    ("at", "", "-"),
    ("s", "", "-"),
    ("", "", "-"),
    ("__", "", "-"),
    ("x", "`true` once it is sent", "bool"),
    ("x", "whether it was sent", "bool"),
    ("x", "an array of strings", "string[]"),
    ("x", "a list of ids", "string[]"),
    ("x", "a list of widgets", "any[]"),
    ("x", "how long, in seconds", "int"),
    ("x", "a number", "int"),
    ("x", "the text", "string"),
    ("x", "the context", "-"),
    ("chat_id", "shown for ten seconds", "string"),
    ("chat_id", "an integer", "int"),
];

/// The hints of all untyped fields of a document.
fn hints(text: &str) -> Vec<String> {
    let diagnostics = parse(text).diagnostics.into_iter();
    let untyped = diagnostics.filter(|diagnostic| diagnostic.id == DiagnosticId::UntypedField);
    untyped.map(|diagnostic| diagnostic.hint).collect()
}

#[test]
fn names_and_words_make_a_type_likely() {
    for (name, meaning, likely) in LIKELY {
        let found = likely_type(name, meaning).map_or("-".to_owned(), |ty| ty.to_string());
        assert_eq!(found, *likely, "{name} ({meaning})");
    }
}

#[test]
fn an_example_outweighs_the_name_and_a_field_of_the_same_name_both() {
    let text = "# Link, v1\n\n## Frames\n\n\
        - `{\"type\":\"ping\", \"chat_id\", \"pong_id\", \"size\", \"rest\"}` (gateway -> connector)\n\
        - `{\"type\":\"pong\", \"pong_id\": int|null, \"rest\": bool}` (gateway -> connector)\n\
        - `{\"type\":\"peng\", \"pong_id\": string}` (gateway -> connector)\n\
        - `{\"type\":\"pang\", \"pong_id\": int|null}` (gateway -> connector)\n\n\
        ```json PingFrame\n{\"type\": \"ping\", \"chat_id\": 5, \"size\": \"big\", \"rest\": [1]}\n```\n";
    assert_eq!(
        hints(text),
        [
            "write `chat_id: int`, or `chat_id: any` if it may be anything",
            "write `pong_id: int|null`, as `pong.pong_id` is, or `pong_id: any` if it may be anything",
            "write `size: string`, or `size: any` if it may be anything",
            // The field of the same name is no list, and the example is one.
            "write `rest: int[]`, or `rest: any` if it may be anything",
        ]
    );
}

#[test]
fn within_a_table_the_hint_can_be_pasted() {
    let text = "# Link, v1\n\n## Actions\n\n| op | Fields | Result |\n| --- | --- | --- |\n\
        | `ask` | `why: string\\|null` | `{why}` |\n\
        `tell` | `why`, `items[]`, `what[]{id, kind?}` (as `[id, kind]`) | `{ok: bool}`\n";
    assert_eq!(
        hints(text),
        [
            r"write `why: string\|null`, as `ask.why` is, or `why: any` if it may be anything",
            r"write `why: string\|null`, as `ask.why` is, or `why: any` if it may be anything",
            "write `items: any[]`, or `items: any` if it may be anything",
            "write `id: string`, or `id: any` if it may be anything",
            "write `kind: string`, or `kind: any` if it may be anything",
        ]
    );
}

#[test]
fn many_untyped_fields_on_one_line_are_read_in_time() {
    let members: Vec<_> = (0..50_000).map(|number| format!("\"f{number}\"")).collect();
    let item = format!("- `{{\"type\":\"ping\", {}}}` (gateway -> connector)\n", members.join(", "));
    assert_eq!(hints(&format!("# Link, v1\n\n## Frames\n\n{item}")).len(), 50_000);
}
