//! Lines of a file, one at a time, without holding an over-long one.

use std::io::{self, BufRead};

use relay_contract::validate::FRAME_LIMIT;

/// The lines that are not blank.
pub(crate) struct Lines<R> {
    reader: R,
    number: usize,
}

/// One line without its line end.
pub(crate) struct Line {
    /// From 1, blank lines counted.
    pub(crate) number: usize,
    /// Its bytes, or the first of them if it is longer than any frame in a capture.
    pub(crate) bytes: Vec<u8>,
    /// Its whole length in bytes.
    pub(crate) length: usize,
}

/// The longest line that is kept: a frame, and what a capture wraps around it.
pub(crate) const LONGEST: usize = FRAME_LIMIT + (64 << 10);

impl<R: BufRead> Lines<R> {
    pub(crate) fn new(reader: R) -> Self {
        Self { reader, number: 0 }
    }

    /// The next line that is not blank; `None` at the end.
    pub(crate) fn next(&mut self) -> io::Result<Option<Line>> {
        while let Some(line) = self.read()? {
            if !line.bytes.iter().all(u8::is_ascii_whitespace) {
                return Ok(Some(line));
            }
        }
        Ok(None)
    }

    fn read(&mut self) -> io::Result<Option<Line>> {
        let mut line = Line { number: self.number + 1, bytes: Vec::new(), length: 0 };
        loop {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                self.number = line.number;
                return Ok((line.length > 0).then_some(line));
            }
            let end = buffer.iter().position(|byte| *byte == b'\n');
            let piece = &buffer[..end.unwrap_or(buffer.len())];
            let room = LONGEST.saturating_sub(line.bytes.len());
            line.bytes.extend_from_slice(&piece[..piece.len().min(room)]);
            line.length += piece.len();
            let consumed = end.map_or(buffer.len(), |end| end + 1);
            self.reader.consume(consumed);
            if end.is_some() {
                self.number = line.number;
                return Ok(Some(line));
            }
        }
    }
}
