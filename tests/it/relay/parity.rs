//! `docs/parity.md`: each test that it names is there.

use std::collections::BTreeSet;
use std::path::Path;

const PARITY: &str = include_str!("../../../docs/parity.md");

/// The cells of each row: upstream test, ours, note.
fn rows() -> Vec<[&'static str; 3]> {
    let rows = PARITY.lines().filter(|line| line.starts_with("| `"));
    let rows: Vec<_> = rows
        .map(|line| {
            let cells: Vec<_> = line.trim_matches('|').split('|').map(str::trim).collect();
            <[&str; 3]>::try_from(cells).unwrap_or_else(|cells| panic!("three cells, not {cells:?}"))
        })
        .collect();
    assert!(rows.len() >= 50, "only {} rows", rows.len());
    rows
}

/// Whether a path such as `relay::chats::an_explicit_value_is_kept` names a test, or a case of the suite.
fn is_test(path: &str) -> bool {
    let Some((module, function)) = path.rsplit_once("::") else { return false };
    let file = format!("tests/it/{}.rs", module.replace("::", "/"));
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file));
    let Ok(text) = text else { return false };
    if module.starts_with("suite::") {
        let listed = include_str!("../suite.rs").lines().any(|line| line.trim() == function);
        return listed && text.contains(&format!("\npub(super) async fn {function}<"));
    }
    // In `proptest!` the attribute stands there too, indented.
    let lines: Vec<_> = text.lines().map(str::trim).collect();
    lines.windows(2).any(|two| {
        let marked = two[0] == "#[test]" || two[0].starts_with("#[tokio::test");
        let declared = two[1].trim_start_matches("async ");
        marked && declared.starts_with(&format!("fn {function}("))
    })
}

#[test]
fn each_test_of_ours_is_there() {
    let mut named = 0;
    for [upstream, ours, _] in rows() {
        if ours == "-" {
            continue;
        }
        let path = ours.strip_prefix('`').and_then(|path| path.strip_suffix('`'));
        assert!(path.is_some_and(is_test), "{upstream}: no test {ours}");
        named += 1;
    }
    assert!(named >= 40, "only {named} rows name a test");
    assert!(!is_test("relay::chats::nowhere") && !is_test("nowhere::each_test_of_ours_is_there"));
}

#[test]
fn a_row_without_a_test_says_why() {
    for [upstream, ours, note] in rows() {
        assert!(ours != "-" || note != "-", "{upstream}");
    }
}

#[test]
fn no_upstream_test_has_two_rows() {
    let mut seen = BTreeSet::new();
    for [upstream, ..] in rows() {
        assert!(seen.insert(upstream), "{upstream}");
    }
}
