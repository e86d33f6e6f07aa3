//! Lines out of pieces, and what a live reader makes of what ends or harms the real gateway: each case file is one row
//! of the measured weaknesses, and each of its inputs is followed by a good frame that must arrive.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use relay_contract::frame::{ConnectorFrame, Decoded, decode};
use relay_contract::validate::{FRAME_LIMIT, Line, LineSplitter, Rule, Violation};
use serde::Deserialize;

/// One row of the measured weaknesses.
#[derive(Deserialize)]
pub(crate) struct Row {
    pub(crate) row: String,
    pub(crate) cases: Vec<Case>,
}

/// What arrives, message by message, and what a reader makes of each line of it: the frame's type, `ignored` and a
/// type, or the violations as `pointer rule`.
#[derive(Deserialize)]
pub(crate) struct Case {
    pub(crate) input: Vec<Piece>,
    pub(crate) expect: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum Piece {
    Text(String),
    Hex { hex: String },
    Repeat { repeat: String, times: usize },
}

impl Piece {
    pub(crate) fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Text(text) => text.clone().into_bytes(),
            Self::Hex { hex } => {
                let byte = |digits| u8::from_str_radix(digits, 16).expect("two hexadecimal digits");
                hex.split(' ').map(byte).collect()
            }
            Self::Repeat { repeat, times } => repeat.repeat(*times).into_bytes(),
        }
    }
}

/// A good frame, which comes after each case.
pub(crate) const PROBE: &str =
    "{\"type\":\"interrupt_inbound\",\"session_key\":\"agent:main:probe\",\"chat_id\":\"5\"}\n";

#[test]
#[allow(clippy::print_stdout, reason = "the numbers are what the test is for")]
fn no_row_of_the_real_gateways_weaknesses_costs_more_than_its_line() {
    let (rows, mut cases) = (rows(), 0);
    for (name, Row { row, cases: inputs }) in &rows {
        for (index, case) in inputs.iter().enumerate() {
            check(&format!("{name} case {index} ({row})"), case);
            cases += 1;
        }
    }
    println!("{} rows, {cases} inputs", rows.len());
    assert!(rows.len() == 32 && cases == 134, "{} rows, {cases} inputs", rows.len());
}

/// The rows by the names of their files, sorted.
pub(crate) fn rows() -> Vec<(String, Row)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/lines");
    let row = |entry: std::io::Result<fs::DirEntry>| {
        let path = entry.expect("the cases can be listed").path();
        let text = fs::read_to_string(&path).expect("a case is text");
        let row = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        (path.file_stem().expect("a file has a name").to_string_lossy().into_owned(), row)
    };
    let mut rows: Vec<_> = fs::read_dir(folder).expect("the cases can be listed").map(row).collect();
    rows.sort_by(|(a, _), (b, _)| a.cmp(b));
    rows
}

fn check(name: &str, case: &Case) {
    let mut messages: Vec<_> = case.input.iter().map(Piece::bytes).collect();
    messages.push(PROBE.into());
    let whole = messages.concat();
    let mut expected = case.expect.clone();
    expected.push("interrupt_inbound".to_owned());
    assert_eq!(outcomes(messages.iter().map(Vec::as_slice)), expected, "{name}, message by message");
    assert_eq!(outcomes([whole.as_slice()]), expected, "{name}, in one message");
    assert_eq!(outcomes(whole.chunks(1021)), expected, "{name}, 1021 bytes at a time");
    if whole.len() < 100_000 {
        assert_eq!(outcomes(whole.chunks(1)), expected, "{name}, byte by byte");
    }
}

/// What a live reader makes of each line.
fn outcomes<'a>(messages: impl IntoIterator<Item = &'a [u8]>) -> Vec<String> {
    let (mut splitter, mut outcomes) = (LineSplitter::new(), Vec::new());
    for mut message in messages {
        while let Some(line) = splitter.next_line(&mut message) {
            outcomes.push(outcome(line));
        }
        assert!(message.is_empty() && splitter.kept() < FRAME_LIMIT);
    }
    assert_eq!(splitter.finish(), None);
    outcomes
}

fn outcome(line: Line<'_>) -> String {
    let decoded = match line.text {
        Ok(text) => decode::<ConnectorFrame>(text).map_err(|error| error.violations),
        Err(violation) => Err(vec![violation]),
    };
    match decoded {
        Ok(Decoded::Known(frame)) => {
            let frame = serde_json::to_value(&frame).expect("a frame has a JSON form");
            frame["type"].as_str().expect("a frame has a type").to_owned()
        }
        Ok(Decoded::Unknown { frame_type }) => format!("ignored {frame_type}"),
        Err(violations) => places(&violations),
    }
}

/// What is wrong with a line, as a case says it.
pub(crate) fn places(violations: &[Violation]) -> String {
    let place = |violation: &Violation| format!("{} {}", violation.pointer, violation.rule);
    violations.iter().map(place).collect::<Vec<_>>().join(", ")
}

#[test]
fn messages_without_a_line_end_are_told_at_the_end() {
    let mut splitter = LineSplitter::new();
    for _ in 0..3 {
        let mut message = PROBE.trim_end().as_bytes();
        assert_eq!(splitter.next_line(&mut message), None);
    }
    let length = 3 * (PROBE.len() - 1);
    let rest = splitter.finish().expect("three frames are kept");
    assert_eq!((rest.number, rest.length), (1, length + 1));
    let expected = format!("expected a line end, found the end of the input after {length} bytes");
    assert_eq!(rest.incomplete().message, expected);
}

#[test]
fn an_endless_line_is_counted_and_not_kept() {
    let (mut splitter, message) = (LineSplitter::new(), vec![b'x'; 1 << 20]);
    for _ in 0..160 {
        assert_eq!(splitter.next_line(&mut message.as_slice()), None);
        assert_eq!(splitter.kept(), 0, "a message as long as the limit is too long with its line end");
    }
    let end = format!("\n{PROBE}");
    let mut end = end.as_bytes();
    let line = splitter.next_line(&mut end).expect("it ends here");
    let violation = line.text.expect_err("it is too long");
    assert_eq!(violation.rule, Rule::Size);
    assert_eq!(violation.message, "expected at most 1048576 bytes with the line end, found 167772161");
    assert!(splitter.next_line(&mut end).is_some_and(|line| line.number == 2 && line.text.is_ok()));
}

#[test]
fn debug_shows_no_text() {
    let mut splitter = LineSplitter::new();
    let mut chunk = &b"SECRET\nSECRET"[..];
    let line = format!("{:?}", splitter.next_line(&mut chunk).expect("a line"));
    assert_eq!(line, "Line { number: 1, length: 7, text: Ok(\"…\") }");
    assert_eq!(splitter.next_line(&mut chunk), None);
    assert_eq!(format!("{splitter:?}"), "LineSplitter { limit: 1048576, kept: 6, number: 1, .. }");
}

const LIMIT: usize = 6;

/// The lines of some bytes in these pieces, and what is left at the end.
fn split<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Vec<String> {
    let (mut splitter, mut lines) = (LineSplitter::with_limit(LIMIT), Vec::new());
    for mut piece in pieces {
        while let Some(line) = splitter.next_line(&mut piece) {
            lines.push(shown(&line));
        }
        assert!(splitter.kept() < LIMIT);
    }
    lines.extend(splitter.finish().map(|line| shown(&line)));
    lines
}

fn shown(line: &Line<'_>) -> String {
    let mut shown = format!("{} {} ", line.number, line.length);
    match &line.text {
        Ok(text) => write!(shown, "{text:?}"),
        Err(violation) => write!(shown, "{violation}"),
    }
    .expect("a string takes everything");
    shown
}

/// The same, from the whole at once and by another way.
fn model(bytes: &[u8]) -> Vec<String> {
    let (mut lines, mut is_behind_nul) = (Vec::new(), false);
    for (index, mut line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        while is_behind_nul && line.first() == Some(&0) {
            line = &line[1..];
        }
        is_behind_nul = line.last().map_or(is_behind_nul, |last| *last == 0);
        let (number, length) = (index + 1, line.len() + 1);
        let violation = if length > LIMIT {
            let message = format!("expected at most {LIMIT} bytes with the line end, found {length}");
            Violation::whole(Rule::Size, message)
        } else {
            match String::from_utf8(line.to_vec()) {
                Ok(text) if text.trim_matches([' ', '\t', '\r']).is_empty() => continue,
                Ok(text) => {
                    let text = text.strip_suffix('\r').unwrap_or(&text);
                    lines.push(format!("{number} {length} {text:?}"));
                    continue;
                }
                Err(error) => {
                    let place = error.utf8_error().valid_up_to() + 1;
                    let message = format!("expected UTF-8, found another byte at byte {place}");
                    Violation::whole(Rule::Json, message)
                }
            }
        };
        lines.push(format!("{number} {length} {violation}"));
    }
    lines
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(20_000) })]

    #[test]
    fn the_same_bytes_give_the_same_lines_in_whatever_pieces(
        bytes in prop::collection::vec(prop::sample::select(&b"\n\n\n\r \0\0{\"\xc3\xa9\xff"[..]), 0..60),
        cuts in prop::collection::vec(0_usize..60, 0..8),
    ) {
        let mut cuts: Vec<_> = cuts.into_iter().filter(|cut| *cut <= bytes.len()).chain([0, bytes.len()]).collect();
        cuts.sort_unstable();
        let pieces = cuts.windows(2).map(|ends| &bytes[ends[0]..ends[1]]);
        let expected = model(&bytes);
        prop_assert_eq!(split(pieces), expected.clone());
        prop_assert_eq!(split([bytes.as_slice()]), expected.clone());
        prop_assert_eq!(split(bytes.chunks(1)), expected);
    }
}
