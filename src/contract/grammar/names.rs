//! Which words may name what.

use crate::contract::markdown::block::Heading;
use crate::contract::model::Span;

/// The unions that every contract has.
pub(in crate::contract) const UNIONS: [&str; 3] = ["GatewayFrame", "ConnectorFrame", "OutboundAction"];

/// Letters, digits and underscores, not beginning with a digit.
pub(in crate::contract) fn is_identifier(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// The value of a `type` or an `op`: an identifier that begins with a letter.
pub(in crate::contract) fn is_tag(word: &str) -> bool {
    is_identifier(word) && !word.starts_with('_')
}

/// The name of a definition: letters and digits, beginning with a capital.
pub(in crate::contract) fn is_definition_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_uppercase()) && word.chars().all(|c| c.is_ascii_alphanumeric())
}

/// A definition name of at least two humps: `SessionSource`, but neither `Framing` nor `APIs`.
pub(in crate::contract) fn is_upper_camel(word: &str) -> bool {
    let humps = word
        .as_bytes()
        .windows(2)
        .filter(|pair| pair[0].is_ascii_uppercase() && !pair[1].is_ascii_uppercase());
    is_definition_name(word) && humps.count() >= 2
}

/// The definition that a heading names, and the place of the name.
pub(in crate::contract) fn named_by(text: &str, heading: &Heading) -> Option<(String, Span)> {
    let in_code =
        |(code, span): &(bool, Span)| (*code && is_identifier(&text[span.clone()])).then(|| span.clone());
    let in_words = |(code, span): &(bool, Span)| {
        let mut words = words(text, span).filter(|word| is_upper_camel(&text[word.clone()]));
        if *code { None } else { words.next() }
    };
    let span =
        heading.pieces.iter().find_map(in_code).or_else(|| heading.pieces.iter().find_map(in_words))?;
    Some((text[span.clone()].to_owned(), span))
}

/// The runs of letters, digits and underscores within `span`.
fn words<'a>(text: &'a str, span: &Span) -> impl Iterator<Item = Span> + 'a {
    let start = span.start;
    let part = &text[span.clone()];
    part.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty()).map(
        move |word| {
            let at = start + (word.as_ptr() as usize - part.as_ptr() as usize);
            at..at + word.len()
        },
    )
}
