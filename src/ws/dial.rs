//! Opening a stream to a connector: TCP, TLS, or whatever a test brings. It knows no frame and no upgrade.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use futures_util::stream::{FuturesUnordered, StreamExt as _};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

/// How long an address of a host has before the next one is tried beside it (RFC 8305, section 8).
const HEAD_START: Duration = Duration::from_millis(250);

/// Bytes that TLS takes before the socket has taken them. More would hide for longer whether it takes any.
const TLS_BUFFER: usize = 16 << 10;

/// Where a stream goes to.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Target {
    /// A host name or an IP address, without brackets.
    pub host: String,
    /// The port.
    pub port: u16,
    /// Whether the stream is to be TLS.
    pub secure: bool,
}

/// What a dialler opens.
pub trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

/// How streams are opened. Clones open the same way.
///
/// # Examples
///
/// A dialler that opens the other end of a stream in memory:
///
/// ```
/// use relay_contract::ws::Dialler;
///
/// let dialler = Dialler::new(|target| async move {
///     assert_eq!((target.host.as_str(), target.port, target.secure), ("connector.example", 443, true));
///     let (ours, theirs) = tokio::io::duplex(64 * 1024);
///     // `theirs` goes to a connector of the test.
///     # drop(theirs);
///     Ok(ours)
/// });
/// ```
#[derive(Clone)]
pub struct Dialler(Arc<Open>);

type Open = dyn Fn(Target) -> Opening + Send + Sync;
type Opening = Pin<Box<dyn Future<Output = io::Result<Box<dyn Stream>>> + Send>>;

/// Why a file of certificates cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RootsError {
    /// Not the text form of certificates.
    #[error("expected certificates in PEM")]
    Pem(#[source] rustls::pki_types::pem::Error),
    /// A certificate that nothing can be checked with.
    #[error("expected the certificate of an authority")]
    Certificate(#[source] rustls::Error),
    /// Not one certificate.
    #[error("expected at least one certificate, found none")]
    Empty,
}

impl Dialler {
    /// A dialler of your own: it is given the target, and returns a stream or why there is none.
    pub fn new<F, R, S>(open: F) -> Self
    where
        F: Fn(Target) -> R + Send + Sync + 'static,
        R: Future<Output = io::Result<S>> + Send + 'static,
        S: Stream + 'static,
    {
        Self(Arc::new(move |target| {
            let opening = open(target);
            Box::pin(async move { Ok(Box::new(opening.await?) as Box<dyn Stream>) })
        }))
    }

    /// TCP, and TLS with the authorities that the platform trusts, which are read at the first dial.
    #[must_use]
    pub fn network() -> Self {
        let config = Arc::new(OnceLock::new());
        Self::over_tls(move || {
            let config = Arc::clone(&config);
            async move {
                if let Some(config) = config.get() {
                    return Ok(Arc::clone(config));
                }
                let read = tokio::task::spawn_blocking(platform_config).await.map_err(io::Error::other)??;
                Ok(Arc::clone(config.get_or_init(|| read)))
            }
        })
    }

    /// TCP, and TLS with these authorities alone: certificates in PEM.
    ///
    /// # Errors
    ///
    /// Text that is no PEM, a certificate that cannot be used, or none at all.
    pub fn with_roots(pem: &[u8]) -> Result<Self, RootsError> {
        let mut roots = RootCertStore::empty();
        for certificate in CertificateDer::pem_slice_iter(pem) {
            roots.add(certificate.map_err(RootsError::Pem)?).map_err(RootsError::Certificate)?;
        }
        if roots.is_empty() {
            return Err(RootsError::Empty);
        }
        let config = client_config(roots).map_err(RootsError::Certificate)?;
        Ok(Self::over_tls(move || {
            let config = Arc::clone(&config);
            async move { Ok(config) }
        }))
    }

    fn over_tls<R>(config: impl Fn() -> R + Send + Sync + 'static) -> Self
    where
        R: Future<Output = io::Result<Arc<ClientConfig>>> + Send + 'static,
    {
        Self(Arc::new(move |target| {
            let config = target.secure.then(&config);
            Box::pin(async move {
                let tcp = connect(lookup_host((target.host.as_str(), target.port)).await?).await?;
                // Frames are small and someone waits for each.
                tcp.set_nodelay(true)?;
                let Some(config) = config else { return Ok(Box::new(tcp) as Box<dyn Stream>) };
                let name = ServerName::try_from(target.host).map_err(io::Error::other)?;
                let connector = TlsConnector::from(config.await?);
                let tls =
                    connector.connect_with(name, tcp, |tls| tls.set_buffer_limit(Some(TLS_BUFFER))).await?;
                Ok(Box::new(tls) as Box<dyn Stream>)
            })
        }))
    }

    pub(super) fn open(&self, target: Target) -> Opening {
        (self.0)(target)
    }
}

/// A connection to the first of these addresses that answers. The way to one may lead nowhere: the next one is tried
/// when it has failed, or beside it after a while.
async fn connect(mut addresses: impl Iterator<Item = SocketAddr>) -> io::Result<TcpStream> {
    let mut attempts = FuturesUnordered::new();
    let mut failure = io::Error::new(io::ErrorKind::NotFound, "the host has no address");
    loop {
        match addresses.next() {
            Some(address) => attempts.push(TcpStream::connect(address)),
            None if attempts.is_empty() => return Err(failure),
            None => {}
        }
        match timeout(HEAD_START, attempts.next()).await {
            Ok(Some(Ok(stream))) => return Ok(stream),
            Ok(Some(Err(error))) => failure = error,
            Ok(None) | Err(_) => {}
        }
    }
}

impl Default for Dialler {
    fn default() -> Self {
        Self::network()
    }
}

impl fmt::Debug for Dialler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Dialler")
    }
}

fn platform_config() -> io::Result<Arc<ClientConfig>> {
    let found = rustls_native_certs::load_native_certs();
    let mut roots = RootCertStore::empty();
    // A platform's store may hold certificates that rustls does not read.
    let (added, ignored) = roots.add_parsable_certificates(found.certs);
    tracing::debug!(added, ignored, unreadable = found.errors.len(), "certificates of the platform");
    if added == 0 {
        let error = found.errors.into_iter().next();
        return Err(io::Error::other(error.map_or_else(
            || "the platform trusts no certificate authority".to_owned(),
            |error| format!("the platform's certificates cannot be read: {error}"),
        )));
    }
    client_config(roots).map_err(io::Error::other)
}

fn client_config(roots: RootCertStore) -> Result<Arc<ClientConfig>, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    Ok(Arc::new(config.with_root_certificates(roots).with_no_client_auth()))
}

#[cfg(test)]
mod tests {
    use tokio::net::{TcpListener, TcpSocket};
    use tokio::time::Instant;

    use super::*;

    /// A listener whose queue is full, so that whoever dials it hears nothing; with what fills it.
    async fn dead_end() -> (TcpListener, Vec<TcpStream>) {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.bind(([127, 0, 0, 1], 0).into()).expect("a free port");
        let listener = socket.listen(0).expect("a listener");
        let address = listener.local_addr().expect("it is bound");
        let mut queue = Vec::new();
        while let Ok(Ok(stream)) = timeout(Duration::from_millis(1), TcpStream::connect(address)).await {
            queue.push(stream);
        }
        (listener, queue)
    }

    #[tokio::test(start_paused = true)]
    async fn an_address_that_leads_nowhere_keeps_nobody_from_the_next() {
        let (dead, _queue) = dead_end().await;
        let live = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let closed = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let [dead, live, refused] = [&dead, &live, &closed].map(|l| l.local_addr().expect("it is bound"));
        drop(closed);
        let cases = [
            (vec![live, dead], 0),
            (vec![refused, refused, live], 0),
            (vec![dead, live], 1),
            (vec![dead, refused, live], 1),
        ];
        for (addresses, waits) in cases {
            let began = Instant::now();
            let stream = timeout(Duration::from_secs(5), connect(addresses.clone().into_iter())).await;
            let stream = stream.expect("in time").expect("a connection");
            assert_eq!(stream.peer_addr().expect("it is connected"), live);
            // A timer is a millisecond late at most.
            let waited = began.elapsed().as_millis() / HEAD_START.as_millis();
            assert_eq!(waited, waits, "{addresses:?}");
        }
        let error = connect(std::iter::empty()).await.expect_err("there is nothing to dial");
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
    }
}
