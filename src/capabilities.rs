//! What a descriptor means for the gateway: limits, units, and which actions may be sent (contract sections 6.6 and
//! 6.14).
//!
//! Pure reading of what was adopted; it sends nothing and waits for nothing.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use crate::frame::{CapabilityDescriptor, CapabilityDescriptorLenUnit, Int};

/// The message limit where a descriptor states none: zero or less, or no descriptor yet.
pub const DEFAULT_MESSAGE_LIMIT: NonZeroUsize = NonZeroUsize::new(4096).expect("4096 is not zero");

/// The legacy set: what a connector carries out that sends no list, in document order.
pub const LEGACY_OPS: [&str; 4] = ["send", "edit", "typing", "follow_up"];

/// The unit in which a chat's message limit is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LengthUnit {
    /// Unicode scalar values: U+1F600 counts 1.
    Chars,
    /// UTF-16 code units: U+1F600 counts 2.
    Utf16,
}

/// The capability surface of one platform.
///
/// # Examples
///
/// ```
/// use relay_contract::frame::CapabilityDescriptor;
/// use relay_contract::capabilities::{Capabilities, LengthUnit};
///
/// let sms: CapabilityDescriptor = serde_json::from_str(
///     r#"{"contract_version":1,"platform":"sms","label":"SMS","max_message_length":0,
///         "supports_draft_streaming":false,"supports_edit":false,"supports_threads":false,
///         "markdown_dialect":"plain","len_unit":"chars"}"#,
/// )?;
/// let sms = Capabilities::from(sms);
/// assert_eq!((sms.message_limit().get(), sms.length_unit()), (4096, LengthUnit::Chars));
/// assert!(sms.may_send("send") && !sms.may_send("prompt") && !sms.code_blocks());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Capabilities(CapabilityDescriptor);

/// The descriptors of one connection: one for each platform, the first to arrive is the default.
///
/// A new connection begins with an empty one: nothing of the last connection is carried over.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Adopted {
    by_platform: BTreeMap<String, Capabilities>,
    default_platform: Option<String>,
}

impl LengthUnit {
    /// The length of a text in this unit.
    #[must_use]
    pub fn measure(self, text: &str) -> usize {
        match self {
            Self::Chars => text.chars().count(),
            Self::Utf16 => text.chars().map(char::len_utf16).sum(),
        }
    }
}

impl Capabilities {
    /// What a gateway goes by until a descriptor is there: 4096 `chars`, edits, nothing else (contract section 6.6).
    #[must_use]
    pub fn placeholder(platform: &str) -> Self {
        let descriptor = CapabilityDescriptor::new(
            Int::constant(1),
            if platform.is_empty() { "relay" } else { platform },
            "Relay",
            Int::constant(4096),
            false,
            true,
            false,
            "plain",
            CapabilityDescriptorLenUnit::Chars,
        );
        Self(descriptor)
    }

    /// The descriptor itself.
    #[must_use]
    pub fn descriptor(&self) -> &CapabilityDescriptor {
        &self.0
    }

    /// The longest `content` of one message, in [`Capabilities::length_unit`]; [`DEFAULT_MESSAGE_LIMIT`] for a limit
    /// of zero or less.
    #[must_use]
    pub fn message_limit(&self) -> NonZeroUsize {
        let limit = usize::try_from(self.0.max_message_length.get()).ok();
        limit.and_then(NonZeroUsize::new).unwrap_or(DEFAULT_MESSAGE_LIMIT)
    }

    /// The unit of the limit: any word but `utf16` is treated as `chars`.
    #[must_use]
    pub fn length_unit(&self) -> LengthUnit {
        match self.0.len_unit {
            CapabilityDescriptorLenUnit::Utf16 => LengthUnit::Utf16,
            CapabilityDescriptorLenUnit::Chars | CapabilityDescriptorLenUnit::Other(_) => LengthUnit::Chars,
        }
    }

    /// Whether code blocks are shown: unless `markdown_dialect` is `""` or `plain`.
    #[must_use]
    pub fn code_blocks(&self) -> bool {
        !matches!(self.0.markdown_dialect.as_str(), "" | "plain")
    }

    /// Whether an answer can grow as a draft: the flag, and `draft` in `supported_ops`.
    #[must_use]
    pub fn draft_streaming(&self) -> bool {
        self.0.supports_draft_streaming && self.lists("draft")
    }

    /// Whether the connector carries out `op`: what `supported_ops` lists, or [`LEGACY_OPS`] if it lists nothing.
    ///
    /// A list is taken at its word: one that names only `draft` says that `send` is not supported. Whether an action
    /// may be sent is [`Capabilities::may_send`].
    #[must_use]
    pub fn supports_op(&self, op: &str) -> bool {
        if self.0.supported_ops.is_empty() { LEGACY_OPS.contains(&op) } else { self.lists(op) }
    }

    /// Whether an action may be sent, by its `op`: the four of [`LEGACY_OPS`] whatever the list says, any other only
    /// if it is listed.
    ///
    /// `draft` also needs the flag of [`Capabilities::draft_streaming`], and `task_card_stop` goes with `task_card`.
    #[must_use]
    pub fn may_send(&self, op: &str) -> bool {
        match op {
            "draft" => self.draft_streaming(),
            "task_card_stop" => self.lists("task_card"),
            _ => LEGACY_OPS.contains(&op) || self.lists(op),
        }
    }

    fn lists(&self, op: &str) -> bool {
        self.0.supported_ops.iter().any(|listed| listed == op)
    }
}

impl From<CapabilityDescriptor> for Capabilities {
    fn from(descriptor: CapabilityDescriptor) -> Self {
        Self(descriptor)
    }
}

impl Adopted {
    /// Adopts a descriptor in place of the last one of its platform. The first of all stays the default, whatever its
    /// platform.
    pub fn adopt(&mut self, descriptor: CapabilityDescriptor) {
        let platform = descriptor.platform.clone();
        self.default_platform.get_or_insert_with(|| platform.clone());
        self.by_platform.insert(platform, Capabilities(descriptor));
    }

    /// The descriptor that stands in for a platform without one; `None` before the handshake.
    #[must_use]
    pub fn default_capabilities(&self) -> Option<&Capabilities> {
        self.by_platform.get(self.default_platform.as_ref()?)
    }

    /// The descriptor of the platform that a chat is known from, else the default one; `None` before the handshake.
    #[must_use]
    pub fn of(&self, platform: Option<&str>) -> Option<&Capabilities> {
        let own = platform.and_then(|platform| self.by_platform.get(platform));
        own.or_else(|| self.default_capabilities())
    }

    /// How many platforms have one.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_platform.len()
    }

    /// Whether none has.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_platform.is_empty()
    }
}
