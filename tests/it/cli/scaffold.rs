//! `scaffold`: what it offers for a document that leaves most open, and that it can be pasted.

use std::fmt::Write as _;
use std::fs;

use super::{GOOD, file, run};

const DOCUMENT: &str = "tests/it/cli/scaffold/contract.md";
const MORNING: &str = "tests/it/cli/scaffold/morning.ndjson";
const EVENING: &str = "tests/it/cli/scaffold/evening.ndjson";

/// The page for the document and both captures.
fn page() -> String {
    let said = run(&["scaffold", "--contract", DOCUMENT, MORNING, EVENING], b"");
    assert_eq!(said.status, Some(0), "{said:?}");
    said.stdout
}

#[test]
fn each_untyped_field_is_offered_what_was_seen_or_borrowed() {
    insta::assert_snapshot!(page());
}

#[test]
fn no_value_is_shown() {
    let captured = fs::read_to_string(MORNING).expect("the capture is text");
    assert!(captured.contains("PRIVATE"));
    let said = run(&["scaffold", "--contract", DOCUMENT, MORNING, EVENING], b"");
    assert!(!said.stdout.contains("PRIVATE") && !said.stderr.contains("PRIVATE"), "{said:?}");
}

#[test]
fn what_is_offered_can_be_pasted() {
    let mut lines: Vec<String> =
        fs::read_to_string(DOCUMENT).expect("the document is text").lines().map(str::to_owned).collect();
    let (mut behind, mut numbers) = (String::new(), Vec::new());
    let (mut pasted, mut rows) = (0, Vec::new());
    let page = page();
    let mut page = page.lines();
    while let Some(line) = page.next() {
        if let Some((_, places)) = line.split_once(" in line") {
            let places = places.trim_start_matches('s').split(", ");
            numbers = places.map(|number| number.trim().parse::<usize>().expect("a line number")).collect();
        }
        if line.starts_with("```") {
            continue;
        }
        let block = ["With the types:", "New rows:", "As a table:"].iter().find(|title| line == **title);
        let Some(title) = block else { continue };
        let fence = page.by_ref().skip(2).take_while(|line| *line != "```");
        match *title {
            "With the types:" => {
                for (number, line) in numbers.iter().zip(fence) {
                    line.clone_into(&mut lines[number - 1]);
                    pasted += 1;
                }
            }
            "New rows:" => rows.push((numbers[0], fence.map(str::to_owned).collect::<Vec<_>>())),
            _ => {
                writeln!(behind, "\n## Pasted\n").expect("a string takes all text");
                fence.for_each(|line| behind += &format!("{line}\n"));
            }
        }
    }
    assert!(pasted > 6 && rows.len() == 1, "{pasted} lines, {rows:?}");
    for (number, rows) in rows {
        lines.splice(number..number, rows);
    }
    let text = lines.join("\n") + "\n" + &behind;
    let (_folder, path) = file(text.as_bytes());
    let said = run(&["check", &path], b"");
    assert_eq!(said.status, Some(0), "{}\n{text}", said.stdout);
    let again = run(&["scaffold", "--contract", &path, MORNING, EVENING], b"");
    // `wait_s` and `urgency`, of which nothing is known.
    assert!(
        again.stdout.ends_with(": 2 untyped: 0 typed by the captures, 0 borrowed, 2 still untyped\n"),
        "{}",
        again.stdout
    );
    assert_eq!(again.status, Some(0), "the shapes have new fields");
}

#[test]
fn where_nothing_can_be_offered_it_ends_with_1() {
    let document = b"# Link v1\n\n## Frames\n\n- `{\"type\":\"ping\", \"zz\"}` (gateway -> connector)\n";
    let (_folder, path) = file(document);
    let said = run(&["scaffold", "--contract", &path, "-"], br#"{"type":"ping"}"#);
    assert_eq!(said.status, Some(1), "{said:?}");
    assert!(said.stdout.contains("| `ping.zz` | - | never | - |\n"), "{}", said.stdout);
    let said = run(&["scaffold", "--contract", &path, "-"], br#"{"type":"ping","zz":1}"#);
    assert_eq!(said.status, Some(0), "{said:?}");
    assert!(said.stdout.contains("\n- `{\"type\":\"ping\", \"zz\": int}` (gateway -> connector)\n"));
}

#[test]
fn a_document_without_untyped_fields_has_only_new_ones() {
    let line = GOOD.replace("\"session_key\"", "\"mood\":\"PRIVATE\",\"session_key\"");
    let said = run(&["scaffold", "-"], line.as_bytes());
    assert_eq!(said.status, Some(0), "{said:?}");
    assert!(
        said.stdout.contains("| `interrupt_inbound.mood` | `mood: string` | **new**, 1 of 1 | <stdin>:1 |")
    );
    assert!(said.stdout.contains("\n| `mood` | string | yes | - | |\n"), "{}", said.stdout);
    assert_eq!(said.stderr, "1 frame read\n");
}

#[test]
fn names_that_the_data_chose_are_not_listed_without_end() {
    let line = |number: usize| {
        let members = (0..50).map(|member| format!("\"k{number}_{member}\":{{\"x{number}\":1}}"));
        format!("{{\"type\":\"going_idle\",{}}}\n", members.collect::<Vec<_>>().join(","))
    };
    let lines: String = (0..2000).map(line).collect();
    let said = run(&["scaffold", "-"], lines.as_bytes());
    assert_eq!(said.stdout.matches("**new**").count(), 65, "64 and the rest");
    assert!(said.stdout.contains("| `going_idle.…` | - | **new**, further keys | - |\n"), "{}", said.stdout);
}

#[test]
fn what_cannot_be_read_ends_with_2() {
    let (_folder, nothing) = file(b"no frame\n");
    let cases: [(&[&str], &str); 4] = [
        (&["nowhere.ndjson"], "error: cannot read nowhere.ndjson"),
        (&[&nothing], "error: no line of the captures holds a frame"),
        (&["--contract", "README.md", MORNING], "error: no definition found in README.md"),
        (&["--contract", "nowhere.md", MORNING], "error: cannot read nowhere.md"),
    ];
    for (arguments, error) in cases {
        let said = run(&[&["scaffold"], arguments].concat(), b"");
        assert_eq!(said.status, Some(2), "{arguments:?}");
        assert!(said.stderr.contains(error), "{}", said.stderr);
        assert_eq!(said.stdout, "");
    }
    // The other captures are read all the same.
    let said = run(&["scaffold", "--contract", DOCUMENT, "nowhere.ndjson", MORNING], b"");
    assert_eq!(said.status, Some(2));
    assert!(said.stdout.contains("`pigeon: Pigeon`"), "{}", said.stdout);
}
