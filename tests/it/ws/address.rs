//! From what an operator configures to what is dialled.

use relay_contract::ws::{Address, AddressError, normalise};

/// The rows of contract section 2.1.
const ROWS: [(&str, &str); 15] = [
    ("https://connector.example", "wss://connector.example/relay"),
    ("http://connector.local:8080", "ws://connector.local:8080/relay"),
    ("wss://connector.example/relay", "wss://connector.example/relay"),
    ("https://connector.example/relay/", "wss://connector.example/relay"),
    ("ws://127.0.0.1:9", "ws://127.0.0.1:9/relay"),
    ("https://c/base/", "wss://c/base/relay"),
    ("wss://c/relay//", "wss://c/relay"),
    ("wss://c//", "wss://c/relay"),
    ("wss://c/myrelay", "wss://c/myrelay/relay"),
    (" https://c ", "wss://c/relay"),
    ("wss://c/relay?x=1", "wss://c/relay?x=1/relay"),
    ("HTTPS://c", "HTTPS://c/relay"),
    ("c.example", "c.example/relay"),
    ("", "/relay"),
    ("ws://[::1]:8080/relay", "ws://[::1]:8080/relay"),
];

#[test]
fn an_address_is_normalised_as_the_contract_says_and_only_once() {
    for (configured, dialled) in ROWS {
        assert_eq!(normalise(configured), dialled);
        assert_eq!(normalise(dialled), dialled, "idempotent");
    }
}

#[test]
fn what_can_be_dialled_has_a_host_a_port_and_a_scheme() {
    let rows = [
        ("https://connector.example", "connector.example", 443, true),
        ("http://connector.local:8080", "connector.local", 8080, false),
        ("ws://127.0.0.1:9", "127.0.0.1", 9, false),
        ("ws://c", "c", 80, false),
        ("wss://[::1]:8443/base/", "::1", 8443, true),
        ("wss://[::1]", "::1", 443, true),
    ];
    for (configured, host, port, secure) in rows {
        let address: Address = configured.parse().expect(configured);
        let target = address.target();
        assert_eq!((target.host.as_str(), target.port, target.secure), (host, port, secure));
        assert_eq!(address.to_string(), normalise(configured));
    }
}

#[test]
fn what_cannot_be_dialled_says_why_and_never_shows_the_address() {
    use AddressError::{Characters, Empty, Host, Port, Query, Scheme, UserInfo};
    let rows = [
        ("", Empty),
        (" \t", Empty),
        ("c.example", Scheme),
        ("HTTPS://c", Scheme),
        ("ftp://c", Scheme),
        ("//c", Scheme),
        ("https://", Host),
        ("https:///relay", Host),
        ("https://:80", Host),
        ("https://c:0", Port),
        ("https://c:", Port),
        ("https://c:65536", Port),
        ("https://c:port", Port),
        ("https://[::1]:x", Port),
        ("https://user:hunter2@c", UserInfo),
        ("wss://c/relay?x=1", Query),
        ("wss://c/#x", Query),
        ("https://c d", Characters),
        ("https://c/a b", Characters),
        ("https://c\u{0}", Characters),
    ];
    for (configured, expected) in rows {
        let error = configured.parse::<Address>().expect_err(configured);
        assert_eq!(error, expected, "{configured:?}");
        assert!(!error.to_string().contains("hunter2"));
    }
}
