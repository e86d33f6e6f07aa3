//! A connector that does what the test says, and nothing else.

use std::sync::{Arc, Mutex};

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::server::{Request, Response};
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Bytes, Message};

use super::within;

pub(super) struct Connector {
    listener: TcpListener,
}

/// One accepted socket.
pub(super) struct Peer {
    pub(super) socket: WebSocketStream<TcpStream>,
    pub(super) authorization: Option<String>,
    pub(super) path: String,
    /// Lines of a message that held more than one.
    frames: std::collections::VecDeque<Value>,
}

/// A descriptor that a reader takes.
pub(super) fn descriptor(platform: &str) -> Value {
    json!({"type": "descriptor", "descriptor": {
        "contract_version": 1, "platform": platform, "label": "Platform", "max_message_length": 4096,
        "supports_draft_streaming": false, "supports_edit": true, "supports_threads": true,
        "markdown_dialect": "markdown_v2", "len_unit": "utf16",
    }})
}

impl Connector {
    pub(super) async fn bind() -> Self {
        Self { listener: TcpListener::bind("127.0.0.1:0").await.expect("a free port") }
    }

    pub(super) fn address(&self) -> String {
        format!("http://{}", self.listener.local_addr().expect("it is bound"))
    }

    /// A connection before its upgrade.
    pub(super) async fn accept_tcp(&self) -> TcpStream {
        within(self.listener.accept()).await.expect("a connection").0
    }

    /// The next socket, upgraded.
    pub(super) async fn accept(&self) -> Peer {
        Peer::upgrade(self.accept_tcp().await).await
    }

    /// The next socket, with its first hello answered.
    pub(super) async fn welcome(&self) -> Peer {
        let mut peer = self.accept().await;
        let hello = peer.next().await.expect("a hello");
        assert_eq!(hello["type"], "hello");
        let platform = hello["platform"].as_str().expect("a string");
        peer.send_json(&descriptor(platform)).await;
        peer
    }
}

impl Peer {
    async fn upgrade(stream: TcpStream) -> Self {
        let seen = Arc::new(Mutex::new((None, String::new())));
        let note = Arc::clone(&seen);
        #[expect(clippy::result_large_err, reason = "the library's own type")]
        let callback = move |request: &Request, response: Response| {
            let bearer = request.headers().get("authorization");
            let bearer = bearer.map(|value| value.to_str().expect("ASCII").to_owned());
            *note.lock().expect("no panic") = (bearer, request.uri().path().to_owned());
            Ok(response)
        };
        let config = WebSocketConfig::default().max_message_size(None).max_frame_size(None);
        let upgrade = tokio_tungstenite::accept_hdr_async_with_config(stream, callback, Some(config));
        let socket = within(upgrade).await.expect("an upgrade");
        let (authorization, path) = seen.lock().expect("no panic").clone();
        Self { socket, authorization, path, frames: std::collections::VecDeque::new() }
    }

    /// The next frame of the gateway; none once it has closed.
    pub(super) async fn next(&mut self) -> Option<Value> {
        loop {
            if let Some(frame) = self.frames.pop_front() {
                return Some(frame);
            }
            match within(self.socket.next()).await {
                Some(Ok(Message::Text(text))) => {
                    assert!(text.ends_with('\n'), "every frame ends its line");
                    let frames = text.lines().map(|line| serde_json::from_str(line).expect("JSON"));
                    self.frames.extend(frames);
                }
                Some(Ok(Message::Binary(_))) => panic!("frames are text"),
                Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
                Some(Ok(_)) => {}
            }
        }
    }

    /// The close code of the gateway, whatever comes before.
    pub(super) async fn close_code(&mut self) -> Option<u16> {
        loop {
            match within(self.socket.next()).await? {
                Ok(Message::Close(frame)) => return frame.map(|frame| frame.code.into()),
                Ok(_) => {}
                Err(_) => return None,
            }
        }
    }

    /// Sends a line, as one text message.
    pub(super) async fn send(&mut self, line: &str) {
        self.message(Message::text(format!("{line}\n"))).await;
    }

    pub(super) async fn send_json(&mut self, frame: &Value) {
        self.send(&frame.to_string()).await;
    }

    pub(super) async fn send_bytes(&mut self, bytes: &[u8]) {
        self.message(Message::binary(Bytes::copy_from_slice(bytes))).await;
    }

    /// Sends a message. Whether the gateway still takes it shows elsewhere.
    pub(super) async fn message(&mut self, message: Message) {
        drop(within(self.socket.send(message)).await);
    }

    pub(super) async fn close(&mut self, code: u16, reason: &str) {
        let frame = CloseFrame { code: code.into(), reason: reason.to_owned().into() };
        self.message(Message::Close(Some(frame))).await;
    }

    /// Answers the next request with success; the frames before it are left out.
    pub(super) async fn answer_request(&mut self) -> Value {
        let request = self.next_of("outbound").await;
        let id = &request["requestId"];
        self.send_json(&json!({"type": "outbound_result", "requestId": id, "result": {"success": true}}))
            .await;
        request
    }

    /// The next frame of a type; those before it are left out.
    pub(super) async fn next_of(&mut self, frame_type: &str) -> Value {
        loop {
            let frame = self.next().await.expect("the gateway is connected");
            if frame["type"] == frame_type {
                return frame;
            }
        }
    }
}
