/**
 * Session keys: the name of a conversation, derived from where a message came from (contract section 12). A connector
 * that routes interrupts, or keeps credentials for `follow_up`, computes the same key as its gateway.
 *
 * @module
 */
import type * as reader from "../dist/reader.d.cts";

/** The settings of a gateway that take part in its session keys. They are agreed when the two sides are set up. */
export interface KeyOptions {
  /** Whether each user of a group has a session; `true` by default. */
  readonly group_sessions_per_user?: boolean;
  /** Whether each user of a thread has a session; `false` by default. */
  readonly thread_sessions_per_user?: boolean;
  /**
   * The platforms that the gateway knows, in lower case; any other reads as `relay`. {@link KNOWN_PLATFORMS} by
   * default; a gateway with other plug-ins knows more.
   */
  readonly known_platforms?: Iterable<string>;
}

/** The platforms that contract section 6.5 lists: built in or bundled. */
export const KNOWN_PLATFORMS: readonly string[];

/** The session key of a source; what is absent has its default. */
export function sessionKey(source: reader.SessionSource, options?: KeyOptions): string;

/**
 * The event with the thread that its answer will open: on Slack, a message outside a thread gets its own id as
 * `thread_id` (contract section 12.4). Any other event is given back as it is. Before the key, for a gateway whose
 * setting `dm_top_level_threads_as_sessions` is on.
 */
export function openSlackThread(event: reader.MessageEvent): reader.MessageEvent;
