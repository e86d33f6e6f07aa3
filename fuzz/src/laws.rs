//! The laws that hold for any bytes: one function a fuzz target, which panics where its law does not hold.
//!
//! The fuzz targets call them, and so does the crate's own test suite, without a fuzzer. Each says in a word what the
//! input came to, so that the suite can tell whether a law was tried at all.

use relay_contract::contract::Parse;
use relay_contract::evolution::{Answers, Document, Finding, compare};
use relay_contract::frame::{ConnectorFrame, Decoded, EncodeError, Frame, GatewayFrame, decode, encode};
use relay_contract::relay::credentials::{Secret, mint, verify};
use relay_contract::relay::prompt::{PromptToken, TOKEN_LIMIT};
use relay_contract::schema::{View, derive, read};
use relay_contract::validate::{LineSplitter, Validator};
use serde_json::Value;

use super::strict;

/// Secrets of the tokens that the test vectors accept.
const SECRETS: [&str; 3] =
    ["s3cr3t-alpha", "clé-ü-鍵", "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"];

/// When those tokens are valid, in Unix seconds.
const NOW: u64 = 1_718_000_000;

/// The rules of what is told by its new place, and of what one revision may say and the other not.
const MOVES: [&str; 5] = ["FIELD_MOVED", "FIELD_RENAMED", "FRAME_RENAMED", "OBJECT_RENAMED", "OP_RENAMED"];

/// Reading a document never fails, its spans lie on letters, and what is read without an error has both views.
pub fn document(data: &[u8]) -> &'static str {
    let text = String::from_utf8_lossy(data);
    let parse = read(&text);
    check_spans(&text, &parse);
    assert_eq!(read(&text), parse, "the same text reads alike");
    if parse.has_errors() {
        return "with errors";
    }
    for view in [View::Writer, View::Reader] {
        let schemas = derive(&parse.contract, view);
        assert_eq!(derive(&parse.contract, view), schemas, "the same document, the same schemas");
    }
    "without errors"
}

/// The same bytes give the same lines in whatever pieces they come, and those are the lines of the plain rule.
///
/// The first byte decides the limit of a line, the next eight the sizes of the pieces, some of them empty.
pub fn lines(data: &[u8]) -> &'static str {
    let Some((limit, data)) = data.split_first() else { return "nothing" };
    let Some((sizes, data)) = data.split_first_chunk::<8>() else { return "nothing" };
    let limit = 2 + usize::from(*limit);
    let whole = outcomes([data], limit);
    assert_eq!(outcomes(pieces(data, sizes), limit), whole);
    assert_eq!(outcomes(data.chunks(1), limit), whole);
    // Behind a line that ends in NUL, NUL is the other half of a line feed in UTF-16.
    if !data.contains(&0) {
        assert_eq!(whole, plain(data, limit));
    }
    match whole.iter().find(|(.., outcome)| !outcome.starts_with("= ")) {
        Some(_) => "lines with faults",
        None if whole.is_empty() => "nothing",
        None => "lines",
    }
}

/// `decode` gives a known frame if and only if the reader view accepts the text, an unknown one for each other `type`,
/// and refuses every text that is not well-formed; where the tag stands does not matter.
pub fn decode_agrees(data: &[u8]) -> &'static str {
    let Ok(text) = std::str::from_utf8(data) else { return "not well-formed" };
    let value = strict::read(text);
    let outcome = agree(text, value.as_ref());
    let Some(Value::Object(mut members)) = value else { return outcome };
    if let Some(tag) = members.remove("type") {
        let rest = serde_json::to_string(&members).expect("a value has a JSON form");
        let rest = &rest[1..rest.len() - 1];
        let gap = if rest.is_empty() { "" } else { "," };
        for moved in [format!(r#"{{"type":{tag}{gap}{rest}}}"#), format!(r#"{{{rest}{gap}"type":{tag}}}"#)] {
            agree(&moved, strict::read(&moved).as_ref());
        }
        for doubled in [
            format!(r#"{{"type":{tag},"type":{tag}}}"#),
            format!(r#"{{"x":[{{"a":1,"a":1}}],"type":{tag}}}"#),
        ] {
            assert!(decode::<GatewayFrame>(&doubled).is_err() && decode::<ConnectorFrame>(&doubled).is_err());
        }
    }
    outcome
}

/// What is read can be written; what is written is valid under the writer view, and reads as what was read.
pub fn round_trip(data: &[u8]) -> &'static str {
    let Ok(text) = std::str::from_utf8(data) else { return "not read" };
    match returns::<GatewayFrame>(text) {
        "not read" => returns::<ConnectorFrame>(text),
        returned => returned,
    }
}

/// Tokens of any form are read without harm; what is read is written as it was, and what is minted is verified. Each
/// letter of a token that is verified counts.
pub fn tokens(data: &[u8]) -> &'static str {
    let text = String::from_utf8_lossy(data);
    let secrets = SECRETS.map(Secret::from);
    let minted = mint(&text, &secrets[0], NOW, 300);
    let verified = verify(minted.as_str(), &[Secret::from("old"), secrets[0].clone()], NOW + 300);
    if text.is_empty() {
        verified.expect_err("an empty payload names nobody");
    } else {
        assert_eq!(verified.as_deref(), Ok(&*text));
    }
    verify(minted.as_str(), &secrets, NOW + 301).expect_err("it has expired");
    verify(minted.as_str(), &secrets[1..], NOW).expect_err("it is of another secret");
    if let Ok(token) = text.parse::<PromptToken>() {
        assert_eq!(token.to_string(), text);
        assert!(text.len() <= TOKEN_LIMIT);
        return "a prompt token";
    }
    // Only their owners can make one: the vectors have some, the fuzzer finds none by chance.
    let Ok(payload) = verify(&text, &secrets, NOW) else { return "refused" };
    assert!(!payload.is_empty());
    assert_eq!(verify(&text, &secrets, 0), Ok(payload), "what is valid now was so before");
    for (index, letter) in text.char_indices() {
        let mut changed = text.clone().into_owned();
        changed.replace_range(index..=index, if letter == 'A' { "B" } else { "A" });
        verify(&changed, &secrets, 0).expect_err("it is signed as a whole");
    }
    "an upgrade token"
}

/// Two documents, parted by a NUL: a document against itself has no changes, and to swap the two swaps the answers.
pub fn evolution(data: &[u8]) -> &'static str {
    let text = String::from_utf8_lossy(data);
    let (old, new) = text.split_once('\0').unwrap_or((&text, ""));
    let (old_parse, new_parse) = (read(old), read(new));
    let old = Document { text: old, parse: &old_parse };
    let new = Document { text: new, parse: &new_parse };
    for revision in [&old, &new] {
        if !revision.parse.has_errors() {
            assert_eq!(compare(revision, revision), [], "a document against itself");
        }
    }
    if !new_parse.has_errors() && old_parse.has_errors() {
        // As far as it can be read.
        assert!(compare(&old, &new).iter().all(|finding| !finding.digest.is_empty()));
    }
    if old_parse.has_errors() || new_parse.has_errors() {
        return "with errors";
    }
    let (forth, back) = (compare(&old, &new), compare(&new, &old));
    let swapped = answers(&back, Answers::swapped);
    if forth.iter().chain(&back).any(|finding| MOVES.contains(&finding.rule.id)) {
        let worst =
            |answers: &[(String, Answers)]| answers.iter().map(|(_, two)| *two).reduce(Answers::joined);
        assert_eq!(
            worst(&answers(&forth, |same| same)),
            worst(&swapped),
            "to swap the revisions swaps the worst"
        );
    } else {
        assert_eq!(answers(&forth, |same| same), swapped, "to swap the revisions swaps the answers");
    }
    if swapped.is_empty() { "without answers" } else { "with answers" }
}

fn check_spans(text: &str, read: &Parse) {
    let spans = read.diagnostics.iter().map(|diagnostic| &diagnostic.span);
    let spans = spans.chain(read.contract.definitions().map(|definition| &definition.span));
    for span in spans.chain(read.contract.facts.iter().map(|fact| &fact.span)) {
        assert!(text.get(span.clone()).is_some(), "{span:?}");
    }
}

/// Number, length and content or fault of each line; the last line counts.
fn outcomes<'a>(pieces: impl IntoIterator<Item = &'a [u8]>, limit: usize) -> Vec<(usize, usize, String)> {
    let mut splitter = LineSplitter::with_limit(limit);
    let mut lines = Vec::new();
    let outcome = |line: relay_contract::validate::Line<'_>| {
        let content =
            line.text.map_or_else(|violation| violation.rule.to_string(), |text| format!("= {text}"));
        (line.number, line.length, content)
    };
    for mut piece in pieces {
        while let Some(line) = splitter.next_line(&mut piece) {
            lines.push(outcome(line));
        }
        assert!(splitter.kept() < limit, "no more than the limit is kept");
    }
    lines.extend(splitter.finish().map(outcome));
    lines
}

/// The lines by the plain reading of the rule: white space makes none, unless it is too long to be known for that.
fn plain(data: &[u8], limit: usize) -> Vec<(usize, usize, String)> {
    let mut lines = Vec::new();
    for (index, line) in data.split(|byte| *byte == b'\n').enumerate() {
        let length = line.len() + 1;
        let outcome = match std::str::from_utf8(line) {
            _ if length > limit => "size".to_owned(),
            Ok(text) if text.trim_matches([' ', '\t', '\r']).is_empty() => continue,
            Ok(text) => format!("= {}", text.strip_suffix('\r').unwrap_or(text)),
            Err(_) => "json".to_owned(),
        };
        lines.push((index + 1, length, outcome));
    }
    lines
}

/// The data in pieces of these sizes, again and again.
fn pieces<'a>(mut data: &'a [u8], sizes: &[u8]) -> impl Iterator<Item = &'a [u8]> {
    // The last one is for where all others are 0.
    let mut sizes = sizes.iter().map(|size| usize::from(*size)).chain([1]).cycle();
    std::iter::from_fn(move || {
        let size = sizes.next()?.min(data.len());
        let (piece, rest) = data.split_at(size);
        let is_left = !data.is_empty();
        data = rest;
        is_left.then_some(piece)
    })
}

/// Both sides' readings of a text agree with the views; what it is to the side that sends its `type`.
fn agree(text: &str, value: Option<&Value>) -> &'static str {
    match agrees::<GatewayFrame>(text, value) {
        "unknown" => agrees::<ConnectorFrame>(text, value),
        outcome => {
            agrees::<ConnectorFrame>(text, value);
            outcome
        }
    }
}

fn agrees<F: Frame>(text: &str, value: Option<&Value>) -> &'static str {
    let decoded = decode::<F>(text);
    if let Err(error) = &decoded {
        let rules = error.violations.iter().map(|violation| violation.rule.as_str());
        assert!(!error.violations.is_empty(), "a refusal without a reason");
        assert!(rules.clone().all(|rule| rule != "disagreement"), "the types refuse what the view accepts");
    }
    let Some(value) = value else {
        assert!(decoded.is_err(), "not well-formed, and read");
        return "not well-formed";
    };
    match value.as_object().and_then(|frame| frame.get("type")).and_then(Value::as_str) {
        None => {
            assert!(decoded.is_err(), "no type, and read");
            "without a type"
        }
        Some(word) if F::TAGS.contains(&word) => {
            let report = Validator::builtin(View::Reader).check(value, Some(F::WRITER));
            let is_known = matches!(decoded, Ok(Decoded::Known(_)));
            assert_eq!(is_known, report.violations.is_empty(), "decode against the reader view");
            assert_eq!(is_known, decoded.is_ok(), "a known type, and read as an unknown one");
            if is_known { "known" } else { "refused" }
        }
        Some(word) => {
            let is_unknown =
                |decoded| matches!(decoded, Ok(Decoded::Unknown { frame_type }) if frame_type == word);
            assert!(is_unknown(decoded), "an unknown type is a value");
            "unknown"
        }
    }
}

fn returns<F: Frame + Clone + PartialEq + std::fmt::Debug>(text: &str) -> &'static str {
    let Ok(Decoded::Known(frame)) = decode::<F>(text) else { return "not read" };
    let line = match encode(&frame) {
        Ok(line) => line,
        // Escapes and written defaults may make a line longer than it was.
        Err(EncodeError::UnknownOp | EncodeError::TooLong { .. }) => return "not to be written",
        Err(other) => panic!("a frame that was read cannot be written: {other}"),
    };
    assert_eq!(line.find('\n'), Some(line.len() - 1), "one line");
    let value = strict::read(&line).expect("what is written is well-formed");
    let report = Validator::builtin(View::Writer).check(&value, Some(F::WRITER));
    assert_eq!(report.violations, [], "what is written is valid under the writer view");
    assert_eq!(decode::<F>(&line), Ok(Decoded::Known(frame)), "decode of encode is identity");
    "written"
}

/// The places and answers of structural changes, in one order.
fn answers(findings: &[Finding], seen: fn(Answers) -> Answers) -> Vec<(String, Answers)> {
    let answers =
        findings.iter().filter_map(|finding| Some((finding.place.to_string(), seen(finding.answers?))));
    let mut answers: Vec<_> = answers.collect();
    answers.sort_by_cached_key(|(place, answers)| (place.clone(), answers.old_reader, answers.new_reader));
    answers
}
