//! Who is let in.

use std::fs;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use relay_contract::relay::credentials::{Secret, mint};
use tempfile::TempDir;

use super::super::run;
use super::{HELLO, listen};

const SECRET: &str = "s3cr3t-of-a-test-77";

fn secret_file(text: &str) -> (TempDir, String) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("secret.txt");
    fs::write(&path, text).expect("it can be written");
    private(&path);
    let path = path.to_str().expect("a temporary path is UTF-8").to_owned();
    (folder, path)
}

#[cfg(unix)]
fn private(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).expect("it is ours");
}

#[cfg(not(unix))]
fn private(_: &Path) {}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock after 1970").as_secs()
}

fn token(id: &str, secret: &str, now: u64) -> String {
    mint(id, &Secret::from(secret), now, 300).as_str().to_owned()
}

#[test]
fn only_a_good_token_is_let_in_and_no_output_shows_one() {
    let (_folder, path) = secret_file(&format!("{SECRET}\n"));
    let good = token("gw-alpha", SECRET, now());
    let cases = [
        (Some(good.clone()), None),
        (None, Some("unauthorized")),
        (Some("nonsense".to_owned()), Some("unauthorized")),
        (Some(token("gw-alpha", "another", now())), Some("unauthorized")),
        (Some(token("gw-beta", SECRET, now())), Some("unauthorized")),
        (Some(token("gw-alpha", SECRET, now() - 1000)), Some("expired")),
    ];
    for format in ["human", "json"] {
        for (token, refused) in &cases {
            let arguments = ["--once", "--format", format, "--secret-file", &path, "--id", "gw-alpha"];
            let listening = listen(&arguments);
            let mut gateway =
                listening.dial_with("/base/relay", token.as_deref()).expect("the upgrade succeeds");
            if let Some(reason) = refused {
                assert_eq!(gateway.try_hear(), Err((4401, (*reason).to_owned())));
                gateway = listening.dial_with("/relay", Some(&good)).expect("the upgrade succeeds");
            }
            gateway.say(HELLO);
            assert_eq!(gateway.hear()["type"], "descriptor");
            gateway.leave();
            let said = listening.end();
            assert_eq!(said.status, Some(i32::from(refused.is_some())), "{said:?}");
            let said = said.stdout + &said.stderr;
            assert!(said.contains("token of `gw-alpha`, valid for "), "{said}");
            assert_eq!(said.contains("rule token") || said.contains(r#""rule":"token""#), refused.is_some());
            for secret in cases.iter().filter_map(|(token, _)| token.as_deref()).chain([SECRET]) {
                assert!(!said.contains(secret), "{said}");
            }
        }
    }
}

#[test]
fn without_a_secret_every_token_is_accepted_and_the_run_says_so() {
    let listening = listen(&["--once"]);
    let mut gateway =
        listening.dial_with("/relay", Some(&token("gw-alpha", SECRET, now()))).expect("the upgrade succeeds");
    gateway.say(HELLO);
    gateway.hear();
    gateway.leave();
    let said = listening.end();
    assert_eq!(said.status, Some(0), "{said:?}");
    assert!(said.stderr.contains("no --secret-file: every token is accepted"), "{}", said.stderr);
    assert!(said.stdout.contains("token of `gw-alpha`"), "{}", said.stdout);
    assert!(said.stdout.contains("not verified"), "{}", said.stdout);
}

#[test]
fn another_path_is_refused_before_the_socket_opens() {
    let listening = listen(&["--once"]);
    for path in ["/", "/myrelay", "/relay/x"] {
        assert_eq!(listening.dial_with(path, None).err(), Some(400), "{path}");
    }
    let mut gateway = listening.dial();
    gateway.say(HELLO);
    gateway.hear();
    gateway.leave();
    let said = listening.end();
    assert_eq!(said.stdout.matches("the path is not /relay").count(), 3, "{}", said.stdout);
}

#[test]
fn a_secret_file_that_is_none_ends_with_2() {
    for (text, expected) in [("", "is empty"), (" \n", "is empty"), ("one\ntwo\n", "has more than one line")]
    {
        let (_folder, path) = secret_file(text);
        let said = run(&["listen", "127.0.0.1:0", "--secret-file", &path], b"");
        assert_eq!(said.status, Some(2), "{said:?}");
        assert!(said.stderr.contains(expected) && !said.stderr.contains("two"), "{}", said.stderr);
    }
    let said = run(&["listen", "127.0.0.1:0", "--secret-file", "/nowhere"], b"");
    assert_eq!(said.status, Some(2), "{said:?}");
    assert!(said.stderr.starts_with("error: cannot read the secret in /nowhere"), "{}", said.stderr);
}

#[cfg(unix)]
#[test]
fn a_secret_that_everybody_can_read_is_warned_of() {
    use std::os::unix::fs::PermissionsExt as _;
    let (_folder, path) = secret_file(SECRET);
    for (mode, warned) in [(0o644, true), (0o640, false)] {
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("it is ours");
        let said = run(&["listen", "nowhere:0", "--secret-file", &path], b"");
        assert_eq!(
            said.stderr.contains("warning: every user can read the secret"),
            warned,
            "{}",
            said.stderr
        );
        assert!(!said.stderr.contains(SECRET));
    }
}
