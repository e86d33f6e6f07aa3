//! Letters that are taken for others, or not seen at all, within words of ASCII: no name is what it seems with them.

use crate::contract::diagnostic::{Diagnostic, DiagnosticId};
use crate::words::{is_invisible, spelled};

/// Reports each word in which letters or digits of ASCII stand beside a letter that looks like one, or like nothing.
pub(super) fn check(text: &str, diagnostics: &mut Vec<Diagnostic>) {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || is_disguise(c);
    // The mark of byte order, which may open a document, is no part of its first word.
    let mut end = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    while let Some(start) = text[end..].find(is_part).map(|at| end + at) {
        end = text[start..].find(|c| !is_part(c)).map_or(text.len(), |length| start + length);
        let word = &text[start..end];
        let Some(disguise) = word.chars().find(|c| is_disguise(*c)) else { continue };
        if word.contains(|c: char| c.is_ascii_alphanumeric()) {
            diagnostics.push(Diagnostic::new(
                DiagnosticId::LookAlike,
                start..end,
                format!("expected a word of letters that are what they seem, found `{}`", spelled(word)),
                format!(
                    "type it anew: `{}` looks like a letter of ASCII, or like nothing",
                    disguise.escape_unicode()
                ),
            ));
        }
    }
}

/// Cyrillic letters, the Greek ones that are drawn like Latin ones, wide forms, the signs of units that are letters
/// twice, and what is not seen.
fn is_disguise(c: char) -> bool {
    let is_greek = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧον".contains(c);
    let is_other = matches!(c, '\u{400}'..='\u{52f}' | '\u{212a}' | '\u{212b}' | '\u{ff10}'..='\u{ff5a}');
    is_greek || is_other || (is_invisible(c) && !c.is_control())
}
