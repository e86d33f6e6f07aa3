//! Bytes that travel as base64.

use std::fmt;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::strict::word;
use crate::json::base64;

/// Bytes that a frame carries as base64: RFC 4648 section 4, padded, canonical.
///
/// Reading refuses every other form: the standard alphabet only, padding required, unused bits zero. `Debug` tells
/// the length, never the bytes.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Base64Body(Vec<u8>);

impl Base64Body {
    /// The bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes, taken out.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

impl From<Vec<u8>> for Base64Body {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<&[u8]> for Base64Body {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }
}

impl<const N: usize> From<&[u8; N]> for Base64Body {
    fn from(bytes: &[u8; N]) -> Self {
        Self(bytes.to_vec())
    }
}

impl fmt::Debug for Base64Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Base64Body({} bytes)", self.0.len())
    }
}

impl Serialize for Base64Body {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&base64::Encoded(&self.0))
    }
}

impl<'de> Deserialize<'de> for Base64Body {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = word(deserializer)?;
        base64::decode(&text).map(Self).ok_or_else(|| D::Error::custom("expected canonical base64"))
    }
}
