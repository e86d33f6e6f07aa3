//! Code fences: where they are, and what a cut inside one costs.

use std::ops::Range;

use super::Splitter;

/// A fenced code block, as `CommonMark` has it: three or more `` ` `` or `~`, at most three spaces before them.
#[derive(Debug)]
pub(super) struct Fence<'a> {
    /// The line that opens it, with its line end.
    opener: Range<usize>,
    /// The line that closes it, without its line end; beyond the content if nothing does.
    closer: Range<usize>,
    /// The line to open it with again.
    reopener: &'a str,
    /// The line to close it with.
    run: &'a str,
}

/// What a cut at some place does.
#[derive(Debug, Clone, Copy)]
pub(super) enum Cut {
    /// Cuts no code block.
    Outside,
    /// As [`Cut::Outside`], right behind the line that closes one.
    BehindFence,
    /// Cuts a code block: closing it takes so many units.
    Inside(usize),
    /// Cuts a fence itself, or leaves a code block without a line.
    Forbidden,
}

/// The fences of `content` that can be repaired within half a message, in order.
pub(super) fn repairable(content: &str, splitter: Splitter) -> Vec<Fence<'_>> {
    let mut fences = Vec::new();
    let mut open: Option<(Range<usize>, Marker<'_>)> = None;
    let mut start = 0;
    for line in content.split_inclusive('\n') {
        let end = start + line.len();
        let text = line.trim_end_matches(['\r', '\n']);
        match open.take() {
            None => open = Marker::opening(text).map(|marker| (start..end, marker)),
            Some((opener, marker)) if marker.is_closed_by(text) => {
                fences.extend(marker.fence(opener, start..start + text.len(), splitter));
            }
            still_open => open = still_open,
        }
        start = end;
    }
    if let Some((opener, marker)) = open {
        let beyond = content.len() + 1;
        fences.extend(marker.fence(opener, beyond..beyond, splitter));
    }
    fences
}

/// Whether a text, at the beginning of a line, would open or close a code block.
pub(super) fn begins_like_one(text: &str) -> bool {
    unindented(text).is_some_and(|line| line.starts_with("```") || line.starts_with("~~~"))
}

/// The code block that a piece from `start` must open again.
pub(super) fn open_at<'f, 'a>(fences: &'f [Fence<'a>], start: usize) -> Option<&'f Fence<'a>> {
    let next = fences.partition_point(|fence| fence.closer.start <= start);
    fences.get(next).filter(|fence| fence.holds(start))
}

/// What a cut at `end` does.
pub(super) fn cut_at(fences: &[Fence<'_>], content: &str, end: usize) -> Cut {
    let next = fences.partition_point(|fence| fence.closer.end < end);
    match fences.get(next) {
        Some(fence) if fence.closer.end == end => Cut::BehindFence,
        // ASCII: as many units as bytes, whatever the unit.
        Some(fence) if fence.holds(end) => Cut::Inside(fence.closing(content, end).len()),
        Some(fence) if fence.opener.start < end => Cut::Forbidden,
        _ => Cut::Outside,
    }
}

/// What a piece that ends at `end` must be closed with, if anything.
pub(super) fn closing_at(fences: &[Fence<'_>], content: &str, end: usize) -> String {
    open_at(fences, end).map(|fence| fence.closing(content, end)).unwrap_or_default()
}

impl Fence<'_> {
    /// The line to open it with again, and its line end.
    pub(super) fn opening(&self) -> String {
        format!("{}\n", self.reopener)
    }

    /// Whether a cut at `place` is between the lines of the block.
    fn holds(&self, place: usize) -> bool {
        self.opener.end < place && place < self.closer.start
    }

    fn closing(&self, content: &str, end: usize) -> String {
        let line_end = if content[..end].ends_with('\n') { "" } else { "\n" };
        format!("{line_end}{}", self.run)
    }
}

/// The run that opens a block, with what follows it on the line.
#[derive(Debug, Clone, Copy)]
struct Marker<'a> {
    run: &'a str,
    line: &'a str,
}

impl<'a> Marker<'a> {
    fn opening(text: &'a str) -> Option<Self> {
        let line = unindented(text)?;
        let run = run(line, '`').or_else(|| run(line, '~'))?;
        // A line such as ```` ```x``` ```` is code within a paragraph.
        let inline = run.starts_with('`') && line[run.len()..].contains('`');
        if inline { None } else { Some(Self { run, line: line.trim_end() }) }
    }

    fn is_closed_by(&self, text: &str) -> bool {
        let closes =
            |line: &str| line.starts_with(self.run) && line.trim_end().chars().all(|c| self.run.contains(c));
        unindented(text).is_some_and(closes)
    }

    fn fence(self, opener: Range<usize>, closer: Range<usize>, splitter: Splitter) -> Option<Fence<'a>> {
        let fits = |line: &&str| {
            let cost = splitter.unit.measure(line) + 1 + 1 + splitter.unit.measure(self.run);
            2 * cost <= splitter.limit.get()
        };
        let reopener = [self.line, self.run].into_iter().find(fits)?;
        Some(Fence { opener, closer, reopener, run: self.run })
    }
}

fn unindented(text: &str) -> Option<&str> {
    let indent = text.bytes().take(4).take_while(|&byte| byte == b' ').count();
    (indent <= 3).then(|| &text[indent..])
}

/// Three or more of `mark` at the beginning of a line.
fn run(line: &str, mark: char) -> Option<&str> {
    let run = &line[..line.len() - line.trim_start_matches(mark).len()];
    (run.len() >= 3).then_some(run)
}
