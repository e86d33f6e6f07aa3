//! `docs/parity.md`: each upstream test that is known by name has its row, and each test that a row names is there.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::Path;

const PARITY: &str = include_str!("../../../docs/parity.md");

/// The upstream tests, one a line, with their files; and the files and groups of which no more is known.
const UPSTREAM: &str = include_str!("upstream.txt");

/// What stands beside an upstream test.
enum Ours {
    Test(&'static str),
    None,
    NotYet,
}

struct Row {
    /// The upstream test, or a file of tests.
    upstream: &'static str,
    /// The rest of the cell: which tests of a file.
    part: &'static str,
    ours: Ours,
    note: &'static str,
}

fn rows() -> Vec<Row> {
    let lines = PARITY.lines().filter(|line| line.starts_with("| `"));
    let rows: Vec<_> = lines
        .map(|line| {
            let cells: Vec<_> = line.trim_matches('|').split('|').map(str::trim).collect();
            let [upstream, ours, note] =
                <[&str; 3]>::try_from(cells).unwrap_or_else(|cells| panic!("three cells, not {cells:?}"));
            let (upstream, part) = upstream[1..].split_once('`').expect("a name in backticks");
            let ours = match ours.strip_prefix('`').and_then(|path| path.strip_suffix('`')) {
                Some(path) => Ours::Test(path),
                None if ours == "-" => Ours::None,
                None if ours.starts_with("not yet: ") => Ours::NotYet,
                None => panic!("{upstream}: {ours}"),
            };
            Row { upstream, part, ours, note }
        })
        .collect();
    assert!(rows.len() >= 140, "only {} rows", rows.len());
    rows
}

/// The rows of sections 1 to 4 of the measured weaknesses of the real gateway. The last two have no number there.
const WEAKNESSES: &str = "H1 H2 H3 H3b H4 H5 2 2a 2b 2c 2d 2e B1 B1b B2 B3 L1 L2 L4 L5 L6 L7 L8 L9 L10 L11 L12 L13 L14 \
    L15 L16 L17 L18 L19 L20";

/// The text of a test such as `relay::chats::an_explicit_value_is_kept`, or of a case of the suite.
fn test(path: &str) -> Option<String> {
    let (module, function) = path.rsplit_once("::")?;
    let file = format!("tests/it/{}.rs", module.replace("::", "/"));
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).ok()?;
    let lines: Vec<_> = text.lines().collect();
    let listed = || include_str!("../suite.rs").lines().any(|line| line.trim() == function);
    let start = lines.iter().enumerate().position(|(number, line)| {
        // In `proptest!` a test is indented.
        let line = line.trim();
        if module.starts_with("suite::") {
            return line.starts_with(&format!("pub(super) async fn {function}<")) && listed();
        }
        let marked = number.checked_sub(1).is_some_and(|above| {
            let above = lines[above].trim();
            above == "#[test]" || above.starts_with("#[tokio::test")
        });
        marked && line.trim_start_matches("async ").starts_with(&format!("fn {function}("))
    })?;
    let indent = lines[start].len() - lines[start].trim_start().len();
    let end = format!("{}}}", " ".repeat(indent));
    let length = lines[start..].iter().position(|line| **line == end)?;
    Some(lines[start..start + length].join("\n"))
}

#[test]
fn each_test_of_ours_is_there_and_asserts_something() {
    let (mut named, mut waiting) = (0, 0);
    for Row { upstream, ours, .. } in rows() {
        match ours {
            Ours::Test(path) => {
                let text = test(path).unwrap_or_else(|| panic!("{upstream}: no test {path}"));
                assert!(text.contains("assert"), "{upstream}: {path} asserts nothing");
                named += 1;
            }
            Ours::NotYet => waiting += 1,
            Ours::None => {}
        }
    }
    assert!(named >= 85, "only {named} rows name a test");
    writeln!(std::io::stderr(), "parity: {named} shown, {waiting} not yet").expect("it can be written");
    for path in ["relay::chats::nowhere", "nowhere::each_test_of_ours_is_there", "suite::chats::nowhere"] {
        assert!(test(path).is_none(), "{path}");
    }
}

#[test]
fn each_weakness_has_a_test_over_a_socket_or_says_why_not() {
    let table = PARITY.lines().skip_while(|line| !line.starts_with("| Row |")).skip(2);
    let (mut ids, mut shown) = (Vec::new(), 0);
    for line in table.take_while(|line| line.starts_with('|')) {
        let cells: Vec<_> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [id, _, ours, note] = cells[..] else { panic!("four cells, not {cells:?}") };
        ids.push(id);
        if ours == "-" {
            assert!(note.len() > 1, "{id}");
            continue;
        }
        // The tests that a note names are there too.
        for path in format!("{ours} {note}").split('`').filter(|part| part.contains("::")) {
            let text = test(path).unwrap_or_else(|| panic!("{id}: no test {path}"));
            assert!(text.contains("assert"), "{id}: {path} asserts nothing");
        }
        let path = ours.trim_matches('`');
        assert!(["suite::", "ws::"].iter().any(|over| path.starts_with(over)), "{id}: not over a socket");
        shown += 1;
    }
    assert_eq!(ids.join(" "), WEAKNESSES);
    assert_eq!(shown, 33);
}

#[test]
fn a_row_without_a_test_says_why() {
    for Row { upstream, ours, note, .. } in rows() {
        assert!(!matches!(ours, Ours::None) || note != "-", "{upstream}");
    }
}

#[test]
fn each_upstream_test_has_a_row_and_only_one_and_each_row_is_of_one() {
    let listed: BTreeSet<_> =
        UPSTREAM.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    assert!(listed.len() >= 140, "only {} names", listed.len());
    let rows = rows();
    let mut seen = BTreeSet::new();
    for Row { upstream, part, .. } in &rows {
        assert!(seen.insert((*upstream, *part)), "two rows of {upstream}{part}");
        assert!(listed.contains(upstream), "{upstream} is not listed");
        assert!(!upstream.contains("::") || part.is_empty(), "{upstream} is one test");
    }
    for name in listed {
        assert!(rows.iter().any(|row| row.upstream == name), "{name} has no row");
    }
}
