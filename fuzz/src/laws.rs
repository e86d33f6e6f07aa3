//! The laws that hold for any bytes: one function a fuzz target, which panics where its law does not hold.
//!
//! The fuzz targets call them, and so does the crate's own test suite, which replays the corpora without a fuzzer.

use relay_contract::contract::{Contract, Parse, parse};
use relay_contract::evolution::{Revision, compare};
use relay_contract::frame::{ConnectorFrame, Decoded, EncodeError, Frame, GatewayFrame, decode, encode};
use relay_contract::relay::credentials::{Secret, mint, verify};
use relay_contract::relay::prompt::{PromptToken, TOKEN_LIMIT};
use relay_contract::schema::{View, derive};
use relay_contract::validate::{LineSplitter, Validator};
use serde_json::Value;

use super::strict;

/// Reading a document never fails, its spans lie on letters, and what is read without an error has both views.
pub fn document(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let read = parse(&text);
    check_spans(&text, &read);
    assert_eq!(parse(&text), read, "the same text reads alike");
    if !read.has_errors() {
        for view in [View::Writer, View::Reader] {
            let schemas = derive(&read.contract, view);
            assert_eq!(derive(&read.contract, view), schemas, "the same document, the same schemas");
        }
    }
}

/// The same bytes give the same lines in whatever pieces they come, and no byte is lost.
///
/// The first byte decides the pieces, the second the limit of a line.
pub fn lines(data: &[u8]) {
    let [piece, limit, data @ ..] = data else { return };
    let limit = 2 + usize::from(*limit);
    let whole = outcomes([data], limit);
    assert_eq!(outcomes(data.chunks(1 + usize::from(*piece)), limit), whole);
    assert_eq!(outcomes(data.chunks(1), limit), whole);
    // By the plain reading of the rule: white space makes no line, unless it is too long to be known for that.
    let is_line = |line: &&[u8]| line.len() + 1 > limit || line.iter().any(|byte| !b" \t\r".contains(byte));
    if !data.contains(&0) {
        let expected = data.split(|byte| *byte == b'\n').filter(is_line).count();
        assert_eq!(whole.len(), expected);
    }
}

/// `decode` gives a known frame if and only if the reader view accepts the text, and refuses every text that is not
/// well-formed; where the tag stands does not matter.
pub fn decode_agrees(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let value = strict::read(text);
    agrees::<GatewayFrame>(text, value.as_ref());
    agrees::<ConnectorFrame>(text, value.as_ref());
    let Some(Value::Object(mut members)) = value else { return };
    if let Some(tag) = members.remove("type") {
        let rest = serde_json::to_string(&members).expect("a value has a JSON form");
        let rest = &rest[1..rest.len() - 1];
        let gap = if rest.is_empty() { "" } else { "," };
        for moved in [format!(r#"{{"type":{tag}{gap}{rest}}}"#), format!(r#"{{{rest}{gap}"type":{tag}}}"#)] {
            let value = strict::read(&moved);
            agrees::<GatewayFrame>(&moved, value.as_ref());
            agrees::<ConnectorFrame>(&moved, value.as_ref());
        }
        for doubled in [
            format!(r#"{{"type":{tag},"type":{tag}}}"#),
            format!(r#"{{"x":[{{"a":1,"a":1}}],"type":{tag}}}"#),
        ] {
            assert!(decode::<GatewayFrame>(&doubled).is_err() && decode::<ConnectorFrame>(&doubled).is_err());
        }
    }
}

/// What is read can be written; what is written is valid under the writer view, and reads as what was read.
pub fn round_trip(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    returns::<GatewayFrame>(text);
    returns::<ConnectorFrame>(text);
}

/// Tokens of any form are read without harm; what is read is written as it was, and what is minted is verified.
pub fn tokens(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    if let Ok(token) = text.parse::<PromptToken>() {
        assert_eq!(token.to_string(), text);
        assert!(text.len() <= TOKEN_LIMIT);
    }
    let secret = Secret::from("s3cr3t-alpha");
    let now = 1_893_456_000;
    if let Ok(payload) = verify(&text, std::slice::from_ref(&secret), now) {
        // Only its owner can make one: the corpus has some, the fuzzer finds none by chance.
        assert!(!payload.is_empty());
    }
    let minted = mint(&text, &secret, now, 300);
    let verified = verify(minted.as_str(), &[Secret::from("old"), secret.clone()], now + 300);
    if text.is_empty() {
        verified.expect_err("an empty payload names nobody");
    } else {
        assert_eq!(verified.as_deref(), Ok(&*text));
    }
    verify(minted.as_str(), std::slice::from_ref(&secret), now + 301).expect_err("it has expired");
    verify(minted.as_str(), &[Secret::from("another")], now).expect_err("it is of another secret");
}

/// Two documents, parted by a NUL: a document against itself has no changes, and comparing twice says the same.
pub fn evolution(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (old, new) = text.split_once('\0').unwrap_or((&text, ""));
    let (old_parse, new_parse) = (parse(old), parse(new));
    let old = Revision { text: old, parse: &old_parse };
    let new = Revision { text: new, parse: &new_parse };
    for revision in [&old, &new] {
        if !revision.parse.has_errors() {
            assert_eq!(compare(revision, revision), [], "a document against itself");
        }
    }
    if !old_parse.has_errors() && !new_parse.has_errors() {
        assert_eq!(compare(&old, &new), compare(&old, &new), "the same documents compare alike");
    }
}

fn check_spans(text: &str, read: &Parse) {
    let Contract { objects, frames, actions, facts, .. } = &read.contract;
    let spans = read.diagnostics.iter().map(|diagnostic| &diagnostic.span);
    let spans = spans.chain(objects.iter().map(|object| &object.span));
    let spans = spans.chain(frames.iter().map(|frame| &frame.span));
    let spans = spans.chain(actions.iter().map(|action| &action.span));
    for span in spans.chain(facts.iter().map(|fact| &fact.span)) {
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

fn agrees<F: Frame>(text: &str, value: Option<&Value>) {
    let decoded = decode::<F>(text);
    if let Err(error) = &decoded {
        let rules = error.violations.iter().map(|violation| violation.rule.as_str());
        assert!(!error.violations.is_empty(), "a refusal without a reason");
        assert!(rules.clone().all(|rule| rule != "disagreement"), "the types refuse what the view accepts");
    }
    let Some(value) = value else {
        assert!(decoded.is_err(), "not well-formed, and read");
        return;
    };
    let word = value.as_object().and_then(|frame| frame.get("type")).and_then(Value::as_str);
    match (decoded, word) {
        (Ok(Decoded::Unknown { frame_type }), word) => {
            assert_eq!(Some(frame_type.as_str()), word);
            assert!(!F::TAGS.contains(&frame_type.as_str()));
        }
        (decoded, Some(word)) if F::TAGS.contains(&word) => {
            let report = Validator::builtin(View::Reader).check(value, Some(F::WRITER));
            assert_eq!(decoded.is_ok(), report.violations.is_empty(), "decode against the reader view");
        }
        (decoded, _) => assert!(decoded.is_err(), "no type, and read"),
    }
}

fn returns<F: Frame + Clone + PartialEq + std::fmt::Debug>(text: &str) {
    let Ok(Decoded::Known(frame)) = decode::<F>(text) else { return };
    let line = match encode(&frame) {
        Ok(line) => line,
        // Escapes and written defaults may make a line longer than it was.
        Err(EncodeError::UnknownOp | EncodeError::TooLong { .. }) => return,
        Err(other) => panic!("a frame that was read cannot be written: {other}"),
    };
    assert_eq!(line.find('\n'), Some(line.len() - 1), "one line");
    let value = strict::read(&line).expect("what is written is well-formed");
    let report = Validator::builtin(View::Writer).check(&value, Some(F::WRITER));
    assert_eq!(report.violations, [], "what is written is valid under the writer view");
    assert_eq!(decode::<F>(&line), Ok(Decoded::Known(frame)), "decode of encode is identity");
}
