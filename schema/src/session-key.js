// The name of a conversation, derived from where a message came from (contract section 12).

/** The platforms that a gateway knows by name (contract section 6.5). */
export const KNOWN_PLATFORMS = Object.freeze(
  [
    "local telegram discord whatsapp whatsapp_cloud slack signal mattermost matrix homeassistant email sms dingtalk",
    "api_server webhook msgraph_webhook feishu wecom wecom_callback weixin bluebubbles qqbot yuanbao relay",
    "irc line teams google_chat ntfy photon raft simplex",
  ].flatMap((names) => names.split(" ")),
);

export function sessionKey(source, options = {}) {
  const { group_sessions_per_user = true, thread_sessions_per_user = false, known_platforms } = options;
  const part = (name) => text(source[name]);
  const platform = platformOf(part("platform"), known_platforms ?? KNOWN_PLATFORMS);
  const reduced = platform === "whatsapp" ? reduce : (id) => id;
  const participant = reduced(part("user_id_alt") || part("user_id"));
  const scope = platform === "slack" ? part("scope_id") : "";
  const kind = source.chat_type ?? "dm";
  const parts = ["agent", namespace(part("profile")), platform];
  const add = (id) => id !== "" && parts.push(id);
  if (kind === "dm") {
    parts.push("dm");
    add(scope);
    add(reduced(part("chat_id")) || participant);
    add(part("thread_id"));
  } else {
    const isProspective = part("thread_id") === "" && part("prospective_thread_id") !== "";
    const thread = part("thread_id") || part("prospective_thread_id");
    // It stands as it is, also if it is empty.
    parts.push(isProspective ? "thread" : text(kind));
    add(scope);
    add(part("chat_id"));
    add(thread);
    if (group_sessions_per_user && (thread === "" || thread_sessions_per_user)) add(participant);
  }
  return parts.join(":");
}

export function openSlackThread(event) {
  const { source, message_id } = event;
  const isSlack = trim(text(source?.platform)).toLowerCase() === "slack";
  if (!isSlack || text(source.thread_id) !== "" || text(message_id) === "") return event;
  return { ...event, source: { ...source, thread_id: message_id } };
}

/** What is absent or null is empty; a number becomes text. */
function text(value) {
  return value === undefined || value === null ? "" : String(value);
}

/** A profile called `main` must not meet the default one. */
function namespace(profile) {
  if (profile === "" || profile === "default") return "main";
  return profile === "main" ? "main~" : profile;
}

function platformOf(name, known) {
  const platform = trim(name).toLowerCase();
  return [...known].includes(platform) ? platform : "relay";
}

/** A WhatsApp id without what changes between two messages of one person: the `+`, the device, the server. */
function reduce(id) {
  return trim(id).replace("+", "").split(/[:@]/)[0];
}

/** White space as Unicode has it, which is not quite what `trim` removes. */
function trim(name) {
  return name.replace(/^\p{White_Space}+/u, "").replace(/\p{White_Space}+$/u, "");
}
