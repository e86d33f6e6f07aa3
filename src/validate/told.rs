//! What is told of one frame: so much that it helps, and so little that a peer cannot choose how much.

use super::violation::{Rule, Violation};

/// How many violations of one frame are told one by one; one more, of the rule [`Rule::TooMany`], says how many there
/// are.
pub const VIOLATION_LIMIT: usize = 256;

/// The violations of one frame as they are found: the first are kept, all are counted.
#[derive(Default)]
pub(super) struct Told {
    kept: Vec<Violation>,
    found: usize,
}

impl Told {
    pub(super) fn tell(&mut self, violation: Violation) {
        self.found += 1;
        if self.kept.len() < VIOLATION_LIMIT {
            self.kept.push(violation);
        }
    }

    pub(super) fn found(&self) -> usize {
        self.found
    }

    /// The violations, the last one about those that are not told.
    pub(super) fn finish(self) -> Vec<Violation> {
        let Self { kept: mut violations, found } = self;
        if found > VIOLATION_LIMIT {
            let message = format!(
                "expected a valid frame, found {found} violations: the first {VIOLATION_LIMIT} are told"
            );
            violations.push(Violation::whole(Rule::TooMany, message));
        }
        violations
    }
}
