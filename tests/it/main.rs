//! The integration tests.

#[cfg(feature = "relay")]
mod adapter;
#[cfg(feature = "frame")]
mod allocations;
#[cfg(all(feature = "contract", feature = "validate", feature = "frame"))]
mod another_crate;
#[cfg(feature = "relay")]
mod bench;
#[cfg(all(feature = "contract", feature = "validate"))]
mod captures;
#[cfg(feature = "frame")]
mod case_files;
#[cfg(all(unix, feature = "cli", feature = "evolution"))]
mod ci_recipe;
#[cfg(all(feature = "cli", feature = "validate"))]
mod cli;
#[cfg(feature = "frame")]
mod crosscheck;
#[cfg(all(unix, feature = "cli", feature = "validate"))]
mod docs_commands;
#[cfg(feature = "contract")]
mod drops;
#[cfg(feature = "evolution")]
mod evolution;
#[cfg(all(feature = "evolution", feature = "relay"))]
mod fuzz;
#[cfg(feature = "frame")]
mod hostile;
#[cfg(all(feature = "contract", feature = "validate", feature = "frame"))]
mod laws;
#[cfg(all(feature = "contract", feature = "validate", feature = "frame"))]
mod leaks;
#[cfg(feature = "frame")]
mod lines;
#[cfg(all(feature = "contract", feature = "validate", feature = "frame"))]
mod names;
#[cfg(all(feature = "contract", feature = "validate", feature = "frame"))]
mod node;
#[cfg(all(feature = "cli", feature = "frame"))]
mod one_field;
#[cfg(feature = "contract")]
mod parse;
#[cfg(feature = "evolution")]
mod real_documents;
#[cfg(feature = "relay")]
mod relay;
#[cfg(feature = "relay")]
mod relay_stub;
#[cfg(all(feature = "contract", feature = "validate"))]
mod schemas;
#[cfg(feature = "relay")]
mod session;
#[cfg(feature = "ws")]
mod simulation;
#[cfg(feature = "relay")]
mod suite;
mod tidy;
#[cfg(all(feature = "contract", feature = "validate", feature = "frame"))]
mod vectors;
#[cfg(feature = "ws")]
mod ws;
