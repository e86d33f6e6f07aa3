//! The two ends of a stream in memory: the gateway's is counted, the connector's may be slow.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, DuplexStream, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

use super::ledger::Ledger;

/// The gateway's end: the ledger knows while it is open.
pub(crate) struct Counted {
    inner: DuplexStream,
    ledger: Ledger,
}

/// So many bytes, then a pause.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pace {
    pub(crate) bytes: usize,
    pub(crate) pause: Duration,
}

/// The connector's end.
pub(crate) struct Paced {
    inner: DuplexStream,
    reading: Gait,
    writing: Gait,
}

/// One direction of it.
struct Gait {
    pace: Option<Pace>,
    left: usize,
    pause: Pin<Box<Sleep>>,
}

impl Counted {
    pub(crate) fn new(inner: DuplexStream, ledger: Ledger) -> Self {
        ledger.stream_opened();
        Self { inner, ledger }
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.ledger.stream_closed();
    }
}

impl Paced {
    pub(crate) fn new(inner: DuplexStream, reading: Option<Pace>, writing: Option<Pace>) -> Self {
        Self { inner, reading: Gait::new(reading), writing: Gait::new(writing) }
    }
}

impl Gait {
    fn new(pace: Option<Pace>) -> Self {
        Self {
            pace,
            left: pace.map_or(usize::MAX, |pace| pace.bytes),
            pause: Box::pin(sleep(Duration::ZERO)),
        }
    }

    /// How many bytes may pass now.
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<usize> {
        let Some(pace) = self.pace else { return Poll::Ready(usize::MAX) };
        if self.left == 0 {
            ready!(self.pause.as_mut().poll(cx));
            self.left = pace.bytes;
        }
        Poll::Ready(self.left)
    }

    fn pass(&mut self, bytes: usize) {
        let Some(pace) = self.pace else { return };
        self.left -= bytes;
        if self.left == 0 {
            self.pause.as_mut().reset(Instant::now() + pace.pause);
        }
    }
}

impl AsyncRead for Paced {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let most = ready!(self.reading.poll(cx)).min(into.remaining());
        let mut part = into.take(most);
        ready!(Pin::new(&mut self.inner).poll_read(cx, &mut part))?;
        let read = part.filled().len();
        // The bytes of `part` are those of `into`, which was initialised by the stream.
        let bytes = part.filled().to_vec();
        into.put_slice(&bytes);
        self.reading.pass(read);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Paced {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let most = ready!(self.writing.poll(cx)).min(bytes.len());
        let written = ready!(Pin::new(&mut self.inner).poll_write(cx, &bytes[..most]))?;
        self.writing.pass(written);
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}

impl AsyncRead for Counted {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_read(cx, into)
    }
}

impl AsyncWrite for Counted {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}
