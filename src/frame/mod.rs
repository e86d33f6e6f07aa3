//! The frames: generated types, and the codec between a line and a frame.
//!
//! The types come from the schemas in the build script, which makes them of the contract document; nothing here
//! mirrors a wire shape by hand. This layer knows no socket, no session and no clock.
//!
//! `Debug` of a frame shows what it holds, texts included: to a log goes its `tag` and its ids. Errors hold no values.

mod body;
mod codec;
mod crosscheck;
mod generated;
mod records;
mod scalars;
mod sets;
mod strict;
mod unions;

pub use body::Base64Body;
pub use codec::{DecodeError, Decoded, EncodeError, Frame, decode, encode, encode_into};
pub use crosscheck::Crosscheck;
pub use generated::*;
pub use scalars::{Int, LimitError, Number, Str, Unlisted};
