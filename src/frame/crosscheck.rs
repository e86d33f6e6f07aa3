//! Both readings of a line, held against each other.

use std::sync::atomic::{AtomicU64, Ordering};

use super::codec::{DecodeError, Decoded, Frame, decode};
use crate::schema::View;
use crate::validate::{self, Validator};

/// Decodes as [`decode`] does, lets the schema validator judge each line too, and counts where the two disagree.
///
/// That both agree is what makes it safe to decode without the validator; the tests hold it, and this watches it on
/// live traffic. A line costs about five times as much. One may serve many threads.
///
/// # Examples
///
/// ```
/// use relay_contract::frame::{ConnectorFrame, Crosscheck};
///
/// let crosscheck = Crosscheck::default();
/// for line in [r#"{"type":"inbound"}"#, r#"{"type":"inbound","event":[]}"#, r#"{"type":"later"}"#] {
///     let is_refused = crosscheck.decode::<ConnectorFrame>(line).is_err();
///     assert_eq!(is_refused, line.contains("[]"));
/// }
/// assert_eq!((crosscheck.lines(), crosscheck.disagreements()), (3, 0));
/// ```
#[derive(Debug, Default)]
pub struct Crosscheck {
    lines: AtomicU64,
    disagreements: AtomicU64,
}

impl Crosscheck {
    /// Decodes a line; the types have the last word.
    ///
    /// # Errors
    ///
    /// As [`decode`].
    pub fn decode<F: Frame>(&self, line: &str) -> Result<Decoded<F>, DecodeError> {
        let decoded = decode(line);
        self.judge(line, &decoded);
        decoded
    }

    /// Holds a reading of a line, whoever made it, against the validator's: whether they agree.
    pub fn judge<F: Frame>(&self, line: &str, decoded: &Result<Decoded<F>, DecodeError>) -> bool {
        let by_types = match decoded {
            Ok(Decoded::Known(_)) => Verdict::Known,
            Ok(Decoded::Unknown { .. }) => Verdict::Unknown,
            Err(_) => Verdict::Refused,
        };
        let agrees = by_types == by_schema::<F>(line);
        self.lines.fetch_add(1, Ordering::Relaxed);
        self.disagreements.fetch_add(u64::from(!agrees), Ordering::Relaxed);
        agrees
    }

    /// How many lines it was given.
    #[must_use]
    pub fn lines(&self) -> u64 {
        self.lines.load(Ordering::Relaxed)
    }

    /// Of how many of them the validator thought otherwise: each is a defect of this crate.
    #[must_use]
    pub fn disagreements(&self) -> u64 {
        self.disagreements.load(Ordering::Relaxed)
    }
}

#[derive(PartialEq)]
enum Verdict {
    Known,
    Unknown,
    Refused,
}

fn by_schema<F: Frame>(line: &str) -> Verdict {
    let Ok(value) = validate::read(line) else { return Verdict::Refused };
    match validate::frame_type(&value) {
        Ok(frame_type) if !F::TAGS.contains(&frame_type) => Verdict::Unknown,
        _ if Validator::builtin(View::Reader).check(&value, Some(F::WRITER)).violations.is_empty() => {
            Verdict::Known
        }
        _ => Verdict::Refused,
    }
}
