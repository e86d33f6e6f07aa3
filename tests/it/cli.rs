//! The program as it is run: what it says of files good and bad, where it says it, and its exit status.

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

#[cfg(all(unix, feature = "ws"))]
mod connect;
mod explain;
#[cfg(feature = "ws")]
mod link;
#[cfg(feature = "ws")]
mod listen;
mod scaffold;
mod summary;

const SEED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/captures/seed-contract.md");
const CAPTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/captures/seed-session.ndjson");
const GOOD: &str = r#"{"type":"interrupt_inbound","session_key":"k","chat_id":"5"}"#;
const BAD: &str = r#"{"type":"interrupt_inbound","session_key":"k","chat_id":5}"#;

/// What a run said, and how it ended.
#[derive(Debug)]
struct Said {
    status: Option<i32>,
    stdout: String,
    stderr: String,
}

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_relay-contract"))
}

/// Runs the program with this standard input.
fn run(arguments: &[&str], stdin: &[u8]) -> Said {
    let mut child = program()
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut input = child.stdin.take().expect("it has a standard input");
    let stdin = stdin.to_vec();
    // A program that reads nothing closes its end.
    let writer = std::thread::spawn(move || input.write_all(&stdin).is_ok());
    let output = child.wait_with_output().expect("it ends");
    writer.join().expect("writing does not panic");
    said(output)
}

fn said(output: Output) -> Said {
    let text = |bytes| String::from_utf8(bytes).expect("it writes UTF-8");
    let said =
        Said { status: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) };
    assert!(!said.stderr.contains("panicked"), "{}", said.stderr);
    assert!(
        !said.stdout.contains('\x1b') && !said.stderr.contains('\x1b'),
        "colours without a terminal: {said:?}"
    );
    said
}

/// A file of these bytes in a folder of its own.
fn file(bytes: &[u8]) -> (TempDir, String) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("lines.ndjson");
    fs::write(&path, bytes).expect("it can be written");
    let path = path.to_str().expect("a temporary path is UTF-8").to_owned();
    (folder, path)
}

#[test]
fn good_lines_are_counted_and_end_with_0() {
    let (_folder, path) = file(format!("{GOOD}\n\r\n{GOOD}\r\n").as_bytes());
    let said = run(&["validate", &path], b"");
    assert_eq!(said.status, Some(0), "{said:?}");
    assert!(
        said.stdout.ends_with("total                 2      2        0                    0\n"),
        "{}",
        said.stdout
    );
    assert_eq!(said.stderr, "");
}

#[cfg(feature = "frame")]
#[test]
fn a_crosscheck_reads_each_line_of_a_capture_in_both_ways() {
    let (_folder, path) = file(format!("{GOOD}\n{{\"type\":5}}\n").as_bytes());
    // Who sent a line of the file is not said: it is read as either side's.
    let said = run(&["validate", "--crosscheck", &path], b"");
    let end = "crosscheck: 4 readings by types and by schemas, 0 disagreements\n";
    assert!(said.stdout.ends_with(end), "{}", said.stdout);
    assert_eq!(said.status, Some(1), "for the line out of contract");
    let said = run(&["validate", "--crosscheck", "--as", "reader", CAPTURE], b"");
    let end = "crosscheck: 195 readings by types and by schemas, 0 disagreements\n";
    assert!(said.stdout.ends_with(end), "{}", said.stdout);
    assert!(!said.stdout.contains("rule disagreement"), "{}", said.stdout);
}

#[test]
fn findings_are_on_stdout_in_order_and_end_with_1() {
    let said = run(&["validate", "--contract", SEED, CAPTURE], b"");
    assert_eq!(said.status, Some(1));
    let findings: Vec<_> = said.stdout.lines().filter(|line| line.starts_with(CAPTURE)).collect();
    let line = |finding: &&str| -> usize {
        let place = finding[CAPTURE.len() + 1..].split(':').next().expect("a line number");
        place.parse().expect("a line number")
    };
    assert!(findings.len() > 22 && findings.is_sorted_by_key(line), "{}", said.stdout);
    assert!(
        said.stdout
            .contains("expected a pair [name, value], found an array of 3 (rule pair, contract section 6.4)")
    );
    assert!(
        said.stdout.ends_with("total                 195    173       22                   13\n"),
        "{}",
        said.stdout
    );
}

#[test]
fn many_lines_come_out_in_the_order_in_which_they_went_in() {
    // Enough for every worker to get many batches; each third line is bad.
    let lines = format!("{GOOD}\n{GOOD}\n{BAD}\n").repeat(20_000);
    let said = run(&["validate", "--format", "json", "-"], lines.as_bytes());
    assert_eq!(said.status, Some(1));
    let number =
        |line: &str| serde_json::from_str::<Value>(line).expect("JSON")["line"].as_u64().expect("a number");
    let numbers: Vec<_> = said.stdout.lines().map(number).collect();
    assert!(numbers.iter().copied().eq((3..=60_000).step_by(3)), "{} findings", numbers.len());
}

#[test]
fn a_json_finding_has_exactly_its_seven_fields() {
    let said = run(&["validate", "--format", "json", "-"], format!("{GOOD}\n{BAD}\n[]\n").as_bytes());
    assert_eq!(said.status, Some(1));
    let expected = concat!(
        r#"{"file":"<stdin>","line":2,"frame":"interrupt_inbound","pointer":"/chat_id","rule":"type","section":"4.7","message":"expected a string, found a number"}"#,
        "\n",
        r#"{"file":"<stdin>","line":3,"frame":null,"pointer":"","rule":"type","section":null,"message":"expected a frame as an object, found an array"}"#,
        "\n",
    );
    assert_eq!(said.stdout, expected);
    assert_eq!(said.stderr, "");
}

#[test]
fn without_a_file_standard_input_is_read() {
    let said = run(&["validate"], GOOD.as_bytes());
    assert_eq!(said.status, Some(0), "{said:?}");
}

#[test]
fn a_line_without_end_is_a_line() {
    let (_folder, path) = file(format!("{GOOD}\n{BAD}").as_bytes());
    let said = run(&["validate", &path], b"");
    assert_eq!(said.status, Some(1));
    assert!(
        said.stdout.contains("lines.ndjson:2: interrupt_inbound /chat_id: expected a string"),
        "{}",
        said.stdout
    );
}

#[test]
fn bad_lines_between_good_ones_are_findings() {
    let long = "x".repeat(3 << 20);
    let lines =
        [GOOD.as_bytes(), b"{\"type\":\xff}", long.as_bytes(), b"{\"type\"", GOOD.as_bytes()].join(&b'\n');
    let said = run(&["validate", "-"], &lines);
    assert_eq!(said.status, Some(1));
    let expected = "<stdin>:2: frame: expected UTF-8, found another byte at byte 9 (rule json)\n\
                    <stdin>:3: frame: expected a frame of at most 1048576 bytes, found a line of 3145729 (rule size)\n\
                    <stdin>:4: frame: expected one JSON value, the text ends within a value at byte 7 (rule json)\n";
    assert!(said.stdout.starts_with(expected), "{}", said.stdout);
    assert!(said.stdout.contains("interrupt_inbound     2      2"), "{}", said.stdout);
}

#[test]
#[cfg(target_os = "linux")]
fn an_endless_line_takes_no_memory() {
    let mut child = program()
        .args(["validate", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut stdin = child.stdin.take().expect("it has a standard input");
    let piece = vec![b'x'; 1 << 20];
    for _ in 0..256 {
        stdin.write_all(&piece).expect("it reads on");
    }
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).expect("it runs");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("its greatest size");
    let peak: usize = peak.trim().trim_end_matches(" kB").parse().expect("a number");
    assert!(peak < 64 << 10, "{peak} KiB for a line of 256 MiB");
    drop(stdin);
    let said = said(child.wait_with_output().expect("it ends"));
    assert_eq!(said.status, Some(1));
    assert!(said.stdout.contains("found a line of 268435457 (rule size)"), "{}", said.stdout);
}

#[test]
fn what_cannot_be_checked_is_said_with_a_hint_and_ends_with_2() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).expect("it can be written");
        path
    };
    let utf16: Vec<u8> = format!("\u{feff}{GOOD}\n").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let cases: [(PathBuf, &str, &str); 6] = [
        (folder.path().join("missing.ndjson"), "cannot read", "caused by: No such file"),
        (write("empty.ndjson", b""), "no frames in", "it has only blank lines, or none"),
        (write("blank.ndjson", b"\n \r\n\t"), "no frames in", "it has only blank lines, or none"),
        (
            write("program", &fs::read(env!("CARGO_BIN_EXE_relay-contract")).expect("it is there")),
            "cannot check",
            "it is binary",
        ),
        (write("utf16.ndjson", &utf16), "cannot check", "hint: iconv -f UTF-16 -t UTF-8"),
        (folder.path().to_owned(), "cannot read", "it is a directory"),
    ];
    let mut all = vec!["validate"];
    for (path, first, second) in &cases {
        let path = path.to_str().expect("a temporary path is UTF-8");
        all.push(path);
        let said = run(&["validate", path], b"");
        assert_eq!(said.status, Some(2), "{path}");
        assert!(said.stderr.starts_with(&format!("error: {first} {path}")), "{}", said.stderr);
        assert!(said.stderr.contains(second), "{}", said.stderr);
        assert_eq!(said.stdout, "");
    }
    // Together with a good file: each failure is told, and the good file is checked all the same.
    let good = write("good.ndjson", BAD.as_bytes());
    all.push(good.to_str().expect("a temporary path is UTF-8"));
    let said = run(&all, b"");
    assert_eq!(said.status, Some(2));
    assert_eq!(said.stderr.matches("error: ").count(), cases.len(), "{}", said.stderr);
    assert!(said.stdout.contains("good.ndjson:1: interrupt_inbound /chat_id"), "{}", said.stdout);
}

#[test]
#[cfg(target_os = "linux")]
fn a_file_that_fails_while_it_is_read_ends_with_2() {
    // It opens, even for root, and its first page cannot be read.
    let said = run(&["validate", "/proc/self/mem"], b"");
    assert_eq!(said.status, Some(2));
    assert!(said.stderr.starts_with("error: cannot read /proc/self/mem\n  caused by: "), "{}", said.stderr);
}

#[test]
#[cfg(unix)]
fn a_file_without_permission_ends_with_2() {
    use std::os::unix::fs::PermissionsExt as _;
    let (_folder, path) = file(GOOD.as_bytes());
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).expect("permissions can be set");
    let is_refused = fs::read(&path).is_err();
    let said = run(&["validate", &path], b"");
    // Root may read everything.
    assert_eq!(said.status, Some(if is_refused { 2 } else { 0 }), "{said:?}");
}

#[test]
fn no_message_about_a_file_quotes_it() {
    let secret = "SECRET-7f3a";
    let inputs: [Vec<u8>; 4] = [
        format!("{secret}\n").into(),
        format!("{{\"type\":\"inbound\",\"event\":{{\"text\":\"{secret}\\ud83d\"}}}}").into(),
        [secret.as_bytes(), b"\0\xff\n", secret.as_bytes()].concat(),
        format!("{{\"dir\":\"{secret}\",\"frame\":{{\"type\":\"inbound\",\"event\":\"{secret}\"}}}}").into(),
    ];
    for input in &inputs {
        for arguments in [&["validate", "-"][..], &["explain", "--frame", "-"][..]] {
            let said = run(arguments, input);
            assert_ne!(said.status, Some(0));
            assert!(!said.stdout.contains(secret) && !said.stderr.contains(secret), "{said:?}");
        }
    }
}

#[test]
fn a_closed_pipe_ends_it_quietly_with_what_was_found() {
    for (line, status) in [(BAD, 1), (GOOD, 0)] {
        // The summary of a good file is all that is written, so its pipe has to be closed before.
        let (_folder, path) = file(format!("{line}\n").repeat(50_000).as_bytes());
        let mut child = program()
            .args(["validate", &path])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut stdout = child.stdout.take().expect("it has a standard output");
        if status == 1 {
            stdout.read_exact(&mut [0; 1]).expect("it finds something");
        }
        drop(stdout);
        let said = said(child.wait_with_output().expect("it ends"));
        assert_eq!((said.status, said.stderr.as_str()), (Some(status), ""));
    }
}

#[test]
fn a_slow_pipe_is_followed_line_by_line() {
    let mut child = program()
        .args(["validate", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut stdin = child.stdin.take().expect("it has a standard input");
    let mut stdout = child.stdout.take().expect("it has a standard output");
    let expected = "<stdin>:1: interrupt_inbound /chat_id";
    writeln!(stdin, "{BAD}").expect("it reads");
    let mut beginning = vec![0; expected.len()];
    // Blocks for ever where findings wait for more input.
    stdout.read_exact(&mut beginning).expect("it tells the finding");
    assert_eq!(beginning, expected.as_bytes());
    drop(stdin);
    assert_eq!(child.wait().expect("it ends").code(), Some(1));
}

#[test]
fn another_document_and_view_and_side_are_taken() {
    let document = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/relay-connector-contract.md");
    let line = r#"{"type":"inbound","event":{}}"#;
    let status = |arguments: &[&str]| run(&[&["validate", "-"], arguments].concat(), line.as_bytes()).status;
    assert_eq!(status(&[]), Some(1));
    assert_eq!(status(&["--as", "reader"]), Some(0));
    assert_eq!(status(&["--as", "reader", "--contract", document]), Some(0));
    assert_eq!(status(&["--as", "writer", "--contract", document]), Some(1));
    let missing = run(&["validate", "-", "--contract", "nowhere.md"], line.as_bytes());
    assert_eq!(missing.status, Some(2));
    assert!(missing.stderr.starts_with("error: cannot read nowhere.md"), "{}", missing.stderr);

    let said = run(&["validate", "--from", "gateway", "-"], GOOD.as_bytes());
    assert_eq!(said.status, Some(1));
    assert!(said.stdout.contains("rule direction"), "{}", said.stdout);
}

#[test]
fn every_command_shows_examples_and_every_shell_is_completed() {
    let help = run(&["--help"], b"");
    let commands = help.stdout.lines().skip_while(|line| *line != "Commands:").skip(1);
    let commands: Vec<_> = commands
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(commands.len() >= 6, "{commands:?}");
    for command in commands.iter().filter(|command| **command != "help") {
        let help = run(&[command, "--help"], b"");
        assert_eq!(help.status, Some(0));
        let (_, examples) = help.stdout.split_once("\nExample").unwrap_or_default();
        assert!(examples.contains(&format!(" relay-contract {command}")), "{command}: {}", help.stdout);
    }
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let said = run(&["completions", shell], b"");
        assert_eq!(said.status, Some(0));
        assert!(commands.iter().all(|command| said.stdout.contains(command)), "{shell}");
    }
}

#[test]
fn derive_removes_the_vectors_of_a_definition_that_is_no_more() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| out.path().join("vectors").join(name);
    let derive = |more: &[&str]| {
        let folder = out.path().to_string_lossy();
        run(&[&["derive", "--out", &folder], more].concat(), b"")
    };
    assert_eq!(derive(&[]).status, Some(0));
    for folder in ["GoneAction", "session-key"] {
        fs::create_dir(path(folder)).expect("it can be made");
    }
    fs::copy(path("SendAction/accept-minimal.json"), path("GoneAction/accept-minimal.json"))
        .expect("it was derived");
    fs::write(path("session-key/by-hand.json"), "{}").expect("it can be written");
    fs::write(path("SendAction/accept-full.json"), "{}").expect("it can be written");

    let said = derive(&["--check"]);
    assert_eq!(said.status, Some(1));
    let lines: Vec<_> = said.stdout.lines().skip(2).collect();
    let [stale, left] = lines[..] else { panic!("{}", said.stdout) };
    assert!(stale.starts_with("stale: ") && stale.ends_with("accept-full.json"), "{stale}");
    assert!(left.starts_with("left over: ") && left.contains("GoneAction"), "{left}");

    assert_eq!(derive(&[]).status, Some(0));
    assert_eq!(derive(&["--check"]).status, Some(0));
    assert!(path("session-key/by-hand.json").exists() && !path("GoneAction/accept-minimal.json").exists());
}
