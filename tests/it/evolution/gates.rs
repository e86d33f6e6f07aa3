//! Gates of several names.

use super::diff;

/// A field behind a gate.
fn gated(gate: &str) -> String {
    format!(
        "# Link, v1\n\n## 1. HelloFrame\n\n| Field | Type | Always sent | Gate | Meaning |\n| --- | --- | --- | --- | --- |\n\
         | `x` | string | no | {gate} | An x. |\n| `y` | string | no | `a` | A y. |\n| `z` | string | no | `b` | A z. |\n\n\
         ## 2. Frames\n\n| Frame | Direction | Fields | Meaning |\n| --- | --- | --- | --- |\n\
         | `hello` | gateway -> connector | `<HelloFrame>` | Hello. |\n"
    )
}

#[test]
fn each_name_of_a_gate_must_be_advertised() {
    let cases = [
        ("`a` and `b`", "`b`, and `a`", "WORDING_CHANGED: deploy in any order"),
        ("`a` and `b`", "`a`", "GATE_REMOVED: deploy the connector first"),
        ("`a` and `b`", "-", "GATE_REMOVED: deploy the connector first"),
        ("`a`", "`a` and `b`", "GATE_TIGHTENED: deploy the gateway first"),
        ("`a`", "`b`", "GATE_CHANGED: a person must decide"),
        ("`a` and `c`", "`c` and `a`", "WORDING_CHANGED: deploy in any order"),
        ("`a`, explicitly", "`a`", "GATE_CHANGED: deploy the connector first"),
        // Words that are no names make one name of the whole.
        ("`a` or `b`", "`a` or `c`", "GATE_CHANGED: deploy in any order"),
    ];
    for (old, new, expected) in cases {
        let findings = diff(&gated(old), &gated(new));
        let told: Vec<_> =
            findings.iter().map(|finding| format!("{}: {}", finding.rule.id, finding.advice())).collect();
        assert_eq!(told.join("; "), expected, "{old} -> {new}");
    }
}
