//! Nothing that a frame says is in an error, a log or a report.

use std::collections::BTreeSet;
use std::error::Error;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use relay_contract::Side;
use relay_contract::frame::{ConnectorFrame, Decoded, Frame, GatewayFrame, decode};
use relay_contract::schema::View;
use relay_contract::validate::{FRAME_LIMIT, Validator};
use serde_json::{Value, json};

use crate::laws::document::DOCUMENT;
use crate::laws::generate::MARKED_NUMBER;
use crate::laws::random::Random;
use crate::laws::subject::Subject;
use crate::laws::text::of;

const MARK: &str = "qZ7secretWord9";
const TEXTS_A_FRAME: u64 = 1_500;

/// The broken frames of all types, in which every string and number but the words of
/// `type` and `op` is marked.
fn marked_texts() -> Vec<(Side, String)> {
    let mut texts = Vec::new();
    for frame in DOCUMENT.contract.frames() {
        let writer = frame.writer().expect("a frame has a writer");
        for seed in 0..TEXTS_A_FRAME {
            let text =
                of(&DOCUMENT, Subject::Frames(writer), frame.name.clone(), Random::new(seed), Some(MARK))
                    .content;
            texts.push((writer, text));
        }
    }
    texts
}

/// Whether a text holds the mark, as it is, in another case, or as base64; or a part of the number.
fn shows_the_mark(text: &str) -> bool {
    let text = text.to_lowercase();
    let as_base64 = (0..3).map(|offset| {
        // Without the first and the last letters, which share bits with what stands beside.
        let encoded = STANDARD.encode([vec![b'x'; offset], MARK.as_bytes().to_vec()].concat());
        encoded[4..encoded.len() - 4].to_lowercase()
    });
    let number = MARKED_NUMBER.to_string();
    let plain = [MARK.to_lowercase(), number[..number.len() - 2].to_owned()];
    plain.into_iter().chain(as_base64).any(|mark| text.contains(&mark))
}

/// All that an error says, whoever asks.
fn said(error: &dyn Error) -> String {
    let mut text = format!("{error}\n{error:?}\n{error:#?}\n");
    let mut source = error.source();
    while let Some(error) = source {
        text += &format!("{error}\n{error:?}\n");
        source = error.source();
    }
    text
}

/// What `decode` says of a text, if it refuses it.
fn refusal<F: Frame + std::fmt::Debug>(text: &str, debug_shows: &mut usize) -> Option<String> {
    match decode::<F>(text) {
        Err(error) => Some(said(&error)),
        Ok(Decoded::Known(frame)) => {
            *debug_shows += usize::from(shows_the_mark(&format!("{frame:?}")));
            None
        }
        Ok(Decoded::Unknown { .. }) => None,
    }
}

#[test]
fn no_error_of_decode_shows_what_a_frame_says() {
    let texts = marked_texts();
    let (mut refused, mut debug_shows) = (0, 0);
    for (_, text) in &texts {
        let gateway = refusal::<GatewayFrame>(text, &mut debug_shows);
        let connector = refusal::<ConnectorFrame>(text, &mut debug_shows);
        for said in gateway.iter().chain(&connector) {
            assert!(!shows_the_mark(said), "{said}\nof {text}");
            refused += 1;
        }
    }
    assert!(refused * 5 > texts.len(), "only {refused} of {} were refused", texts.len());
    // The mark is found where it is: in a frame's own `Debug`.
    assert!(debug_shows * 5 > texts.len(), "only {debug_shows} frames show the mark");
}

#[test]
fn no_report_of_the_validator_shows_what_a_frame_says() {
    let (mut checked, mut rules) = (0, BTreeSet::new());
    for (writer, text) in marked_texts() {
        let value = match relay_contract::validate::read(&text) {
            Ok(value) => value,
            Err(violation) => {
                assert!(!shows_the_mark(&format!("{violation} {violation:?}")), "{violation}");
                rules.insert(violation.rule.as_str());
                continue;
            }
        };
        for (view, side) in [View::Writer, View::Reader]
            .into_iter()
            .flat_map(|view| [None, Some(writer), Some(writer.peer())].map(|side| (view, side)))
        {
            let report = Validator::builtin(view).check(&value, side);
            let mut said = format!("{report:?} {report:#?}");
            for violation in &report.violations {
                said += &violation.to_string();
                rules.insert(violation.rule.as_str());
            }
            assert!(!shows_the_mark(&said), "{said}\nof {text}");
            checked += 1;
        }
    }
    assert!(checked > 10_000, "only {checked} reports");
    let expected = [
        "base64",
        "depth",
        "direction",
        "duplicate-key",
        "json",
        "limit",
        "pair",
        "required",
        "type",
        "unknown-op",
        "unknown-type",
    ];
    assert_eq!(Vec::from_iter(rules), expected, "each rule that the contract can break says something");
}

#[cfg(feature = "cli")]
#[test]
fn no_output_of_validate_shows_what_a_frame_says() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let file = folder.path().join("broken.ndjson");
    let mut lines = Vec::new();
    for (index, (writer, text)) in marked_texts().into_iter().enumerate() {
        let dir = format!("{writer}->{}", writer.peer());
        let line = match index % 4 {
            0 => format!(r#"{{"dir":"{dir}","frame":{text}}}"#),
            1 => format!(r#"{{"dir":"{MARK}","frame":{text}}}"#),
            _ => text,
        };
        // A frame is one line: the rest of one that is not would be a frame of its own, with a `type` of its own.
        let line = line.replace('\n', " ");
        lines.extend_from_slice(line.as_bytes());
        // Now and then a byte that is no UTF-8.
        lines.extend_from_slice(if index % 97 == 0 { b"\xff\n" } else { b"\n" });
    }
    std::fs::write(&file, &lines).expect("a file can be written");
    for (view, format) in
        ["writer", "reader"].iter().flat_map(|view| ["human", "json"].map(|format| (view, format)))
    {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_relay-contract"))
            .args(["validate", "--as", view, "--format", format])
            .arg(&file)
            .output()
            .expect("the program runs");
        assert_eq!(output.status.code(), Some(1), "there are findings");
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8(said).expect("the output is UTF-8");
        for line in said.lines() {
            assert!(!shows_the_mark(line), "as {view}, {format}: {line}");
        }
        assert!(said.lines().count() > 5_000, "only {} lines", said.lines().count());
    }
}

#[test]
fn keys_and_tags_are_cut_and_escaped() {
    let long = "k".repeat(200);
    let wild = "\u{1b}[31m\u{7}\n\u{202e}\u{85}";
    let mut said = Vec::new();
    for key in [&*long, wild] {
        let quoted = json!(key).to_string();
        for text in [
            format!(r#"{{"type":"hello",{quoted}:1,{quoted}:2}}"#),
            format!(
                r#"{{"type":"outbound","requestId":"r","action":{{"op":"send","metadata":{{{quoted}:{{"a":1,"a":2}}}}}}}}"#
            ),
            format!(r#"{{"type":{quoted},"x":1}}"#),
            format!(r#"{{"type":"outbound","requestId":"r","action":{{"op":{quoted}}}}}"#),
            format!(r#"{{"type":"hello",{quoted}:1,"platform":5}}"#),
        ] {
            let error = decode::<GatewayFrame>(&text).err();
            said.extend(error.iter().flat_map(|error| error.violations.clone()).map(|one| one.to_string()));
            let Ok(value) = relay_contract::validate::read(&text) else { continue };
            let report = Validator::builtin(View::Writer).check(&value, Some(Side::Gateway));
            said.extend(report.frame.clone());
            said.extend(report.undocumented.clone());
            said.extend(report.violations.iter().map(ToString::to_string));
        }
    }
    let cut = format!("{}…", "k".repeat(64));
    for text in &said {
        assert!(!text.chars().any(char::is_control), "{text:?}");
        assert!(!text.contains('\u{202e}'), "{text:?}");
        assert!(!text.contains(&"k".repeat(65)), "{text:?}");
        assert!(text.len() < 500, "{} bytes: {text}", text.len());
    }
    assert!(said.iter().filter(|text| text.contains(&cut)).count() >= 4, "{said:#?}");
    assert!(said.iter().filter(|text| text.contains("\\u{1b}")).count() >= 4, "{said:#?}");
}

#[test]
fn an_overlong_line_is_told_by_its_length() {
    let frame = json!({ "type": "hello", "platform": MARK.repeat(FRAME_LIMIT / MARK.len()) });
    let error = decode::<GatewayFrame>(&Value::to_string(&frame)).expect_err("it is too long");
    assert!(!shows_the_mark(&said(&error)));
    assert_eq!(error.violations[0].rule.as_str(), "size");
}
