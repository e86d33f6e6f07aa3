//! `relay-contract diff` and `bless` as a maintainer runs them.
#![cfg(feature = "cli")]

use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

const BASE: &str = include_str!("base.md");

/// Exit status, standard output and standard error.
struct Run {
    status: i32,
    stdout: String,
    stderr: String,
}

fn run(folder: &Path, arguments: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_relay-contract"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program writes UTF-8");
    Run {
        status: output.status.code().expect("the program ends by itself"),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

/// A folder with `old.md`, and `new.md` in which the first `from` is `to`.
fn folder(from: &str, to: &str) -> TempDir {
    let folder = TempDir::new().expect("a folder can be made");
    assert!(BASE.contains(from));
    write(folder.path(), "old.md", BASE);
    write(folder.path(), "new.md", &BASE.replacen(from, to, 1));
    folder
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder can be made");
    std::fs::write(path, text).expect("a file can be written");
}

const RETYPED: (&str, &str) = ("| `chat_id` | string | yes |", "| `chat_id` | int | yes |");
const ADDED: (&str, &str) =
    ("| `topic` | string |", "| `scope_id` | string | no | - | - | The server. |\n| `topic` | string |");

#[test]
fn the_status_says_whether_there_is_a_finding_at_or_above() {
    let cases: &[(_, &[&str], _)] = &[
        (ADDED, &[], 0),
        (ADDED, &["--fail-on", "reader-first"], 1),
        (ADDED, &["--fail-on", "writer-first"], 0),
        (ADDED, &["--fail-on", "any-order"], 1),
        (RETYPED, &[], 1),
        (RETYPED, &["--fail-on", "breaking"], 1),
        (("It shows the label", "It shows the *label*"), &[], 0),
        (("It shows the label", "It hides the label"), &[], 1),
        (("It shows the label", "It never shows the label"), &[], 1),
        (("It shows the label", "It never shows the label"), &["--fail-on", "breaking"], 0),
    ];
    for ((from, to), options, status) in cases {
        let folder = folder(from, to);
        let arguments = [&["diff", "old.md", "new.md"], *options].concat();
        let run = run(folder.path(), &arguments);
        assert_eq!(run.status, *status, "{from} {options:?}\n{}{}", run.stdout, run.stderr);
    }
}

#[test]
fn json_has_the_verdict_and_each_finding_with_its_witness() {
    let folder = folder(RETYPED.0, RETYPED.1);
    let run = run(folder.path(), &["diff", "--format", "json", "old.md", "new.md"]);
    let report: Value = serde_json::from_str(&run.stdout).expect("the output is JSON");
    assert_eq!(report["verdict"], "breaking");
    assert_eq!(report["bump"], "major");
    let finding = &report["findings"][0];
    assert_eq!(finding["rule"], "TYPE_CHANGED");
    assert_eq!(finding["verdict"], "breaking");
    assert_eq!(finding["where"], "Source.chat_id");
    assert_eq!(finding["witness"]["event"]["source"]["chat_id"], 0);
    assert_eq!(finding["witnesses"][1]["sent_by"], "old");
}

#[test]
fn people_read_the_worst_first_and_what_to_do() {
    let folder = folder(RETYPED.0, RETYPED.1);
    let shown = run(folder.path(), &["diff", "old.md", "new.md"]).stdout;
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("diff-human", shown);
        let shown = run(folder.path(), &["diff", "--format", "markdown", "old.md", "new.md"]).stdout;
        insta::assert_snapshot!("diff-markdown", shown);
    });
}

#[test]
fn an_approval_accepts_one_finding_and_no_other() {
    let folder = folder(RETYPED.0, RETYPED.1);
    let arguments = ["diff", "old.md", "new.md", "--approvals", "approvals.json"];
    let accept = ["--approve", "Source.chat_id", "--reason", "nobody sends it yet"];
    let run_with = run(folder.path(), &[&arguments[..], &accept[..]].concat());
    assert!(run_with.stderr.contains("1 finding accepted in approvals.json"), "{}", run_with.stderr);
    let run_with = run(folder.path(), &arguments);
    // The version is a finding of its own.
    assert_eq!(run_with.status, 1);
    assert!(run_with.stdout.contains("approved (1): nobody sends it yet"), "{}", run_with.stdout);
    assert!(run_with.stdout.contains("verdict: needs-review (1 needs-review)"), "{}", run_with.stdout);
    // The same place changes to something else.
    let other = BASE.replacen(RETYPED.0, "| `chat_id` | bool | yes |", 1);
    write(folder.path(), "new.md", &other);
    let run_with = run(folder.path(), &arguments);
    assert!(!run_with.stdout.contains("approved"), "{}", run_with.stdout);
    write(
        folder.path(),
        "approvals.json",
        r#"[{ "rule": "NO_RULE", "where": "-", "digest": "-", "reason": "-" }]"#,
    );
    let run_with = run(folder.path(), &arguments);
    assert_eq!(run_with.status, 2);
    assert!(run_with.stderr.contains("approval 1: there is no rule `NO_RULE`"), "{}", run_with.stderr);
}

#[test]
fn what_cannot_be_read_is_said_with_a_way_out() {
    let folder = folder("| yes |", "| perhaps |");
    let cases: &[(&[&str], &str)] = &[
        (&["diff", "old.md", "none.md"], "cannot read none.md"),
        (&["diff", "old.md", "new.md"], "new.md has 1 error"),
        (&["diff"], "hint: relay-contract bless"),
        (&["diff", "git:HEAD", "old.md"], "hint: git:REV:PATH"),
        (&["diff", "old.md", "old.md", "old.md"], "unexpected"),
        (&["diff", "-", "-"], "OLD and NEW cannot both be read from standard input"),
        (&["diff", "--explain", "NO_RULE"], "there is no rule `NO_RULE`"),
        (&["bless", "--contract", "new.md"], "new.md has 1 error"),
    ];
    for (arguments, said) in cases {
        let run = run(folder.path(), arguments);
        assert_eq!(run.status, 2, "{arguments:?}");
        assert!(run.stderr.contains(said), "{arguments:?}: {}", run.stderr);
        assert_eq!(run.stdout, "", "{arguments:?}");
    }
}

#[test]
fn a_blessed_document_is_what_later_ones_are_compared_with() {
    let folder = folder(ADDED.0, ADDED.1);
    assert_eq!(run(folder.path(), &["bless", "--contract", "old.md"]).status, 0);
    write(folder.path(), "docs/relay-connector-contract.md", BASE);
    assert_eq!(run(folder.path(), &["diff"]).stdout, "no changes\n");
    let new = std::fs::read_to_string(folder.path().join("new.md")).expect("the file is there");
    write(folder.path(), "docs/relay-connector-contract.md", &new);
    assert!(run(folder.path(), &["diff"]).stdout.starts_with("frames and duties (1): 1 reader-first\n"));
    assert!(
        run(folder.path(), &["diff", "new.md"]).stdout.starts_with("frames and duties (1): 1 reader-first\n")
    );
    assert_eq!(run(folder.path(), &["diff", "old.md"]).stdout, "no changes\n");
    // Only the comparison with it can tell that an approval beside it has no use.
    let unused = r#"[{ "rule": "TYPE_CHANGED", "where": "hello", "digest": "0", "reason": "taken back" }]"#;
    write(folder.path(), "schema/blessed/approvals.json", unused);
    assert!(run(folder.path(), &["diff"]).stdout.contains("APPROVAL_UNUSED  hello"));
    assert!(!run(folder.path(), &["diff", "old.md", "new.md"]).stdout.contains("APPROVAL_UNUSED"));
}

#[test]
fn a_revision_may_be_a_commit() {
    let folder = folder(ADDED.0, ADDED.1);
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=t", "-c", "user.email=t@localhost", "-c", "commit.gpgsign=false"];
        let status = Command::new("git").args(identity).args(arguments).current_dir(folder.path()).output();
        assert!(status.expect("git runs").status.success(), "{arguments:?}");
    };
    git(&["init", "-q"]);
    git(&["add", "old.md"]);
    git(&["commit", "-q", "-m", "old"]);
    let shown = run(folder.path(), &["diff", "git:HEAD:old.md", "new.md"]);
    assert!(shown.stdout.contains("FIELD_ADDED_OPTIONAL  Source.scope_id"), "{}", shown.stderr);
    let missing = run(folder.path(), &["diff", "git:HEAD:none.md", "new.md"]);
    assert_eq!(missing.status, 2);
    assert!(missing.stderr.contains("none.md"), "{}", missing.stderr);
}

#[test]
fn a_revision_may_be_standard_input() {
    let folder = folder(ADDED.0, ADDED.1);
    for (arguments, said) in
        [(["old.md", "-"], "FIELD_ADDED_OPTIONAL"), (["-", "old.md"], "FIELD_REMOVED_OPTIONAL")]
    {
        let input = std::fs::File::open(folder.path().join("new.md")).expect("the file is there");
        let output = Command::new(env!("CARGO_BIN_EXE_relay-contract"))
            .arg("diff")
            .args(arguments)
            .current_dir(folder.path())
            .stdin(input)
            .output()
            .expect("the program runs");
        let shown = String::from_utf8(output.stdout).expect("the program writes UTF-8");
        assert!(shown.contains(&format!("{said}  Source.scope_id")), "{arguments:?}: {shown}");
    }
}

#[test]
fn a_rule_is_explained() {
    let folder = folder(ADDED.0, ADDED.1);
    let shown = run(folder.path(), &["diff", "--explain", "field_renamed"]);
    assert_eq!(shown.status, 0);
    assert!(shown.stdout.starts_with("FIELD_RENAMED: "), "{}", shown.stdout);
}
