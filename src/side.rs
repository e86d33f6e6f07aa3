//! The two sides of the link.

use std::fmt;

/// One side of the link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// The side that dials and runs the agent.
    Gateway,
    /// The side that listens and owns the platforms.
    Connector,
}

impl Side {
    /// The other side.
    #[must_use]
    pub const fn peer(self) -> Self {
        match self {
            Self::Gateway => Self::Connector,
            Self::Connector => Self::Gateway,
        }
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Gateway => "gateway",
            Self::Connector => "connector",
        })
    }
}
