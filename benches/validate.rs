//! How fast lines are split and checked, alone and by the program: `cargo bench --bench validate`.
//!
//! The program's measure of acceptance: 100,000 frames of 600 bytes in under two seconds, and 1 GB of captures a minute
//! on one core. The last line that is printed says how many.

#[path = "../src/bin/relay-contract/validate/capture.rs"]
mod capture;

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::Instant;

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use relay_contract::Side;
use relay_contract::schema::View;
use relay_contract::validate::{LineSplitter, Validator, read};

/// Of each line, its line end counted.
const LINE: usize = 600;

const LINES: usize = 100_000;

/// Lines that wrap a frame, as they were captured; all frames are valid.
const CAPTURE: &str = concat!(
    include_str!("../tests/captures/example-session.ndjson"),
    include_str!("../tests/captures/current-key-sets.ndjson")
);

fn main() {
    divan::main();
    captures();
}

/// Captures, as the program reads them, on one thread: lines are cut, frames taken out of what wraps them, and checked.
#[allow(clippy::print_stdout, clippy::cast_precision_loss, reason = "the figure is what it is for")]
fn captures() {
    const TIMES: usize = 400;
    let (bytes, validator) = (CAPTURE.repeat(TIMES), Validator::builtin(View::Writer));
    let pass = || {
        let began = Instant::now();
        let (mut splitter, mut frames) = (LineSplitter::with_limit(capture::LINE_LIMIT), 0);
        for mut piece in bytes.as_bytes().chunks(128 << 10) {
            while let Some(line) = splitter.next_line(&mut piece) {
                let captured = capture::frame(line).expect("it is a frame");
                let report = validator.check(&captured.frame, captured.writer);
                assert!(report.violations.is_empty() && captured.writer.is_some());
                frames += 1;
            }
        }
        assert_eq!(frames, TIMES * CAPTURE.lines().count());
        began.elapsed()
    };
    let best = (0..30).map(|_| pass()).min().expect("more than none");
    let gigabytes = bytes.len() as f64 / best.as_secs_f64() * 60.0 / 1e9;
    println!("captures on one core: {gigabytes:.1} GB a minute, at least 1");
}

/// An `inbound` frame of a Discord channel, as the real connector sends it.
fn line() -> String {
    let frame = |text: &str| {
        format!(
            "{{\"type\": \"inbound\", \"event\": {{\"text\": \"{text}\", \"message_type\": \"text\", \"source\": \
             {{\"platform\": \"discord\", \"chat_id\": \"1100000000000000001\", \"chat_type\": \"channel\", \
             \"chat_name\": \"general\", \"user_id\": \"2200000000000000001\", \"user_name\": \"alice\", \
             \"thread_id\": null, \"chat_topic\": \"Releases\", \"guild_id\": \"3300000000000000001\", \
             \"message_id\": \"4400000000000000001\"}}, \"message_id\": \"4400000000000000001\"}}}}\n"
        )
    };
    let padding = LINE - frame("").len();
    frame(&"x".repeat(padding))
}

/// Lines in pieces of a size in bytes: one that holds many lines, one that cuts each line.
#[divan::bench(args = [131_072, 512])]
fn split(bencher: Bencher<'_, '_>, piece: usize) {
    let bytes = line().repeat(10_000).into_bytes();
    bencher.counter(BytesCount::new(bytes.len())).bench(|| {
        let (mut splitter, mut lines) = (LineSplitter::new(), 0);
        for mut chunk in black_box(&bytes).chunks(piece) {
            while splitter.next_line(&mut chunk).is_some() {
                lines += 1;
            }
        }
        assert_eq!(lines, 10_000);
    });
}

/// One line read and checked, on one core.
#[divan::bench]
fn check(bencher: Bencher<'_, '_>) {
    let (line, validator) = (line(), Validator::builtin(View::Writer));
    bencher.counter(BytesCount::of_str(&line)).bench(|| {
        let frame = read(black_box(&line)).expect("it is JSON");
        let report = validator.check(&frame, Some(Side::Connector));
        assert!(report.violations.is_empty());
    });
}

/// The program over a file of 100,000 lines, its start included, on all cores.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn program(bencher: Bencher<'_, '_>) {
    let mut file = tempfile::NamedTempFile::new().expect("a temporary file");
    file.write_all(line().repeat(LINES).as_bytes()).expect("it can be written");
    let counters = (ItemsCount::new(LINES), BytesCount::new(LINES * LINE));
    bencher.counter(counters.0).counter(counters.1).bench(|| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_relay-contract"));
        let status = command.arg("validate").arg(file.path()).stdout(Stdio::null()).status();
        assert!(status.expect("it runs").success());
    });
}
