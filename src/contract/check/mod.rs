//! From a draft to a contract: references are resolved, and what holds across definitions is checked.

pub(in crate::contract) mod clashes;
pub(in crate::contract) mod narrowing;
pub(in crate::contract) mod recursion;
pub(in crate::contract) mod resolve;
pub(in crate::contract) mod tagged;
