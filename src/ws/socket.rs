//! One open socket: messages in, lines out, closing. It knows no frame and no protocol of ours.

use std::future::poll_fn;
use std::pin::Pin;
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
use super::dial::Stream;
use super::options::WebSocketOptions;
use crate::relay::credentials::UpgradeToken;
use crate::relay::session::LossReason;
use crate::relay::transport::TransportError;

/// How long the other side may take to close.
pub(super) const CLOSE: std::time::Duration = std::time::Duration::from_secs(1);

/// Bytes that are handed to the stream before it must have taken them all.
const BATCH: usize = 128 << 10;

/// Bytes that one read may take. The library clears as many before each, also where nothing is there to read: its own
/// 128 KiB cost a short frame a fifth of its round trip.
const READ: usize = 16 << 10;

pub(super) struct Socket {
    stream: WebSocketStream<Box<dyn Stream>>,
    /// Bytes handed over since the stream last took everything.
    unflushed: usize,
    /// Since when.
    since: Option<Instant>,
}

pub(super) enum Event {
    /// A text or binary message.
    Message(Bytes),
    /// A ping or a pong.
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
            let stream = options.dialler.open(address.target().clone()).await?;
            let config = WebSocketConfig::default()
                .max_message_size(Some(options.message))
                .max_frame_size(Some(options.message))
                .read_buffer_size(READ)
                .write_buffer_size(BATCH)
                .max_write_buffer_size(4 << 20);
            tokio_tungstenite::client_async_with_config(request, stream, Some(config)).await
        };
        match timeout(deadline, upgrade).await {
            Ok(Ok((stream, _))) => Ok(Box::new(Self { stream, unflushed: 0, since: None })),
            Ok(Err(error)) => {
                let loss = match &error {
                    Error::Http(response) => LossReason::Refused { status: response.status().as_u16() },
                    _ => LossReason::Unreachable,
                };
                let source = match error {
                    // Its wrapper says the same once more.
                    Error::Io(error) => error.into(),
                    error => error.into(),
                };
                Err((loss, TransportError::Dial { source }))
            }
            Err(_) => {
                let text = format!("no socket was open within {} s", deadline.as_secs_f32());
                let error = std::io::Error::new(std::io::ErrorKind::TimedOut, text);
                Err((LossReason::Unreachable, TransportError::Dial { source: error.into() }))
            }
        }
    }

    /// How many more bytes may be written before the stream has taken what it was given.
    pub(super) fn room(&self) -> usize {
        BATCH.saturating_sub(self.unflushed)
    }

    /// Since when something waits for the stream.
    pub(super) fn waiting_since(&self) -> Option<Instant> {
        self.since
    }

    pub(super) fn write(&mut self, line: String) -> Result<(), LossReason> {
        self.send(line.len(), Message::text(line))
    }

    pub(super) fn ping(&mut self) -> Result<(), LossReason> {
        self.send(0, Message::Ping(Bytes::new()))
    }

    fn send(&mut self, length: usize, message: Message) -> Result<(), LossReason> {
        // A frame's head is 14 bytes at most.
        self.unflushed += length + 14;
        self.since.get_or_insert_with(Instant::now);
        Pin::new(&mut self.stream).start_send(message).map_err(|error| loss(&error))
    }

    /// Writes what waits, and reads. Losing the future loses nothing.
    pub(super) async fn next(&mut self) -> Event {
        poll_fn(|cx| self.poll(cx)).await
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Event> {
        let mut has_room = false;
        if self.unflushed > 0 {
            match Pin::new(&mut self.stream).poll_flush(cx) {
                Poll::Ready(Ok(())) => {
                    has_room = self.room() == 0;
                    (self.unflushed, self.since) = (0, None);
                }
                Poll::Ready(Err(error)) => return Poll::Ready(Event::Lost(loss(&error))),
                Poll::Pending => {}
            }
        }
        match Pin::new(&mut self.stream).poll_next(cx) {
            Poll::Ready(message) => Poll::Ready(event(message)),
            Poll::Pending if has_room => Poll::Ready(Event::Room),
            Poll::Pending => Poll::Pending,
        }
    }

    /// Ends the socket as its loss asks for; nothing waits longer than [`CLOSE`].
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
        drop(timeout(CLOSE, farewell).await);
    }

    /// Says goodbye, and waits for the other side's answer.
    pub(super) async fn close(mut self) {
        let farewell = async {
            if self.stream.send(close_frame(CloseCode::Normal)).await.is_ok() {
                while let Some(Ok(_)) = self.stream.next().await {}
            }
        };
        drop(timeout(CLOSE, farewell).await);
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
