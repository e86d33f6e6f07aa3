//! The test vectors: fresh, complete, and what every implementation says of them.

mod constraints;
mod corpus;
mod differential;
mod verdicts;
