//! What a user is told when a link does not come about, or not as wanted.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::thread::{JoinHandle, spawn};

use super::super::link::listen;
use super::super::run;
use super::{DESCRIPTOR, Reader, connect, connector, file, start};

/// A port that gives this answer to whatever comes, and the part of its address behind the scheme.
fn port(answer: &'static str) -> (String, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("it has an address").to_string();
    let serving = spawn(move || {
        let (mut stream, _) = listener.accept().expect("somebody dials");
        // Both a request and a TLS greeting come in one piece.
        assert!(stream.read(&mut [0; 16_384]).expect("it can be read") > 0);
        stream.write_all(answer.as_bytes()).expect("it can be written");
    });
    (address, serving)
}

#[test]
fn a_link_that_cannot_be_opened_says_what_to_do() {
    let (_folder, secret) = file("secret.txt", "s3cr3t-of-a-test-79");
    let token = ["--id", "gw-alpha", "--secret-file", &secret];
    let no_tls = "the port takes TCP, but no TLS";
    for (scheme, answer, arguments, hint) in [
        (
            "ws",
            "HTTP/1.1 401 No\r\n\r\n",
            &[][..],
            "the connector asks for a token: give --id and --secret-file",
        ),
        (
            "ws",
            "HTTP/1.1 401 No\r\n\r\n",
            &token[..],
            "the connector refuses this token: check --id, --secret-file and the clock",
        ),
        (
            "ws",
            "HTTP/1.1 404 No\r\n\r\n",
            &[],
            "a server answers, but not as a connector: check host and path",
        ),
        (
            "ws",
            "\u{15}\u{3}\u{3}\0\u{2}\u{2}2",
            &[],
            "check host, port and path; a port with TLS takes wss://",
        ),
        ("ws", "", &[], "check host, port and path; a port with TLS takes wss://"),
        ("wss", "", &[], no_tls),
        ("wss", "HTTP/1.1 400 No\r\n\r\n", &[], no_tls),
    ] {
        let (address, serving) = port(answer);
        let looked = connect(&[&[&*format!("{scheme}://{address}")][..], arguments].concat());
        serving.join().expect("the port does not panic");
        assert_eq!(looked.status, Some(2), "{looked:?}");
        let (error, said) = looked.stderr.split_once("\n\nhint: ").expect("a hint");
        assert!(error.contains("error: cannot connect to ws"), "{error}");
        assert!(said.contains(hint), "{scheme} {answer:?}: {said}");
    }
    let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let nobody = format!("ws://{}", free.local_addr().expect("it has an address"));
    drop(free);
    let looked = connect(&[&nobody]);
    assert!(
        looked.stderr.contains("hint: check host and port; is the connector running"),
        "{}",
        looked.stderr
    );
}

#[cfg(unix)]
#[test]
fn a_token_that_is_refused_gives_one_hint() {
    let (_ours, ours) = file("ours.txt", "s3cr3t-of-a-test-80");
    let (_theirs, theirs) = file("theirs.txt", "s3cr3t-of-a-test-81");
    let listening = listen(&["--secret-file", &theirs]);
    let url = format!("ws://{}", listening.address);
    for (token, hint) in [
        (
            &["--id", "gw-alpha", "--secret-file", &ours][..],
            "hint: the connector refuses this token: check --id, --secret-file and the clock",
        ),
        (&[], "hint: the connector asks for a token: give --id and --secret-file"),
    ] {
        let mut looking = Reader::new(start(&[&[&*url, "--format", "json"][..], token].concat()));
        looking.until(|frames| frames.iter().filter(|(frame_type, _)| frame_type == "hello").count() == 3);
        let looked = looking.interrupt();
        assert_eq!(looked.status, Some(0), "{looked:?}");
        assert_eq!(looked.stderr.matches("hint: ").count(), 1, "{}", looked.stderr);
        assert!(looked.stderr.contains(hint), "{}", looked.stderr);
        assert!(!(looked.stderr + &looked.stdout).contains("s3cr3t"));
    }
    listening.interrupt();
    let said = listening.end();
    assert_eq!(said.status, Some(1), "{said:?}");
}

#[test]
fn a_line_of_standard_input_that_is_no_action_is_told_and_the_next_is_sent() {
    let listening = listen(&["--once"]);
    let url = format!("ws://{}", listening.address);
    let lines = "typing\n{\"op\":\"typing\",\"chat_id\":\"5\"}\n\n{\"op\":\"sned\"}\n{\"op\":\"typing\",\"chat_id\":\"6\"}\n";
    let looked = run(&["connect", &url, "--platform", "telegram", "--send", "-", "--once"], lines.as_bytes());
    assert_eq!(looked.status, Some(2), "{looked:?}");
    assert_eq!(looked.stdout.matches("outbound_result").count(), 3, "two, and a row: {}", looked.stdout);
    for line in
        ["error: <stdin>:1: ", "error: <stdin>:4: ", "error: 2 lines of standard input were no actions"]
    {
        assert!(looked.stderr.contains(line), "{}", looked.stderr);
    }
    assert_eq!(listening.end().status, Some(0));
}

#[test]
fn an_answer_that_nothing_waits_for_is_shown_as_one() {
    const RESULT: &str = r#"{"type":"outbound_result","requestId":"r9","result":{"success":true}}"#;
    for (format, expected) in [
        ("human", " outbound_result requestId r9 success true answers nothing: ok\n"),
        ("json", r#""unasked":true,"findings":[]"#),
    ] {
        let (url, serving) = connector(&[DESCRIPTOR, RESULT, r#"{"type":"going_idle_ack"}"#]);
        let looked = connect(&[&url, "--platform", "telegram", "--once", "--format", format]);
        serving.join().expect("the connector does not panic");
        assert!(looked.stdout.contains(expected), "{}", looked.stdout);
        let unasked =
            looked.stdout.matches("answers nothing").count() + looked.stdout.matches("unasked").count();
        assert_eq!(unasked, 2, "the descriptor was asked for: {}", looked.stdout);
    }
}

#[cfg(unix)]
#[test]
fn a_type_that_the_contract_does_not_have_is_warned_of() {
    let listening = listen(&["--type", "inbuond", "--type", "hello"]);
    listening.interrupt();
    let said = listening.end();
    assert_eq!(said.status, Some(2), "{said:?}");
    assert_eq!(said.stderr.matches("warning: ").count(), 1, "{}", said.stderr);
    let expected = "warning: --type inbuond: the contract has no such frame\n";
    assert!(said.stderr.contains(expected), "{}", said.stderr);
}
