//! Lines out of pieces: what a socket or a file delivers, cut at its line feeds.
//!
//! Bytes come in as they are read, lines go out as values. This module knows no JSON, no frame and no I/O.

use std::{fmt, str};

use memchr::memchr;

use super::violation::{Rule, Violation};
use crate::well_known::FRAME_LIMIT;

/// Cuts a stream of bytes into lines, whatever the pieces it arrives in (contract section 3.1).
///
/// A line ends with `\n` or `\r\n`. Blank lines (nothing but spaces, tabs and carriage returns) are counted and left
/// out. A line that is too long or no UTF-8 is a value, and the line after it is read as if nothing had happened. The
/// same bytes give the same lines in whatever pieces they come.
///
/// Memory: a line that stands whole in one chunk is lent out of the chunk. Of an unfinished line, fewer bytes than the
/// limit are kept; once it is too long they are let go, and the rest of it is only counted.
///
/// The other half of a UTF-16 line feed: NUL bytes directly behind the line feed of a line that ends in NUL belong to
/// that line, not to the next one. So a message in UTF-16 costs one line.
///
/// # Examples
///
/// ```
/// use relay_contract::validate::LineSplitter;
///
/// let mut splitter = LineSplitter::new();
/// let mut lines = Vec::new();
/// for message in ["{\"a\":1}\n\r\n{\"b\"", ":2}\r\n{\"c\":3}"] {
///     let mut chunk = message.as_bytes();
///     while let Some(line) = splitter.next_line(&mut chunk) {
///         lines.push((line.number, line.text.map(str::to_owned)));
///     }
/// }
/// assert_eq!(lines, [(1, Ok("{\"a\":1}".to_owned())), (3, Ok("{\"b\":2}".to_owned()))]);
///
/// // The input ends here. In a file this is the last line, on a socket it is half of one.
/// let rest = splitter.finish().ok_or("a line is left")?;
/// assert_eq!(rest.text.as_deref(), Ok("{\"c\":3}"));
/// assert_eq!(rest.incomplete().message, "expected a line end, found the end of the input after 7 bytes");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct LineSplitter {
    /// In bytes, the line feed counted.
    limit: usize,
    /// The beginning of the unfinished line; empty once that is too long.
    kept: Vec<u8>,
    /// Of the unfinished line, kept or not, in bytes.
    length: usize,
    /// Of the last line that ended, from 1.
    number: usize,
    /// Whether the last byte before this one, line feeds aside, was NUL.
    is_behind_nul: bool,
    /// Whether what is kept was handed out as a line, and goes with the next call.
    is_handed_out: bool,
}

/// One line that is not blank.
///
/// `Debug` tells number and length, never the text.
#[derive(Clone, PartialEq, Eq)]
pub struct Line<'a> {
    /// From 1, blank lines counted.
    pub number: usize,
    /// In bytes, with its line end (one byte is counted for it where the input ends without one).
    pub length: usize,
    /// The text without its line end, or why there is none: `size` for a line over the limit, `json` for one that is
    /// not UTF-8.
    pub text: Result<&'a str, Violation>,
}

impl LineSplitter {
    /// A splitter for frames: lines of at most [`FRAME_LIMIT`] bytes.
    #[must_use]
    pub fn new() -> Self {
        Self::with_limit(FRAME_LIMIT)
    }

    /// A splitter for lines of at most `limit` bytes, the line end counted.
    #[must_use]
    pub fn with_limit(limit: usize) -> Self {
        Self { limit, kept: Vec::new(), length: 0, number: 0, is_behind_nul: false, is_handed_out: false }
    }

    /// Takes bytes off the front of the chunk until a line ends; `None` once the chunk is used up.
    ///
    /// Call it until it gives `None`, then again with the next chunk. What a call has taken of the chunk is the line,
    /// as far as it stands in this chunk: the way to the bytes of a line that is refused.
    pub fn next_line<'a, 'c: 'a>(&'a mut self, chunk: &mut &'c [u8]) -> Option<Line<'a>> {
        let whole = loop {
            self.start(chunk);
            let Some(end) = memchr(b'\n', chunk) else {
                self.keep(chunk);
                *chunk = &[];
                return None;
            };
            let piece = &chunk[..end];
            *chunk = &chunk[end + 1..];
            let whole = (self.length == 0).then_some(piece);
            match whole {
                Some(piece) => self.pass(piece),
                None => self.keep(piece),
            }
            self.number += 1;
            self.is_handed_out = true;
            if !self.is_blank(whole) {
                break whole;
            }
        };
        Some(self.line(whole.unwrap_or(&self.kept)))
    }

    /// The rest of the input as its last line, without a line end; `None` if nothing or only white space is left.
    ///
    /// For a file it is a line like any other. On a socket its writer never finished it: report
    /// [`Line::incomplete`].
    pub fn finish(&mut self) -> Option<Line<'_>> {
        self.start(&mut &[][..]);
        let is_blank = self.is_blank(None);
        self.number += usize::from(self.length > 0);
        self.is_handed_out = true;
        (!is_blank).then(|| self.line(&self.kept))
    }

    /// How many bytes of an unfinished line are kept: fewer than the limit.
    #[must_use]
    pub fn kept(&self) -> usize {
        if self.is_handed_out { 0 } else { self.kept.len() }
    }

    /// Forgets the line that was handed out, and what belongs to its line end.
    fn start(&mut self, chunk: &mut &[u8]) {
        if self.is_handed_out {
            self.is_handed_out = false;
            self.kept.clear();
            self.length = 0;
        }
        if self.length == 0 && self.is_behind_nul {
            let nuls = chunk.iter().take_while(|byte| **byte == 0).count();
            *chunk = &chunk[nuls..];
        }
    }

    /// Counts a piece of a line.
    fn pass(&mut self, piece: &[u8]) {
        self.length += piece.len();
        if let Some(last) = piece.last() {
            self.is_behind_nul = *last == 0;
        }
    }

    /// Keeps a piece of a line, unless the line is too long.
    fn keep(&mut self, piece: &[u8]) {
        self.pass(piece);
        if self.is_too_long() {
            self.kept = Vec::new();
        } else {
            self.kept.extend_from_slice(piece);
        }
    }

    fn is_too_long(&self) -> bool {
        self.length >= self.limit
    }

    fn is_blank(&self, whole: Option<&[u8]>) -> bool {
        let is_white = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r');
        !self.is_too_long() && whole.unwrap_or(&self.kept).iter().all(is_white)
    }

    /// The line that has just ended, with its bytes unless it is too long.
    fn line<'a>(&self, bytes: &'a [u8]) -> Line<'a> {
        let (limit, length) = (self.limit, self.length + 1);
        let text = if self.is_too_long() {
            Err(Violation::too_long(limit, length))
        } else {
            str::from_utf8(bytes).map_err(|error| {
                let place = error.valid_up_to() + 1;
                Violation::whole(Rule::Json, format!("expected UTF-8, found another byte at byte {place}"))
            })
        };
        Line { number: self.number, length, text: text.map(|text| text.strip_suffix('\r').unwrap_or(text)) }
    }
}

impl Default for LineSplitter {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for LineSplitter {
    /// Counts only: what is kept is content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("LineSplitter");
        shown.field("limit", &self.limit).field("kept", &self.kept()).field("number", &self.number);
        shown.finish_non_exhaustive()
    }
}

impl Line<'_> {
    /// What to report where this line is the rest of a socket's input.
    #[must_use]
    pub fn incomplete(&self) -> Violation {
        let bytes = self.length - 1;
        let message = format!("expected a line end, found the end of the input after {bytes} bytes");
        Violation::whole(Rule::Json, message)
    }
}

impl fmt::Debug for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Line");
        shown.field("number", &self.number).field("length", &self.length);
        shown.field("text", &self.text.as_ref().map(|_| "…")).finish()
    }
}
