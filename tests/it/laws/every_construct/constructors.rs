//! Laws 1 and 3 for frames of `contract.md` that nobody has read.

use relay_contract::frame::*;
use serde_json::{Value, json};

use super::document::DOCUMENT;
use super::duties::not_sent;
use super::oracle::Oracle;
use super::strict;
use super::subject::Subject;

#[test]
fn what_is_built_is_valid_and_reads_as_itself() {
    let text = Str::<1, 4>::try_from("ab").expect("it is within the limits");
    let default = |anything: Value| {
        DefaultsFrame::new(
            "",
            text.clone(),
            1,
            Number::try_from(-0.5).expect("it is finite"),
            false,
            anything,
            Value::Null,
            b"\0",
            DefaultsFrameClosed::M,
            Leaf::default(),
            DefaultsFrameInline::default(),
        )
    };
    let frames: Vec<ConnectorFrame> = vec![
        DefaultsFrame::default().into(),
        // What a writer always says may be null where it is `any`, whatever the default.
        default(Value::Null).into(),
        default(json!({"a": [1]})).with_anything_null(json!(0)).into(),
        DutiesFrame::new(Value::Null).into(),
        DutiesFrame::new(json!([])).with_free_null(serde_json::Map::new()).with_flag_null(false).into(),
        OptionalFrame::default().into(),
        OptionalFrame::default().with_match_(-1).with_fn_("").into(),
    ];
    let gateway: Vec<GatewayFrame> = vec![SilenceFrame::default().into(), ItemFrameFrame::new("w").into()];
    let connector = frames.iter().map(holds_the_laws).count();
    assert_eq!(connector + gateway.iter().map(holds_the_laws).count(), 9);
}

fn holds_the_laws<F: Frame + PartialEq + std::fmt::Debug>(frame: &F) {
    let written = encode(frame).expect("it holds only what the contract knows");
    let value = strict::read(&written).expect("what is written is well-formed");
    let subject = Subject::Frames(F::WRITER);
    assert!(Oracle::new(&DOCUMENT, &DOCUMENT.writer, subject).accepts(&value), "law 1: {written}");
    assert_eq!(not_sent(&DOCUMENT, subject, &value), None, "law 1: {written}");
    match decode::<F>(&written) {
        Ok(Decoded::Known(read)) => assert_eq!(&read, frame, "law 3: {written}"),
        other => panic!("law 3: {written} reads as {other:?}"),
    }
}
