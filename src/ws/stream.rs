//! What stands between the WebSocket library and the stream: it reads ahead, and counts.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, BufReader, ReadBuf};

use super::dial::Stream;

/// Bytes that are read ahead, if so many are there.
const AHEAD: usize = 64 << 10;

pub(super) struct Counted {
    stream: BufReader<Box<dyn Stream>>,
    taken: u64,
    given: u64,
}

impl Counted {
    pub(super) fn new(stream: Box<dyn Stream>) -> Self {
        Self { stream: BufReader::with_capacity(AHEAD, stream), taken: 0, given: 0 }
    }

    /// Bytes that the stream has taken so far.
    pub(super) fn taken(&self) -> u64 {
        self.taken
    }

    /// Bytes that it has given so far, and that were read.
    pub(super) fn given(&self) -> u64 {
        self.given
    }
}

impl AsyncRead for Counted {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        read: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = read.filled().len();
        let polled = Pin::new(&mut self.stream).poll_read(cx, read);
        self.given += (read.filled().len() - before) as u64;
        polled
    }
}

impl AsyncWrite for Counted {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let wrote = Pin::new(&mut self.stream).poll_write(cx, bytes);
        if let Poll::Ready(Ok(count)) = wrote {
            self.taken += count as u64;
        }
        wrote
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
