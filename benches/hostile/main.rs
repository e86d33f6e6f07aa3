//! How much work a hostile line is: instructions a byte, counted by valgrind: `cargo bench --bench hostile`.
//!
//! Each line of [`shapes`] is decoded in a process of its own, at three lengths. Work is linear in the length if a
//! byte of the longest line costs no more than one of the shortest; this is asserted, with a tenth for what a buffer
//! that grows adds.

mod shapes;

use std::process::{Command, exit};

use relay_contract::frame::{ConnectorFrame, decode};

use self::shapes::{SHAPES, Shape};

const LENGTHS: [usize; 3] = [1 << 16, 1 << 18, 1 << 20];

/// How many times as much a byte of the longest line may cost as one of the shortest.
const AT_MOST: f64 = 1.1;

#[allow(clippy::print_stdout, clippy::print_stderr, reason = "the table is what it is for")]
fn main() {
    let arguments: Vec<_> = std::env::args().collect();
    if let [_, command, name, length] = arguments.as_slice()
        && command == "decode"
    {
        let length = length.parse().expect("a length");
        let shape = SHAPES.iter().find(|shape| shape.name == name).expect("a shape");
        return run(shape, length);
    }
    if Command::new("valgrind").arg("--version").output().is_err() {
        // Other benchmarks follow.
        println!("not measured: instructions are counted by valgrind, which is not installed");
        return;
    }
    println!("| line | instructions a byte at 64 KB | at 256 KB | at 1 MB |");
    println!("| --- | ---: | ---: | ---: |");
    let mut is_linear = true;
    for shape in SHAPES {
        let costs = LENGTHS.map(|length| match instructions(shape, length) {
            Ok(count) => count,
            Err(problem) => {
                eprintln!("error: cannot count instructions: {problem}");
                exit(2);
            }
        });
        let grows = costs[2] > costs[0] * AT_MOST + 1.0;
        is_linear &= !grows;
        let note = if grows { " grows" } else { "" };
        println!("| {} | {:.1} | {:.1} | {:.1}{note} |", shape.name, costs[0], costs[1], costs[2]);
    }
    assert!(is_linear, "some work grows faster than its line");
}

fn run(shape: &Shape, length: usize) {
    let line = (shape.line)(length);
    // The first refusal compiles the schemas; no line of a gateway is refused here.
    assert!(decode::<ConnectorFrame>(r#"{"type":"inbound","event":0}"#).is_err());
    assert_eq!(counted(shape, &line), shape.is_frame);
}

/// What valgrind counts.
#[inline(never)]
fn counted(shape: &Shape, line: &str) -> bool {
    (shape.decode)(line)
}

/// The instructions a byte of decoding a line of this length.
#[allow(clippy::cast_precision_loss, reason = "a ratio to be read")]
fn instructions(shape: &Shape, length: usize) -> Result<f64, String> {
    let executable = std::env::current_exe().map_err(|error| error.to_string())?;
    let output = Command::new("valgrind")
        .args([
            "--vgdb=no",
            "--tool=callgrind",
            "--toggle-collect=*counted*",
            "--callgrind-out-file=/dev/null",
        ])
        .arg(executable)
        .args(["decode", shape.name, &length.to_string()])
        .output()
        .map_err(|error| format!("valgrind: {error}"))?;
    let report = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(report.into_owned());
    }
    let count = report.lines().find_map(|line| line.split_once("Collected : "));
    let count = count.and_then(|(_, count)| count.trim().parse::<u64>().ok()).filter(|count| *count > 0);
    count.map(|count| count as f64 / length as f64).ok_or_else(|| report.into_owned())
}
