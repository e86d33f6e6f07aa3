//! The lines that wait for the socket, in order.

use std::collections::VecDeque;

/// What a line is, to who writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A `hello`; whether it is the last one.
    Hello { last: bool },
    /// The `outbound` frame of this request.
    Request(u64),
    /// An `interrupt`, an `inbound_ack` or a `going_idle`.
    Notice(&'static str),
}

/// Lines in order. Of notices no more are kept than fit into `limit`. A request has its place here and its line
/// elsewhere: how many there are is bounded by who makes them.
#[derive(Debug)]
pub(super) struct Outgoing {
    lines: VecDeque<(String, Kind)>,
    /// Of all lines but the requests'.
    bytes: usize,
    limit: usize,
}

impl Outgoing {
    pub(super) fn new(limit: usize) -> Self {
        Self { lines: VecDeque::new(), bytes: 0, limit }
    }

    pub(super) fn push(&mut self, line: String, kind: Kind) {
        self.bytes += line.len();
        self.lines.push_back((line, kind));
    }

    /// Puts lines before those that wait, in their order.
    pub(super) fn push_first(&mut self, lines: Vec<(String, Kind)>) {
        for (line, kind) in lines.into_iter().rev() {
            self.bytes += line.len();
            self.lines.push_front((line, kind));
        }
    }

    pub(super) fn push_request(&mut self, number: u64) {
        self.lines.push_back((String::new(), Kind::Request(number)));
    }

    /// Whether another notice of this length may wait.
    pub(super) fn has_room(&self, length: usize) -> bool {
        self.bytes.saturating_add(length) <= self.limit
    }

    pub(super) fn pop(&mut self) -> Option<(String, Kind)> {
        let (line, kind) = self.lines.pop_front()?;
        self.bytes -= line.len();
        Some((line, kind))
    }

    pub(super) fn clear(&mut self) {
        self.lines.clear();
        self.bytes = 0;
    }

    /// The next line that is no request; these stay where they are.
    pub(super) fn pop_notice(&mut self) -> Option<(String, Kind)> {
        let place = self.lines.iter().position(|(_, kind)| !matches!(kind, Kind::Request(_)))?;
        let (line, kind) = self.lines.remove(place)?;
        self.bytes -= line.len();
        Some((line, kind))
    }

    /// Forgets all but the requests.
    pub(super) fn keep_requests(&mut self) {
        self.lines.retain(|(_, kind)| matches!(kind, Kind::Request(_)));
        self.bytes = 0;
    }

    /// Whether nothing waits but requests.
    pub(super) fn has_no_notices(&self) -> bool {
        self.bytes == 0
    }
}

impl Kind {
    /// The `type` of the frame.
    pub(super) fn frame_type(self) -> &'static str {
        match self {
            Self::Hello { .. } => "hello",
            Self::Request(_) => "outbound",
            Self::Notice(frame_type) => frame_type,
        }
    }
}
