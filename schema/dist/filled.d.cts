// Derived from the contract document by `npm run build`: edit that, not this.
// What arrived, its defaults filled in.

/** Any JSON value. */
export type Json = null | boolean | number | string | Json[] | JsonObject;

/** An object whose members the contract does not state. */
export type JsonObject = { [Name in string]?: Json };

/** A frame that the gateway sends, told apart by `type`. */
export type GatewayFrame =
  | HelloFrame
  | OutboundFrame
  | InterruptFrame
  | GoingIdleFrame
  | InboundAckFrame;

/** A frame that the connector sends, told apart by `type`. */
export type ConnectorFrame =
  | DescriptorFrame
  | InboundFrame
  | OutboundResultFrame
  | InterruptInboundFrame
  | PassthroughForwardFrame
  | GoingIdleAckFrame;

/**
 * The first frames on every socket, one for each identity: which platform and bot this gateway wants.
 *
 * The gateway introduces itself. It does not say who it is (the token did) but which platform and which bot of that platform it wants to serve.
 * @since 2026-06-22, stable
 * @see [Contract section 4.1](../relay-connector-contract.md#41-helloframe).
 */
export interface HelloFrame {
  type: "hello";
  /**
   * The platform to be served, such as `discord`. `relay` if none is configured.
   * @since 2026-06-22, stable
   * @defaultValue `"relay"`
   */
  platform: string;
  /**
   * The bot of that platform, by the connector's own id; empty if none is configured.
   * @since 2026-06-22, stable
   * @defaultValue `""`
   */
  botId: string;
  /**
   * The slash commands that the gateway understands, for the connector to register with the platform. Only for `discord`. A missing list says nothing about commands; an empty one says that there are none.
   * @since 2026-07-26, stable
   */
  command_manifest?: CommandManifestEntry[];
}

/**
 * Asks the connector to do something on the platform. Answered by one `outbound_result`.
 *
 * A request of the gateway that the connector act on the platform. The connector answers with one `outbound_result`, within 30 seconds. Many requests may be open at once.
 * @since 2026-06-22, stable
 * @see [Contract section 4.2](../relay-connector-contract.md#42-outboundframe).
 */
export interface OutboundFrame {
  type: "outbound";
  /**
   * Names the request; unique on its socket. The gateway uses 32 lower-case hexadecimal digits (a version 4 UUID without dashes). To the connector it is opaque, and is returned unchanged.
   * @since 2026-06-22, stable
   */
  requestId: string;
  /**
   * What to do: one of the actions of section 7, told apart by `op`.
   * @since 2026-06-22, stable
   */
  action: OutboundAction;
  /**
   * The identity to act as: its platform. Without it the connector takes the default of the session.
   * @since 2026-06-26, stable
   * @defaultValue `null`
   */
  platform: string | null;
  /**
   * The identity to act as: its bot. Never there without `platform`, and left out if the bot id is empty or unknown.
   * @since 2026-06-26, stable
   * @defaultValue `null`
   */
  botId: string | null;
}

/**
 * Stops the turn of one session, wherever it runs. Not answered.
 *
 * A request to stop the turn of one session, for a connector that serves several gateways: it routes the interrupt to the gateway that runs this session. The frame is sent and forgotten, and has no answer.
 * @since 2026-06-22, stable
 * @see [Contract section 4.3](../relay-connector-contract.md#43-interruptframe).
 */
export interface InterruptFrame {
  type: "interrupt";
  /** The session to stop, see section 12. */
  session_key: string;
  /**
   * Why, for logs and for people; `null` if nobody said. The empty string is allowed. **Wire truth**: the key is always there, it is not optional.
   * @defaultValue `null`
   */
  reason: string | null;
}

/**
 * Answers `hello`: what the platform can do.
 *
 * The connector's answer to one `hello`: what that platform can do. The gateway waits for the first descriptor, and the connector may send messages immediately behind it. Descriptors are kept by their own `platform`; a later one for the same platform replaces the one before.
 * @since 2026-06-22, stable
 * @see [Contract section 4.4](../relay-connector-contract.md#44-descriptorframe).
 */
export interface DescriptorFrame {
  type: "descriptor";
  /** The capabilities. */
  descriptor: CapabilityDescriptor;
}

/**
 * One message from a user to the agent. Answered by one `inbound_ack` if it carries a `bufferId`.
 *
 * One message from a user, on its way to the agent. One with a `bufferId` is answered by an `inbound_ack`, and a connector may wait for that before it sends the next one ([section 13](../relay-connector-contract.md#13-acknowledgement)); any other is answered by nothing. What the agent says comes back later, as `outbound` frames.
 * @since 2026-06-22, stable
 * @see [Contract section 4.5](../relay-connector-contract.md#45-inboundframe).
 */
export interface InboundFrame {
  type: "inbound";
  /**
   * The message and where it came from.
   * @defaultValue `{}`
   */
  event: MessageEvent;
  /** The connector's own id of a message that it held back while no gateway was connected. Opaque; comes back in `inbound_ack`, see section 13. */
  bufferId?: string;
}

/**
 * Answers one `outbound`.
 *
 * The answer to one `outbound`. Answers may come in any order. One with a `requestId` that is unknown, or was answered already, or timed out, is ignored: it is well formed, only late.
 * @since 2026-06-22, stable
 * @see [Contract section 4.6](../relay-connector-contract.md#46-outboundresultframe).
 */
export interface OutboundResultFrame {
  type: "outbound_result";
  /** The `requestId` of the request, unchanged. */
  requestId: string;
  /**
   * What came of it. A missing result reads as `{}`, and so as a failure without an error text.
   * @defaultValue `{}`
   */
  result: ActionResult;
}

/**
 * Stops the turn of one session of this gateway. Not answered.
 *
 * A request to stop the turn that the receiving gateway runs for one session, and for no other. An unknown session key is no error: nothing happens. The frame has no answer. **Wire truth**: interrupts come as this frame, never as an event inside `inbound`.
 * @since 2026-06-22, stable
 * @see [Contract section 4.7](../relay-connector-contract.md#47-interruptinboundframe).
 */
export interface InterruptInboundFrame {
  type: "interrupt_inbound";
  /**
   * The session to stop, see section 12. If it is empty, no session is stopped.
   * @defaultValue `""`
   */
  session_key: string;
  /**
   * The chat in which the gateway then stops its typing indicator, if it shows one.
   * @defaultValue `""`
   */
  chat_id: string;
}

/**
 * One webhook request, verified and answered by the connector, for the gateway to act on.
 *
 * One webhook request of a platform, which the connector has already verified and answered, for the gateway to act on. The gateway sends no HTTP response: the platform has had one. Anything the agent says goes out as an ordinary action.
 * @since 2026-06-22, stable
 * @see [Contract section 4.8](../relay-connector-contract.md#48-passthroughforwardframe).
 */
export interface PassthroughForwardFrame {
  type: "passthrough_forward";
  /** The request. */
  forward: PassthroughForward;
  /** The connector's own id of a request that it held back while no gateway was connected. Opaque. **Our reading**: acknowledged like that of `inbound`, see section 13. */
  bufferId?: string;
}

/**
 * The gateway is about to sleep or to leave: hold back what comes from now on. Answered by one `going_idle_ack`.
 * @since 2026-06-24, stable
 * @see [Contract section 4](../relay-connector-contract.md#4-frames).
 */
export interface GoingIdleFrame {
  type: "going_idle";
}

/**
 * Answers one `inbound` that carries a `bufferId`: the gateway has accepted it. Not answered.
 *
 * The gateway's answer to a delivery with a `bufferId`: it is accepted, and the connector may forget it. When it is sent, and what happens if it is not, stands in [section 13](../relay-connector-contract.md#13-acknowledgement).
 * @since 2026-06-24, stable
 * @see [Contract section 4.11](../relay-connector-contract.md#411-inboundackframe).
 */
export interface InboundAckFrame {
  type: "inbound_ack";
  /**
   * The `bufferId` of the delivery, unchanged. Always a string: the real gateway turns a number from a connector into text.
   * @since 2026-06-24, stable
   */
  bufferId: string;
}

/**
 * Answers `going_idle`: from here on deliveries are held back.
 * @since 2026-06-24, stable
 * @see [Contract section 4](../relay-connector-contract.md#4-frames).
 */
export interface GoingIdleAckFrame {
  type: "going_idle_ack";
}

/**
 * What a connector tells the gateway about the platform it fronts: limits, the kind of text it shows, and which actions make sense. A descriptor never changes once it is made: other capabilities mean another descriptor.
 * @see [Contract section 6.1](../relay-connector-contract.md#61-capabilitydescriptor).
 */
export interface CapabilityDescriptor {
  /**
   * The version of this contract that the connector speaks: `1`.
   * An integer.
   * @since 2026-06-22, stable
   */
  contract_version: number;
  /**
   * The platform's name, in lower case, such as `discord`.
   * @since 2026-06-22, stable
   */
  platform: string;
  /**
   * The platform's name for people, such as `Discord`.
   * @since 2026-06-22, stable
   */
  label: string;
  /**
   * The longest `content` that the platform takes in one message, in units of `len_unit`. A gateway treats zero and negative values as 4096; the real one does so since 2026-07-17. Send the true limit.
   * An integer.
   * @since 2026-06-22, stable
   */
  max_message_length: number;
  /**
   * Whether an answer can be shown as a draft that grows while it is written. Takes effect only if `draft` is in `supported_ops` too.
   * @since 2026-06-22, stable
   */
  supports_draft_streaming: boolean;
  /**
   * Whether a sent message can be changed with `edit`.
   * @since 2026-06-22, stable
   */
  supports_edit: boolean;
  /**
   * Whether the platform has threads or topics inside a chat.
   * @since 2026-06-22, stable
   */
  supports_threads: boolean;
  /**
   * The kind of markup in `content`, such as `discord`; `plain` or the empty string says that the platform shows none.
   * @since 2026-06-22, stable
   */
  markdown_dialect: string;
  /**
   * The unit of `max_message_length`. `chars`: Unicode code points, an emoji such as U+1F600 counts 1. `utf16`: UTF-16 code units, it counts 2. Any other word is treated as `chars`.
   * @since 2026-06-22, stable
   */
  len_unit: "chars" | "utf16" | (string & {});
  /**
   * A pictogram for the platform, for display.
   * @since 2026-06-22, stable
   * @defaultValue `"🔌"`
   */
  emoji: string;
  /**
   * A sentence about the platform, meant for the agent's prompt.
   * @since 2026-06-22, stable
   * @defaultValue `""`
   */
  platform_hint: string;
  /**
   * Whether the platform is fit for personal data.
   * @since 2026-06-22, stable
   * @defaultValue `false`
   */
  pii_safe: boolean;
  /**
   * Whether the connector adds recent messages of the channel as `context` of an event.
   * @since 2026-07-16, stable
   * @defaultValue `false`
   */
  supports_context: boolean;
  /**
   * The actions that the connector carries out, by their `op`. Empty or missing: the legacy set, see section 6.14. List everything, also `send`.
   * @since 2026-07-26, stable
   * @defaultValue `[]`
   */
  supported_ops: string[];
  /**
   * Whether a conversation that a scheduled message opened can go on in the channel itself.
   * @since 2026-08-11, observed
   * @defaultValue `false`
   */
  supports_inchannel_continuable: boolean;
  /**
   * Whether the connector understands `metadata.format_hints`.
   * @since 2026-08-11, observed
   * @defaultValue `false`
   */
  supports_block_formatting: boolean;
}

/**
 * One message from a user, in a form that is the same for every platform. All the connector knows of the platform's own form has been translated; what has no field here is not sent. **Wire truth**: the original description has no complete list of these fields.
 * @see [Contract section 6.2](../relay-connector-contract.md#62-messageevent).
 */
export interface MessageEvent {
  /**
   * What the user wrote. May be empty, for example with a photo. Never `null`.
   * @since 2026-06-22, stable
   * @defaultValue `""`
   */
  text: string;
  /**
   * The kind of message. The words are lower case; a gateway treats any other word as `text`. **Reader's note**: the real gateway takes `null` for `text`, too. **Wire truth**: `image`, which the original description uses, is such a word; a picture is a `photo`.
   * @since 2026-06-22, stable
   * @defaultValue `"text"`
   */
  message_type: "text" | "location" | "photo" | "video" | "audio" | "voice" | "document" | "sticker" | "command" | (string & {});
  /**
   * Who wrote it and where. Decides the session.
   * @since 2026-06-22, stable
   * @defaultValue `{}`
   */
  source: SessionSource;
  /**
   * The platform's id of the message. An answer may refer to it in `reply_to`, and a repeated delivery is known by it, see section 13.
   * @since 2026-06-22, stable
   * @defaultValue `null`
   */
  message_id: string | null;
  /**
   * The platform's id of the message to which the user replied.
   * @since 2026-06-22, stable
   * @defaultValue `null`
   */
  reply_to_message_id: string | null;
  /**
   * Where to fetch the attachments, in the order the user attached them. `null` reads as an empty list.
   * @since 2026-06-22, stable
   * @defaultValue `[]`
   */
  media_urls: string[];
  /**
   * The message to which the user replied, as far as the connector knows it; its id is in `reply_to_message_id`.
   * @since 2026-07-26, stable
   * @defaultValue `null`
   */
  reply_to: QuotedMessage | null;
  /**
   * The option that the user chose in a prompt, see section 7.16. Such an event also has `text` `/<option_id>` and `message_type` `command`.
   * @since 2026-07-26, stable
   * @defaultValue `null`
   */
  prompt_response: PromptResponse | null;
  /**
   * More about the attachments. An item belongs to the entry of `media_urls` with the same `url`, not to the one in the same place.
   * @since 2026-08-11, observed
   * @defaultValue `[]`
   */
  media: MediaItem[];
  /**
   * What was said in the channel just before, oldest first. For `group`, `channel`, `thread` and `forum` only. Never a reason for the agent to answer.
   * Gate: `supports_context`.
   * @since 2026-07-16, stable
   * @defaultValue `[]`
   */
  context: ContextLine[];
  /**
   * Whether the connector failed to fetch the context. **Wire truth**: never read.
   * Gate: `supports_context`.
   * @since 2026-07-16, described
   * @defaultValue `false`
   */
  context_error: boolean;
}

/**
 * Where a message came from, and from whom. The gateway computes the session key from it, so two messages with the same discriminating fields belong to the same conversation.
 * @see [Contract section 6.3](../relay-connector-contract.md#63-sessionsource).
 */
export interface SessionSource {
  /**
   * The platform's name, such as `telegram`. The gateway trims it and ignores case; a name it does not know reads as `relay`. Part of the session key.
   * @since 2026-06-22, stable
   * @defaultValue `"relay"`
   */
  platform: string;
  /**
   * The platform's id of the chat: channel, group, direct conversation. Where answers go. Part of the session key. Avoid `..`, `/`, `\` and a leading drive letter such as `C:`; see section 12.3.
   * @since 2026-06-22, stable
   * @defaultValue `""`
   */
  chat_id: string;
  /**
   * The kind of chat. Not validated: an unknown word goes into the session key as it is. **Wire truth**: absent means `dm`.
   * @since 2026-06-22, stable
   * @defaultValue `"dm"`
   */
  chat_type: "dm" | "group" | "channel" | "thread" | "forum" | (string & {});
  /**
   * The chat's name, for people.
   * @since 2026-06-22, stable
   * @defaultValue `null`
   */
  chat_name: string | null;
  /**
   * The platform's id of the author. Part of the session key where sessions are kept apart by user.
   * @since 2026-06-22, stable
   * @defaultValue `null`
   */
  user_id: string | null;
  /**
   * The author's name, for people. Shown if `user_display_name` is not set.
   * @since 2026-06-22, stable
   * @defaultValue `null`
   */
  user_name: string | null;
  /**
   * The platform's id of the thread or topic. Part of the session key.
   * @since 2026-06-22, stable
   * @defaultValue `null`
   */
  thread_id: string | null;
  /**
   * What the chat is about, in the words of the platform.
   * @since 2026-06-22, stable
   * @defaultValue `null`
   */
  chat_topic: string | null;
  /**
   * A second, more stable id of the author. If it is set, it takes the place of `user_id` in the session key.
   * @since 2026-06-22, stable
   * @defaultValue `null`
   */
  user_id_alt: string | null;
  /**
   * A second id of the chat. Not part of the session key.
   * @since 2026-06-22, stable
   * @defaultValue `null`
   */
  chat_id_alt: string | null;
  /**
   * @deprecated Since 2026-07-01: the name of `scope_id` before 2026-06-30. The gateway does not read it. A connector may go on sending it beside `scope_id`, with the same value.
   * @since 2026-06-22
   * @defaultValue `null`
   */
  guild_id: string | null;
  /**
   * The chat that a thread belongs to. Not part of the session key.
   * @since 2026-06-22, stable
   * @defaultValue `null`
   */
  parent_chat_id: string | null;
  /**
   * The platform's id of the message that opened or carries the conversation. Not part of the session key.
   * @since 2026-06-22, stable
   * @defaultValue `null`
   */
  message_id: string | null;
  /**
   * The server, workspace or team that holds the chat. The gateway hands it back in `metadata.scope_id`. Part of the session key on Slack, and nowhere else.
   * @since 2026-06-30, stable
   * @defaultValue `null`
   */
  scope_id: string | null;
  /**
   * The profile of the gateway that is to answer, as the connector's routing decided. Its namespace opens the session key.
   * @since 2026-07-08, stable
   * @defaultValue `null`
   */
  profile: string | null;
  /**
   * The author's name as the chat shows it. The first choice for the name that the agent sees.
   * @since 2026-07-26, stable
   * @defaultValue `null`
   */
  user_display_name: string | null;
  /**
   * The author's handle. The last choice for that name.
   * @since 2026-07-26, stable
   * @defaultValue `null`
   */
  user_handle: string | null;
  /**
   * Whether the connector itself opened the thread, for an answer.
   * @since 2026-07-26, stable
   * @defaultValue `false`
   */
  auto_thread_created: boolean;
  /**
   * The name that the connector gave to such a thread.
   * @since 2026-07-26, stable
   * @defaultValue `null`
   */
  auto_thread_initial_name: string | null;
  /**
   * The thread that the connector will open for the answer to this message. Takes the place of `thread_id` in the session key, so that the message and the thread are one session; see section 12.
   * @since 2026-08-02, stable
   * @defaultValue `null`
   */
  prospective_thread_id: string | null;
}

/**
 * A webhook request as the platform sent it, less what must not leave the connector: the signature has been checked, shared credentials have been removed, and the platform has been answered.
 * @see [Contract section 6.4](../relay-connector-contract.md#64-passthroughforward).
 */
export interface PassthroughForward {
  /**
   * The platform that sent the request, such as `discord`. Decides how the gateway reads the body.
   * @since 2026-06-22, stable
   * @defaultValue `""`
   */
  platform: string;
  /**
   * The bot it was meant for, by the connector's own id; as in `hello`.
   * @since 2026-06-22, stable
   * @defaultValue `""`
   */
  botId: string;
  /**
   * The HTTP method, such as `POST`.
   * @since 2026-06-22, stable
   * @defaultValue `""`
   */
  method: string;
  /**
   * The path, with its query if there was one.
   * @since 2026-06-22, stable
   * @defaultValue `""`
   */
  path: string;
  /**
   * The headers: order kept, duplicates kept, names in whatever case they arrived. A value may be empty.
   * @since 2026-06-22, stable
   * @defaultValue `[]`
   */
  headers: [name: string, value: string][];
  /**
   * The body, byte for byte. The empty string is the empty body. See section 11.1.
   * Base64: standard alphabet, padded, canonical.
   * @since 2026-06-22, stable
   */
  bodyB64: string;
  /**
   * The profile of the gateway that is to handle it, as `profile` of a source.
   * @since 2026-08-11, observed
   * @defaultValue `null`
   */
  profile: string | null;
}

/**
 * One slash command of the gateway, for the connector to register with Discord. What the user enters comes back as an interaction, see [section 11.3](../relay-connector-contract.md#113-discord-interactions).
 * @see [Contract section 6.7](../relay-connector-contract.md#67-commandmanifestentry).
 */
export interface CommandManifestEntry {
  /**
   * The command without its slash. 1 to 32 characters of `a-z`, `0-9`, `_` and `-`; a connector drops an entry with any other name, and keeps the rest.
   * @since 2026-07-26, stable
   */
  name: string;
  /**
   * What the command does, for people; at most 100 UTF-16 code units in observed gateways.
   * @since 2026-07-26, stable
   */
  description: string;
  /**
   * Its options: objects of Discord, unchanged. `type` 3 is a text and 1 a subcommand; beside it `name`, `description`, `required`, `choices` of `name` and `value`, and nested `options`.
   * @since 2026-07-26, stable
   * @defaultValue `[]`
   */
  options: JsonObject[];
}

/**
 * The message to which a user replied, as far as the connector knows it.
 * @see [Contract section 6.8](../relay-connector-contract.md#68-quotedmessage).
 */
export interface QuotedMessage {
  /**
   * Its text.
   * @since 2026-07-26, stable
   * @defaultValue `null`
   */
  text: string | null;
  /**
   * Its author's name, for people.
   * @since 2026-07-26, stable
   * @defaultValue `null`
   */
  author: string | null;
  /**
   * Whether the bot itself wrote it.
   * @since 2026-07-26, stable
   * @defaultValue `false`
   */
  is_own: boolean;
}

/**
 * The option that a user chose in a prompt of this gateway. Rules and words stand in [section 7.16](../relay-connector-contract.md#716-prompts).
 * @see [Contract section 6.9](../relay-connector-contract.md#69-promptresponse).
 */
export interface PromptResponse {
  /**
   * The `prompt_id` of the prompt, unchanged. If it is empty, the event is an ordinary message.
   * @since 2026-07-26, stable
   * @defaultValue `""`
   */
  prompt_id: string;
  /**
   * The `id` of the chosen option, unchanged. If it is empty, the event is an ordinary message.
   * @since 2026-07-26, stable
   * @defaultValue `""`
   */
  option_id: string;
  /**
   * The words of the chosen option. **Wire truth**: not used by the observed gateway.
   * @since 2026-07-26, stable
   * @defaultValue `null`
   */
  label: string | null;
  /**
   * The platform's id of the message that shows the prompt.
   * @since 2026-07-26, stable
   * @defaultValue `null`
   */
  prompt_message_id: string | null;
}

/**
 * One attachment, beside its address in `media_urls`. **Wire truth**: the original description lists all of these fields but `url`, and `url` is the one by which the gateway finds the attachment.
 * @see [Contract section 6.10](../relay-connector-contract.md#610-mediaitem).
 */
export interface MediaItem {
  /**
   * The entry of `media_urls` that it belongs to. Always send it: an item without it belongs to none.
   * @since 2026-08-11, observed
   * @defaultValue `null`
   */
  url: string | null;
  /**
   * The MIME type, such as `image/png`.
   * @since 2026-08-11, observed
   * @defaultValue `null`
   */
  mime: string | null;
  /**
   * The kind of attachment, in a word.
   * @since 2026-08-11, described
   * @defaultValue `null`
   */
  kind: string | null;
  /**
   * The size in bytes.
   * An integer.
   * @since 2026-08-11, described
   * @defaultValue `null`
   */
  size: number | null;
  /**
   * The name of the file, for people.
   * @since 2026-08-11, described
   * @defaultValue `null`
   */
  filename: string | null;
  /**
   * The words below it.
   * @since 2026-08-11, described
   * @defaultValue `null`
   */
  caption: string | null;
}

/**
 * One message of the channel, from just before the one that the gateway is sent.
 * @see [Contract section 6.11](../relay-connector-contract.md#611-contextline).
 */
export interface ContextLine {
  /**
   * What was said. An entry with an empty text is left out.
   * @since 2026-07-16, stable
   * @defaultValue `""`
   */
  text: string;
  /**
   * Who said it.
   * @since 2026-07-16, stable
   * @defaultValue `{}`
   */
  source: ContextAuthor;
}

/**
 * Who wrote a message of the channel.
 * @see [Contract section 6.12](../relay-connector-contract.md#612-contextauthor).
 */
export interface ContextAuthor {
  /**
   * The author's name, for people.
   * @since 2026-07-16, stable
   * @defaultValue `null`
   */
  user_name: string | null;
  /**
   * The platform's id of the author.
   * @since 2026-07-16, stable
   * @defaultValue `null`
   */
  user_id: string | null;
}

/**
 * One option of a prompt, often shown as a button.
 * @see [Contract section 6.13](../relay-connector-contract.md#613-promptoption).
 */
export interface PromptOption {
  /**
   * Comes back as `option_id`. Letters, digits, `_`, `.` and `-`.
   * Of at least 1 and at most 32 Unicode scalar values.
   * @since 2026-07-26, stable
   */
  id: string;
  /**
   * What the user reads.
   * @since 2026-07-26, stable
   */
  label: string;
  /**
   * How to show it. **Our reading**: a word that the connector does not know reads as absent.
   * @since 2026-07-26, stable
   * @defaultValue `null`
   */
  style: "primary" | "success" | "danger" | "secondary" | (string & {}) | null;
}

/**
 * What came of an action, as it stands in `outbound_result` when nothing is known of the request. Each action has a narrower form, which holds the fields that make sense for it. `success` decides; the rest is detail.
 * @see [Contract section 8.1](../relay-connector-contract.md#81-actionresult).
 */
export interface ActionResult {
  /**
   * Whether the action was done.
   * @since 2026-06-22, stable
   * @defaultValue `false`
   */
  success: boolean;
  /**
   * The platform's id of the message that the action created.
   * @since 2026-06-22, stable
   */
  message_id?: string;
  /**
   * Why it was not done, for logs and for people. Handed to the caller unchanged.
   * @since 2026-06-22, stable
   */
  error?: string;
  /**
   * The chat that was asked about; only for `get_chat_info`.
   * @since 2026-06-22, stable
   */
  chat_info?: ChatInfo;
  /**
   * The chat's name: the flat form of the answer to `get_chat_info`, used if `chat_info` is not there.
   * @since 2026-06-22, stable
   */
  name?: string;
  /**
   * The chat's kind: the flat form of the answer to `get_chat_info`, used if `chat_info` is not there.
   * @since 2026-06-22, stable
   */
  type?: string;
  /**
   * The thread that was opened: by a `thread_create`, or by the connector itself for a `send` (2026-07-30).
   * @since 2026-07-26, stable
   */
  thread_id?: string;
  /**
   * The name that the connector gave to a thread that it opened itself; only for `send`.
   * @since 2026-07-30, stable
   */
  auto_thread_name?: string;
  /**
   * Why it was not done, in a word for programs. Known is `egress_declined`, see section 8.17; any other says nothing more than `error`.
   * @since 2026-08-31, observed
   */
  code?: string;
  /**
   * Whether it is unknown if the action was done; only together with `success` `false`.
   * @since 2026-08-18, observed
   * @defaultValue `false`
   */
  ambiguous: boolean;
}

/**
 * Name and kind of a chat. Both may be left out; the gateway then falls back to the id it asked for as the name, and to `dm` as the kind. Other members are dropped.
 * @see [Contract section 8.2](../relay-connector-contract.md#82-chatinfo).
 */
export interface ChatInfo {
  /** The chat's name, for people. */
  name?: string;
  /** The chat's kind, in the words of `chat_type`. */
  type?: string;
}

/**
 * Posts a new message in a chat. The connector chooses the bot and its credential; the gateway names neither.
 * @since 2026-06-22, stable
 * @see [Contract section 7.1](../relay-connector-contract.md#71-sendaction).
 */
export interface SendAction {
  op: "send";
  /** The chat to post in, as it came in `source.chat_id`. */
  chat_id: string;
  /** The text, in the platform's `markdown_dialect`, and meant to be no longer than its `max_message_length`. May be empty. */
  content: string;
  /**
   * The platform's id of the message that this one answers; `null` if it answers none. **Wire truth**: the key is always there.
   * @defaultValue `null`
   */
  reply_to: string | null;
  /**
   * Hints for the connector, see section 7.6. `{}` if there are none. **Wire truth**: the key is always there.
   * @defaultValue `{}`
   */
  metadata: JsonObject;
}

/**
 * What came of a `send`.
 * @see [Contract section 8.3](../relay-connector-contract.md#83-sendresult).
 */
export interface SendResult {
  /**
   * Whether the message was posted.
   * @since 2026-06-22, stable
   * @defaultValue `false`
   */
  success: boolean;
  /**
   * The platform's id of the new message. Send it whenever the platform gives one: without it the message can be neither edited nor answered.
   * @since 2026-06-22, stable
   */
  message_id?: string;
  /**
   * Why it was not posted.
   * @since 2026-06-22, stable
   */
  error?: string;
  /**
   * The thread that the connector opened for the message. Only together with `auto_thread_name`.
   * @since 2026-07-30, stable
   */
  thread_id?: string;
  /**
   * The name that it gave to this thread. Only together with `thread_id`.
   * @since 2026-07-30, stable
   */
  auto_thread_name?: string;
  /**
   * Why it was not done, in a word for programs, see section 8.17.
   * @since 2026-08-31, observed
   */
  code?: string;
  /**
   * Whether it is unknown if it was done, see section 8.17.
   * @since 2026-08-18, observed
   * @defaultValue `false`
   */
  ambiguous: boolean;
}

/**
 * Replaces the content of a message that was sent before. Emitted by the observed gateway since 2026-07-25.
 *
 * Replaces the content of a message that was sent before. Makes sense only where the descriptor says `supports_edit`. Whether it is the last edit of an answer does not travel as such: while an answer grows by edits, the `content` of its `send` and of each `edit` but the last ends with a cursor, ` ▉`. A connector that keeps what was said takes the cursor off.
 * @since 2026-06-22, stable
 * @see [Contract section 7.2](../relay-connector-contract.md#72-editaction).
 */
export interface EditAction {
  op: "edit";
  /** The chat that holds the message. */
  chat_id: string;
  /** The message, by the id from the result that created it. */
  message_id: string;
  /** The new text, whole. The limits of `send` apply. */
  content: string;
  /** Hints for the connector, as for `send`. The real gateway always sends it. */
  metadata?: JsonObject;
}

/**
 * What came of an `edit`.
 * @see [Contract section 8.4](../relay-connector-contract.md#84-editresult).
 */
export interface EditResult {
  /**
   * Whether the message now has the new content.
   * @since 2026-06-22, stable
   * @defaultValue `false`
   */
  success: boolean;
  /**
   * Why it has not.
   * @since 2026-06-22, stable
   */
  error?: string;
  /**
   * The platform's id of the message, if it has another one now. Without it the message keeps the id of the action.
   * @since 2026-07-25, stable
   */
  message_id?: string;
  /**
   * Why it was not done, in a word for programs, see section 8.17.
   * @since 2026-08-31, observed
   */
  code?: string;
  /**
   * Whether it is unknown if it was done, see section 8.17.
   * @since 2026-08-18, observed
   * @defaultValue `false`
   */
  ambiguous: boolean;
}

/**
 * Shows for a while that an answer is being written. Emitted by the observed gateway since 2026-07-25.
 *
 * Shows in a chat that an answer is being written, for as long as the platform shows such a thing.
 * @since 2026-06-22, stable
 * @see [Contract section 7.3](../relay-connector-contract.md#73-typingaction).
 */
export interface TypingAction {
  op: "typing";
  /**
   * The chat in which to show it.
   * @since 2026-06-22, stable
   */
  chat_id: string;
  /**
   * Missing: a sign of life. Text: what the agent is doing, in a phrase (2026-07-30). `""`: take the sign away; Slack only.
   * @since 2026-07-25, stable
   */
  content?: string;
  /**
   * Hints for the connector, as for `send`. The real gateway always sends it.
   * @since 2026-07-25, stable
   */
  metadata?: JsonObject;
}

/**
 * What came of a `typing`. A failure is no reason to give up an answer; the observed gateway does not look at the result at all.
 * @see [Contract section 8.5](../relay-connector-contract.md#85-typingresult).
 */
export interface TypingResult {
  /**
   * Whether the platform took it.
   * @since 2026-06-22, stable
   * @defaultValue `false`
   */
  success: boolean;
  /**
   * Why it did not.
   * @since 2026-06-22, stable
   */
  error?: string;
  /**
   * Why it was not done, in a word for programs, see section 8.17.
   * @since 2026-08-31, observed
   */
  code?: string;
  /**
   * Whether it is unknown if it was done, see section 8.17.
   * @since 2026-08-18, observed
   * @defaultValue `false`
   */
  ambiguous: boolean;
}

/**
 * Answers by means of a credential that only the connector holds, such as the token of a Discord interaction. The gateway names the session and the kind of credential; the connector finds the credential itself. No token, secret or other value of it is ever in this action.
 * @since 2026-06-22, stable
 * @see [Contract section 7.4](../relay-connector-contract.md#74-followupaction).
 */
export interface FollowUpAction {
  op: "follow_up";
  /** The session whose credential to use, see section 12. */
  session_key: string;
  /** The kind of credential, such as `discord.interaction_token`. Any string; a kind the connector does not know or cannot resolve is a failure. */
  kind: string;
  /** The text, with the limits of `send`. */
  content: string;
  /**
   * Hints for the connector, as the caller gave them; `{}` if there are none. Unlike with `send`, no scope and no user is added; a `profile` is, see section 7.6. **Wire truth**: the key is always there.
   * @defaultValue `{}`
   */
  metadata: JsonObject;
}

/**
 * What came of a `follow_up`. It fails if the connector has no credential of that kind for that session, or if the credential has expired.
 * @see [Contract section 8.6](../relay-connector-contract.md#86-followupresult).
 */
export interface FollowUpResult {
  /**
   * Whether the message was posted.
   * @since 2026-06-22, stable
   * @defaultValue `false`
   */
  success: boolean;
  /**
   * The platform's id of the new message.
   * @since 2026-06-22, stable
   */
  message_id?: string;
  /**
   * Why it was not posted. Handed to the caller unchanged.
   * @since 2026-06-22, stable
   */
  error?: string;
  /**
   * Why it was not done, in a word for programs, see section 8.17.
   * @since 2026-08-31, observed
   */
  code?: string;
  /**
   * Whether it is unknown if it was done, see section 8.17.
   * @since 2026-08-18, observed
   * @defaultValue `false`
   */
  ambiguous: boolean;
}

/**
 * Asks for name and kind of a chat. Must be advertised since 2026-07-26. **Wire truth**: emitted, though missing in the original list of actions.
 *
 * Asks for the name and the kind of a chat. The only action without `metadata`, and never tagged with an identity.
 * Gate: `get_chat_info`.
 * @since 2026-06-22, stable
 * @see [Contract section 7.5](../relay-connector-contract.md#75-getchatinfoaction).
 */
export interface GetChatInfoAction {
  op: "get_chat_info";
  /** The chat to ask about. */
  chat_id: string;
}

/**
 * The answer to a `get_chat_info`, in one of two forms: nested in `chat_info`, or flat with `name` and `type` beside `success`. New connectors use the nested form; gateways read both, and look into `chat_info` first.
 * @see [Contract section 8.7](../relay-connector-contract.md#87-getchatinforesult).
 */
export interface GetChatInfoResult {
  /**
   * Whether the connector knows the chat. A result without it may be an answer all the same, see below.
   * @since 2026-06-22, stable
   * @defaultValue `false`
   */
  success: boolean;
  /**
   * Why it does not.
   * @since 2026-06-22, stable
   */
  error?: string;
  /**
   * Name and kind, nested. If it holds anything, it is used and the flat form is not looked at.
   * @since 2026-06-22, stable
   */
  chat_info?: ChatInfo;
  /**
   * The chat's name, flat.
   * @since 2026-06-22, stable
   */
  name?: string;
  /**
   * The chat's kind, flat, in the words of `chat_type`.
   * @since 2026-06-22, stable
   */
  type?: string;
  /**
   * Why it was not done, in a word for programs, see section 8.17.
   * @since 2026-08-31, observed
   */
  code?: string;
  /**
   * Whether it is unknown if it was done, see section 8.17.
   * @since 2026-08-18, observed
   * @defaultValue `false`
   */
  ambiguous: boolean;
}

/**
 * Posts a picture, voice message, video or document.
 *
 * Posts a file in a chat: a picture, a voice message, a video, a document.
 * Gate: `send_media`.
 * @since 2026-07-26, stable
 * @see [Contract section 7.7](../relay-connector-contract.md#77-sendmediaaction).
 */
export interface SendMediaAction {
  op: "send_media";
  /**
   * The chat to post in.
   * @since 2026-07-26, stable
   */
  chat_id: string;
  /**
   * How to post it. **Our reading**: a kind that the connector does not know is posted as a document. **Wire truth**: `audio` is described, and never emitted.
   * @since 2026-07-26, stable
   */
  media_kind: "image" | "voice" | "video" | "document" | "audio" | (string & {});
  /**
   * Where to fetch the file: a public address, or one of the media plane, see section 16.5.
   * @since 2026-07-26, stable
   */
  source_url: string;
  /**
   * The caption, with the limits of `send`. `""` if there is none.
   * @since 2026-07-26, stable
   * @defaultValue `""`
   */
  content: string;
  /**
   * As for `send`. **Wire truth**: the key is always there.
   * @since 2026-07-26, stable
   * @defaultValue `null`
   */
  reply_to: string | null;
  /**
   * The name to show, if the caller gave one.
   * @since 2026-07-26, stable
   */
  filename?: string;
  /**
   * As for `send`.
   * @since 2026-07-26, stable
   * @defaultValue `{}`
   */
  metadata: JsonObject;
}

/**
 * What came of a `send_media`.
 * @see [Contract section 8.8](../relay-connector-contract.md#88-sendmediaresult).
 */
export interface SendMediaResult {
  /**
   * Whether the file was posted.
   * @since 2026-07-26, stable
   * @defaultValue `false`
   */
  success: boolean;
  /**
   * The platform's id of the new message.
   * @since 2026-07-26, stable
   */
  message_id?: string;
  /**
   * Why it was not posted.
   * @since 2026-07-26, stable
   */
  error?: string;
  /**
   * Why it was not done, in a word for programs, see section 8.17.
   * @since 2026-08-31, observed
   */
  code?: string;
  /**
   * Whether it is unknown if it was done, see section 8.17.
   * @since 2026-08-18, observed
   * @defaultValue `false`
   */
  ambiguous: boolean;
}

/**
 * Asks the user to choose one of some options. The answer comes as an event with `prompt_response`, see [section 7.16](../relay-connector-contract.md#716-prompts).
 * Gate: `prompt`.
 * @since 2026-07-26, stable
 * @see [Contract section 7.8](../relay-connector-contract.md#78-promptaction).
 */
export interface PromptAction {
  op: "prompt";
  /**
   * The chat to ask in.
   * @since 2026-07-26, stable
   */
  chat_id: string;
  /**
   * The question, with the limits of `send`.
   * @since 2026-07-26, stable
   */
  content: string;
  /**
   * What is asked for, in a word. **Our reading**: a kind that the connector does not know is shown like any other. **Wire truth**: `choice` is described, and never emitted.
   * @since 2026-07-26, stable
   */
  prompt_kind: "approval" | "clarify" | "choice" | (string & {});
  /**
   * Names the prompt. Letters, digits, `_`, `.` and `-`.
   * Of at least 1 and at most 32 Unicode scalar values.
   * @since 2026-07-26, stable
   */
  prompt_id: string;
  /**
   * The options, in the order to show them.
   * @since 2026-07-26, stable
   */
  options: PromptOption[];
  /**
   * As for `send`. **Wire truth**: the key is always there.
   * @since 2026-07-26, stable
   * @defaultValue `null`
   */
  reply_to: string | null;
  /**
   * After how many seconds the connector may take the options away. Advice only. **Wire truth**: never sent.
   * An integer, at least 0.
   * @since 2026-07-26, described
   */
  timeout_s?: number;
  /**
   * As for `send`.
   * @since 2026-07-26, stable
   * @defaultValue `{}`
   */
  metadata: JsonObject;
}

/**
 * What came of a `prompt`. After a failure the gateway forgets the prompt.
 * @see [Contract section 8.9](../relay-connector-contract.md#89-promptresult).
 */
export interface PromptResult {
  /**
   * Whether the prompt is shown.
   * @since 2026-07-26, stable
   * @defaultValue `false`
   */
  success: boolean;
  /**
   * The platform's id of the message that shows it.
   * @since 2026-07-26, stable
   */
  message_id?: string;
  /**
   * Why it is not shown.
   * @since 2026-07-26, stable
   */
  error?: string;
  /**
   * Why it was not done, in a word for programs, see section 8.17.
   * @since 2026-08-31, observed
   */
  code?: string;
  /**
   * Whether it is unknown if it was done, see section 8.17.
   * @since 2026-08-18, observed
   * @defaultValue `false`
   */
  ambiguous: boolean;
}

/**
 * Adds a reaction to a message, or removes it.
 *
 * Adds a reaction to a message, or removes the gateway's own.
 * Gate: `react`.
 * @since 2026-07-26, stable
 * @see [Contract section 7.9](../relay-connector-contract.md#79-reactaction).
 */
export interface ReactAction {
  op: "react";
  /**
   * The chat that holds the message.
   * @since 2026-07-26, stable
   */
  chat_id: string;
  /**
   * The message.
   * @since 2026-07-26, stable
   */
  message_id: string;
  /**
   * The reaction, as the emoji itself.
   * @since 2026-07-26, stable
   */
  emoji: string;
  /**
   * Whether to remove it. **Wire truth**: the key is always there.
   * @since 2026-07-26, stable
   * @defaultValue `false`
   */
  remove: boolean;
  /**
   * As for `send`.
   * @since 2026-07-26, stable
   * @defaultValue `{}`
   */
  metadata: JsonObject;
}

/**
 * What came of a `react`. A failure never fails a turn.
 * @see [Contract section 8.10](../relay-connector-contract.md#810-reactresult).
 */
export interface ReactResult {
  /**
   * Whether the reaction is there, or gone.
   * @since 2026-07-26, stable
   * @defaultValue `false`
   */
  success: boolean;
  /**
   * Why it is not.
   * @since 2026-07-26, stable
   */
  error?: string;
  /**
   * Why it was not done, in a word for programs, see section 8.17.
   * @since 2026-08-31, observed
   */
  code?: string;
  /**
   * Whether it is unknown if it was done, see section 8.17.
   * @since 2026-08-18, observed
   * @defaultValue `false`
   */
  ambiguous: boolean;
}

/**
 * Opens a thread in a chat, for example to hand a conversation over to it.
 * Gate: `thread_create`.
 * @since 2026-07-26, stable
 * @see [Contract section 7.10](../relay-connector-contract.md#710-threadcreateaction).
 */
export interface ThreadCreateAction {
  op: "thread_create";
  /**
   * The chat in which to open it.
   * @since 2026-07-26, stable
   */
  chat_id: string;
  /**
   * Its name, trimmed. `handoff` if the caller gave none.
   * Of at least 1 and at most 100 Unicode scalar values.
   * @since 2026-07-26, stable
   */
  thread_name: string;
  /**
   * The message at which to open it. **Wire truth**: never sent.
   * @since 2026-07-26, described
   */
  message_id?: string;
  /**
   * As for `send`.
   * @since 2026-07-26, stable
   * @defaultValue `{}`
   */
  metadata: JsonObject;
}

/**
 * What came of a `thread_create`.
 * @see [Contract section 8.11](../relay-connector-contract.md#811-threadcreateresult).
 */
export interface ThreadCreateResult {
  /**
   * Whether the thread was opened.
   * @since 2026-07-26, stable
   * @defaultValue `false`
   */
  success: boolean;
  /**
   * The platform's id of the new thread.
   * @since 2026-07-26, stable
   */
  thread_id?: string;
  /**
   * Read as `thread_id` if that is not there.
   * @since 2026-07-26, stable
   */
  message_id?: string;
  /**
   * Why it was not opened.
   * @since 2026-07-26, stable
   */
  error?: string;
  /**
   * Why it was not done, in a word for programs, see section 8.17.
   * @since 2026-08-31, observed
   */
  code?: string;
  /**
   * Whether it is unknown if it was done, see section 8.17.
   * @since 2026-08-18, observed
   * @defaultValue `false`
   */
  ambiguous: boolean;
}

/**
 * Gives a thread another name. At most one of the two conditions is there.
 * Gate: `thread_rename`.
 * @since 2026-07-26, stable
 * @see [Contract section 7.11](../relay-connector-contract.md#711-threadrenameaction).
 */
export interface ThreadRenameAction {
  op: "thread_rename";
  /**
   * The chat that the thread belongs to; the thread itself if that is not known.
   * @since 2026-07-26, stable
   */
  chat_id: string;
  /**
   * The thread.
   * @since 2026-07-26, stable
   */
  message_id: string;
  /**
   * The new name. White space is collapsed; an empty name is never sent.
   * Of at least 1 and at most 100 Unicode scalar values.
   * @since 2026-07-26, stable
   */
  thread_name: string;
  /**
   * Only if the thread still has this name.
   * @since 2026-07-26, stable
   */
  only_if_current_name?: string;
  /**
   * `true`: rename only a thread that the connector created. Never sent as `false`.
   * @since 2026-08-02, stable
   */
  only_if_connector_created?: boolean;
  /**
   * As for `send`.
   * @since 2026-07-26, stable
   * @defaultValue `{}`
   */
  metadata: JsonObject;
}

/**
 * What came of a `thread_rename`.
 * @see [Contract section 8.12](../relay-connector-contract.md#812-threadrenameresult).
 */
export interface ThreadRenameResult {
  /**
   * Whether the thread has the new name.
   * @since 2026-07-26, stable
   * @defaultValue `false`
   */
  success: boolean;
  /**
   * Why it has not.
   * @since 2026-07-26, stable
   */
  error?: string;
  /**
   * Why it was not done, in a word for programs, see section 8.17.
   * @since 2026-08-31, observed
   */
  code?: string;
  /**
   * Whether it is unknown if it was done, see section 8.17.
   * @since 2026-08-18, observed
   * @defaultValue `false`
   */
  ambiguous: boolean;
}

/**
 * Shows an answer while it is written, and seals it. **Wire truth**: emitted, though missing in the original list of actions.
 *
 * Shows an answer while it is written: the same draft again and again, each time with the whole text so far, and once with `final`. Rules stand in [section 7.19](../relay-connector-contract.md#719-drafts).
 * Gate: `draft`, explicitly, and `supports_draft_streaming`.
 * @since 2026-08-11, observed
 * @see [Contract section 7.12](../relay-connector-contract.md#712-draftaction).
 */
export interface DraftAction {
  op: "draft";
  /**
   * The chat to write in.
   * @since 2026-08-11, observed
   */
  chat_id: string;
  /**
   * Names the draft in its chat.
   * An integer.
   * @since 2026-08-11, observed
   */
  draft_id: number;
  /**
   * The text so far, whole.
   * @since 2026-08-11, observed
   */
  content: string;
  /**
   * Whether this is the whole answer: the draft becomes a message.
   * @since 2026-08-11, observed
   * @defaultValue `false`
   */
  final: boolean;
  /**
   * As for `send`.
   * @since 2026-08-11, observed
   * @defaultValue `{}`
   */
  metadata: JsonObject;
}

/**
 * What came of a `draft`.
 * @see [Contract section 8.13](../relay-connector-contract.md#813-draftresult).
 */
export interface DraftResult {
  /**
   * Whether the draft shows the text.
   * @since 2026-08-11, observed
   * @defaultValue `false`
   */
  success: boolean;
  /**
   * The platform's id of the message that the draft has become; with `final`.
   * @since 2026-08-11, observed
   */
  message_id?: string;
  /**
   * Why it does not.
   * @since 2026-08-11, observed
   */
  error?: string;
  /**
   * Why it was not done, in a word for programs, see section 8.17.
   * @since 2026-08-31, observed
   */
  code?: string;
  /**
   * Whether it is unknown if it was done, see section 8.17.
   * @since 2026-08-18, observed
   * @defaultValue `false`
   */
  ambiguous: boolean;
}

/**
 * Shows the steps of a turn while they are worked on. **Wire truth**: emitted, though missing in the original list of actions.
 *
 * Shows the steps of a turn while they are worked on. The same card again and again. The observed gateway sends cards to Slack alone, and none outside a thread.
 * Gate: `task_card`, explicitly.
 * @since 2026-08-11, observed
 * @see [Contract section 7.13](../relay-connector-contract.md#713-taskcardaction).
 */
export interface TaskCardAction {
  op: "task_card";
  /**
   * The chat to show it in.
   * @since 2026-08-11, observed
   */
  chat_id: string;
  /**
   * Names the card: `turn:` and what the turn began with.
   * @since 2026-08-11, observed
   */
  card_id: string;
  /**
   * What to show: the steps that are new or have changed.
   * @since 2026-08-11, observed
   */
  chunks: JsonObject[];
  /**
   * As for `send`.
   * @since 2026-08-11, observed
   * @defaultValue `{}`
   */
  metadata: JsonObject;
}

/**
 * What came of a `task_card`.
 * @see [Contract section 8.14](../relay-connector-contract.md#814-taskcardresult).
 */
export interface TaskCardResult {
  /**
   * Whether the card is shown.
   * @since 2026-08-11, observed
   * @defaultValue `false`
   */
  success: boolean;
  /**
   * Why it is not.
   * @since 2026-08-11, observed
   */
  error?: string;
  /**
   * Why it was not done, in a word for programs, see section 8.17.
   * @since 2026-08-31, observed
   */
  code?: string;
  /**
   * Whether it is unknown if it was done, see section 8.17.
   * @since 2026-08-18, observed
   * @defaultValue `false`
   */
  ambiguous: boolean;
}

/**
 * Ends such a card. **Wire truth**: emitted, though missing in the original list of actions.
 *
 * Ends a card. May be repeated.
 * Gate: `task_card`, explicitly.
 * @since 2026-08-11, observed
 * @see [Contract section 7.14](../relay-connector-contract.md#714-taskcardstopaction).
 */
export interface TaskCardStopAction {
  op: "task_card_stop";
  /**
   * The chat that shows it.
   * @since 2026-08-11, observed
   */
  chat_id: string;
  /**
   * The card.
   * @since 2026-08-11, observed
   */
  card_id: string;
  /**
   * As for `send`.
   * @since 2026-08-11, observed
   * @defaultValue `{}`
   */
  metadata: JsonObject;
}

/**
 * What came of a `task_card_stop`.
 * @see [Contract section 8.15](../relay-connector-contract.md#815-taskcardstopresult).
 */
export interface TaskCardStopResult {
  /**
   * Whether the card has ended.
   * @since 2026-08-11, observed
   * @defaultValue `false`
   */
  success: boolean;
  /**
   * Why it has not.
   * @since 2026-08-11, observed
   */
  error?: string;
  /**
   * Why it was not done, in a word for programs, see section 8.17.
   * @since 2026-08-31, observed
   */
  code?: string;
  /**
   * Whether it is unknown if it was done, see section 8.17.
   * @since 2026-08-18, observed
   * @defaultValue `false`
   */
  ambiguous: boolean;
}

/**
 * Deletes a message. **Wire truth**: emitted, though missing in the original list of actions.
 *
 * Deletes a message.
 * Gate: `delete`, explicitly.
 * @since 2026-08-11, observed
 * @see [Contract section 7.15](../relay-connector-contract.md#715-deleteaction).
 */
export interface DeleteAction {
  op: "delete";
  /**
   * The chat that holds the message.
   * @since 2026-08-11, observed
   */
  chat_id: string;
  /**
   * The message.
   * @since 2026-08-11, observed
   */
  message_id: string;
  /**
   * As for `send`.
   * @since 2026-08-11, observed
   * @defaultValue `{}`
   */
  metadata: JsonObject;
}

/**
 * What came of a `delete`.
 * @see [Contract section 8.16](../relay-connector-contract.md#816-deleteresult).
 */
export interface DeleteResult {
  /**
   * Whether the message is gone.
   * @since 2026-08-11, observed
   * @defaultValue `false`
   */
  success: boolean;
  /**
   * Why it is not. Not read by the observed gateway.
   * @since 2026-08-11, observed
   */
  error?: string;
  /**
   * Why it was not done, in a word for programs, see section 8.17.
   * @since 2026-08-31, observed
   */
  code?: string;
  /**
   * Whether it is unknown if it was done, see section 8.17.
   * @since 2026-08-18, observed
   * @defaultValue `false`
   */
  ambiguous: boolean;
}

/** What the gateway asks the connector to do, told apart by `op`. */
export type OutboundAction =
  | SendAction
  | EditAction
  | TypingAction
  | FollowUpAction
  | GetChatInfoAction
  | SendMediaAction
  | PromptAction
  | ReactAction
  | ThreadCreateAction
  | ThreadRenameAction
  | DraftAction
  | TaskCardAction
  | TaskCardStopAction
  | DeleteAction;

/** An action of a later revision: the reader knows its `op` only. */
export interface UnknownAction {
  op: string;
}

/** Every action by its `op`, with the result that answers it. */
export interface Actions {
  send: { readonly action: SendAction; readonly result: SendResult };
  edit: { readonly action: EditAction; readonly result: EditResult };
  typing: { readonly action: TypingAction; readonly result: TypingResult };
  follow_up: { readonly action: FollowUpAction; readonly result: FollowUpResult };
  get_chat_info: { readonly action: GetChatInfoAction; readonly result: GetChatInfoResult };
  send_media: { readonly action: SendMediaAction; readonly result: SendMediaResult };
  prompt: { readonly action: PromptAction; readonly result: PromptResult };
  react: { readonly action: ReactAction; readonly result: ReactResult };
  thread_create: { readonly action: ThreadCreateAction; readonly result: ThreadCreateResult };
  thread_rename: { readonly action: ThreadRenameAction; readonly result: ThreadRenameResult };
  draft: { readonly action: DraftAction; readonly result: DraftResult };
  task_card: { readonly action: TaskCardAction; readonly result: TaskCardResult };
  task_card_stop: { readonly action: TaskCardStopAction; readonly result: TaskCardStopResult };
  delete: { readonly action: DeleteAction; readonly result: DeleteResult };
}

/** Every definition by its name. */
export interface Definitions {
  GatewayFrame: GatewayFrame;
  ConnectorFrame: ConnectorFrame;
  HelloFrame: HelloFrame;
  OutboundFrame: OutboundFrame;
  InterruptFrame: InterruptFrame;
  DescriptorFrame: DescriptorFrame;
  InboundFrame: InboundFrame;
  OutboundResultFrame: OutboundResultFrame;
  InterruptInboundFrame: InterruptInboundFrame;
  PassthroughForwardFrame: PassthroughForwardFrame;
  GoingIdleFrame: GoingIdleFrame;
  InboundAckFrame: InboundAckFrame;
  GoingIdleAckFrame: GoingIdleAckFrame;
  CapabilityDescriptor: CapabilityDescriptor;
  MessageEvent: MessageEvent;
  SessionSource: SessionSource;
  PassthroughForward: PassthroughForward;
  CommandManifestEntry: CommandManifestEntry;
  QuotedMessage: QuotedMessage;
  PromptResponse: PromptResponse;
  MediaItem: MediaItem;
  ContextLine: ContextLine;
  ContextAuthor: ContextAuthor;
  PromptOption: PromptOption;
  ActionResult: ActionResult;
  ChatInfo: ChatInfo;
  SendAction: SendAction;
  SendResult: SendResult;
  EditAction: EditAction;
  EditResult: EditResult;
  TypingAction: TypingAction;
  TypingResult: TypingResult;
  FollowUpAction: FollowUpAction;
  FollowUpResult: FollowUpResult;
  GetChatInfoAction: GetChatInfoAction;
  GetChatInfoResult: GetChatInfoResult;
  SendMediaAction: SendMediaAction;
  SendMediaResult: SendMediaResult;
  PromptAction: PromptAction;
  PromptResult: PromptResult;
  ReactAction: ReactAction;
  ReactResult: ReactResult;
  ThreadCreateAction: ThreadCreateAction;
  ThreadCreateResult: ThreadCreateResult;
  ThreadRenameAction: ThreadRenameAction;
  ThreadRenameResult: ThreadRenameResult;
  DraftAction: DraftAction;
  DraftResult: DraftResult;
  TaskCardAction: TaskCardAction;
  TaskCardResult: TaskCardResult;
  TaskCardStopAction: TaskCardStopAction;
  TaskCardStopResult: TaskCardStopResult;
  DeleteAction: DeleteAction;
  DeleteResult: DeleteResult;
  OutboundAction: OutboundAction;
}

/** The names of all definitions. */
export type DefinitionName = keyof Definitions;
