//! TLS: whom a dialler trusts.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use relay_contract::ws::{Dialler, RootsError};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::TlsAcceptor;

use super::*;

/// An authority in PEM, and a server with a certificate of it for `localhost`.
fn authority() -> (String, TlsAcceptor) {
    let mut params = CertificateParams::new([]).expect("no names");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let root = CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("a root");
    let key = KeyPair::generate().expect("a key");
    let leaf = CertificateParams::new(["localhost".to_owned()]).expect("a name");
    let leaf = leaf.signed_by(&key, &root).expect("a certificate");
    let private = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("its own versions")
        .with_no_client_auth()
        .with_single_cert(vec![leaf.der().clone()], private)
        .expect("the key is of the certificate");
    (root.pem(), TlsAcceptor::from(Arc::new(config)))
}

/// Dials a connector behind TLS by this name.
async fn dial(name: &str, dialler: Dialler, acceptor: TlsAcceptor) -> Result<(), TransportError> {
    let connector = Connector::bind().await;
    let address = connector.address().replace("http://127.0.0.1", &format!("https://{name}"));
    let mut options = options();
    options.dialler = dialler;
    let transport = WebSocketTransport::new(&address, options).expect("an address");
    let served = async {
        let tcp = connector.accept_tcp().await;
        let tls = acceptor.accept(tcp).await.ok()?;
        tokio_tungstenite::accept_async(tls).await.ok()
    };
    let (connected, socket) = tokio::join!(transport.connect(), served);
    assert_eq!(connected.is_ok(), socket.is_some());
    connected
}

#[tokio::test]
async fn an_authority_of_ones_own_is_trusted_for_the_names_of_its_certificates() {
    let (root, acceptor) = authority();
    let dialler = Dialler::with_roots(root.as_bytes()).expect("one certificate");
    dial("localhost", dialler.clone(), acceptor.clone()).await.expect("the name is in the certificate");
    let error = dial("127.0.0.1", dialler, acceptor).await.expect_err("this one is not");
    let source = std::error::Error::source(&error).expect("a reason").to_string();
    assert!(source.contains("certificate"), "{source}");
}

#[tokio::test]
async fn another_authority_is_not_trusted() {
    let (root, _) = authority();
    let (_, acceptor) = authority();
    let dialler = Dialler::with_roots(root.as_bytes()).expect("one certificate");
    let error = dial("localhost", dialler, acceptor).await.expect_err("another authority signed it");
    let source = std::error::Error::source(&error).expect("a reason").to_string();
    assert!(source.contains("certificate"), "{source}");
}

#[test]
fn what_is_no_certificate_is_refused() {
    assert!(matches!(Dialler::with_roots(b""), Err(RootsError::Empty)));
    assert!(matches!(Dialler::with_roots(b"no certificate"), Err(RootsError::Empty)));
    let broken = b"-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n";
    assert!(matches!(Dialler::with_roots(broken), Err(RootsError::Pem(_))));
    let other = b"-----BEGIN CERTIFICATE-----\naGk=\n-----END CERTIFICATE-----\n";
    assert!(matches!(Dialler::with_roots(other), Err(RootsError::Certificate(_))));
}
