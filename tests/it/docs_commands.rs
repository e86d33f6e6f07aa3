//! The commands that the documentation shows, run as a reader would run them.
//!
//! Every line of a fenced block ```` ```sh ```` (all lines) or ```` ```console ```` (lines that begin with `$ `) that
//! runs this program is run by `sh`, in the order of the page, in a copy of the repository: `cargo run … --` stands for
//! the program that was built for the tests. It must end with 0, unless the block's info string says otherwise:
//!
//! - `exit=1`: the commands end with 1, because they show findings;
//! - `no-run="why"`: the commands are not run, for the reason given. On a page that is part of the Rust documentation,
//!   which takes no such mark, the block begins with the line `# not run: why`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What the commands may read.
const COPIED: [&str; 9] = [
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "Cargo.toml",
    "docs",
    "schema",
    "tests/captures",
    "examples",
    "src",
];

/// A command of a page.
#[derive(Debug, PartialEq)]
struct Shown {
    /// From 1.
    line: usize,
    /// As it is to be run.
    command: String,
    exit: i32,
    /// Why it is not run.
    no_run: Option<String>,
}

#[test]
#[allow(clippy::print_stdout, reason = "the numbers are what the test is for")]
fn every_command_that_the_documentation_shows_runs() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut run, mut skipped, mut failures) = (0, 0, Vec::new());
    for page in pages(root) {
        let text = fs::read_to_string(root.join(&page)).expect("a page is text");
        let commands = commands(&text);
        if commands.is_empty() {
            continue;
        }
        // A page may write what it reads further down, and no other page sees it.
        let copy = tempfile::tempdir().expect("a temporary folder");
        for part in COPIED {
            copy_all(&root.join(part), &copy.path().join(part));
        }
        for shown in commands {
            if shown.no_run.is_some() {
                skipped += 1;
                continue;
            }
            run += 1;
            let (status, stderr) = execute(&shown.command, copy.path());
            if status != Some(shown.exit) {
                let Shown { line, command, exit, .. } = shown;
                let page = page.display();
                failures
                    .push(format!("{page}:{line}: {command}\n  expected {exit}, found {status:?}\n{stderr}"));
            }
        }
    }
    println!("{run} commands were run, {skipped} were not");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(run > 0, "the documentation shows no command");
}

#[test]
fn commands_are_found_in_their_blocks_and_nowhere_else() {
    let page = "\
relay-contract prose
```sh
# a comment
cargo run --release -- derive
cargo test
cargo run --no-default-features --features contract,cli -- check \\
  docs/a.md
```
```console exit=1
$ sed -n 3p x | relay-contract explain --frame -
relay-contract says this
```
```sh no-run=\"needs a socket\"
relay-contract listen
```
```sh
# not run: needs a gateway
relay-contract listen
```
```text
relay-contract output
```
1. A list
   ```sh
   relay-contract check
   ```
";
    let shown = |line, command: &str, exit, no_run: Option<&str>| Shown {
        line,
        command: command.to_owned(),
        exit,
        no_run: no_run.map(str::to_owned),
    };
    let expected = [
        shown(4, "relay-contract derive", 0, None),
        shown(6, "relay-contract check docs/a.md", 0, None),
        shown(10, "sed -n 3p x | relay-contract explain --frame -", 1, None),
        shown(14, "relay-contract listen", 0, Some("needs a socket")),
        shown(18, "relay-contract listen", 0, Some("needs a gateway")),
        shown(25, "relay-contract check", 0, None),
    ];
    assert_eq!(commands(page), expected);
}

fn pages(root: &Path) -> Vec<PathBuf> {
    let docs = fs::read_dir(root.join("docs")).expect("the docs can be listed");
    let docs = docs.map(|entry| Path::new("docs").join(entry.expect("the docs can be listed").file_name()));
    let mut pages: Vec<_> = docs.filter(|page| page.extension().is_some_and(|end| end == "md")).collect();
    let top = ["README.md", "CONTRIBUTING.md"].map(PathBuf::from);
    pages.extend(top.into_iter().filter(|page| root.join(page).exists()));
    pages.sort();
    assert!(!pages.is_empty());
    pages
}

/// The commands of a page that run this program.
fn commands(page: &str) -> Vec<Shown> {
    let mut commands = Vec::new();
    let mut lines = page.lines().enumerate().map(|(index, line)| (index + 1, line.trim()));
    while let Some((at, opening)) = lines.next() {
        let Some(info) = opening.strip_prefix("```") else { continue };
        let fence = "`".repeat(3 + info.chars().take_while(|letter| *letter == '`').count());
        let (language, marks) = info.split_once(' ').unwrap_or((info, ""));
        let block: Vec<_> = lines.by_ref().take_while(|(_, line)| *line != fence).collect();
        let prompt = match language {
            "sh" => "",
            "console" => "$ ",
            _ => continue,
        };
        let noted = block.first().and_then(|(_, line)| line.strip_prefix("# not run: "));
        let no_run = marks.strip_prefix("no-run=").map(|reason| reason.trim_matches('"')).or(noted);
        let no_run = no_run.map(str::to_owned);
        assert!(
            no_run.as_ref().is_none_or(|reason| !reason.is_empty()),
            "line {at}: no-run without a reason"
        );
        let exit = marks.strip_prefix("exit=").map_or(0, |status| status.parse().expect("a number"));
        assert!(marks.is_empty() || no_run.is_some() || exit != 0, "line {at}: an unknown mark: {marks}");
        let mut block = block.into_iter();
        while let Some((line, text)) = block.next() {
            let Some(first) = text.strip_prefix(prompt) else { continue };
            let mut command = first.to_owned();
            while command.ends_with('\\')
                && let Some((_, more)) = block.next()
            {
                command.pop();
                command = format!("{} {more}", command.trim_end());
            }
            if let Some(command) = of_this_program(&command) {
                commands.push(Shown { line, command, exit, no_run: no_run.clone() });
            }
        }
    }
    commands
}

/// The command with `cargo run … --` read as the program; `None` if it runs something else.
fn of_this_program(command: &str) -> Option<String> {
    if command.starts_with('#') {
        return None;
    }
    if let Some((before, rest)) = command.split_once("cargo run ") {
        let (_, arguments) =
            rest.split_once("-- ").or_else(|| rest.split_once("--\n")).unwrap_or((rest, "--help"));
        return Some(format!("{before}relay-contract {arguments}"));
    }
    command.split([' ', '(']).any(|word| word == "relay-contract").then(|| command.to_owned())
}

/// Exit status and standard error.
fn execute(command: &str, folder: &Path) -> (Option<i32>, String) {
    let program = Path::new(env!("CARGO_BIN_EXE_relay-contract"));
    let mut path = vec![program.parent().expect("it is in a folder").to_owned()];
    path.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    let output = Command::new("sh")
        .args(["-c", command])
        .current_dir(folder)
        .env("PATH", std::env::join_paths(path).expect("the target folder has no colon in its name"))
        .env("HOME", folder)
        .stdin(Stdio::null())
        .output()
        .expect("there is a shell");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

fn copy_all(from: &Path, to: &Path) {
    if from.ends_with("node_modules") {
        return;
    }
    if from.is_dir() {
        fs::create_dir_all(to).expect("the copy can be written");
        for entry in fs::read_dir(from).expect("it can be listed") {
            let name = entry.expect("it can be listed").file_name();
            copy_all(&from.join(&name), &to.join(&name));
        }
    } else if from.exists() {
        fs::create_dir_all(to.parent().expect("it is in a folder")).expect("the copy can be written");
        fs::copy(from, to).expect("the copy can be written");
    }
}
