//! Documents in the forms of the real project, and documents that are none.

use proptest::prelude::*;
use relay_contract::contract::{DiagnosticId, Parse, Severity};
use relay_contract::schema::read;

const WHOLE: &str = include_str!("whole.txt");
const SEEN: &str = include_str!("seen.txt");

/// Spans are within the text and on letters; diagnostics are sorted.
fn check(text: &str) -> Parse {
    let parse = read(text);
    let spans = parse.diagnostics.iter().map(|diagnostic| &diagnostic.span);
    for span in spans.chain(parse.contract.objects().map(|object| &object.span)) {
        assert!(text.get(span.clone()).is_some(), "{span:?} of {text:?}");
    }
    assert!(parse.diagnostics.is_sorted_by_key(|diagnostic| diagnostic.span.start));
    parse
}

#[test]
fn forms_of_real_documents_are_lints_at_most() {
    for text in [SEEN.to_owned(), SEEN.replace('\n', "\r\n")] {
        let parse = check(&text);
        let errors: Vec<_> =
            parse.diagnostics.iter().filter(|found| found.severity() == Severity::Error).collect();
        assert!(errors.is_empty(), "{errors:#?}");
        let contract = &parse.contract;
        let counts = [contract.objects().count(), contract.frames().count(), contract.actions().count()];
        assert_eq!(counts, [3, 4, 3]);
        let tables = parse.diagnostics.iter().filter(|found| found.id == DiagnosticId::UnrecognisedTable);
        assert_eq!(tables.count(), 5);
    }
}

#[test]
fn text_in_html_is_text_and_a_comment_is_none() {
    let text = "# Link, v1\n\n| Fact | Value |\n|---|---|\n| a | b |\n\n<div>\nOne at a time.\n</div>\n\n<!-- Two. -->\n";
    let said: Vec<String> = read(text)
        .prose
        .into_iter()
        .flat_map(|section| section.passages)
        .map(|passage| passage.text)
        .collect();
    assert!(said.iter().any(|passage| passage.contains("One at a time.")), "{said:?}");
    assert!(said.iter().all(|passage| !passage.contains("Two.")), "{said:?}");
    let table =
        "# Link, v1\n\n| Fact | Value |\n|---|---|\n| a | b |\n\n<table><tr><td>Field</td></tr></table>\n";
    let ids: Vec<_> = read(table).diagnostics.into_iter().map(|found| found.id).collect();
    assert_eq!(ids, [DiagnosticId::UnrecognisedTable]);
}

#[test]
fn constructs_in_lists_and_quotations_are_read() {
    let text = "# Link, v1\n\n## `SessionSource`\n\n- item\n\n  | Field | Type | Required |\n  |---|---|---|\n  | `a` | int | yes |\n\n\
                > | Fact | Value |\n> |---|---|\n> | `x` | 1 |\n> | `y` |\n";
    let parse = check(text);
    let source = parse.contract.definition("SessionSource").expect("its table is read");
    assert_eq!(source.fields[0].name, "a");
    assert_eq!(parse.contract.facts[0].value, "1");
    let wrong =
        parse.diagnostics.iter().find(|found| found.id == DiagnosticId::CellCount).expect("a short row");
    assert_eq!(&text[wrong.span.clone()], "| `y` |");
}

#[test]
fn hostile_nesting_is_refused_and_does_not_overflow() {
    let deep = 50_000;
    for (open, close) in
        [("(", ")"), ("{a: ", "}"), ("[a: ", ", b: int]"), ("", "[]"), ("{a[]", "}"), ("{a?: any = [", "]}")]
    {
        let ty = open.repeat(deep) + "int" + &close.repeat(deep);
        let text = format!(
            "# Link, v1\n\n## `Deep`\n\n| Field | Type | Required |\n|---|---|---|\n| a | {ty} | yes |\n"
        );
        let parse = check(&text);
        assert!(parse.has_errors(), "{open}");
    }
    check(&("> ".repeat(deep) + "| a |"));
    check(&"- ".repeat(deep));
}

/// One edit: a place in the text, how many letters go, what comes.
fn edits() -> impl Strategy<Value = Vec<(prop::sample::Index, usize, String)>> {
    let inserted = prop_oneof![
        prop::sample::select(vec![
            "|",
            "`",
            "\\",
            "\\|",
            "{",
            "}",
            "[",
            "]",
            "(",
            ")",
            "<",
            ">",
            "\"",
            "?",
            ":",
            "=",
            ",",
            "…",
            "..",
            "#",
            "-",
            "\n",
            "\r\n",
            "\r",
            "\u{feff}",
            "ä",
            "\u{1f600}",
            "null",
            "```",
            "<!--",
            "-->",
            "v1",
            "→",
            "> ",
            "  ",
            "\t",
            "9999999999999999999999",
            "\u{a0}",
            "\0",
            "*",
        ])
        .prop_map(ToOwned::to_owned),
        any::<char>().prop_map(String::from),
        Just(String::new()),
    ];
    prop::collection::vec((any::<prop::sample::Index>(), 0..4_usize, inserted), 1..12)
}

fn edited(text: &str, edits: &[(prop::sample::Index, usize, String)]) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for (place, removed, inserted) in edits {
        let at = place.index(letters.len() + 1);
        let end = (at + removed).min(letters.len());
        letters.splice(at..end, inserted.chars());
    }
    letters.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    #[test]
    fn no_edit_makes_it_panic(edits in edits(), seen in any::<bool>()) {
        check(&edited(if seen { SEEN } else { WHOLE }, &edits));
    }

    #[test]
    fn no_text_makes_it_panic(text in "(\\PC|[|`\\n\\r{}\\[\\]<>\" #-]){0,200}") {
        check(&text);
    }
}

#[test]
fn a_table_that_tabs_indent_is_read_as_one_without() {
    let text =
        "# Link, v1\n\n## `Ping`\n\n| Field | Type | Required |\n|---|---|---|\n| `at` | int | yes |\n";
    for tabs in ["\t", "\t\t"] {
        let indented = text.replace("\n|", &format!("\n{tabs}|"));
        let (plain, read) = (read(text), read(&indented));
        assert_eq!(read.contract.definition("Ping").map(|ping| ping.fields.len()), Some(1), "{tabs:?}");
        let ids = |parse: &Parse| parse.diagnostics.iter().map(|found| found.id).collect::<Vec<_>>();
        assert_eq!(ids(&read), ids(&plain));
    }
}
