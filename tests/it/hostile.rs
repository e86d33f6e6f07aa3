//! What a hostile line costs: memory within a small multiple of the line, and no more allocations a byte of a long line
//! than of a short one. Work is measured in instructions by `cargo bench --bench hostile`.

use allocation_counter::{AllocationInfo, measure};
use relay_contract::frame::{ConnectorFrame, decode};
use relay_contract::validate::{FRAME_LIMIT, LineSplitter, Rule, VIOLATION_LIMIT};

#[path = "../../benches/hostile/shapes.rs"]
mod shapes;

use shapes::{SHAPES, Shape};

/// The most memory at a time in multiples of the line, where no JSON value is made of it.
const READ: u64 = 24;

/// The same with a value: of a refusal, which is explained by way of one, of a free object, and of an action whose `op`
/// is not its first member. In a value an object with one member is a node of 632 bytes for seven bytes of text. How
/// many violations are told does not depend on the line.
const WITH_VALUE: u64 = 104;

#[test]
#[allow(clippy::print_stdout, reason = "the numbers are what the test is for")]
fn memory_is_a_small_multiple_of_the_line() {
    for shape in SHAPES {
        let [short, long] = [FRAME_LIMIT / 16, FRAME_LIMIT].map(|length| {
            let line = (shape.line)(length);
            assert!(
                line.len() <= length && line.len() + 300 > length,
                "{}: {} bytes",
                shape.name,
                line.len()
            );
            (line.len() as u64, cost(&line, shape))
        });
        for (length, cost) in [short, long] {
            let at_most = if shape.has_value { WITH_VALUE } else { READ } * length + 65_536;
            assert!(cost.bytes_max <= at_most, "{}: {cost:?} for {length} bytes", shape.name);
        }
        let ((_, short), (length, long)) = (short, long);
        // Sixteen times the line; a vector that doubles takes a few more steps, and an index a digit more.
        let linear = 17 * short.count_total + 64;
        assert!(long.count_total <= linear, "{}: {short:?}, then {long:?}", shape.name);
        #[allow(clippy::cast_precision_loss, reason = "a ratio to be read")]
        let multiple = long.bytes_max as f64 / length as f64;
        println!("{}: {multiple:.1} times the line, {} allocations", shape.name, long.count_total);
    }
}

/// What decoding a line costs; whether it is a frame is part of the shape.
fn cost(line: &str, shape: &Shape) -> AllocationInfo {
    // The first refusals compile schemas, which stay.
    assert!((shape.decode)(line) == shape.is_frame);
    let cost = measure(|| assert_eq!((shape.decode)(line), shape.is_frame));
    assert_eq!(cost.bytes_current, 0, "it keeps something");
    cost
}

#[test]
fn a_refusal_tells_the_first_violations_and_that_there_are_more() {
    for count in [VIOLATION_LIMIT, VIOLATION_LIMIT + 1, 1_000] {
        let line =
            format!(r#"{{"type":"inbound","event":{{"media_urls":[{}]}}}}"#, vec!["0"; count].join(","));
        let mut violations = decode::<ConnectorFrame>(&line).expect_err("numbers are no URLs").violations;
        let more = violations.split_off(VIOLATION_LIMIT);
        for (index, violation) in violations.iter().enumerate() {
            assert_eq!(violation.pointer, format!("/event/media_urls/{index}"));
        }
        let more: Vec<_> = more.iter().map(ToString::to_string).collect();
        let closing = format!(
            "inbound: expected a valid frame, found more than {VIOLATION_LIMIT} violations: the others are not told (rule too-many)"
        );
        let expected = if count > VIOLATION_LIMIT { vec![closing] } else { Vec::new() };
        assert_eq!(more, expected);
    }
}

#[test]
fn a_line_over_the_limit_costs_nothing_but_its_refusal() {
    let line = "\"".repeat(16 << 20);
    let cost = measure(|| {
        let error = decode::<ConnectorFrame>(&line).expect_err("it is too long");
        assert_eq!(error.violations[0].rule, Rule::Size);
    });
    assert!(cost.bytes_max < 1_024, "{cost:?}");
}

#[test]
fn bytes_that_are_no_text_cost_nothing_but_their_refusal() {
    let bytes = [vec![0xff; FRAME_LIMIT - 1], b"\n".to_vec()].concat();
    let mut splitter = LineSplitter::new();
    let cost = measure(|| {
        let line = splitter.next_line(&mut bytes.as_slice()).expect("a line ends");
        assert_eq!(line.text.expect_err("it is not UTF-8").rule, Rule::Json);
    });
    assert!(cost.bytes_max < 1_024, "{cost:?}");
}
