//! The identifiers of fields and variants. Whatever the names and words, each gets one, and no two the same.

use heck::ToSnakeCase;

use crate::words::{distinct, upper_camel};

/// The fields of one record: `bot_id` of `botId`; each as it is written where two would come to the same.
pub(super) fn fields<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    distinct(names, &[], in_snake_case, as_written)
}

/// The variants for the words of one set: `Utf16` of `utf16`. A word that has no letters, or comes to the same as
/// another or as one that is `taken`, is spelled: `V_a_2d_b` of `a-b`.
pub(super) fn variants<'a>(words: impl Iterator<Item = &'a str>, taken: &[&str]) -> Vec<String> {
    distinct(words, taken, variant, spelled_out)
}

fn in_snake_case(name: &str) -> String {
    let name = name.to_snake_case();
    match name.chars().next() {
        None => "x".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("x{name}"),
        Some(_) if is_keyword(&name) => name + "_",
        Some(_) => name,
    }
}

/// The name itself, with one more underscore where it is a keyword and underscores, or underscores alone.
fn as_written(name: &str) -> String {
    let letters = name.trim_end_matches('_');
    let more = if letters.is_empty() || is_keyword(letters) { "_" } else { "" };
    format!("{name}{more}")
}

/// A letter that is not of ASCII is its code point, `MUb2` of `m²`: Rust takes not all of them, and some for others.
fn variant(word: &str) -> String {
    let letter = |c: char| if c.is_ascii() { c.to_string() } else { format!(" U{:x} ", u32::from(c)) };
    let name = upper_camel(&word.chars().map(letter).collect::<String>());
    match name.chars().next() {
        None if word.is_empty() => "Empty".to_owned(),
        None => spelled_out(word),
        Some(first) if first.is_ascii_digit() || is_keyword(&name) => format!("V{name}"),
        Some(_) => name,
    }
}

/// Each character: a letter or digit of ASCII as it is, any other as its code point between underscores.
fn spelled_out(word: &str) -> String {
    let letter = |c: char| {
        if c.is_ascii_alphanumeric() { c.to_string() } else { format!("_{:x}_", u32::from(c)) }
    };
    format!("V_{}", word.chars().map(letter).collect::<String>())
}

/// `gen` is one since edition 2024, which syn does not know yet.
fn is_keyword(name: &str) -> bool {
    name == "gen" || syn::parse_str::<syn::Ident>(name).is_err()
}
