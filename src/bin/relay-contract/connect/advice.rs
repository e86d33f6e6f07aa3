//! What a user can do when a link does not come about.

use std::io;

use relay_contract::relay::transport::TransportError;
use relay_contract::ws::Address;

/// The connector revoked this gateway (contract section 5.5).
pub(super) const REVOKED: &str = "the gateway was revoked: whoever runs the connector must enrol it again";

/// A 4401, or an HTTP 401, of a connector that has not let the gateway in yet.
pub(super) fn on_refusal(has_token: bool) -> &'static str {
    if has_token {
        "the connector refuses this token: check --id, --secret-file and the clock of this machine"
    } else {
        "the connector asks for a token: give --id and --secret-file"
    }
}

/// For a link that could not be opened, if there is anything to say.
pub(super) fn on_error(error: &TransportError, address: &Address, has_token: bool) -> Option<String> {
    let advice = match error {
        TransportError::Dial { source } => {
            if let Some(error) = source.downcast_ref::<io::Error>() {
                return Some(on_stream(error, address).to_owned());
            }
            if address.target().secure {
                "what answers is no connector: check host, port and path"
            } else {
                "what answers is no connector: check host, port and path; a port with TLS takes wss://"
            }
        }
        TransportError::Refused { status: 401 }
        | TransportError::ClosedDuringHandshake { code: Some(4401), .. } => on_refusal(has_token),
        TransportError::Refused { .. } => {
            "a server answers, but not as a connector: check host and path; a gateway dials the path /relay"
        }
        TransportError::ClosedDuringHello => {
            "the connector closed at once, as one does that refuses the token: check --id and --secret-file"
        }
        TransportError::HandshakeTimedOut { .. } => {
            "the connector takes the hello and does not answer: does it serve what --platform names?"
        }
        TransportError::Revoked => REVOKED,
        _ => return None,
    };
    Some(advice.to_owned())
}

/// For a stream that could not be opened: TCP, then TLS.
fn on_stream(error: &io::Error, address: &Address) -> &'static str {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    match inner {
        Some(rustls::Error::InvalidCertificate(_)) => {
            "the certificates of this machine decide whom it trusts; SSL_CERT_FILE names others"
        }
        Some(_) => "the port takes TCP, but no TLS of ours: a port without TLS takes ws://",
        None if address.target().secure && was_connected(error.kind()) => {
            "the port takes TCP, but no TLS: a port without TLS takes ws://"
        }
        None => "check host and port; is the connector running, and within reach?",
    }
}

/// Whether an error of this kind comes from a peer that was there.
fn was_connected(kind: io::ErrorKind) -> bool {
    matches!(kind, io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe)
}
