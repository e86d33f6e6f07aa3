//! One socket: from the upgrade to its end, as events; it knows no frame.

use std::time::Duration;

use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt as _, StreamExt as _};
use relay_contract::validate::{LineSplitter, Violation};
use tokio::net::TcpStream;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{sleep, timeout};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::server::{ErrorResponse, Request, Response};
use tokio_tungstenite::tungstenite::http::StatusCode;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error, Message, Utf8Bytes};

use crate::shown;

/// A longer message closes the socket, in bytes.
const MESSAGE_LIMIT: usize = 16 << 20;

/// Up to this, a message that is too long is read to its end, so that the gateway gets to see the close frame.
const PATIENT_LIMIT: usize = 2 * MESSAGE_LIMIT;

/// From the connection to the end of the upgrade, and from a close frame to the end of the connection (contract
/// section 3.2).
const PATIENCE: Duration = Duration::from_secs(10);

/// What happens on a socket.
pub(super) enum Event {
    /// The upgrade is done. What is sent to `outgoing` goes out.
    Opened {
        link: u64,
        authorization: Option<String>,
        outgoing: mpsc::Sender<Outgoing>,
    },
    Line {
        link: u64,
        line: Result<String, Violation>,
        size: usize,
    },
    /// A message was longer than the socket's limit, and was not read.
    TooBig {
        link: u64,
    },
    Closed {
        link: u64,
        how: String,
        cut_off: Option<usize>,
    },
}

/// What a socket is to send.
pub(super) enum Outgoing {
    Text(String),
    Close { code: u16, reason: String },
}

/// Serves one connection to its end.
pub(super) async fn serve(link: u64, stream: TcpStream, events: mpsc::Sender<Event>) {
    let how = match timeout(PATIENCE, upgrade(stream)).await {
        Ok(Ok((socket, authorization))) => {
            // As many frames as a gateway may leave unread before it is let go.
            let (outgoing, to_send) = mpsc::channel(4096);
            let opened = Event::Opened { link, authorization, outgoing };
            if events.send(opened).await.is_err() {
                return;
            }
            let (sink, source) = socket.split();
            return tokio::select! {
                () = read(link, source, &events) => {}
                how = write(sink, to_send) => closed(link, how, None, &events).await,
            };
        }
        Ok(Err(why)) => why,
        Err(_) => format!("no upgrade within {PATIENCE:?}"),
    };
    closed(link, how, None, &events).await;
}

/// The upgrade, and its `Authorization` header.
async fn upgrade(stream: TcpStream) -> Result<(WebSocketStream<TcpStream>, Option<String>), String> {
    let (tell, told) = oneshot::channel();
    #[allow(clippy::result_large_err, reason = "the library's own signature")]
    let look = move |request: &Request, response: Response| -> Result<Response, ErrorResponse> {
        // Contract section 2.1.
        if request.uri().path().rsplit('/').next() != Some("relay") {
            let mut refusal = ErrorResponse::new(None);
            *refusal.status_mut() = StatusCode::BAD_REQUEST;
            return Err(refusal);
        }
        let header = request.headers().get("authorization");
        let header = header.map(|header| String::from_utf8_lossy(header.as_bytes()).into_owned());
        // The other end waits for it in this function.
        tell.send(header).ok();
        Ok(response)
    };
    let config =
        WebSocketConfig::default().max_message_size(Some(PATIENT_LIMIT)).max_frame_size(Some(PATIENT_LIMIT));
    let upgraded = tokio_tungstenite::accept_hdr_async_with_config(stream, look, Some(config)).await;
    let socket = upgraded.map_err(|error| match error {
        Error::Http(_) => "upgrade refused: the path is not /relay".to_owned(),
        Error::Io(error) => format!("no upgrade: {}", error.kind()),
        _ => "no upgrade: the request is no WebSocket's".to_owned(),
    })?;
    Ok((socket, told.await.ok().flatten()))
}

async fn read(link: u64, mut source: SplitStream<WebSocketStream<TcpStream>>, events: &mpsc::Sender<Event>) {
    let mut lines = LineSplitter::new();
    let how = loop {
        let bytes = match source.next().await {
            Some(Ok(Message::Text(text))) => text.as_bytes().to_vec(),
            Some(Ok(Message::Binary(bytes))) => bytes.to_vec(),
            Some(Ok(Message::Close(Some(CloseFrame { code, reason })))) => {
                break format!("closed with {} {:?}", u16::from(code), shown::word(&reason));
            }
            Some(Ok(Message::Close(None))) => break "closed without a code".to_owned(),
            Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => continue,
            Some(Err(Error::ConnectionClosed)) | None => break "closed".to_owned(),
            Some(Err(error)) => break lost(&error),
        };
        if bytes.len() > MESSAGE_LIMIT {
            if events.send(Event::TooBig { link }).await.is_err() {
                return;
            }
            continue;
        }
        let mut chunk = bytes.as_slice();
        while let Some(line) = lines.next_line(&mut chunk) {
            let event = Event::Line { link, line: line.text.map(str::to_owned), size: line.length };
            if events.send(event).await.is_err() {
                return;
            }
        }
    };
    // The answer to a close frame is on its way.
    let mut rest = source;
    while let Ok(Some(Ok(_))) = timeout(PATIENCE, rest.next()).await {}
    closed(link, how, lines.finish().map(|line| line.length), events).await;
}

/// Sends until there is nothing more to send, or nobody takes it: how the socket ended.
async fn write(
    mut sink: SplitSink<WebSocketStream<TcpStream>, Message>,
    mut to_send: mpsc::Receiver<Outgoing>,
) -> String {
    while let Some(outgoing) = to_send.recv().await {
        let (message, code) = match outgoing {
            Outgoing::Text(text) => (Message::text(text), None),
            Outgoing::Close { code, reason } => {
                let frame = CloseFrame { code: CloseCode::from(code), reason: Utf8Bytes::from(reason) };
                (Message::Close(Some(frame)), Some(code))
            }
        };
        match timeout(PATIENCE, sink.send(message)).await {
            Ok(Ok(())) => {}
            // The reader tells how it ended.
            Ok(Err(_)) => break,
            Err(_) => return format!("lost: the gateway took nothing for {PATIENCE:?}"),
        }
        if let Some(code) = code {
            sleep(PATIENCE).await;
            return format!("closed with {code}, which the gateway did not answer");
        }
    }
    std::future::pending().await
}

/// A loss in words that show nothing of what was sent.
fn lost(error: &Error) -> String {
    match error {
        Error::Io(error) => format!("lost: {}", error.kind()),
        Error::Protocol(error) => format!("lost: {error}"),
        Error::Capacity(_) => "lost: a message was far too long".to_owned(),
        Error::Utf8(_) => "lost: a text message was not UTF-8".to_owned(),
        _ => "lost".to_owned(),
    }
}

async fn closed(link: u64, how: String, cut_off: Option<usize>, events: &mpsc::Sender<Event>) {
    // Nobody listens any more when the program ends.
    events.send(Event::Closed { link, how, cut_off }).await.ok();
}
