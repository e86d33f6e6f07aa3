//! `explain --frame`: one line, field by field.

use super::{BAD, CAPTURE, GOOD, file, run};

/// The line of the capture that holds these words.
fn captured(words: &str) -> String {
    let capture = std::fs::read_to_string(CAPTURE).expect("the capture is text");
    capture.lines().find(|line| line.contains(words)).expect("the capture has such a line").to_owned()
}

/// Explains a line by a small contract of its own.
fn page(options: &[&str], line: &str, status: i32) -> String {
    let arguments = ["explain", "--contract", "tests/it/cli/contract.md", "--frame", "-"];
    let said = run(&[&arguments, options].concat(), line.as_bytes());
    assert_eq!(said.status, Some(status), "{said:?}");
    said.stdout
}

#[test]
fn each_field_has_type_section_meaning_and_verdict() {
    let line = r#"{"dir":"gateway->connector","frame":{"type":"parcel","labels":[["a",5],["b"]],"body":"aGk","weight":null,"zz":{"a":1}}}"#;
    insta::assert_snapshot!(page(&[], line, 1));
}

#[test]
fn an_action_is_explained_by_its_op() {
    insta::assert_snapshot!(page(&[], r#"{"type":"order","action":{"op":"fetch","place":7}}"#, 1));
    let unknown = page(&[], r#"{"type":"order","action":{"op":"fly"}}"#, 1);
    assert!(unknown.contains("wrong: expected an op of the contract, found another word"), "{unknown}");
}

#[test]
fn nothing_of_the_content_is_shown_unless_asked_for() {
    let line = captured("inbound.discord.guild");
    let said = run(&["explain", "--frame", "-"], line.as_bytes());
    assert_eq!(said.status, Some(0), "{said:?}");
    for value in ["hello from discord", "alice", "1100000000000000001", "Talk here"] {
        assert!(line.contains(value) && !said.stdout.contains(value), "{value}");
        let said = run(&["explain", "--include-content", "--frame", "-"], line.as_bytes());
        assert!(said.stdout.contains(&format!("    = \"{value}\"\n")), "{value}");
    }
}

#[test]
fn a_body_is_decoded_and_a_long_value_cut_where_content_is_asked_for() {
    let (long, escape) = ("p".repeat(100), r"\u001b[2J");
    let body = "aGkA/w==";
    let line = format!(
        r#"{{"type":"parcel","address":"{long}{escape}","labels":[["a","{escape}"]],"body":"{body}","zz":[1,"two"]}}"#
    );
    insta::assert_snapshot!(page(&["--include-content"], &line, 0));
    let line = format!(r#"{{"type":"parcel","address":"","labels":[],"body":"{}"}}"#, "QUJD".repeat(100));
    let shown = page(&["--include-content"], &line, 0);
    assert!(shown.contains("= 300 bytes\n") && shown.contains("… and 172 bytes more\n"), "{shown}");
}

#[test]
fn undocumented_fields_are_marked() {
    let line = r#"{"type":"interrupt_inbound","session_key":"k","chat_id":"5","zz_more":{"a":"SECRET"}}"#;
    let said = run(&["explain", "--frame", "-"], line.as_bytes());
    assert_eq!(said.status, Some(0), "unknown fields are ignored, not found fault with");
    assert!(said.stdout.contains("/zz_more: undocumented\n"), "{}", said.stdout);
    assert!(!said.stdout.contains("SECRET"));
}

#[test]
fn every_line_of_the_capture_is_explained_with_the_verdict_of_validate() {
    let capture = std::fs::read_to_string(CAPTURE).expect("the capture is text");
    let mut wrong = 0;
    // One of each ten, and all that are known to be odd.
    for line in capture.lines().enumerate().filter(|(index, line)| index % 10 == 0 || line.contains("odd")) {
        let explained = run(&["explain", "--frame", "-"], line.1.as_bytes());
        let validated = run(&["validate", "-"], line.1.as_bytes());
        assert_eq!(explained.status, validated.status, "{}", line.0 + 1);
        let findings = validated.stdout.matches("<stdin>:1: ").count();
        assert_eq!(explained.stdout.matches("wrong: ").count(), findings, "{}", explained.stdout);
        wrong += findings;
    }
    assert!(wrong > 0);
}

#[test]
fn a_line_that_holds_no_frame_is_refused_with_its_reason() {
    for (line, reason) in [
        ("[]", "expected a frame as an object, found an array (rule type)"),
        ("{", "the text ends within a value"),
        (r#"{"type":"tomorrow"}"#, "tomorrow (no frame of the contract)"),
        (r#"{"dir":"up","frame":{}}"#, "expected `dir` to be"),
    ] {
        let said = run(&["explain", "--frame", "-"], line.as_bytes());
        assert_eq!(said.status, Some(1));
        assert!(said.stdout.contains(reason), "{line}: {}", said.stdout);
    }
}

#[test]
fn the_first_line_of_a_file_is_taken_and_a_file_without_one_is_an_error() {
    let (_folder, path) = file(format!("\n\r\n{GOOD}\n{BAD}\n").as_bytes());
    let said = run(&["explain", "--frame", &path], b"");
    assert_eq!(said.status, Some(0));
    assert!(said.stdout.starts_with(&format!("{path}:3: a line of")), "{}", said.stdout);
    for arguments in [&["explain", "--frame", "-"][..], &["explain", "--frame", "nowhere"], &["explain"]] {
        let said = run(arguments, b"");
        assert_eq!((said.status, said.stdout.as_str()), (Some(2), ""));
        assert!(said.stderr.starts_with("error: "), "{}", said.stderr);
    }
}

#[test]
fn a_duty_is_explained_by_its_id_and_named_where_names_are() {
    let contract = ["explain", "--contract", "tests/it/drops/columns.md"];
    let said = run(&[&contract[..], &["hello-first"]].concat(), b"");
    assert_eq!(said.status, Some(0), "{said:?}");
    assert_eq!(
        said.stdout,
        "hello-first (duty of the gateway)\ncontract section \"Conduct\", tests/it/drops/columns.md:99\n\n\
         Says `hello` **before** all else.\n    If changed: breaking\n    Since: 2026-01\n    Seen by: everyone\n"
    );
    let said = run(&[&contract[..], &["answer"]].concat(), b"");
    assert_eq!(said.status, Some(2), "{said:?}");
    assert!(said.stderr.contains("answer-once"), "{}", said.stderr);
}

#[test]
fn facts_sections_and_rules_are_explained_as_they_are_named() {
    for (name, said_first, said_later) in [
        ("4401", "4401 (fact)\ncontract section 2.5, ", "connector refuses the gateway"),
        ("section 5.5", "5.5 Close code 4401 (section)\n", "Duties: fresh-token-after-4401"),
        ("5.5", "5.5 Close code 4401 (section)\n", "Facts: "),
        ("TYPE_CHANGED", "TYPE_CHANGED: ", "Each side refuses values of the other."),
        ("severed-row", "severed-row (error of relay-contract check)\n", "Rows are cut off their table"),
        ("hello-twice", "hello-twice (rule of listen and connect, contract section 4.1)\n", "HelloFrame"),
    ] {
        let said = run(&["explain", name], b"");
        assert_eq!(said.status, Some(0), "{said:?}");
        assert!(said.stdout.starts_with(said_first), "{}", said.stdout);
        assert!(said.stdout.contains(said_later), "{}", said.stdout);
    }
}
