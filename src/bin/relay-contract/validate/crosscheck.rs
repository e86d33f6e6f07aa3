//! `validate --crosscheck`: the lines as the types read them, held against the schemas.

use std::borrow::Cow;

use relay_contract::Side;
use relay_contract::frame::{ConnectorFrame, Crosscheck, GatewayFrame, decode};
use relay_contract::validate::{Rule, Violation};
use serde_json::Value;

use super::capture::Captured;

/// What types and schemas disagree about, if they do: as a frame of its writer, or of either side.
pub(super) fn disagreement(
    crosscheck: &Crosscheck,
    text: &str,
    captured: Option<&Captured>,
    writer: Option<Side>,
) -> Option<Violation> {
    let line = match captured {
        Some(captured) if captured.is_wrapped => Cow::Owned(unwrapped(&captured.frame)),
        Some(_) | None => Cow::Borrowed(text),
    };
    let of_gateway = || crosscheck.judge(&line, &decode::<GatewayFrame>(&line));
    let of_connector = || crosscheck.judge(&line, &decode::<ConnectorFrame>(&line));
    let agrees = match writer {
        Some(Side::Gateway) => of_gateway(),
        Some(Side::Connector) => of_connector(),
        None => of_gateway() & of_connector(),
    };
    let message =
        "the types and the schema disagree about this line: a defect of this program, please report it";
    (!agrees).then(|| Violation::whole(Rule::Disagreement, message))
}

/// What was compared, for the end of the run.
pub(super) fn summary(crosscheck: &Crosscheck) -> String {
    let (lines, disagreements) = (crosscheck.lines(), crosscheck.disagreements());
    format!("crosscheck: {lines} readings by types and by schemas, {disagreements} disagreements\n")
}

/// A frame out of its wrapper as a writer's line, the type first.
fn unwrapped(frame: &Value) -> String {
    let Value::Object(members) = frame else { return frame.to_string() };
    let rest = members.iter().filter(|(key, _)| *key != "type");
    let members: Vec<_> = members
        .get_key_value("type")
        .into_iter()
        .chain(rest)
        .map(|(key, value)| format!("{}:{value}", Value::from(key.as_str())))
        .collect();
    format!("{{{}}}", members.join(","))
}
