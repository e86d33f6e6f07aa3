//! Lines as they came, before they are frames: what a transport does with one that it does not decode, or not yet.
//!
//! Text in, text out; nothing here knows a frame type, a socket or a queue.

mod buffer_id;
mod scalar_ids;

pub use self::buffer_id::buffer_id;
pub use self::scalar_ids::scalar_ids_to_strings;
