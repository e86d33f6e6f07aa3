//! Prompt tokens and the prompts that are open.

use std::error::Error as _;
use std::time::{Duration, Instant};

use proptest::prelude::proptest;
use relay_contract::relay::prompt::{
    ANSWERED_CAPACITY, Answer, PROMPT_CAPACITY, PROMPT_LIFETIME, Prompt, PromptPurpose, PromptRegistry,
    PromptToken, PromptTokenError, RegisterError, TOKEN_LIMIT,
};

use serde::Deserialize;

use super::section;
use crate::case_files::rows;

/// A row that the npm package has too.
#[derive(Deserialize)]
struct Row {
    text: String,
    expected: Expected,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    valid: bool,
    prompt_id: Option<String>,
    option_id: Option<String>,
    reason: Option<String>,
}

/// The word of a row for why a text is no token.
fn reason(error: PromptTokenError) -> &'static str {
    match error {
        PromptTokenError::Foreign => "foreign",
        PromptTokenError::Parts { .. } => "parts",
        PromptTokenError::PromptId => "prompt-id",
        PromptTokenError::OptionId => "option-id",
        PromptTokenError::Length { .. } => "length",
        other => panic!("no row is refused for {other}"),
    }
}

const NONCE: [u8; 3] = [0x3f, 0xa9, 0xc1];

fn prompt(purpose: PromptPurpose, options: &[&str]) -> Prompt {
    Prompt {
        purpose,
        session_key: "agent:main:telegram:dm:55501".into(),
        chat_id: "55501".into(),
        options: options.iter().map(ToString::to_string).collect(),
    }
}

fn approval() -> Prompt {
    prompt(PromptPurpose::Approval, &["once", "session", "always", "deny"])
}

/// A registry with one open prompt, and its id.
fn asked(prompt: Prompt, now: Instant) -> (PromptRegistry, String) {
    let mut prompts = PromptRegistry::new(NONCE);
    let id = prompts.mint([0x0b, 0x7e, 0x42, 0xd8]);
    assert_eq!(prompts.register(&id, prompt, now), Ok(None));
    (prompts, id)
}

#[test]
fn a_component_interaction_decodes_the_prompt_token() {
    let token: PromptToken = "hp1:3fa9c1.0b7e42d8:once".parse().expect("a token");
    assert_eq!((token.prompt_id(), token.option_id()), ("3fa9c1.0b7e42d8", "once"));
    let older: PromptToken = "hp1:0b7e42d8:c0".parse().expect("a token of the older form");
    assert_eq!((older.prompt_id(), older.option_id()), ("0b7e42d8", "c0"));
}

#[test]
fn each_row_has_its_verdict() {
    let rows = rows::<Row>("prompt-token");
    for (name, Row { text, expected }) in &rows {
        let found = text.parse::<PromptToken>();
        assert_eq!(name.starts_with("accept-"), expected.valid, "{name}");
        assert_eq!(found.as_ref().ok().map(PromptToken::prompt_id), expected.prompt_id.as_deref(), "{name}");
        assert_eq!(found.as_ref().ok().map(PromptToken::option_id), expected.option_id.as_deref(), "{name}");
        assert_eq!(found.err().map(reason), expected.reason.as_deref(), "{name}");
    }
    assert!(rows.len() >= 25, "only {} rows", rows.len());
}

#[test]
fn what_is_no_token_says_why() {
    let long = "a".repeat(33);
    let cases = [
        ("", PromptTokenError::Foreign),
        ("vote:yes", PromptTokenError::Foreign),
        ("hp2:a:b", PromptTokenError::Foreign),
        ("HP1:a:b", PromptTokenError::Foreign),
        (" hp1:a:b", PromptTokenError::Foreign),
        ("hp1", PromptTokenError::Foreign),
        ("hp1:", PromptTokenError::Parts { found: 2 }),
        ("hp1:3fa9c1.0b7e42d8", PromptTokenError::Parts { found: 2 }),
        ("hp1:a:b:c", PromptTokenError::Parts { found: 4 }),
        ("hp1:a:b:", PromptTokenError::Parts { found: 4 }),
        ("hp1::once", PromptTokenError::PromptId),
        ("hp1:a b:c", PromptTokenError::PromptId),
        ("hp1:ä:c", PromptTokenError::PromptId),
        ("hp1:a:", PromptTokenError::OptionId),
        ("hp1:a:b/c", PromptTokenError::OptionId),
        // The real decoder lets this one through.
        ("hp1:a:b\n", PromptTokenError::OptionId),
        ("hp1:a:b\r\n", PromptTokenError::OptionId),
        (&format!("hp1:{long}:b"), PromptTokenError::PromptId),
        (&format!("hp1:b:{long}"), PromptTokenError::OptionId),
    ];
    for (text, error) in cases {
        assert_eq!(text.parse::<PromptToken>(), Err(error), "{text:?}");
    }
}

#[test]
fn the_cap_of_64_bytes_holds_both_ways() {
    let (full, rest) = ("p".repeat(32), TOKEN_LIMIT - "hp1::".len() - 32);
    let fits = PromptToken::new(full.as_str(), "o".repeat(rest)).expect("64 bytes");
    assert_eq!(fits.to_string().len(), TOKEN_LIMIT);
    assert_eq!(fits.to_string().parse(), Ok(fits));

    let error = PromptTokenError::Length { found: TOKEN_LIMIT + 1 };
    let option = "o".repeat(rest + 1);
    assert_eq!(PromptToken::new(full.as_str(), option.as_str()), Err(error));
    assert_eq!(format!("hp1:{full}:{option}").parse::<PromptToken>(), Err(error));
    assert_eq!(error.to_string(), "expected at most 64 bytes, found 65");
}

#[test]
fn the_examples_of_the_document_read_as_it_says() {
    let mut seen = (0, 0);
    for line in section("### 7.17 The prompt token").lines().filter(|line| line.starts_with("| `hp")) {
        let cells: Vec<_> = line.split('|').map(str::trim).collect();
        let token = cells[1].trim_matches('`').parse::<PromptToken>();
        if let Some(named) = cells[2].strip_prefix("prompt `") {
            let token = token.expect("the document calls it a token");
            assert_eq!(named, format!("{}`, option `{}`", token.prompt_id(), token.option_id()));
            seen.0 += 1;
        } else {
            assert_eq!(cells[2], "no token", "{line}");
            assert!(token.is_err(), "{line}");
            seen.1 += 1;
        }
    }
    assert!(seen.0 >= 2 && seen.1 >= 5, "only {seen:?} examples");
}

#[test]
fn a_minted_id_names_the_process_and_leaves_room_for_any_option() {
    let id = PromptRegistry::new(NONCE).mint([0, 1, 2, 0xff]);
    assert_eq!(id, "3fa9c1.000102ff");
    let token = PromptToken::new(id, "o".repeat(32)).expect("the longest option fits");
    assert_eq!(token.to_string().len(), 20 + 32);
}

#[test]
fn each_offered_option_is_handed_on() {
    let now = Instant::now();
    for (purpose, options) in [
        (PromptPurpose::Approval, &["once", "session", "always", "deny"][..]),
        (PromptPurpose::SlashConfirm, &["once", "always", "cancel"]),
        (PromptPurpose::Clarify, &["c0", "c1", "c12"]),
    ] {
        for &option in options {
            let prompt = prompt(purpose, options);
            let (mut prompts, id) = asked(prompt.clone(), now);
            let chosen = Answer::Chosen { prompt, option: option.into() };
            assert_eq!(prompts.answer(&id, option, now), chosen);
            assert!(prompts.is_empty());
        }
    }
}

#[test]
fn an_option_that_was_not_offered_is_the_safe_one() {
    let now = Instant::now();
    let answer = |prompt: &Prompt, option: &str| {
        let (mut prompts, id) = asked(prompt.clone(), now);
        prompts.answer(&id, option, now)
    };
    let approval = prompt(PromptPurpose::Approval, &["once", "deny"]);
    for option in ["always", "ONCE", "once ", "c0"] {
        let deny = Answer::Chosen { prompt: approval.clone(), option: "deny".into() };
        assert_eq!(answer(&approval, option), deny, "{option}");
    }
    let confirm = prompt(PromptPurpose::SlashConfirm, &["once", "always", "cancel"]);
    let cancel = Answer::Chosen { prompt: confirm.clone(), option: "cancel".into() };
    assert_eq!(answer(&confirm, "deny"), cancel);
    let clarify = prompt(PromptPurpose::Clarify, &["c0", "other"]);
    for option in ["c1", "other"] {
        assert_eq!(answer(&clarify, option), Answer::CaptureText { prompt: clarify.clone() }, "{option}");
    }
}

#[test]
fn an_answer_without_ids_is_an_ordinary_message() {
    let now = Instant::now();
    let (mut prompts, id) = asked(approval(), now);
    for (prompt_id, option_id) in [("", "once"), (id.as_str(), ""), ("", "")] {
        assert_eq!(prompts.answer(prompt_id, option_id, now), Answer::Chat);
    }
    assert_eq!(prompts.len(), 1, "the prompt is still open");
}

#[test]
fn a_prompt_expires_after_3600_seconds_and_says_so_once() {
    let now = Instant::now();
    let at = |seconds, nanos| now + Duration::new(seconds, nanos);
    assert_eq!(PROMPT_LIFETIME, Duration::from_secs(3600));
    let (mut prompts, id) = asked(approval(), now);
    assert!(matches!(prompts.answer(&id, "once", at(3600, 0)), Answer::Chosen { .. }));
    let (mut prompts, id) = asked(approval(), now);
    assert_eq!(prompts.answer(&id, "once", at(3600, 1)), Answer::Expired);
    assert_eq!(prompts.answer(&id, "once", at(3601, 0)), Answer::Repeated);
}

#[test]
fn an_answer_to_a_prompt_of_a_sibling_is_dropped_in_silence() {
    let now = Instant::now();
    let (mut prompts, _) = asked(approval(), now);
    let sibling = PromptRegistry::new([0, 0, 1]).mint([0x0b, 0x7e, 0x42, 0xd8]);
    assert_eq!(prompts.answer(&sibling, "once", now), Answer::Foreign);
    assert_eq!(prompts.answer("3fa9c1x.0b7e42d8", "once", now), Answer::Foreign);
}

#[test]
fn an_unknown_prompt_of_this_process_counts_as_expired() {
    let now = Instant::now();
    let mut prompts = PromptRegistry::new(NONCE);
    let own = prompts.mint([9; 4]);
    assert_eq!(prompts.answer(&own, "once", now), Answer::Expired);
    assert_eq!(prompts.answer("0b7e42d8", "once", now), Answer::Expired, "an id without a dot is its own");
}

#[test]
fn an_id_without_a_dot_can_be_registered_and_answered() {
    let now = Instant::now();
    let mut prompts = PromptRegistry::new(NONCE);
    assert_eq!(prompts.register("0b7e42d8", approval(), now), Ok(None));
    assert!(matches!(prompts.answer("0b7e42d8", "deny", now), Answer::Chosen { .. }));
}

#[test]
fn the_last_256_answers_are_remembered() {
    let now = Instant::now();
    let mut prompts = PromptRegistry::new(NONCE);
    assert_eq!(ANSWERED_CAPACITY, 256);
    let ids: Vec<_> = (0..=256_u32).map(|number| prompts.mint(number.to_be_bytes())).collect();
    for id in &ids {
        assert_eq!(prompts.register(id, approval(), now), Ok(None));
        assert!(matches!(prompts.answer(id, "once", now), Answer::Chosen { .. }));
        assert_eq!(prompts.answer(id, "once", now), Answer::Repeated);
    }
    assert_eq!(prompts.answer(&ids[0], "once", now), Answer::Expired, "the 257th pushed it out");
    for id in &ids[1..] {
        assert_eq!(prompts.answer(id, "deny", now), Answer::Repeated);
    }
}

#[test]
fn a_prompt_that_failed_is_forgotten_at_once() {
    let now = Instant::now();
    let (mut prompts, id) = asked(approval(), now);
    assert_eq!(prompts.withdraw(&id), Some(approval()));
    assert_eq!(prompts.withdraw(&id), None);
    assert_eq!(prompts.answer(&id, "once", now), Answer::Expired);
}

#[test]
fn the_oldest_prompt_makes_room_and_is_told() {
    let now = Instant::now();
    let mut prompts = PromptRegistry::new(NONCE);
    let mut pushed_out = 0;
    for number in 0..10_000_u32 {
        let mut prompt = approval();
        prompt.chat_id = number.to_string();
        let id = prompts.mint(number.to_be_bytes());
        if let Some(oldest) = prompts.register(&id, prompt, now).expect("its options fit") {
            assert_eq!(oldest.chat_id, pushed_out.to_string());
            pushed_out += 1;
        }
        assert!(prompts.len() <= PROMPT_CAPACITY);
    }
    assert_eq!((prompts.len(), pushed_out), (PROMPT_CAPACITY, 10_000 - PROMPT_CAPACITY));
}

#[test]
fn a_prompt_that_could_not_be_answered_is_not_registered() {
    let now = Instant::now();
    let mut prompts = PromptRegistry::new(NONCE);
    let id = prompts.mint([1; 4]);
    let none = prompt(PromptPurpose::Clarify, &[]);
    assert_eq!(prompts.register(&id, none, now), Err(RegisterError::NoOption));
    let bad = prompt(PromptPurpose::Clarify, &["c0", "the blue one"]);
    let error = prompts.register(&id, bad, now).expect_err("no token of that option");
    assert_eq!(error, RegisterError::Option { index: 1, source: PromptTokenError::OptionId });
    assert_eq!(error.source().map(ToString::to_string), Some(PromptTokenError::OptionId.to_string()));
    assert!(prompts.is_empty());
}

proptest! {
    #[test]
    fn writing_and_reading_a_token_are_inverse(prompt_id in "[A-Za-z0-9_.-]{1,32}", option_id in "[A-Za-z0-9_.-]{1,32}") {
        match PromptToken::new(prompt_id.as_str(), option_id.as_str()) {
            Ok(token) => assert_eq!(token.to_string().parse(), Ok(token)),
            Err(error) => {
                let found = "hp1::".len() + prompt_id.len() + option_id.len();
                assert!(found > TOKEN_LIMIT);
                assert_eq!(error, PromptTokenError::Length { found });
            }
        }
    }

    #[test]
    fn a_text_that_reads_as_a_token_writes_itself(text in "(hp1)?:?[a-z:.\\n]{0,12}:?[a-z]{0,3}") {
        if let Ok(token) = text.parse::<PromptToken>() {
            assert_eq!(token.to_string(), text);
        }
    }
}
