//! One case file per diagnostic: `<id>.md`, and beside it all that is said about it.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use relay_contract::contract::{DiagnosticId, Parse, Severity, position};
use relay_contract::schema::read;

/// All diagnostics with their places and the words that they underline.
fn render(text: &str, parse: &Parse) -> String {
    let mut out = String::new();
    for diagnostic in &parse.diagnostics {
        let (start, end) = (position(text, diagnostic.span.start), position(text, diagnostic.span.end));
        writeln!(
            out,
            "{}:{}-{}:{} {}[{}] {:?}\n    {}\n    hint: {}",
            start.line,
            start.column,
            end.line,
            end.column,
            diagnostic.severity(),
            diagnostic.id,
            &text[diagnostic.span.clone()],
            diagnostic.message,
            diagnostic.hint
        )
        .expect("a string takes all text");
    }
    out
}

/// Where the cases are.
pub(super) fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/parse")
}

#[test]
fn each_id_has_a_case_and_each_case_an_id() {
    let ids: BTreeSet<String> = DiagnosticId::ALL.iter().map(ToString::to_string).collect();
    let cases: BTreeSet<String> = fs::read_dir(folder())
        .expect("the folder of the cases")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .map(|path| path.file_stem().expect("a stem").to_string_lossy().into_owned())
        .collect();
    assert_eq!(cases, ids);
    assert_eq!(ids.len(), DiagnosticId::ALL.len(), "two ids are spelled alike");
}

#[test]
fn each_case_yields_its_id_at_its_places() {
    for id in DiagnosticId::ALL {
        let text = fs::read_to_string(folder().join(format!("{id}.md"))).expect("a case file");
        let parse = read(&text);
        assert!(parse.diagnostics.iter().any(|diagnostic| diagnostic.id == *id), "{id}: not reported");
        insta::with_settings!({
            snapshot_path => "snapshots",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(id.as_str(), render(&text, &parse));
        });
    }
}

#[test]
fn lint_cases_are_free_of_errors() {
    let lints: Vec<_> = DiagnosticId::ALL.iter().filter(|id| id.severity() == Severity::Lint).collect();
    assert!(!lints.is_empty());
    for id in lints {
        let text = fs::read_to_string(folder().join(format!("{id}.md"))).expect("a case file");
        assert!(!read(&text).has_errors(), "{id}:\n{}", render(&text, &read(&text)));
    }
}

#[test]
fn messages_are_in_house_style() {
    for id in DiagnosticId::ALL {
        let text = fs::read_to_string(folder().join(format!("{id}.md"))).expect("a case file");
        for diagnostic in read(&text).diagnostics {
            let message = &diagnostic.message;
            assert!(message.starts_with("expected ") && message.contains(", found "), "{id}: {message}");
            assert!(!message.ends_with('.') && !diagnostic.hint.ends_with('.'), "{id}: {message}");
            assert!(!diagnostic.hint.is_empty(), "{id}: {message}");
        }
    }
}
