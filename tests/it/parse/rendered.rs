//! `relay-contract check` on the case of each id: as people see it, and as editors read it.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use relay_contract::contract::{DiagnosticId, position};
use relay_contract::schema::read;
use serde_json::{Value, json};

/// Runs the program in the root of the repository.
fn check(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_relay-contract"))
        .arg("check")
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut stdin = child.stdin.take().expect("it has a standard input");
    // A program that is given a path does not read it.
    let written = stdin.write_all(input.as_bytes());
    assert!(written.is_ok() || input.is_empty());
    drop(stdin);
    child.wait_with_output().expect("it ends")
}

fn words(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("it writes UTF-8")
}

fn case(id: DiagnosticId) -> (String, String) {
    let path = format!("tests/it/parse/{id}.md");
    let text =
        std::fs::read_to_string(super::diagnostics::folder().join(format!("{id}.md"))).expect("a case");
    (path, text)
}

#[test]
fn each_case_is_shown_with_its_lines_underlined() {
    for id in DiagnosticId::ALL {
        let (path, text) = case(*id);
        let output = check(&[&path], "");
        let shown = words(&output.stdout);
        let hidden = matches!(id, DiagnosticId::NoContract);
        assert_eq!(shown.contains(&format!("[{id}]")), !hidden, "{id}:\n{shown}");
        let status = match (hidden, read(&text).has_errors()) {
            (true, _) => 2,
            (false, has_errors) => i32::from(has_errors),
        };
        assert_eq!(output.status.code(), Some(status), "{id}");
        insta::with_settings!({
            snapshot_path => "rendered",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(id.as_str(), shown.to_owned() + words(&output.stderr));
        });
    }
}

#[test]
fn json_says_the_same_as_the_library() {
    for id in DiagnosticId::ALL {
        let (path, text) = case(*id);
        let output = check(&["--format", "json", &path], "");
        let found: Vec<Value> = words(&output.stdout)
            .lines()
            .map(|line| serde_json::from_str(line).expect("one object on each line"))
            .collect();
        let wanted: Vec<Value> = read(&text)
            .diagnostics
            .iter()
            .map(|diagnostic| {
                let (start, end) =
                    (position(&text, diagnostic.span.start), position(&text, diagnostic.span.end));
                json!({
                    "path": path, "line": start.line, "column": start.column, "end_line": end.line,
                    "end_column": end.column, "severity": diagnostic.severity().to_string(),
                    "id": diagnostic.id.as_str(), "message": diagnostic.message, "hint": diagnostic.hint,
                })
            })
            .collect();
        assert!(found.iter().any(|found| found["id"] == id.as_str()), "{id}");
        assert_eq!(found, wanted, "{id}");
        assert_eq!(output.status, check(&[&path], "").status, "{id}");
    }
}

#[test]
fn json_counts_unicode_scalar_values_and_reads_a_pipe() {
    let text = "# Link, v1\r\n\r\n## `Ping`\r\n\r\n| Field | Type | Required |\r\n|---|---|---|\r\n| `ä\u{1f600}` | strng | yes |\r\n| `a` | \u{1f600} | yes |\r\n";
    let output = check(&["--format", "json", "-"], text);
    insta::assert_snapshot!(words(&output.stdout), @r##"
    {"path":"<stdin>","line":1,"column":1,"end_line":1,"end_column":11,"severity":"lint","id":"no-frame","message":"expected frames, found definitions alone","hint":"give each frame a row of a frame table, or a list item that opens with its shape in backticks, such as `{\"type\":\"hello\", \"platform\": string}`"}
    {"path":"<stdin>","line":3,"column":5,"end_line":3,"end_column":9,"severity":"lint","id":"uncarried-object","message":"expected a frame, an action or a result that carries `Ping`, found none","hint":"refer to it from the frame that carries it: `field: <Ping>`"}
    {"path":"<stdin>","line":3,"column":5,"end_line":3,"end_column":9,"severity":"lint","id":"no-example","message":"expected an example of `Ping`, found none","hint":"add a fenced block with the info string `json Ping`"}
    {"path":"<stdin>","line":7,"column":4,"end_line":7,"end_column":6,"severity":"error","id":"invalid-name","message":"expected a field name, found `\\u{e4}\\u{1f600}`","hint":"use letters, digits and underscores, not beginning with a digit"}
    {"path":"<stdin>","line":8,"column":9,"end_line":8,"end_column":10,"severity":"error","id":"syntax","message":"expected a type, found `\\u{1f600}`","hint":"see sections 3 and 4 of the contract grammar"}
    "##);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(words(&output.stderr), "");
}

#[test]
fn one_error_is_no_errors() {
    let text = "# Link, v1\n\n| Fact | Value |\n|---|---|\n| a | b | c |\n";
    let output = check(&["-"], text);
    assert!(words(&output.stdout).ends_with("\n<stdin>: 1 error, 0 lints\n"), "{}", words(&output.stdout));
}
