//! Remarks of a text beside its rule: since when it holds, what was before, where more stands, and how a peer was seen
//! to behave. The document's own marks tell: a date in parentheses, `up to` a date, `See`, `Reader's note`.

use crate::evolution::text::words::{is_normative, normal, sentences};

/// A text as it is compared, without the dates since when it holds: `(2026-07-26)`, `(observed 2026-08-11)`.
pub(in crate::evolution) fn undated(text: &str) -> String {
    let text = normal(text);
    let mut rest = text.as_str();
    let mut kept = String::new();
    while let Some(at) = rest.find('(') {
        let (before, opened) = (&rest[..at], &rest[at + 1..]);
        kept.push_str(before);
        if let Some(end) = opened.find(')').filter(|end| is_since(&opened[..*end])) {
            rest = &opened[end + 1..];
        } else {
            kept.push('(');
            rest = opened;
        }
    }
    normal(&(kept + rest))
}

/// The rule alone: without dates and without sentences that are no part of it. A sentence with a duty always is.
pub(in crate::evolution) fn rule_alone(text: &str) -> String {
    let text = undated(text);
    let mut in_note = false;
    let is_rule = |sentence: &&String| {
        if sentence.starts_with("Reader's note") {
            in_note = true;
        } else if ["Wire truth", "Our reading"].iter().any(|mark| sentence.starts_with(mark)) {
            in_note = false;
        }
        is_normative(sentence) || !(in_note || is_aside(sentence))
    };
    let kept: Vec<_> = sentences(&text).iter().filter(is_rule).cloned().collect();
    if kept == ["-"] { String::new() } else { kept.join(" ") }
}

/// Returns true if a sentence by itself is no part of a rule, and states no duty.
pub(in crate::evolution) fn is_aside(sentence: &str) -> bool {
    let sentence = normal(sentence);
    // The document says of the second that it is no duty of anybody; the first is about another document.
    let is_marked = ["Wire truth: the original description", "Reported, not confirmed"];
    !is_normative(&sentence)
        && (is_marked.iter().any(|mark| sentence.starts_with(mark))
            || is_reference(&sentence)
            || is_history(&sentence))
}

/// Returns true if a sentence of the text at `start` stands in a paragraph that the document marks as a note on observed
/// peers, or is an aside by itself. What states a duty there is a duty all the same.
pub(in crate::evolution) fn is_note(document: &str, start: usize, sentence: &str) -> bool {
    let before = document.get(..start).unwrap_or_default();
    let paragraph = before.rfind("\n\n").map_or(0, |at| at + 2);
    let is_marked = document.get(paragraph..).is_some_and(|text| text.starts_with("**Reader's note"));
    (is_marked && !is_normative(sentence)) || is_aside(sentence)
}

/// Returns true if the row at `start` repeats what other sections state: it stands in a table whose last column is `Section`,
/// and holds their numbers there.
pub(in crate::evolution) fn is_of_an_index(document: &str, start: usize, row: &str) -> bool {
    let above = document.get(..start).unwrap_or_default().lines().rev();
    let header = above.take_while(|line| line.trim_start().starts_with('|')).last();
    let is_number = |number: &str| {
        number.contains(|c: char| c.is_ascii_digit())
            && number.chars().all(|c| c.is_ascii_digit() || c == '.')
    };
    header.is_some_and(|header| last_cell(header) == "Section") && last_cell(row).split(", ").all(is_number)
}

fn last_cell(row: &str) -> &str {
    row.trim().trim_end_matches('|').rsplit('|').next().unwrap_or_default().trim()
}

/// `2026-07-26` or `observed 2026-07-26`.
fn is_since(text: &str) -> bool {
    is_date(text.strip_prefix("observed ").unwrap_or(text))
}

fn is_date(text: &str) -> bool {
    let shape = |c: char| if c.is_ascii_digit() { 'd' } else { c };
    text.chars().map(shape).eq("dddd-dd-dd".chars())
}

/// `See section 6.14.`, and nothing else.
fn is_reference(sentence: &str) -> bool {
    let openings = ["See section ", "The rule stands in section "];
    let rest = openings.iter().find_map(|opening| sentence.strip_prefix(opening)).unwrap_or_default();
    let rest = rest.trim_end_matches('.');
    !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit() || c == '.')
}

/// A sentence about peers up to some day.
fn is_history(sentence: &str) -> bool {
    const UP_TO: &str = "up to ";
    let sentence = sentence.to_lowercase();
    let dates = sentence.match_indices(UP_TO).map(|(at, _)| &sentence[at + UP_TO.len()..]);
    dates.filter_map(|rest| rest.get(..10)).any(is_date)
}
