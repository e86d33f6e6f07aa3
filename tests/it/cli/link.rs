//! A running `relay-contract listen`, and a gateway in the hands of a test.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::TcpStream;
use std::process::{Child, ChildStderr, ChildStdout, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{self, Message, WebSocket};

use super::{Said, program};

/// No test waits longer for the other side.
const PATIENCE: Duration = Duration::from_secs(60);

pub(super) const HELLO: &str = r#"{"type":"hello","platform":"telegram","botId":"bot-1"}"#;

/// The program, listening on a free port.
pub(super) struct Listening {
    child: Child,
    stdout: BufReader<ChildStdout>,
    stderr: ChildStderr,
    /// `127.0.0.1:PORT`.
    pub(super) address: String,
    first_line: String,
}

pub(super) fn listen(arguments: &[&str]) -> Listening {
    started(program().args(["listen", "127.0.0.1:0"]).args(arguments))
}

/// The same, with so many files that it may have open.
#[cfg(unix)]
pub(super) fn listen_within(files: usize, arguments: &[&str]) -> Listening {
    let program = program();
    let limited = format!("ulimit -n {files}; exec \"$0\" listen 127.0.0.1:0 \"$@\"");
    started(Command::new("sh").arg("-c").arg(limited).arg(program.get_program()).args(arguments))
}

fn started(command: &mut Command) -> Listening {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut stdout = BufReader::new(child.stdout.take().expect("it has a standard output"));
    let mut stderr = child.stderr.take().expect("it has a standard error");
    let mut first_line = String::new();
    stdout.read_line(&mut first_line).expect("it writes UTF-8");
    let Some((_, rest)) = first_line.split_once("ws://") else {
        let mut said = String::new();
        stderr.read_to_string(&mut said).expect("it writes UTF-8");
        panic!("no address: {first_line}{said}");
    };
    let address = rest.split('/').next().expect("an address has a beginning").to_owned();
    Listening { child, stdout, stderr, address, first_line }
}

impl Listening {
    /// Dials, without a token.
    pub(super) fn dial(&self) -> Gateway {
        self.dial_with("/relay", None).expect("the upgrade succeeds")
    }

    /// The status of the response where the upgrade fails.
    pub(super) fn dial_with(&self, path: &str, token: Option<&str>) -> Result<Gateway, u16> {
        let stream = TcpStream::connect(&self.address).expect("somebody listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a socket has a deadline");
        let url = format!("ws://{}{path}", self.address);
        let mut request = url.into_client_request().expect("an address");
        if let Some(token) = token {
            let header = format!("Bearer {token}").parse().expect("a header");
            request.headers_mut().insert("authorization", header);
        }
        match tungstenite::client(request, stream) {
            Ok((socket, _)) => Ok(Gateway { socket, rest: String::new() }),
            Err(tungstenite::HandshakeError::Failure(tungstenite::Error::Http(response))) => {
                Err(response.status().as_u16())
            }
            Err(error) => panic!("no upgrade: {error}"),
        }
    }

    /// Reads on until a line holds this.
    pub(super) fn until(&mut self, word: &str) -> String {
        let mut text = String::new();
        loop {
            let mut line = String::new();
            assert!(self.stdout.read_line(&mut line).expect("it writes UTF-8") > 0, "no {word} in\n{text}");
            text += &line;
            if line.contains(word) {
                return text;
            }
        }
    }

    /// Presses Ctrl-C.
    #[cfg(unix)]
    pub(super) fn interrupt(&self) {
        let pid = self.child.id().to_string();
        let status = Command::new("kill").args(["-INT", &pid]).status();
        assert!(status.expect("there is `kill`").success());
    }

    /// Waits for its end. The standard output begins with the first line that was not read.
    pub(super) fn end(mut self) -> Said {
        let (tell, told) = mpsc::channel();
        let (mut stdout, mut stderr) = (self.stdout, self.stderr);
        std::thread::spawn(move || {
            let mut texts = (String::new(), String::new());
            stdout.read_to_string(&mut texts.0).expect("it writes UTF-8");
            stderr.read_to_string(&mut texts.1).expect("it writes UTF-8");
            tell.send(texts).expect("somebody waits");
        });
        let Ok((stdout, stderr)) = told.recv_timeout(PATIENCE) else {
            self.child.kill().expect("it runs");
            panic!("it does not end within {PATIENCE:?}");
        };
        let status = self.child.wait().expect("it ends").code();
        assert!(!stderr.contains("panicked"), "{stderr}");
        Said { status, stdout: self.first_line + &stdout, stderr }
    }
}

/// The other end of a socket.
pub(super) struct Gateway {
    socket: WebSocket<TcpStream>,
    rest: String,
}

impl Gateway {
    /// Sends one line.
    pub(super) fn say(&mut self, line: &str) {
        self.send(&format!("{line}\n"));
    }

    /// Sends one message as it is.
    pub(super) fn send(&mut self, text: &str) {
        self.socket.send(Message::text(text)).expect("the connector reads");
    }

    /// The next frame.
    pub(super) fn hear(&mut self) -> Value {
        self.try_hear().expect("a frame, found the end of the socket")
    }

    /// The next frame, or with which code and reason the socket ended; code 0 for an end without a close frame.
    pub(super) fn try_hear(&mut self) -> Result<Value, (u16, String)> {
        loop {
            if let Some((line, rest)) = self.rest.split_once('\n') {
                // A scenario may send anything.
                let frame = serde_json::from_str(line).unwrap_or_else(|_| json!(line));
                self.rest = rest.to_owned();
                return Ok(frame);
            }
            match self.socket.read() {
                Ok(Message::Text(text)) => self.rest += &text,
                Ok(Message::Close(Some(frame))) => {
                    // The answer goes out with the next read, which finds the end.
                    drop(self.socket.read());
                    return Err((frame.code.into(), frame.reason.to_string()));
                }
                Ok(_) => {}
                Err(tungstenite::Error::Io(error))
                    if matches!(
                        error.kind(),
                        std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut
                    ) =>
                {
                    panic!("nothing came within {PATIENCE:?}")
                }
                Err(_) => return Err((0, String::new())),
            }
        }
    }

    /// Asks for something, and hears the result.
    pub(super) fn ask(&mut self, id: &str, action: &Value) -> Value {
        self.say(&json!({ "type": "outbound", "requestId": id, "action": action }).to_string());
        let frame = self.hear();
        assert_eq!((&frame["type"], &frame["requestId"]), (&json!("outbound_result"), &json!(id)));
        frame["result"].clone()
    }

    /// Says a clean goodbye.
    pub(super) fn leave(mut self) {
        self.socket.close(None).expect("it can be closed");
        while self.socket.read().is_ok() {}
    }
}

/// A send as every writer must write it.
pub(super) fn send(chat: &str, content: &str) -> Value {
    json!({ "op": "send", "chat_id": chat, "content": content, "reply_to": null, "metadata": {} })
}
