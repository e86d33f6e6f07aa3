//! Scans of a text before it is parsed: how deep it is nested, where a string ends.
//!
//! Nothing is allocated here. For malformed text the answers are estimates, which the parser's own refusal follows.

#[cfg(feature = "validate")]
use crate::well_known::DEPTH_LIMIT;

/// The nesting of a text if it is over [`DEPTH_LIMIT`].
///
/// Few texts have so many opening brackets at all, and to count them is ten times as fast as to follow them.
#[cfg(feature = "validate")]
pub(crate) fn too_deep(text: &[u8]) -> Option<usize> {
    // A count in a byte, so that the compiler counts many at once; `[` and `{` differ in one bit.
    let opening = |lot: &[u8]| lot.iter().map(|byte| u8::from(byte | 0x20 == b'{')).sum::<u8>();
    let brackets: usize = text.chunks(255).map(|lot| usize::from(opening(lot))).sum();
    if brackets <= DEPTH_LIMIT {
        return None;
    }
    Some(depth(text)).filter(|depth| *depth > DEPTH_LIMIT)
}

/// The deepest nesting of brackets outside strings.
#[cfg(feature = "validate")]
fn depth(mut text: &[u8]) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    while let [byte, behind @ ..] = text {
        text = behind;
        match byte {
            b'"' => text = &behind[string_end(behind).unwrap_or(behind.len())..],
            b'[' | b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// The place behind the closing quotation mark of a string, from behind its opening one; `None` if it has none.
pub(crate) fn string_end(text: &[u8]) -> Option<usize> {
    let mut escaped = false;
    for (at, byte) in text.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}
