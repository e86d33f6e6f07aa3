//! The npm package: its own tests, and that Node says of a line what Rust says, word for word.

#[cfg(feature = "ws")]
mod socket;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use relay_contract::Side;
use relay_contract::schema::View;
use relay_contract::validate::{Rule, Validator, Violation, read};
use serde_json::{Value, json};

use crate::laws::document::DOCUMENT;
use crate::laws::random::Random;
use crate::laws::text::text;

/// The folder of the npm package.
pub(crate) fn package() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("schema")
}

/// What a script of the package prints. Its dependencies are installed where they are missing.
pub(crate) fn node(arguments: &[&str]) -> String {
    static READY: LazyLock<Result<(), String>> = LazyLock::new(ready);
    if let Err(problem) = &*READY {
        panic!("{problem}");
    }
    run("node", arguments).unwrap_or_else(|problem| panic!("{problem}"))
}

/// Looks for Node, and installs what the package's tests need.
fn ready() -> Result<(), String> {
    let hint = "hint: install it, or leave these tests out: cargo test -- --skip node:: --skip vectors::";
    let found = run("node", &["--version"]).unwrap_or_else(|_| "none".to_owned());
    let major = found.trim().trim_start_matches('v').split('.').next().and_then(|major| major.parse().ok());
    if major.is_none_or(|major: u32| major < 20) {
        return Err(format!(
            "expected Node 20 or later for the npm package, found {}\n\n{hint}",
            found.trim()
        ));
    }
    let changed = |path: &str| package().join(path).metadata().and_then(|file| file.modified()).ok();
    // npm writes this file last.
    if changed("node_modules/.package-lock.json") < changed("package-lock.json") {
        run(if cfg!(windows) { "npm.cmd" } else { "npm" }, &["ci", "--no-audit", "--no-fund"])?;
    }
    Ok(())
}

fn run(program: &str, arguments: &[&str]) -> Result<String, String> {
    let output = Command::new(program).args(arguments).current_dir(package()).output();
    let output = output.map_err(|error| format!("cannot run {program}: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        return Ok(text);
    }
    let errors = String::from_utf8_lossy(&output.stderr);
    Err(format!("{program} {}: {}\n{text}\n{errors}", arguments.join(" "), output.status))
}

#[test]
#[allow(clippy::print_stdout, reason = "the numbers are what the test is for")]
fn the_package_passes_its_own_tests() {
    let files = std::fs::read_dir(package().join("test")).expect("the tests can be listed");
    let names = files.map(|file| file.expect("the tests can be listed").file_name());
    let tests: Vec<_> = names.map(|name| format!("test/{}", name.to_string_lossy())).collect();
    let mut arguments = vec!["--test", "--test-reporter=tap"];
    arguments.extend(tests.iter().map(String::as_str).filter(|name| name.ends_with(".test.mjs")));
    let output = node(&arguments);
    let count = |word: &str| {
        let line = output.lines().find_map(|line| line.strip_prefix(&format!("# {word} ")));
        line.and_then(|count| count.parse::<usize>().ok()).unwrap_or_default()
    };
    println!("{} tests of the package", count("pass"));
    assert!(count("pass") >= 30 && count("fail") == 0, "{output}");
    assert_eq!(count("skipped") + count("todo") + count("cancelled"), 0, "{output}");
}

#[test]
fn the_shared_table_names_the_rules_of_this_crate() {
    let table: Value = serde_json::from_str(include_str!("../../schema/rules.json")).expect("it is JSON");
    let members = |key: &str| table[key].as_object().expect("the table has this part");
    let named: BTreeSet<&str> = members("rules").keys().map(String::as_str).collect();
    // The types' own defect cannot happen where there are none.
    let own = Rule::ALL.iter().filter(|rule| **rule != Rule::Disagreement).map(|rule| rule.as_str());
    assert_eq!(named, own.collect());
    let used = members("keywords").values().chain(members("tags").values());
    let used: BTreeSet<&str> = used.map(|rule| rule.as_str().expect("a rule's id")).collect();
    assert!(used.len() >= 8 && used.is_subset(&named), "{used:?}");
    for (id, rule) in Rule::ALL.iter().map(|rule| (rule.as_str(), rule)) {
        assert_eq!(serde_json::from_value::<Rule>(json!(id)).ok(), Some(*rule));
    }
}

/// A line, the view that it is read in, and who is said to have sent it.
type Question = (String, View, Option<Side>);

#[test]
#[allow(clippy::print_stdout, reason = "the numbers are what the test is for")]
fn node_says_of_a_line_what_rust_says_word_for_word() {
    let questions = questions();
    let mut requests = tempfile::NamedTempFile::new().expect("a temporary file");
    for (text, view, writer) in &questions {
        let writer = writer.map(|writer| writer.to_string());
        let request = json!({ "text": text, "view": view.to_string(), "writer": writer });
        std::io::Write::write_all(&mut requests, format!("{request}\n").as_bytes())
            .expect("it can be written");
    }
    let answers = node(&["test/violations.mjs", &requests.path().to_string_lossy()]);
    let answers: Vec<&str> = answers.lines().collect();
    assert_eq!(answers.len(), questions.len());
    let mut rules = BTreeMap::<&str, usize>::new();
    let mut different = String::new();
    let mut count = 0;
    for ((text, view, writer), answer) in questions.iter().zip(answers) {
        let violations = match read(text) {
            Ok(frame) => Validator::builtin(*view).check(&frame, *writer).violations,
            Err(violation) => vec![violation],
        };
        for violation in &violations {
            *rules.entry(violation.rule.as_str()).or_default() += 1;
        }
        let ours: Vec<Value> = violations.iter().map(as_json).collect();
        let theirs: Vec<Value> = serde_json::from_str(answer).expect("an answer is a list");
        if ours != theirs {
            count += 1;
            writeln!(different, "{text}\n{view} of {writer:?}\n  Rust {ours:?}\n  Node {theirs:?}")
                .expect("a string takes everything");
        }
    }
    println!("{} lines, {count} disagreements; {rules:?}", questions.len());
    assert!(different.is_empty(), "{count} disagreements\n{different}");
    let without: Vec<_> = Rule::ALL.iter().filter(|rule| !rules.contains_key(rule.as_str())).collect();
    // Today's contract has no closed set; a line over the limit stands in the package's own tests.
    let expected = [&Rule::Size, &Rule::Enum, &Rule::Disagreement];
    assert_eq!(without, expected, "each other rule is among the answers");
}

fn as_json(violation: &Violation) -> Value {
    let Violation { frame, pointer, rule, section, message, .. } = violation;
    json!({ "frame": frame, "pointer": pointer, "rule": rule.as_str(), "section": section, "message": message })
}

/// Texts of the laws, and captured lines with edits that know nothing of JSON.
fn questions() -> Vec<Question> {
    const OF_LAWS: u64 = 4_000;
    const EDITED: u64 = 8_000;
    let captured = captured();
    let laws = (0..OF_LAWS).map(|seed| (seed, text(&DOCUMENT, seed).content));
    let edited = (0..EDITED).map(|seed| (seed, edited(&captured, &mut Random::new(seed))));
    let views = [View::Writer, View::Reader];
    let writers = [None, Some(Side::Gateway), Some(Side::Connector)];
    // About as many violations as are told, and many more.
    let faulty = [1, 255, 256, 257, 5_000].into_iter().map(|count| {
        let numbers = vec!["0"; count].join(",");
        (0, format!(r#"{{"type":"inbound","event":{{"media_urls":[{numbers}]}},"bufferId":0}}"#))
    });
    let all = laws.chain(edited).chain(faulty).flat_map(|(seed, text)| {
        let writer = writers[usize::try_from(seed % 3).expect("below 3")];
        views.map(|view| (text.clone(), view, writer))
    });
    all.collect()
}

fn captured() -> Vec<String> {
    let captures = [
        include_str!("../captures/seed-session.ndjson"),
        include_str!("../captures/example-session.ndjson"),
        include_str!("../captures/current-key-sets.ndjson"),
    ];
    let frames = captures.iter().flat_map(|capture| capture.lines()).map(|line| {
        let line: Value = serde_json::from_str(line).expect("a capture's line is JSON");
        line["frame"].to_string()
    });
    let short: Vec<_> = frames.filter(|frame| frame.len() < 3_000).collect();
    assert!(short.len() > 200, "{} frames", short.len());
    short
}

/// A line with one to three letters or words left out, put in or put in the place of others.
fn edited(lines: &[String], random: &mut Random) -> String {
    const WORDS: &[&str] = &[
        "\"",
        "\\",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "0",
        "1",
        "-",
        ".",
        "e",
        "E+",
        "1e400",
        "-0",
        "\\u",
        "\\u12é",
        "\\ud800",
        "\\udc00",
        "\\ud83d\\ude00",
        "null",
        "true",
        "nul",
        "é",
        "👾",
        " ",
        "\t",
        "\n",
        "\u{1}",
        "\u{7f}",
        "\u{200b}",
        "\u{feff}",
        "\\n",
        "1e99999999999",
        "0e99999999999",
        "1.5",
        "123456789012345678901",
        "\"type\":\"x\",",
        "\"type\":\"inbound\",",
        "\"op\":\"later\",",
        "\"a\":1,\"a\":2,",
        "[[\"a\"]]",
        "~",
        "/",
    ];
    let mut letters: Vec<char> = random.pick(lines).chars().collect();
    for _ in 0..=random.below(3) {
        let start = random.below(letters.len() + 1);
        let end = letters.len().min(start + random.below(3));
        match random.below(4) {
            0 => letters.truncate(start),
            1 => letters.splice(start..end, []).for_each(drop),
            2 => letters.splice(start..start, random.pick(WORDS).chars()).for_each(drop),
            _ => letters.splice(start..end, random.pick(WORDS).chars()).for_each(drop),
        }
    }
    letters.into_iter().collect()
}
