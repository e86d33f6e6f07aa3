//! Citations: sections, headings, gates and frames that a document names, and the words of Stability and Since.

use std::collections::HashSet;

use crate::contract::diagnostic::{Diagnostic, DiagnosticId};
use crate::contract::field::Notes;
use crate::contract::grammar::parser::Mention;
use crate::contract::model::Contract;
use crate::contract::position::{Section, Span};
use crate::contract::read::prose::SectionText;

/// Words that say how settled a row is.
const STABILITY: [&str; 9] = [
    "stable",
    "experimental",
    "deprecated",
    "draft",
    "provisional",
    "observed",
    "described",
    "reported",
    "removed",
];

/// Reports what the text names and the document does not have.
pub(super) fn check(
    text: &str,
    contract: &Contract,
    prose: &[SectionText],
    loose_frames: &[Mention],
    diagnostics: &mut Vec<Diagnostic>,
) {
    check_sections(text, prose, diagnostics);
    check_anchors(text, prose, diagnostics);
    check_frames(text, contract, loose_frames, diagnostics);
    check_notes(contract, diagnostics);
}

fn check_sections(text: &str, prose: &[SectionText], diagnostics: &mut Vec<Diagnostic>) {
    let mut numbers = HashSet::new();
    for SectionText { section, span, .. } in prose {
        let Some(number) = &section.number else { continue };
        if !numbers.insert(number.as_str()) {
            diagnostics.push(Diagnostic::new(
                DiagnosticId::DuplicateSection,
                first_line(text, span),
                format!("expected each section number once, found {number} again"),
                "give one of the two another number: a citation cannot tell them apart",
            ));
        }
    }
    if numbers.is_empty() {
        return;
    }
    let cited = ["section ", "sections ", "Section ", "§"].into_iter().flat_map(|word| after(text, word));
    for at in cited {
        let number: String = text[at..].chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
        let number = number.trim_end_matches('.');
        if number.is_empty() || numbers.contains(number) || is_of_another(text, at) {
            continue;
        }
        diagnostics.push(Diagnostic::new(
            DiagnosticId::UnknownSection,
            at..at + number.len(),
            format!("expected the number of a section, found {number}, which no heading has"),
            "cite a section that is there, or name the other document before the number, as in `RFC 2119, section 3`",
        ));
    }
}

/// Returns true if the words before a citation name another document: `RFC 2119, section 3`, `Phase 5 §5.1`.
fn is_of_another(text: &str, at: usize) -> bool {
    let line = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let before = text[line..at].trim_end_matches(|c: char| !c.is_ascii_digit() && !c.is_alphabetic());
    let mut words = before.rsplit(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_own = |word: &str| ["section", "sections", "and", "or", "to"].contains(&&*word.to_lowercase());
    let mut follows_number = false;
    let named = words.find(|word| {
        let is_number = word.chars().all(|c| c.is_ascii_digit());
        follows_number |= is_number;
        !is_number && (follows_number || !is_own(word))
    });
    follows_number && named.is_some_and(|word| !is_own(word))
}

fn check_anchors(text: &str, prose: &[SectionText], diagnostics: &mut Vec<Diagnostic>) {
    let headings: HashSet<String> = prose.iter().map(|section| slug(&section.section)).collect();
    for at in after(text, "](#") {
        let anchor = text[at..].split([')', ' ', '\n']).next().unwrap_or_default();
        let numbered = anchor.rsplit_once('-').filter(|(_, count)| count.chars().all(|c| c.is_ascii_digit()));
        let is_heading =
            headings.contains(anchor) || numbered.is_some_and(|(base, _)| headings.contains(base));
        let is_marked = ["id", "name"].iter().any(|name| text.contains(&format!("{name}=\"{anchor}\"")));
        if !is_heading && !is_marked {
            diagnostics.push(Diagnostic::new(
                DiagnosticId::UnknownAnchor,
                at..at + anchor.len(),
                format!("expected a link to a heading, found `#{anchor}`, which no heading has"),
                "a heading's anchor is its text in small letters, with `-` for blanks and without other signs",
            ));
        }
    }
}

/// The anchor that GitHub gives a heading.
fn slug(section: &Section) -> String {
    let number = section.number.iter().flat_map(|number| [number.as_str(), " "]);
    let heading: String = number.chain([section.title.as_str()]).collect();
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.flat_map(char::to_lowercase).map(|c| if c == ' ' { '-' } else { c }).collect()
}

fn check_frames(text: &str, contract: &Contract, loose: &[Mention], diagnostics: &mut Vec<Diagnostic>) {
    if contract.frames().next().is_none() {
        return;
    }
    let is_known = |tag: &str| {
        contract.frame(tag).is_some()
            || contract.action(tag).is_some()
            || contract.definitions().any(|definition| definition.field(tag).is_some())
            || loose.iter().any(|frame| frame.name == tag)
    };
    let mut reported = HashSet::new();
    for at in after(text, "` frame") {
        let end = at - "` frame".len();
        let start = text[..end].rfind(['`', '\n']).map_or(0, |tick| tick + 1);
        let tag = &text[start..end];
        let is_tag = tag.starts_with(|c: char| c.is_ascii_lowercase())
            && tag.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if is_tag && !is_known(tag) && reported.insert(tag) {
            diagnostics.push(Diagnostic::new(
                DiagnosticId::UnknownFrame,
                start..end,
                format!("expected a frame of the document, found `{tag}`, which none is called"),
                "give it a row of a frame table or a list item, or correct the name",
            ));
        }
    }
}

fn check_notes(contract: &Contract, diagnostics: &mut Vec<Diagnostic>) {
    for definition in contract.definitions() {
        check_row(contract, &definition.notes, &definition.span, diagnostics);
        for field in &definition.fields {
            check_row(contract, &field.notes, &field.span, diagnostics);
        }
    }
    for duty in &contract.duties {
        check_row(contract, &duty.notes, &duty.span, diagnostics);
    }
}

fn check_row(contract: &Contract, notes: &Notes, span: &Span, diagnostics: &mut Vec<Diagnostic>) {
    let mut report = |id, message: String, hint: &str| {
        diagnostics.push(Diagnostic::new(id, span.clone(), message, hint));
    };
    for gate in notes.gate.iter().flat_map(|gate| gate.split('`').skip(1).step_by(2)) {
        let is_field = contract.definitions().any(|definition| definition.field(gate).is_some());
        if !is_field && contract.action(gate).is_none() {
            report(
                DiagnosticId::UnknownGate,
                format!(
                    "expected a gate that can be advertised, found `{gate}`, which is no field and no op"
                ),
                "name a field of the descriptor or an op",
            );
        }
    }
    let settled = notes.stability.as_deref().map(|word| word.trim_matches(['`', '*']).to_lowercase());
    if let Some(word) = settled.filter(|word| !STABILITY.iter().any(|known| word.starts_with(known))) {
        report(
            DiagnosticId::UnknownNote,
            format!("expected how settled the row is, found `{word}`"),
            "begin the cell with stable, observed, described, reported, experimental, provisional, draft, deprecated or removed",
        );
    }
    let since = notes.since.as_deref().map(|since| since.trim_matches('`'));
    if let Some(since) = since.filter(|since| !since.contains(|c: char| c.is_ascii_digit())) {
        report(
            DiagnosticId::UnknownNote,
            format!("expected the date or revision that the row is there from, found `{since}`"),
            "write a date such as 2026-07-26, or a version",
        );
    }
}

/// The places directly after each `word` in the text.
fn after<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = usize> + 't {
    text.match_indices(word).map(|(at, word)| at + word.len())
}

fn first_line(text: &str, span: &Span) -> Span {
    let line = text[span.clone()].lines().next().map_or(0, |line| line.trim_end().len());
    span.start..span.start + line
}
