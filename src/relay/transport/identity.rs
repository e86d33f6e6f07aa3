//! Whom a gateway serves, and how its operator says so.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Whom a gateway serves: one `hello`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Identity {
    /// The platform, such as `discord`.
    pub platform: String,
    /// The connector's id of the bot; may be empty.
    pub bot_id: String,
}

impl Identity {
    /// An identity.
    #[must_use]
    pub fn new(platform: impl Into<String>, bot_id: impl Into<String>) -> Self {
        Self { platform: platform.into(), bot_id: bot_id.into() }
    }

    /// The identities of the settings `GATEWAY_RELAY_PLATFORMS` and `GATEWAY_RELAY_BOT_IDS`, in the order of the
    /// first; each is `""` if it is not set (contract section 4.1).
    ///
    /// `platforms` is a list with commas: each entry is trimmed, blank ones are dropped, and without any there is one
    /// identity, `relay` without a bot. `bot_ids` is a JSON object from platform to an object with `botId`. A platform
    /// that it does not name has the bot id `""`, and so has each if the text is not such JSON: that is the contract's
    /// rule, under which a gateway with a broken setting still starts.
    ///
    /// # Examples
    ///
    /// ```
    /// use relay_contract::relay::transport::Identity;
    ///
    /// let identities = Identity::from_settings("discord, telegram", r#"{"discord":{"botId":"bot-1"}}"#);
    /// assert_eq!(identities, [Identity::new("discord", "bot-1"), Identity::new("telegram", "")]);
    /// assert_eq!(Identity::from_settings("", ""), [Identity::new("relay", "")]);
    /// ```
    #[must_use]
    pub fn from_settings(platforms: &str, bot_ids: &str) -> Vec<Self> {
        let bots: BTreeMap<String, Bot> = serde_json::from_str(bot_ids).unwrap_or_default();
        let named = platforms.split(',').map(str::trim).filter(|platform| !platform.is_empty());
        let identities: Vec<_> = named
            .map(|platform| Self::new(platform, bots.get(platform).map_or("", |bot| bot.bot_id.as_str())))
            .collect();
        if identities.is_empty() { vec![Self::new("relay", "")] } else { identities }
    }
}

/// What `GATEWAY_RELAY_BOT_IDS` says of one platform; a `username` is for people.
#[derive(Deserialize)]
struct Bot {
    #[serde(rename = "botId", default)]
    bot_id: String,
}
