//! Cutting a long answer into messages that a chat takes (contract section 6.6).
//!
//! A pure function of a text and the chat's limit. It sends nothing, and knows no markup but code fences.

mod fence;

use std::fmt;
use std::num::NonZeroUsize;

use unicode_segmentation::UnicodeSegmentation as _;

use self::fence::{Cut, Fence};
use crate::capabilities::{Capabilities, LengthUnit};

/// Cuts texts to one chat's limit.
///
/// # Examples
///
/// ```
/// use std::num::NonZeroUsize;
/// use relay_contract::capabilities::LengthUnit;
/// use relay_contract::relay::split::Splitter;
///
/// let limit = NonZeroUsize::new(24).expect("not zero");
/// let splitter = Splitter { limit, unit: LengthUnit::Chars, code_blocks: true };
/// let pieces = splitter.split("Run:\n```sh\ncargo fetch\ncargo build\n```\n");
/// let texts: Vec<_> = pieces.iter().map(ToString::to_string).collect();
/// assert_eq!(texts, ["Run:\n```sh\ncargo \n```", "```sh\nfetch\n```", "```sh\ncargo build\n```\n"]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Splitter {
    /// The longest message, in `unit`.
    pub limit: NonZeroUsize,
    /// What the limit counts.
    pub unit: LengthUnit,
    /// Whether the chat shows code blocks; if not, fences are text like any other.
    pub code_blocks: bool,
}

/// One message: a stretch of the content, and what keeps its code blocks whole. `Display` writes all three.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece<'a> {
    /// The line that opens again the code block in which the last piece ended, or nothing.
    pub opening: String,
    /// The content itself: the bodies of all pieces, one after the other, are the content.
    pub body: &'a str,
    /// The line that closes the code block in which this piece ends, or nothing.
    pub closing: String,
}

impl Splitter {
    /// The pieces of `content`, in order, at least one.
    ///
    /// Each is within the limit, with its fences. A cut is made behind a paragraph if that leaves a piece at least half
    /// full, else behind a line if it is a quarter full, else behind a word. Failing all, between two grapheme
    /// clusters. A code block that is cut is closed, and opened again with its info string; with a bare fence where
    /// the whole line would take up more than half a message. White space stays where it was, so a piece may be blank.
    ///
    /// Where a limit is too small for the rules, the limit wins: fences that would take up more than half a message are
    /// not repaired, a line that begins like a fence and is longer than a message is cut, and so is a cluster that is,
    /// between scalar values. Only a single scalar value is never cut: with a limit of 1 UTF-16 code unit, one that has
    /// two is sent as it is.
    #[must_use]
    pub fn split<'a>(&self, content: &'a str) -> Vec<Piece<'a>> {
        let fences = if self.code_blocks { fence::repairable(content, *self) } else { Vec::new() };
        let mut pieces = Vec::new();
        let mut start = 0;
        loop {
            let open = fence::open_at(&fences, start);
            let opening = open.map(Fence::opening).unwrap_or_default();
            let room = self.limit.get().saturating_sub(self.unit.measure(&opening));
            let piece = match self.cut(content, start, room, &fences) {
                Some(end) if end == content.len() => {
                    Piece { opening, body: &content[start..], closing: String::new() }
                }
                Some(end) => {
                    let closing = fence::closing_at(&fences, content, end);
                    Piece { opening, body: &content[start..end], closing }
                }
                None => {
                    let end = self.forced_cut(content, start);
                    Piece { opening: String::new(), body: &content[start..end], closing: String::new() }
                }
            };
            start += piece.body.len();
            pieces.push(piece);
            if start == content.len() {
                return pieces;
            }
        }
    }

    /// Where the piece from `start` ends by the rules, with room for `room` units; `None` if the rules leave no place.
    fn cut(&self, content: &str, start: usize, room: usize, fences: &[Fence<'_>]) -> Option<usize> {
        let (mut paragraph, mut line, mut word, mut cluster) = (None, None, None, None);
        let (mut used, mut line_start) = (0, start);
        for (offset, text) in content[start..].grapheme_indices(true) {
            used += self.unit.measure(text);
            if used > room {
                break;
            }
            let end = start + offset + text.len();
            if end == content.len() {
                return Some(end);
            }
            if text.ends_with('\n') {
                line_start = end;
            }
            let cut = fence::cut_at(fences, content, end);
            let closing = match cut {
                Cut::Outside | Cut::BehindFence => 0,
                Cut::Inside(closing) => closing,
                Cut::Forbidden => continue,
            };
            if used + closing > room {
                continue;
            }
            // Half a line of text can be a whole fence.
            let makes_fence = self.code_blocks
                && !matches!(cut, Cut::BehindFence)
                && line_start < end
                && [&content[line_start..end], &content[end..]].into_iter().any(fence::begins_like_one);
            if makes_fence {
                continue;
            }
            let before = &content[..end];
            let place = match cut {
                Cut::Outside if before.ends_with("\n\n") || before.ends_with("\n\r\n") => &mut paragraph,
                Cut::BehindFence => &mut line,
                _ if before.ends_with('\n') => &mut line,
                _ if ends_word(before, &content[end..]) => &mut word,
                _ => &mut cluster,
            };
            *place = Some((end, used));
        }
        let filled = |place: Option<(usize, usize)>, share| {
            place.filter(|&(_, used)| used >= room.div_ceil(share)).map(|(end, _)| end)
        };
        let later = || [paragraph, line, word].into_iter().flatten().map(|(end, _)| end).max();
        filled(paragraph, 2).or(filled(line, 4)).or_else(later).or(cluster.map(|(end, _)| end))
    }

    /// Where the piece from `start` ends if only the limit counts: behind the last cluster that fits, else behind the
    /// last scalar value, else behind the first.
    fn forced_cut(&self, content: &str, start: usize) -> usize {
        let rest = &content[start..];
        let cluster = rest.graphemes(true).next().unwrap_or_default();
        let scalars = cluster.char_indices().map(|(at, scalar)| &cluster[at..at + scalar.len_utf8()]);
        let fitting = self.fitting(rest.graphemes(true)).or_else(|| self.fitting(scalars));
        start + fitting.unwrap_or_else(|| rest.chars().next().map_or(0, char::len_utf8))
    }

    /// How many bytes of a text fit, whole parts only; `None` if its first part does not.
    fn fitting<'t>(&self, parts: impl Iterator<Item = &'t str>) -> Option<usize> {
        let (mut end, mut used) = (0, 0);
        for part in parts {
            used += self.unit.measure(part);
            if used > self.limit.get() {
                break;
            }
            end += part.len();
        }
        (end > 0).then_some(end)
    }
}

impl From<&Capabilities> for Splitter {
    fn from(capabilities: &Capabilities) -> Self {
        Self {
            limit: capabilities.message_limit(),
            unit: capabilities.length_unit(),
            code_blocks: capabilities.code_blocks(),
        }
    }
}

impl fmt::Display for Piece<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}{}", self.opening, self.body, self.closing)
    }
}

/// Whether a word ends between the two texts: white space, and then none.
fn ends_word(before: &str, after: &str) -> bool {
    before.ends_with(char::is_whitespace) && !after.starts_with(char::is_whitespace)
}
