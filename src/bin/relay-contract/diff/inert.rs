//! A document's words in a comment of a code forge, as nothing but words.

/// Parts a word without being seen, so that no forge finds a mention, a reference or an address in it.
const PART: char = '\u{200b}';

/// A text in one line that does nothing where Markdown is read: it pings nobody, refers to no issue and no commit, links
/// nowhere, ends no cell, and holds no mark and no HTML.
///
/// Forges look for mentions and references in the finished text, where a backslash or an entity is gone: so such words are
/// parted by a character that has no width.
pub(super) fn inert(text: &str) -> String {
    let letters: Vec<char> = text.trim().chars().collect();
    let mut out = String::new();
    let mut at = 0;
    while let Some(&letter) = letters.get(at) {
        let before = at.checked_sub(1).and_then(|before| letters.get(before)).copied();
        let commit = commit_like(before, &letters[at..]);
        if commit > 0 {
            for (count, letter) in letters[at..at + commit].iter().enumerate() {
                out.extend((count > 0 && count % 6 == 0).then_some(PART));
                out.push(*letter);
            }
            at += commit;
            continue;
        }
        push(&mut out, letter, before, letters.get(at + 1).copied());
        if is_parted(&letters[..=at], letters.get(at + 1).copied()) {
            out.push(PART);
        }
        at += 1;
    }
    out
}

/// A letter as Markdown and HTML show it.
fn push(out: &mut String, letter: char, before: Option<char>, after: Option<char>) {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match letter {
        _ if letter.is_whitespace() => out.extend((!out.ends_with(' ')).then_some(' ')),
        _ if is_unseen(letter) => *out += &format!("&#92;u{{{:x}}}", u32::from(letter)),
        '&' => *out += "&amp;",
        '<' => *out += "&lt;",
        '>' => *out += "&gt;",
        '|' => *out += "&#124;",
        '\\' => *out += "&#92;",
        '_' if is_letter(before) && is_letter(after) => out.push('_'),
        '`' | '*' | '_' | '[' | ']' | '~' | '$' => out.extend(['\\', letter]),
        _ => out.push(letter),
    }
}

/// Returns true if a word is to be parted behind `said`: a mention, a reference, a short name of an emoji or an address.
fn is_parted(said: &[char], after: Option<char>) -> bool {
    let Some(after) = after else { return false };
    let ends = |end: &str| {
        let end: Vec<char> = end.chars().collect();
        said.len() >= end.len()
            && said[said.len() - end.len()..].iter().zip(&end).all(|(a, b)| a.eq_ignore_ascii_case(b))
    };
    match said.last() {
        Some('@' | '#' | '!' | '~' | '%' | '$' | '^') => !after.is_whitespace(),
        Some('&') => after.is_ascii_digit(),
        Some(':') => after.is_alphanumeric() || matches!(after, '/' | '+' | '-' | '_'),
        Some('-') => ends("gh-") && after.is_ascii_digit(),
        Some(_) => after == '.' && ends("www"),
        None => false,
    }
}

/// How many letters at the beginning are a word that may name a commit; 0 for any other word.
fn commit_like(before: Option<char>, letters: &[char]) -> usize {
    if before.is_some_and(char::is_alphanumeric) {
        return 0;
    }
    let length = letters.iter().take_while(|letter| letter.is_alphanumeric()).count();
    let word = &letters[..length];
    let is_commit = (7..=40).contains(&length)
        && word.iter().all(char::is_ascii_hexdigit)
        && word.iter().any(char::is_ascii_digit)
        && word.iter().any(char::is_ascii_alphabetic);
    if is_commit { length } else { 0 }
}

/// Characters that are not seen, or that turn the direction of what follows.
fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}
