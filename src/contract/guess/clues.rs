//! Clues to a type in the names and words of a document.

use crate::contract::field::{Limits, Type};

/// First words of a name that ask a question.
const ASKING: &[&str] = &[
    "allow", "allows", "can", "did", "disable", "enable", "has", "is", "needs", "require", "requires",
    "should", "supports", "use", "uses", "was",
];

/// Whole names that are answered with yes or no.
const ANSWERED: &[&str] = &[
    "active",
    "ambiguous",
    "deleted",
    "disabled",
    "done",
    "dry_run",
    "edited",
    "enabled",
    "ephemeral",
    "final",
    "force",
    "muted",
    "notify",
    "ok",
    "partial",
    "pinned",
    "remove",
    "required",
    "silent",
    "success",
    "truncated",
];

/// First words of a name that is a number.
const COUNTING: &[&str] = &["max", "min", "num", "total"];

/// Last words of a name that is a number.
const COUNTED: &[&str] = &[
    "after",
    "at",
    "attempt",
    "attempts",
    "bytes",
    "chars",
    "count",
    "days",
    "depth",
    "duration",
    "epoch",
    "exp",
    "height",
    "hours",
    "iat",
    "index",
    "length",
    "limit",
    "millis",
    "milliseconds",
    "minutes",
    "ms",
    "nbf",
    "ns",
    "offset",
    "port",
    "position",
    "retries",
    "s",
    "sec",
    "seconds",
    "secs",
    "size",
    "timeout",
    "ttl",
    "width",
];

/// Last words of a name that is an object of any members.
const OPEN: &[&str] = &[
    "attributes",
    "config",
    "descriptor",
    "event",
    "extra",
    "extras",
    "forward",
    "meta",
    "metadata",
    "params",
    "preferences",
    "properties",
    "settings",
];

/// Last words of a name that is text.
const TEXT: &[&str] = &[
    "address",
    "body",
    "caption",
    "channel",
    "color",
    "comment",
    "content",
    "description",
    "dialect",
    "email",
    "emoji",
    "error",
    "filename",
    "format",
    "handle",
    "hash",
    "hint",
    "host",
    "k",
    "key",
    "kind",
    "label",
    "lang",
    "language",
    "locale",
    "message",
    "method",
    "mime",
    "mode",
    "name",
    "nonce",
    "op",
    "origin",
    "path",
    "platform",
    "profile",
    "query",
    "reason",
    "role",
    "secret",
    "sig",
    "signature",
    "slug",
    "state",
    "status",
    "style",
    "summary",
    "tag",
    "text",
    "title",
    "to",
    "token",
    "topic",
    "type",
    "unit",
    "uri",
    "url",
    "word",
];

/// Words that end in `s` and are no plural.
const SINGULAR: &[&str] = &["access", "alias", "bus", "canvas", "news", "progress", "status", "success"];

/// The type that words state.
pub(super) fn stated(meaning: &str) -> Option<Type> {
    let lower = meaning.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| has_word(&lower, word));
    if says(&["`true`", "`false`", "boolean"]) {
        return Some(Type::Bool);
    }
    for opening in ["array of ", "list of ", "arrays of ", "lists of "] {
        if let Some((_, items)) = lower.split_once(opening) {
            let item = items.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty());
            return Some(list(item.and_then(|word| worded(word).or_else(|| named(&singular(word))))));
        }
    }
    if says(&["base64"]) {
        return Some(Type::Base64);
    }
    says(&["an integer", "integer"]).then_some(INT)
}

/// The type that words make likely, where nothing else tells.
pub(super) fn suggested(meaning: &str) -> Option<Type> {
    let lower = meaning.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| has_word(&lower, word));
    if says(&["whether", "flag", "if true", "if set"]) {
        return Some(Type::Bool);
    }
    if says(&["seconds", "milliseconds", "minutes", "a number", "number of", "how many", "unix time"]) {
        return Some(INT);
    }
    if says(&["an object", "json object", "a map", "key-value"]) {
        return Some(Type::Object);
    }
    says(&["a string", "text", "url", "an id", "id of", "name of", "iso 8601", "identifier"])
        .then_some(STRING)
}

/// The type that a name makes likely.
pub(super) fn named(name: &str) -> Option<Type> {
    let words = words(name);
    let (first, last) = (words.first()?.as_str(), words.last()?.as_str());
    let whole = words.join("_");
    if matches!(last, "b64" | "base64") {
        Some(Type::Base64)
    } else if ANSWERED.contains(&whole.as_str())
        || words.len() > 1 && ASKING.contains(&first)
        || last == "safe"
    {
        Some(Type::Bool)
    } else if words.len() > 1 && COUNTING.contains(&first) || is_counted(&words) {
        Some(INT)
    } else if OPEN.contains(&last) {
        Some(Type::Object)
    } else if last == "list" {
        Some(list(words.len().checked_sub(2).and_then(|before| named(&words[before]))))
    } else if is_plural(last) {
        let one = [&words[..words.len() - 1], &[singular(last)]].concat().join("_");
        Some(list(named(&one).filter(|item| *item != Type::Object)))
    } else if TEXT.contains(&last) || words.iter().any(|word| word == "id" || word == "name") {
        Some(STRING)
    } else {
        None
    }
}

const INT: Type = Type::Int(Limits { min: None, max: None });
const STRING: Type = Type::String(Limits { min: None, max: None });

fn list(item: Option<Type>) -> Type {
    Type::List(Box::new(item.unwrap_or(Type::Any)))
}

/// A single letter, or a word such as `at`, counts behind another word alone.
fn is_counted(words: &[String]) -> bool {
    let is_unit = |last: &str| matches!(last, "s" | "at" | "after" | "chars" | "bytes");
    words.last().is_some_and(|last| COUNTED.contains(&last.as_str()) && (words.len() > 1 || !is_unit(last)))
}

fn is_plural(word: &str) -> bool {
    word.len() > 2
        && word.ends_with('s')
        && !word.ends_with("ss")
        && !word.ends_with("us")
        && !SINGULAR.contains(&word)
}

fn singular(word: &str) -> String {
    if !is_plural(word) {
        return word.to_owned();
    }
    match word.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => word.trim_end_matches('s').to_owned(),
    }
}

/// The type that a word of running text names.
fn worded(word: &str) -> Option<Type> {
    Some(match singular(word).as_str() {
        "string" | "text" | "word" => STRING,
        "int" | "integer" => INT,
        "number" => Type::Number,
        "bool" | "boolean" | "flag" => Type::Bool,
        "object" | "map" | "dict" => Type::Object,
        _ => return None,
    })
}

/// The words of `snake_case` and `camelCase`, in small letters.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut previous = '_';
    for letter in name.chars() {
        let begins = previous == '_' || letter.is_uppercase() && previous.is_lowercase();
        if letter != '_' {
            if begins {
                words.push(String::new());
            }
            if let Some(word) = words.last_mut() {
                word.extend(letter.to_lowercase());
            }
        }
        previous = letter;
    }
    words
}

/// Returns true if `text` holds `words` with no letter directly before or behind.
fn has_word(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, found)| {
        let edge =
            |letter: Option<char>| letter.is_none_or(|letter| !letter.is_alphanumeric() && letter != '_');
        edge(text[..at].chars().next_back()) && edge(text[at + found.len()..].chars().next())
    })
}
