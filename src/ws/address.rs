//! From what an operator configures to what is dialled (contract section 2.1). Text only.

use std::fmt;
use std::str::FromStr;

use tokio_tungstenite::tungstenite::http::Uri;

use super::dial::Target;

/// An address that can be dialled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    uri: Uri,
    target: Target,
}

/// Why an address cannot be dialled. No variant shows the address, which may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AddressError {
    /// Nothing but white space.
    #[error("expected an address, found none: set GATEWAY_RELAY_URL or gateway.relay_url")]
    Empty,
    /// No scheme, or one that is none of the four, or not in lower case.
    #[error("expected https://, http://, wss:// or ws:// in lower case at the beginning of the address")]
    Scheme,
    /// White space, a control character or a character that no address has.
    #[error("expected an address without spaces and special characters")]
    Characters,
    /// No host.
    #[error("expected a host name behind the scheme")]
    Host,
    /// A port that is no number from 1 to 65535.
    #[error("expected a port from 1 to 65535")]
    Port,
    /// A user name or a password in the address.
    #[error("expected no user name in the address: the credential is the gateway's id and secret")]
    UserInfo,
    /// A query or a fragment; the path is appended to, so neither can work.
    #[error("expected no `?` and no `#` in the address")]
    Query,
}

/// The address to dial, by the six textual steps of contract section 2.1. Idempotent; what comes out may be unusable.
#[must_use]
pub fn normalise(address: &str) -> String {
    let address = address.trim();
    let address = match (address.strip_prefix("https://"), address.strip_prefix("http://")) {
        (Some(rest), _) => format!("wss://{rest}"),
        (None, Some(rest)) => format!("ws://{rest}"),
        (None, None) => address.to_owned(),
    };
    let address = address.trim_end_matches('/');
    if address.ends_with("/relay") { address.to_owned() } else { format!("{address}/relay") }
}

impl Address {
    pub(super) fn uri(&self) -> &Uri {
        &self.uri
    }

    /// What a dialler opens a stream to.
    #[must_use]
    pub fn target(&self) -> &Target {
        &self.target
    }
}

impl FromStr for Address {
    type Err = AddressError;

    /// # Errors
    ///
    /// Each variant of [`AddressError`] says what it is for.
    fn from_str(address: &str) -> Result<Self, AddressError> {
        if address.trim().is_empty() {
            return Err(AddressError::Empty);
        }
        let scheme = ["https://", "http://", "wss://", "ws://"];
        let address = address.trim();
        let bare =
            scheme.iter().find_map(|scheme| address.strip_prefix(scheme)).ok_or(AddressError::Scheme)?;
        if bare.trim_matches('/').is_empty() {
            return Err(AddressError::Host);
        }
        let address = normalise(address);
        let (rest, secure) = match (address.strip_prefix("wss://"), address.strip_prefix("ws://")) {
            (Some(rest), _) => (rest, true),
            (None, Some(rest)) => (rest, false),
            (None, None) => return Err(AddressError::Scheme),
        };
        if rest.contains(['?', '#']) {
            return Err(AddressError::Query);
        }
        let authority = rest.split('/').next().unwrap_or_default();
        if authority.contains('@') {
            return Err(AddressError::UserInfo);
        }
        if authority.is_empty() || authority.starts_with(':') {
            return Err(AddressError::Host);
        }
        let bracket = authority.rfind(']').map_or(0, |end| end + 1);
        let port = authority[bracket..].split_once(':').map(|(_, port)| port);
        let port = port.map(|port| port.parse().ok().filter(|port| *port != 0).ok_or(AddressError::Port));
        let uri = Uri::try_from(&address).map_err(|_| AddressError::Characters)?;
        let host = uri.host().ok_or(AddressError::Host)?;
        let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host).to_owned();
        let port = port.transpose()?.unwrap_or(if secure { 443 } else { 80 });
        Ok(Self { uri, target: Target { host, port, secure } })
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.uri.fmt(f)
    }
}
