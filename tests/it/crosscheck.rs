//! Real traffic, read by the types and by the schemas, as frames of either side.

use relay_contract::frame::{ConnectorFrame, Crosscheck, GatewayFrame};
use serde_json::Value;

const CAPTURES: [&str; 3] = [
    include_str!("../captures/current-key-sets.ndjson"),
    include_str!("../captures/example-session.ndjson"),
    include_str!("../captures/seed-session.ndjson"),
];

#[test]
fn types_and_schemas_agree_on_real_traffic() {
    let crosscheck = Crosscheck::default();
    let (mut lines, mut accepted) = (0, 0);
    for line in CAPTURES.iter().flat_map(|capture| capture.lines()) {
        let Ok(value) = serde_json::from_str::<Value>(line) else { continue };
        let frame = value.get("frame").unwrap_or(&value).to_string();
        accepted += u64::from(crosscheck.decode::<GatewayFrame>(&frame).is_ok());
        accepted += u64::from(crosscheck.decode::<ConnectorFrame>(&frame).is_ok());
        lines += 1;
    }
    assert!(lines > 250, "only {lines} lines");
    assert!(accepted > lines, "only {accepted} readings of {lines} lines were accepted");
    assert_eq!((crosscheck.lines(), crosscheck.disagreements()), (2 * lines, 0));
}
