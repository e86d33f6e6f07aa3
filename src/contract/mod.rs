//! The contract document: Markdown in, a [`Contract`] with source spans out.
//!
//! This layer knows no JSON Schema.

mod model;

pub use model::{
    Action, Contract, Direction, Example, Fact, Field, Frame, Limits, Notes, Object, PairMember, Section,
    Side, Span, Type,
};
