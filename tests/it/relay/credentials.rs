//! The upgrade token, byte for byte.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use proptest::prelude::{any, proptest};
use relay_contract::relay::credentials::{Credentials, Secret, TOKEN_LIFETIME, VerifyError, mint, verify};
use serde::Deserialize;

use super::section;
use crate::case_files::{cases, vectors};

/// A row that the npm package has too.
#[derive(Deserialize)]
struct Row {
    /// Where the contract says so.
    facts: String,
    /// What the token was made of.
    minted: Option<Minted>,
    token: String,
    secrets: Vec<String>,
    now: u64,
    expected: Expected,
}

#[derive(Deserialize, Clone)]
struct Minted {
    id: String,
    exp: u64,
    secret: String,
    sig: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    valid: bool,
    id: Option<String>,
    reason: Option<String>,
}

/// A token that the document publishes.
struct Published {
    name: &'static str,
    minted: Minted,
    token: String,
}

fn rows() -> Vec<(String, Row)> {
    let rows = cases(&vectors().join("upgrade-token"));
    assert_eq!(rows.len(), 32, "a row came or went");
    rows
}

fn published(name: &'static str) -> Published {
    let file = format!("accept-{}", name.to_lowercase());
    let row = rows().into_iter().find(|(name, _)| *name == file).expect("each published token is a row").1;
    Published { name, minted: row.minted.expect("it says what it is made of"), token: row.token }
}

fn all_published() -> [Published; 4] {
    ["V1", "V2", "V3", "frozen"].map(published)
}

fn check(token: &str, secrets: &[&str], now: u64) -> Result<String, VerifyError> {
    let secrets: Vec<_> = secrets.iter().map(|&secret| Secret::from(secret)).collect();
    verify(token, &secrets, now)
}

/// A token of `raw` as it stands, with the signature of a genuine one.
fn encode(raw: &str) -> String {
    URL_SAFE_NO_PAD.encode(raw)
}

/// The contract's word for why a token is refused.
fn reason(error: VerifyError) -> &'static str {
    match error {
        VerifyError::NoSecret => "no-secrets",
        VerifyError::Mismatch => "signature",
        VerifyError::Expired => "expired",
        _ => "malformed",
    }
}

#[test]
fn each_row_has_its_verdict() {
    let (mut wrong, mut refused) = (Vec::new(), 0);
    for (name, row) in rows() {
        assert!(row.facts.starts_with("contract 2."), "{name}");
        let secrets: Vec<_> = row.secrets.iter().map(String::as_str).collect();
        let found = check(&row.token, &secrets, row.now).map_err(reason);
        let expected = match (row.expected.id, row.expected.reason.as_deref()) {
            (Some(id), None) if row.expected.valid => Ok(id),
            (None, Some(reason)) if !row.expected.valid => Err(reason),
            other => panic!("{name}: a verdict is an id or a reason, not {other:?}"),
        };
        refused += usize::from(expected.is_err());
        assert_eq!(name.starts_with("accept-"), expected.is_ok(), "{name}");
        if found != expected {
            wrong.push(format!("{name} ({}): {found:?}, not {expected:?}", row.facts));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(refused > 20, "only {refused} rows are refused");
}

#[test]
fn minting_gives_the_published_tokens_byte_for_byte() {
    for Published { name, minted, token } in all_published() {
        let (now, ttl) = if minted.exp == 0 { (1_718_000_000, 0) } else { (minted.exp - 300, 300) };
        assert_eq!(mint(&minted.id, &Secret::from(minted.secret), now, ttl).as_str(), token, "{name}");
    }
}

#[test]
fn the_published_tokens_are_those_of_the_document() {
    let document = section("### 2.3 Test vectors");
    for Published { name, minted, token } in all_published() {
        assert!(document.contains(&format!("| {name} sig | `{}` |", minted.sig)), "{name}");
        assert!(document.contains(&format!("| {name} token | `{token}` |")), "{name}");
    }
}

#[test]
fn the_token_of_a_dial_is_that_of_the_gateway_id_for_300_seconds() {
    let credentials = Credentials::new(" gw-alpha\n", "\ts3cr3t-alpha ").expect("both halves are set");
    assert_eq!(credentials.gateway_id(), "gw-alpha");
    assert_eq!(credentials.token(1_893_456_000 - 300).as_str(), published("V1").token);
    assert_eq!(TOKEN_LIFETIME, 300);
}

#[test]
fn half_a_credential_counts_for_nothing() {
    for (id, secret) in [("", "s"), ("gw", ""), ("gw", "  "), (" ", "s"), ("", "")] {
        assert!(Credentials::new(id, secret).is_none(), "{id:?} {secret:?}");
    }
}

#[test]
fn a_ttl_of_zero_or_less_never_expires() {
    let secret = Secret::from("k");
    for ttl in [0, -1, -300, i64::MIN] {
        let token = mint("gw", &secret, 1_000, ttl);
        assert_eq!(token, mint("gw", &secret, 2_000, 0), "{ttl}");
        assert_eq!(check(token.as_str(), &["k"], u64::MAX).as_deref(), Ok("gw"));
    }
    let late = mint("gw", &secret, u64::MAX, i64::MAX);
    assert_eq!(check(late.as_str(), &["k"], u64::MAX).as_deref(), Ok("gw"), "it does not overflow");
}

#[test]
fn a_payload_may_hold_colons() {
    for payload in ["a:b", ":", "::", "org:7:gw", "gw:0:00"] {
        let token = mint(payload, &Secret::from("k"), 0, 0);
        assert_eq!(check(token.as_str(), &["k"], 0).as_deref(), Ok(payload));
    }
}

#[test]
fn a_wrong_secret_is_refused() {
    let Published { token, minted: Minted { secret, .. }, .. } = published("frozen");
    // The text is the key: its hexadecimal value is another one.
    let upper = secret.to_uppercase();
    for wrong in ["other", &secret[1..], &upper] {
        assert_eq!(check(&token, &[wrong], 0), Err(VerifyError::Mismatch));
    }
}

#[test]
fn a_token_is_valid_at_its_last_second_and_not_one_later() {
    let token = &published("V1").token;
    for (now, valid) in
        [(0, true), (1_893_455_999, true), (1_893_456_000, true), (1_893_456_001, false), (u64::MAX, false)]
    {
        let found = check(token, &["s3cr3t-alpha"], now);
        assert_eq!(
            found.as_deref(),
            if valid { Ok("gw-alpha") } else { Err(&VerifyError::Expired) },
            "{now}"
        );
    }
}

#[test]
fn an_expired_token_of_a_wrong_secret_is_no_more_than_wrong() {
    assert_eq!(check(&published("V1").token, &["other"], u64::MAX), Err(VerifyError::Mismatch));
}

#[test]
fn any_secret_of_a_rotation_list_accepts() {
    let token = mint("gw", &Secret::from("old"), 0, 0);
    for list in [&["old"][..], &["new", "old"], &["old", "new"], &["", "new", "", "old"], &["a", "old", "b"]]
    {
        assert_eq!(check(token.as_str(), list, 0).as_deref(), Ok("gw"), "{list:?}");
    }
    assert_eq!(check(token.as_str(), &["new", "newer"], 0), Err(VerifyError::Mismatch));
}

#[test]
fn a_list_without_a_secret_accepts_nothing() {
    // An empty secret would be a key that anybody has.
    let token = mint("gw", &Secret::from(""), 0, 0);
    for list in [&[][..], &[""], &["", ""]] {
        assert_eq!(check(token.as_str(), list, 0), Err(VerifyError::NoSecret));
    }
    assert_eq!(check(token.as_str(), &["", "k"], 0), Err(VerifyError::Mismatch));
}

#[test]
fn garbage_is_refused() {
    let Minted { sig, secret, .. } = published("frozen").minted;
    let cases = [
        ("empty", String::new(), VerifyError::Parts),
        ("no base64", "not a token".to_owned(), VerifyError::Encoding),
        ("outside ASCII", "gw-β".to_owned(), VerifyError::Encoding),
        ("not UTF-8", URL_SAFE_NO_PAD.encode(b"\xff:0:00"), VerifyError::Text),
        ("one part", encode("gw"), VerifyError::Parts),
        ("two parts", encode(&format!("0:{sig}")), VerifyError::Parts),
        ("exp is no number", encode(&format!("gw:soon:{sig}")), VerifyError::Expiry),
        ("exp is empty", encode(&format!("gw::{sig}")), VerifyError::Expiry),
        ("exp is a fraction", encode(&format!("gw:1.5:{sig}")), VerifyError::Expiry),
        ("sig is empty", encode("gw:0:"), VerifyError::Signature),
        ("sig is odd", encode(&format!("gw:0:{}", &sig[1..])), VerifyError::Signature),
        ("sig is short", encode(&format!("gw:0:{}", &sig[2..])), VerifyError::Signature),
        ("sig is long", encode(&format!("gw:0:{sig}00")), VerifyError::Signature),
        ("sig is no hexadecimal", encode(&format!("gw:0:{}", "g".repeat(64))), VerifyError::Signature),
        (
            "sig is 64 bytes outside ASCII",
            encode(&format!("gw:0:{}", "β".repeat(32))),
            VerifyError::Signature,
        ),
    ];
    for (name, token, error) in cases {
        assert_eq!(check(&token, &[&secret], 0), Err(error), "{name}");
    }
}

#[test]
fn what_the_reference_verifier_forgives_is_refused_on_purpose() {
    let secret = Secret::from("k");
    let genuine = mint("gw", &secret, 0, 123);
    let genuine = genuine.as_str();
    assert_eq!(check(genuine, &["k"], 0).as_deref(), Ok("gw"), "it is the form alone that is refused");
    let raw = String::from_utf8(URL_SAFE_NO_PAD.decode(genuine).expect("a token")).expect("text");
    let (signed, sig) = raw.rsplit_once(':').expect("three parts");
    let exp = |exp: &str| encode(&format!("gw:{exp}:{sig}"));

    // A payload whose token has `-` and `_` in the URL-safe alphabet.
    let odd = mint("gw~~~???ÿÿ", &secret, 0, 0);
    let odd_raw = URL_SAFE_NO_PAD.decode(odd.as_str()).expect("a token");
    let standard = STANDARD_NO_PAD.encode(&odd_raw);
    assert!(odd.as_str().contains(['-', '_']) && standard.contains(['+', '/']));
    let padded = URL_SAFE.encode(&odd_raw);
    assert!(padded.trim_end_matches('=') == odd.as_str() && padded.ends_with('='));

    // 77 bytes: the last character holds two bits that mean nothing.
    let loose = mint("gateway-id", &secret, 0, 0);
    let loose = loose.as_str();
    let last = loose.chars().last().expect("not empty");
    let spare = char::from(u8::try_from(last).expect("ASCII") + 1);
    let spare = format!("{}{spare}", &loose[..loose.len() - 1]);

    let cases = [
        ("complete padding", padded, VerifyError::Encoding),
        ("surplus padding", format!("{genuine}=="), VerifyError::Encoding),
        ("white space", format!("{} {}", &genuine[..8], &genuine[8..]), VerifyError::Encoding),
        ("a line end", format!("{genuine}\n"), VerifyError::Encoding),
        ("another character", format!("!{genuine}"), VerifyError::Encoding),
        ("the standard alphabet", standard, VerifyError::Encoding),
        ("spare bits", spare, VerifyError::Encoding),
        ("an empty payload", mint("", &secret, 0, 0).as_str().to_owned(), VerifyError::Payload),
        ("exp with a space", exp(" 123"), VerifyError::Expiry),
        ("exp with a sign", exp("+123"), VerifyError::Expiry),
        ("exp with a zero before", exp("0123"), VerifyError::Expiry),
        ("exp with an underscore", exp("1_23"), VerifyError::Expiry),
        ("exp below zero", exp("-1"), VerifyError::Expiry),
        ("exp beyond 64 bits", exp("18446744073709551616"), VerifyError::Expiry),
        ("sig in upper case", encode(&format!("{signed}:{}", sig.to_uppercase())), VerifyError::Signature),
        ("sig with spaces", encode(&format!("{signed}:{} {}", &sig[..2], &sig[2..])), VerifyError::Signature),
    ];
    for (name, token, error) in cases {
        assert_eq!(check(&token, &["k"], 0), Err(error), "{name}");
    }
}

#[test]
fn nothing_that_is_printed_shows_a_secret_or_a_token() {
    let credentials = Credentials::new("gw-alpha", "s3cr3t-alpha").expect("both halves are set");
    let token = credentials.token(0);
    assert_eq!(format!("{token:?} {:?}", Secret::from("s3cr3t-alpha")), "<redacted> <redacted>");
    let printed = format!("{credentials:?} {credentials:#?}");
    assert!(printed.contains("gw-alpha") && printed.contains("<redacted>") && !printed.contains("s3cr3t"));
    assert_eq!(Secret::from("s3cr3t-alpha").expose(), "s3cr3t-alpha");
}

proptest! {
    #[test]
    fn verifying_undoes_minting(payload in ".{1,40}", secret in ".{1,40}", now in any::<u32>(), ttl in 1..=i64::from(u32::MAX)) {
        let token = mint(&payload, &Secret::from(secret.as_str()), now.into(), ttl);
        assert_eq!(check(token.as_str(), &[&secret], now.into()), Ok(payload));
    }

    #[test]
    fn a_changed_character_anywhere_is_refused(at in 0..200_usize, to in "[A-Za-z0-9_-]") {
        let Published { token, minted: Minted { secret, .. }, .. } = published("frozen");
        let at = at % token.len();
        let mut changed = token.clone();
        changed.replace_range(at..=at, &to);
        assert_eq!(changed == token, check(&changed, &[&secret], 0).is_ok());
    }
}
