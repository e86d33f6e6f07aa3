//! The frames that are measured: four as a connector sends them, and the forward with greater bodies.

use relay_contract::Side;
use relay_contract::frame::{ConnectorFrame, Decoded, decode};
use relay_contract::schema::View;
use relay_contract::validate::{FRAME_LIMIT, Validator};
use sha2::{Digest as _, Sha256};

/// One frame and its targets.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) line: String,
    /// The most that decoding it may cost in multiples of the floor.
    pub(crate) at_most: f64,
    /// How many times as fast as the reference it must be.
    pub(crate) at_least: f64,
    /// The SHA-256 of the body that it carries.
    body: Option<[u8; 32]>,
}

pub(crate) fn rows() -> Vec<Row> {
    let small = |name, text: &str, at_most, at_least| {
        let line = text.trim_end().to_owned();
        Row { name, line, at_most, at_least, body: None }
    };
    let forward = include_str!("../corpus/forward.json").trim_end();
    vec![
        small("result", include_str!("../corpus/result.json"), 2.8, 3.0),
        small("inbound", include_str!("../corpus/inbound.json"), 2.8, 3.0),
        small("inbound, tag last", include_str!("../corpus/inbound-tag-last.json"), 4.5, 2.0),
        with_body("forward", forward, 512, 2.8, 3.0),
        with_body("forward, 64 KB", forward, 48 << 10, 2.3, 1.0),
        // The greatest body whose frame is within the limit of a line.
        with_body("forward, 1 MB", forward, (FRAME_LIMIT - forward.len()) / 4 * 3, 2.3, 1.0),
    ]
}

/// The forward with a body of so many bytes in place of its own.
fn with_body(name: &'static str, forward: &str, length: usize, at_most: f64, at_least: f64) -> Row {
    let (head, rest) = forward.split_once(r#""bodyB64":""#).expect("a forward has a body");
    let (_, tail) = rest.split_once('"').expect("a string ends");
    let body = bytes(length);
    let text = base64_simd::STANDARD.encode_to_string(&body);
    let line = format!(r#"{head}"bodyB64":"{text}"{tail}"#);
    Row { name, line, at_most, at_least, body: Some(Sha256::digest(&body).into()) }
}

/// Bytes without a pattern, the same on each run.
pub(crate) fn bytes(length: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[0]
    };
    std::iter::repeat_with(next).take(length).collect()
}

impl Row {
    /// The frame; it is valid for a writer, and its body is the one that was put into it.
    pub(crate) fn frame(&self) -> ConnectorFrame {
        let value = relay_contract::validate::read(&self.line).expect("the corpus is JSON");
        let report = Validator::builtin(View::Writer).check(&value, Some(Side::Connector));
        assert_eq!(report.violations, [], "{}", self.name);
        let Ok(Decoded::Known(frame)) = decode(&self.line) else { panic!("{} is a frame", self.name) };
        if let ConnectorFrame::PassthroughForward(frame) = &frame {
            let digest: [u8; 32] = Sha256::digest(frame.forward.body_b64.as_bytes()).into();
            assert_eq!(Some(digest), self.body, "the body of {}", self.name);
        }
        frame
    }
}
