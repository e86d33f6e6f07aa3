//! A peer's words as they may be shown.

/// Longer words are cut, in Unicode scalar values.
const LONGEST: usize = 64;

/// Control characters escaped, the end cut off.
pub(crate) fn word(text: &str) -> String {
    let mut shown = String::new();
    for (index, letter) in text.chars().enumerate() {
        match letter {
            _ if index == LONGEST => {
                shown.push('…');
                break;
            }
            '"' | '\'' | '\\' => shown.push(letter),
            _ => shown.extend(letter.escape_debug()),
        }
    }
    shown
}
