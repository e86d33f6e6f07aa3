//! Zero silent drops: whatever changes in a construct changes the model or is reported.

mod anatomy;
pub(crate) mod bare;
mod edit;
mod in_lines;
mod in_tables;
mod neutral;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Mutex;

use relay_contract::contract::{Contract, DiagnosticId, Parse, Severity};
use relay_contract::schema::read;

use anatomy::Document;
use edit::{Dice, Edit, Expect};

/// What the edits are made to. The real document is large: of each kind only some edits are tried.
const OWN: [(&str, &str); 5] = [
    ("columns.md", include_str!("drops/columns.md")),
    ("bullets.md", include_str!("drops/bullets.md")),
    ("frameless.md", include_str!("drops/frameless.md")),
    ("whole.txt", include_str!("parse/whole.txt")),
    ("seen.txt", include_str!("parse/seen.txt")),
];

/// Of each kind: edits tried on a small document, and on the real one.
const TRIED: (usize, usize) = (120, 5);

/// Every kind of edit; each must have been tried.
const KINDS: [&str; 59] = [
    "cell-change",
    "cell-delete",
    "cell-duplicate",
    "cell-empty",
    "cell-swap",
    "column-delete",
    "column-duplicate",
    "column-empty",
    "column-reheaded",
    "column-rename",
    "column-reorder",
    "comment-delete",
    "comment-typo",
    "delimiter-break",
    "delimiter-delete",
    "delimiter-duplicate",
    "delimiter-long",
    "delimiter-short",
    "example-body",
    "example-delete",
    "example-fence",
    "example-info",
    "glue-above",
    "glue-below",
    "header-delete",
    "header-word",
    "heading-backtick",
    "heading-delete",
    "heading-nameless",
    "heading-typo",
    "item-arrow",
    "item-backtick",
    "item-brace",
    "item-change",
    "item-delete",
    "item-quote",
    "item-words",
    "meaning-change",
    "meaning-delete",
    "name-typo",
    "neutral-alignment",
    "neutral-blank-lines",
    "neutral-level",
    "neutral-line-ends",
    "neutral-marks",
    "neutral-outer-pipes",
    "neutral-white-space",
    "pipe-add",
    "pipe-escape",
    "pipe-remove",
    "pipe-unescape",
    "reference-typo",
    "row-delete",
    "row-duplicate",
    "row-split",
    "row-swap",
    "shape-change",
    "title-delete",
    "title-version",
];

#[test]
#[allow(clippy::print_stdout, reason = "the numbers are what the test is for")]
fn every_edit_of_a_construct_is_noticed_and_no_edit_of_white_space_is() {
    let real = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/relay-connector-contract.md");
    let real = std::fs::read_to_string(real).expect("the real document");
    let mut tasks = Vec::new();
    for (name, text) in OWN {
        for (name, text) in
            [(name.to_owned(), text.to_owned()), (format!("{name} with CR LF"), text.replace('\n', "\r\n"))]
        {
            tasks.push((Document::new(name, &text), TRIED.0));
        }
    }
    tasks.push((Document::new("relay-connector-contract.md".into(), &real), TRIED.1));

    let counts = Mutex::new(BTreeMap::<&str, usize>::new());
    let failures = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for (document, most) in &tasks {
            scope.spawn(|| {
                let (tried, failed) = try_all(document, *most);
                let mut counts = counts.lock().expect("no thread panics");
                for (kind, count) in tried {
                    *counts.entry(kind).or_default() += count;
                }
                failures.lock().expect("no thread panics").extend(failed);
            });
        }
    });
    let (counts, failures) = (counts.into_inner().expect("done"), failures.into_inner().expect("done"));

    let total: usize = counts.values().sum();
    println!("{total} edits:");
    for (kind, count) in &counts {
        println!("  {kind}: {count}");
    }
    assert!(
        failures.is_empty(),
        "{} edits:\n{}",
        failures.len(),
        failures[..failures.len().min(40)].join("\n")
    );
    assert_eq!(counts.keys().copied().collect::<Vec<_>>(), KINDS, "kinds that were tried, and all kinds");
    assert!(total >= 10_000, "only {total} edits were tried");
}

/// How many edits of each kind were tried, and those that did not do what they must.
fn try_all(document: &Document, most: usize) -> (BTreeMap<&'static str, usize>, Vec<String>) {
    let before = Reading::of(&document.text());
    let errors = before.diagnostics.keys().filter(|(id, ..)| id.severity() == Severity::Error);
    assert_eq!(errors.count(), 0, "{} has errors", document.name);
    let mut dice = Dice::new(&document.name);
    let mut by_kind = BTreeMap::<&str, Vec<Edit>>::new();
    for edit in in_tables::edits(document, &mut dice)
        .into_iter()
        .chain(in_lines::edits(document, &mut dice))
        .chain(neutral::edits(document, &mut dice))
    {
        by_kind.entry(edit.kind).or_default().push(edit);
    }
    let (mut counts, mut failures) = (BTreeMap::new(), Vec::new());
    for (kind, edits) in by_kind {
        let edits = dice.sample(edits, most);
        counts.insert(kind, edits.len());
        for edit in edits {
            let text = edit.apply(document);
            assert_ne!(text, document.text(), "{kind} edits nothing");
            if let Err(what) = before.check(&Reading::of(&text), edit.expect) {
                failures.push(format!("{}: {kind}: {what}\n{}", document.name, edit.shown(document)));
            }
        }
    }
    (counts, failures)
}

/// A contract without places, and how often each diagnostic is given.
struct Reading {
    contract: Contract,
    diagnostics: BTreeMap<(DiagnosticId, String, String), usize>,
}

impl Reading {
    fn of(text: &str) -> Self {
        let Parse { contract, diagnostics: given, .. } = read(text);
        let mut diagnostics = BTreeMap::new();
        for diagnostic in given {
            *diagnostics.entry((diagnostic.id, diagnostic.message, diagnostic.hint)).or_default() += 1;
        }
        Self { contract: bare::contract(contract), diagnostics }
    }

    fn check(&self, after: &Self, expect: Expect) -> Result<(), &'static str> {
        let mut added = after
            .diagnostics
            .iter()
            .filter(|(key, count)| self.diagnostics.get(key).copied().unwrap_or(0) < **count)
            .map(|((id, ..), _)| *id);
        match expect {
            Expect::Same if self.contract != after.contract => Err("changes the model"),
            Expect::Same if self.diagnostics != after.diagnostics => Err("changes the diagnostics"),
            Expect::Noticed if self.contract == after.contract && added.next().is_none() => {
                Err("is dropped in silence")
            }
            Expect::Reported(id) if !added.any(|added| added == id) => Err("is not reported as it must be"),
            Expect::Same | Expect::Noticed | Expect::Reported(_) => Ok(()),
        }
    }
}

#[test]
fn what_hides_a_table_is_reported() {
    let table = ["| Field | Type | Required |", "|---|---|---|", "| a | int | yes |"];
    let broken = [table[0], table[2]];
    let within = |lines: &[&str], first: &str, rest: &str| {
        lines.iter().enumerate().fold(String::new(), |mut text, (at, line)| {
            writeln!(text, "{}{line}", if at == 0 { first } else { rest }).expect("a string takes all text");
            text
        })
    };
    for (what, hidden) in [
        (
            "a paragraph above and no outer pipes",
            "Words.\nField | Type | Required\n---|---|---\na | int | yes\n".into(),
        ),
        ("no delimiter row and no outer pipes", "Field | Type | Required\na | int | yes\n".into()),
        ("a quotation", within(&broken, "> ", "> ")),
        ("a quotation with words", format!("> Words.\n{}", within(&broken, "> ", "> "))),
        ("a tight list item", within(&broken, "- ", "  ")),
        ("a tight list item with words", format!("- Words.\n{}", within(&broken, "  ", "  "))),
        ("a loose list item", format!("- Words.\n\n{}", within(&broken, "  ", "  "))),
        ("four spaces", within(&table, "    ", "    ")),
        ("an element of HTML", format!("<div>\n{}", within(&table, "", ""))),
    ] {
        let text =
            format!("# Link, v1\n\n## `SessionSource`\n\n| Fact | Value |\n|---|---|\n| a | b |\n\n{hidden}");
        let found: Vec<_> = read(&text).diagnostics.into_iter().map(|diagnostic| diagnostic.id).collect();
        assert_eq!(found, [DiagnosticId::UnrecognisedTable], "{what}:\n{text}");
    }
    let commented = format!(
        "# Link, v1\n\n| Fact | Value |\n|---|---|\n| a | b |\n\n<!--\n{}-->\n",
        within(&table, "", "")
    );
    assert_eq!(read(&commented).diagnostics, [], "what is commented out is meant to be");
}
