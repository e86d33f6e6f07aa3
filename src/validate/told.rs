//! What is told of one frame: so much that it helps, and so little that a peer cannot choose how much.

use super::violation::{Rule, Violation};

/// How many violations of one frame are told; where there are more, one of the rule [`Rule::TooMany`] says so.
pub const VIOLATION_LIMIT: usize = 256;

/// The first violations of one frame.
#[derive(Default)]
pub(super) struct Told {
    violations: Vec<Violation>,
}

impl Told {
    /// Tells a violation, or that there are more.
    pub(super) fn tell(&mut self, violation: Violation) {
        if self.violations.len() < VIOLATION_LIMIT {
            self.violations.push(violation);
        } else if !self.is_full() {
            let message = format!(
                "expected a valid frame, found more than {VIOLATION_LIMIT} violations: the others are not told"
            );
            self.violations.push(Violation::whole(Rule::TooMany, message));
        }
    }

    /// Whether nothing more will be told.
    pub(super) fn is_full(&self) -> bool {
        self.violations.len() > VIOLATION_LIMIT
    }

    /// How many violations are told.
    pub(super) fn count(&self) -> usize {
        self.violations.len()
    }

    pub(super) fn finish(self) -> Vec<Violation> {
        self.violations
    }
}
