//! The topic of a fact, by the words of its section, its key and what it says: which rule a change of it falls under.

use crate::evolution::catalogue as rules;
use crate::evolution::rule::ChangeRule;
use crate::evolution::text::words::{has_any, quantity};

/// The place of a fact and its name, in its own words.
#[derive(Debug, Clone, Copy)]
pub(in crate::evolution) struct TopicPlace<'a> {
    /// The title of its section.
    pub(in crate::evolution) title: &'a str,
    /// The titles of the sections around that one.
    pub(in crate::evolution) around: &'a str,
    pub(in crate::evolution) key: &'a str,
}

/// The rule of another value, or of a meaning that says something else; `said` is all that either revision says.
pub(in crate::evolution) fn rule_of_value(
    place: TopicPlace<'_>,
    said: &str,
    old: &str,
    new: &str,
) -> &'static ChangeRule {
    let topic = TOPICS.iter().find(|topic| topic.is_of(place, said));
    match topic.map_or(Of::Unknown, |topic| topic.of) {
        Of::Rule(rule) => rule,
        Of::Limit => match (quantity(old), quantity(new)) {
            (Some(old), Some(new)) if new < old => &rules::LIMIT_LOWERED,
            (Some(old), Some(new)) if new > old => &rules::LIMIT_RAISED,
            _ => &rules::FACT_CHANGED,
        },
        Of::Unknown => &rules::FACT_CHANGED,
    }
}

/// The rule of a fact that is new; `said` is its value and meaning, and `facts` what the other rows of its section say
/// under their keys, which a row may refer to.
pub(in crate::evolution) fn rule_of_added(
    place: TopicPlace<'_>,
    said: &str,
    facts: &[(&str, &str)],
) -> &'static ChangeRule {
    if is_close_code(place.key) {
        // "As `1000`."
        let cited = facts.iter().filter(|(key, _)| has_any(said, &[&format!("as {}", bare(key))]));
        let said: String =
            [said].into_iter().chain(cited.map(|(_, said)| *said)).collect::<Vec<_>>().join(" ");
        if has_any(&said, ENDS) {
            return &rules::CLOSE_CODE_ADDED_TERMINAL;
        }
        if has_any(&said, GOES_ON) {
            return &rules::CLOSE_CODE_ADDED_RETRYABLE;
        }
    }
    if has_any(place.title, &["handshake"]) && has_any(place.key, &["step"]) {
        let is_optional = has_any(said, &["may", "optional"]);
        return if is_optional { &rules::HANDSHAKE_STEP_OPTIONAL } else { &rules::HANDSHAKE_STEP_ADDED };
    }
    if explains(place) {
        return &rules::EXPLANATION_ADDED;
    }
    if is_type(said) && is_name(place.key) { &rules::MEMBER_ADDED } else { &rules::FACT_ADDED }
}

/// The rule of a fact that is gone.
pub(in crate::evolution) fn rule_of_removed(place: TopicPlace<'_>) -> &'static ChangeRule {
    if is_close_code(place.key) { &rules::CLOSE_CODE_MEANING_CHANGED } else { &rules::FACT_REMOVED }
}

/// Words after which nobody dials again.
const ENDS: &[&str] = &[
    "terminal",
    "the end",
    "no more dials",
    "not dial",
    "no re dial",
    "never dial",
    "gives up",
    "not retry",
    "not retried",
    "not reconnect",
];

/// Words after which one dials again.
const GOES_ON: &[&str] = &["retry", "retries", "dial again", "dials again", "re dial", "redial", "reconnect"];

/// A topic: the rule, and the words by which it is known. Each list that is not empty must have a word in its place.
struct Topic {
    of: Of,
    /// In the key; `#` stands for a close code.
    key: &'static [&'static str],
    /// In the title of the section.
    title: &'static [&'static str],
    /// In that title or one around it.
    within: &'static [&'static str],
    /// In the value or the meaning, of either revision.
    said: &'static [&'static str],
}

#[derive(Clone, Copy)]
enum Of {
    Rule(&'static ChangeRule),
    /// Lowered or raised, by its number.
    Limit,
    Unknown,
}

const ANYWHERE: Topic = Topic { of: Of::Unknown, key: &[], title: &[], within: &[], said: &[] };

/// All topics; the first that fits is the one.
static TOPICS: &[Topic] = &[
    Topic { of: Of::Rule(&rules::CLOSE_CODE_MEANING_CHANGED), key: &["#"], ..ANYWHERE },
    Topic { of: Of::Rule(&rules::CLOSE_CODE_MEANING_CHANGED), title: &["close code"], ..ANYWHERE },
    Topic { of: Of::Rule(&rules::SESSION_KEY_INPUT_CHANGED), within: &["session key"], ..ANYWHERE },
    Topic { of: Of::Rule(&rules::SESSION_KEY_INPUT_CHANGED), key: &["session key"], ..ANYWHERE },
    Topic { of: Of::Rule(&rules::CORRELATION_CHANGED), key: &["correlation"], ..ANYWHERE },
    Topic { of: Of::Rule(&rules::OP_LEGACY_SET_CHANGED), key: &["legacy"], ..ANYWHERE },
    Topic {
        of: Of::Rule(&rules::OP_LEGACY_SET_CHANGED),
        key: &["absent", "empty", "missing"],
        said: &["legacy"],
        ..ANYWHERE
    },
    Topic {
        of: Of::Rule(&rules::DELIVERY_GUARANTEE_CHANGED),
        key: &["delivery", "guarantee", "duplicate", "dedup", "replay", "repeated"],
        ..ANYWHERE
    },
    Topic {
        of: Of::Rule(&rules::ACK_POINT_CHANGED),
        title: &["acknowledg"],
        said: &["acknowledg", "inbound_ack", "handler"],
        ..ANYWHERE
    },
    Topic { of: Of::Rule(&rules::ACK_POINT_CHANGED), key: &["acknowledg"], ..ANYWHERE },
    Topic { of: Of::Rule(&rules::TTL_CHANGED), key: &["lifetime", "ttl", "expir"], ..ANYWHERE },
    Topic {
        of: Of::Rule(&rules::AUTH_CHANGED),
        within: &["upgrade token", "verifying a token", "authentic", "credential", "signature"],
        ..ANYWHERE
    },
    Topic {
        of: Of::Rule(&rules::RESULT_CLASS_CHANGED),
        within: &["result", "error"],
        said: &["ambiguous", "retry", "retries", "decline", "definite", "unknown outcome"],
        ..ANYWHERE
    },
    Topic {
        of: Of::Rule(&rules::TIMEOUT_CHANGED),
        key: &["timeout", "deadline", "interval", "ping", "pong", "backoff"],
        ..ANYWHERE
    },
    Topic { of: Of::Limit, key: &["limit", "size", "largest", "longest", "nesting"], ..ANYWHERE },
    Topic {
        of: Of::Rule(&rules::TIMEOUT_CHANGED),
        title: &["timeout"],
        said: &["second", "minute", "hour", "ms", "milliseconds"],
        ..ANYWHERE
    },
    Topic { of: Of::Limit, title: &["limit"], ..ANYWHERE },
    Topic { of: Of::Rule(&rules::ORDER_CHANGED), key: &["order"], ..ANYWHERE },
    Topic {
        of: Of::Rule(&rules::UNIT_OR_ENCODING_CHANGED),
        key: &["unit", "encoding", "alphabet", "padding", "canonical", "terminator"],
        ..ANYWHERE
    },
];

impl Topic {
    fn is_of(&self, place: TopicPlace<'_>, said: &str) -> bool {
        let has = |text: &str, words: &[&str]| words.is_empty() || has_any(text, words);
        (has(place.key, self.key) || (self.key == ["#"] && is_close_code(place.key)))
            && has(place.title, self.title)
            && (has(place.title, self.within) || has(place.around, self.within))
            && has(said, self.said)
    }
}

/// Returns true if a row explains what others state: words, examples, what one side sees of itself or was seen to do, past
/// breaks.
fn explains(place: TopicPlace<'_>) -> bool {
    let sections =
        ["the words", "glossary", "example", "test vector", "real gateway", "observed", "what a caller"];
    has_any(place.title, &sections) || has_any(place.key, &["break of", "break after"])
}

/// Returns true if a key is a WebSocket close code.
pub(in crate::evolution) fn is_close_code(key: &str) -> bool {
    bare(key).parse().is_ok_and(|code: u16| (1000..5000).contains(&code))
}

/// Returns true if a value begins with a type.
fn is_type(value: &str) -> bool {
    let word = value.split([' ', '(']).next().map(bare).unwrap_or_default();
    matches!(word, "string" | "int" | "number" | "bool" | "object" | "any" | "base64" | "true")
}

/// Returns true if a key is one name, or some in code spans.
fn is_name(key: &str) -> bool {
    key.split(", ").all(|name| bare(name).chars().all(|c| c.is_ascii_alphanumeric() || c == '_'))
}

fn bare(key: &str) -> &str {
    key.trim_matches('`')
}
