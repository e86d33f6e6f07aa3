//! What the reference connector says of a platform.

use relay_contract::frame::{CapabilityDescriptor, OutboundAction};

/// Limit, unit and markup of the platforms that are known by name; any other is plain text of 4096 characters.
const PLATFORMS: [(&str, &str, i32, &str, &str); 4] = [
    ("discord", "Discord", 2000, "chars", "discord"),
    ("slack", "Slack", 12_000, "chars", "slack"),
    ("telegram", "Telegram", 4096, "utf16", "markdown"),
    ("whatsapp", "WhatsApp", 4096, "chars", "whatsapp"),
];

/// A descriptor that offers every action.
pub(super) fn of(platform: &str) -> CapabilityDescriptor {
    let known = PLATFORMS.into_iter().find(|(name, ..)| *name == platform);
    let (_, label, limit, unit, markup) = known.unwrap_or(("", platform, 4096, "chars", "plain"));
    let mut descriptor = CapabilityDescriptor::new(1, platform, label, limit, true, true, true, markup, unit);
    descriptor.supported_ops = OutboundAction::TAGS.iter().map(|op| (*op).to_owned()).collect();
    descriptor
}
