//! Names and limits that every revision of the contract shares, each written once.
//!
//! The build script includes this file by path, so that it must know nothing of the crate.

/// The union of the frames that the gateway sends.
pub(crate) const GATEWAY_FRAME: &str = "GatewayFrame";

/// The union of the frames that the connector sends.
pub(crate) const CONNECTOR_FRAME: &str = "ConnectorFrame";

/// The union of all actions.
#[cfg(feature = "contract")]
pub(crate) const OUTBOUND_ACTION: &str = "OutboundAction";

/// The object that every result travels as.
#[cfg(feature = "contract")]
pub(crate) const ACTION_RESULT: &str = "ActionResult";

/// The greatest integer that every JSON reader keeps: 2^53 - 1.
pub const MAX_SAFE_INTEGER: i64 = (1 << 53) - 1;

/// The greatest length of a frame's line in bytes, its line end counted: 1 MiB, what the real peer takes (contract
/// section 3.2).
#[cfg(feature = "validate")]
pub const FRAME_LIMIT: usize = 1 << 20;

/// The deepest nesting of arrays and objects in a frame, the frame itself counted.
#[cfg(any(feature = "contract", feature = "validate"))]
pub(crate) const DEPTH_LIMIT: usize = 128;
