//! JSON Schemas of the contract: two views, one file a definition, canonical text; and the test vectors beside them.
//!
//! This layer knows no validator and no Rust types. `rust_shape` is the build script's part of it: the
//! transformation from the views to the generated types. It is not compiled into the library.

#[cfg(feature = "contract")]
mod derive;
#[cfg(feature = "contract")]
mod duties;
#[cfg(feature = "contract")]
mod names;
mod node;
#[cfg(feature = "contract")]
mod text;
#[cfg(feature = "contract")]
mod vectors;
mod view;

#[cfg(feature = "contract")]
pub use derive::derive;
#[cfg(feature = "contract")]
pub use names::read;
pub use node::{DEFINITIONS, Items, JsonType, NoMore, Node, Types};
#[cfg(feature = "contract")]
pub use text::{File, PROVENANCE, bundle, files};
#[cfg(feature = "contract")]
pub use vectors::vectors;
pub use view::View;

pub use crate::well_known::MAX_SAFE_INTEGER;
