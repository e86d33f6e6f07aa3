//! The address to listen on, as a user writes it. Text only.

use crate::failure::Failure;

/// Refuses what is no `HOST:PORT`, and says how to write it.
pub(super) fn check(address: &str) -> Result<(), Failure> {
    let (bare, is_url) = match address.split_once("://") {
        Some((_, rest)) => (rest.split('/').next().unwrap_or_default(), true),
        None => (address, false),
    };
    // An IPv6 address without brackets is all host.
    let is_bare_v6 = bare.matches(':').count() > 1 && !bare.starts_with('[');
    let (host, port) = match bare.rsplit_once(':') {
        Some((host, port)) if !is_bare_v6 && !port.contains(']') => (host, Some(port)),
        // `8765` is more likely a port than a host.
        _ if bare.parse::<u16>().is_ok() => ("", Some(bare)),
        _ => (bare, None),
    };
    let found = match (host, port) {
        _ if is_url => "a URL",
        ("", Some(_)) => "no host",
        (_, None) => "no port",
        (_, Some(_)) => return Ok(()),
    };
    let host = match host {
        "" => "127.0.0.1".to_owned(),
        host if is_bare_v6 => format!("[{host}]"),
        host => host.to_owned(),
    };
    let hint = match port {
        Some(port) => format!("relay-contract listen {host}:{port}"),
        None => format!("relay-contract listen {host}:8765, or {host}:0 for a free port"),
    };
    Err(Failure::new(format!("cannot listen on {address}"))
        .because(format!("expected HOST:PORT, found {found}"))
        .hint(hint))
}
