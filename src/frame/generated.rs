//! The one place where the generated types are visible.
#![allow(
    missing_docs,
    rustdoc::all,
    clippy::all,
    clippy::pedantic,
    non_camel_case_types,
    non_snake_case,
    unused_braces,
    unreachable_patterns,
    unused_qualifications,
    unused_variables,
    reason = "the document's words and typify's code are not held to the lints of hand-written code"
)]

include!(concat!(env!("OUT_DIR"), "/frames.rs"));
