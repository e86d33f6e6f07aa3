//! What a fact is about, by the words of its section and its key: which rule a change of it falls under.

use super::catalogue as rules;
use super::rule::Rule;
use super::words::{differ_in_substance, rule_of_meaning};

/// What happened to a fact.
pub(super) enum Changed<'a> {
    Added { key: &'a str, said: &'a str },
    Removed { key: &'a str },
    Value { key: &'a str, old: &'a str, new: &'a str },
    Meaning { key: &'a str, old: &'a str, new: &'a str },
}

/// The rule of a change of a fact; `titles` are those of its section and the sections around it, in small letters.
pub(super) fn rule_of_fact(titles: &str, changed: &Changed<'_>) -> &'static Rule {
    match changed {
        Changed::Added { key, said } => rule_of_added(titles, key, said),
        Changed::Removed { key } if is_close_code(key) => &rules::CLOSE_CODE_MEANING_CHANGED,
        Changed::Removed { .. } => &rules::FACT_REMOVED,
        Changed::Value { key, old, new } => rule_of_value(titles, key, old, new),
        // A key's topic counts for its meaning only if more than wording changed.
        Changed::Meaning { key, old, new } => {
            let of_cell = rule_of_meaning(old, new);
            let is_about = !old.is_empty() && differ_in_substance(old, new);
            if is_about && is_close_code(key) { &rules::CLOSE_CODE_MEANING_CHANGED } else { of_cell }
        }
    }
}

fn rule_of_added(titles: &str, key: &str, said: &str) -> &'static Rule {
    let said = said.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| said.contains(word));
    if is_close_code(key) {
        if has(&[
            "terminal",
            "not dial",
            "no re-dial",
            "never dial",
            "gives up",
            "not retry",
            "not reconnect",
        ]) {
            return &rules::CLOSE_CODE_ADDED_TERMINAL;
        }
        if has(&["retry", "dial again", "dials again", "re-dial", "redial", "reconnect"]) {
            return &rules::CLOSE_CODE_ADDED_RETRYABLE;
        }
    }
    handshake_step(titles, key, &said).unwrap_or(&rules::FACT_ADDED)
}

fn rule_of_value(titles: &str, key: &str, old: &str, new: &str) -> &'static Rule {
    let key = key.to_lowercase();
    let about = |words: &[&str]| words.iter().any(|word| key.contains(word));
    let within = |words: &[&str]| words.iter().any(|word| titles.contains(word));
    let values = format!("{old} {new}").to_lowercase();
    if is_close_code(&key) {
        &rules::CLOSE_CODE_MEANING_CHANGED
    } else if within(&["session key"]) || about(&["session key"]) {
        &rules::SESSION_KEY_INPUT_CHANGED
    } else if about(&["correlation"]) {
        &rules::CORRELATION_CHANGED
    } else if about(&["legacy"]) || (about(&["supported_ops"]) && about(&["absent", "empty", "missing"])) {
        &rules::OP_LEGACY_SET_CHANGED
    } else if about(&["delivery", "guarantee", "duplicate", "dedup", "replay"]) {
        &rules::DELIVERY_GUARANTEE_CHANGED
    } else if within(&["acknowledg"]) || about(&["acknowledg"]) {
        &rules::ACK_POINT_CHANGED
    } else if about(&["lifetime", "ttl", "expires"]) {
        &rules::TTL_CHANGED
    } else if within(&["token", "authentic", "credential", "signature"]) {
        &rules::AUTH_CHANGED
    } else if ["ambiguous", "retry", "retries", "declined", "definite", "unknown outcome"]
        .iter()
        .any(|word| values.contains(word))
        && within(&["result", "error"])
    {
        &rules::RESULT_CLASS_CHANGED
    } else if about(&["timeout", "deadline", "interval", "ping", "pong", "backoff"]) {
        &rules::TIMEOUT_CHANGED
    } else if about(&["limit", "size", "largest", "longest", "nesting"]) {
        rule_of_limit(old, new)
    } else if within(&["timeout"]) {
        &rules::TIMEOUT_CHANGED
    } else if within(&["limit"]) {
        rule_of_limit(old, new)
    } else if about(&["order"]) {
        &rules::ORDER_CHANGED
    } else if about(&["unit", "encoding", "alphabet", "padding", "canonical", "terminator"]) {
        &rules::UNIT_OR_ENCODING_CHANGED
    } else {
        &rules::FACT_CHANGED
    }
}

fn rule_of_limit(old: &str, new: &str) -> &'static Rule {
    match (quantity(old), quantity(new)) {
        (Some(old), Some(new)) if new < old => &rules::LIMIT_LOWERED,
        (Some(old), Some(new)) if new > old => &rules::LIMIT_RAISED,
        _ => &rules::FACT_CHANGED,
    }
}

fn handshake_step(titles: &str, key: &str, said: &str) -> Option<&'static Rule> {
    if !titles.contains("handshake") || !key.to_lowercase().starts_with("step") {
        return None;
    }
    let is_optional = said.contains(" may ") || said.contains("optional");
    Some(if is_optional { &rules::HANDSHAKE_STEP_OPTIONAL } else { &rules::HANDSHAKE_STEP_ADDED })
}

/// Whether a key is a WebSocket close code.
fn is_close_code(key: &str) -> bool {
    key.trim_matches('`').parse().is_ok_and(|code: u16| (1000..5000).contains(&code))
}

/// The first number of a value, in bytes where a unit of bytes follows.
fn quantity(value: &str) -> Option<u64> {
    let digits = value.find(|c: char| c.is_ascii_digit())?;
    let rest = &value[digits..];
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != ',').unwrap_or(rest.len());
    let number: u64 = rest[..end].replace(',', "").parse().ok()?;
    let unit = match rest[end..]
        .split_whitespace()
        .next()
        .map(|word| word.trim_matches(|c: char| !c.is_alphabetic()))
    {
        Some("KiB") => 1 << 10,
        Some("MiB") => 1 << 20,
        Some("GiB") => 1 << 30,
        Some("kB" | "KB") => 1_000,
        Some("MB") => 1_000_000,
        _ => 1,
    };
    number.checked_mul(unit)
}
