//! Values with limits: what the schemas' keywords are in Rust.
//!
//! Each type holds only what its schema accepts. What only a whole line can exceed, its length and nesting, `encode`
//! checks.

use std::fmt;

use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::strict::Strict;
use crate::schema::MAX_SAFE_INTEGER;

/// An integer from `MIN` to `MAX`; without parameters from -(2^53-1) to 2^53-1.
///
/// In JSON `1.0` and `1e3` are integers too; it writes `1` and `1000`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Int<const MIN: i64 = { -MAX_SAFE_INTEGER }, const MAX: i64 = MAX_SAFE_INTEGER>(i64);

/// A string of `MIN` to `MAX` Unicode scalar values.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Str<const MIN: usize, const MAX: usize>(String);

/// A finite number.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
pub struct Number(f64);

/// A string that is not in the contract's open set. Only the set itself makes it, so that no listed word hides in it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unlisted(String);

/// A value outside the limits of its type.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LimitError {
    /// An integer outside its range.
    #[error("expected an integer from {min} to {max}")]
    Int {
        /// The least value.
        min: i64,
        /// The greatest value.
        max: i64,
    },
    /// A string that is too short or too long.
    #[error("expected {min} to {max} Unicode scalar values, found {found}")]
    Str {
        /// The least length.
        min: usize,
        /// The greatest length.
        max: usize,
        /// The length found.
        found: usize,
    },
    /// Infinity or not a number.
    #[error("expected a finite number")]
    Number,
    /// A string that is not in a closed set.
    #[error("expected one of the words of {set}")]
    Set {
        /// The Rust name of the set.
        set: &'static str,
    },
}

impl<const MIN: i64, const MAX: i64> Int<MIN, MAX> {
    /// The integer of this value.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// For values known when the program is written.
    ///
    /// # Panics
    ///
    /// If the value is outside `MIN` to `MAX`; in a `const` that is a compile error.
    #[must_use]
    pub const fn constant(value: i64) -> Self {
        assert!(MIN <= value && value <= MAX, "a constant outside the limits of its type");
        Self(value)
    }
}

impl<const MIN: i64, const MAX: i64> TryFrom<i64> for Int<MIN, MAX> {
    type Error = LimitError;

    fn try_from(value: i64) -> Result<Self, LimitError> {
        if (MIN..=MAX).contains(&value) {
            Ok(Self(value))
        } else {
            Err(LimitError::Int { min: MIN, max: MAX })
        }
    }
}

impl From<i32> for Int {
    fn from(value: i32) -> Self {
        Self(value.into())
    }
}

impl From<u32> for Int {
    fn from(value: u32) -> Self {
        Self(value.into())
    }
}

impl<const MIN: i64, const MAX: i64> TryFrom<u64> for Int<MIN, MAX> {
    type Error = LimitError;

    fn try_from(value: u64) -> Result<Self, LimitError> {
        i64::try_from(value).map_err(|_| LimitError::Int { min: MIN, max: MAX })?.try_into()
    }
}

impl<const MIN: i64, const MAX: i64> TryFrom<usize> for Int<MIN, MAX> {
    type Error = LimitError;

    fn try_from(value: usize) -> Result<Self, LimitError> {
        i64::try_from(value).map_err(|_| LimitError::Int { min: MIN, max: MAX })?.try_into()
    }
}

impl<const MIN: i64, const MAX: i64> From<Int<MIN, MAX>> for i64 {
    fn from(value: Int<MIN, MAX>) -> Self {
        value.0
    }
}

impl<const MIN: i64, const MAX: i64> PartialEq<i64> for Int<MIN, MAX> {
    fn eq(&self, other: &i64) -> bool {
        self.0 == *other
    }
}

impl<const MIN: i64, const MAX: i64> fmt::Debug for Int<MIN, MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl<const MIN: i64, const MAX: i64> fmt::Display for Int<MIN, MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl<const MIN: i64, const MAX: i64> Serialize for Int<MIN, MAX> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.0)
    }
}

impl<'de, const MIN: i64, const MAX: i64> Deserialize<'de> for Int<MIN, MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_i64(IntVisitor)
    }
}

impl<const MIN: i64, const MAX: i64> Strict<'_> for Int<MIN, MAX> {
    fn blank() -> Self {
        Self(MIN)
    }
}

struct IntVisitor<const MIN: i64, const MAX: i64>;

impl<const MIN: i64, const MAX: i64> Visitor<'_> for IntVisitor<MIN, MAX> {
    type Value = Int<MIN, MAX>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an integer from {MIN} to {MAX}")
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        value.try_into().map_err(|_| E::invalid_value(Unexpected::Signed(value), &self))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        let signed =
            i64::try_from(value).map_err(|_| E::invalid_value(Unexpected::Unsigned(value), &self))?;
        self.visit_i64(signed)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        // Beyond 2^53 a float stands for many integers; none of them is within any limits.
        #[expect(clippy::cast_precision_loss, reason = "2^53 - 1 is exact")]
        let is_safe_integer = value.fract() == 0.0 && value.abs() <= MAX_SAFE_INTEGER as f64;
        if !is_safe_integer {
            return Err(E::invalid_value(Unexpected::Float(value), &self));
        }
        #[expect(clippy::cast_possible_truncation, reason = "integral and at most 2^53 - 1")]
        self.visit_i64(value as i64)
    }
}

impl<const MIN: usize, const MAX: usize> Str<MIN, MAX> {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<const MIN: usize, const MAX: usize> TryFrom<String> for Str<MIN, MAX> {
    type Error = LimitError;

    fn try_from(text: String) -> Result<Self, LimitError> {
        let found = text.chars().count();
        if (MIN..=MAX).contains(&found) {
            Ok(Self(text))
        } else {
            Err(LimitError::Str { min: MIN, max: MAX, found })
        }
    }
}

impl<const MIN: usize, const MAX: usize> TryFrom<&str> for Str<MIN, MAX> {
    type Error = LimitError;

    fn try_from(text: &str) -> Result<Self, LimitError> {
        text.to_owned().try_into()
    }
}

impl<const MIN: usize, const MAX: usize> PartialEq<str> for Str<MIN, MAX> {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl<const MIN: usize, const MAX: usize> From<Str<MIN, MAX>> for String {
    fn from(text: Str<MIN, MAX>) -> Self {
        text.0
    }
}

impl<const MIN: usize, const MAX: usize> fmt::Debug for Str<MIN, MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl<const MIN: usize, const MAX: usize> fmt::Display for Str<MIN, MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl<const MIN: usize, const MAX: usize> Serialize for Str<MIN, MAX> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de, const MIN: usize, const MAX: usize> Deserialize<'de> for Str<MIN, MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.try_into().map_err(D::Error::custom)
    }
}

impl<const MIN: usize, const MAX: usize> Strict<'_> for Str<MIN, MAX> {
    fn blank() -> Self {
        Self(String::new())
    }
}

impl Number {
    /// The number of this value.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl From<i32> for Number {
    fn from(value: i32) -> Self {
        Self(value.into())
    }
}

impl From<Number> for f64 {
    fn from(value: Number) -> Self {
        value.0
    }
}

impl TryFrom<f64> for Number {
    type Error = LimitError;

    fn try_from(value: f64) -> Result<Self, LimitError> {
        if value.is_finite() { Ok(Self(value)) } else { Err(LimitError::Number) }
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.0)
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        f64::deserialize(deserializer)?.try_into().map_err(D::Error::custom)
    }
}

impl Strict<'_> for Number {
    fn blank() -> Self {
        Self(0.0)
    }
}

impl Unlisted {
    /// The string.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// For the sets' macro, which has looked for the word among the listed ones.
    pub(super) fn new(word: String) -> Self {
        Self(word)
    }
}

impl fmt::Debug for Unlisted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}
