//! The table of transitions against the diagram in the documentation, both ways.

use std::collections::BTreeSet;
use std::path::Path;

use relay_contract::relay::session::{
    About, CLOSE_CODES, EXPULSIONS, LossReason, Sequel, Standing, TRANSITIONS, sequel,
};

fn documentation() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/session.md");
    std::fs::read_to_string(path).expect("docs/session.md is there")
}

/// `ConnectFailed` as the diagram writes it: `connect failed`.
fn words(name: &str) -> String {
    let mut words = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(letter.to_lowercase());
    }
    words
}

#[test]
fn the_diagram_is_the_table() {
    let text = documentation();
    let arrows: Vec<String> = text
        .lines()
        .map(str::trim)
        .filter(|line| line.contains("-->") && !line.contains("[*]"))
        .map(str::to_owned)
        .collect();
    let drawn: BTreeSet<String> = arrows.iter().cloned().collect();
    assert_eq!(drawn.len(), arrows.len(), "an arrow is drawn twice");
    let table: BTreeSet<String> = TRANSITIONS
        .iter()
        .map(|(from, cause, to)| format!("{from:?} --> {to:?}: {}", words(&format!("{cause:?}"))))
        .collect();
    assert_eq!(table.len(), TRANSITIONS.len(), "a way is in the table twice");
    assert_eq!(drawn, table);
}

#[test]
fn no_cause_leads_to_two_places() {
    let causes: BTreeSet<_> =
        TRANSITIONS.iter().map(|(from, cause, _)| format!("{from:?} {cause:?}")).collect();
    assert_eq!(causes.len(), TRANSITIONS.len());
}

#[test]
fn the_documented_close_codes_are_those_of_the_table() {
    let text = documentation();
    let rows: Vec<&str> = text.lines().filter(|line| line.starts_with("| `")).collect();
    for (code, name, about) in CLOSE_CODES {
        let follows = match about {
            About::Link => "the loop",
            About::Credential => "the table below",
            about => panic!("{about:?} is new: say what the documentation says of it"),
        };
        assert!(rows.contains(&format!("| `{code}` | {name} | {follows} |").as_str()), "{code}");
    }
    for (standing, expired, what) in EXPULSIONS {
        let row = format!(
            "| `{}` | {} | {} |",
            words(&format!("{standing:?}")),
            if expired { "`expired`" } else { "any other" },
            words(&format!("{what:?}")),
        );
        assert!(rows.contains(&row.as_str()), "{row}");
    }
    assert_eq!(rows.len(), CLOSE_CODES.len() + EXPULSIONS.len());
}

#[test]
fn only_4401_and_401_are_about_the_credential() {
    let close = |code, reason: &str| LossReason::Closed { code: Some(code), reason: reason.into() };
    let (mut link, mut credential) = (0, 0);
    for code in 1000..5000 {
        let expected = if code == 4401 { Sequel::Never } else { Sequel::BackOff };
        assert_eq!(sequel(&close(code, ""), Standing::Warned), expected, "{code}");
        *(if code == 4401 { &mut credential } else { &mut link }) += 1;
    }
    assert_eq!((link, credential), (3999, 1));
    assert_eq!(sequel(&LossReason::Refused { status: 401 }, Standing::Warned), Sequel::Never);
    assert_eq!(sequel(&LossReason::Refused { status: 403 }, Standing::Warned), Sequel::BackOff);
    // The reason counts only if it is exactly this.
    assert_eq!(sequel(&close(4401, "expired"), Standing::Warned), Sequel::BackOff);
    assert_eq!(sequel(&close(4401, "Expired"), Standing::Warned), Sequel::Never);
    assert_eq!(sequel(&close(4401, "expired "), Standing::Greeted), Sequel::DialAtOnce);
}
