// A connector's handlers in a table, a switch without a gap, definitions that narrow, and defaults that are there.
import { dispatch, refusalOf, validateDefinition, validateLine, withDefaults } from "relay-contract";
import type { Handlers, reader, writer } from "relay-contract";

const decline = (): writer.ActionResult => ({ success: false, error: "this platform cannot do that" });

export const handlers: Handlers = {
  send: ({ content }) => ({ success: true, message_id: String(content.length) }),
  edit: ({ message_id }) => ({ success: true, message_id }),
  typing: async () => ({ success: true }),
  follow_up: ({ session_key }) => ({ success: session_key !== "" }),
  get_chat_info: ({ chat_id }) => ({ success: true, chat_info: { name: chat_id, type: "dm" } }),
  send_media: () => ({ success: false }),
  prompt: ({ options }) => ({ success: options.length > 0 }),
  react: () => ({ success: true }),
  thread_create: () => ({ success: true, thread_id: "t" }),
  thread_rename: () => ({ success: true }),
  draft: () => ({ success: true }),
  task_card: () => ({ success: true }),
  task_card_stop: () => ({ success: true }),
  delete: () => ({ success: true }),
};

export async function answer(line: string): Promise<writer.ConnectorFrame | undefined> {
  const outcome = validateLine(line, { view: "reader", writer: "gateway", coerceIds: true });
  if (!outcome.ok) return refusalOf(outcome);
  if (!outcome.known || outcome.frame.type !== "outbound") return undefined;
  const { requestId, action } = outcome.frame;
  const result = await dispatch(action, handlers, (later) => ({ success: false, error: `no ${later.op} yet` }));
  return { type: "outbound_result", requestId, result };
}

export function result(action: reader.OutboundAction): writer.ActionResult {
  switch (action.op) {
    case "send":
    case "follow_up":
      return { success: true } satisfies writer.Actions["send"]["result"];
    case "edit":
    case "typing":
    case "get_chat_info":
    case "send_media":
    case "prompt":
    case "react":
    case "thread_create":
    case "thread_rename":
    case "draft":
    case "task_card":
    case "task_card_stop":
    case "delete":
      return decline();
    default:
      action satisfies never;
      // At run time there are actions of later revisions.
      return decline();
  }
}

export function source(value: unknown): writer.SessionSource | undefined {
  const outcome = validateDefinition("SessionSource", value, { view: "writer" });
  return outcome.ok ? outcome.value : undefined;
}

export function chat(frame: reader.InboundFrame): string {
  const { event } = withDefaults(frame);
  const topic: string | null = event.source.chat_topic;
  return `${event.source.platform} ${event.source.chat_id} ${topic ?? ""}`;
}

// A table of all names has their types.
export const names: { readonly [Name in keyof writer.Definitions]?: string } = { SessionSource: "source" };
