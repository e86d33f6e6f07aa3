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

/// Lines in order. Of notices no more are kept than fit into `limit`; requests are bounded by who makes them.
#[derive(Debug)]
pub(super) struct Outgoing {
    lines: VecDeque<(String, Kind)>,
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

    /// Whether another line of this length may wait.
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

    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty()
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
