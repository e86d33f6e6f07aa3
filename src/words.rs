//! The words that generated code makes of the contract's names.
//!
//! Here, because three sides must agree on them: the build script, which includes this file by path and generates;
//! the contract, which names its definitions; and `schema::read`, which says where two names would become one.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;

/// `get_chat_info` and `getChatInfo` as `GetChatInfo`.
pub(crate) fn upper_camel(name: &str) -> String {
    name.split(|c: char| !c.is_alphanumeric())
        .flat_map(|word| {
            let mut letters = word.chars();
            letters.next().into_iter().flat_map(char::to_uppercase).chain(letters)
        })
        .collect()
}

/// The type of a definition, or of what a field holds: its own name, with a suffix where that one is taken.
pub(crate) fn type_name(name: &str) -> String {
    let suffix = if TAKEN.taken.contains(name) { TAKEN.suffix.as_str() } else { "" };
    format!("{name}{suffix}")
}

/// What stands behind the name of a record in the names of the types of its fields: `UserId` for `user_id`.
pub(crate) fn type_parts<'a>(fields: impl Iterator<Item = &'a str>) -> Vec<String> {
    let kept = |field: &str| format!("_{field}");
    let short = |field: &str| Some(upper_camel(field)).filter(|part| !part.is_empty());
    distinct(fields, &[], |field| short(field).unwrap_or_else(|| kept(field)), kept)
}

/// One name for each of several: the short form that no other takes and that is not `taken`, or else the long form.
///
/// All that share a short form get the long one, so that no name moves on to another when the order changes.
pub(crate) fn distinct<'a>(
    names: impl Iterator<Item = &'a str>,
    taken: &[&str],
    short: impl Fn(&str) -> String,
    long: impl Fn(&str) -> String,
) -> Vec<String> {
    let names: Vec<(&str, String)> = names.map(|name| (name, short(name))).collect();
    let mut counts: HashMap<&str, usize> = taken.iter().map(|name| (*name, 1)).collect();
    for (_, short) in &names {
        *counts.entry(short).or_default() += 1;
    }
    names
        .iter()
        .map(|(name, short)| if counts[short.as_str()] == 1 { short.clone() } else { long(name) })
        .collect()
}

/// Text with the characters that a reader cannot see, or that turn the text around them, as escapes: `\u{202e}`.
pub(crate) fn visible(text: &str) -> String {
    escaped(text, is_invisible)
}

/// A name as a diagnostic shows it: what is not of ASCII, and may look like it or like nothing, as escapes; dashes and
/// arrows are signs of the grammar, and stay.
pub(crate) fn spelled(name: &str) -> String {
    let is_sign = |c| matches!(c, '\u{2010}'..='\u{2027}' | '\u{2190}'..='\u{21ff}');
    escaped(name, |c| is_invisible(c) || !(c.is_ascii() || is_sign(c)))
}

fn escaped(text: &str, is_escaped: impl Fn(char) -> bool) -> String {
    let mut shown = String::new();
    for letter in text.chars() {
        if is_escaped(letter) {
            shown.extend(letter.escape_unicode());
        } else {
            shown.push(letter);
        }
    }
    shown
}

/// Controls but for the line feed, marks of direction, spaces without width, and letters that are drawn as nothing.
pub(crate) fn is_invisible(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// The names that generated code cannot have. The npm package reads the same file.
static TAKEN: LazyLock<Taken> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../schema/names.json"))
        .expect("the committed list is JSON of this form")
});

#[derive(Deserialize)]
struct Taken {
    suffix: String,
    taken: BTreeSet<String>,
}
