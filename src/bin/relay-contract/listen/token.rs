//! Whether an upgrade token is good, told without showing it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use relay_contract::relay::credentials::{Secret, VerifyError, verify};

use crate::shown;

/// Whom the connector lets in.
pub(super) struct Guard {
    /// The current secret first, then older ones; none lets anybody in.
    pub(super) secrets: Vec<Secret>,
    /// The only gateway that may come.
    pub(super) id: Option<String>,
}

/// Why a gateway is not let in.
pub(super) struct Refused {
    /// For the close frame: `expired` is what a gateway looks for (contract section 5.5).
    pub(super) reason: &'static str,
    pub(super) message: String,
}

impl Guard {
    /// Judges the `Authorization` header of an upgrade at `now`, in Unix seconds; what is known of the token in words.
    pub(super) fn judge(&self, authorization: Option<&str>, now: u64) -> Result<String, Refused> {
        let token = authorization.map(|header| {
            let (scheme, token) = header.split_once(' ').unwrap_or((header, ""));
            if scheme.eq_ignore_ascii_case("bearer") { token } else { "" }
        });
        if self.secrets.is_empty() {
            return Ok(match token {
                Some(token) => format!("{}, not verified for want of a secret", describe(token, now)),
                None => "no token, none is asked for".to_owned(),
            });
        }
        let Some(token) = token else {
            return Err(refused("expected a bearer token in `Authorization`, found no such header"));
        };
        match verify(token, &self.secrets, now) {
            Ok(id) if self.id.as_ref().is_none_or(|own| *own == id) => Ok(describe(token, now)),
            Ok(id) => Err(refused(format!(
                "expected the token of another gateway, found one of `{}`",
                shown::word(&id)
            ))),
            Err(VerifyError::Expired) => Err(Refused { reason: "expired", ..refused(describe(token, now)) }),
            Err(error) => Err(refused(error.to_string())),
        }
    }
}

fn refused(message: impl Into<String>) -> Refused {
    Refused { reason: "unauthorized", message: message.into() }
}

/// A token by its id and its expiry.
fn describe(token: &str, now: u64) -> String {
    let raw = URL_SAFE_NO_PAD.decode(token).ok().and_then(|raw| String::from_utf8(raw).ok());
    let parts = raw.as_deref().and_then(|raw| {
        let (signed, _) = raw.rsplit_once(':')?;
        let (id, expiry) = signed.rsplit_once(':')?;
        Some((id, expiry.parse::<u64>().ok()?))
    });
    match parts {
        None => "a token that cannot be read".to_owned(),
        Some((id, 0)) => format!("token of `{}`, valid for ever", shown::word(id)),
        Some((id, expiry)) if expiry < now => {
            format!("token of `{}`, expired {} s ago", shown::word(id), now - expiry)
        }
        Some((id, expiry)) => format!("token of `{}`, valid for {} s", shown::word(id), expiry - now),
    }
}
