//! The reference connector: what it makes of a gateway's frames, and what it sends.
//!
//! A pure state machine: links, frames and steps come in, orders and findings go out. It knows no socket and no clock.

use std::collections::{BTreeMap, HashSet};

use relay_contract::capabilities::Capabilities;
use relay_contract::frame::{
    CapabilityDescriptor, Decoded, GatewayFrame, HelloFrame, OutboundAction, OutboundFrame, decode,
};
use serde_json::{Value, json};

use super::answer::{Answers, failure};
use super::buffer::Buffer;
use super::descriptor;
use super::scenario::{Answer, Content, Delivery};
use crate::live::finding::{Conduct, Finding};

/// What a socket is to do.
pub(super) enum Order {
    Send { link: u64, content: Content },
    Close { link: u64, code: u16, reason: String },
    Drop { link: u64 },
}

/// What comes of a frame.
#[derive(Default)]
pub(super) struct Reaction {
    pub(super) findings: Vec<Finding>,
    pub(super) orders: Vec<Order>,
}

#[derive(Default)]
pub(super) struct Connector {
    /// Of the scenario, by their `platform`.
    descriptors: Vec<Value>,
    links: BTreeMap<u64, Link>,
    /// The link that said its first hello last, while it is open.
    greeted: Option<u64>,
    buffer: Buffer,
    answers: Answers,
}

/// One socket, by what was said on it.
#[derive(Default)]
struct Link {
    identities: Vec<Identity>,
    requests: HashSet<String>,
    is_idle: bool,
}

struct Identity {
    platform: String,
    bot_id: String,
    /// `None` for a descriptor of the scenario that cannot be read.
    capabilities: Option<Capabilities>,
}

impl Connector {
    pub(super) fn new(descriptors: Vec<Value>) -> Self {
        Self { descriptors, ..Self::default() }
    }

    pub(super) fn opened(&mut self, link: u64) {
        self.links.insert(link, Link::default());
    }

    pub(super) fn closed(&mut self, link: u64) {
        self.links.remove(&link);
        self.greeted = self.greeted.filter(|greeted| *greeted != link);
    }

    /// Whether this socket is open, and its token was accepted.
    pub(super) fn knows(&self, link: u64) -> bool {
        self.links.contains_key(&link)
    }

    /// The socket of the gateway that is there, idle or not.
    pub(super) fn greeted(&self) -> Option<u64> {
        self.greeted
    }

    /// The same, if the gateway takes deliveries.
    pub(super) fn live(&self) -> Option<u64> {
        self.greeted.filter(|link| self.links.get(link).is_some_and(|link| !link.is_idle))
    }

    /// How many deliveries are held for an acknowledgement.
    pub(super) fn held(&self) -> usize {
        self.buffer.len()
    }

    pub(super) fn prepare(&mut self, answer: Answer) {
        self.answers.prepare(answer);
    }

    /// Hands over a delivery, or holds it until the next handshake.
    pub(super) fn deliver(&mut self, delivery: &Delivery) -> Option<Order> {
        let live = self.live();
        let id = delivery.buffer_id.clone().or_else(|| live.is_none().then(|| self.buffer.name()));
        if let Some(id) = &id {
            self.buffer.hold(id, delivery.content.clone(), live.is_some());
        }
        live.map(|link| Order::Send { link, content: with_buffer_id(&delivery.content, id.as_deref()) })
    }

    /// Takes one line of a gateway, which is JSON, on a link that is open.
    pub(super) fn take(&mut self, link: u64, text: &str, frame: &Value) -> Reaction {
        let mut reaction = Reaction::default();
        let Some(state) = self.links.get(&link) else { return reaction };
        let decoded = decode::<GatewayFrame>(text);
        let is_hello = frame.get("type").is_some_and(|word| word == "hello");
        if state.identities.is_empty() && !is_hello {
            let message = "expected a `hello` before any other frame, found none";
            reaction.findings.push(Conduct::HelloFirst.finding("", message));
        }
        match decoded {
            Ok(Decoded::Known(GatewayFrame::Hello(hello))) => self.hello(link, &hello, &mut reaction),
            Ok(Decoded::Known(GatewayFrame::Outbound(request))) => {
                self.outbound(link, &request, &mut reaction);
            }
            Ok(Decoded::Known(GatewayFrame::InboundAck(ack))) => {
                if !self.buffer.acknowledge(&ack.buffer_id) {
                    let message = "expected the `bufferId` of a delivery, found another";
                    reaction.findings.push(Conduct::UnknownBufferId.finding("/bufferId", message));
                }
            }
            Ok(Decoded::Known(GatewayFrame::GoingIdle(_))) => {
                if let Some(state) = self.links.get_mut(&link) {
                    state.is_idle = true;
                }
                send(link, json!({ "type": "going_idle_ack" }), &mut reaction);
            }
            // An interrupt is for whoever runs the session, and has no answer.
            Ok(_) => {}
            Err(error) => {
                // Silence would cost the gateway its whole timeout.
                if let Some(Value::String(id)) = frame.get("requestId") {
                    let violation = error.violations.first().map(ToString::to_string).unwrap_or_default();
                    let result = failure(format!("out of contract: {violation}"));
                    answer(link, id, &json!(result), &mut reaction);
                }
            }
        }
        reaction
    }

    fn hello(&mut self, link: u64, hello: &HelloFrame, reaction: &mut Reaction) {
        let Some(state) = self.links.get_mut(&link) else { return };
        let is_first = state.identities.is_empty();
        if state.has(&hello.platform, Some(&hello.bot_id)) {
            let message = "expected one `hello` for each identity, found another for the same";
            reaction.findings.push(Conduct::HelloTwice.finding("", message));
        }
        let own = self.descriptors.iter().find(|own| own["platform"] == hello.platform).cloned();
        let descriptor = own.unwrap_or_else(|| json!(descriptor::of(&hello.platform)));
        let read: Option<CapabilityDescriptor> = serde_json::from_value(descriptor.clone()).ok();
        state.identities.push(Identity {
            platform: hello.platform.clone(),
            bot_id: hello.bot_id.clone(),
            capabilities: read.map(Capabilities::from),
        });
        send(link, json!({ "type": "descriptor", "descriptor": descriptor }), reaction);
        if is_first {
            self.greeted = Some(link);
            self.replay(link, reaction);
        }
    }

    fn replay(&mut self, link: u64, reaction: &mut Reaction) {
        let (held, given_up) = self.buffer.replay();
        for (id, content) in held {
            reaction.orders.push(Order::Send { link, content: with_buffer_id(&content, Some(&id)) });
        }
        for id in given_up {
            let id = crate::shown::word(&id);
            let message = format!("expected an acknowledgement of the delivery `{id}`, found none; given up");
            reaction.findings.push(Conduct::NotAcknowledged.finding("", message));
        }
    }

    fn outbound(&mut self, link: u64, request: &OutboundFrame, reaction: &mut Reaction) {
        let Some(state) = self.links.get_mut(&link) else { return };
        if !state.requests.insert(request.request_id.clone()) {
            let message = "expected an id that no other request of the socket has, found one of them";
            reaction.findings.push(Conduct::RequestIdTwice.finding("/requestId", message));
            return;
        }
        let (platform, bot_id) = (request.platform.as_deref(), request.bot_id.as_deref());
        if platform.is_some_and(|platform| !state.has(platform, bot_id)) {
            let message = "expected an identity of a `hello` of this socket, found another";
            reaction.findings.push(Conduct::Identity.finding("/platform", message));
            answer(link, &request.request_id, &json!(failure("no such identity")), reaction);
            return;
        }
        let op = request.action.tag();
        let is_offered = state.capabilities(platform).is_none_or(|capabilities| capabilities.may_send(op));
        let is_known = OutboundAction::TAGS.contains(&op);
        if is_known && !is_offered {
            let message = "expected an action that the descriptor offers, found another";
            reaction.findings.push(Conduct::NotAdvertised.finding("/action/op", message));
            answer(link, &request.request_id, &json!(failure("not supported")), reaction);
            return;
        }
        if let Some(result) = self.answers.of(&request.action) {
            answer(link, &request.request_id, &result, reaction);
        }
    }
}

impl Link {
    /// Whether a `hello` named this identity; without a bot, whether one named the platform.
    fn has(&self, platform: &str, bot_id: Option<&str>) -> bool {
        self.identities.iter().any(|identity| {
            identity.platform == platform && bot_id.is_none_or(|bot_id| bot_id == identity.bot_id)
        })
    }

    /// Of a platform, or of the default one.
    fn capabilities(&self, platform: Option<&str>) -> Option<&Capabilities> {
        let named = self.identities.iter().find(|identity| platform == Some(&identity.platform));
        named.or(self.identities.first())?.capabilities.as_ref()
    }
}

fn with_buffer_id(content: &Content, id: Option<&str>) -> Content {
    let mut content = content.clone();
    if let (Content::Frame(frame), Some(id)) = (&mut content, id) {
        frame["bufferId"] = id.into();
    }
    content
}

fn answer(link: u64, request_id: &str, result: &Value, reaction: &mut Reaction) {
    send(link, json!({ "type": "outbound_result", "requestId": request_id, "result": result }), reaction);
}

fn send(link: u64, frame: Value, reaction: &mut Reaction) {
    reaction.orders.push(Order::Send { link, content: Content::Frame(frame) });
}
