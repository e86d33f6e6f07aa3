//! What a close code means for the next dial: tables (contract sections 2.5 and 5.5).

use super::state::LossReason;

/// Close code of a connector that refuses the gateway.
pub(super) const EXPELLED: u16 = 4401;

/// What follows the end of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Sequel {
    /// Wait, then dial.
    BackOff,
    /// Dial at once, with a fresh token.
    DialAtOnce,
    /// Never dial again.
    Never,
}

/// What a close code says about the credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum About {
    /// Nothing: the loop of section 5.4.
    Link,
    /// This gateway is not let in: [`EXPULSIONS`].
    Credential,
}

/// The close codes with a name. Every other one is about the link.
pub const CLOSE_CODES: [(u16, &str, About); 8] = [
    (1000, "normal", About::Link),
    (1001, "going away", About::Link),
    (1007, "not UTF-8", About::Link),
    (1008, "policy", About::Link),
    (1009, "message too big", About::Link),
    (1011, "internal error", About::Link),
    (1013, "try again later", About::Link),
    (EXPELLED, "refused", About::Credential),
];

/// When it comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Standing {
    /// No descriptor was ever received: the connector may still be starting.
    Cold,
    /// There was one.
    Greeted,
    /// There was one, and this connection was dialled because of a first expulsion.
    Warned,
}

/// The rows of section 5.5: when it comes, whether its reason is exactly `expired`, and what follows.
pub const EXPULSIONS: [(Standing, bool, Sequel); 6] = [
    (Standing::Cold, false, Sequel::BackOff),
    (Standing::Cold, true, Sequel::BackOff),
    (Standing::Greeted, false, Sequel::DialAtOnce),
    (Standing::Greeted, true, Sequel::BackOff),
    (Standing::Warned, false, Sequel::Never),
    (Standing::Warned, true, Sequel::BackOff),
];

/// What follows a loss.
#[must_use]
pub fn sequel(loss: &LossReason, standing: Standing) -> Sequel {
    if !loss.is_expulsion() {
        return Sequel::BackOff;
    }
    let expired = matches!(loss, LossReason::Closed { reason, .. } if reason == "expired");
    let row = EXPULSIONS.iter().find(|(when, why, _)| (*when, *why) == (standing, expired));
    row.map_or(Sequel::BackOff, |(_, _, sequel)| *sequel)
}

/// What a close code is about.
#[must_use]
pub fn about(code: u16) -> About {
    CLOSE_CODES.iter().find(|(known, ..)| *known == code).map_or(About::Link, |(.., about)| *about)
}
