//! The upgrade token: how a gateway proves who it is when it dials (contract sections 2.2 to 2.4).
//!
//! Text in, text out: it knows no socket and no clock. HMAC-SHA256 is the channel's own; no platform's signature
//! scheme belongs here.

use std::fmt::{self, Write as _};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// Seconds for which the token of a dial is valid (contract section 2.2).
pub const TOKEN_LIFETIME: i64 = 300;

/// A text that only the two ends of the link may know. `Debug` shows `<redacted>`.
///
/// It is the key of the signature as it is written, as UTF-8: 64 hexadecimal digits are 64 bytes, not 32.
#[derive(Clone)]
pub struct Secret(String);

/// What a gateway dials with: its id and its secret, both set.
///
/// # Examples
///
/// ```
/// use relay_contract::relay::credentials::{Credentials, Secret, verify};
///
/// let credentials = Credentials::new("gw-alpha", "s3cr3t-alpha").expect("both are set");
/// let token = credentials.token(1_893_455_700);
/// let gateway = verify(token.as_str(), &[Secret::from("s3cr3t-alpha")], 1_893_456_000)?;
/// assert_eq!(gateway, "gw-alpha");
/// # Ok::<(), relay_contract::relay::credentials::VerifyError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Credentials {
    gateway_id: String,
    secret: Secret,
}

/// A minted token: what follows `Authorization: Bearer `. `Debug` shows `<redacted>`.
#[derive(Clone, PartialEq, Eq)]
pub struct UpgradeToken(String);

/// Why a token is refused. No variant carries a part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VerifyError {
    /// There is no secret to verify with, or only empty ones.
    #[error("expected a secret to verify with, found none")]
    NoSecret,
    /// Not base64 of the URL-safe alphabet, unpadded and canonical.
    #[error("expected unpadded URL-safe base64")]
    Encoding,
    /// The bytes are not UTF-8.
    #[error("expected UTF-8 under the base64")]
    Text,
    /// Fewer than three parts between colons.
    #[error("expected `payload:exp:sig`")]
    Parts,
    /// The payload is empty: it names no gateway.
    #[error("expected a payload, found an empty one")]
    Payload,
    /// `exp` is not a plain decimal number of seconds below 2^64.
    #[error("expected plain decimal seconds as exp")]
    Expiry,
    /// `sig` is not 64 lower-case hexadecimal digits.
    #[error("expected 64 lower-case hexadecimal digits as sig")]
    Signature,
    /// The signature is of no secret in the list.
    #[error("the signature is of no known secret")]
    Mismatch,
    /// Genuine, and too late.
    #[error("the token has expired")]
    Expired,
}

impl Secret {
    /// The text, for a place that must write it down.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<redacted>")
    }
}

impl Credentials {
    /// The pair, each half trimmed; `None` if one of them is then empty: half a credential counts for nothing, and
    /// the dial goes out without a token (contract section 2.2).
    #[must_use]
    pub fn new(gateway_id: &str, secret: &str) -> Option<Self> {
        let (gateway_id, secret) = (gateway_id.trim(), secret.trim());
        if gateway_id.is_empty() || secret.is_empty() {
            return None;
        }
        Some(Self { gateway_id: gateway_id.to_owned(), secret: Secret::from(secret) })
    }

    /// The id that the token names.
    #[must_use]
    pub fn gateway_id(&self) -> &str {
        &self.gateway_id
    }

    /// A token for one dial, valid for [`TOKEN_LIFETIME`] seconds from `now`, which is in Unix seconds.
    #[must_use]
    pub fn token(&self, now: u64) -> UpgradeToken {
        mint(&self.gateway_id, &self.secret, now, TOKEN_LIFETIME)
    }
}

impl UpgradeToken {
    /// The token, as it stands in the header.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for UpgradeToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<redacted>")
    }
}

/// Makes a token, byte for byte as contract section 2.2 says.
///
/// `now` is in whole Unix seconds and `ttl` in seconds. A `ttl` of zero or less makes a token that never expires.
#[must_use]
pub fn mint(payload: &str, secret: &Secret, now: u64, ttl: i64) -> UpgradeToken {
    let exp = match u64::try_from(ttl) {
        Ok(ttl) if ttl > 0 => now.saturating_add(ttl),
        _ => 0,
    };
    let signed = format!("{payload}:{exp}");
    let mut raw = format!("{signed}:");
    for byte in mac(secret, &signed).finalize().into_bytes() {
        write!(raw, "{byte:02x}").expect("a string takes whatever is written");
    }
    UpgradeToken(URL_SAFE_NO_PAD.encode(raw))
}

/// Who dials: the payload of a token that one of `secrets` signed and that is still valid at `now`.
///
/// `secrets` is a rotation list: any match accepts, empty entries are skipped. All of them are tried, each comparison
/// in constant time, so the answer's delay says nothing about which one matched. `now` is in whole Unix seconds; at
/// `now == exp` the token is still valid, and an `exp` of 0 never expires. Whether it expired is told only of a token
/// that is genuine.
///
/// Strict on purpose. The reference verifier also takes, and this one refuses:
///
/// | lenient form | refused as |
/// | --- | --- |
/// | padding, complete or surplus | [`VerifyError::Encoding`] |
/// | white space, `!` and other characters outside the alphabet, skipped | [`VerifyError::Encoding`] |
/// | `+` and `/` of the standard alphabet | [`VerifyError::Encoding`] |
/// | spare bits of the last character that are not zero | [`VerifyError::Encoding`] |
/// | an empty payload | [`VerifyError::Payload`] |
/// | `exp` written ` 123`, `+123`, `0123`, `1_23` or `-1` | [`VerifyError::Expiry`] |
/// | `exp` of 2^64 or later | [`VerifyError::Expiry`] |
/// | `sig` in upper case, or with spaces in it | [`VerifyError::Signature`] |
///
/// # Errors
///
/// Each variant of [`VerifyError`] says what it is for.
pub fn verify(token: &str, secrets: &[Secret], now: u64) -> Result<String, VerifyError> {
    if secrets.iter().all(Secret::is_empty) {
        return Err(VerifyError::NoSecret);
    }
    let raw = URL_SAFE_NO_PAD.decode(token).map_err(|_| VerifyError::Encoding)?;
    let raw = String::from_utf8(raw).map_err(|_| VerifyError::Text)?;
    // From the right: a payload may hold colons.
    let (signed, sig) = raw.rsplit_once(':').ok_or(VerifyError::Parts)?;
    let (payload, exp) = signed.rsplit_once(':').ok_or(VerifyError::Parts)?;
    if payload.is_empty() {
        return Err(VerifyError::Payload);
    }
    let exp = seconds(exp).ok_or(VerifyError::Expiry)?;
    let sig = digest(sig).ok_or(VerifyError::Signature)?;
    let matched = secrets.iter().filter(|secret| !secret.is_empty()).fold(false, |matched, secret| {
        // `verify_slice` compares in constant time; `|` tries every secret.
        matched | mac(secret, signed).verify_slice(&sig).is_ok()
    });
    if !matched {
        return Err(VerifyError::Mismatch);
    }
    if exp != 0 && now > exp {
        return Err(VerifyError::Expired);
    }
    Ok(payload.to_owned())
}

fn mac(secret: &Secret, signed: &str) -> Hmac<Sha256> {
    let mut mac = Hmac::new_from_slice(secret.0.as_bytes()).expect("HMAC takes a key of any length");
    mac.update(signed.as_bytes());
    mac
}

/// Plain decimal seconds: `0`, or digits without a leading zero.
fn seconds(text: &str) -> Option<u64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    if plain { text.parse().ok() } else { None }
}

/// The 32 bytes of 64 lower-case hexadecimal digits.
fn digest(text: &str) -> Option<[u8; 32]> {
    let nibble = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    let mut bytes = [0; 32];
    if text.len() != 2 * bytes.len() {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        *byte = nibble(pair[0])? << 4 | nibble(pair[1])?;
    }
    Some(bytes)
}
