//! One open socket: messages in, lines out, closing. It knows no frame and no protocol of ours.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_util::{Sink as _, SinkExt as _, Stream as _, StreamExt as _};
use tokio::io::AsyncReadExt as _;
use tokio::time::{Instant, timeout};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::header::{AUTHORIZATION, HeaderValue};
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Bytes, Error, Message};

use super::address::Address;
use super::options::WebSocketOptions;
use super::stream::Counted;
use crate::relay::credentials::UpgradeToken;
use crate::relay::session::{LossReason, SessionOptions};
use crate::relay::transport::TransportError;

/// Bytes that are handed to the stream before it must have taken them all.
const BATCH: usize = 128 << 10;

/// Bytes that the library takes at a time of what was read ahead. It clears as many before each take, also where nothing
/// is there: its own 128 KiB cost a short frame a fifth of its round trip.
const READ: usize = 4 << 10;

pub(super) struct Socket {
    stream: WebSocketStream<Counted>,
    /// Bytes handed over since the stream last took everything.
    unflushed: usize,
    /// Since when the stream has taken nothing of them.
    since: Option<Instant>,
    /// Bytes that it had taken then.
    taken: u64,
    /// Bytes that it had given when something was last heard.
    given: u64,
    /// Nothing can be written any more; what has arrived can be read.
    failure: Option<LossReason>,
}

pub(super) enum Event {
    /// A text or binary message.
    Message(Bytes),
    /// A ping, a pong, or a part of a message.
    Alive,
    /// The stream has taken everything, and there is room again.
    Room,
    /// The stream has ended.
    Lost(LossReason),
}

impl Socket {
    /// Opens a stream and upgrades it.
    pub(super) async fn open(
        address: Address,
        bearer: Option<UpgradeToken>,
        options: WebSocketOptions,
    ) -> Result<Box<Self>, (LossReason, TransportError)> {
        let deadline = options.open;
        let upgrade = async {
            let mut request = address.uri().clone().into_client_request()?;
            if let Some(token) = bearer {
                let mut value = HeaderValue::try_from(format!("Bearer {}", token.as_str()))
                    .map_err(|error| Error::HttpFormat(error.into()))?;
                value.set_sensitive(true);
                request.headers_mut().insert(AUTHORIZATION, value);
            }
            let stream = Counted::new(options.dialler.open(address.target().clone()).await?);
            let config = WebSocketConfig::default()
                .max_message_size(Some(options.message))
                .max_frame_size(Some(options.message))
                .read_buffer_size(READ)
                .write_buffer_size(BATCH)
                .max_write_buffer_size(4 << 20);
            tokio_tungstenite::client_async_with_config(request, stream, Some(config)).await
        };
        match timeout(deadline, upgrade).await {
            Ok(Ok((stream, _))) => Ok(Box::new(Self::new(stream))),
            Ok(Err(error)) => {
                let source: Arc<dyn std::error::Error + Send + Sync> = match error {
                    Error::Http(response) => {
                        let status = response.status().as_u16();
                        return Err((LossReason::Refused { status }, TransportError::Refused { status }));
                    }
                    // Its wrapper says the same once more.
                    Error::Io(error) => Arc::new(error),
                    error => Arc::new(error),
                };
                Err((unreachable(&source), TransportError::Dial { source }))
            }
            Err(_) => {
                let text = format!("no socket was open within {} s", deadline.as_secs_f32());
                let error = std::io::Error::new(std::io::ErrorKind::TimedOut, text);
                Err((unreachable(&error), TransportError::Dial { source: Arc::new(error) }))
            }
        }
    }

    fn new(stream: WebSocketStream<Counted>) -> Self {
        Self { stream, unflushed: 0, since: None, taken: 0, given: 0, failure: None }
    }

    /// How many more bytes may be written before the stream has taken what it was given.
    pub(super) fn room(&self) -> usize {
        if self.failure.is_some() { 0 } else { BATCH.saturating_sub(self.unflushed) }
    }

    /// Since when something waits for the stream, and the stream takes nothing.
    pub(super) fn waiting_since(&self) -> Option<Instant> {
        self.since
    }

    /// Hands a line over. If it fails, the next event tells.
    pub(super) fn write(&mut self, line: String) {
        self.send(line.len(), Message::text(line));
    }

    pub(super) fn ping(&mut self) {
        self.send(0, Message::Ping(Bytes::new()));
    }

    fn send(&mut self, length: usize, message: Message) {
        // A frame's head is 14 bytes at most.
        self.unflushed += length + 14;
        self.since.get_or_insert_with(Instant::now);
        if let Err(error) = Pin::new(&mut self.stream).start_send(message) {
            self.failure.get_or_insert_with(|| loss(&error));
        }
    }

    /// Writes what waits, and reads. Losing the future loses nothing.
    pub(super) async fn next(&mut self) -> Event {
        poll_fn(|cx| self.poll(cx)).await
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Event> {
        let mut has_room = false;
        if self.unflushed > 0 && self.failure.is_none() {
            match Pin::new(&mut self.stream).poll_flush(cx) {
                Poll::Ready(Ok(())) => {
                    has_room = self.room() == 0;
                    (self.unflushed, self.since) = (0, None);
                }
                Poll::Ready(Err(error)) => self.failure = Some(loss(&error)),
                Poll::Pending => {
                    let taken = self.stream.get_ref().taken();
                    if std::mem::replace(&mut self.taken, taken) != taken {
                        self.since = Some(Instant::now());
                    }
                }
            }
        }
        let read = Pin::new(&mut self.stream).poll_next(cx);
        let given = self.stream.get_ref().given();
        let was_given = std::mem::replace(&mut self.given, given) != given;
        match (read, &self.failure) {
            // First what the other side said before: it may be why.
            (Poll::Ready(message), _) => Poll::Ready(event(message)),
            (Poll::Pending, Some(loss)) => Poll::Ready(Event::Lost(loss.clone())),
            (Poll::Pending, None) if was_given => Poll::Ready(Event::Alive),
            (Poll::Pending, None) if has_room => Poll::Ready(Event::Room),
            (Poll::Pending, None) => Poll::Pending,
        }
    }

    /// Ends the socket as its loss asks for; nothing waits longer than [`SessionOptions::CLOSE`].
    pub(super) async fn end(mut self, loss: LossReason) {
        let farewell = async {
            match loss {
                LossReason::TooBig => self.refuse(CloseCode::Size).await,
                LossReason::NotUtf8 => self.refuse(CloseCode::Invalid).await,
                // The answer to the other side's close frame. It closes the stream, or it does not: we do.
                LossReason::Closed { code: Some(_), .. } => drop(self.stream.flush().await),
                _ => {}
            }
        };
        drop(timeout(SessionOptions::CLOSE, farewell).await);
    }

    /// Says goodbye, and waits for the other side's answer.
    pub(super) async fn close(mut self) {
        let farewell = async {
            if self.stream.send(close_frame(CloseCode::Normal)).await.is_ok() {
                while let Some(Ok(_)) = self.stream.next().await {}
            }
        };
        drop(timeout(SessionOptions::CLOSE, farewell).await);
    }

    /// Closes with a code, and reads on without looking: a stream that is dropped with bytes unread may be reset
    /// before the other side has seen why.
    async fn refuse(&mut self, code: CloseCode) {
        if self.stream.send(close_frame(code)).await.is_err() {
            return;
        }
        let mut scrap = vec![0; 16 << 10];
        while self.stream.get_mut().read(&mut scrap).await.is_ok_and(|read| read > 0) {}
    }
}

fn unreachable(error: &dyn std::error::Error) -> LossReason {
    LossReason::Unreachable { reason: error.to_string() }
}

fn close_frame(code: CloseCode) -> Message {
    Message::Close(Some(CloseFrame { code, reason: "".into() }))
}

fn event(message: Option<Result<Message, Error>>) -> Event {
    match message {
        Some(Ok(Message::Text(text))) => Event::Message(text.into()),
        Some(Ok(Message::Binary(bytes))) => Event::Message(bytes),
        Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => Event::Alive,
        Some(Ok(Message::Close(frame))) => {
            let (code, reason) = match frame {
                Some(CloseFrame { code, reason }) => (u16::from(code), reason.as_str().to_owned()),
                // RFC 6455, 7.1.5: a close frame without a code.
                None => (1005, String::new()),
            };
            Event::Lost(LossReason::Closed { code: Some(code), reason })
        }
        Some(Err(error)) => Event::Lost(loss(&error)),
        None => Event::Lost(LossReason::Closed { code: None, reason: String::new() }),
    }
}

fn loss(error: &Error) -> LossReason {
    use tokio_tungstenite::tungstenite::error::ProtocolError::ResetWithoutClosingHandshake;
    match error {
        Error::Capacity(_) => LossReason::TooBig,
        Error::Utf8(_) => LossReason::NotUtf8,
        Error::ConnectionClosed | Error::AlreadyClosed | Error::Protocol(ResetWithoutClosingHandshake) => {
            LossReason::Closed { code: None, reason: String::new() }
        }
        _ => LossReason::Broken,
    }
}
