//! Real traffic, read by the types and by the schemas, as frames of either side.

use relay_contract::frame::{ConnectorFrame, Crosscheck, Decoded, GatewayFrame, decode};

use crate::case_files::frame;

const CAPTURES: [&str; 3] = [
    include_str!("../captures/current-key-sets.ndjson"),
    include_str!("../captures/example-session.ndjson"),
    include_str!("../captures/seed-session.ndjson"),
];

#[test]
fn types_and_schemas_agree_on_real_traffic() {
    let crosscheck = Crosscheck::default();
    let (mut lines, mut known) = (0, 0);
    for line in CAPTURES.iter().flat_map(|capture| capture.lines()) {
        // As it was written: the order of its members, its escapes and its doubled keys.
        let frame = frame(line).expect("a line wraps a frame");
        let by_gateway = crosscheck.decode::<GatewayFrame>(frame);
        let by_connector = crosscheck.decode::<ConnectorFrame>(frame);
        known += u64::from(matches!(by_gateway, Ok(Decoded::Known(_))));
        known += u64::from(matches!(by_connector, Ok(Decoded::Known(_))));
        lines += 1;
    }
    // The others are of no known type, or out of contract; either was recorded on purpose.
    assert_eq!((lines, known), (253, 240));
    assert_eq!((crosscheck.lines(), crosscheck.disagreements()), (2 * lines, 0));
}

#[test]
fn what_looks_like_a_tag_at_the_end_of_a_line_is_held_to_the_line() {
    let lines = [
        (r#"{"session_key":"s","chat_id":"5","type":"interrupt_inbound"}"#, true),
        (r#"{"session_key":"s","chat_id":"5", "type" : "later" } "#, true),
        (r#"{"session_key":"s","chat_id":"5","ty\u0070e":"interrupt_inbound"}"#, true),
        (r#"{"session_key":"s","chat_id":"5","type":"interrupt_inboun\u0064"}"#, true),
        (r#"{"session_key":"s","chat_id":"5","\"type":"interrupt_inbound"}"#, false),
        (r#"{"session_key":"s","chat_id":"5","x":"\"type\":\"interrupt_inbound"}"#, false),
        (r#"{"session_key":"s","chat_id":"5","type":"later","\"type":"interrupt_inbound"}"#, true),
        (r#"{"session_key":"s","type":"later","type":"interrupt_inbound"}"#, false),
        (r#"{"session_key":"s","type":5,"type":"interrupt_inbound"}"#, false),
        (r#"{"session_key":5,"type":"interrupt_inbound"}"#, false),
        (r#"["type":"interrupt_inbound"}"#, false),
        (r#""type":"interrupt_inbound"}"#, false),
    ];
    let crosscheck = Crosscheck::default();
    for (line, is_read) in lines {
        assert_eq!(crosscheck.decode::<ConnectorFrame>(line).is_ok(), is_read, "{line}");
    }
    assert_eq!(crosscheck.disagreements(), 0);
}

#[test]
fn a_reading_that_the_schema_does_not_share_is_counted() {
    let lines = [
        r#"{"type":"interrupt_inbound","session_key":"s","chat_id":"5"}"#,
        r#"{"type":"interrupt_inbound","session_key":"s","chat_id":5}"#,
        r#"{"type":"later","session_key":"s","chat_id":5}"#,
    ];
    let crosscheck = Crosscheck::default();
    for line in lines {
        for other in lines {
            // A wrong decoder is one that reads another line.
            let agrees = crosscheck.judge(line, &decode::<ConnectorFrame>(other));
            assert_eq!(agrees, line == other, "{line} as {other}");
        }
    }
    assert_eq!((crosscheck.lines(), crosscheck.disagreements()), (9, 6));
}
