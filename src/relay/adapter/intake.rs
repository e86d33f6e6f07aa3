//! What the adapter does with what the connector sends. Nothing here waits: it runs in the transport's reader.

use std::sync::{Arc, Weak};

use super::prompts::Consumed;
use super::{Arrival, Core, OnArrival, RelayAdapter, Turn, reactions};
use crate::frame::{
    CapabilityDescriptor, InboundFrame, InterruptInboundFrame, MessageEvent, PassthroughForwardFrame,
    TypingAction,
};
use crate::relay::arrival::rewrite_slack_command;
use crate::relay::dispatch::{Handling, Mark, Origin, Owner, Work};
use crate::relay::fault::Fault;
use crate::relay::interaction;
use crate::relay::interrupted::{InterruptCause, Interrupted};
use crate::relay::transport::{Delivery, Handlers, Receipt, Refusal, RelayTransport};
use crate::session_key::{open_slack_thread, session_key};

/// The version of the contract that this crate speaks.
const CONTRACT_VERSION: i64 = 1;

/// What becomes of a delivery that is no repetition.
enum Decision {
    Queue,
    /// The same, and the running turn of its session is stopped.
    Interrupt,
    /// Nothing more: it is accepted.
    Taken,
}

/// The handlers of an adapter, for a transport that the adapter owns.
pub(super) struct Inlet<T: RelayTransport>(pub(super) Weak<Core<T>>);

impl<T: RelayTransport> Handlers for Inlet<T> {
    fn inbound(&self, delivery: Delivery<InboundFrame>) {
        let Some(core) = self.0.upgrade() else { return };
        core.take(delivery.frame.event, delivery.size, delivery.receipt);
    }

    fn passthrough(&self, delivery: Delivery<PassthroughForwardFrame>) {
        let Some(core) = self.0.upgrade() else { return };
        let forward = delivery.frame.forward;
        match interaction::read(&forward) {
            Ok(event) => core.take(event, delivery.size, delivery.receipt),
            Err(reason) => {
                core.counters.add(|counts| &mut counts.unhandled);
                tracing::warn!(platform = forward.platform, %reason, "forward unhandled");
                core.agent.report(Fault::Unhandled { forward: Box::new(forward), reason });
                // It would not fare better the next time.
                delivery.receipt.accept();
            }
        }
    }

    fn interrupt(&self, interrupt: InterruptInboundFrame) {
        let Some(core) = self.0.upgrade() else { return };
        let InterruptInboundFrame { session_key, chat_id, .. } = interrupt;
        let stopped =
            !session_key.is_empty() && core.dispatcher.interrupt(&session_key, InterruptCause::Connector);
        tracing::debug!(session_key, stopped, "interrupt");
        if !chat_id.is_empty() {
            let adapter = RelayAdapter(Arc::clone(&core));
            core.notices.spawn(async move {
                if let Err(error) = adapter.typing(TypingAction::new(chat_id).with_content("")).await {
                    tracing::debug!(outcome = ?error.outcome(), "typing sign not taken away");
                }
            });
        }
    }

    fn descriptor(&self, connection: u64, descriptor: CapabilityDescriptor) {
        let Some(core) = self.0.upgrade() else { return };
        core.adopt(connection, descriptor);
    }

    fn refused(&self, refusal: Refusal) {
        let Some(core) = self.0.upgrade() else { return };
        if let Some(first) = refusal.violations.first() {
            core.counters.refused(first.rule);
            tracing::warn!(rule = first.rule.as_str(), pointer = first.pointer, "frame refused");
        }
        core.agent.report(Fault::Refused(refusal));
    }

    fn frame_read(&self, frame_type: &'static str) {
        tracing::debug!(frame_type, "read");
        if let Some(core) = self.0.upgrade() {
            core.counters.read(frame_type);
        }
    }

    fn frame_written(&self, frame_type: &'static str) {
        tracing::debug!(frame_type, "written");
        if let Some(core) = self.0.upgrade() {
            core.counters.written(frame_type);
        }
    }
}

impl<T: RelayTransport> Owner for Inlet<T> {
    fn handler(&self, event: MessageEvent, session_key: String) -> Handling {
        match self.0.upgrade() {
            Some(core) => core.handler(event, session_key),
            // Nobody is left who would want it handled.
            None => Box::pin(std::future::ready(Ok(()))),
        }
    }

    fn report(&self, fault: Fault) {
        if let Some(core) = self.0.upgrade() {
            core.agent.report(fault);
        }
    }

    fn died(&self, origin: &Origin) {
        if let Some(core) = self.0.upgrade() {
            RelayAdapter(core).seal_orphans(origin);
        }
    }

    fn interrupted(&self, interrupted: Interrupted) {
        if let Some(core) = self.0.upgrade() {
            core.agent.tell_interrupted(interrupted);
        }
    }

    fn redial(&self) -> bool {
        self.0.upgrade().is_some_and(|core| core.transport.redial())
    }
}

impl<T: RelayTransport> Core<T> {
    pub(super) fn adopt(&self, connection: u64, descriptor: CapabilityDescriptor) {
        let platform = descriptor.platform.clone();
        let found = descriptor.contract_version.get();
        tracing::debug!(platform, connection, "descriptor");
        let mut memory = self.memory();
        let anew = connection > memory.connection;
        let news = memory.adopt(connection, descriptor);
        drop(memory);
        if anew {
            self.dispatcher.begin_anew();
        }
        if news && found != CONTRACT_VERSION {
            tracing::warn!(platform, found, "another version of the contract");
            self.agent.report(Fault::ContractVersion { platform, found });
        }
    }

    /// Takes an event: learns from it, gives it to who asked, or queues it for the agent.
    fn take(self: &Arc<Self>, mut event: MessageEvent, size: usize, receipt: Receipt) {
        let mark = Mark::of(&event);
        // An interaction has its own id in the source only.
        let message_id = event.message_id.clone().or_else(|| event.source.message_id.clone());
        rewrite_slack_command(&mut event, &self.options.slack.subcommands);
        let slack = &self.options.slack;
        if slack.dm_top_level_threads_as_sessions && slack.reply_in_thread {
            open_slack_thread(&mut event);
        }
        let session_key = session_key(&event.source, &self.options.keys);
        tracing::debug!(session_key, size, "delivery");
        let seen = mark.is_some_and(|mark| self.dispatcher.knows(mark));
        let mut interrupts = false;
        if !seen {
            match self.decide(&event, &session_key) {
                Decision::Queue => {}
                Decision::Interrupt => interrupts = true,
                Decision::Taken => {
                    if let Some(mark) = mark {
                        self.dispatcher.note(mark);
                    }
                    receipt.accept();
                    return;
                }
            }
        }
        let work = Work { session_key, message_id, mark, size, receipt, event, interrupts };
        self.dispatcher.submit(work);
    }

    /// Learns from an event, gives it to who asked, or lets the gateway decide.
    fn decide(self: &Arc<Self>, event: &MessageEvent, session_key: &str) -> Decision {
        let now = tokio::time::Instant::now().into_std();
        let mut memory = self.memory();
        memory.chats.learn(event);
        let consumed = memory.prompts.consume(event, now);
        let is_asked = memory.prompts.is_asked(session_key);
        drop(memory);
        if !matches!(consumed, Consumed::No) {
            self.counters.add(|counts| &mut counts.prompt_answers);
            if matches!(consumed, Consumed::Late) {
                self.tell_late(event);
            }
            return Decision::Taken;
        }
        let is_running = self.dispatcher.is_running(session_key);
        match self.agent.decide(Arrival { event, session_key, is_running, is_asked }) {
            OnArrival::Interrupt => Decision::Interrupt,
            OnArrival::Answer if self.memory().prompts.answer_by_text(event, session_key) => {
                self.counters.add(|counts| &mut counts.prompt_answers);
                Decision::Taken
            }
            OnArrival::Queue | OnArrival::Answer => Decision::Queue,
            OnArrival::Drop => {
                self.counters.add(|counts| &mut counts.dropped);
                Decision::Taken
            }
        }
    }

    fn handler(self: &Arc<Self>, event: MessageEvent, session_key: String) -> Handling {
        let adapter = RelayAdapter(Arc::clone(self));
        let signs = self.options.reactions.then(|| reactions::signs(adapter.clone(), &event)).flatten();
        let handler = Arc::clone(&self.agent).handle(Turn::new(event, session_key, adapter));
        let Some((ending, signs)) = signs else { return handler };
        let core = Arc::clone(self);
        Box::pin(async move {
            core.signs.spawn(signs);
            let ended = handler.await;
            ending.tell(ended.is_ok());
            ended
        })
    }
}
