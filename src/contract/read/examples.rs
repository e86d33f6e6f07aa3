//! Examples: fenced blocks with the info string `json <Name>`.

use crate::contract::diagnostic::DiagnosticId;
use crate::contract::grammar::parser::Mention;
use crate::contract::grammar::token::is_identifier;
use crate::contract::markdown::CodeBlock;
use crate::contract::model::Example;
use crate::contract::position::Span;
use crate::contract::read::draft::Draft;
use crate::json::{self, Flaw, JsonError};

/// Reads a fence if its info string names a definition; any other is prose.
///
/// Returns true if it is an example, were it malformed.
pub(super) fn read_fence(draft: &mut Draft<'_>, fence: &CodeBlock) -> bool {
    let mut words = fence.info.split_whitespace();
    let (Some("json"), Some(word), None) = (words.next(), words.next(), words.next()) else {
        return false;
    };
    let name = word.strip_prefix('<').and_then(|word| word.strip_suffix('>')).unwrap_or(word);
    if !is_identifier(name) {
        return false;
    }
    let opening = draft.text[fence.span.clone()].lines().next().unwrap_or_default();
    let at = fence.span.start + opening.rfind(name).unwrap_or(0);
    draft.mentions.push(Mention { name: name.to_owned(), span: at..at + name.len() });
    match json::read(&fence.content) {
        Ok(value) => {
            let text = fence.content.trim().to_owned();
            draft.examples.push(Example { name: name.to_owned(), value, text, span: fence.span.clone() });
        }
        Err(error) => {
            let span = place(draft.text, fence, error.offset);
            draft.report(
                DiagnosticId::BadExample,
                &span,
                format!("expected JSON, found {}", reason(&error)),
                "write one JSON value, or take the name out of the info string",
            );
        }
    }
    true
}

/// The place in the document where the JSON reader stopped: at the last byte that it had read, unless that ended a line.
fn place(text: &str, fence: &CodeBlock, offset: usize) -> Span {
    let last = offset.checked_sub(1).filter(|last| fence.content.as_bytes().get(*last) != Some(&b'\n'));
    let stopped = last.unwrap_or(offset).min(fence.content.trim_end().len());
    let Some((from, start)) = fence.pieces.iter().rev().find(|(from, _)| *from <= stopped) else {
        return fence.span.clone();
    };
    let stopped = (start + stopped - from).min(fence.span.end);
    // Where the text ends too early, its last letter can be underlined, its end cannot.
    let letters = text[fence.span.start..].char_indices().map(|(at, c)| (fence.span.start + at, c));
    let shown = letters.take_while(|(at, _)| *at <= stopped).filter(|(_, c)| !c.is_whitespace()).last();
    shown.map_or(stopped..stopped, |(at, c)| at..at + c.len_utf8())
}

fn reason(error: &JsonError) -> &'static str {
    match error.flaw {
        Flaw::End => "its end too early",
        Flaw::DuplicateKey => "a key twice in one object",
        _ => "something else",
    }
}
