//! The seam between the adapter and a link to a connector.
//!
//! Typed actions go in, typed results come out. The adapter knows nothing of sockets, bytes or reconnecting, and a
//! transport nothing of chats, sessions or prompts.

mod delivery;
mod error;
mod identity;

use std::sync::Arc;

pub use self::delivery::{Delivery, Handlers, Receipt, Refusal};
pub use self::error::TransportError;
pub use self::identity::Identity;
use crate::frame::{
    ActionResult, CapabilityDescriptor, FollowUpAction, GetChatInfoAction, InterruptFrame, OutboundAction,
};

/// A link to one connector, used by generics.
///
/// # What an implementor owes
///
/// - **Reading never stops.** It calls [`Handlers`] from its reader, and they never wait; results, descriptors,
///   interrupts and `going_idle_ack` overtake whatever is being handled (contract section 3.3).
/// - Every wait has a deadline: 30 seconds for a result and for the handshake, 10 for `going_idle_ack`.
/// - A lost socket settles what is in flight at once.
/// - A request whose future is dropped is forgotten; a late answer to it is ignored.
/// - It works through a shared reference, from many tasks at once.
pub trait RelayTransport: Send + Sync + 'static {
    /// The identities that it says `hello` for: at least one, the first is the primary one.
    fn identities(&self) -> &[Identity];

    /// Takes the handlers of what the connector sends. The adapter calls it before [`RelayTransport::connect`].
    fn register(&self, handlers: Arc<dyn Handlers>);

    /// Dials, and says `hello` for each identity. Does not wait for an answer.
    ///
    /// Several callers of one dial get the same answer. A link that is up, or that dials again by itself, is `Ok` at
    /// once. A call whose future is dropped goes on: `disconnect` takes it back.
    fn connect(&self) -> impl Future<Output = Result<(), TransportError>> + Send;

    /// Waits for the first descriptor of the connection.
    ///
    /// A connection that is lost meanwhile, and dialled anew, may still give it; one that is over may not.
    fn handshake(&self) -> impl Future<Output = Result<Greeting, TransportError>> + Send;

    /// Says `going_idle`, waits for what is in flight within a budget, and closes for good: contract section 9.3.
    ///
    /// Every request that is then still open settles with [`TransportError::Closed`]. Closing what is closed is fine.
    fn disconnect(&self) -> impl Future<Output = ()> + Send;

    /// Sends one action, and waits for its result. A result without success is an `Ok`.
    fn send_outbound(
        &self,
        action: OutboundAction,
        tag: Option<Tag>,
    ) -> impl Future<Output = Result<ActionResult, TransportError>> + Send;

    /// Sends a `follow_up`.
    fn send_follow_up(
        &self,
        action: FollowUpAction,
        tag: Option<Tag>,
    ) -> impl Future<Output = Result<ActionResult, TransportError>> + Send {
        self.send_outbound(action.into(), tag)
    }

    /// Asks for name and kind of a chat; never tagged.
    fn get_chat_info(
        &self,
        action: GetChatInfoAction,
    ) -> impl Future<Output = Result<ActionResult, TransportError>> + Send {
        self.send_outbound(action.into(), None)
    }

    /// Sends an `interrupt` for a session that runs elsewhere. There is no answer to wait for.
    fn send_interrupt(
        &self,
        interrupt: InterruptFrame,
    ) -> impl Future<Output = Result<(), TransportError>> + Send;

    /// Says `going_idle`: whether the connector answered in time. Two calls at once get the same answer.
    fn go_idle(&self) -> impl Future<Output = bool> + Send;

    /// Goes idle, then closes the socket and keeps dialling: whether it did. Without the connector's answer it stays
    /// connected (contract section 13.2). The next dial is held, until [`RelayTransport::redial`] at the latest.
    fn go_dormant(&self) -> impl Future<Output = bool> + Send;

    /// Asks for a new connection, on which the connector sends again what was not acknowledged. Whether there will be
    /// one; it must not wait.
    ///
    /// It closes the present one when no request is in flight on it, and dials at once, outside the backoff; better after
    /// `going_idle`, so that nothing is lost in between. Requests that are made meanwhile go out on the next one. The
    /// adapter calls this when its queue was full and has room again: without it, what was turned away stays with the
    /// connector until the link breaks by itself.
    fn redial(&self) -> bool;
}

/// As whom the connector shall act: `platform` and `botId` of an `outbound` frame (contract section 4.2).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Tag {
    /// The platform.
    pub platform: String,
    /// The bot; `None` if its id is empty, or the gateway has no identity on the platform.
    pub bot_id: Option<String>,
}

/// What a connection began with.
#[derive(Debug, Clone, PartialEq)]
pub struct Greeting {
    /// Which connection of this transport it was: counts the dials.
    pub connection: u64,
    /// The descriptors so far, in their order: at least one. The first is the default.
    pub descriptors: Vec<CapabilityDescriptor>,
}
