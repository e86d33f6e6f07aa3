//! Files and standard input, read piece by piece into batches of lines.

use std::fs::File;
use std::io::{self, Read};
use std::mem;
use std::ops::{ControlFlow, Range};
use std::path::{Path, PathBuf};

use relay_contract::validate::{Line, LineSplitter, Violation};

use super::capture::LINE_LIMIT;

/// Bytes that are asked for at once. A batch holds the lines that end in them.
const PIECE: usize = 128 << 10;

/// The most lines of a batch: of three bytes each, a piece holds 40,000, and each may be a finding.
const LINES: usize = 2048;

/// What reading gives, in the order of the input.
pub(crate) enum Item {
    Lines(Batch),
    Failed { file: usize, reason: Reason },
}

/// Why a file was not checked to its end.
pub(crate) enum Reason {
    Io(io::Error),
    Directory,
    /// Holds bytes that no text has, and no line that could be an object.
    Binary {
        is_utf16: bool,
    },
    /// Only blank lines, or nothing.
    NoFrames,
}

/// Some lines of one file.
pub(crate) struct Batch {
    /// Which of the files.
    pub(crate) file: usize,
    /// Bytes read for it.
    pub(super) bytes: u64,
    text: String,
    lines: Vec<Kept>,
}

struct Kept {
    number: usize,
    length: usize,
    text: Result<Range<usize>, Violation>,
}

impl Batch {
    fn new(file: usize) -> Self {
        Self { file, bytes: 0, text: String::new(), lines: Vec::new() }
    }

    /// Its lines, taken out.
    pub(crate) fn lines(&mut self) -> impl Iterator<Item = Line<'_>> {
        let Self { text, lines, .. } = self;
        let line = |Kept { number, length, text: kept }| Line {
            number,
            length,
            text: kept.map(|range: Range<usize>| &text[range]),
        };
        lines.drain(..).map(line)
    }

    fn push(&mut self, line: Line<'_>) {
        let start = self.text.len();
        let text = line.text.map(|text| {
            self.text.push_str(text);
            start..self.text.len()
        });
        self.lines.push(Kept { number: line.number, length: line.length, text });
    }
}

/// Reads all files in turn, `-` as standard input, until `send` breaks off.
///
/// A batch is sent after each read, so that a slow pipe is followed line by line.
pub(crate) fn read_all(files: &[PathBuf], mut send: impl FnMut(Item) -> ControlFlow<()>) {
    for (file, path) in files.iter().enumerate() {
        let flow = match open(path) {
            Ok(input) => read_one(file, input, &mut send),
            Err(reason) => send(Item::Failed { file, reason }),
        };
        if flow.is_break() {
            return;
        }
    }
}

/// Whether a path stands for standard input.
pub(crate) fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

/// Opens a file that is no directory, or standard input.
pub(crate) fn open(path: &Path) -> Result<Box<dyn Read>, Reason> {
    if is_stdin(path) {
        return Ok(Box::new(io::stdin().lock()));
    }
    let file = File::open(path).map_err(Reason::Io)?;
    match file.metadata() {
        Ok(metadata) if metadata.is_dir() => Err(Reason::Directory),
        Ok(_) => Ok(Box::new(file)),
        Err(error) => Err(Reason::Io(error)),
    }
}

fn read_one(
    file: usize,
    mut input: impl Read,
    send: &mut impl FnMut(Item) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut splitter = LineSplitter::with_limit(LINE_LIMIT);
    let mut piece = vec![0; PIECE];
    let (mut is_first, mut has_lines) = (true, false);
    loop {
        let read = match read(&mut input, &mut piece) {
            Ok(read) => read,
            Err(error) => return send(Item::Failed { file, reason: Reason::Io(error) }),
        };
        let mut chunk = &piece[..read];
        if is_first && is_binary(chunk) {
            let is_utf16 = chunk.starts_with(b"\xff\xfe") || chunk.starts_with(b"\xfe\xff");
            return send(Item::Failed { file, reason: Reason::Binary { is_utf16 } });
        }
        is_first = false;
        let mut batch = Batch::new(file);
        batch.bytes = read as u64;
        while let Some(line) = splitter.next_line(&mut chunk) {
            batch.push(line);
            if batch.lines.len() == LINES {
                has_lines = true;
                send(Item::Lines(mem::replace(&mut batch, Batch::new(file))))?;
            }
        }
        if read == 0
            && let Some(line) = splitter.finish()
        {
            batch.push(line);
        }
        has_lines |= !batch.lines.is_empty();
        send(Item::Lines(batch))?;
        if read == 0 {
            break;
        }
    }
    if has_lines { ControlFlow::Continue(()) } else { send(Item::Failed { file, reason: Reason::NoFrames }) }
}

/// The first line that is not blank; `take` makes of it what it needs.
pub(crate) fn first_line<T>(path: &Path, take: impl Fn(Line<'_>) -> T) -> Result<T, Reason> {
    let mut input = open(path)?;
    let mut splitter = LineSplitter::with_limit(LINE_LIMIT);
    let mut piece = vec![0; PIECE];
    loop {
        let read = read(&mut input, &mut piece).map_err(Reason::Io)?;
        let mut chunk = &piece[..read];
        if let Some(line) = splitter.next_line(&mut chunk) {
            return Ok(take(line));
        }
        if read == 0 {
            return splitter.finish().map(take).ok_or(Reason::NoFrames);
        }
    }
}

fn read(input: &mut impl Read, piece: &mut [u8]) -> io::Result<usize> {
    loop {
        match input.read(piece) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            done => return done,
        }
    }
}

/// Whether the beginning of a file holds bytes that no text has, and no line that could be an object.
fn is_binary(beginning: &[u8]) -> bool {
    let is_text = match std::str::from_utf8(beginning) {
        Ok(text) => !text.contains('\0'),
        // A character may go on in the next piece.
        Err(error) => error.error_len().is_none() && !beginning.contains(&0),
    };
    let looks_like_object = |line: &[u8]| {
        let line = line.trim_ascii();
        line.starts_with(b"{") && line.ends_with(b"}")
    };
    !is_text && !beginning.split(|byte| *byte == b'\n').any(looks_like_object)
}
