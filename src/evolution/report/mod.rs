//! The consequences of all findings: conflicts, moves, releases, stages, approvals.

pub(in crate::evolution) mod approval;
pub(in crate::evolution) mod frame_conflicts;
pub(in crate::evolution) mod migration;
pub(in crate::evolution) mod moved_fields;
pub(in crate::evolution) mod reference;
pub(in crate::evolution) mod release;
