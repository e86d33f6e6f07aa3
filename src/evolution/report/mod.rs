//! What follows from all findings: conflicts, moves, releases, stages, approvals.

pub(in crate::evolution) mod approval;
pub(in crate::evolution) mod joined;
pub(in crate::evolution) mod moved;
pub(in crate::evolution) mod reference;
pub(in crate::evolution) mod release;
pub(in crate::evolution) mod stages;
