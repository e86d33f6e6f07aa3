//! What the bytes of a text say before it is parsed: how deep it is nested.
//!
//! Nothing is allocated here. For malformed text the answers are estimates, which the parser's own refusal follows.

use crate::well_known::DEPTH_LIMIT;

/// The nesting of a text if it is over [`DEPTH_LIMIT`].
///
/// Few texts have so many opening brackets at all, and to count them is ten times as fast as to follow them.
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
fn depth(text: &[u8]) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let (mut in_string, mut escaped) = (false, false);
    for byte in text {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'[' | b'{' if !in_string => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}
