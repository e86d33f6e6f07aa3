//! `check --summary`: eleven lines, whatever the document.

use super::run;

#[test]
fn an_open_document_is_counted() {
    let said = run(&["check", "--summary", "tests/it/cli/scaffold/contract.md"], b"");
    assert_eq!(said.stderr, "");
    insta::assert_snapshot!(said.stdout);
}

#[test]
fn errors_are_counted_and_change_the_status() {
    let said = run(&["check", "--summary", "tests/it/parse/cell-count.md"], b"");
    assert_eq!(said.status, Some(1), "{said:?}");
    let errors: Vec<_> = said.stdout.lines().last().unwrap_or_default().split_whitespace().collect();
    assert_eq!(errors, ["errors", "3"], "{}", said.stdout);
}

#[test]
fn the_own_document_is_typed_throughout() {
    let said = run(&["check", "--summary"], b"");
    assert_eq!(said.status, Some(0), "{said:?}");
    let rows: Vec<Vec<&str>> = said.stdout.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(rows.len(), 11, "{}", said.stdout);
    for row in &rows[1..5] {
        let [kind, number, fields, typed, any, untyped] = row[..] else { panic!("{row:?}") };
        assert_ne!(number, "0", "{kind}");
        assert_eq!((typed, any, untyped), (fields, "0", "0"), "{kind}");
    }
    assert_eq!(rows[5][0], "duties", "{}", said.stdout);
    assert!(rows[6..].iter().all(|row| row.last() == Some(&"0")), "{}", said.stdout);
}

#[test]
fn a_file_without_a_contract_is_none_with_a_summary_either() {
    let said = run(&["check", "--summary", "README.md"], b"");
    assert_eq!((said.status, said.stdout.as_str()), (Some(2), ""));
    let said = run(&["check", "--summary", "--format", "json"], b"");
    assert_eq!(said.status, Some(2), "{said:?}");
}
