//! The page of all rules.

use relay_contract::evolution::{ChangeRule, RULES, explanation, reference};

#[test]
fn the_page_is_what_the_table_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/evolution.md");
    let found = std::fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        found == reference(),
        "docs/evolution.md is stale: relay-contract diff --rules > docs/evolution.md"
    );
}

#[test]
fn every_rule_is_explained_by_its_id() {
    for rule in RULES {
        assert_eq!(ChangeRule::find(&rule.id.to_lowercase()), Some(*rule));
        assert!(explanation(rule).starts_with(rule.id));
        assert!(reference().contains(&format!("| `{}` |", rule.id)));
    }
    assert_eq!(ChangeRule::find("NO_SUCH_RULE"), None);
}
