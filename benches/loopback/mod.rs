//! What the programs that measure the link over loopback have in common: lines of a connector, a thread of its own.

use std::net::SocketAddr;

use serde_json::json;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Runtime};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;

/// A connector's socket.
pub(crate) type Socket = WebSocketStream<TcpStream>;

/// A runtime of this thread alone.
pub(crate) fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("a runtime")
}

/// Serves sockets side by side on a thread of its own, until the program ends.
pub(crate) fn serve<S: Future<Output = ()> + Send + 'static>(
    serve: impl FnMut(Socket) -> S + Send + 'static,
) -> SocketAddr {
    let (address, serving) = serving(serve);
    std::thread::spawn(move || runtime().block_on(serving));
    address
}

/// An address, and what serves the sockets that are dialled there.
pub(crate) fn serving<S: Future<Output = ()> + Send + 'static>(
    mut serve: impl FnMut(Socket) -> S + Send + 'static,
) -> (SocketAddr, impl Future<Output = ()> + Send + 'static) {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.set_nonblocking(true).expect("a socket can be");
    let address = listener.local_addr().expect("it is bound");
    let serving = async move {
        let listener = TcpListener::from_std(listener).expect("a listener");
        loop {
            let (stream, _) = listener.accept().await.expect("a connection");
            stream.set_nodelay(true).expect("a socket can be");
            if let Ok(socket) = tokio_tungstenite::accept_async(stream).await {
                tokio::spawn(serve(socket));
            }
        }
    };
    (address, serving)
}

/// The answer to a `hello`.
pub(crate) fn descriptor() -> Message {
    let descriptor = json!({"type": "descriptor", "descriptor": {
        "contract_version": 1, "platform": "telegram", "label": "Telegram", "max_message_length": 4096,
        "supports_draft_streaming": false, "supports_edit": true, "supports_threads": true,
        "markdown_dialect": "markdown_v2", "len_unit": "utf16",
    }});
    Message::text(format!("{descriptor}\n"))
}

/// The answer to a request, whose id is found without reading the frame.
pub(crate) fn result(request: &str) -> Message {
    let (_, rest) = request.split_once("\"requestId\":\"").expect("a request has an id");
    let id = &rest[..32];
    Message::text(format!(
        "{{\"type\":\"outbound_result\",\"requestId\":\"{id}\",\"result\":{{\"success\":true,\"message_id\":\"1\"}}}}\n"
    ))
}

/// A message of a user, as a line of `length` bytes or a little more.
pub(crate) fn inbound(chat: usize, text: &str, buffer_id: Option<usize>, length: usize) -> String {
    let id = buffer_id.map_or(String::new(), |id| format!(",\"bufferId\":\"b{id}\""));
    let line = |padding: &str| {
        format!(
            "{{\"type\":\"inbound\",\"event\":{{\"text\":\"{text} {padding}\",\"message_type\":\"text\",\"source\":\
             {{\"platform\":\"telegram\",\"chat_id\":\"{chat}\",\"chat_type\":\"dm\",\"chat_name\":null,\
             \"user_id\":\"{chat}\",\"user_name\":\"ivan\",\"thread_id\":null,\"chat_topic\":null}},\
             \"message_id\":\"{text}\"}}{id}}}\n"
        )
    };
    let bare = line("");
    line(&"x".repeat(length.saturating_sub(bare.len())))
}
