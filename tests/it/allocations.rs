//! How often decoding and encoding allocate: once for each thing that is kept, and for nothing else.

use allocation_counter::{AllocationInfo, measure};
use relay_contract::frame::{ConnectorFrame, Decoded, decode, encode_into};

const INBOUND: &str = include_str!("../../benches/corpus/inbound.json");
const TAG_LAST: &str = include_str!("../../benches/corpus/inbound-tag-last.json");
const FORWARD: &str = include_str!("../../benches/corpus/forward.json");

#[test]
fn an_inbound_frame_allocates_its_strings() {
    // The text, eight strings of its source, the ids of message and buffer; not the words of its two sets.
    assert_eq!(decoding(INBOUND).count_total, 11);
    assert_eq!(decoding(TAG_LAST).count_total, 11);
}

#[test]
fn to_find_a_tag_costs_a_stack() {
    // Two strings of the frame. Brackets that no field claims cost a stack of the JSON reader's own, each time that they
    // are passed: once more where the tag must be found first.
    let costs = [
        (r#"{"type":"interrupt_inbound","session_key":"s","chat_id":"5"}"#, 2),
        (r#"{"session_key":"s","chat_id":"5","type":"interrupt_inbound"}"#, 2),
        (r#"{"session_key":"s","type":"interrupt_inbound","chat_id":"5"}"#, 2),
        (r#"{"type":"interrupt_inbound","session_key":"s","chat_id":"5","x":[[]]}"#, 3),
        (r#"{"session_key":"s","type":"interrupt_inbound","chat_id":"5","x":[[]]}"#, 4),
    ];
    for (line, cost) in costs {
        assert_eq!(decoding(line).count_total, cost, "{line}");
    }
}

#[test]
fn a_forward_allocates_its_strings_its_headers_and_its_body_once() {
    // Platform, bot, method, path and buffer id; the list of headers and their four strings; the body.
    let cost = decoding(FORWARD);
    assert_eq!(cost.count_total, 11);
    let Ok(Decoded::Known(ConnectorFrame::PassthroughForward(frame))) = decode(FORWARD) else {
        panic!("it is a forward");
    };
    let body = frame.forward.body_b64.as_bytes().len() as u64;
    assert!(cost.bytes_max < body + 512, "{cost:?} for a body of {body} bytes");
}

#[test]
fn an_unknown_frame_allocates_its_type_and_the_keys_of_an_object_once() {
    // Keys are kept until their object ends: none may come twice.
    let costs = [
        (r#"{"type":"later"}"#, 1),
        (r#"{"type":"later","more":"one","and":[2]}"#, 2),
        (r#"{"type":"later","more":[{"a":1},2,"three"]}"#, 3),
    ];
    for (line, cost) in costs {
        assert_eq!(decoding(line).count_total, cost, "{line}");
    }
}

#[test]
fn encoding_into_a_buffer_that_is_great_enough_allocates_nothing() {
    for line in [INBOUND, FORWARD] {
        let Ok(Decoded::Known(frame)) = decode::<ConnectorFrame>(line) else { panic!("it is a frame") };
        let mut lines = Vec::with_capacity(2 * line.len());
        let cost = measure(|| encode_into(&frame, &mut lines).expect("it can be written"));
        assert_eq!(cost.count_total, 0, "{cost:?}");
        assert_eq!(decode(str::from_utf8(&lines).expect("it is text")), Ok(Decoded::Known(frame)));
    }
}

/// What decoding a valid line costs, the frame included.
fn decoding(line: &str) -> AllocationInfo {
    measure(|| assert!(decode::<ConnectorFrame>(line).is_ok()))
}
